"""What the accounts of a story say: where they differ, where they agree, and who is quoted, in few words of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from copydesk.publishing.phrases import outlet_of
from copydesk.publishing.plan import Around
from copydesk.publishing.quoting import Words
from copydesk.records import Article, ArticleId, Check, Outcome, Story
from copydesk.records import Side as CheckedSide
from copydesk.reports import claim_words, wording
from copydesk.reports.cards import voices
from copydesk.reports.holdings import Holdings, speaker_key
from copydesk.reports.ledger import Reading, Row, ledger, scope
from copydesk.reports.safe import short

MOST_POINTS = 8
"""Points of one kind and outcome that a story's page shows; the rest are counted."""
WHOLE_WORDS = 16
"""A compared statement of more words is not quoted: its beginning alone seldom holds what was compared."""
MOST_SIDES = 6
MOST_SAID = 12
MOST_NAMED = 60
LONGEST_NAME = 120
LONGEST_WHY = 200
NAMES: dict[Outcome, str] = {"conflict": "appear to differ", "agrees": "appear to agree"}
"""Outcomes in a reader's words, where the ledger's own are an editor's."""
_QUOTING = re.compile(r" \((?:shared words|both name)[^)]*\)")


class Side(NamedTuple):
    """What one account says of a matter: its letter and outlet, its words as far as they may stand, its hedge.

    Another story's side has no letter: `outlet` is then what that story is called and `href` leads to its page, where
    its words are.
    """

    letter: str
    outlet: str
    words: str | None
    cut: bool
    hedge: str | None
    href: str | None = None


class Point(NamedTuple):
    """A matter of which several accounts speak: what comparing gave, on what it rests, and what each says."""

    outcome: Outcome
    sign: str
    name: str
    subject: str
    why: str
    confidence: float | None
    sides: tuple[Side, ...]

    @property
    def certainty(self) -> str:
        """How sure the comparison is, as a word and a number; "" where none was made."""
        return "" if self.confidence is None else wording.confidence(self.confidence)


class Points(NamedTuple):
    """Points of one kind, and how many more there are that are not shown."""

    shown: tuple[Point, ...]
    more: int


class Said(NamedTuple):
    """Something that somebody said: in which accounts, through whom, and whether a copy has it otherwise."""

    words: str
    cut: bool
    via: str | None
    where: tuple[tuple[str, str], ...]
    altered: bool


class Speaker(NamedTuple):
    """Somebody who is quoted: what they say as far as it may stand, and how many quotations there are in all."""

    name: str
    said: tuple[Said, ...]
    amount: int


