"""The body of an answer as it was before it was packed for the way, and never more of it than is allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

PIECE = 1 << 16
WINDOW = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
ACCEPTED = "gzip, deflate"
"""What is asked for: the two that the standard library unpacks piece by piece, so that a bomb is stopped in time."""


class BadBody(Exception):
    """The body cannot be had; the message says why and what would help."""


class TooLarge(BadBody):
    """The body is larger than allowed; `begun` is what there is of it up to the limit."""

    def __init__(self, limit: int, begun: bytes) -> None:
        cure = "raise largest_body_bytes under [fetch] in a --settings file"
        super().__init__(f"it is larger than {limit / 1_000_000:g} MB; if that is right, {cure}")
        self.begun = begun


def body_of(pieces: Iterable[bytes], *, packed: str, limit: int) -> bytes:
    """The unpacked bytes; `packed` is the Content-Encoding, `limit` holds for the bytes sent and for the result.

    Raises:
        BadBody: it is too large, ends within the packed data, is damaged, or packed as nobody asked for.

    """
    coding = packed.strip().lower()
    if coding in ("", "identity"):
        return _bounded(pieces, limit)
    if coding not in WINDOW:
        raise BadBody(
            f"it was sent packed as {packed[:40]!r}, which was not asked for; save the page and name the file"
        )
    return _unpacked(pieces, coding, limit)


def _bounded(pieces: Iterable[bytes], limit: int) -> bytes:
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) > limit:
            raise TooLarge(limit, bytes(held[:limit]))
    return bytes(held)


def _unpacked(pieces: Iterable[bytes], coding: str, limit: int) -> bytes:
    held, sent, unpacker = bytearray(), 0, None
    try:
        for piece in filter(None, pieces):
            sent += len(piece)
            if unpacker is None:
                unpacker = _unpacker(coding, piece)
            for part in _parts(unpacker, piece):
                held += part
                if len(held) > limit:
                    raise TooLarge(limit, bytes(held[:limit]))
            if sent > limit:
                raise TooLarge(limit, bytes(held[:limit]))
    except zlib.error as error:
        raise BadBody(f"its packed data is damaged ({error}); try again later") from error
    if unpacker is None or not unpacker.eof:
        raise BadBody("its packed data ends in the middle; try again later")
    return bytes(held)


def _parts(unpacker: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    """What a piece unpacks to, part by part; a part that is full may leave some behind although all was taken in."""
    full = True
    while not unpacker.eof and (packed or full):
        part = unpacker.decompress(packed, PIECE)
        packed, full = unpacker.unconsumed_tail, len(part) == PIECE
        yield part


def _unpacker(coding: str, first: bytes) -> zlib._Decompress:
    """What unpacks; some servers send `deflate` without the header that RFC 9110 asks for."""
    bare = coding == "deflate" and (first[0] & 0x0F) != zlib.DEFLATED
    return zlib.decompressobj(-zlib.MAX_WBITS if bare else WINDOW[coding])
