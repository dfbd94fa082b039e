"""Sound containers: what each page is called, what is known of it, and that it is found again."""

import gzip
import io
import json
import plistlib
import shutil
from collections import Counter
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from fastwarc.stream_io import ZstdWriter

from copydesk.errors import UnreadablePage
from copydesk.pages import content_of, find_pages, links_of, pages_of_bytes
from copydesk.records import Failure
from copydesk.settings import PageSettings
from pages.made import (
    HTML,
    IS_HTML,
    TEXT,
    WORDS,
    answer,
    item,
    mail,
    mbox,
    packed,
    record,
    rows,
    rss,
    table,
    tarred,
    zipped,
)

DAY = date(2038, 12, 31)
LIMITS = PageSettings()
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Shore &lt;i&gt;News&lt;/i&gt;</title>
<author><name>The desk</name></author>
<entry><title>Ferry rams crane</title><id>tag:shorenews.example,2030:1</id>
<link rel="self" href="https://shorenews.example/feed/1"/><link href="https://shorenews.example/1"/>
<published>2030-10-20T08:00:00Z</published><updated>2030-10-21T08:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{WORDS}</p><br/>5 &lt; 6</div></content></entry>
<entry><title>Fish market</title><author><name>Ada Brenn</name></author><summary>{WORDS}</summary>
<source><title>Meridian Wire</title></source></entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Meridian Wire</title></channel>
<item rdf:about="https://meridianwire.example/1"><title>Ferry</title><link>https://meridianwire.example/1</link>
<description>&lt;p&gt;{WORDS}&lt;/p&gt;</description><dc:date>2030-10-20</dc:date></item></rdf:RDF>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Meridian Wire",
        "items": [
            {
                "id": "1",
                "title": "Ferry rams crane",
                "url": "https://meridianwire.example/1",
                "content_html": f"<p>{WORDS}</p>",
                "date_published": "2030-10-20T08:00:00Z",
                "authors": [{"name": "Ada Brenn"}, {"name": "Bo Lund"}],
            },
            {"id": 2, "content_text": WORDS},
        ],
    }
)
SITEMAP = """<?xml version="1.0"?><!-- made by hand --><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://meridianwire.example/1</loc>
<lastmod>2030-10-21</lastmod><news:news><news:publication><news:name>Meridian Wire</news:name></news:publication>
<news:publication_date>2030-10-20</news:publication_date><news:title>Ferry &amp; crane</news:title></news:news></url>
<url><loc>javascript:alert(1)</loc></url></urlset>"""
OPML = """<opml version="2.0"><body><outline text="Coast"><outline text="Meridian Wire" type="rss"
 xmlUrl="https://meridianwire.example/rss" htmlUrl="https://meridianwire.example/"/></outline></body></opml>"""


class Kept(io.BytesIO):
    """A stream whose bytes outlive its closing."""

    def close(self):
        self.flush()


def by_zstd(raw):
    out = Kept()
    writer = ZstdWriter(out)
    writer.write(raw)
    writer.close()
    return out.getvalue()


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def moved(here, tmp_path_factory, monkeypatch):
    """Moves a file, and us with it, to another folder."""

    def move(name):
        folder = tmp_path_factory.mktemp("moved")
        shutil.move(here / name, folder / name)
        monkeypatch.chdir(folder)

    return move


def find(name, raw=None, limits=LIMITS, **more):
    if raw is not None:
        Path(name).write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return list(find_pages([name], as_of=DAY, settings=limits, **more))


def content(page):
    return content_of(page, settings=LIMITS)


