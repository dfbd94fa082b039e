"""A record as a notebook shows it: a little HTML that stands by itself, runs nothing and loads nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from copydesk.records import Alteration, Article, Check, Copy, Family, Figure, Story
from copydesk.reports import claim_words, wording
from copydesk.reports.comparison import Comparison
from copydesk.reports.composing import composed
from copydesk.reports.safe import language, short, web_address
from copydesk.reports.templating import environment
from copydesk.reports.view_pair import pair_view

if TYPE_CHECKING:
    from jinja2 import Environment

OPEN_PARAGRAPHS = 4
"""Paragraphs that are read at once; the others are a click away."""
OPEN_CHANGES = 10
"""Material changes that are read at once."""
MOST_LISTED = 40
"""Families of a story, changes of a pair, articles of a family, records of an answer that are listed."""
LONGEST_CELL = 120
MOST_CHANGES = 200
MOST_PARAGRAPHS = 300
MOST_BLOCKS = 200
LONGEST_BLOCK = 300
"""What is cut off, so that a page of megabytes does not make a notebook of megabytes."""


def html_of(record: Any) -> str:
    """The HTML of a record, at most some hundred kilobytes, in the colours of whatever it stands in."""
    match record:
        case Article():
            values = _article(record)
        case Comparison():
            values = _comparison(record)
        case Figure():
            values = _figure(record)
        case Check():
            values = _check(record)
        case Story():
            values = _story(record)
        case Copy():
            values = _copy(record)
        case Family():
            values = _family(record)
        case tuple():
            values = _records(record)
        case _:
            values = {"record": record}
    return _templates().get_template(f"notebook_{type(record).__name__.lower()}.html").render(values)


@cache
def _templates() -> Environment:
    return environment()


def _article(article: Article) -> dict[str, Any]:
    paragraphs = composed(article)[:MOST_PARAGRAPHS]
    cut = [block for block in article.blocks if block.kind != "body"]
    return {
        "article": article,
        "address": web_address(article.url),
        "lang": language(article.language),
        "described": wording.described(article),
        "opening": paragraphs[:OPEN_PARAGRAPHS],
        "rest": paragraphs[OPEN_PARAGRAPHS:],
        "left_out": wording.left_out(article),
        "dates": tuple((one, wording.ROLES[one.role]) for one in article.dates[:MOST_BLOCKS]),
        "cut": tuple((wording.BLOCKS[one.kind], short(one.text, LONGEST_BLOCK)) for one in cut[:MOST_BLOCKS]),
        "unlisted": max(0, len(cut) - MOST_BLOCKS),
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    """What a pair shows without its texts: the sentence, the counts, material changes and evidence."""
    copy = comparison.copy
    if copy is None:
        return {"found": False, "left": comparison.left, "right": comparison.right}
    values = pair_view(copy, comparison.holdings(), alone=True, first=comparison.left.id, texts=False)
    material = (*values["material"], *values["outside_changes"])[:MOST_CHANGES]
    return {
        **values,
        "found": True,
        "source": values["left"],
        "derived": values["right"],
        "opening": material[:OPEN_CHANGES],
        "rest": material[OPEN_CHANGES:],
    }


def _story(story: Story) -> dict[str, Any]:
    return {
        "record": story,
        "event": wording.event(story.event_date),
        "ladder": wording.ladder_line(story.ladder),
        "families": story.families[:MOST_LISTED],
        "more": max(0, len(story.families) - MOST_LISTED),
    }


def _copy(copy: Copy) -> dict[str, Any]:
    """A pair as far as it can be told without its articles: how, how much, which way, and what changed."""
    changes = tuple(one for one in copy.alterations if one.material)
    if wording.directed(copy):
        source, derived = (copy.a, copy.b) if copy.direction == "a_to_b" else (copy.b, copy.a)
        direction = f"{derived} appears to be made from {source}"
        names = ("source", "copy")
    else:
        direction, names = wording.direction(copy.direction, None, None), (copy.a, copy.b)
    return {
        "record": copy,
        "kind": wording.COPIES[copy.kind],
        "certainty": wording.confidence(copy.confidence),
        "direction": direction,
        "names": names,
        "changes": tuple(_shortened(one) for one in changes[:MOST_LISTED]),
        "more": max(0, len(changes) - MOST_LISTED),
    }


def _shortened(alteration: Alteration) -> dict[str, str]:
    readings = {name: short(getattr(alteration, name), LONGEST_BLOCK) for name in ("before", "after")}
    return {"kind": alteration.kind, **readings}


def _family(family: Family) -> dict[str, Any]:
    edges = family.edges[:MOST_LISTED]
    return {
        "record": family,
        "edges": tuple((edge, wording.confidence(edge.confidence) if edge.parent else "") for edge in edges),
        "more": max(0, len(family.edges) - MOST_LISTED),
    }


def _records(records: Any) -> dict[str, Any]:
    """An answer as a table of its first records, with those columns that hold one value each."""
    columns, rows = records.head(MOST_LISTED)
    return {"record": records, "columns": columns, "rows": [[short(one, LONGEST_CELL) for one in row] for row in rows]}


def _figure(figure: Figure) -> dict[str, Any]:
    what, unit = claim_words.measured(figure.measures)
    return {
        "record": figure,
        "what": what,
        "unit": figure.unit or unit,
        "hedge": claim_words.hedge(figure),
        "si": claim_words.in_si(figure),
    }


def _check(check: Check) -> dict[str, Any]:
    """A comparison with its sides in their own words, each under its family."""
    return {
        "record": check,
        "mark": wording.OUTCOME_MARKS[check.outcome],
        "verdict": wording.OUTCOMES[check.outcome],
        "kind": wording.CHECKS[check.kind],
        "certainty": wording.confidence(check.confidence),
        "sides": check.sides[:MOST_CHANGES],
    }
