"""Who said what, and the figures of a story: quotations by utterance, figures by fact and family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz.distance import Indel

from copydesk.records import ArticleId, Fact, Figure, Quote, Story
from copydesk.reports import wording
from copydesk.reports.cards import Voice, outlet, place_href
from copydesk.reports.holdings import Holdings
from copydesk.text.normal import fold

MOST_WORDS = 400
"""Words of two variants that are compared for what differs: a longer one is a statement, not a quotation."""


class Witness(NamedTuple):
    """An outlet that has these words, on how many pages, and where on the first of them."""

    letter: str
    outlet: str
    href: str
    pages: int


class Word(NamedTuple):
    """A stretch of a variant; `new` where the first variant has other words."""

    text: str
    new: bool


class Variant(NamedTuple):
    """One wording of an utterance: its words, the pages that have it, and whether a copy altered it."""

    stretches: tuple[Word, ...]
    kind: str
    via: str | None
    speaker: str | None
    altered: bool
    witnesses: tuple[Witness, ...]


class Utterance(NamedTuple):
    """Something said once, as the pages have it: the earliest wording first; `shown` where several pages have it."""

    speaker: str
    anchor: str
    variants: tuple[Variant, ...]
    pages: int
    families: int
    altered: bool
    shown: bool
    extent: str


class Cell(NamedTuple):
    """What one family says of a fact: a reading, as its pages have it."""

    surface: str
    href: str
    pages: int


class LedgerRow(NamedTuple):
    """A fact and what each family says of it; `differs` where the readings are not the same."""

    measures: str
    cells: tuple[tuple[Cell, ...], ...]
    families: int
    differs: bool


class Ledger(NamedTuple):
    """Rows are facts, columns are text families."""

    columns: tuple[Voice, ...]
    shared: tuple[LedgerRow, ...]
    single: tuple[LedgerRow, ...]


def utterances(story: Story, holdings: Holdings, voice: dict[ArticleId, Voice]) -> tuple[Utterance, ...]:
    """The quotations of a story: altered ones first, then those that most families have."""
    groups: dict[str, list[Quote]] = {}
    for one in story.articles:
        for quote in holdings.quotes_of.get(one, ()):
            known = holdings.attribution.get(quote.id)
            shared = None if known is None else known.utterance
            groups.setdefault(shared or quote.id, []).append(quote)
    altered = altered_quotes(story, holdings)
    found = [
        _utterance(number, group, holdings, voice, altered=altered) for number, group in enumerate(groups.values())
    ]
    return tuple(sorted(found, key=lambda one: (not one.altered, -len(one.variants), -one.families, -one.pages)))


def altered_quotes(story: Story, holdings: Holdings) -> dict[ArticleId, list[tuple[int, int]]]:
    """Where, in each article of a story, the words inside quotation marks are a copy's and not its source's."""
    found: dict[ArticleId, list[tuple[int, int]]] = {}
    for one in story.articles:
        for copy in holdings.copies_of.get(one, ()):
            derived = {"a_to_b": copy.b, "b_to_a": copy.a}.get(copy.direction)
            if derived == one:
                spans = (
                    alteration.b if derived == copy.b else alteration.a
                    for alteration in copy.alterations
                    if alteration.kind == "quote" and alteration.material
                )
                found.setdefault(one, []).extend(span for span in spans if span is not None)
    return found


def _utterance(
    number: int,
    quotes: list[Quote],
    holdings: Holdings,
    voice: dict[ArticleId, Voice],
    *,
    altered: dict[ArticleId, list[tuple[int, int]]],
) -> Utterance:
    wordings: dict[str, list[Quote]] = {}
    for quote in quotes:
        wordings.setdefault(fold(quote.text), []).append(quote)
    first = quotes[0].text.split()
    variants = tuple(
        _variant(first, group, holdings, voice, altered=any(_touches(quote, altered) for quote in group))
        for group in wordings.values()
    )
    pages = len({quote.article for quote in quotes})
    families = len({voice[quote.article].letter for quote in quotes if quote.article in voice})
    spread = (("page", pages), ("text family", families), ("wording", len(variants)))
    return Utterance(
        speaker=next((name for quote in quotes if (name := holdings.speaker(quote))), "not attributed"),
        anchor=f"said-{number}",
        variants=variants,
        pages=pages,
        families=families,
        altered=any(variant.altered for variant in variants),
        shown=pages > 1,
        extent=" · ".join(wording.counted(amount, word) for word, amount in spread if amount),
    )


def _touches(quote: Quote, altered: dict[ArticleId, list[tuple[int, int]]]) -> bool:
    return any(start < quote.end and quote.start < end for start, end in altered.get(quote.article, ()))


def _variant(
    first: list[str], quotes: list[Quote], holdings: Holdings, voice: dict[ArticleId, Voice], *, altered: bool
) -> Variant:
    return Variant(
        stretches=tuple(_stretches(first, quotes[0].text.split())),
        kind=wording.QUOTES[quotes[0].kind],
        via=next((quote.via for quote in quotes if quote.via), None),
        speaker=next((quote.speaker_surface for quote in quotes if quote.speaker_surface), None),
        altered=altered,
        witnesses=tuple(_witnesses(quotes, holdings, voice)),
    )


def _witnesses(quotes: list[Quote], holdings: Holdings, voice: dict[ArticleId, Voice]) -> Iterator[Witness]:
    """The outlets of one wording, each once in each family."""
    outlets: dict[tuple[str, str], list[Quote]] = {}
    for quote in quotes:
        if quote.article in holdings.articles:
            own = voice.get(quote.article)
            key = ("" if own is None else own.letter, outlet(holdings.articles[quote.article]))
            outlets.setdefault(key, []).append(quote)
    for (mark, name), found in outlets.items():
        href = place_href(holdings.articles[found[0].article], found[0].start)
        yield Witness(mark, name, href, len({quote.article for quote in found}))


def _stretches(first: list[str], words: list[str]) -> Iterator[Word]:
    """A variant in stretches, those that the first variant does not have told apart."""
    if len(first) > MOST_WORDS or len(words) > MOST_WORDS:
        yield Word(" ".join(words), False)
        return
    for step in Indel.opcodes([fold(word) for word in first], [fold(word) for word in words]):
        if step.dest_start < step.dest_end:
            yield Word(" ".join(words[step.dest_start : step.dest_end]), step.tag != "equal")


# -- figures ----------------------------------------------------------------------------------------------------------


def ledger(story: Story, holdings: Holdings, voice: dict[ArticleId, Voice]) -> Ledger:
    """The figures of a story by fact and family; facts that only one family gives stand apart."""
    columns = tuple(dict.fromkeys(voice.values()))
    rows = [_row(fact, holdings, voice, columns) for fact in _facts(story, holdings)]
    told = sorted((row for row in rows if row.families), key=lambda row: (not row.differs, -row.families))
    return Ledger(
        columns, tuple(row for row in told if row.families > 1), tuple(row for row in told if row.families == 1)
    )


def _facts(story: Story, holdings: Holdings) -> Iterable[Fact]:
    keys = dict.fromkeys([story.id, *([] if story.storyline is None else [story.storyline])])
    return (fact for key in keys for fact in holdings.facts_of.get(key, ()))


def _row(fact: Fact, holdings: Holdings, voice: dict[ArticleId, Voice], columns: tuple[Voice, ...]) -> LedgerRow:
    figures = [holdings.figures[one] for one in fact.figures if one in holdings.figures]
    here = [figure for figure in figures if figure.article in voice and figure.article in holdings.articles]
    cells = tuple(tuple(_cells([one for one in here if voice[one.article] == own], holdings)) for own in columns)
    told = sum(bool(cell) for cell in cells)
    return LedgerRow(fact.measures, cells, told, len({_reading(figure) for figure in here}) > 1)


def _reading(figure: Figure) -> tuple[float, str | None, str | None]:
    return (figure.value, figure.unit, figure.per)


def _cells(figures: list[Figure], holdings: Holdings) -> Iterator[Cell]:
    """The readings of one family, each once, in the words of the first page that has it."""
    readings: dict[tuple[float, str | None, str | None], list[Figure]] = {}
    for figure in figures:
        readings.setdefault(_reading(figure), []).append(figure)
    for same in readings.values():
        article = holdings.articles[same[0].article]
        yield Cell(same[0].surface, place_href(article, same[0].start), len({one.article for one in same}))


def speaker_line(quote: Quote, holdings: Holdings) -> str:
    """Who says a quotation, and through whom, for the note on an article's page."""
    who = holdings.speaker(quote) or "not attributed"
    return f"{who}, via {quote.via}" if quote.via else who
