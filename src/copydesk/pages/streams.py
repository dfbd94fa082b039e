"""Opens one file and reads no more of it than the limits allow; what goes wrong is said with its cure."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from copydesk.errors import UnreadablePage
from copydesk.settings import PageSettings

GZIP = b"\x1f\x8b"
SKIP_BYTES = 1 << 20


@contextmanager
def opened(path: Path, *, source: str) -> Iterator[io.BufferedReader]:
    """A file's bytes, unpacked if they are gzip whatever the file is called. `source` is its name in messages.

    Raises:
        UnreadablePage: it cannot be opened, or reading goes wrong within the block.

    """
    with _said(source), path.open("rb") as stream, unpacked(stream) as plain:
        yield plain


@contextmanager
def unpacked(stream: BinaryIO) -> Iterator[io.BufferedReader]:
    """The same bytes, unpacked if they are gzip. The stream given stays open."""
    reader = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    try:
        if reader.peek(len(GZIP)).startswith(GZIP):
            yield io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=reader)))
        else:
            yield reader
    finally:
        if reader is not stream:
            reader.detach()


@contextmanager
def _said(source: str) -> Iterator[None]:
    """Turn what the system says about a file into what a person can do about it."""
    try:
        yield
    except FileNotFoundError as error:
        raise UnreadablePage(source, "it is gone; put it back, or add what is there now") from error
    except PermissionError as error:
        raise UnreadablePage(source, "it may not be read (permission denied); change its permissions") from error
    except EOFError as error:
        raise UnreadablePage(source, "the gzip data ends in the middle; fetch the file again") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise UnreadablePage(source, f"the gzip data is damaged ({error}); fetch the file again") from error
    except OSError as error:
        raise UnreadablePage(source, f"it cannot be read ({error.strerror or error}); check the disk") from error


def read_whole(stream: BinaryIO, *, source: str, settings: PageSettings) -> bytes:
    """All bytes of one page; of a stream without end (a gzip bomb) no more than the limit is ever held.

    Raises:
        UnreadablePage: it is larger than the limit, or reading goes wrong.

    """
    limit = settings.largest_page_bytes
    with _said(source):
        raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise UnreadablePage(source, too_large(limit))
    return raw


def too_large(limit: int) -> str:
    """What is said of a page over the limit of so many bytes."""
    cure = "split it, or raise largest_page_bytes under [pages] in a --settings file"
    return f"it is larger than {limit / 1_000_000:g} MB; {cure}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a container: its number from 1, the byte it begins at, its bytes (None when over the limit)."""

    number: int
    offset: int
    raw: bytes | None


def read_lines(stream: BinaryIO, *, source: str, settings: PageSettings) -> Iterator[Line]:
    """The lines of a container that are not blank, one held at a time.

    Raises:
        UnreadablePage: reading goes wrong; the lines before that have come out.

    """
    offset, number, limit = 0, 0, settings.largest_page_bytes
    while True:
        with _said(source):
            raw = stream.readline(limit + 1)
            length = len(raw) + (_skip_line(stream) if len(raw) > limit else 0)
        if not raw:
            return
        number += 1
        if len(raw) > limit:
            yield Line(number=number, offset=offset, raw=None)
        elif raw.strip():
            yield Line(number=number, offset=offset, raw=raw)
        offset += length


def _skip_line(stream: BinaryIO) -> int:
    """Pass over the rest of a line; how many bytes that were."""
    skipped = 0
    while piece := stream.readline(SKIP_BYTES):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped
