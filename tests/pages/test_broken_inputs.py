"""What comes broken, one kind a line: each is said to be so, with its cure, and what stands beside it comes through.

A line holds the file's name and bytes, what is said of which input (None for a file that is read for all its faults),
and which other pages come out of it. A sound page beside the file must come out every time.
"""

import gzip
import io
import os
import struct
import tarfile
import zipfile
from datetime import date
from pathlib import Path

import pytest

from copydesk.errors import UnreadablePage
from copydesk.pages import content_of, find_pages
from copydesk.records import Failure, Page
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
SMALL = PageSettings(largest_page_bytes=20_000, unpacked_bytes_free=100_000, most_unpacked_ratio=20, most_members=50)
GOOD, OUT = {"a.html": HTML}, "its name leads out of the archive"
ONE, TWO, THREE = record("one"), record("two"), record("three")
RUSSIAN = "Президент заявил, что в среду встретится с министром, который уже был в городе. " * 3
TURKISH = "Cumhurbaşkanı, çarşamba günü şehirde bulunan bakanla görüşeceğini söyledi. Ölen ya da yaralanan olmadı. " * 4
JAPANESE = "大統領は水曜日に大臣と会談すると述べた。彼はすでに市内にいた。けが人はいなかったと警察が発表した。" * 3
SIMPLIFIED = "总统表示，他将于星期三与部长会面，部长已经在城里。警方说，渡轮昨晚在港口撞上了起重机。" * 3
TRADITIONAL = "總統表示，他將於星期三與部長會面，部長已經在城裡。警方說，渡輪昨晚在港口撞上了起重機。" * 3
KOREAN = "대통령은 수요일에 장관을 만날 것이라고 말했다. 여객선이 어젯밤 항구에서 크레인과 충돌했다. " * 3
BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
ELSEWHERE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def labelled(words, label, encoding):
    """A page that declares one encoding and is written in another."""
    return f'<html><head><meta charset="{label}"></head><body><p>{words}</p></body></html>'.encode(encoding)


def spoiled(raw, at, count=10):
    """The same bytes with some in the middle written over."""
    return raw[:at] + b"\xff" * count + raw[at + count :]


def lying_size(raw):
    """A zip whose member says that it is small, in both places where it says so."""
    archive = zipfile.ZipFile(io.BytesIO(raw))
    size = struct.pack("<I", archive.infolist()[0].file_size)
    return raw.replace(size, struct.pack("<I", 10))


def tar_with_hole(raw):
    """A tar in which the head of the second of three members is written over."""
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        return spoiled(raw, archive.getmembers()[1].offset, 400)


def encrypted(raw):
    """A zip whose first member says that it is encrypted."""
    local, central = raw.index(b"PK\x03\x04") + 6, raw.index(b"PK\x01\x02") + 8
    return bytes(byte | 1 if at in (local, central) else byte for at, byte in enumerate(raw))


