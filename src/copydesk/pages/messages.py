"""HTTP messages as archives keep them: head and body apart, the body as it was before it was sent."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message as Header

STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b")
HEAD_END = re.compile(rb"\r?\n\r?\n")
CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,500})?\r?\n")
MOST_PACKINGS = 3
"""Servers pack once, some by mistake twice."""
GZIPPED = (b"\x1f\x8b", zlib.MAX_WBITS | 16)
"""How a gzip body begins, and how zlib is told to read it."""


@dataclass(frozen=True, slots=True)
class Message:
    """An answer of a server: its status, its head by names in small letters, its body as it came over the line."""

    status: int
    head: Mapping[str, str]
    body: bytes


def message_of(raw: bytes) -> Message | None:
    """The HTTP answer in some bytes; None where there is none, or its head does not end."""
    status, end = STATUS.match(raw), HEAD_END.search(raw)
    if status is None or end is None:
        return None
    return Message(int(status[1]), head_of(raw[: end.start()].splitlines()[1:]), raw[end.end() :])


def head_of(lines: list[bytes]) -> dict[str, str]:
    """Lines `Name: value` by name in small letters; of several of one name the first, of broken lines none."""
    head: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if colon:
            head.setdefault(_text(name).lower(), _text(value))
    return head


def type_of(value: str | None) -> tuple[str, str | None]:
    """The type and the charset that a `Content-Type` names: `("text/html", "utf-8")`; `""` where it names none."""
    if value is None:
        return "", None
    header = Header()
    header["content-type"] = value[:500]
    charset = header.get_param("charset")
    named = charset if isinstance(charset, str) and charset else None
    return value.partition(";")[0].strip().lower(), named


def body_of(message: Message, *, limit: int) -> bytes:
    """The body, put together from its chunks and unpacked, at most `limit` bytes and one.

    Archives keep heads as they were sent and bodies sometimes as they were read, so what a head says is done only
    where the body looks like it.

    Raises:
        ValueError: the body is packed in a way that cannot be undone.

    """
    body = message.body
    if "chunked" in message.head.get("transfer-encoding", "").lower():
        body = _joined(body)
    for packing in reversed(message.head.get("content-encoding", "").lower().split(",")[:MOST_PACKINGS]):
        body = _unpacked(body, packing.strip(), limit)
    return body


def _joined(body: bytes) -> bytes:
    """A chunked body in one piece, as far as its chunks go; a body without chunks as it is."""
    pieces: list[bytes] = []
    place = 0
    while (found := CHUNK_SIZE.match(body, place)) is not None:
        size = int(found[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(body[found.end() : found.end() + size])
        place = found.end() + size
        place += len(body[place : place + 2]) - len(body[place : place + 2].lstrip(b"\r\n"))
    return b"".join(pieces) or body


def _unpacked(body: bytes, packing: str, limit: int) -> bytes:
    if packing in ("gzip", "x-gzip") and body.startswith(GZIPPED[0]):
        return _inflated(body, GZIPPED[1], limit)
    if packing == "deflate":
        return _deflated(body, limit)
    if packing in ("br", "zstd"):
        return _by_library(body, packing, limit)
    return body


def _inflated(body: bytes, bits: int, limit: int) -> bytes:
    """What zlib makes of a body, as far as it goes: one that breaks off gives what came before."""
    machine = zlib.decompressobj(bits)
    try:
        return machine.decompress(body, limit + 1)
    except zlib.error as error:
        raise ValueError(f"its gzip data is damaged ({error}); fetch the page again") from error


def _deflated(body: bytes, limit: int) -> bytes:
    """`deflate` means zlib's wrapping, but some servers leave it out; some bodies are kept unpacked."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return _inflated(body, bits, limit)
        except ValueError:
            continue
    return body


def _by_library(body: bytes, packing: str, limit: int) -> bytes:
    from fastwarc.stream_io import BrotliReader, ZstdReader

    reader = (BrotliReader if packing == "br" else ZstdReader)(io.BytesIO(body))
    try:
        return reader.read(limit + 1)
    except (OSError, ValueError) as error:
        if b"<" in body[:200]:
            return body
        raise ValueError(f"its {packing} data is damaged ({error}); fetch the page again") from error


def _text(raw: bytes) -> str:
    return raw.strip().decode("utf-8", "replace")
