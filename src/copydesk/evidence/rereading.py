"""The pages of a pack read once more from its archive: have they the digests it states, and do they read the same?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from copydesk.flow import FLOW
from copydesk.pages import pages_of_bytes
from copydesk.reading import articles_of
from copydesk.records import Article, Form, Frame, Page, PageId
from copydesk.settings import Settings

FORMS: Mapping[str, Form] = {"html": "html", "text": "text"}
TEXTS = ("url", "outlet", "title", "author", "credited", "published", "fetched_at", "reserved_by")

COMPARED = ("title", "dateline", "outlet", "credited_to")

Row = dict[str, Any]
Piece = Callable[[int, int], bytes | None]
"""Gives so many bytes of the archive from a place on; None where there are not so many, or they are too many."""


class Wrong(Exception):
    """Something in a pack is not as its other parts say; the message says what."""


class Stood(NamedTuple):
    """A page of a pack, as its bytes in the archive give it; None where the archive has none."""

    row: Row
    page: Page | None


class Again(NamedTuple):
    """What is compared of an article that was read once more."""

    text: str
    said: tuple[Any, ...]


def stood(row: Row, piece: Piece, *, settings: Settings) -> Stood:
    """A page found in the archive where the pack says, with the digest that the pack states.

    Raises:
        Wrong: it is not there, or has another digest.

    """
    name, place = text(row, "source"), row.get("record")
    if place is None:
        return Stood(row, None)
    if not isinstance(place, dict) or not all(type(place.get(one)) is int for one in ("offset", "length")):
        raise Wrong(f"{name}: its place in the archive is no place")
    raw = piece(place["offset"], place["length"])
    if raw is None:
        raise Wrong(f"{name}: its place is not in the archive")
    found = [*islice(pages_of_bytes(raw, source=name, as_of=date.min, settings=settings.pages), 2)]
    page = found[0] if len(found) == 1 else None
    if not isinstance(page, Page):
        reason = getattr(page, "reason", "there is not one page at its place in the archive")
        raise Wrong(f"{name}: {reason}")
    if row.get("kept") != "words" and page.sha256 != row.get("sha256"):
        raise Wrong(f"{name}: the bytes in the archive do not have the SHA-256 that the pack states of the page")
    return Stood(row, _as_it_was(row, page))


def read_again(page: Page, frame: Row | None, *, settings: Settings) -> Iterator[tuple[int, Again]]:
    """The articles of a page, each with its position, as this copydesk reads them."""
    framed: dict[str, Frame] = {} if frame is None else {page.id: _frame(frame, page.id)}
    for one in articles_of([page], frames=framed, settings=settings, jobs=1):
        if isinstance(one, Article):
            said = (*(getattr(one, name) for name in COMPARED), [*one.byline])
            yield one.position, Again(one.text, said)


def difference(row: Row, found: Sequence[Again]) -> str | None:
    """What an article of a pack has otherwise than it was read again; None where one of these is the same."""
    if not found:
        return "no such article is read on its page"
    same = [one for one in found if one.text == row.get("text")]
    if not same:
        return "its text is read otherwise"
    stated = (*(row.get(name) for name in COMPARED), row.get("byline"))
    if any(one.said == stated for one in same):
        return None
    names = [name for name, one, other in zip((*COMPARED, "byline"), same[0].said, stated, strict=True) if one != other]
    return f"its {' and '.join(names)} {'is' if len(names) == 1 else 'are'} read otherwise"


def reader_version() -> int:
    """The version of the step that reads articles."""
    return next(step.version for step in FLOW if step.name == "articles")


def rows_of(raw: bytes, name: str) -> list[Row]:
    """JSON lines as rows.

    Raises:
        Wrong: a line is no JSON object.

    """
    return [*_rows(raw, name)]


def object_of(raw: bytes, name: str) -> Row:
    """A JSON object.

    Raises:
        Wrong: it is none.

    """
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Wrong(f"{name} is no JSON ({str(error)[:100]})") from error
    if not isinstance(found, dict):
        raise Wrong(f"{name} is no JSON object")
    return found


def text(row: Row, name: str) -> str:
    """A text of a row.

    Raises:
        Wrong: it has none of this name.

    """
    found = row.get(name)
    if not isinstance(found, str):
        raise Wrong(f"a record has no {name}")
    return found


def listed(row: Row, name: str) -> list[Any]:
    """A list of a row, empty where it has none of this name.

    Raises:
        Wrong: it is no list.

    """
    found = row.get(name)
    if found is not None and not isinstance(found, list):
        raise Wrong(f"{name} is no list")
    return found or []


def _rows(raw: bytes, name: str) -> Iterator[Row]:
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if line.strip():
            yield object_of(line, f"{name}, line {number},")


def _as_it_was(row: Row, page: Page) -> Page:
    """A page from the archive as the desk had it: what its container said of it stands in the pack."""
    texts = {name: row[name] for name in TEXTS if isinstance(row.get(name), str)}
    return replace(
        page,
        id=PageId(text(row, "id")),
        source=text(row, "source"),
        form=FORMS.get(text(row, "form"), page.form),
        sha256=text(row, "sha256"),
        as_of=_day(row, "as_of") or page.as_of,
        fetched=_day(row, "fetched"),
        reserved=row.get("reserved") if isinstance(row.get("reserved"), bool) else None,
        **{**dict.fromkeys(TEXTS), **texts},
    )


def _day(row: Row, name: str) -> date | None:
    if row.get(name) is None:
        return None
    try:
        return date.fromisoformat(text(row, name))
    except ValueError as error:
        raise Wrong(f"{name} of a page is no day") from error


def _frame(row: Row, page: PageId) -> Frame:
    recurs = listed(row, "recurs")
    if not all(type(one) is int for one in recurs):
        raise Wrong("a frame of a site has no numbers")
    return Frame(id=text(row, "id"), page=page, recurs=tuple(recurs))