class Teller:
    """Sets the rows of a story's ledger in words that may stand; asked for what matters most first."""

    def __init__(self, story: Story, holdings: Holdings, words: Words, around: Around) -> None:
        self._holdings = holdings
        self._around = around
        self._members = frozenset(story.articles)
        self._words = words
        self._rows = ledger(story, scope(holdings, voices(story, holdings)))
        self._faces = {family[0] for family in story.families if family}

    def points(self, outcome: Outcome, kind: str) -> Points:
        """What comparing accounts gave so, of rows of one kind (`figure`, `quote`, `statement`)."""
        rows = [row for row in self._rows if row.kind == kind and _gave(row, outcome) and self._several(row, outcome)]
        found = [point for row in rows[:MOST_POINTS] if (point := self._point(row, outcome)) is not None]
        return Points(tuple(found), len(rows) - len(found))

    def speakers(self) -> tuple[tuple[Speaker, ...], tuple[str, ...]]:
        """Who is quoted with words that may stand, and the names of the others."""
        found: dict[str, tuple[str, list[Said], int]] = {}
        shown = 0
        for row in self._quotes():
            name = short(row.subject, LONGEST_NAME)
            known = found.setdefault(speaker_key(row.subject), (name, [], 0))
            said = self._said(row) if shown < MOST_SAID else None
            if said is not None:
                known[1].append(said)
                shown += 1
            found[speaker_key(row.subject)] = (known[0], known[1], known[2] + 1)
        speakers = [Speaker(name, tuple(said), amount) for name, said, amount in found.values()]
        named = [one for one in speakers if one.said]
        return tuple(named), tuple(one.name for one in speakers if not one.said)[:MOST_NAMED]

    # -- parts --------------------------------------------------------------------------------------------------

    def _several(self, row: Row, outcome: Outcome) -> bool:
        """Whether two accounts have a word in it, one of them of this story; both, where they do not differ."""
        here = {one.letter for one in row.readings if one.letter}
        return len(here) > 1 or bool(here and outcome == "conflict" and len({one.family for one in row.readings}) > 1)

    def _point(self, row: Row, outcome: Outcome) -> Point | None:
        """A row as a reader sees it; None where too little of it may be shown to tell what it is about."""
        check = next((one for one in row.checks if one.outcome == outcome), None)
        subject = self._subject(row, None if check is None else claim_words.STATEMENTS[check.kind])
        if subject is None:
            return None
        sides = tuple(dict.fromkeys(self._sides(row, check)))[:MOST_SIDES]
        why = "" if check is None else _own_words(check.why, row.kind, outcome)
        shown = sum(one.words is not None or one.href is not None for one in sides)
        # What differs is told though its words may not stand, where comparing gave words of our own for it.
        if shown < 2 and not (row.kind == "statement" and why and (shown or outcome == "conflict")):
            return None
        return Point(
            outcome=outcome,
            sign=wording.OUTCOME_MARKS[outcome],
            name=NAMES.get(outcome, wording.OUTCOMES[outcome]),
            subject=subject,
            why=why,
            confidence=None if check is None else check.confidence,
            sides=sides,
        )

    def _subject(self, row: Row, kind: str | None) -> str | None:
        """What a row is about: of figures the words around them, as far as they may stand."""
        if row.kind == "quote":
            return short(row.subject, LONGEST_NAME)
        if row.kind == "statement":
            return kind
        whose = self._holdings.articles.get(self._measured(row))
        return None if whose is None else self._words.phrase(short(row.subject, LONGEST_NAME), (whose,))

    def _measured(self, row: Row) -> ArticleId:
        """The article from whose words it is told what a row of figures is about."""
        fact = self._holdings.facts[row.id]
        known = [self._holdings.figures[one] for one in fact.figures if one in self._holdings.figures]
        named = (one.article for one in known if one.measures == fact.measures)
        return next(named, row.readings[0].places[0].article)

    def _sides(self, row: Row, check: Check | None) -> Iterator[Side]:
        """A reading of each account, of those that were compared: the source's own and not what a copy made of it."""
        compared = [one for one in row.readings if check is None or any(_within(one, side) for side in check.sides)]
        readings = compared if len({one.family for one in compared}) > 1 else row.readings
        best: dict[str, Reading] = {}
        for one in readings:
            if one.family not in best or self._worth(one) > self._worth(best[one.family]):
                best[one.family] = one
        for one in list(best.values())[: 2 * MOST_SIDES]:
            if one.letter or one.places[0].article not in self._members:
                yield self._side(one)

    def _side(self, one: Reading) -> Side:
        article, place = self._first(one), one.places[0]
        if not one.letter:
            return self._elsewhere(article)
        whole = WHOLE_WORDS if one.kind == "statement" else None
        found = self._words.of(article, place.start, place.end, whole=whole)
        cut = found is not None and not found.whole
        return Side(one.letter, outlet_of(article), None if found is None else found.text, cut, one.hedge)

    def _elsewhere(self, article: Article) -> Side:
        """A side that stands in another story, without its words."""
        story = self._holdings.story_of.get(article.id)
        listed = None if story is None else self._around.stories.get(story.id)
        if listed is None:
            return Side("", outlet_of(article), None, cut=False, hedge=None)
        return Side("", listed.label, None, cut=False, hedge=None, href=f"../{listed.href}#accounts")

    def _quotes(self) -> list[Row]:
        """Words inside the marks on an earliest page, of somebody with a name, those of several accounts first.

        What only copies have may be another's words, reworded.
        """
        found = [row for row in self._rows if row.kind == "quote" and _is_name(row.subject) and self._quoting(row)]
        return sorted(found, key=lambda row: -row.families)

    def _quoting(self, row: Row) -> Reading | None:
        known = (one for one in row.readings if one.kind in ("direct", "mixed"))
        return next((one for one in known if self._is_face(one)), None)

    def _said(self, row: Row) -> Said | None:
        first = self._quoting(row)
        if first is None:
            return None
        place = next(one for one in first.places if one.article in self._faces)
        found = self._words.of(self._holdings.articles[place.article], place.start, place.end)
        if found is None:
            return None
        where = {one.letter: outlet_of(self._first(one)) for one in row.readings if one.letter}
        return Said(
            words=found.text,
            cut=not found.whole,
            via=short(first.via, LONGEST_NAME) if first.via else None,
            where=tuple(where.items()),
            altered=any(one.altered for one in row.readings),
        )

    def _worth(self, reading: Reading) -> tuple[bool, bool]:
        return (self._is_face(reading), not reading.altered)

    def _is_face(self, reading: Reading) -> bool:
        return any(place.article in self._faces for place in reading.places)

    def _first(self, reading: Reading) -> Article:
        return self._holdings.articles[reading.places[0].article]


def _within(reading: Reading, side: CheckedSide) -> bool:
    """Whether the words of a reading stand in a side of a comparison."""
    return any(one.article == side.article and side.start <= one.start < side.end for one in reading.places)


def _gave(row: Row, outcome: Outcome) -> bool:
    """Whether comparing gave this; where accounts differ, what else they agree on stands there too."""
    return outcome in row.outcomes and (outcome == "conflict" or "conflict" not in row.outcomes)


def _is_name(speaker: str) -> bool:
    """Whether somebody is called so: no "officials", no "not attributed", no sum of money."""
    return speaker != speaker.lower() and not any(one.isdigit() for one in speaker)


def _own_words(why: str, kind: str, outcome: Outcome) -> str:
    """What a comparison rests on without the words of others in it, which stand beside it as far as they may."""
    told = _QUOTING.sub("", why)
    if kind == "figure" and ": " in told:
        told = told.partition(": ")[0] if outcome == "agrees" else told.rpartition(": ")[2]
    return "" if "article-" in told or any(mark in told for mark in '"“”«»„') else short(told, LONGEST_WHY)


def hedge_words(point: Side) -> str:
    """A side in one line, for lists: `≥ 11,400 people`."""
    sign = claim_words.HEDGES.get(point.hedge or "", "")
    return f"{sign} {point.words}".strip()
