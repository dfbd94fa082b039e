"""What the page of a speaker shows: all they said as the pages have it, through time; and the list of speakers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from copydesk.records import Published, Quote, Story
from copydesk.reports import wording
from copydesk.reports.cards import anchor, outlet, place_href, speaker_href, story_href, story_label
from copydesk.reports.holdings import Holdings, speaker_key
from copydesk.reports.ledger import Row, Scope, grouped, quote_row, scope
from copydesk.reports.passages import Passage, passage
from copydesk.reports.safe import short
from copydesk.reports.timeline import Lane, Moment, draw_timeline
from copydesk.text.closed import FUNCTION
from copydesk.text.normal import fold

MOST_SAID = 250
"""Utterances on a speaker's page; the rest are counted and stand in the export."""
MOST_PASSAGES = 12
MOST_LANES = 20
MOST_STORIES = 12
MOST_SURFACES = 8
MOST_NAMED = 4
MOST_LISTED = 600
MOST_ONCE = 1500
"""Speakers with a page, and speakers heard once, that the list of speakers has."""


class Said(NamedTuple):
    """One utterance: its day and what that rests on, the wordings pages have, and how it travelled."""

    anchor: str
    day: str
    basis: str
    story: tuple[str, str] | None
    first: Passage
    others: tuple[Passage, ...]
    more: int
    via: tuple[str, ...]
    extent: str
    altered: int


class Speaker(NamedTuple):
    """A line of the list of speakers; `words` and `where` are of the first page that quotes one who is heard once.

    `quoted` is whether the words are the speaker's own as the page gives them, and not reported.
    """

    name: str
    href: str
    extent: str
    altered: int
    days: str
    words: str = ""
    quoted: bool = False
    where: str = ""


class Speakers(NamedTuple):
    """Speakers by how much they are heard: those with a page, those heard once, and how many of each are left out.

    `remade` are those of whom only reworded or translated copies have a word: a garbled name is nobody's.
    """

    several: tuple[Speaker, ...]
    several_more: int
    once: tuple[Speaker, ...]
    once_more: int
    remade: tuple[Speaker, ...]
    remade_more: int


# -- one speaker ------------------------------------------------------------------------------------------------------


def speaker_view(key: str, holdings: Holdings) -> dict[str, Any]:
    """The values of `speaker.html` for a `speaker_key`: nothing said where the collection has no such speaker."""
    quotes = holdings.said.get(key, [])
    within = scope(holdings)
    rows = [quote_row(name, said, (), within) for name, said in grouped(quotes, holdings).items()]
    rows.sort(key=lambda row: _order(row, holdings))
    shown = rows[:MOST_SAID]
    altered = sum("altered" in row.outcomes for row in rows)
    name = _name(key, quotes, holdings)
    return {
        "name": name,
        "extent": _extent(rows, quotes, holdings),
        "altered": altered,
        "surfaces": _surfaces(name, quotes, holdings),
        "timeline": _timeline(name, shown, holdings),
        "said": tuple(_said(row, holdings) for row in shown),
        "more": len(rows) - len(shown),
        "stories": tuple(
            (story_label(one, holdings), story_href(one)) for one in _stories(quotes, holdings)[:MOST_STORIES]
        ),
    }


def _order(row: Row, holdings: Holdings) -> tuple[date, date, str]:
    first = earliest(row, holdings)
    return (date.max, date.max, row.id) if first is None else (first.low, first.high, row.id)


def earliest(row: Row, holdings: Holdings) -> Published | None:
    """The earliest day on which a page that has a reading of the row was published."""
    articles = (holdings.articles[place.article] for one in row.readings for place in one.places)
    known = [day for article in articles if (day := holdings.published(article)) is not None]
    return min(known, key=lambda one: (one.low, one.high), default=None)


def _name(key: str, quotes: Sequence[Quote], holdings: Holdings) -> str:
    """The name as most quotes have it."""
    names = Counter(one for quote in quotes for one in holdings.speakers(quote) if speaker_key(one) == key)
    return names.most_common(1)[0][0] if names else key


def _surfaces(name: str, quotes: Sequence[Quote], holdings: Holdings) -> tuple[str, ...]:
    """What else pages call the speaker, the most frequent first; pronouns say nothing."""
    alone = (quote for quote in quotes if ";" not in (holdings.speaker(quote) or ""))
    found = Counter(quote.speaker_surface for quote in alone if quote.speaker_surface)
    called = (
        short(one, 60)
        for one, _ in found.most_common()
        if one[:1].isupper() and one != name and fold(one) not in FUNCTION
    )
    return tuple(dict.fromkeys(called))[:8]


def _extent(rows: Sequence[Row], quotes: Sequence[Quote], holdings: Holdings) -> str:
    counted = (
        (len(rows), "utterance"),
        (len(_stories(quotes, holdings)), "story"),
        (len({one.article for one in quotes}), "page"),
        (len({one.family for row in rows for one in row.readings}), "text family"),
    )
    return " · ".join(wording.counted(amount, word) for amount, word in counted if amount)


