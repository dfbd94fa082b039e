"""What is fuzzed: everything that reads what strangers hand over, each with seeds and with the law that must hold.

A target takes bytes and returns; what it raises is a finding, and so is what takes too long or too much memory. The
long run is `scripts/fuzz.py`; `tests/security/test_fuzzing.py` gives each target some seconds in CI.
"""

import asyncio
import json
import random
import struct
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import islice
from pathlib import Path
from urllib.parse import unquote_to_bytes

import copydesk.records as kinds
from copydesk.annotating import notes_in
from copydesk.claims import find_figures, find_quotes
from copydesk.desk import open_desk
from copydesk.desk_file import read_desk_file
from copydesk.errors import UnreadablePage, UsageError
from copydesk.evidence import verify
from copydesk.evidence.checking import NotAPack
from copydesk.fetching.sites import parse_robots
from copydesk.pages import content_of, links_of, pages_of_bytes
from copydesk.records import Article, ArticleId, Block, Failure, Note, Page, PageId
from copydesk.registries import register_of
from copydesk.searching import figure_of, find, question_of, speaker, speakers
from copydesk.settings import Settings
from copydesk.settings_file import load_settings
from copydesk.store.codec import decode, encode
from copydesk.store.tables import TABLES
from copydesk.text.days import days, resolve_all
from copydesk.text.numbers import numbers
from evidence import packing
from holding import DOOR, HTML, TEXT, check_bytes
from pages import made

AS_OF = date(2038, 12, 31)
SETTINGS = Settings()
PAGES = Path(__file__).parents[1] / "examples" / "newsroom" / "pages"
KEPT = Path(__file__).parent / "findings"
LONGEST = 24_000
"""Bytes of one input."""
SECONDS = 2.0
"""Of CPU time that one input may take."""
MEGABYTES = 300
"""By which one input may raise the most memory that the process ever had."""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title>
<content type="html">&lt;p&gt;A ferry struck a crane.&lt;/p&gt;</content></entry></feed>"""
MHTML = b"""MIME-Version: 1.0
Content-Type: multipart/related; boundary="B"

--B
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable

%s
--B--
""" % made.HTML.encode()
DOORS = {
    "jsonl": made.rows({"text": made.TEXT, "url": "https://meridianwire.example/1"}, {"html": made.HTML}),
    "csv": f'text,title,published\n"{made.WORDS}",Ferry,2030-10-20\n'.encode(),
    "warc": made.record("one"),
    "warc.gz": made.packed(made.record("one"), made.record("two")),
    "zip": made.zipped({"a.html": made.HTML, "b.txt": made.TEXT}),
    "tar": made.tarred({"a.html": made.HTML}),
    "rss": made.rss(made.item(), made.item("Two")),
    "atom": ATOM,
    "json": json.dumps(
        {"version": "https://jsonfeed.org/version/1", "items": [{"title": "A", "content_html": made.HTML}]}
    ).encode(),
    "eml": made.mail(),
    "mbox": made.mbox(made.mail(), made.mail(Subject="Two")),
    "mhtml": MHTML,
    "parquet": made.table({"text": [made.TEXT, made.TEXT], "url": ["https://a.example/1", None]}),
}
"""The doors of containers: how a file is called, and a sound one."""
SENTENCES = (
    """“We have closed the quay,” said Ole Myhre, who leads the port, on Friday, 2 May 2031. Some 12,000 people, or one
in five, left by 3.4% more than last Monday; the fourth of April cost €1.5bn (about 10 to 12 million dollars).""",
    "According to the minister, the bridge 'will not open before the end of next month', she added. " * 4,
)
REGISTER = b"""outlet\taliases\tdomains\tkind\towner\tparent\tsource\tdate
Post\tThe Post\tpost.example\tnewspaper\tHolm AS\tHolm Group\thttps://a.example\t2031-06-14
"""
DESK_FILE = b"""desk = "news.desk"
[watch]
feeds = ["https://a.example/feed"]
every = "30m"
again = ["1h", "2 days"]
[digest]
folder = "out"
[digest.mail]
server = "mail.example"
sender = "a@b.example"
to = ["c@d.example"]
[settings.fetch]
delay_seconds = 2
"""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Something that is fuzzed."""

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


# -- what is tried ----------------------------------------------------------------------------------------------------


def door(raw, *, suffix):
    """Whatever stands in a file of this name: pages or failures, and from the pages their text."""
    found = pages_of_bytes(raw, source=f"a.{suffix}", as_of=AS_OF, settings=SETTINGS.pages)
    for one in found:
        assert isinstance(one, Page | Failure)
        if isinstance(one, Page):
            assert isinstance(content_of(one, settings=SETTINGS.pages), str)
        else:
            assert one.reason


