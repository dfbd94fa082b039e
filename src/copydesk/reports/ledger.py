"""The ledger of a story as plain tuples: one row a fact, an utterance or a compared statement, and who says what of it.

Nothing is found here. Facts and utterances group what pages say, checks tell what comparing gave, alterations what a
copy has otherwise than its source: a row holds the three side by side. Pages and other exporters set the same rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Literal, NamedTuple, TypeVar

from copydesk.records import Alteration, ArticleId, Check, Copy, Fact, Figure, Outcome, Place, Quote, Side, Story
from copydesk.reports.cards import Voice
from copydesk.reports.claim_words import hedge, in_si, measured
from copydesk.reports.holdings import Holdings
from copydesk.reports.wording import OUTCOMES
from copydesk.text.normal import fold

RowKind = Literal["figure", "quote", "statement"]
One = TypeVar("One", Figure, Quote)
RANKED: tuple[Outcome, ...] = tuple(OUTCOMES)
"""The outcomes, those that most need a person first."""
_FITS = RANKED.index("compatible")


class Reading(NamedTuple):
    """What one family says for a row: `words` as they stand at the first of `places`, the others have the same.

    `letter` is that of the family in the story, "" where the words stand in another story of the storyline. `hedge` is
    how a figure is hedged and `si` its amount in SI units, `speaker` and `via` to whom the words are put down.
    `altered` are the pairs, by id, whose copy has these words where its source has others.
    """

    family: str
    letter: str
    words: str
    places: tuple[Place, ...]
    kind: str
    hedge: str | None = None
    si: str | None = None
    speaker: str | None = None
    via: str | None = None
    altered: tuple[str, ...] = ()


class Row(NamedTuple):
    """One line of a ledger: the readings in the order of the families, and what comparing them gave.

    `id` is that of the fact, the utterance (or its only quote) or the check. `unit` is what a figure counts.
    `outcomes` begin with the one that most needs a person; there is none where nothing was compared. `families` counts
    the families of the story that have a reading; of rows that are made for no story, all.
    """

    id: str
    kind: RowKind
    subject: str
    unit: str | None
    outcomes: tuple[Outcome, ...]
    readings: tuple[Reading, ...]
    checks: tuple[Check, ...]
    families: int

    @property
    def shared(self) -> bool:
        """Whether there is more than one family's word for it, or a copy that altered it."""
        return self.families > 1 or bool(self.outcomes)


class Scope(NamedTuple):
    """What rows are made in: the collection, the letters of a story's families, and where copies altered words."""

    holdings: Holdings
    voice: dict[ArticleId, Voice]
    altered: Altered

    def letter(self, article: ArticleId) -> str:
        """The letter of an article's family; "" outside the story."""
        return self.voice[article].letter if article in self.voice else ""

    def family(self, article: ArticleId) -> str:
        """By what the family of an article is known: copies of one are one voice, an article alone is one by itself."""
        if article in self.voice:
            return self.voice[article].letter
        family = self.holdings.family_of.get(article)
        return article if family is None else family.id


def scope(holdings: Holdings, voice: dict[ArticleId, Voice] | None = None) -> Scope:
    """The scope of a story's rows; without its families' letters, of the whole collection."""
    return Scope(holdings, voice or {}, Altered(holdings))


def ledger(story: Story, within: Scope) -> tuple[Row, ...]:
    """The rows of a story: conflicts first, then by what else needs a person, by families and by readings."""
    holdings = within.holdings
    checks = compared(holdings.checks(story), holdings)
    rows = [
        *(fact_row(fact, checks.pop(fact.id, ()), within) for fact in facts(story, holdings)),
        *(quote_row(name, said, checks.pop(name, ()), within) for name, said in utterances(story, holdings).items()),
        *(_statement_row(check, within) for rest in checks.values() for check in rest),
    ]
    return tuple(sorted((row for row in rows if row.readings), key=rank))


def rank(row: Row) -> tuple[int, bool, int, float, int]:
    """The place of a row among the others: by what needs a person, by what most families tell, and most surely.

    What agrees and what fits stand together, statements that are merely of one matter after figures and quotations.
    """
    first = min(RANKED.index(row.outcomes[0]), _FITS) if row.outcomes else len(RANKED)
    sure = max((check.confidence for check in row.checks), default=0.0)
    return (first, first == _FITS and row.kind == "statement", -row.families, -sure, -len(row.readings))


def fact_row(fact: Fact, checks: Iterable[Check], within: Scope) -> Row:
    """The row of one fact."""
    what, unit = measured(fact.measures)
    told = figures(fact, within.holdings)
    readings = (*figure_readings(told, within), *_beside(told, checks, within))
    return _row((fact.id, "figure", what, unit), checks, readings)


def quote_row(name: str, quotes: Sequence[Quote], checks: Iterable[Check], within: Scope) -> Row:
    """The row of one utterance; its subject is who said it."""
    speaker = next((known for quote in quotes if (known := within.holdings.speaker(quote))), "not attributed")
    readings = (*quote_readings(quotes, within), *_beside(quotes, checks, within))
    return _row((name, "quote", speaker, None), checks, readings)


