"""Laws of opening pages: text comes back as it was written, and no bytes are an error."""

import gzip
import json
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.pages import content_of, decode, find_pages
from copydesk.pages.forms import no_page
from copydesk.records import Failure, Page
from copydesk.settings import PageSettings
from pages.made import answer, packed, record, tarred, zipped

LIMITS = PageSettings()
DAY = date(2038, 12, 31)
# Line ends and controls are put in order on purpose; everything else must come back.
WRITTEN = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("laws")


def found(path):
    return list(find_pages([str(path)], as_of=DAY, settings=LIMITS))


@given(WRITTEN, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_unicode_comes_back_as_it_was_written(text, encoding):
    expected = text.removeprefix("\ufeff") if encoding == "utf-8" else text
    assert decode(text.encode(encoding), settings=LIMITS).text == expected


@given(WRITTEN.filter(str.strip), st.booleans())
def test_a_file_gives_back_its_text(folder, text, packed):
    raw = ("A page of text. " + text).encode()
    path = folder / ("a.txt.gz" if packed else "a.txt")
    path.write_bytes(gzip.compress(raw) if packed else raw)
    (page,) = found(path)
    assert content_of(page, settings=LIMITS) == "A page of text. " + text


@given(st.lists(WRITTEN.filter(str.strip), min_size=1, max_size=5), st.booleans())
def test_a_container_gives_back_its_records(folder, texts, packed):
    raw = "".join(json.dumps({"text": f"A page of text. {text}"}) + "\n" for text in texts).encode()
    path = folder / ("a.jsonl.gz" if packed else "a.jsonl")
    path.write_bytes(gzip.compress(raw) if packed else raw)
    pages = found(path)
    assert [content_of(page, settings=LIMITS) for page in pages] == [f"A page of text. {text}" for text in texts]
    assert len({page.id for page in pages}) == len(texts)


BODIES = st.lists(st.binary(max_size=300), min_size=1, max_size=4)


@given(BODIES, st.booleans())
def test_a_web_archive_gives_back_what_servers_answered(folder, bodies, is_packed):
    records = [record(f"r{at}", answer(b"<p>A page." + body)) for at, body in enumerate(bodies)]
    path = folder / "a.warc"
    path.write_bytes(packed(*records) if is_packed else b"".join(records))
    pages = [one for one in found(path) if isinstance(one, Page)]
    sound = [at for at, body in enumerate(bodies) if no_page(b"<p>A page." + body, settings=LIMITS) is None]
    assert [page.source for page in pages] == [f"{path}#r{at}" for at in sound]
    for page, at in zip(pages, sound, strict=True):
        raw = b"<p>A page." + bodies[at]
        assert page.sha256 == sha256(raw).hexdigest()
        content_of(page, settings=LIMITS)


@given(BODIES, st.data())
def test_what_is_written_over_in_a_web_archive_takes_no_later_record_along(folder, bodies, data):
    first, *others = [record(f"r{at}", answer(b"<p>A page.")) for at in range(len(bodies) + 1)]
    start = data.draw(st.integers(0, len(first) - 1))
    spoiled = (first[:start] + bodies[0] + first[start + len(bodies[0]) :])[: len(first)]
    path = folder / "b.warc"
    path.write_bytes(spoiled + b"".join(others))
    names = {one.source.rpartition("#")[2] for one in found(path) if isinstance(one, Page)}
    assert names >= {f"r{at}" for at in range(1, len(bodies) + 1)} or not spoiled.startswith(b"WARC/")


@given(
    st.dictionaries(st.text("abcdef/ #é", min_size=1, max_size=8), WRITTEN.filter(str.strip), max_size=4), st.booleans()
)
def test_an_archive_gives_back_its_files(folder, words, is_zip):
    members = {f"x{name}.txt": f"A page of text. {text}" for name, text in words.items()} | {"y.txt": "A page of text."}
    path = folder / ("a.zip" if is_zip else "a.tar")
    path.write_bytes(zipped(members) if is_zip else tarred(members))
    pages = {one.source: one for one in found(path) if isinstance(one, Page)}
    assert {name.partition("#")[2]: content_of(page, settings=LIMITS) for name, page in pages.items()} == {
        name: text for name, text in members.items() if not any(part.startswith(".") for part in name.split("/"))
    }


NAMES = (
    "a.html a.txt a.html.gz a.jsonl a.gz a.warc a.warc.gz a.zip a.tar a.rss a.xml a.eml a.mbox a.csv a.parquet a.mhtml"
    " a.webarchive a.opml a.json"
).split()
BEGINNINGS = (
    b"",
    b"WARC/1.0\r\n",
    b"PK\x03\x04",
    b"PAR1",
    b"bplist00",
    b"\x1f\x8b\x08",
    b"<rss><item>",
    b"From: a\n",
    b"{",
)


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400), st.sampled_from(NAMES))
def test_any_bytes_are_pages_or_failures(folder, first, rest, name):
    raw = first + rest
    path = folder / name
    path.write_bytes(raw)
    for one in found(path):
        assert isinstance(one, Page | Failure)
        if isinstance(one, Page):
            content_of(one, settings=LIMITS).encode()
        else:
            assert one.reason