def columns(raw):
    """A table with columns that somebody names."""
    head, _, body = raw.partition(b"\n")
    names = [name for name in words_of(head).split(",") if name][:4]
    asked = dict(zip(("text", "html", "url", "published"), names, strict=False))
    for suffix in ("csv", "jsonl"):
        found = pages_of_bytes(body, source=f"a.{suffix}", as_of=AS_OF, settings=SETTINGS.pages, columns=asked)
        assert all(isinstance(one, Page | Failure) for one in found)


def links(raw):
    """A list of addresses, whatever its form."""
    with suppress(UnreadablePage):
        assert all(one.url for one in links_of(raw, settings=SETTINGS.pages, name="list"))


def robots(raw):
    """What a site says of who may read it."""
    parse_robots(words_of(raw)).can_fetch("https://a.example/news/1?x=%2f", "copydesk")


def claims(raw):
    """Days, numbers, figures and quotes of a text: every span lies within it, and holds what it says."""
    text = words_of(raw).replace("\x00", "")
    resolve_all(days(text), AS_OF)
    assert all(text[one.start : one.end] for one in numbers(text))
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    article = Article(
        id=ArticleId("article-a"),
        page=PageId("page-a"),
        source="a",
        position=0,
        text="\n".join(lines),
        blocks=tuple(Block(kind="body", text=line) for line in lines),
        language="en",
    )
    for found in (*find_quotes(article, settings=SETTINGS.claims), *find_figures(article, settings=SETTINGS.claims)):
        assert 0 <= found.start < found.end <= len(article.text)
        encode(found).encode("utf-8", "surrogatepass")


def codec(raw):
    """A record that somebody wrote into a desk: what can be read of it can be written again."""
    name = STORED[raw[0] % len(STORED)] if raw else STORED[0]
    # What a damaged desk raises, all of which the program tells as damage.
    with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        encode(decode(getattr(kinds, name), words_of(raw[1:])))


def toml(raw):
    """A desk file and a file of settings."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.toml")
        path.write_bytes(raw)
        for reader in (read_desk_file, load_settings):
            with suppress(UsageError):
                reader(path)


def register(raw):
    """A register of owners, and the lines it gives."""
    register = register_of(words_of(raw), name="owners.tsv")
    assert all(one.startswith("owners.tsv") for one in register.wrong)
    assert len(register.lines()) <= len(register.entries)


def pack(raw):
    """An evidence pack."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.wacz")
        path.write_bytes(raw)
        with suppress(UsageError, NotAPack):
            assert all(one.what and one.said for one in verify(path, settings=SETTINGS))


def annotations(raw):
    """Annotations out of another program."""
    try:
        given = json.loads(words_of(raw))
    except (ValueError, RecursionError):
        return
    with suppress(UsageError):
        taken = notes_in(given, small_desk().store, by=None, at="2031-03-20T09:00:00+00:00")
        assert all(isinstance(note, Note) for note in taken.notes)


def search(raw):
    """A question to a desk: answers, or what is wrong with it."""
    names = ("words", "passage", "speaker", "figure", "outlet", "language", "near", "days", "one_per_family")
    given = dict(zip(names, words_of(raw).split("|"), strict=False))
    store = small_desk().store
    with suppress(UsageError):
        find(store, question_of(given), after=given.get("after"), limit=5, settings=SETTINGS)
    with suppress(UsageError):
        figure_of(given.get("words", ""), settings=SETTINGS)
    with suppress(UsageError):
        speaker(store, given.get("speaker", ""), limit=3)
    speakers(store, given.get("words", ""), limit=3)


def api(raw):
    """A request to the web desk: method, path with query, a head, a body, one a line; never an answer of 500."""
    method, path, head, body = (*raw.split(b"\n", 3), b"", b"", b"", b"")[:4]
    way = method.decode("latin-1").strip().upper()
    asked = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": way if way.isalpha() else "GET",
        "scheme": "http",
        "server": ("127.0.0.1", 8765),
        # Each asks from an address of its own: how often one may ask is tried elsewhere.
        "client": (f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}", 50_000),
        "root_path": "",
        "path": unquote_to_bytes(path.partition(b"?")[0]).decode("utf-8", "replace") or "/",
        "raw_path": path.partition(b"?")[0],
        "query_string": path.partition(b"?")[2],
        "headers": [(b"host", b"127.0.0.1:8765"), *heads_of(head), (b"content-length", str(len(body)).encode())],
    }
    status = asyncio.run(answered(asked, body))
    assert status != 500, f"{method!r} {path!r} is answered by 500"


async def answered(scope, body):
    """The status of an answer. A stream without end is left after its first piece."""
    status: list[int] = []
    done = asyncio.Event()
    given = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive():
        message = next(given, None)
        if message is None:
            await done.wait()
            return {"type": "http.disconnect"}
        return message

    async def send(message):
        if message["type"] == "http.response.start":
            status.append(message["status"])
        elif message["type"] == "http.response.body":
            done.set()

    await asyncio.wait_for(served()(scope, receive, send), 30)
    return status[0] if status else None


