"""The ledgers of all stories: one line for what one family states of a figure, an utterance or a compared statement."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copydesk.exports.csv_files import guarded
from copydesk.exports.fitting import held_in, write_json
from copydesk.exports.given import Given, Written
from copydesk.records import ArticleId, Place, Story
from copydesk.reports.cards import outlet, story_label, voices
from copydesk.reports.ledger import Reading, Row, ledger, scope
from copydesk.reports.safe import web_address

TABLE, TREE = "ledger.csv", "ledger.json"
_COLUMNS = (
    *("story", "label", "id", "kind", "subject", "unit", "outcomes", "families"),
    *("family", "letter", "words", "hedge", "si", "speaker", "via", "altered", "outlets", "urls", "articles", "places"),
)


def write(given: Given, folder: Path) -> tuple[Written, ...]:
    """Write the ledgers as a table, a line a reading, and as a tree of stories, rows and readings."""
    trees = held_in([_ledger(story, given) for story in given.holdings.stories.values()])
    lines = [line for tree in trees for line in _lines(tree)]
    with (folder / TABLE).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(_COLUMNS)
        writer.writerows([guarded(line[name]) for name in _COLUMNS] for line in lines)
    write_json(folder / TREE, trees)
    return Written(TABLE, len(lines)), Written(TREE, len(trees))


def _ledger(story: Story, given: Given) -> dict[str, Any]:
    holdings = given.holdings
    rows = ledger(story, scope(holdings, voices(story, holdings)))
    return {"story": story.id, "label": story_label(story, holdings), "rows": [_row(row, given) for row in rows]}


def _row(row: Row, given: Given) -> dict[str, Any]:
    checks = [
        {"id": one.id, "outcome": one.outcome, "confidence": one.confidence, "why": given.remark(one.why)}
        for one in row.checks
    ]
    return {
        "id": row.id,
        "kind": row.kind,
        "subject": row.subject if row.kind == "quote" else given.phrase(row.subject, _articles(row)),
        "unit": row.unit,
        "outcomes": list(row.outcomes),
        "families": row.families,
        "readings": [_reading(one, given) for one in row.readings],
        "checks": checks,
    }


def _articles(row: Row) -> list[ArticleId]:
    return [place.article for reading in row.readings for place in reading.places]


def _reading(reading: Reading, given: Given) -> dict[str, Any]:
    return {
        "family": reading.family,
        "letter": reading.letter,
        "words": _words(reading, given),
        "hedge": reading.hedge,
        "si": reading.si,
        "speaker": reading.speaker,
        "via": reading.via,
        "altered": list(reading.altered),
        "places": [_place(one, given) for one in reading.places],
    }


def _words(reading: Reading, given: Given) -> str | None:
    """The words of a reading, as far as they may stand."""
    first = reading.places[0]
    article = given.holdings.articles[first.article]
    if not given.public:
        return reading.words
    return given.words(article, (first.start, first.end))


def _place(place: Place, given: Given) -> dict[str, Any]:
    article = given.holdings.articles[place.article]
    return {
        "article": article.id,
        "outlet": outlet(article),
        "url": web_address(article.url),
        "start": place.start,
        "end": place.end,
    }


def _lines(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A line for each reading of each row of a story; several values of one cell are parted by bars."""
    for row in tree["rows"]:
        for reading in row["readings"]:
            places = reading["places"]
            yield {
                **tree,
                **row,
                **reading,
                "outcomes": " | ".join(row["outcomes"]),
                "altered": " | ".join(reading["altered"]),
                "outlets": " | ".join(dict.fromkeys(one["outlet"] for one in places)),
                "urls": " | ".join(dict.fromkeys(one["url"] for one in places if one["url"])),
                "articles": " | ".join(one["article"] for one in places),
                "places": " | ".join(f"{one['article']}:{one['start']}-{one['end']}" for one in places),
            }
