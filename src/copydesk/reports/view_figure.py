"""What the pages of figures show: those of the collection by what is measured, and one fact through time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from copydesk.records import Check, Fact, Figure, StoryId
from copydesk.reports import claim_words, wording
from copydesk.reports.cards import anchor, fact_href, outlet, place_href, speaker_href, story_href, story_label
from copydesk.reports.holdings import Holdings
from copydesk.reports.ledger import Reading, Row, Scope, compared, fact_row, figure_readings, figures, scope
from copydesk.reports.passages import Passage, passage
from copydesk.reports.safe import short
from copydesk.reports.storyline import line_label
from copydesk.reports.timeline import Lane, Moment, draw_timeline
from copydesk.reports.view_claims import Mark, Reason, mark, reason

MOST_LINES = 3000
MOST_FACTS = 100
MOST_ONCE = 50
"""Lines of the list of figures, and for each story the facts told several times and the figures told once."""
MOST_VALUES = 8
MOST_READINGS = 120
MOST_LANES = 24
LONGEST_MEASURE = 160


class Value(NamedTuple):
    """A reading of a fact: as the page has it, how it is hedged, who says so, on how many pages, when."""

    words: str
    hedge: str | None
    who: str
    outlet: str
    href: str
    pages: int
    day: str
    altered: bool


class Line(NamedTuple):
    """A fact in the list of figures; `what` is measured, in `unit`."""

    anchor: str
    what: str
    unit: str | None
    href: str | None
    marks: tuple[Mark, ...]
    values: tuple[Value, ...]
    more: int
    extent: str


class Group(NamedTuple):
    """The figures of one storyline, or of a story that belongs to none."""

    anchor: str
    label: str
    href: str | None
    facts: tuple[Line, ...]
    facts_more: int
    once: tuple[Line, ...]
    once_more: int


class Given(NamedTuple):
    """A reading on the page of its fact: its words in their sentence, whose they are, and in which story.

    `si` is the amount in SI units where the page has others.
    """

    passage: Passage
    value: str
    hedge: str | None
    si: str | None
    day: str
    basis: str
    speaker: tuple[str, str | None] | None
    story: tuple[str, str] | None


# -- the figures of a collection --------------------------------------------------------------------------------------


def figures_view(holdings: Holdings) -> dict[str, Any]:
    """The values of `figures.html`: facts by storyline, the most told first."""
    checks = compared((one for one in holdings.collection.checks if one.kind == "number"), holdings)
    groups = _grouped(holdings)
    within = scope(holdings)
    ordered = sorted(groups, key=lambda key: (-sum(len(one.figures) for one in groups[key][0]), key))
    lines = (
        min(len(facts), MOST_FACTS) + min(len(once), MOST_ONCE) for facts, once in map(groups.__getitem__, ordered)
    )
    ends = accumulate(lines)
    shown = [key for key, end in zip(ordered, ends, strict=True) if end <= MOST_LINES] or ordered[:1]
    return {
        "groups": tuple(_group(key, groups[key], checks, within) for key in shown),
        "more": len(ordered) - len(shown),
        "facts": sum(len(facts) for facts, _ in groups.values()),
        "figures": len(holdings.figures),
    }


def _grouped(holdings: Holdings) -> dict[str, tuple[list[Fact], list[Figure]]]:
    """Facts, and figures that belong to none, by storyline or story."""
    groups: dict[str, tuple[list[Fact], list[Figure]]] = {}
    for fact in holdings.facts.values():
        if figures(fact, holdings):
            groups.setdefault(fact.story, ([], []))[0].append(fact)
    for figure in holdings.figures.values():
        story = holdings.story_of.get(figure.article)
        if figure.id not in holdings.fact_of and story is not None:
            groups.setdefault(story.storyline or story.id, ([], []))[1].append(figure)
    return groups


def _group(
    key: str, held: tuple[Sequence[Fact], Sequence[Figure]], checks: dict[str, list[Check]], within: Scope
) -> Group:
    holdings = within.holdings
    facts, once = held
    label, href = _named(key, holdings)
    told = sorted(facts, key=lambda fact: (-len(fact.figures), fact.id))
    return Group(
        anchor=anchor("of", key),
        label=label,
        href=href,
        facts=tuple(
            _line(fact.id, fact_row(fact, checks.get(fact.id, ()), within), holdings) for fact in told[:MOST_FACTS]
        ),
        facts_more=max(0, len(told) - MOST_FACTS),
        once=tuple(_alone(figure, within) for figure in once[:MOST_ONCE]),
        once_more=max(0, len(once) - MOST_ONCE),
    )


def _named(key: str, holdings: Holdings) -> tuple[str, str | None]:
    """The name and the page of a storyline or story; the page of a storyline is that of its largest story."""
    stories = holdings.storylines.get(key) or [one for one in (holdings.stories.get(StoryId(key)),) if one is not None]
    if not stories:
        return "of no story", None
    largest = max(stories, key=lambda story: len(story.articles))
    return line_label(stories, holdings), story_href(largest, "")


def _line(name: str, row: Row, holdings: Holdings) -> Line:
    pages = {place.article for one in row.readings for place in one.places}
    extent = ((row.families, "text family"), (len(pages), "page"))
    return Line(
        anchor=anchor("fact", name),
        what=short(row.subject, LONGEST_MEASURE),
        unit=row.unit,
        href=fact_href(name, holdings, ""),
        marks=tuple(map(mark, row.outcomes)),
        values=tuple(_value(one, holdings) for one in row.readings[:MOST_VALUES]),
        more=max(0, len(row.readings) - MOST_VALUES),
        extent=" · ".join(wording.counted(amount, word) for amount, word in extent),
    )


def _alone(figure: Figure, within: Scope) -> Line:
    what, unit = claim_words.measured(figure.measures)
    (reading,) = figure_readings([figure], within)
    what = short(what, LONGEST_MEASURE)
    return Line(anchor("figure", figure.id), what, unit, None, (), (_value(reading, within.holdings),), 0, "1 page")


def _value(reading: Reading, holdings: Holdings) -> Value:
    first = reading.places[0]
    article = holdings.articles[first.article]
    dated = holdings.published(article)
    return Value(
        words=short(reading.words, 80),
        hedge=reading.hedge,
        who=short(reading.speaker or "", 60),
        outlet=outlet(article),
        href=place_href(article, first.start, ""),
        pages=len(reading.places),
        day="not dated" if dated is None else wording.days(dated),
        altered=bool(reading.altered),
    )


# -- one fact ---------------------------------------------------------------------------------------------------------


def figure_view(fact: Fact, holdings: Holdings) -> dict[str, Any]:
    """The values of `figure.html`: what is said of one fact, the earliest page first."""
    told = figures(fact, holdings)
    near = {check.id: check for one in told for check in holdings.checks_of.get(one.article, ())}
    checks = compared(near.values(), holdings).get(fact.id, [])
    row = fact_row(fact, checks, scope(holdings))
    readings = sorted(row.readings, key=lambda one: _first_day(one, holdings))
    stories = {story.id: story for one in told if (story := holdings.story_of.get(one.article)) is not None}
    pages = {place.article for one in row.readings for place in one.places}
    reasons: tuple[Reason, ...] = tuple(reason(check, holdings) for check in row.checks)
    return {
        "what": short(row.subject, LONGEST_MEASURE),
        "unit": row.unit,
        "marks": tuple(map(mark, row.outcomes)),
        "reasons": reasons,
        "extent": " · ".join(
            wording.counted(amount, word)
            for amount, word in ((row.families, "text family"), (len(pages), "page"), (len(stories), "story"))
            if amount
        ),
        "timeline": _timeline(row, told, holdings),
        "given": tuple(_given(one, holdings) for one in readings[:MOST_READINGS]),
        "more": max(0, len(readings) - MOST_READINGS),
        "stories": tuple((story_label(one, holdings), story_href(one)) for one in stories.values()),
    }


def _first_day(reading: Reading, holdings: Holdings) -> str:
    dated = holdings.published(holdings.articles[reading.places[0].article])
    return "9" if dated is None else f"{dated.low} {dated.high}"


def _given(reading: Reading, holdings: Holdings) -> Given:
    article = holdings.articles[reading.places[0].article]
    dated = holdings.published(article)
    story = holdings.story_of.get(article.id)
    who = None if reading.speaker is None else short(reading.speaker, 80)
    return Given(
        passage=passage(reading, holdings)._replace(note=f"via {short(reading.via, 80)}" if reading.via else ""),
        value=short(reading.words, 80),
        hedge=reading.hedge,
        si=reading.si,
        day="not dated" if dated is None else wording.days(dated),
        basis="" if dated is None else wording.BASES[dated.basis],
        speaker=None if who is None else (who, speaker_href(reading.speaker or "", holdings)),
        story=None if story is None else (story_label(story, holdings), story_href(story)),
    )


def _timeline(row: Row, told: Sequence[Figure], holdings: Holdings) -> str | None:
    """The days on which each amount was given, a lane for each, the smallest at the top."""
    values = {(one.article, one.start): one.value for one in told}
    lanes: dict[float, tuple[str, list[Moment]]] = {}
    for one in (reading for reading in row.readings if reading.kind == "figure"):
        first = one.places[0]
        lane = lanes.setdefault(values[first.article, first.start], (one.words, []))
        lane[1].extend(_moments(one, holdings))
    drawn = [Lane(label, tuple(moments)) for _, (label, moments) in sorted(lanes.items())[:MOST_LANES]]
    return draw_timeline((), drawn, label=f"Days on which pages gave each figure: {short(row.subject, 80)}")


def _moments(reading: Reading, holdings: Holdings) -> Iterator[Moment]:
    """The days on which pages with a reading were published, a mark for each day."""
    days: dict[tuple[Any, Any], list[str]] = {}
    for place in reading.places:
        article = holdings.articles[place.article]
        dated = holdings.published(article)
        if dated is not None:
            days.setdefault((dated.low, dated.high), []).append(outlet(article))
    for (low, high), outlets in days.items():
        title = f"{reading.words}: {', '.join(outlets[:8])}"
        yield Moment(low, high, short(title, 200), None, len(outlets))