def _stories(quotes: Sequence[Quote], holdings: Holdings) -> list[Story]:
    found = (holdings.story_of[one.article] for one in quotes if one.article in holdings.story_of)
    return list({story.id: story for story in found}.values())


def _said(row: Row, holdings: Holdings) -> Said:
    first, *others = row.readings
    dated = earliest(row, holdings)
    article = first.places[0].article
    story = holdings.story_of.get(article)
    pages = {place.article for one in row.readings for place in one.places}
    extent = ((len(pages), "page"), (row.families, "text family"), (len(row.readings), "wording"))
    return Said(
        anchor=anchor("said", row.id),
        day="not dated" if dated is None else wording.days(dated),
        basis="" if dated is None else f"{wording.BASES[dated.basis]}, {wording.confidence(dated.confidence)}",
        story=None if story is None else (story_label(story, holdings), story_href(story)),
        first=passage(first, holdings),
        others=tuple(passage(one, holdings, against=first.words) for one in others[:MOST_PASSAGES]),
        more=max(0, len(others) - MOST_PASSAGES),
        via=tuple(dict.fromkeys(short(one.via, 80) for one in others if one.via and one.via != first.via)),
        extent=" · ".join(wording.counted(amount, word) for amount, word in extent if amount > 1),
        altered=len({place.article for one in row.readings if one.altered for place in one.places}),
    )


def _timeline(name: str, rows: Sequence[Row], holdings: Holdings) -> str | None:
    """The days of what was said: a lane for each story, what was said on the same days as one mark."""
    lanes: dict[str, dict[tuple[date, date], list[Row]]] = {}
    for row in rows:
        dated = earliest(row, holdings)
        if dated is not None:
            story = holdings.story_of.get(row.readings[0].places[0].article)
            label = "no story" if story is None else story_label(story, holdings)
            lanes.setdefault(label, {}).setdefault((dated.low, dated.high), []).append(row)
    drawn = [
        Lane(label, tuple(_moment(low, high, said) for (low, high), said in days.items()))
        for label, days in list(lanes.items())[:MOST_LANES]
    ]
    return draw_timeline((), drawn, label=f"Days on which pages with words of {short(name, 80)} were published")


def _moment(low: date, high: date, said: Sequence[Row]) -> Moment:
    words = "; ".join(short(row.readings[0].words, 80) for row in said[:MOST_NAMED])
    days = f"{low}" if low == high else f"{low} to {high}"
    return Moment(low, high, f"{days}: {words}", f"#{anchor('said', said[0].id)}", len(said))


# -- all speakers -----------------------------------------------------------------------------------------------------


def speakers_view(holdings: Holdings, most: int = MOST_LISTED) -> Speakers:
    """The speakers of a collection: those with several utterances first, the most heard at the head, so many."""
    counts = {key: len(grouped(quotes, holdings)) for key, quotes in holdings.said.items()}
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    garbled = {key for key in ordered if _is_remade(holdings.said[key], holdings)}
    heard = [key for key in ordered if key in holdings.heard and key not in garbled]
    once = sorted(key for key in ordered if key not in holdings.heard and key not in garbled)
    apart = [key for key in ordered if key in garbled]
    within = scope(holdings)
    return Speakers(
        several=tuple(_several(key, within) for key in heard[:most]),
        several_more=max(0, len(heard) - most),
        once=tuple(_once(key, holdings) for key in once[:MOST_ONCE]),
        once_more=max(0, len(once) - MOST_ONCE),
        remade=tuple(_once(key, holdings) for key in apart[:MOST_LISTED]),
        remade_more=max(0, len(apart) - MOST_LISTED),
    )


def _is_remade(quotes: Sequence[Quote], holdings: Holdings) -> bool:
    """Whether every quote stands in a text that was made from another by rewording or translating it."""
    return all(
        any(
            copy.kind in wording.REMADE and {"a_to_b": copy.b, "b_to_a": copy.a}.get(copy.direction) == one.article
            for copy in holdings.copies_of.get(one.article, ())
        )
        for one in quotes
    )


def _several(key: str, within: Scope) -> Speaker:
    holdings = within.holdings
    quotes = holdings.said[key]
    rows = [quote_row(name, said, (), within) for name, said in grouped(quotes, holdings).items()]
    known = [day for row in rows if (day := earliest(row, holdings)) is not None]
    name = _name(key, quotes, holdings)
    low, high = (min(one.low for one in known), max(one.low for one in known)) if known else (None, None)
    return Speaker(
        name=name,
        href=speaker_href(name, holdings, "") or "",
        extent=_extent(rows, quotes, holdings),
        altered=sum("altered" in row.outcomes for row in rows),
        days="not dated" if low is None else f"{low}" if low == high else f"{low} to {high}",
    )


def _once(key: str, holdings: Holdings) -> Speaker:
    first = holdings.said[key][0]
    article = holdings.articles[first.article]
    return Speaker(
        name=_name(key, holdings.said[key], holdings),
        href=place_href(article, first.start, ""),
        extent=wording.counted(len({one.article for one in holdings.said[key]}), "page"),
        altered=0,
        days="",
        words=short(first.text, 140),
        quoted=first.kind != "reported",
        where=outlet(article),
    )
