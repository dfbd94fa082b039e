"""How much memory a long archive takes: pages of the sample newsroom, made different and packed as a WARC, then read.

    python bench/stream.py --pages 10000

The archive is read twice by `copydesk read`, each time in a process of its own: a tenth of it, then all of it. Memory
that grows with the pages would show as the difference of the two peaks.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NEWSROOM = Path(__file__).parents[1] / "examples" / "newsroom" / "pages"


def write_archive(path: Path, count: int) -> int:
    """Write so many pages as responses of one WARC, each record packed by itself; the bytes of all pages come back."""
    sources = [one.read_text(encoding="utf-8", errors="replace") for one in sorted(NEWSROOM.glob("*.html"))]
    total = 0
    with path.open("wb") as archive:
        for number in range(count):
            page = sources[number % len(sources)].replace("</h1>", f" ({number})</h1>", 1).encode()
            total += len(page)
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
            head = (
                "WARC/1.1\r\nWARC-Type: response\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
                f"WARC-Target-URI: https://site{number % 40}.example/story/{number}\r\n"
                "WARC-Date: 2038-12-30T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(answer)}\r\n\r\n"
            )
            archive.write(gzip.compress(head.encode() + answer + b"\r\n\r\n", compresslevel=1))
    return total


def read_archive(path: Path, jobs: int) -> tuple[int, float, float]:
    """Read an archive as a person would; articles, CPU seconds and the peak of memory in megabytes come back."""
    words = ["read", str(path), "--field", "page,title", "--as-of", "2038-12-31", "--jobs", str(jobs)]
    command = [sys.executable, "-m", "copydesk", "--quiet", *words]
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        count = sum(bool(json.loads(line)) for line in out)
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return count, used.ru_utime + used.ru_stime, used.ru_maxrss / unit


def main() -> int:
    """Write the archive, read a tenth and the whole, and print both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--jobs", type=int, default=1, help="processes; the memory is that of the first  [default: 1]")
    asked = parser.parse_args()
    print(f"{'pages':>8}{'articles':>10}{'MB packed':>11}{'CPU seconds':>13}{'seconds':>9}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for count in (max(1, asked.pages // 10), asked.pages):
            path = Path(folder) / "pages.warc.gz"
            write_archive(path, count)
            began = time.monotonic()
            articles, seconds, peak = read_archive(path, asked.jobs)
            size = path.stat().st_size / 1_000_000
            print(f"{count:8,}{articles:10,}{size:11.1f}{seconds:13.1f}{time.monotonic() - began:9.1f}{peak:9.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
