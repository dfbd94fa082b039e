"""The pages as CSL-JSON (Citation Style Language 1.0.2), which Zotero, pandoc and citeproc read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from copydesk.exports.citing import Reference, references
from copydesk.exports.fitting import known, write_json
from copydesk.exports.given import Given, Written
from copydesk.records import Published

FILE = "references.csl.json"


def write(given: Given, folder: Path) -> tuple[Written, ...]:
    """Write an item for every page."""
    items = [_item(one) for one in references(given)]
    write_json(folder / FILE, items)
    return (Written(FILE, len(items)),)


def _item(reference: Reference) -> dict[str, Any]:
    return known(
        id=reference.key,
        type="article-newspaper",
        title=reference.title,
        # A byline does not tell which part of a name is the family's.
        author=[{"literal": one} for one in reference.authors],
        issued=None if reference.published is None else _issued(reference.published),
        accessed=None if reference.accessed is None else {"date-parts": [_parts(reference.accessed, 3)]},
        URL=reference.url,
        language=reference.language,
        note=reference.note,
        **{"container-title": reference.outlet},
    )


def _issued(published: Published) -> dict[str, Any]:
    count = {"year": 1, "month": 2}.get(published.precision, 3)
    low, high = _parts(published.low, count), _parts(published.high, count)
    return {"date-parts": [low] if low == high else [low, high]}


def _parts(day: date, count: int) -> list[int]:
    return [day.year, day.month, day.day][:count]
