"""Pages come from strangers, and so may notes and names: no screen that shows them runs or loads anything of theirs."""

import json
import re
from collections import deque
from datetime import date
from html import escape
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from copydesk.desk import open_desk
from web_helpers import HERE, send

EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)> {{ 7*7 }} {% raw %} "
    "</style></title></textarea></script><!-- ]]> &lt;b&gt; javascript:alert(4)"
)
TRICKS = "\u202egnp.exe\u2066\u200f "
AT = "2031-05-06T10:00:00+00:00"
BODY = (
    "The ferry struck the crane in the inner harbour on Thursday evening and seven people died, police said. "
    f"“The light was green {EVIL} when we came in,” Captain Ida Holm said. Some 300 people were on board. "
    f"“We saw the crane too late,” Captain Ida Holm told reporters {EVIL}. "
    "Divers searched the water around the quay for three hours, and 43 people were taken to the hospital.\n"
)
UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
HARMFUL = frozenset("iframe object embed base img style foreignobject use animate audio video".split())
OUTSIDE = frozenset(["noopener", "noreferrer", "nofollow"])


class Page(HTMLParser):
    """What a screen has that could do harm, and where it leads."""

    def __init__(self, text):
        super().__init__()
        self.harm, self.links, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag in {
            "iframe",
            "object",
            "embed",
            "base",
            "img",
            "style",
            "foreignobject",
            "use",
            "animate",
            "audio",
            "video",
        }:
            self.harm.append((tag, told))
        if tag in {"script", "link"} and not (told.get("src") or told.get("href", "")).startswith("/static/"):
            self.harm.append((tag, told))
        own = {"style", "srcdoc", "formaction"}
        self.harm.extend((tag, name) for name in told if name.startswith("on") or name in own)
        for name in ("href", "src", "action", "xlink:href"):
            self.link(tag, told, told.get(name))

    def link(self, tag, told, address):
        if address is None:
            return
        if urlsplit(address).scheme or address.startswith("//"):
            if not address.startswith(("http://", "https://")) or not set((told.get("rel") or "").split()) >= OUTSIDE:
                self.harm.append((tag, address))
        elif tag == "a":
            self.links.append(address)

    def handle_data(self, data):
        self.words.append(data)


