"""What the list of stories shows: one row a story, from its summary, with what is new since somebody looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from copydesk.records import Summary
from copydesk.reports import wording
from copydesk.reports.cards import LONGEST_TITLE, Chip
from copydesk.reports.safe import page_name, short

OUTLETS_NAMED = 4
"""Outlets of one story that its row names; the rest are counted."""
LONGEST_OUTLET = 40

FLAGS = {
    "conflicts": "conflicts",
    "altered": "quotation altered",
    "spun": "spun copies",
    "changed": "changed over time",
    "corrections": "corrected upstream",
    "lost": "a source is missing",
    "undated": "pages without a day",
}
"""What a story may stand out by, as the list names it."""
FACETS = {
    "flag": "What stands out",
    "month": "Published in",
    "outlet": "Outlet",
    "place": "Place",
    "language": "Language",
    "change": "Kind of change",
    "decision": "By hand",
}
"""By what the list is narrowed, in the order in which it is offered."""
NEW = {
    "accounts": "account",
    "conflicts": "conflict",
    "changed": "change over time",
    "altered": "altered quotation",
    "material": "material change",
    "spun": "spun copy",
    "corrections": "correction",
}
"""What may be new since somebody looked, one of it; `spun copy` has its own plural."""


class InboxRow(NamedTuple):
    """A story as the list has it. `new` says what changed materially since the look, None where nobody looked."""

    id: str
    label: str
    href: str
    seen: str
    event: str | None
    outlets: str
    steps: tuple[tuple[int, str], ...]
    documents: int
    chips: tuple[Chip, ...]
    new: str | None
    looked: bool


def inbox_row(summary: Summary, state: Mapping[str, int] | None) -> InboxRow:
    """The row of a story; `state` is what somebody saw of it when last looking, None where they never did."""
    new = None if state is None else _new(summary, state)
    return InboxRow(
        id=summary.story,
        label=short(summary.label, LONGEST_TITLE) or "(a story without a headline)",
        href=f"stories/{page_name('story', summary.story)}",
        seen="not dated" if summary.first is None else f"first seen {wording.days(summary.first)}",
        event=None if summary.event is None else f"event {wording.days(summary.event)}",
        outlets=_outlets(summary.outlets),
        steps=_steps(summary),
        documents=summary.documents,
        chips=_chips(summary),
        new=new or None,
        looked=state is not None and not new,
    )


def facet_name(facet: str, value: str) -> str:
    """What a value of a facet is called."""
    if facet == "flag":
        return FLAGS.get(value, value)
    if facet == "change":
        return next((sort.many for kind, sort in wording.ALTERATIONS.items() if kind == value), value)
    if facet == "decision":
        return next((words for kind, words in wording.BY_HAND.items() if kind == value), value)
    return short(value, LONGEST_OUTLET)


def _steps(summary: Summary) -> tuple[tuple[int, str], ...]:
    """The three rungs that a list has room for; a story's own page has them all."""
    rungs = ((summary.pages, "page"), (summary.texts, "text"), (summary.accounts, "independent account"))
    return tuple((count, wording.plural(count, word)) for count, word in rungs if count)


def _chips(summary: Summary) -> tuple[Chip, ...]:
    found = (
        ("conflict", summary.conflicts, wording.counted(summary.conflicts, "conflict")),
        ("altered", summary.altered, "quotation altered"),
        ("reworded", summary.spun, f"spun copies {summary.spun}"),
        ("altered", summary.corrections, "corrected upstream"),
        ("changed", summary.changed, f"changed over time {summary.changed}"),
        ("lost", summary.lost, "a source is missing"),
    )
    hands = tuple(Chip("hand", wording.BY_HAND[kind]) for kind in summary.decisions)
    return (*(Chip(kind, words) for kind, amount, words in found if amount), *hands)


def _new(summary: Summary, state: Mapping[str, int]) -> str:
    """What is more than somebody saw, in words; empty where nothing is."""
    more = {name: amount - state.get(name, 0) for name, amount in summary.state.items()}
    told = [_counted(more[name], word) for name, word in NEW.items() if more.get(name, 0) > 0]
    return ", ".join(told)


def _counted(amount: int, word: str) -> str:
    return f"{amount} spun copies" if word == "spun copy" and amount != 1 else wording.counted(amount, word)


def _outlets(outlets: tuple[str, ...]) -> str:
    named = ", ".join(short(one, LONGEST_OUTLET) for one in outlets[:OUTLETS_NAMED])
    return named if len(outlets) <= OUTLETS_NAMED else f"{named} and {len(outlets) - OUTLETS_NAMED} more"