# -- what it is tried on ----------------------------------------------------------------------------------------------

STORED = tuple(TABLES)


def words_of(raw):
    """Bytes as words."""
    return raw.decode("utf-8", "replace")


def heads_of(head):
    """Heads of a request, `name: value` parted by semicolons; those that name the host and the length are not taken."""
    for one in head.split(b";")[:8]:
        name, _, value = one.partition(b":")
        name = bytes(letter for letter in name.strip().lower() if letter in b"abcdefghijklmnopqrstuvwxyz-")
        if name and name not in (b"host", b"content-length"):
            yield name, value.strip().replace(b"\r", b"").replace(b"\n", b"")


@cache
def folder():
    """A folder for this process, gone with it."""
    return tempfile.TemporaryDirectory(prefix="copydesk-fuzz-")


@cache
def small_desk():
    """A desk of two pages."""
    return packing.a_desk(Path(folder().name))


@cache
def served():
    """The web desk over a file of three pages, asked without a network."""
    from copydesk.web.app import desk_app
    from web_helpers import no_work

    path = Path(folder().name, "news.desk")
    with open_desk(path) as desk:
        list(desk.add([str(one) for one in sorted(PAGES.glob("eidsund-ferry-a*.html"))[:3]], as_of=AS_OF, keep=True))
        list(desk.run())
    return desk_app(path, work=no_work)


@cache
def sample_records():
    """Some records of each kind, as a desk keeps them."""
    store = small_desk().store
    found = []
    for number, name in enumerate(STORED):
        kind = getattr(kinds, name)
        for record in islice(store.all(kind), 2):
            found += [bytes([number]) + encode(record).encode("utf-8", "surrogatepass")]
    return found


def pages_of_samples():
    """The sample pages, and what was found once."""
    return [path.read_bytes()[:LONGEST] for path in (*sorted(PAGES.iterdir())[::4], *sorted(KEPT.glob("*")))]


def sample_pack():
    """A pack of a small desk."""
    return [packing.a_pack(Path(tempfile.mkdtemp(dir=folder().name))).read_bytes()]


def sample_annotations():
    """Notes as other programs write them."""
    article = next(iter(small_desk().store.all(Article)))
    selector = {"type": "TextPositionSelector", "start": 0, "end": 9}
    one = {
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": "Ask."},
        "target": {"source": f"urn:copydesk:{article.id}", "selector": selector},
    }
    return [json.dumps(one).encode(), json.dumps({"type": "AnnotationPage", "items": [one, one]}).encode()]


REQUESTS = [
    *(f"GET\n{path}\naccept: application/json\n".encode() for path in (
        "/", "/api/v1", "/api/v1/articles?limit=2", "/api/v1/stories?after=x", "/api/v1/search?words=ferry&days=3",
        "/api/v1/speakers/Ola", "/api/v1/search/figures?query=12", "/api/v1/jobs", "/search?words=ferry",
        "/stories/story-x.html", "/static/desk.css", "/login", "/add", "/speakers/a-b.html", "/figures/x.html",
        "/api/v1/annotations", "/events", "/articles/article-x.html", "/api/v1/inbox?days=2",
    )),
    b'POST\n/api/v1/carriers\ncontent-type: application/json; authorization: Bearer x\n{"text": "A ferry struck"}',
    b'POST\n/api/v1/decisions\ncontent-type: application/json; authorization: Bearer x\n{"kind": "merge", "on": "a"}',
    b'POST\n/api/v1/annotations\ncontent-type: application/json; authorization: Bearer x\n{"type": "Annotation"}',
    b"POST\n/login\ncontent-type: application/x-www-form-urlencoded\ntoken=x&next=//a.example",
    b'POST\n/add\ncontent-type: multipart/form-data; boundary=B\n--B\r\ncontent-disposition: form-data; name="a"\r\n',
]  # fmt: skip