# name of the file, its bytes, the pages in it, whether their content is left where it lies
SOUND = [
    ("a.warc", record("one") + record("two"), ["a.warc#one", "a.warc#two"], True),
    ("a.warc.gz", packed(record("one"), record("two")), ["a.warc.gz#one", "a.warc.gz#two"], True),
    ("web-archive", packed(record("one")), ["web-archive#one"], True),
    ("a.warc.zst", by_zstd(record("one") + record("two")), ["a.warc.zst#one", "a.warc.zst#two"], False),
    ("a.html.zst", by_zstd(HTML.encode()), ["a.html.zst"], True),
    ("a.wet", record("one", TEXT.encode(), kind="conversion", content_type="text/plain"), ["a.wet#one"], True),
    ("b.warc", record("one", HTML.encode(), kind="resource", content_type="text/html"), ["b.warc#one"], True),
    ("a.zip", zipped({"x/a.html": HTML, "b.txt": TEXT, "c.png": "x"}), ["a.zip#x/a.html", "a.zip#b.txt"], True),
    ("b.zip", zipped({"a.html": HTML}, method=0), ["b.zip#a.html"], True),
    ("c.zip", zipped({"a.html.gz": gzip.compress(HTML.encode())}), ["c.zip#a.html.gz"], True),
    ("d.zip", zipped({"a.eml": mail()}), ["d.zip#a.eml"], True),
    ("zip-of-a-table.csv", zipped({"a.html": HTML}), ["zip-of-a-table.csv#a.html"], True),
    ("e.zip", zipped({"a.jsonl": rows({"text": TEXT}), "b.rss": rss(item())}), ["e.zip#a.jsonl#1", "e.zip#b.rss#1"], 0),
    ("a.tar", tarred({"a.html": HTML, f"{'long' * 40}.txt": TEXT}), ["a.tar#a.html", f"a.tar#{'long' * 40}.txt"], True),
    ("a.tgz", gzip.compress(tarred({"a.html": HTML})), ["a.tgz#a.html"], False),
    ("a.rss", rss(item(), item()), ["a.rss#1", "a.rss#2"], False),
    ("a.parquet", table({"text": [TEXT] * 5}, rows_a_group=2), [f"a.parquet#{row}" for row in range(1, 6)], True),
    ("a.csv", f'id,text\nx,"{TEXT}"\n', ["a.csv#x"], False),
    ("a.tsv", f"text\ttitle\n{WORDS}\tFerry\n", ["a.tsv#1"], False),
    ("c.csv", f"text,title\n{WORDS.replace(',', '')},Ferry\n".encode("utf-16"), ["c.csv#1"], False),
    ("b.csv", f"text;title\n{WORDS};Ferry\n", ["b.csv#1"], False),
    ("a.eml", mail(), ["a.eml"], True),
    ("saved-letter", mail(), ["saved-letter"], True),
    ("a.mbox", mbox(mail(), mail(html=None, text=f"Said\n\n>From {WORDS}")), ["a.mbox#1", "a.mbox#2"], True),
    ("feed.html", ATOM.encode(), ["feed.html#tag:shorenews.example,2030:1", "feed.html#2"], False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "raw", "names", "left"), SOUND, ids=[line[0] for line in SOUND])
def test_the_pages_of_a_container_are_named_and_found_again(name, raw, names, left, moved):
    pages = find(name, raw)
    assert [page.source for page in pages] == names
    assert {page.content is None for page in pages} == {left}
    before = [content(page) for page in pages]
    assert all(WORDS in words or "crane in Eidsund" in words for words in before)
    assert find(name) == pages
    moved(name)
    assert [content(page) for page in pages] == before


def test_a_record_of_a_web_archive_tells_its_address_and_day():
    (page,) = find("a.warc", record("one"))
    assert (page.url, page.fetched) == ("https://meridianwire.example/one", date(2030, 10, 20))
    assert page.form == "html"


