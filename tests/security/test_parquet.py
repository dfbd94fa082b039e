"""Parquet files that are small and unfold without end, or lie about their size: clear words, little memory."""

import io
import json
import struct
import subprocess
import sys
from datetime import date

import pytest

pa = pytest.importorskip("pyarrow")
from pyarrow import parquet  # noqa: E402

from copydesk.pages import find_pages, pages_of_bytes  # noqa: E402
from copydesk.pages.parquet_sizes import chunks_of, unpacked_sizes  # noqa: E402
from copydesk.records import Failure  # noqa: E402
from copydesk.settings import PageSettings  # noqa: E402
from pages.made import TEXT, table  # noqa: E402

DAY = date(2038, 12, 31)
MEGABYTE = 1_000_000


def written(columns, **how):
    """A Parquet file of these columns, packed as well as it goes."""
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out, **{"compression": "zstd", "store_schema": False, **how})
    return out.getvalue()


def one_text_in_every_row(letters, *, rows):
    """A few bytes that stand for one long text in each of many rows."""
    places = pa.array([0] * rows, pa.int32())
    return written({"text": pa.DictionaryArray.from_arrays(places, pa.array(["a" * letters]))})


def one_value(letters):
    """A few bytes that stand for one text without end."""
    return written({"text": ["a" * letters]}, use_dictionary=False)


def beginnings_in_common(letters, *, rows):
    """Texts of which each says that it begins as the one before: only what is new is written."""
    texts = ["a" * letters + str(number) for number in range(rows)]
    return written({"text": texts}, use_dictionary=False, column_encoding={"text": "DELTA_BYTE_ARRAY"})


def found_in(raw, **limits):
    return list(pages_of_bytes(raw, source="a.parquet", as_of=DAY, settings=PageSettings(**limits)))


def reason(found):
    (failure,) = [one for one in found if isinstance(one, Failure)]
    return failure.reason


# -- what unfolds -----------------------------------------------------------------------------------------------------


BOMBS = {
    "one text in every row": lambda: one_text_in_every_row(2 * MEGABYTE, rows=400_000),
    "one large text in some rows": lambda: one_text_in_every_row(30 * MEGABYTE, rows=400),
    "one text without end": lambda: one_value(200 * MEGABYTE),
    "beginnings in common": lambda: beginnings_in_common(200_000, rows=900),
}
READ = """
import json, resource, sys
from datetime import date
from copydesk.pages import find_pages
from copydesk.settings import PageSettings

import pyarrow.parquet
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = [(one.source, getattr(one, "reason", "")) if hasattr(one, "source") else (one.input, one.reason)
         for one in find_pages(sys.argv[1:], as_of=date(2038, 12, 31), settings=PageSettings())]
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"found": found, "megabytes": (after - before) / 1024}))
"""


@pytest.mark.parametrize("name", BOMBS)
def test_what_unfolds_beyond_all_proportion_is_given_up_in_little_memory(tmp_path, name):
    path = tmp_path / "a.parquet"
    path.write_bytes(BOMBS[name]())
    assert path.stat().st_size < MEGABYTE / 4
    told = json.loads(subprocess.run([sys.executable, "-c", READ, path], capture_output=True, check=True).stdout)
    assert "beyond all proportion" in told["found"][-1][1]
    assert len(told["found"]) < 600
    assert told["megabytes"] < 400


def test_what_is_sound_and_much_alike_is_read():
    assert not [one for one in found_in(one_text_in_every_row(2_000, rows=5_000)) if isinstance(one, Failure)]


