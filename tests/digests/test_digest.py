"""A digest tells what changed once, to everybody, and hostile words stay words."""

import email
import json
import re
import socket
from base64 import b64encode
from contextlib import contextmanager
from datetime import UTC, date, datetime
from email.policy import default
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from xml.etree import ElementTree as ET

import feedparser
import pytest
from aiosmtpd.controller import Controller

from copydesk import digests
from copydesk.desk import open_desk
from copydesk.desk_file import DigestPlan, MailPlan
from copydesk.digests.alerting import alert_text
from copydesk.errors import NotSent, UsageError
from copydesk.fetching import World
from copydesk.records import Article
from copydesk.reports.digest import ALOUD, digest_page, digest_text
from copydesk.reports.sheets import asset
from making import HARBOUR

NOW = datetime(2031, 5, 6, 7, 0, tzinfo=UTC)
OTHER = """\
Vessmar is to lose its fish market: the harbour council decided on Tuesday that the building on the quay must close.
A surveyor found 58 cracks in the pillars of the old hall, according to the report that lay before the council.
The repair would swallow several million crowns, which the town does not have, the treasurer Orla Finch explained.
Stall holders are angry, and a first of them has already found a place in the covered market of Garth instead.
From 1 May the herring is to be sold from a row of huts on the car park near the customs house, says the plan."""
HTML_IN = ("}content", "description")
"""Where the feeds keep HTML."""
HOSTILE = '</title><script>alert(1)</script><img src="https://evil.example/x.png" onerror=alert(1)>\u202e'


@pytest.fixture
def desk():
    with open_desk() as made:
        yield made


def world(day=0):
    return World(now=lambda: NOW.timestamp() + 86_400 * day)


def add(desk, folder, rows):
    """Put pages on the desk and run it."""
    path = folder / f"{len(list(folder.iterdir()))}.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    list(desk.add([str(path)], as_of=date(2031, 5, 6)))
    list(desk.run())


def page(name, text, *, title="The fish market of Vessmar closes", outlet=None, fetched=None):
    told = {"id": name, "url": f"https://{name}.example/market", "title": title, "outlet": outlet or f"The {name}"}
    return {**told, "text": text, "published": "2031-05-05", "fetched": fetched or "2031-05-05"}


def digest(desk, plan=None, day=0):
    """One digest, taken as sent."""
    plan = plan or DigestPlan()
    made = digests.make(desk, plan, world=world(day))
    digests.remember(desk.store, made, plan, world=world(day))
    return made.digest


def kinds(found):
    return [line.kind for story in found.stories for line in story.lines]


def test_what_was_told_is_told_once_and_then_only_what_is_new(desk, tmp_path):
    add(desk, tmp_path, [page("herald", HARBOUR), page("gazette", HARBOUR.replace("31 cracks", "37 cracks"))])
    assert kinds(digest(desk)) == ["altered"]  # one account is no news by itself
    assert digest(desk).stories == ()
    add(desk, tmp_path, [page("argus", OTHER)])
    found = digest(desk)
    assert "account" in kinds(found)
    assert "altered" not in kinds(found)
    assert digest(desk).stories == ()


def test_a_late_correction_is_told_with_the_words_of_both(desk, tmp_path):
    add(desk, tmp_path, [page("herald", HARBOUR), page("gazette", HARBOUR)])
    digest(desk)
    add(desk, tmp_path, [page("herald", HARBOUR.replace("31 cracks", "13 cracks"), fetched="2031-05-06")])
    (story,) = digest(desk).stories
    (line,) = (one for one in story.lines if one.kind == "correction")
    assert line.said == "The herald, read again, has “13” where it had “31”; The gazette has “31”"
    assert line.pages == (
        ("The herald", "https://herald.example/market"),
        ("The gazette", "https://gazette.example/market"),
    )


def test_what_was_not_sent_stays_untold(desk, tmp_path):
    add(desk, tmp_path, [page("herald", HARBOUR), page("gazette", HARBOUR.replace("31 cracks", "37 cracks"))])
    first = digests.make(desk, DigestPlan(), world=world()).digest
    assert digests.make(desk, DigestPlan(), world=world()).digest == first
    assert first.stories


def test_stories_above_the_limit_wait_for_the_next_digest(desk, tmp_path):
    add(desk, tmp_path, [page("herald", HARBOUR), page("argus", OTHER.replace("1 May", "9 May"))])
    railway = (
        "Engineers at Low Ings began lifting the rails of the valley line on Monday, two years after the last train.\n"
        "The regional office in Garth said the iron would be sold for about 310,000 crowns to a foundry abroad.\n"
        "Walkers have asked for a path along the bed, and a petition of Henk Vell gathered 2,400 names by evening."
    )
    altered = railway.replace("310,000", "130,000")
    add(desk, tmp_path, [page("echo", railway, title="Rails lifted"), page("post", altered, title="Rails lifted")])
    first = digest(desk, DigestPlan(most=1))
    assert (len(first.stories), first.waiting) == (1, 1)
    second = digest(desk, DigestPlan(most=1), day=1)
    assert (len(second.stories), second.waiting) == (1, 0)
    assert first.stories[0].story != second.stories[0].story