# name, bytes, {input: words of the reason}, names of the pages that come through
BROKEN = [
    # pages
    ("empty.html", b"", {"empty.html": "it is empty; fetch"}, []),
    ("blank.txt", b" \r\n\t ", {"blank.txt": "it is empty; fetch"}, []),
    ("program.html", bytes(range(256)) * 40, {"program.html": "binary data and no text"}, []),
    ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(90), {"picture.html": "a picture; give the page"}, []),
    ("report.pdf", b"%PDF-1.7\n...", {"report.pdf": "a PDF file; save its text"}, []),
    ("report.doc", b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(90), {"report.doc": "an old office document"}, []),
    ("nulls.txt", TEXT.replace(" ", "\x00").encode(), {"nulls.txt": "binary data"}, []),
    ("one-null.txt", (TEXT * 9).replace("police", "pol\x00ice", 1).encode(), {}, ["one-null.txt"]),
    ("huge.txt", TEXT.encode() * 300, {"huge.txt": "larger than 0.02 MB; split it, or raise largest_page_bytes"}, []),
    ("html-inside.txt", HTML.encode(), {}, ["html-inside.txt"]),
    ("text-inside.html", TEXT.encode(), {}, ["text-inside.html"]),
    ("a#1.txt", TEXT.encode(), {}, ["a#1.txt"]),
    ("two\nlines.txt", TEXT.encode(), {}, ["two\nlines.txt"]),
    # packed pages
    ("cut.html.gz", gzip.compress(os.urandom(3000))[:-200], {"cut.html.gz": "ends in the middle; fetch"}, []),
    ("hurt.html.gz", spoiled(gzip.compress(HTML.encode() * 9), 20), {"hurt.html.gz": "gzip data is damaged"}, []),
    ("bomb.html.gz", gzip.compress(b"x" * 9_000_000), {"bomb.html.gz": "larger than 0.02 MB"}, []),
    ("bomb.jsonl.gz", gzip.compress(b'{"a":"b"}' + b" " * 9_000_000), {"bomb.jsonl.gz": "beyond all proportion"}, []),
    # tables
    ("array.jsonl", b'[{"text": "a"}]', {"array.jsonl": "one JSON array; write one object a line"}, []),
    ("spread.json", b'{\n"text": "a"\n}\n', {"spread.json": "over several lines; write one object a line"}, []),
    (
        "lines.jsonl",
        rows({"text": TEXT}) + b'not json\n{"text": "cut\n{"body": "x"}\n' + rows({"id": "last", "text": TEXT}),
        {"lines.jsonl#2": "no JSON", "lines.jsonl#3": "no JSON", "lines.jsonl#4": "--columns text=body"},
        ["lines.jsonl#1", "lines.jsonl#last"],
    ),
    ("same.jsonl", rows({"id": 7, "text": TEXT}, {"id": 7, "text": TEXT}), {}, ["same.jsonl#7", "same.jsonl#7@2"]),
    ("other.csv", b"id,body\n1,words\n", {"other.csv": "neither 'text' nor 'html' among its columns"}, []),
    ("hole.csv", f'id,text\na,"{TEXT}"\nb,\n'.encode(), {"hole.csv#2": "with anything in it"}, ["hole.csv#a"]),
    ("other.parquet", table({"body": [TEXT]}), {"other.parquet": "--columns text=body"}, []),
    ("hole.parquet", table({"text": [TEXT, None]}), {"hole.parquet#2": "with anything in it"}, ["hole.parquet#1"]),
    ("cut.parquet", table({"text": [TEXT]})[:-9], {"cut.parquet": "Parquet file is damaged"}, []),
    # web archives
    ("cut.warc", (ONE + TWO)[:-60], {"cut.warc#two": "ends before it is as long as it says"}, ["cut.warc#one"]),
    ("cut.warc.gz", packed(ONE, TWO)[:-40], {f"cut.warc.gz#{len(packed(ONE))}": "ends before"}, ["cut.warc.gz#one"]),
    ("long.warc", record("one", length=900) + TWO, {"long.warc#one": "not as long as it says"}, ["long.warc#two"]),
    ("endless.warc", record("one", length=10**12) + TWO, {"endless.warc#one": "not as long"}, ["endless.warc#two"]),
    ("short.warc", record("one", length=150) + TWO, {"short.warc#one": "not as long as it says"}, ["short.warc#two"]),
    ("below.warc", record("one", length=-5) + TWO, {"below.warc#one": "does not say how long"}, ["below.warc#two"]),
    (
        "between.warc",
        ONE + b"<html>left by a crash\r\n\r\n" + TWO,
        {f"between.warc#{len(ONE)}": "no record of a web archive begins here"},
        ["between.warc#one", "between.warc#two"],
    ),
    (
        "hurt.warc.gz",
        packed(ONE) + spoiled(packed(TWO), 30) + packed(THREE),
        {f"hurt.warc.gz#{len(packed(ONE))}": "gzip data is damaged here"},
        ["hurt.warc.gz#one", "hurt.warc.gz#three"],
    ),
    ("far.warc.gz", packed(record("one", length=9999), TWO), {"far.warc.gz#one": "ends before"}, ["far.warc.gz#two"]),
    (
        "bomb.warc",
        record("one", answer(gzip.compress(b"x" * 900_000), IS_HTML + b"Content-Encoding: gzip\r\n")) + TWO,
        {"bomb.warc#one": "larger than 0.02 MB"},
        ["bomb.warc#two"],
    ),
    ("bomb.warc.gz", packed(record("one", b"x" * 9_000_000), TWO), {"bomb.warc.gz": "beyond all proportion"}, []),
    (
        "pictures.warc",
        record("one", answer(b"\xff\xd8\xff", b"Content-Type: image/jpeg\r\n")) + record("two", kind="revisit"),
        {"pictures.warc": "holds no page (records of other kinds than text: 1, revisit records: 1)"},
        [],
    ),
    # feeds and lists
    ("bomb.xml", rss(item(), head=BOMB), {"bomb.xml": "declares an entity of its own ('a')"}, []),
    ("outside.rss", rss("<description>&a;</description>", head=ELSEWHERE), {"outside.rss": "declares an entity"}, []),
    (
        "hurt.rss",
        rss(item("One"), item("Two <b>"), item("Three & four &nbsp; five")),
        {"hurt.rss#2": "broken XML"},
        ["hurt.rss#1", "hurt.rss#3"],
    ),
    ("cut.rss", rss(item(), item())[:-150], {"cut.rss#2": "broken XML"}, ["cut.rss#1"]),
    ("open.rss", rss(item(), item())[:-15], {}, ["open.rss#1", "open.rss#2"]),
    ("deep.rss", rss(item(), "<a>" * 5000), {"deep.rss#2": "broken XML"}, ["deep.rss#1"]),
    ("titles.rss", rss("<title>a</title>", "<title>b</title>"), {"titles.rss": "2 titles and no text"}, []),
    ("none.rss", rss(), {"none.rss": "the feed holds no entry"}, []),
    ("cut.json", b'{"version": "https://jsonfeed.org/version/1", "items": [', {"cut.json": "broken JSON"}, []),
    ("map.xml", b"<urlset><url><loc>https://a.example/1</loc></url>", {"map.xml": "a list of 1 address"}, []),
    ("none.opml", b"<opml><body/></opml>", {"none.opml": "names no address"}, []),
    # mails
    ("bare.eml", mail(text=None, html=None), {"bare.eml": "holds no text"}, []),
    ("wrong.eml", mail().replace(b"utf-8", b"no-such"), {}, ["wrong.eml"]),
    (
        "some.mbox",
        mbox(mail(), b"Subject: nothing else\n", mail()),
        {"some.mbox#2": "holds no text"},
        ["some.mbox#1", "some.mbox#3"],
    ),
    ("hurt.webarchive", b"bplist00" + bytes(40), {"hurt.webarchive": "web archive is damaged"}, []),
    # archives
    ("slip.zip", zipped({"../../b.html": HTML} | GOOD), {"slip.zip#../../b.html": OUT}, ["slip.zip#a.html"]),
    ("slip.tar", tarred({"/etc/b.html": HTML} | GOOD), {"slip.tar#/etc/b.html": OUT}, ["slip.tar#a.html"]),
    (
        "nested.zip",
        zipped({"in.zip": zipped({"b.html": HTML}), "a.html": HTML}),
        {"nested.zip#in.zip": "within an archive is not opened; unpack the outer"},
        ["nested.zip#a.html"],
    ),
    ("bomb.zip", zipped(GOOD | {"b.jsonl": b"{" * 9_000_000}), {"bomb.zip": "proportion"}, ["bomb.zip#a.html"]),
    ("large.zip", zipped({"b.html": "x" * 90_000} | GOOD), {"large.zip#b.html": "larger than"}, ["large.zip#a.html"]),
    ("lying.zip", lying_size(zipped({"a.html": HTML})), {"lying.zip#a.html": "cannot be unpacked"}, []),
    ("many.zip", zipped({f"{n}.html": HTML for n in range(60)}), {"many.zip": "more than 50 files"}, []),
    ("key.zip", encrypted(zipped({"b.html": HTML} | GOOD)), {"key.zip#b.html": "is encrypted"}, ["key.zip#a.html"]),
    ("cut.zip", zipped({"a.html": HTML})[:-30], {"cut.zip": "zip archive is damaged"}, []),
    ("letter.docx", zipped({"[Content_Types].xml": "", "a.html": HTML}), {"letter.docx": "an office document"}, []),
    (
        "cut.tar",
        tarred({"a.html": HTML, "b.html": HTML})[:1700],
        {"cut.tar#b.html": "cannot be unpacked", "cut.tar": "tar archive is damaged"},
        ["cut.tar#a.html"],
    ),
    (
        "hurt.tar",
        tar_with_hole(tarred({"a.html": HTML, "b.html": HTML, "c.html": HTML})),
        {"hurt.tar#1024": "damaged between this byte and the next member"},
        ["hurt.tar#a.html", "hurt.tar#c.html"],
    ),
    ("pictures.zip", zipped({"a.png": "x"}), {"pictures.zip": "holds no page (files of other kinds: 1)"}, []),
]  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def find(*sources, limits=LIMITS):
    return list(find_pages(sources, as_of=DAY, settings=limits))


