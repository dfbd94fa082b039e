"""The pages of a case as a web archive: WARC 1.1 (ISO 28500), its index (CDXJ), and the list of pages of a WACZ.

A page is kept as the record of a web archive it was read from, as it stood; else as a `resource` record of its bytes.
Where a desk keeps no more than the words of a page, these stand in a `conversion` record, which says so. What is gone,
or changed since it was read, is not archived, and no other bytes are put in its place.
"""

from __future__ import annotations

import json
import re
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from copydesk.errors import UnreadablePage
from copydesk.pages import Archived, Original, original_of
from copydesk.records import Page
from copydesk.reports.safe import web_address
from copydesk.settings import PageSettings

FILE = "data.warc.gz"
MOST_BYTES = 500_000_000
"""Packed bytes of all pages of one pack; it is made in memory."""
TYPES = {"html": "text/html", "text": "text/plain"}
INDEX_LINES = 3_000
"""Lines of the index that are packed together, as other makers of WACZ do."""
MOST_QUERY = 2_000

Keeping = Literal["record", "bytes", "words", "no"]
"""As the record of a web archive that it was, as its bytes, as the words that the desk kept of it, or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How a page stands in the archive: `why` where it does not, or only in words; `offset` and `length` else.

    `target` is its WARC-Target-URI, `date` its WARC-Date, `mime` its type.
    """

    page: Page
    keeping: Keeping
    why: str | None = None
    target: str
    date: str
    mime: str
    digest: str | None = None
    offset: int = 0
    length: int = 0


class Archive(NamedTuple):
    """The bytes of the archive, and how each page stands in it."""

    raw: bytes
    kept: tuple[Kept, ...]


def archive(pages: Sequence[Page], *, settings: PageSettings, program: str, made_at: str) -> Archive:
    """The archive of these pages; the same pages give the same bytes."""
    raw = bytearray(_packed(_about(program, made_at)))
    kept = []
    for page in pages:
        one, record = _kept(page, settings, made_at)
        packed = _packed(record)
        if record and len(raw) + len(packed) > MOST_BYTES:
            why = f"not archived: the archive of a pack holds {MOST_BYTES:,} bytes at most"
            one, packed = _missing(page, why, made_at), b""
        kept.append(_placed(one, len(raw), len(packed)) if packed else one)
        raw += packed
    return Archive(bytes(raw), tuple(kept))


def index(found: Iterable[Kept]) -> tuple[bytes, bytes]:
    """The index of the archive, packed (`index.cdx.gz`), and the list of what is packed together (`index.idx`)."""
    lines = sorted(_cdxj(one) for one in found if one.length)
    packed, heads = b"", ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}']
    for begin in range(0, len(lines), INDEX_LINES):
        block = _packed("".join(lines[begin : begin + INDEX_LINES]).encode())
        told = {"offset": len(packed), "length": len(block), "digest": f"sha256:{sha256(block).hexdigest()}"}
        heads.append(f"{lines[begin].split(' {', 1)[0]} {json.dumps(told)}")
        packed += block
    return packed, ("\n".join(heads) + "\n").encode()


def page_list(found: Iterable[Kept], titles: dict[str, str]) -> bytes:
    """`pages.jsonl` of a WACZ: the pages that are archived, with the title that each goes by, by id."""
    rows: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages", "title": "Pages of this story"}]
    rows.extend(
        {"id": one.page.id, "url": one.target, "ts": _moment(one.date), "title": titles.get(one.page.id, one.target)}
        for one in found
        if one.length
    )
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def captured(page: Page) -> str | None:
    """When the bytes of a page were had, in ISO 8601, to the second or the day; None where nobody knows."""
    if page.fetched_at is not None:
        return _moment(page.fetched_at)
    return None if page.fetched is None else page.fetched.isoformat()


def target_of(page: Page) -> str:
    """The address that a page was had from, or, of one that was read from a file, its name on the desk (a URN)."""
    return web_address(page.url) or f"urn:copydesk:{page.id}"


def surt(address: str) -> str:
    """An address as indexes of web archives sort it: `https://www.Example.org/A?b` is `org,example)/a?b`."""
    if not address.lower().startswith(("http://", "https://")):
        return address.lower()
    try:
        parts = urlsplit(address.lower())
        port = parts.port
    except ValueError:
        return re.sub(r"\s", "%20", address.lower())
    host = ",".join(reversed(re.sub(r"^www\d*\.", "", parts.hostname or "").split(".")))
    query = "&".join(sorted(parts.query[:MOST_QUERY].split("&"))) if parts.query else ""
    named = "" if port in (None, {"http": 80, "https": 443}[parts.scheme]) else f":{port}"
    return f"{host}{named}){parts.path or '/'}{'?' + query if query else ''}"


# -- records ----------------------------------------------------------------------------------------------------------