def test_no_more_than_a_tenth_of_an_article_and_25_words_in_a_row_are_shown(desk, tmp_path):
    add(desk, tmp_path, [page("herald", HARBOUR), page("gazette", HARBOUR.replace("31 cracks", "37 cracks"))])
    add(desk, tmp_path, [page("argus", OTHER)])
    found = digest(desk)
    for shown in re.findall(r"“([^”]*)”", digest_text(found)):
        assert len(shown.split()) <= 26
    for article in desk.store.all(Article):
        words = article.text.split()
        for start in range(len(words) - 26):
            assert " ".join(words[start : start + 26]) not in digest_page([found], title="x")


# -- where it goes ----------------------------------------------------------------------------------------------------


class Post:
    """A mailbox; it does not take what is for anybody called `full`."""

    def __init__(self):
        self.letters = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  the library's name
        if address.startswith("full@"):
            return "552 the mailbox is full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  the library's name
        self.letters.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


@contextmanager
def posted():
    post = Post()
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield post, port
    finally:
        controller.stop()


def mail_plan(port, **changes):
    usual = {"server": "127.0.0.1", "port": port, "sender": "desk@news.example", "security": "none", "timeout": 10.0}
    return MailPlan(**{**usual, "to": ("ada@news.example", "ben@news.example"), **changes})


def hostile(desk, tmp_path):
    """A digest of pages whose every word that is shown is an attack."""
    bad = HARBOUR.replace("31 cracks", f"37 cracks {HOSTILE}")
    rows = [page("herald", HARBOUR, title=HOSTILE, outlet=f"{HOSTILE}\r\nBcc: x@evil.example"), page("gazette", bad)]
    rows[0]["url"] = "javascript:alert(1)"
    add(desk, tmp_path, rows)
    add(desk, tmp_path, [page("argus", OTHER.replace("58 cracks", f"58 cracks {HOSTILE}"), title=HOSTILE)])
    return digest(desk, DigestPlan(title=f"Digest\r\nBcc: y@evil.example {HOSTILE}"))


def test_a_mail_server_takes_the_digest_as_text_and_html(desk, tmp_path):
    add(desk, tmp_path, [page("herald", HARBOUR), page("gazette", HARBOUR.replace("31 cracks", "37 cracks"))])
    found = digest(desk)
    with posted() as (post, port):
        digests.send(digests.message_of(found, mail_plan(port)), mail_plan(port))
    ((sender, to, raw),) = post.letters
    assert (sender, to) == ("desk@news.example", ["ada@news.example", "ben@news.example"])
    letter = email.message_from_bytes(raw, policy=default)
    assert letter["Subject"] == "copydesk digest: 1 story changed"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "multipart/alternative"
    text, html = (letter.get_body([kind]).get_content() for kind in ("plain", "html"))
    assert "“31 cracks" in text or "31 cracks" in text
    assert "https://gazette.example/market" in text
    assert 'href="https://gazette.example/market"' in html


def test_nothing_in_mail_feeds_or_page_runs_or_is_loaded(desk, tmp_path):
    found = hostile(desk, tmp_path)
    assert found.stories
    with posted() as (post, port):
        digests.send(digests.message_of(found, mail_plan(port)), mail_plan(port))
    ((_, to, raw),) = post.letters
    assert to == ["ada@news.example", "ben@news.example"]
    letter = email.message_from_bytes(raw, policy=default)
    assert "Bcc" not in letter
    html = letter.get_body(["html"]).get_content()
    paths = digests.write_files(tmp_path / "public", [found], DigestPlan(title=HOSTILE))
    written = {path.name: path.read_text(encoding="utf-8") for path in paths}
    for content in (html, without_our_script(written["index.html"])):
        assert_inert(content)
    for name in ("digest.atom", "digest.rss"):
        feed = feedparser.parse(written[name])
        assert not feed.bozo
        # feedparser would take scripts out; what is written must hold none in the first place.
        shown = [node.text for node in ET.fromstring(written[name]).iter() if node.tag.endswith(HTML_IN)]
        assert shown
        for one in shown:
            assert_inert(one)
    for item in json.loads(written["digest.json"])["items"]:
        assert_inert(item["content_html"])
        assert "\u202e" not in json.dumps(item, ensure_ascii=False)


