"""The brief as Markdown: what an editor can paste into a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from copydesk.reports import wording
from copydesk.reports.cards import StoryCard
from copydesk.reports.holdings import Holdings
from copydesk.reports.safe import short
from copydesk.reports.view_index import Lead, bounds, changed, conflicts, lines, undated

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+!|~&])")
LONGEST = 300


def markdown(holdings: Holdings) -> str:
    """The summary: bounds, what to look at first, the stories with their ladders, what is undated and what unread."""
    return "\n".join(_lines(holdings)) + "\n"


def plain(text: str) -> str:
    """What strangers wrote as one line of Markdown that means only its words."""
    return _MARKS.sub(r"\\\1", short(text, LONGEST))


def _lines(holdings: Holdings) -> Iterator[str]:
    collection = holdings.collection
    yield "# Brief"
    yield ""
    yield ", ".join(f"{amount} {word}" for amount, word in bounds(holdings)) + f"; read as of {collection.as_of}."
    yield f"Settings {plain(collection.settings)}. Each count {wording.LADDER_NOTE}."
    yield from _leads("Accounts conflict", conflicts(holdings))
    yield from _leads("Changed on the way", changed(holdings))
    yield from _section("Stories", (_story(story) for line in lines(holdings) for story in line.stories))
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


def _story(story: StoryCard) -> str:
    steps = " › ".join(f"{amount:,} {word}" for amount, word in story.steps)
    found = "".join(f"; {chip.words}" for chip in story.chips)
    return f"[{plain(story.label)}]({story.href}): {plain(story.event)}; {steps}{found}"
