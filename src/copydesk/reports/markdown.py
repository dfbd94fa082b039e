"""The brief as Markdown: what an editor can paste into a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from copydesk.reports import wording
from copydesk.reports.cards import StoryCard
from copydesk.reports.holdings import Holdings
from copydesk.reports.safe import short
from copydesk.reports.since import News, Told, since
from copydesk.reports.view_index import Lead, Line, bounds, changed, conflicts, dayless, lines, undated

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+!|~&])")
LONGEST = 300


def markdown(holdings: Holdings, news: News | None = None) -> str:
    """The summary: bounds, what is new, where to look first, stories with their ladders, what is undated or unread."""
    return "\n".join(_lines(holdings, news)) + "\n"


def plain(text: str) -> str:
    """What strangers wrote as one line of Markdown that means only its words."""
    return _MARKS.sub(r"\\\1", short(text, LONGEST))


def _lines(holdings: Holdings, news: News | None) -> Iterator[str]:
    collection = holdings.collection
    yield "# Brief"
    yield ""
    yield ", ".join(f"{amount} {word}" for amount, word in bounds(holdings)) + f"; read as of {collection.as_of}."
    yield f"Settings {plain(collection.settings)}. Each count {wording.LADDER_NOTE}."
    if news is not None:
        told = since(news, holdings)
        yield from _section("Since the last look", map(_told, (*told.new, *told.changed, *told.corrections)))
    yield from _leads("Accounts conflict", conflicts(holdings))
    yield from _leads("Changed on the way", changed(holdings))
    found = lines(holdings)
    yield from _section("Storylines", (_line(line) for line in found if line.href is not None))
    yield from _section("Stories", (_story(story) for line in found for story in line.stories))
    yield from _section("Stories without an established day", map(_story, dayless(holdings)))
    yield from _section("Not dated", (_link(one.title, one.href or "", one.outlet) for one in undated(holdings)))
    yield from _section("Not read", (f"{plain(one.input)}: {plain(one.reason)}" for one in collection.failures))
    yield ""
    yield wording.MISTAKE_NOTE


def _leads(title: str, leads: Iterable[Lead]) -> Iterator[str]:
    yield from _section(title, (_link(one.words, one.href, one.detail) for one in leads))


def _section(title: str, entries: Iterable[str]) -> Iterator[str]:
    listed = [f"- {entry}" for entry in entries]
    if listed:
        yield from ("", f"## {title}", "", *listed)


def _link(words: str, href: str, more: str) -> str:
    return f"[{plain(words)}]({href}): {plain(more)}"


def _told(one: Told) -> str:
    return _link(one.label, one.href, one.said)


def _line(line: Line) -> str:
    days = wording.counted(len(line.stories), "dated event")
    return _link(line.label, line.href or "", f"{days}, {line.undated} without a day" if line.undated else days)


def _story(story: StoryCard) -> str:
    steps = " › ".join(f"{amount:,} {word}" for amount, word in story.steps)
    steps = f"{steps} · {story.documents}" if story.documents else steps
    found = "".join(f"; {chip.words}" for chip in story.chips)
    return f"[{plain(story.label)}]({story.href}): {plain(story.event)}; {steps}{found}"