def _kept(page: Page, settings: PageSettings, made_at: str) -> tuple[Kept, bytes]:
    """How a page is kept, and its record, not packed yet."""
    try:
        original = original_of(page, settings=settings)
    except UnreadablePage as error:
        return _missing(page, f"not archived: {error.reason.partition(';')[0]}", made_at), b""
    except OSError as error:
        return _missing(page, f"not archived: it cannot be read ({error.strerror})", made_at), b""
    if original.archived is not None:
        return _as_it_stood(page, original.archived)
    return _made(page, original, made_at)


def _missing(page: Page, why: str, made_at: str) -> Kept:
    return Kept(page=page, keeping="no", why=why, target=target_of(page), date=made_at, mime=TYPES[page.form])


def _as_it_stood(page: Page, found: Archived) -> tuple[Kept, bytes]:
    """The record of the web archive from which a page was read."""
    head = {name.strip().lower(): value.strip() for name, _, value in (one.partition(b":") for one in found.lines[1:])}
    date = head.get(b"warc-date", b"").decode("latin-1")
    one = Kept(
        page=page,
        keeping="record",
        target=head.get(b"warc-target-uri", b"").decode("utf-8", "replace").strip("<>"),
        date=date,
        mime=TYPES[page.form],
        digest=head.get(b"warc-payload-digest", b"").decode("latin-1") or None,
    )
    return one, b"".join(found.lines) + b"\r\n" + found.block + b"\r\n\r\n"


def _made(page: Page, original: Original, made_at: str) -> tuple[Kept, bytes]:
    """A record of the bytes of a page, or of its words where a desk has no more."""
    raw = (original.words or "").encode("utf-8", "replace") if original.raw is None else original.raw
    charset = "utf-8" if original.raw is None else original.charset
    known = charset is not None and re.fullmatch(r"[A-Za-z0-9._:-]{1,40}", charset)
    mime = TYPES[page.form]
    digest = f"sha256:{sha256(raw).hexdigest()}"
    one = Kept(
        page=page,
        keeping="words" if original.raw is None else "bytes",
        why="its words as the desk kept them: the bytes themselves were not kept" if original.raw is None else None,
        target=target_of(page),
        date=captured(page) or made_at,
        mime=mime,
        digest=digest,
    )
    more = {"Copydesk-Original-Digest": f"sha256:{page.sha256}"} if original.raw is None else {}
    head = {
        "WARC-Type": "conversion" if original.raw is None else "resource",
        "WARC-Record-ID": _name(page.id, digest),
        "WARC-Target-URI": one.target,
        "WARC-Date": one.date,
        "WARC-Block-Digest": digest,
        **more,
        "Content-Type": f"{mime}; charset={charset}" if known else mime,
    }
    return one, _record(head, raw)


def _about(program: str, made_at: str) -> bytes:
    fields = f"software: {program}\r\nformat: WARC File Format 1.1\r\n".encode()
    head = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": _name(program, made_at),
        "WARC-Date": made_at,
        "WARC-Filename": FILE,
        "Content-Type": "application/warc-fields",
    }
    return _record(head, fields)


def _record(head: dict[str, str], block: bytes) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in {**head, "Content-Length": str(len(block))}.items())
    return b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


def _name(*parts: str) -> str:
    """The id of a record: the same page has the same in every pack."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(('urn:copydesk', *parts)))}>"


def _placed(one: Kept, offset: int, length: int) -> Kept:
    from dataclasses import replace

    return replace(one, offset=offset, length=length)


def _packed(raw: bytes) -> bytes:
    """A gzip member of its own, without a date; nothing of nothing."""
    if not raw:
        return b""
    machine = zlib.compressobj(level=9, wbits=zlib.MAX_WBITS | 16)
    return machine.compress(raw) + machine.flush()


def _cdxj(one: Kept) -> str:
    told = {
        "url": one.target,
        "mime": one.mime,
        "status": "200",
        **({"digest": one.digest} if one.digest else {}),
        "length": str(one.length),
        "offset": str(one.offset),
        "filename": FILE,
    }
    stamp = re.sub(r"\D", "", _moment(one.date))[:14]
    return f"{surt(one.target)} {stamp} {json.dumps(told)}\n"


def _moment(date: str) -> str:
    """A date of a web archive as `2031-05-02T00:00:00Z`; what is no date is the first moment that such dates have."""
    try:
        found = datetime.fromisoformat(date.strip().replace("Z", "+00:00"))
    except ValueError:
        return "1970-01-01T00:00:00Z"
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def rows(found: Iterable[Kept]) -> Iterator[dict[str, Any]]:
    """The pages as they were read, each with how it is kept and where in the archive: `copydesk/pages.jsonl`."""
    from copydesk.reports.contract import plain

    for one in found:
        told = plain(one.page)
        for name in ("content", "base", "offset"):
            told.pop(name)
        place = {"offset": one.offset, "length": one.length} if one.length else None
        yield {**told, "captured": captured(one.page), "kept": one.keeping, "why": one.why, "record": place}