def test_a_wacz_is_read_for_its_archives_and_its_records_are_found_in_it():
    members = {
        "datapackage.json": "{}",
        "archive/data.warc.gz": packed(record("one"), record("two")),
        "pages/a.html": HTML,
    }
    pages = find("a.wacz", zipped(members, method=0))
    assert [page.source for page in pages] == ["a.wacz#archive/data.warc.gz#one", "a.wacz#archive/data.warc.gz#two"]
    assert all(page.content is None and content(page) == HTML for page in pages)
    kept = find("b.wacz", zipped(members))
    assert all(page.content == HTML for page in kept)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (gzip.compress(HTML.encode()), b"Content-Encoding: gzip\r\n"),
        (HTML.encode(), b"Content-Encoding: gzip\r\n"),
        (gzip.compress(HTML.encode())[10:-8], b"Content-Encoding: deflate\r\n"),
        (by_zstd(HTML.encode()), b"Content-Encoding: zstd\r\n"),
        (b"20\r\n" + HTML.encode()[:32] + b"\r\n5000\r\n" + HTML.encode()[32:], b"Transfer-Encoding: chunked\r\n"),
        (HTML.encode(), b"Transfer-Encoding: chunked\r\n"),
    ],
)
def test_bodies_are_unpacked_where_they_are_packed_and_not_only_said_to_be(body, head):
    (page,) = find("a.warc", record("one", answer(body, IS_HTML + head)))
    assert content(page) == HTML


def test_a_charset_in_the_head_is_heard_unless_the_bytes_belie_it():
    words = "Президент встретится с министром в среду. " * 3
    said = b"Content-Type: text/html; charset=windows-1251\r\n"
    first, second = find(
        "a.warc", record("one", answer(words.encode("cp1251"), said)) + record("two", answer(words, said))
    )
    assert (content(first), content(second)) == (words, words)


def test_what_a_web_archive_holds_besides_pages_is_counted():
    passed = Counter()
    raw = (
        record("info", b"software: x\r\n", kind="warcinfo", content_type="application/warc-fields")
        + record("picture", answer(b"\xff\xd8\xff", b"Content-Type: image/jpeg\r\n"))
        + record("moved", answer("", b"Location: /x\r\n", b"HTTP/1.1 301 Moved\r\n"))
        + record("same", kind="revisit")
        + record("noted", TEXT.encode(), kind="resource", content_type="text/plain").replace(b"https:", b"urn:txt:")
        + record("page")
    )
    assert [page.source for page in find("a.warc", raw, passed=passed)] == ["a.warc#page"]
    assert passed == {
        "answers without a page": 1,
        "records about pages": 1,
        "records of other kinds than text": 1,
        "revisit records": 1,
        "warcinfo records": 1,
    }


def test_an_item_of_rss_tells_what_it_knows():
    more = (
        "<link>https://meridianwire.example/1</link><guid>n1</guid><pubDate>Sun, 20 Oct 2030 08:00:00 GMT</pubDate>"
        "<dc:creator>Ada Brenn</dc:creator><source url='https://shorenews.example/rss'>Shore News</source>"
    )
    (page,) = find("a.xml", rss(item("Ferry &amp;amp; crane", more=more)))
    assert (page.source, page.url, page.outlet) == ("a.xml#n1", "https://meridianwire.example/1", "Meridian Wire")
    assert (page.title, page.author, page.credited) == ("Ferry & crane", "Ada Brenn", "Shore News")
    assert page.published == "2030-10-20T08:00:00+00:00"
    assert f"<h1>Ferry &amp; crane</h1>\n<p>{WORDS}</p>" in content(page)


def test_what_a_feed_says_of_pictures_and_recordings_is_not_of_its_entries():
    media = 'xmlns:media="http://search.yahoo.com/mrss/"'
    more = f"<media:title {media}>A picture</media:title><media:content {media} url='x'/><link>/relative</link>"
    (page,) = find("a.rss", rss(f"{more}{item()}<guid>https://meridianwire.example/1</guid>"))
    assert (page.title, page.url) == ("Ferry rams crane", None)
    (page,) = find("b.rss", rss(f"{item()}<guid>https://meridianwire.example/1</guid>"))
    assert page.url == "https://meridianwire.example/1"


