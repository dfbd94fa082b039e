"""The ledger on a story's page: what families say of one thing beside each other, and what one says alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from copydesk.records import ArticleId, Check, Figure, FigureId, Outcome, Quote, QuoteId, Story
from copydesk.reports import claim_words, wording
from copydesk.reports.cards import (
    Voice,
    anchor,
    check_anchor,
    fact_href,
    named,
    outlet,
    place_href,
    speaker_href,
    voices,
)
from copydesk.reports.holdings import Holdings
from copydesk.reports.large import told_of, untold
from copydesk.reports.ledger import Row, Scope, ledger, scope
from copydesk.reports.passages import Passage, passage
from copydesk.reports.safe import short

MOST_COLUMNS = 5
"""Families that have a column of their own; what the others say stands together in one more."""
FIRST_ROWS = 12
MOST_ROWS = 100
"""Rows of a part of the ledger that stand open, and at all; the rest are counted and stand in the export."""
MOST_OPEN = 4
"""Rows whose passages stand open from the start: the first conflicts."""
MOST_PASSAGES = 8
MOST_ALONE = 150
LONGEST_ALONE = 300
MOST_IN_CELL = {"figure": 3, "quote": 2, "statement": 2}
LONGEST_CELL = {"figure": 80, "quote": 100, "statement": 180}
"""Readings of one cell, and characters of one by the kind of its row; the passages have all of them, and whole."""
LONGEST_WHY = 140
LONGEST_SUBJECT = 160

DIFFERS: frozenset[Outcome] = frozenset(("conflict", "different"))
MOVED: frozenset[Outcome] = frozenset(("altered", "changed"))


class Cell(NamedTuple):
    """A reading in its family's column; `letter` tells families apart where several share the column."""

    letter: str
    words: str
    hedge: str | None
    pages: int
    altered: bool


class Mark(NamedTuple):
    """An outcome as a sign and a word."""

    outcome: str
    sign: str
    words: str


class Reason(NamedTuple):
    """What a comparison gave, how surely, and on what it rests."""

    mark: Mark
    certainty: str
    why: str


class Entry(NamedTuple):
    """A row as a reader sees it: what it is about, a cell for each column, and the passages it opens to.

    `anchors` are the places by which its comparisons are linked, the first that of the row itself. `unseen` is how
    many readings of each cell are left to the passages.
    """

    anchors: tuple[str, ...]
    kind: str
    subject: str
    about: str
    href: str | None
    marks: tuple[Mark, ...]
    cells: tuple[tuple[Cell, ...], ...]
    unseen: tuple[int, ...]
    passages: tuple[Passage, ...]
    more: int
    reasons: tuple[Reason, ...]
    legend: str | None
    open: bool


class Part(NamedTuple):
    """Rows under one heading: those shown at once, those folded away, and how many are not shown.

    `others` is whether there is a column for what families without one of their own say.
    """

    anchor: str
    title: str
    note: str
    first: tuple[Entry, ...]
    folded: tuple[Entry, ...]
    hidden: int
    others: bool


class Lone(NamedTuple):
    """Something that one family says: words, who says so or what is counted, and where.

    `kind` is `figure` or that of the quote: what is merely reported must not stand in quotation marks.
    """

    letter: str
    kind: str
    words: str
    about: str
    outlet: str
    href: str


class Claims(NamedTuple):
    """What the page of a story shows of its claims.

    `columns` are the families that have one. `alone` is what one independent account says and no other, `rest` what
    else stands in one family; each with how many are not shown. `bounded` tells that not each account was compared with
    each, where that is so, `untold` that the words of the first pages of a very large story are all that is shown.
    """

    columns: tuple[Voice, ...]
    parts: tuple[Part, ...]
    accounts: int
    alone: tuple[Lone, ...]
    alone_more: int
    rest: tuple[Lone, ...]
    rest_more: int
    bounded: str | None
    untold: str | None