TARGETS: dict[str, Target] = {
    "html": Target(run=partial(check_bytes, door=HTML), seeds=pages_of_samples),
    "text": Target(run=partial(check_bytes, door=TEXT), seeds=pages_of_samples),
    "door": Target(run=partial(check_bytes, door=DOOR), seeds=lambda: [*DOORS.values()]),
    **{
        f"door-{suffix}": Target(run=partial(door, suffix=suffix), seeds=partial(list, [sound]))
        for suffix, sound in DOORS.items()
    },
    "columns": Target(run=columns, seeds=lambda: [b"text,title\n" + DOORS["csv"], b"text\n" + DOORS["jsonl"]]),
    "links": Target(
        run=links,
        seeds=lambda: [
            b"https://a.example/1\nhttps://a.example/2\n",
            b'<opml><body><outline xmlUrl="https://a.example/f"/></body></opml>',
            b"<urlset><url><loc>https://a.example/1</loc><lastmod>2031-01-02</lastmod></url></urlset>",
        ],
    ),
    "robots": Target(run=robots, seeds=lambda: [b"User-agent: *\nDisallow: /*a*$\nCrawl-delay: 3\nSitemap: x\n"]),
    "claims": Target(run=claims, seeds=lambda: [one.encode() for one in SENTENCES]),
    "codec": Target(run=codec, seeds=sample_records),
    "toml": Target(run=toml, seeds=lambda: [DESK_FILE, b"[pages]\nmost_records = 5\n[articles]\n"]),
    "register": Target(run=register, seeds=lambda: [REGISTER]),
    "pack": Target(run=pack, seeds=sample_pack),
    "annotations": Target(run=annotations, seeds=sample_annotations),
    "search": Target(
        run=search, seeds=lambda: [b"crane harbour", b"|crane fell|Ole Myhre|12 workers||en|2031-05-02|9"]
    ),
    "api": Target(run=api, seeds=lambda: list(REQUESTS)),
}

# -- neighbours of an input -------------------------------------------------------------------------------------------

_TAGS = "div p ul li table tr td article main aside nav header footer h1 h2 blockquote pre".split()
FRAGMENTS: list[bytes] = [
    one.encode("utf-8", "surrogatepass")
    for one in (
        *(f"<{tag}>" for tag in _TAGS),
        *(f"</{tag}>" for tag in _TAGS),
        '<div class="related teaser">',
        '<p class="byline">By Ada Brenn',
        '<time datetime="2031-04-02T08:00:00+02:00">',
        '<meta property="article:published_time" content="2031-04-02">',
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2031-13-45"}</script>',
        '<script type="application/ld+json">[[[[{"@graph":{"@graph":[]}}]]]]</script>',
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<template>",
        "<svg><title>",
        "<img alt='",
        "&#0;&#xd800;&nbsp;",
        "\u2028\u200b\ufeff\u202e",
        "\ud800",
        "\x00",
        "\x1b]0;a\x07",
        "\n\n",
        "\t",
        "VESSMAR, April 2 (Vessmar Wire) — ",
        "By Ada Brenn and Jonas Tarrel, Vessmar Courier",
        "Updated 31 February 2031 25:61 GMT",
        "two weeks ago, last Monday, on the 99th of May",
        "© 2031 Vessmar Courier. All rights reserved. Sign up for our newsletter. Read more: Share this",
        "The harbour council of Vessmar voted on Tuesday to close the old fish market after a survey found it unsafe. ",
        "水位上昇のため橋は閉鎖された。",
        "“He said ‘she said «no»’”, said Ole Myhre. ",
        "one in 1e400, 99999999999999999999999999 percent, ½ of 3/0, ",
        "٣٫٤٪ ",
        "A. " * 40,
        "(" * 60,
        "[" * 60,
        '{"a":' * 30,
        "9" * 80,
        "a" * 300,
        "- " * 60,
        "null",
        "-1",
        "1e999",
        "NaN",
        "9223372036854775808",
        "' OR 1=1 --",
        '" NEAR/0 *',
        "{{7*7}}",
        "../../",
        "%00%2e%2e%2f",
        "%0d%0aset-cookie:a=b",
        '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]>',
        "Content-Transfer-Encoding: base64\r\n",
        "Content-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked\r\n",
        'Content-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\n',
        "Content-Length: 99999999999\r\n",
        "WARC/1.0\r\n",
        "=?utf-8?b?//8=?=",
        "\r\n\r\n",
        "PK\x03\x04",
        "PAR1",
    )
] + [struct.pack("<I", 2**31), struct.pack("<Q", 2**63), b"\xff" * 8, b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"]
"""What inputs are made of, spliced in whole: no run of single bytes would find these."""


def neighbour(raw: bytes, longest: int, chance: random.Random) -> bytes:
    """Some bytes with fragments spliced in, stretches repeated, dropped or moved, and single bytes changed."""
    whole = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(whole))
        end = min(len(whole), start + int(chance.expovariate(1 / 120)))
        way = chance.randrange(5)
        if way == 0:
            whole[start:start] = chance.choice(FRAGMENTS) * chance.choice((1, 1, 1, 3, 40))
        elif way == 1:
            del whole[start:end]
        elif way == 2:
            whole[start:start] = whole[start:end] * chance.choice((1, 2, 30))
        elif way == 3:
            place = chance.randint(0, len(whole))
            whole[place:place] = whole[start:end]
        elif start < len(whole):
            whole[start] = chance.choice(
                (0, 255, 127, whole[start] ^ (1 << chance.randrange(8)), chance.randrange(256))
            )
    return bytes(whole[:longest])