def test_a_group_that_grows_when_it_is_read_is_not_held_whole_to_find_a_page_again(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(one_text_in_every_row(50_000, rows=100))
    assert parquet.ParquetFile(path).metadata.row_group(0).total_byte_size < MEGABYTE
    for most, is_kept in ((MEGABYTE, True), (10 * MEGABYTE, False)):
        pages = list(find_pages([str(path)], as_of=DAY, settings=PageSettings(largest_group_bytes=most)))
        assert {page.content is not None for page in pages} == {is_kept}


# -- what lies --------------------------------------------------------------------------------------------------------


def signed(value):
    """A number as Thrift's compact protocol writes it."""
    return plain((value << 1) ^ (value >> 63))


def plain(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def test_a_page_that_claims_more_than_it_has_is_not_believed():
    text = bytes(number * 7919 % 26 + 97 for number in range(1_300_000)).decode()
    raw = written({"text": [text]}, use_dictionary=False, compression="snappy")
    (size,) = unpacked_sizes(io.BytesIO(raw), start=4, length=len(raw) - 4 - footer_of(raw))
    place = raw.index(signed(size), 4)
    lying = raw[:place] + signed(130 * MEGABYTE) + raw[place + 4 :]
    assert len(lying) == len(raw)
    assert "beyond all proportion (130 MB came" in reason(found_in(lying, most_unpacked_ratio=50.0))


def footer_of(raw):
    """The bytes behind the last column of a file with one: the footer, and what says how long it is."""
    return struct.unpack("<I", raw[-8:-4])[0] + 8


def test_a_value_larger_than_sixteen_pages_of_news_is_refused_before_it_is_unpacked():
    told = reason(found_in(one_value(40_000), largest_page_bytes=1_000))
    assert "a page of a column has 0.0 MB; write it in smaller groups" in told


def footer(*columns):
    """A file without rows whose footer lists these columns."""
    count = bytes([len(columns) << 4 | 12]) if len(columns) < 15 else b"\xfc" + plain(len(columns))
    told = b"\x15" + signed(1) + b"\x19" + count + b"".join(columns) + b"\x16" + signed(0) + b"\x19\x0c\x00"
    return b"PAR1" + told + struct.pack("<I", len(told)) + b"PAR1"


def column(name, *, inside=None):
    """A column of a footer: bytes, or so many columns inside."""
    kind = signed(6) if inside is None else b""
    head = (b"\x15" + kind + b"\x25" if inside is None else b"\x35") + signed(0 if name == "schema" else 1)
    return (
        head
        + b"\x18"
        + plain(len(name))
        + name.encode()
        + (b"" if inside is None else b"\x15" + signed(inside))
        + b"\0"
    )


def test_the_footers_made_here_are_read():
    (failure,) = found_in(footer(column("schema", inside=1), column("words")))
    assert "none of its columns" in failure.reason or "--columns" in failure.reason


@pytest.mark.parametrize("depth", [200, 50_000])
def test_columns_within_columns_without_end(depth):
    inside = [column("a", inside=1)] * depth
    told = reason(found_in(footer(column("schema", inside=2), column("text"), *inside, column("z"))))
    assert "the Parquet file is damaged" in told


def test_columns_without_number():
    told = reason(found_in(footer(column("schema", inside=150_001), column("text"), *[column("a")] * 150_000)))
    assert "the Parquet file is damaged" in told


@pytest.mark.parametrize("length", [0, 2**31 - 1, 2**32 - 1])
def test_a_footer_of_another_length(length):
    raw = table({"text": [TEXT]})
    assert "the Parquet file is damaged" in reason(found_in(raw[:-8] + struct.pack("<I", length) + b"PAR1"))


def test_lists_are_no_texts():
    values = pa.array([[TEXT] * 3], pa.list_(pa.string()))
    assert "--columns" in reason(found_in(table({"text": values})))
    (page,) = found_in(table({"text": [TEXT], "title": values}))
    assert page.title is None


# -- sizes by the heads of pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "how",
    [{}, {"compression": "none"}, {"data_page_version": "2.0"}, {"use_dictionary": False}, {"write_statistics": False}],
)
def test_sizes_by_the_heads_are_those_of_an_honest_footer(how):
    texts = [f"{number} {TEXT}" for number in range(4_000)]
    raw = written({"text": texts}, **{"data_page_size": 20_000, "write_batch_size": 50, **how})
    chunk = parquet.ParquetFile(io.BytesIO(raw)).metadata.row_group(0).column(0)
    start = min(filter(None, (chunk.dictionary_page_offset, chunk.data_page_offset)))
    sizes = list(unpacked_sizes(io.BytesIO(raw), start=start, length=chunk.total_compressed_size))
    heads = chunk.total_uncompressed_size - sum(sizes)
    assert len(sizes) > 1
    assert 8 * len(sizes) < heads < (30 + 4 * len(TEXT)) * len(sizes)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "breaks off"),
        (b"\x15", "breaks off"),
        (b"\0", "tells no sizes"),
        (b"\x15\x00\x15\x01\x15\x02\0", "tells no sizes"),
        (b"\x15" + b"\xff" * 40, "number without end"),
        (b"\x1c" * 40, "nested without end"),
        (b"\x19\x1c" + b"\x1c" * 40, "nested without end"),
        (b"\x19\xf5\xff\xff\xff\xff\x7f", "breaks off"),
        (b"\x19\xf1\xff\xff\xff\xff\x7f", "breaks off"),
        (b"\x18\xff\xff\xff\xff\x7f", "breaks off"),
        (b"\x1b\x00", "what no head holds"),
    ],
)
def test_what_is_no_head_is_told(raw, why):
    with pytest.raises(ValueError, match=why):
        list(unpacked_sizes(io.BytesIO(raw), start=0, length=100))


def test_pages_without_number_are_given_up(monkeypatch):
    monkeypatch.setattr("copydesk.pages.parquet_sizes.MOST_HEADS", 100)
    empty = b"\x15\x00\x15\x00\x15\x00\0"
    with pytest.raises(ValueError, match="without number"):
        list(unpacked_sizes(io.BytesIO(empty * 200), start=0, length=len(empty) * 200))


# -- what ends the Arrow library --------------------------------------------------------------------------------------


@pytest.mark.parametrize("groups", [1, 3])
def test_columns_lie_where_the_arrow_library_says(groups):
    raw = written({"text": [f"text {one}" for one in range(12)], "url": ["a.b"] * 12}, row_group_size=12 // groups)
    told = parquet.ParquetFile(io.BytesIO(raw)).metadata
    found = chunks_of(io.BytesIO(raw))
    assert len(found) == told.num_row_groups == groups
    for number, chunks in enumerate(found):
        columns = [told.row_group(number).column(place) for place in range(told.num_columns)]
        assert [one.column for one in chunks] == [one.path_in_schema for one in columns]
        assert [one.length for one in chunks] == [one.total_compressed_size for one in columns]
        starts = [min(filter(None, (one.data_page_offset, one.dictionary_page_offset))) for one in columns]
        assert [one.start for one in chunks] == starts


def test_numbers_that_do_not_fit_a_column_do_not_end_the_process():
    raw = written({"text": [TEXT] * 3})
    # In the footer the text becomes a column of yes and no, of which no bytes of text can be counted.
    as_text, as_bits = b"\x15\x0c\x25\x02\x18\x04text", b"\x15\x00\x25\x02\x18\x04text"
    assert raw.count(as_text) == 1
    found = found_in(raw.replace(as_text, as_bits))
    assert found
    assert all(isinstance(one, Failure) for one in found)


@pytest.mark.parametrize("length", [0, 1 << 31])
def test_a_footer_of_another_length_is_told(length):
    raw = written({"text": [TEXT] * 3})
    with pytest.raises(ValueError, match="footer"):
        chunks_of(io.BytesIO(raw[:-8] + struct.pack("<I", length) + b"PAR1"))