def claims(story: Story, holdings: Holdings, voice: dict[ArticleId, Voice] | None = None) -> Claims:
    """The ledger of a story, what differs first, and what stands in one family alone."""
    within = scope(holdings, voices(story, holdings) if voice is None else voice)
    told = told_of(story)
    rows = ledger(told, within)
    shared = [row for row in rows if row.shared]
    columns = _columns(shared, within)
    letters = [own.letter for own in columns]
    parts = [_part(part, found, within, letters) for part, found in _parts(shared) if found]
    record = holdings.alone.get(story.id)
    alone = list(_alone(told, within))
    rest = list(_rest(told, rows, within))
    return Claims(
        columns=columns,
        parts=tuple(parts),
        accounts=0 if record is None else record.accounts,
        alone=tuple(alone[:MOST_ALONE]),
        alone_more=max(0, len(alone) - MOST_ALONE),
        rest=tuple(rest[:MOST_ALONE]),
        rest_more=max(0, len(rest) - MOST_ALONE),
        bounded=None if record is None else claim_words.bounded(record),
        untold=untold(story, "quotes.jsonl, figures.jsonl and checks.jsonl, which an export writes"),
    )


# -- the ledger -------------------------------------------------------------------------------------------------------


def _columns(rows: Sequence[Row], within: Scope) -> tuple[Voice, ...]:
    """The families that have most to say in the rows, in the order of their letters."""
    told = Counter(letter for row in rows for letter in dict.fromkeys(one.letter for one in row.readings if one.letter))
    kept = {letter for letter, _ in told.most_common(MOST_COLUMNS)}
    return tuple(own for own in dict.fromkeys(within.voice.values()) if own.letter in kept)


def _parts(rows: Sequence[Row]) -> tuple[tuple[tuple[str, str, str], list[Row]], ...]:
    differ = [row for row in rows if row.outcomes and row.outcomes[0] in DIFFERS]
    moved = [row for row in rows if row.outcomes and row.outcomes[0] in MOVED]
    agree = [row for row in rows if not row.outcomes or row.outcomes[0] not in DIFFERS | MOVED]
    return tuple(zip(claim_words.LEDGER_PARTS, (differ, moved, agree), strict=True))


def _part(part: tuple[str, str, str], rows: Sequence[Row], within: Scope, letters: Sequence[str]) -> Part:
    made = [
        entry(row, within, letters, opened=number < MOST_OPEN and _opens(row))
        for number, row in enumerate(rows[:MOST_ROWS])
    ]
    others = any(one.cells[-1] for one in made)
    return Part(*part, tuple(made[:FIRST_ROWS]), tuple(made[FIRST_ROWS:]), len(rows) - len(made), others)


def _opens(row: Row) -> bool:
    """Whether a row stands open: a conflict of which the cells do not give every word already."""
    return "conflict" in row.outcomes and row.kind != "statement"


def entry(row: Row, within: Scope, letters: Sequence[str], *, opened: bool = False) -> Entry:
    """A row set in columns: one for each of the letters, and one for what has none of them."""
    holdings = within.holdings
    subject, about = _named(row, holdings)
    cells, most = _cells(row, letters), MOST_IN_CELL[row.kind]
    return Entry(
        anchors=tuple(map(check_anchor, row.checks)) or (anchor(row.kind, row.id),),
        kind=row.kind,
        subject=subject,
        about=about,
        href=_href(row, holdings),
        marks=tuple(map(mark, row.outcomes)),
        cells=tuple(cell[:most] for cell in cells),
        unseen=tuple(max(0, len(cell) - most) for cell in cells),
        passages=tuple(_passages(row, holdings)),
        more=max(0, len(row.readings) - MOST_PASSAGES),
        reasons=tuple(reason(check, holdings) for check in row.checks),
        legend=claim_words.LEGENDS.get(row.kind) if len(row.readings) > 1 else None,
        open=opened,
    )


def _passages(row: Row, holdings: Holdings) -> Iterator[Passage]:
    """The readings in their sentences: of an utterance what differs is marked, of statements what they share."""
    first = row.readings[0]
    for one in row.readings[:MOST_PASSAGES]:
        if row.kind == "statement":
            yield passage(one, holdings, beside=[other.words for other in row.readings if other is not one])
        else:
            variant = row.kind == "quote" and one is not first and one.kind != "statement"
            yield passage(one, holdings, against=first.words if variant else None)