@pytest.mark.parametrize(("name", "raw", "said", "through"), BROKEN, ids=[line[0] for line in BROKEN])
def test_what_is_broken_is_said_and_the_rest_comes_through(name, raw, said, through):
    Path(name).write_bytes(raw)
    Path("sound.txt").write_text(TEXT)
    found = find(name, "sound.txt", limits=SMALL)
    reasons = {one.input: one.reason for one in found if isinstance(one, Failure)}
    assert reasons.keys() == said.keys(), reasons
    for place, words in said.items():
        assert words in reasons[place]
    pages = [one for one in found if isinstance(one, Page)]
    assert [page.source for page in pages] == [*through, "sound.txt"]
    for page in pages:
        assert "police" in content_of(page, settings=SMALL) or "without marks" in content_of(page, settings=SMALL)


# label that the page gives (None for none), encoding that it is in, words
ENCODINGS = [
    ("utf-8", "cp1252", "The café at Grønneset said “no” – it’s closed. " * 3),
    ("iso-8859-1", "utf-8", "Håkon Øyen said “no” at Grønneset."),
    ("windows-1251", "utf-16", WORDS),
    (None, "utf-16-le", WORDS),
    (None, "utf-16-be", WORDS),
    (None, "cp1252", "Le président a déclaré que la décision était prise après une réunion très longue. " * 3),
    (None, "cp1251", RUSSIAN),
    (None, "koi8-r", RUSSIAN),
    (None, "cp1254", TURKISH),
    (None, "cp932", JAPANESE),
    (None, "euc_jp", JAPANESE),
    (None, "gb18030", SIMPLIFIED),
    (None, "big5", TRADITIONAL),
    (None, "cp949", KOREAN),
    ("iso-8859-1", "cp1251", RUSSIAN),
]


