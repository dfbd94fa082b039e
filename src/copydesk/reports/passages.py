"""The words behind a reading, in their sentence and with what differs marked: what a row of a ledger opens to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

from copydesk.reports.cards import outlet, pair_href, place_href, short_day
from copydesk.reports.claim_words import SAID
from copydesk.reports.holdings import Holdings
from copydesk.reports.ledger import Reading
from copydesk.reports.safe import short
from copydesk.text.concepts import concept
from copydesk.text.normal import fold
from copydesk.text.sentences import paragraphs, sentences
from copydesk.text.words import word_texts

MOST_WORDS = 400
"""Words of two variants that are compared for what differs: a longer one is a statement, not a quotation."""
LONGEST_READING = 1200
LONGEST_AROUND = 160
"""Characters of a reading, and of its sentence on either side of it, that a passage shows."""
MOST_WITNESSES = 6
MOST_PAIRS = 4
LONGEST_NAME = 120


class Word(NamedTuple):
    """A stretch of a reading: `new` where what it is set against has other words, `shared` where it has the same."""

    text: str
    style: Literal["", "new", "shared"] = ""


class Witness(NamedTuple):
    """A page that has these words, and where on it they stand."""

    outlet: str
    href: str


class Passage(NamedTuple):
    """A reading in its sentence: `lead` and `tail` are what stands around it, `note` how it is said and by whom.

    `altered` are the sources whose words a copy here does not have, each with the page that shows both.
    """

    letter: str
    lead: str
    words: tuple[Word, ...]
    tail: str
    note: str
    day: str
    witnesses: tuple[Witness, ...]
    more: int
    altered: tuple[Witness, ...]
    style: str


def passage(
    reading: Reading, holdings: Holdings, *, against: str | None = None, beside: Sequence[str] = (), root: str = "../"
) -> Passage:
    """The words of a reading as its first page has them.

    Of another wording of the same, those that `against` does not have are told apart; of another statement, those that
    mean what stands in one `beside` it.
    """
    first = reading.places[0]
    article = holdings.articles[first.article]
    lead, tail = around(article.text, first.start, first.end)
    words = short(reading.words, LONGEST_READING).split()
    known = [holdings.articles[place.article] for place in reading.places]
    return Passage(
        letter=reading.letter,
        lead=lead,
        words=tuple(stretches(against.split(), words) if against else shared(words, beside)),
        tail=tail,
        note=_note(reading),
        day=short_day(article, holdings),
        witnesses=tuple(
            Witness(outlet(one), place_href(one, place.start, root))
            for one, place in list(zip(known, reading.places, strict=True))[:MOST_WITNESSES]
        ),
        more=max(0, len(known) - MOST_WITNESSES),
        altered=tuple(_pairs(reading, holdings, root)),
        style="figure" if reading.kind == "figure" else "words",
    )


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a place in its sentence (in the sentences it runs through), cut to a fair length."""
    low, high = next(((a, b) for a, b in paragraphs(text) if a <= start < b), (start, end))
    inside = [(low + a, low + b) for a, b in sentences(text[low:high])]
    first = max((a for a, _ in inside if a <= start), default=start)
    last = min((b for _, b in inside if b >= end), default=max(end, high))
    before, after = text[first:start], text[end:last]
    if len(before) > LONGEST_AROUND:
        before = "…" + before[-LONGEST_AROUND:].partition(" ")[2]
    if len(after) > LONGEST_AROUND:
        after = after[:LONGEST_AROUND].rpartition(" ")[0] + "…"
    return before, after


def stretches(first: Sequence[str], words: Sequence[str]) -> Iterator[Word]:
    """Words in stretches, those that the first wording does not have told apart."""
    if len(first) > MOST_WORDS or len(words) > MOST_WORDS:
        yield Word(" ".join(words))
        return
    for step in Indel.opcodes([fold(word) for word in first], [fold(word) for word in words]):
        if step.dest_start < step.dest_end:
            yield Word(" ".join(words[step.dest_start : step.dest_end]), "" if step.tag == "equal" else "new")


def shared(words: Sequence[str], beside: Sequence[str]) -> Iterator[Word]:
    """Words in stretches, those told apart of which a statement beside them has one of the same meaning."""
    theirs = frozenset[str]().union(*map(_meanings, beside))
    for common, run in groupby(words, key=lambda word: not theirs.isdisjoint(_meanings(word))):
        yield Word(" ".join(run), "shared" if common else "")


def _meanings(text: str) -> frozenset[str]:
    return _known_meanings(text[:LONGEST_READING])


# Each statement of a row is set beside each other one, and its words by themselves against theirs: no row has more. The
# longest takes 10 KB.
@lru_cache(maxsize=512)
def _known_meanings(text: str) -> frozenset[str]:
    return frozenset(meaning for word in word_texts(text) if (meaning := concept(word)) is not None)


def _note(reading: Reading) -> str:
    """How a reading is said and by whom: `at least · Ada Brekke, via Holm Wire`."""
    how = f"hedged: {reading.hedge}" if reading.hedge else SAID.get(reading.kind, "")
    via = f"via {reading.via}" if reading.via else ""
    whose = ", ".join(one for one in (reading.speaker, via) if one)
    return " · ".join(one for one in (how, short(whose, LONGEST_NAME)) if one)


def _pairs(reading: Reading, holdings: Holdings, root: str) -> Iterator[Witness]:
    """The sources that have other words than their copies here, each once, with the pages that show both beside it."""
    told: set[str] = set()
    for place in reading.places:
        for copy in holdings.copies_of.get(place.article, ()):
            if copy.id not in reading.altered or not (holdings.live or copy.id in holdings.paged):
                continue
            source = outlet(holdings.articles[copy.b if copy.a == place.article else copy.a])
            if source not in told and len(told) < MOST_PAIRS:
                told.add(source)
                yield Witness(source, pair_href(copy, root))