def test_entries_with_a_summary_alone_are_pages_if_it_says_something():
    passed = Counter()
    found = find(
        "a.rss", rss(f"<description>{WORDS}</description>", "<description>Read on</description>"), passed=passed
    )
    assert [(page.source, page.form) for page in found] == [("a.rss#1", "text")]
    assert passed["entries of feeds without text"] == 1


def test_entries_of_atom_rdf_and_json():
    first, second = find("atom.xml", ATOM)
    assert (first.outlet, first.author, first.url) == ("Shore News", "The desk", "https://shorenews.example/1")
    assert (first.published, first.form) == ("2030-10-20T08:00:00Z", "html")
    assert "<br>5 &lt; 6" in content(first)
    assert (second.author, second.credited, second.form) == ("Ada Brenn", "Meridian Wire", "text")
    (entry,) = find("a.rdf", RDF)
    assert (entry.outlet, entry.published, entry.form) == ("Meridian Wire", "2030-10-20", "html")
    full, bare = find("feed.json", JSON_FEED)
    assert (full.author, full.title, full.form) == ("Ada Brenn; Bo Lund", "Ferry rams crane", "html")
    assert (bare.source, bare.form, content(bare)) == ("feed.json#2", "text", WORDS)


def test_a_feed_in_another_encoding():
    raw = rss(item("Президент", f"<p>{'Президент встретится с министром в среду. ' * 3}</p>"), head="").decode()
    (page,) = find("a.rss", f'<?xml version="1.0" encoding="windows-1251"?>{raw}'.encode("cp1251"))
    assert page.title == "Президент"


def test_a_newsletter_tells_its_sender_subject_and_day():
    (page,) = find("a.eml", mail())
    assert (page.outlet, page.title, page.author) == ("Meridian Wire", "Ferry – crane", None)
    assert (page.published, page.form) == ("2030-10-20T08:00:00+02:00", "html")
    (other,) = find(
        "b.eml", mail(html=None, text=TEXT, From="Ada Brenn <ada@m.example>", List_Id="Harbour Notes <h.m.example>")
    )
    assert (other.outlet, other.author, other.form) == ("Harbour Notes", "Ada Brenn", "text")


def test_pages_that_browsers_saved():
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://meridianwire.example/1"
    message["Subject"] = "Ferry rams crane"
    message["Date"] = "Sun, 20 Oct 2030 08:00:00 -0000"
    message.set_content(HTML, subtype="html")
    message.add_related(b"\x89PNG", maintype="image", subtype="png")
    (page,) = find("a.mhtml", message.as_bytes())
    assert (page.url, page.fetched, page.published) == ("https://meridianwire.example/1", date(2030, 10, 20), None)
    main = {"WebResourceData": HTML.encode(), "WebResourceURL": "https://meridianwire.example/1"}
    (other,) = find("a.webarchive", plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY))
    assert (other.url, other.form) == (page.url, "html")
    assert content(page).strip() == content(other) == HTML


def test_columns_of_a_table_may_be_called_otherwise():
    columns = {"html": "body", "outlet": "site"}
    (page,) = find("a.parquet", table({"body": [HTML], "site": ["Meridian Wire"]}), columns=columns)
    assert (page.outlet, page.form, content(page)) == ("Meridian Wire", "html", HTML)


def test_days_in_a_table_may_be_days():
    (page,) = find("a.parquet", table({"text": [TEXT], "fetched": [DAY], "published": [DAY]}))
    assert (page.fetched, page.published) == (DAY, "2038-12-31")


def test_texts_of_a_table_may_be_numbered(here):
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table({"text": pa.array([TEXT, TEXT]).dictionary_encode()}), here / "a.parquet")
    assert [content(page) for page in find("a.parquet")] == [TEXT, TEXT]


def test_large_groups_of_rows_are_kept_for_they_are_dear_to_read_again():
    (page,) = find("a.parquet", table({"text": [TEXT]}), limits=PageSettings(largest_group_bytes=10))
    assert page.content == TEXT


