"""The pages of a pack read once more from its archive: have they the digests it states, and do they read the same?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, cast

from copydesk.flow import FLOW
from copydesk.pages import pages_of_bytes
from copydesk.reading import articles_of
from copydesk.records import Article, Form, Frame, Page, PageId
from copydesk.settings import Settings

FORMS: Mapping[str, Form] = {"html": "html", "text": "text"}
TEXTS = ("url", "outlet", "title", "author", "credited", "published", "fetched_at", "reserved_by")

Row = dict[str, Any]


class Wrong(Exception):
    """Something in a pack is not as its other parts say; the message says what."""


@dataclass(frozen=True, slots=True)
class Stood:
    """A page of a pack: what it says of it, and the page as its bytes in the archive give it, None without bytes."""

    row: Row
    page: Page | None


class Reread(NamedTuple):
    """How many articles read the same, and those that do not, each with what is otherwise."""

    same: int
    other: tuple[tuple[str, str], ...]


def stood(row: Row, archive: bytes, *, settings: Settings) -> Stood:
    """A page found in the archive where the pack says, with the digest that the pack states.

    Raises:
        Wrong: it is not there, or has another digest.

    """
    place = row.get("record")
    name = text(row, "source")
    if place is None:
        return Stood(row, None)
    if not isinstance(place, dict) or not all(type(place.get(one)) is int for one in ("offset", "length")):
        raise Wrong(f"{name}: its place in the archive is no place")
    offset, length = place["offset"], place["length"]
    if not 0 <= offset < offset + length <= len(archive):
        raise Wrong(f"{name}: its place is not in the archive")
    found = [*pages_of_bytes(archive[offset : offset + length], source=name, as_of=date.min, settings=settings.pages)]
    page = found[0] if len(found) == 1 else None
    if not isinstance(page, Page):
        reason = getattr(page, "reason", "there is not one page at its place in the archive")
        raise Wrong(f"{name}: {reason}")
    if row.get("kept") != "words" and page.sha256 != row.get("sha256"):
        raise Wrong(f"{name}: the bytes in the archive do not have the SHA-256 that the pack states of the page")
    return Stood(row, _as_it_was(row, page))


def reread(found: Sequence[Stood], frames: Sequence[Row], articles: Sequence[Row], *, settings: Settings) -> Reread:
    """The articles of a pack beside those that its pages give when they are read by this copydesk."""
    pages = [one.page for one in found if one.page is not None]
    known = {page.id for page in pages}
    framed: dict[str, Frame] = {frame.page: frame for frame in map(_frame, frames) if frame.page in known}
    fresh = {
        (one.page, one.position): one
        for one in articles_of(pages, frames=framed, settings=settings, jobs=1)
        if isinstance(one, Article)
    }
    by_source = {page.source: page.id for page in pages}
    same, other = 0, []
    for row in articles:
        page = by_source.get(text(row, "page"))
        if page is None:
            continue
        place = row.get("position")
        differs = _difference(row, fresh.get((page, place)) if isinstance(place, int) else None)
        same += differs is None
        if differs is not None:
            other.append((text(row, "id"), differs))
    return Reread(same, tuple(other))


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


def _frame(row: Row) -> Frame:
    recurs = row.get("recurs")
    if not isinstance(recurs, list) or not all(type(one) is int for one in recurs):
        raise Wrong("a frame of a site has no numbers")
    return Frame(id=text(row, "id"), page=PageId(text(row, "page")), recurs=tuple(cast("list[int]", recurs)))


def _difference(row: Row, article: Article | None) -> str | None:
    """What an article has otherwise when it is read again; None where it is the same."""
    if article is None:
        return "no such article is read on its page"
    if row.get("text") != article.text:
        return "its text is read otherwise"
    for name in ("title", "dateline", "outlet", "credited_to"):
        if row.get(name) != getattr(article, name):
            return f"its {name} is read otherwise"
    return None if row.get("byline") == [*article.byline] else "its byline is read otherwise"
