"""Unpacks and reads no more of a file than the limits allow; what goes wrong is said with its cure."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol, cast

from copydesk.errors import UnreadablePage
from copydesk.settings import PageSettings

GZIP = b"\x1f\x8b"
ZSTD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")
"""How a zstd frame begins, and the skippable frame in which a `.warc.zst` carries its dictionary."""
SKIP_BYTES = 1 << 20
"""How much of what is passed over is held at once."""
PACKED_BYTES = 1 << 16
"""How much of a packed file is read at once: as much as is unpacked from it stays small beside a page."""


class Readable(Protocol):
    """What unpacks a stream as it is read."""

    def read(self, size: int = ..., /) -> bytes:
        """The next bytes, none at the end."""
        ...


@contextmanager
def unpacked(stream: BinaryIO, *, source: str, settings: PageSettings) -> Iterator[io.BufferedReader]:
    """The same bytes, unpacked if they are gzip or zstd. The stream given stays open."""
    reader = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    try:
        first = reader.peek(4)[:4]
        if first.startswith(GZIP) or first in ZSTD:
            counted = _Counted(reader)
            plain = _zstd(counted) if first in ZSTD else _gzip(counted)
            yield io.BufferedReader(_Unpacked(plain, counted, source=source, settings=settings))
        else:
            yield reader
    finally:
        if reader is not stream:
            reader.detach()


def is_packed(stream: io.BufferedReader) -> bool:
    """Whether a stream is being unpacked: what stands in the middle of it cannot be gone back to."""
    return isinstance(stream.raw, _Unpacked)


def _gzip(stream: io.RawIOBase) -> Readable:
    return cast("Readable", gzip.GzipFile(fileobj=io.BufferedReader(stream, PACKED_BYTES)))


def _zstd(stream: Any) -> Readable:
    from fastwarc.stream_io import ZstdReader

    return cast("Readable", ZstdReader(stream))


class _Counted(io.RawIOBase):
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        piece = self._stream.read(-1 if size is None else size)
        self.taken += len(piece)
        return piece

    def tell(self) -> int:
        """The place in the stream, as far as it was taken from here."""
        return self.taken

    def readinto(self, space: Any, /) -> int:
        piece = self.read(len(space))
        space[: len(piece)] = piece
        return len(piece)


class _Unpacked(io.RawIOBase):
    """Unpacked bytes, given up when they grow out of all proportion to the packed ones (a bomb)."""

    def __init__(self, plain: Readable, packed: _Counted, *, source: str, settings: PageSettings) -> None:
        self._plain, self._packed = plain, packed
        self._source, self._settings = source, settings
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, space: Any, /) -> int:
        try:
            piece = self._plain.read(len(space))
        except gzip.BadGzipFile:
            raise
        except OSError as error:
            reason = f"the packed data is damaged or ends in the middle ({error}); fetch the file again"
            raise UnreadablePage(self._source, reason) from error
        self._given += len(piece)
        refuse_bomb(self._given, self._packed.taken, source=self._source, settings=self._settings)
        space[: len(piece)] = piece
        return len(piece)


def refuse_bomb(unpacked_bytes: int, packed_bytes: int, *, source: str, settings: PageSettings) -> None:
    """Give up what unpacks to more than pages ever do.

    Raises:
        UnreadablePage: so many bytes came out of so few.

    """
    if unpacked_bytes > max(settings.unpacked_bytes_free, packed_bytes * settings.most_unpacked_ratio):
        cure = "look what is in it; raise most_unpacked_ratio under [pages] in a --settings file if it is sound"
        much = f"{unpacked_bytes / 1_000_000:,.0f} MB came out of {packed_bytes / 1_000_000:,.1f} MB"
        raise UnreadablePage(source, f"it unpacks beyond all proportion ({much}); {cure}")


@contextmanager
def said(source: str) -> Iterator[None]:
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


def read_whole(stream: BinaryIO, *, source: str, settings: PageSettings, limit: int | None = None) -> bytes:
    """All bytes of one page; of a stream without end (a gzip bomb) no more than the limit is ever held.

    `limit` is that of a list (`largest_list_bytes`) where one is read.

    Raises:
        UnreadablePage: it is larger than the limit, or reading goes wrong.

    """
    most = settings.largest_page_bytes if limit is None else limit
    with said(source):
        raw = stream.read(most + 1)
    if len(raw) > most:
        raise UnreadablePage(source, too_large(most, "largest_page_bytes" if limit is None else "largest_list_bytes"))
    return raw


def too_large(limit: int, setting: str = "largest_page_bytes") -> str:
    """What is said of what is over the limit of so many bytes that a setting names."""
    cure = f"split it, or raise {setting} under [pages] in a --settings file"
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
        with said(source):
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