def without_our_script(html):
    """The page of a folder without the one script that its policy lets run, which is ours word for word."""
    ours = asset(ALOUD)
    digest = b64encode(sha256(ours.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    before, found, after = html.partition(f"<script>{ours}</script>")
    assert found
    return before + after


def test_only_the_page_of_a_folder_is_read_aloud_and_a_headline_is_told_in_its_language(desk, tmp_path):
    add(desk, tmp_path, [page("herald", HARBOUR), page("gazette", HARBOUR.replace("31 cracks", "37 cracks"))])
    found = digest(desk)
    (path, *_) = digests.write_files(tmp_path / "public", [found], DigestPlan())
    assert 'id="aloud"' in without_our_script(path.read_text(encoding="utf-8"))
    assert "<script" not in digest_page([found], title="t")
    german = found.stories[0]._replace(language="de")
    shown = digest_page([found._replace(stories=(german,))], title="t", aloud=True)
    assert '<h2 lang="de"' in shown
    assert "lang=" not in re.search(r"<h2[^>]*>", digest_page([found], title="t"))[0]


def assert_inert(html):
    tags = {tag.lower() for tag in re.findall(r"<\s*([a-zA-Z]+)", html)}
    assert not tags & {"script", "img", "iframe", "object", "link", "video", "audio", "form", "svg", "embed", "base"}
    assert not re.search(r"<[^>]*\s(?:on\w+|src|srcset|background)\s*=", html)
    assert not re.search(r"href=\"(?!https?://)", html)
    assert "url(" not in html


def test_a_server_that_is_not_there_or_takes_nothing_is_told_with_the_cure(desk, tmp_path):
    add(desk, tmp_path, [page("herald", HARBOUR), page("gazette", HARBOUR.replace("31 cracks", "37 cracks"))])
    found = digest(desk)
    with posted() as (_, port):
        plan = mail_plan(port, to=("full@news.example", "ada@news.example"))
        with pytest.raises(NotSent, match=r"full@news\.example"):
            digests.send(digests.message_of(found, plan), plan)
        secret = mail_plan(port, security="starttls")
        with pytest.raises(NotSent, match="STARTTLS"):
            digests.send(digests.message_of(found, secret), secret)
    with pytest.raises(NotSent, match=r"check \[digest\.mail\]"):
        digests.send(digests.message_of(found, mail_plan(port)), mail_plan(port))
    with pytest.raises(UsageError, match="without encryption"):
        digests.send(digests.message_of(found, plan), mail_plan(port, server="mail.example", user="desk"))


def test_feeds_and_page_hold_the_digests_that_are_kept(desk, tmp_path):
    plan = DigestPlan(address="https://desk.example/digest", desk_address="https://desk.example", kept=2)
    add(desk, tmp_path, [page("herald", HARBOUR), page("gazette", HARBOUR.replace("31 cracks", "37 cracks"))])
    one = digest(desk, plan)
    add(desk, tmp_path, [page("argus", OTHER)])
    two = digest(desk, plan, day=1)
    kept = digests.kept_digests(desk.store.watches)
    assert kept == (two, one)
    paths = digests.write_files(tmp_path / "public", kept, plan)
    first = [path.read_bytes() for path in paths]
    assert [path.read_bytes() for path in digests.write_files(tmp_path / "public", kept, plan)] == first
    names = sorted(path.name for path in (tmp_path / "public").iterdir())
    assert names == ["digest.atom", "digest.json", "digest.rss", "index.html"]
    feed = feedparser.parse((tmp_path / "public" / "digest.rss").read_bytes())
    assert [entry.link for entry in feed.entries] == [two.stories[0].href, one.stories[0].href]
    items = json.loads((tmp_path / "public" / "digest.json").read_text(encoding="utf-8"))["items"]
    assert {change["kind"] for item in items for change in item["_copydesk"]["changes"]} >= {"altered", "account"}
    add(desk, tmp_path, [page("argus", OTHER.replace("58 cracks", "85 cracks"), fetched="2031-05-06")])
    add(desk, tmp_path, [page("herald", HARBOUR.replace("4.2 million", "2.4 million"), fetched="2031-05-06")])
    assert digest(desk, plan, day=2) == digests.kept_digests(desk.store.watches)[0]
    assert len(digests.kept_digests(desk.store.watches)) == 2


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # of a library of apprise
def test_alerts_reach_a_channel_of_apprise(desk, tmp_path):
    add(desk, tmp_path, [page("herald", HARBOUR), page("gazette", HARBOUR.replace("31 cracks", "37 cracks"))])
    found = digest(desk)
    heard = []

    class Channel(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200 if self.path == "/good" else 500)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Channel)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        digests.send_alerts(found, [f"json://127.0.0.1:{server.server_port}/good"])
        with pytest.raises(NotSent, match="place 1"):
            digests.send_alerts(found, [f"json://127.0.0.1:{server.server_port}/bad"])
    finally:
        server.shutdown()
        server.server_close()
    assert heard[0]["title"] == "copydesk digest: 1 story changed"
    assert heard[0]["message"] == alert_text(found)
    with pytest.raises(UsageError, match="place 1"):
        digests.send_alerts(found, ["nothing at all"])