def written(number):
    """A page whose words are markup, as an honest program writes them."""
    more = "" if number % 2 else "A dockers' leader contradicted the port: nine people died, she said.\n"
    lines = "".join(f"<p>{escape(one)}</p>" for one in (BODY * 3 + more).splitlines())
    head = f"<title>{escape(EVIL)}</title><meta property='og:site_name' content='{escape(EVIL)}'>"
    return f"<html><head>{head}</head><body><article><h1>Ferry strikes crane</h1>{lines}</article></body></html>"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A desk on which everything that strangers and people may write is hostile."""
    path = tmp_path_factory.mktemp("hostile") / "news.desk"
    rows = [
        {
            "id": f"{number}{EVIL}",
            "html": written(number),
            "title": f"Ferry strikes crane {number} {TRICKS}{EVIL}" + ("x" * 50_000 if number == 3 else ""),
            "outlet": f"Outlet {number} {EVIL}",
            "author": f"Ida Holm {EVIL}",
            "credited": EVIL,
            "url": ("javascript:alert(6)", 'https://example.org/"onmouseover=alert(7)', "data:text/html,x")[number % 3],
            "published": f"2031-03-{20 + number}",
        }
        for number in range(5)
    ]
    source = path.with_name(f"rows{EVIL.replace('/', '_')[:60]}.jsonl")
    source.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    with open_desk(path) as desk:
        list(desk.add([str(source), f"nowhere{EVIL}.html"], as_of=date(2038, 12, 31), keep=True))
        list(desk.run())
        stories, articles = desk.stories(), desk.collection().articles
        for story in stories:
            desk.notes.on_story(story, f"{EVIL}{TRICKS}", by=EVIL, at=AT)
            desk.rename(story.id, f"{EVIL}{TRICKS}", by=EVIL, at=AT)
        noted = desk.notes.on_words(articles[0], (4, 60), f"{EVIL}{TRICKS}", by=EVIL, at=AT)
        desk.notes.answer(noted.id, EVIL, by=EVIL, at=AT)
        desk.people.save(None, EVIL[:80], f"words={EVIL}", at=AT)
        list(desk.run())
    return path


def test_no_screen_runs_or_loads_what_strangers_wrote(serve, hostile):
    browser = serve(hostile)
    board = browser.app.state.serving.board
    place = board.files()
    board.add(place, names=[EVIL], addresses=["https://example.org/<script>"], as_of=date(2031, 1, 1), by=EVIL)
    start = (
        "/",
        "/add",
        "/runs",
        "/search?words=ferry",
        "/search?speaker=Ida+Holm",
        "/speakers.html",
        "/figures.html?figure=23+people",
        "/notes",
        "/sources",
        "/decisions",
        "/people",
    )
    waiting, seen = deque(f"{HERE}{path}" for path in start), set()
    kinds = set()
    while waiting and len(seen) < 150:
        address = waiting.popleft()
        if address in seen or (urlsplit(address).path == "/" and "&" in address):  # facets make screens without end
            continue
        seen.add(address)
        answer = browser.get(address)
        assert answer.status_code == 200, address
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = Page(answer.text)
        assert page.harm == [], address
        assert not UNSHOWN.search(answer.text), address
        kinds.add(urlsplit(address).path.split("/")[1])
        waiting.extend(urldefrag(urljoin(address, link)).url for link in page.links)
    assert kinds >= {
        "stories",
        "articles",
        "pairs",
        "speakers",
        "runs",
        "search",
        "notes",
        "sources",
        "decisions",
        "people",
        "",
    }
    assert "<script>alert(1)</script>" in "".join(Page(browser.get("/").text).words)


@pytest.mark.parametrize(
    "path",
    [
        "/search?words={}&speaker={}&figure=1+{}&outlet={}",
        "/search?after={}&words=ferry",
        "/?outlet={}&sort={}&after={}",
        "/stories/{}.html",
        "/speakers/speaker-{}.html",
        "/people?before={}",
        "/{}",
        "/events?job={}",
    ],
)
def test_what_an_address_says_is_inert_where_it_is_shown(browser, path):
    evil = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22onfocus%3Dalert(2)%20%E2%80%AE"
    answer = browser.get(path.format(evil, evil, evil, evil)) if "events" not in path else None
    if answer is not None:
        assert answer.status_code in (200, 404, 422)
        assert Page(answer.text).harm == []
        assert not UNSHOWN.search(answer.text)


def test_what_a_form_says_is_inert_where_it_is_shown(browser):
    for path, fields in {
        "/search": {"text": f"</textarea>{EVIL} The ferry struck the crane."},
        "/add": {"addresses": EVIL, "as_of": EVIL},
        "/login": {"token": EVIL},
        "/people": {"name": EVIL},
        "/decisions/rename": {"story": EVIL, "label": EVIL},
        "/notes": {"on": EVIL, "targets": EVIL, "body": EVIL, "back": EVIL},
        "/seen": {"story": EVIL, "here": f"{EVIL}\r\nset-cookie: a=b"},
    }.items():
        answer = send(browser, path, **fields)
        assert answer.status_code < 500
        assert Page(answer.text).harm == [], path
        assert "a=b" not in str(answer.headers.get("set-cookie"))


def test_feeds_and_data_of_a_hostile_desk_are_what_their_standards_ask_for(serve, hostile):
    from xml.etree.ElementTree import fromstring

    browser = serve(hostile)
    feed = browser.get("/search.atom?words=ferry")
    assert "alert(1)" in "".join(fromstring(feed.content).itertext())
    assert b"<script" not in feed.content
    assert browser.get("/notes.json").json()