def facts(story: Story, holdings: Holdings) -> tuple[Fact, ...]:
    """The facts of a story or its storyline of which an article of the story has a figure."""
    keys = dict.fromkeys([story.id, *([] if story.storyline is None else [story.storyline])])
    members = set(story.articles)
    found = chain.from_iterable(holdings.facts_of.get(key, ()) for key in keys)
    return tuple(fact for fact in found if any(one.article in members for one in figures(fact, holdings)))


def figures(fact: Fact, holdings: Holdings) -> tuple[Figure, ...]:
    """The figures of a fact that stand in articles of the collection."""
    known = (holdings.figures[one] for one in fact.figures if one in holdings.figures)
    return tuple(figure for figure in known if figure.article in holdings.articles)


def utterances(story: Story, holdings: Holdings) -> dict[str, list[Quote]]:
    """The quotes of a story by utterance; a quote that is a variant of nothing is one by itself."""
    return grouped(chain.from_iterable(holdings.quotes_of.get(one, ()) for one in story.articles), holdings)


def grouped(quotes: Iterable[Quote], holdings: Holdings) -> dict[str, list[Quote]]:
    """Quotes by utterance, in the order in which the first of each comes."""
    groups: dict[str, list[Quote]] = {}
    for quote in quotes:
        known = holdings.attribution.get(quote.id)
        shared = None if known is None else known.utterance
        groups.setdefault(shared or quote.id, []).append(quote)
    return groups


# -- rows -------------------------------------------------------------------------------------------------------------


def figure_readings(told: Iterable[Figure], within: Scope) -> Iterator[Reading]:
    """What each family gives for one fact: each reading once, in the words of the first page that has it."""
    holdings = within.holdings
    for same in _by_family(told, within, lambda one: (one.value, one.low, one.high, one.unit, one.per)):
        first = same[0]
        saying = said_by(first, holdings)
        yield Reading(
            family=within.family(first.article),
            letter=within.letter(first.article),
            words=first.surface,
            places=_places(same),
            kind="figure",
            hedge=hedge(first),
            si=in_si(first),
            speaker=None if saying is None else holdings.speaker(saying),
            via=None if saying is None else saying.via,
            altered=within.altered.pairs(same, _FIGURES),
        )


def said_by(figure: Figure, holdings: Holdings) -> Quote | None:
    """The quote in which a figure stands, the shortest where several do: then it is its speaker's, not the page's."""
    held = [one for one in holdings.quotes_of.get(figure.article, ()) if _inside(figure, one)]
    return min(held, key=lambda one: one.end - one.start, default=None)


def quote_readings(quotes: Iterable[Quote], within: Scope) -> Iterator[Reading]:
    """What each family has of one utterance: each wording once, in the order of the pages."""
    known = (one for one in quotes if one.article in within.holdings.articles)
    for same in _by_family(known, within, lambda one: fold(one.text)):
        first = same[0]
        yield Reading(
            family=within.family(first.article),
            letter=within.letter(first.article),
            words=first.text,
            places=_places(same),
            kind=first.kind,
            speaker=next((one.speaker_surface for one in same if one.speaker_surface), None),
            via=next((one.via for one in same if one.via), None),
            altered=within.altered.pairs(same, _WORDS),
        )


def _statement_row(check: Check, within: Scope) -> Row:
    return _row((check.id, "statement", check.subject, None), [check], tuple(_beside((), [check], within)))


def _beside(told: Sequence[Figure | Quote], checks: Iterable[Check], within: Scope) -> Iterator[Reading]:
    """The sides of comparisons in which nothing that a row has told stands: words of another story, or other words."""
    seen: set[tuple[ArticleId, int]] = set()
    there: dict[ArticleId, list[Figure | Quote]] = {}
    for said in told:
        there.setdefault(said.article, []).append(said)
    for side in (side for check in checks for side in check.sides):
        held = any(one.start < side.end and side.start < one.end for one in there.get(side.article, ()))
        if held or side.article not in within.holdings.articles or (side.article, side.start) in seen:
            continue
        seen.add((side.article, side.start))
        yield Reading(
            family=within.family(side.article),
            letter=within.letter(side.article),
            words=side.text,
            places=(Place(article=side.article, start=side.start, end=side.end),),
            kind="statement",
        )


def _row(named: tuple[str, RowKind, str, str | None], checks: Iterable[Check], readings: tuple[Reading, ...]) -> Row:
    name, kind, subject, unit = named
    found: set[Outcome] = {check.outcome for check in checks}
    if any(reading.altered for reading in readings):
        found.add("altered")
    lettered = [one for one in readings if one.letter]
    return Row(
        id=name,
        kind=kind,
        subject=subject,
        unit=unit,
        outcomes=tuple(sorted(found, key=RANKED.index)),
        readings=tuple(sorted(readings, key=lambda one: (not one.letter, len(one.letter), one.letter))),
        checks=tuple(sorted(checks, key=lambda one: (RANKED.index(one.outcome), -one.confidence, one.id))),
        families=len({one.family for one in lettered or readings}),
    )


