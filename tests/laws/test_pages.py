"""Laws of opening pages: text comes back as it was written, and no bytes are an error."""

import gzip
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.pages import content_of, decode, find_pages
from copydesk.records import Failure, Page
from copydesk.settings import PageSettings

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


@given(st.binary(max_size=400), st.sampled_from(["a.html", "a.txt", "a.html.gz", "a.jsonl", "a.gz"]))
def test_any_bytes_are_pages_or_failures(folder, raw, name):
    path = folder / name
    path.write_bytes(raw)
    for one in found(path):
        assert isinstance(one, Page | Failure)
        if isinstance(one, Page):
            content_of(one, settings=LIMITS).encode()
        else:
            assert one.reason
