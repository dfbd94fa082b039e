"""A match made a copy: the direction that the family allows, and what was altered on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from copydesk.copies.alterations import alterations, mutual_alterations
from copydesk.copies.lines import Told, direction_in
from copydesk.records import Alteration, Article, Copy, Direction, Evidence, Family, Match, Passage
from copydesk.settings import CopySettings
from copydesk.text.ids import stable_id


def finish_copy(match: Match, left: Article, right: Article, family: Family | None, *, settings: CopySettings) -> Copy:
    """The copy that a match makes, with its direction and alterations; `family` holds both articles, or is None.

    A direction needs two kinds of evidence, told in `why`, and the tree's lines between the two must be sure enough
    together (`direction_sure`); else it is `unknown`.
    """
    told = direction_in(match, family, settings=settings)
    doubt = tuple(_doubts(match, left, right, told))
    return Copy(
        id=stable_id("copy", match.a, match.b),
        a=match.a,
        b=match.b,
        kind=match.kind,
        direction=told.direction,
        score=match.score,
        confidence=match.confidence,
        coverage_a=match.coverage_a,
        coverage_b=match.coverage_b,
        passages=match.passages,
        alterations=_alterations(match, left, right, told.direction, settings=settings),
        why=(*match.why, *told.why, *doubt),
        direction_sure=told.sure,
    )


def _doubts(match: Match, left: Article, right: Article, told: Told) -> Iterator[Evidence]:
    """What speaks against the direction, and that the source may itself be a copy of a text that is not here."""
    if told.direction not in _SIGNS:
        return
    sign = _SIGNS[told.direction]
    for cue in match.cues:
        if sign * (cue.weight or 0.0) < 0:
            yield Evidence(kind="doubt", text=f"against it: {cue.text}", weight=cue.weight)
    source = left if sign > 0 else right
    if told.of_root and not (source.byline or source.dateline or any(one.kind == "credit" for one in told.why)):
        name = source.outlet or source.title or source.source
        text = f"no byline, dateline or credit shows that {name} is where it first stood: both may come from a source"
        yield Evidence(kind="doubt", text=f"{text} that is not in this collection")


_SIGNS = {"a_to_b": 1.0, "b_to_a": -1.0}


def _alterations(
    match: Match, left: Article, right: Article, direction: Direction, *, settings: CopySettings
) -> tuple[Alteration, ...]:
    """What differs, read from the source; from the left article while no direction is known."""
    if match.kind == "quotes_only":
        return ()
    if direction in {"unknown", "common_source"}:
        return mutual_alterations(left, right, match.passages, kind=match.kind, settings=settings)
    if direction != "b_to_a":
        return alterations(left, right, match.passages, kind=match.kind, settings=settings)
    turned = sorted((Passage(a=one.b, b=one.a, same=one.same) for one in match.passages), key=lambda one: one.a)
    found = alterations(right, left, turned, kind=match.kind, settings=settings)
    return tuple(replace(one, a=one.b, b=one.a) for one in found)