@pytest.mark.parametrize(
    ("raw", "kind", "url"),
    [
        (SITEMAP, "page", "https://meridianwire.example/1"),
        (OPML, "feed", "https://meridianwire.example/rss"),
        (
            "<sitemapindex><sitemap><loc>https://a.example/1.xml.gz</loc></sitemap>",
            "sitemap",
            "https://a.example/1.xml.gz",
        ),
        ("# ours\nhttps://a.example/1\n\n", "page", "https://a.example/1"),
        (rss("<title>x</title><link>https://a.example/1</link>").decode(), "page", "https://a.example/1"),
    ],
)
def test_a_list_names_addresses_and_no_page(raw, kind, url, here):
    (here / "list.txt").write_text(raw)
    (here / "list.gz").write_bytes(gzip.compress(raw.encode()))
    for source in ("list.txt", "list.gz", raw.encode()):
        (address,) = links_of(source, settings=LIMITS)
        assert (address.kind, address.url) == (kind, url)
    (failure,) = find("list.txt")
    assert isinstance(failure, Failure)
    assert "add --fetch" in failure.reason


def test_a_news_sitemap_and_an_outline_say_more_of_an_address():
    (page,) = links_of(SITEMAP.encode(), settings=LIMITS)
    assert (page.title, page.outlet, page.published, page.last_modified) == (
        "Ferry & crane",
        "Meridian Wire",
        "2030-10-20",
        "2030-10-21",
    )
    (feed,) = links_of(OPML.encode(), settings=LIMITS)
    assert (feed.outlet, feed.title) == ("Meridian Wire", None)


def test_a_page_names_no_addresses():
    with pytest.raises(UnreadablePage, match=r"a page: it is no list of addresses"):
        list(links_of(HTML.encode(), settings=LIMITS, name="a page"))


def test_bytes_that_somebody_got_are_pages_too():
    address = "https://meridianwire.example/1"
    words = "Президент встретится с министром в среду. " * 3
    said = "text/html; charset=windows-1251"
    (page,) = pages_of_bytes(words.encode("cp1251"), source=address, as_of=DAY, settings=LIMITS, content_type=said)
    assert (page.source, page.content) == (address, words)
    feed = pages_of_bytes(gzip.compress(rss(item(), item())), source=address, as_of=DAY, settings=LIMITS)
    assert [page.source for page in feed] == [f"{address}#1", f"{address}#2"]
    (failure,) = pages_of_bytes(b"\x89PNG", source=address, as_of=DAY, settings=LIMITS)
    assert (failure.input, "picture" in failure.reason) == (address, True)


def test_a_folder_is_searched_for_all_of_these_and_no_more(here):
    sound = {"a.warc": record("one"), "b.xml": rss(item()), "c.eml": mail(), "d.zip": zipped({"a.html": HTML})}
    others = {
        "e.xml": b"<config/>",
        "f.json": b'{"a": 1}',
        "g.csv": b"text\nx\n",
        "h.pdf": b"%PDF",
        "i.xml.gz": b"\x1f\x8b!",
    }
    for name, raw in (sound | others).items():
        (here / name).write_bytes(raw)
    names = [page.source for page in find(".")]
    assert names == ["a.warc#one", "b.xml#1", "c.eml", "d.zip#a.html"]


def test_standard_input_may_be_any_of_these():
    for raw, name in (
        (record("one"), "-#one"),
        (packed(record("one")), "-#one"),
        (rss(item()), "-#1"),
        (zipped({"a.html": HTML}), "-#a.html"),
        (table({"text": [TEXT]}), "-#1"),
        (mail(), "-"),
        (mbox(mail()), "-#1"),
    ):
        (page,) = find("-", stdin=io.BytesIO(raw))
        assert page.source == name
        assert page.content is not None
        assert WORDS in page.content