def mark(outcome: Outcome) -> Mark:
    """An outcome as a reader sees it."""
    return Mark(outcome, wording.OUTCOME_MARKS[outcome], wording.OUTCOMES[outcome])


def reason(check: Check, holdings: Holdings) -> Reason:
    """Why a comparison gave what it gave."""
    certainty = wording.confidence(check.confidence)
    return Reason(mark(check.outcome), certainty, named(check.why, holdings))


def _named(row: Row, holdings: Holdings) -> tuple[str, str]:
    """What a row is about, and what it is: of statements, which their cells give in full, what was compared and why."""
    if row.kind != "statement":
        return short(row.subject, LONGEST_SUBJECT), " · ".join(filter(None, (claim_words.ROWS[row.kind], row.unit)))
    (check,) = row.checks
    return claim_words.STATEMENTS[check.kind], short(named(check.why, holdings), LONGEST_WHY)


def _href(row: Row, holdings: Holdings) -> str | None:
    if row.kind == "figure":
        return fact_href(row.id, holdings)
    names = row.subject.split(";") if row.kind == "quote" else []
    return speaker_href(names[0], holdings) if len(names) == 1 else None


def _cells(row: Row, letters: Sequence[str]) -> tuple[tuple[Cell, ...], ...]:
    columns: dict[str, list[Cell]] = {own: [] for own in (*letters, "")}
    for one in row.readings:
        told = Cell(one.letter, short(one.words, LONGEST_CELL[row.kind]), one.hedge, len(one.places), bool(one.altered))
        columns[one.letter if one.letter in columns else ""].append(told)
    return tuple(map(tuple, columns.values()))


# -- what stands in one family ----------------------------------------------------------------------------------------


def _alone(story: Story, within: Scope) -> Iterator[Lone]:
    """What one independent account says and no other, family by family."""
    holdings = within.holdings
    record = holdings.alone.get(story.id)
    if record is None:
        return
    quotes = {one.id: one for article in story.articles for one in holdings.quotes_of.get(article, ())}
    said: list[Quote | Figure] = [quotes[one] for one in record.quotes if one in quotes]
    figures = {one.id: one for article in story.articles for one in holdings.figures_of.get(article, ())}
    said.extend(figures[one] for one in record.figures if one in figures)
    yield from _told(said, within)


def _rest(story: Story, rows: Iterable[Row], within: Scope) -> Iterator[Lone]:
    """What else one family says: in other accounts it may stand in other words."""
    holdings = within.holdings
    record = holdings.alone.get(story.id)
    taken: set[QuoteId | FigureId] = set() if record is None else {*record.quotes, *record.figures}
    single = {row.id for row in rows if not row.shared}
    said: dict[str, Quote | Figure] = {}
    for article in story.articles:
        for quote in holdings.quotes_of.get(article, ()):
            known = holdings.attribution.get(quote.id)
            name = (known and known.utterance) or quote.id
            if name in single:
                said.setdefault(name, quote)
        for figure in holdings.figures_of.get(article, ()):
            fact = holdings.fact_of.get(figure.id)
            if fact is None or fact.id in single:
                said.setdefault(figure.id if fact is None else fact.id, figure)
    yield from _told((one for one in said.values() if one.id not in taken), within)


def _told(said: Iterable[Quote | Figure], within: Scope) -> Iterator[Lone]:
    """Quotes and figures in the order of the families' letters, quotes first."""
    known = [one for one in said if one.article in within.voice]
    known.sort(key=lambda one: (within.voice[one.article].letter.rjust(9), isinstance(one, Figure)))
    for one in known:
        article = within.holdings.articles[one.article]
        if isinstance(one, Figure):
            kind, words, about = "figure", one.surface, claim_words.counted(one.measures)
        else:
            kind, words, about = one.kind, one.text, speaker_line(one, within.holdings)
        href = place_href(article, one.start)
        said_so = short(words, LONGEST_ALONE), short(about, LONGEST_SUBJECT)
        yield Lone(within.letter(one.article), kind, *said_so, outlet(article), href)


def speaker_line(quote: Quote, holdings: Holdings) -> str:
    """Who says a quotation, and through whom, for the note on an article's page."""
    who = holdings.speaker(quote) or "not attributed"
    return f"{who}, via {quote.via}" if quote.via else who
