"""Large containers go by in constant memory, and a page is found again without reading what stands before it."""

import gzip
import json
import subprocess
import sys
import tracemalloc
from datetime import date

import pytest

from copydesk.pages import content_of, find_pages
from copydesk.records import Page
from copydesk.settings import PageSettings
from pages.made import answer, record, rows, tarred, zipped

DAY = date(2038, 12, 31)
LIMITS = PageSettings()
MEGABYTE = 1_000_000
PARAGRAPHS = 12
SCRIPT = "<script>var frame = 'something that only a browser reads';</script>\n" * 300


def html(number):
    """A page of some 25 kB whose text is no other's."""
    told = "".join(
        f"<p>Ferry {number} struck crane {place} of the harbour on Thursday, police said. Some {number + place}"
        " people waited on the quay until the boat could leave again, and nobody was hurt.</p>\n"
        for place in range(PARAGRAPHS)
    )
    title = f"Ferry {number} rams crane"
    head = f"<head><title>{title}</title>{SCRIPT}</head>"
    return f"<html>{head}<body><article><h1>{title}</h1>{told}</article></body></html>"


def write_warc(path, pages):
    """A web archive of so many pages, each after a picture."""
    picture = gzip.compress(record("picture", answer(b"\xff\xd8" * 20_000, b"Content-Type: image/jpeg\r\n")), 1)
    with path.open("wb") as stream:
        for number in range(pages):
            stream.write(picture)
            stream.write(gzip.compress(record(f"r{number}", answer(html(number))), 1))


def peak_of(sources, limits=LIMITS):
    """How many pages there are, and the most memory that was held on the way."""
    tracemalloc.start()
    try:
        pages = sum(isinstance(page, Page) for page in find_pages(sources, as_of=DAY, settings=limits))
        return pages, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["a.warc.gz", "a.jsonl", "a.jsonl.gz", "a.tar", "a.zip"])
def test_what_is_held_does_not_grow_with_the_container(name, tmp_path):
    peaks = []
    for pages in (20, 400):
        path = tmp_path / f"{pages}-{name}"
        if "warc" in name:
            write_warc(path, pages)
        elif "jsonl" in name:
            raw = rows(*({"html": html(number)} for number in range(pages)))
            path.write_bytes(gzip.compress(raw, 1) if name.endswith("gz") else raw)
        else:
            members = {f"{number}.html": html(number) for number in range(pages)}
            path.write_bytes(tarred(members) if name.endswith("tar") else zipped(members))
        count, peak = peak_of([str(path)])
        assert count == pages
        peaks.append(peak)
    assert peaks[1] < peaks[0] + 4 * MEGABYTE  # garbage that waits for its collector; the pages have 9 MB more


def test_the_last_page_is_found_without_reading_the_first(tmp_path):
    path = tmp_path / "a.warc.gz"
    write_warc(path, 50)
    last = list(find_pages([str(path)], as_of=DAY, settings=LIMITS))[-1]
    raw = bytearray(path.read_bytes())
    raw[: last.offset] = bytes(last.offset)
    path.write_bytes(raw)
    assert content_of(last, settings=LIMITS) == html(49)


# A process begins with the peak of the one that started it in its usage; its own stands in /proc where there is one.
RUN = """
import pathlib, re, resource, sys
from copydesk.cli import main
status = 0
try:
    main(sys.argv[1:])
except SystemExit as end:
    status = end.code
own = pathlib.Path("/proc/self/status")
kilobytes = (
    int(re.search(r"VmHWM:\\s+(\\d+)", own.read_text())[1])
    if own.exists()
    else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
)
print(f"peak {kilobytes // 1000} MB", file=sys.stderr)
sys.exit(status)
"""


def run(*arguments, folder):
    """What a command printed, and the most megabytes that its process held."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--workers", "1", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout, int(done.stderr.split()[-2])


@pytest.mark.slow
def test_ten_thousand_pages_of_a_web_archive_are_read_and_added_in_400_megabytes(tmp_path):
    write_warc(tmp_path / "a.warc.gz", 10_000)
    read, peak = run("read", "a.warc.gz", "--as-of", "2038-12-31", folder=tmp_path)
    assert peak < 400
    lines = read.splitlines()
    assert len(lines) == 10_000
    assert "Ferry 9999 struck" in json.loads(lines[-1])["text"]
    added, peak = run("--desk", "a.desk", "add", "a.warc.gz", "--as-of", "2038-12-31", folder=tmp_path)
    assert peak < 400
    assert len(added.splitlines()) == 10_000
    assert (tmp_path / "a.desk").stat().st_size < 20 * MEGABYTE