def _by_family(told: Iterable[One], within: Scope, key: Callable[[One], object]) -> Iterator[list[One]]:
    """Figures or quotes that say the same in one family."""
    groups: dict[tuple[str, object], list[One]] = {}
    for one in told:
        groups.setdefault((within.family(one.article), key(one)), []).append(one)
    yield from groups.values()


def _places(same: Iterable[Figure | Quote]) -> tuple[Place, ...]:
    """Where words stand, the first place in each article."""
    first: dict[ArticleId, Place] = {}
    for one in same:
        first.setdefault(one.article, Place(article=one.article, start=one.start, end=one.end))
    return tuple(first.values())


# -- what copies altered ----------------------------------------------------------------------------------------------

_FIGURES = frozenset({"number", "unit"})
# Inside somebody's words any of these changes what they are made to say.
_WORDS = frozenset({"quote", "number", "unit", "negation"})


class Altered:
    """Where copies have other words than their sources, looked up article by article."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._known: dict[ArticleId, tuple[Copy, ...]] = {}
        self._changes: dict[tuple[str, frozenset[str]], tuple[Alteration, ...]] = {}

    def pairs(self, told: Sequence[Figure | Quote], kinds: frozenset[str]) -> tuple[str, ...]:
        """The pairs in whose copy these words differ from the source, each once, by id; `told` say the same.

        None where one of them stands in a text that is no copy, or whose source says it too: then the words are the
        source's, and what a copy of a copy put right again was not altered.
        """
        same = {one.article for one in told}
        found: list[str] = []
        for article in same & self._holdings.articles.keys():
            copies = self._copies(article)
            inside = [one for one in told if one.article == article]
            changed = [
                copy.id for copy in copies if not {copy.a, copy.b} <= same and self._touched(copy, inside, kinds)
            ]
            if not changed and not any({copy.a, copy.b} <= same for copy in copies):
                return ()
            found.extend(changed)
        return tuple(sorted(found))

    def _copies(self, article: ArticleId) -> tuple[Copy, ...]:
        """The pairs in which an article is the copy."""
        if article not in self._known:
            found = self._holdings.copies_of.get(article, ())
            self._known[article] = tuple(
                copy for copy in found if {"a_to_b": copy.b, "b_to_a": copy.a}.get(copy.direction) == article
            )
        return self._known[article]

    def _touched(self, copy: Copy, told: Iterable[Figure | Quote], kinds: frozenset[str]) -> bool:
        """Whether a material alteration of a pair stands in words of its copy."""
        known = (copy.id, kinds)
        if known not in self._changes:
            self._changes[known] = tuple(one for one in copy.alterations if one.material and one.kind in kinds)
        return any(
            _meets(one, change, *place)
            for one in told
            for change in self._changes[known]
            if (place := change.b if one.article == copy.b else change.a) is not None
        )


def _meets(told: Figure | Quote, alteration: Alteration, start: int, end: int) -> bool:
    """Whether an alteration touches words: of another's quotation on their whole length, else within them."""
    if alteration.kind == "quote" or isinstance(told, Figure):
        return start < told.end and told.start < end
    return told.start <= start and end <= told.end


# -- what comparing gave ----------------------------------------------------------------------------------------------


def compared(checks: Iterable[Check], holdings: Holdings) -> dict[str, list[Check]]:
    """Checks by the fact or utterance that their sides tell; under "" those of neither."""
    found: dict[str, list[Check]] = {}
    for check in checks:
        found.setdefault(_told(check, holdings), []).append(check)
    return found


def _told(check: Check, holdings: Holdings) -> str:
    """The fact (of a number) or utterance (of words) that most sides of a check hold, if two do."""
    if check.kind == "number":
        held = Counter(name for side in check.sides for name in _facts_in(side, holdings))
        named = {name for name in held if holdings.facts[name].measures == check.subject}
        best = max(held, key=lambda name: (name in named, held[name], name), default="")
    elif check.kind == "words":
        held = Counter(name for side in check.sides for name in _utterances_in(side, holdings))
        best = max(held, key=lambda name: (held[name], name), default="")
    else:
        return ""
    return best if best and held[best] > 1 else ""


def _facts_in(side: Side, holdings: Holdings) -> set[str]:
    inside = (one for one in holdings.figures_of.get(side.article, ()) if side.start <= one.start < side.end)
    return {holdings.fact_of[one.id].id for one in inside if one.id in holdings.fact_of}


def _utterances_in(side: Side, holdings: Holdings) -> set[str]:
    """The utterances of which a quote stands in a side for the most part."""
    inside = (
        one
        for one in holdings.quotes_of.get(side.article, ())
        if 2 * (min(one.end, side.end) - max(one.start, side.start)) > min(one.end - one.start, side.end - side.start)
    )
    return set(grouped(inside, holdings))


def _inside(figure: Figure, quote: Quote) -> bool:
    return quote.start <= figure.start and figure.end <= quote.end
