"""The words of a site that are its own: days as readers write them, chips, notes. Hedged, and never a verdict."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from copydesk.records import Article, EventDate, Published, Summary
from copydesk.reports import wording
from copydesk.reports.cards import LONGEST_TITLE, Chip
from copydesk.reports.safe import language, short, web_address

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NOT_DATED = "not dated"
NO_TITLE = "(without a headline)"
NO_OUTLET = "outlet not named"
LONGEST_OUTLET = 60
LONGEST_BASIS = 160
STRAP = "Every story with its independent accounts, the earliest first. Copies stand under their source."
NOT_SHOWN = "words that are not shown here"


class Day(NamedTuple):
    """A day as a reader sees it: `iso` where it is one exact day, and what it rests on."""

    iso: str | None
    words: str
    basis: str


class Head(NamedTuple):
    """A page of somebody's in one line: whose, what it is called, where it stands (None: no address to lead to)."""

    outlet: str
    title: str
    language: str | None
    href: str | None
    day: Day


def head_of(article: Article, published: Published | None) -> Head:
    """An article in one line; of its text nothing stands there."""
    return Head(
        outlet=outlet_of(article),
        title=short(article.title, LONGEST_TITLE) if article.title else NO_TITLE,
        language=language(article.language),
        href=web_address(article.url),
        day=published_day(published),
    )


def outlet_of(article: Article) -> str:
    """The outlet as the page states it, else the host of its address; never the name of a file on this machine."""
    if article.outlet and article.outlet.strip():
        return short(article.outlet, LONGEST_OUTLET)
    address = web_address(article.url)
    host = "" if address is None else address.split("/")[2].rpartition("@")[2].removeprefix("www.")
    return short(host, LONGEST_OUTLET) or NO_OUTLET


def published_day(published: Published | None) -> Day:
    """A day of publication with what it rests on and how surely."""
    if published is None:
        return Day(None, NOT_DATED, "")
    basis = f"{wording.BASES[published.basis]}, {wording.confidence(published.confidence)}"
    return Day(_iso(published), day_words(published.low, published.high), basis)


def event_day(event: EventDate | None) -> Day:
    """The day of an event with what it rests on."""
    if event is None:
        return Day(None, "day not established", "")
    return Day(_iso(event), day_words(event.low, event.high), short(wording.event_basis(event), LONGEST_BASIS))


def day_words(low: date, high: date) -> str:
    """`18 January 2032`, or the two days between which something lies, what they share said once."""
    if low == high:
        return _whole(low)
    if (low.year, low.month) == (high.year, high.month):
        return f"{low.day} to {_whole(high)}"
    if low.year == high.year:
        return f"{low.day} {MONTHS[low.month - 1]} to {_whole(high)}"
    return f"{_whole(low)} to {_whole(high)}"


def month_words(month: str) -> str:
    """`March 2031` of `2031-03`."""
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def count_line(accounts: int, pages: int) -> str:
    """`3 independent accounts on 9 pages`: a story's ladder in its two ends."""
    if accounts <= 1:
        return "One account" if pages == 1 else f"One account, on {wording.counted(pages, 'page')}"
    return f"{wording.counted(accounts, 'independent account')} on {wording.counted(pages, 'page')}"


def chips_of(summary: Summary, *, conflicts: int) -> tuple[Chip, ...]:
    """What stands out in a story, in words that claim no more than was found; `conflicts` counts points of its page."""
    found = (
        ("conflict", conflicts, _differing(summary.accounts, conflicts)),
        ("altered", summary.altered, "a copy appears to alter somebody’s words"),
        ("reworded", summary.spun, _reworded(summary.spun)),
        ("altered", summary.corrections, "a copy carries what its source has corrected"),
        ("changed", summary.changed, "later reports give other figures"),
        ("lost", summary.lost, "a source appears to be missing here"),
    )
    hands = tuple(Chip("hand", wording.BY_HAND[kind]) for kind in summary.decisions)
    return (*(Chip(kind, words) for kind, amount, words in found if amount), *hands)


def _differing(accounts: int, points: int) -> str:
    if accounts <= 1:
        return f"another report of the storyline appears to differ on {wording.counted(points, 'point')}"
    return f"accounts appear to differ on {wording.counted(points, 'point')}"


def _reworded(amount: int) -> str:
    if amount == 1:
        return "1 page appears to be an automated rewording"
    return f"{amount:,} pages appear to be automated rewordings"


def _iso(dated: Published | EventDate) -> str | None:
    return dated.low.isoformat() if dated.low == dated.high else None


def _whole(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