@pytest.mark.parametrize(("label", "encoding", "words"), ENCODINGS, ids=[f"{one[1]} as {one[0]}" for one in ENCODINGS])
def test_an_encoding_that_is_not_said_or_said_wrongly(label, encoding, words):
    raw = words.encode(encoding) if label is None else labelled(words, label, encoding)
    Path("a.html").write_bytes(raw)
    assert words in content_of(find("a.html")[0], settings=LIMITS)


def test_bytes_of_two_encodings_in_one_page():
    Path("a.txt").write_bytes("Über Grønneset fährt kein Schiff. ".encode() * 3 + "“Café” it is".encode("cp1252"))
    assert content_of(find("a.txt")[0], settings=LIMITS).endswith("kein Schiff. “Café” it is")


def test_a_page_over_the_limit_of_a_page():
    Path("a.html").write_bytes(HTML.encode() + b" " * LIMITS.largest_page_bytes)
    (failure,) = find("a.html")
    assert "larger than 32 MB" in failure.reason


def test_a_dead_link_and_a_loop_of_folders(here):
    Path("news").mkdir()
    Path("news/a.txt").write_text(TEXT)
    Path("news/b.txt").symlink_to(here / "nowhere.txt")
    Path("news/again").symlink_to(here / "news", target_is_directory=True)
    Path("news/self.html").symlink_to(here / "news/self.html")
    found = find("news")
    assert [one.source for one in found if isinstance(one, Page)] == ["news/a.txt"]
    assert {one.input: "gone" in one.reason or "link" in one.reason for one in found if isinstance(one, Failure)} == {
        "news/b.txt": True,
        "news/self.html": True,
    }


@pytest.mark.parametrize(
    ("name", "before", "after", "record"),
    [
        ("a.html", HTML.encode(), HTML.replace("Thursday", "Friday").encode(), "a.html"),
        ("a.jsonl", rows({"text": TEXT}), rows({"text": TEXT + "!"}), "a.jsonl#1"),
        ("a.warc", ONE, record("one", answer(HTML + " ")), "a.warc#one"),
        ("a.warc.gz", packed(TWO, ONE), packed(ONE, TWO, THREE), "a.warc.gz#one"),
        ("a.zip", zipped({"a.html": HTML}), zipped({"b.html": HTML + " ", "a.html": HTML}), "a.zip#a.html"),
        ("a.tar", tarred({"a.html": HTML}), tarred({"a.html": HTML + " "}), "a.tar#a.html"),
        ("a.mbox", mbox(mail()), mbox(mail(html="<p>Other words, and more of them</p>")), "a.mbox#1"),
        ("a.eml", mail(), mail(html="<p>Other words, and more of them</p>"), "a.eml"),
        ("a.parquet", table({"text": [TEXT]}), table({"text": [TEXT + "!"]}), "a.parquet#1"),
    ],
)
def test_a_file_that_changed_before_it_is_read_again(name, before, after, record):
    Path(name).write_bytes(before)
    page = next(one for one in find(name) if isinstance(one, Page) and one.source == record)
    assert WORDS in content_of(page, settings=LIMITS)
    Path(name).write_bytes(after)
    os.utime(name, ns=(1, 1))
    with pytest.raises(UnreadablePage, match="changed since it was added; add it again"):
        content_of(page, settings=LIMITS)


def test_a_file_that_is_another_kind_when_it_is_read_again():
    for name, before in (("a.warc", ONE), ("a.zip", zipped({"a.html": HTML})), ("a.parquet", table({"text": [TEXT]}))):
        Path(name).write_bytes(before)
        (page,) = find(name)
        Path(name).write_bytes(b"no such thing any more")
        with pytest.raises(UnreadablePage):
            content_of(page, settings=LIMITS)


def test_a_file_that_may_not_be_read(monkeypatch):
    Path("a.warc").write_bytes(ONE)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    (failure,) = find("a.warc")
    assert "permission denied" in failure.reason


def test_parquet_without_its_library(monkeypatch):
    Path("a.parquet").write_bytes(table({"text": [TEXT]}))
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    (failure,) = find("a.parquet")
    assert "pip install 'copydesk[parquet]'" in failure.reason
