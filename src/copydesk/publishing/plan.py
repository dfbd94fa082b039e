"""What is to be published: the wishes of whoever publishes, and the stories that they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from copydesk.errors import UsageError
from copydesk.records import StoryId, Summary
from copydesk.reports.cards import LONGEST_TITLE
from copydesk.reports.safe import page_name, short, web_address
from copydesk.store import Shelf

TITLE = "Stories and their sources"
MOST_STORIES = 1_000
"""Stories of a site where nobody says how many: a minute or two of work, and more than a front page's readers open."""
UNNAMED = "(a story without a headline)"


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlan:
    """A site to be made: what it is called, where others will find it, and which stories it tells.

    `base_url` is the address of its folder, without a slash at its end; "" where it is not told. `since` leaves out
    stories of which nothing was published on that day or later, `days` those older than so many days before the latest
    publication on the desk. `program` is what makes it, with its version.
    """

    title: str = TITLE
    base_url: str = ""
    since: date | None = None
    days: int | None = None
    stories: int = MOST_STORIES
    program: str = "copydesk"

    def __post_init__(self) -> None:
        if self.since is not None and self.days is not None:
            raise UsageError("--since and --days say the same in two ways; give one of them")
        if self.base_url and not _is_folder(self.base_url):
            raise UsageError(f"{self.base_url!r} is no address of a folder; give one like https://news.example/stories")


class Listed(NamedTuple):
    """A story to be published: `day` is that of its event, else of its first page, `last` that of its latest page.

    `summary` is the id of its line.
    """

    summary: str
    story: StoryId
    label: str
    line: str | None
    day: date | None
    last: date | None
    accounts: int
    pages: int

    @property
    def href(self) -> str:
        """Where its page is, seen from the folder of the site."""
        return f"stories/{page_name('story', self.story)}"


class Around(NamedTuple):
    """What the page of a story must know of the rest of the site: its stories by id, its storylines in order."""

    stories: Mapping[str, Listed]
    lines: Mapping[str, Sequence[Listed]]


class Chosen(NamedTuple):
    """The stories of a site, the latest event first, those without a day last; and how many the desk has besides."""

    stories: tuple[Listed, ...]
    left_out: int


def choose(shelf: Shelf, plan: SitePlan) -> Chosen:
    """The stories that a plan asks for."""
    known = list(_listed(shelf))
    since = _first_day(known, plan)
    wanted = [one for one in known if since is None or (one.last is not None and one.last >= since)]
    wanted.sort(key=_order)
    kept = tuple(wanted[: plan.stories])
    return Chosen(kept, len(known) - len(kept))


def _listed(shelf: Shelf) -> Iterator[Listed]:
    days = ("event.high", "first.low", "last.high")
    for row in shelf.fields(Summary, "id", "story", "label", "storyline", *days, "accounts", "pages"):
        summary, story, label, line, event, first, last, accounts, pages = row
        day = _day(event) or _day(first)
        name = short(label, LONGEST_TITLE) or UNNAMED
        yield Listed(summary, StoryId(story), name, line, day, _day(last) or _day(event), accounts, pages)


def _first_day(known: list[Listed], plan: SitePlan) -> date | None:
    if plan.days is None:
        return plan.since
    latest = max((one.last for one in known if one.last is not None), default=date.min)
    return latest - timedelta(days=min(plan.days - 1, latest.toordinal() - 1))


def _order(one: Listed) -> tuple[int, int, int, str]:
    """The latest day first, of one day what most accounts tell."""
    return (-one.day.toordinal() if one.day is not None else 1, -one.accounts, -one.pages, one.story)


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)


def _is_folder(address: str) -> bool:
    parts = urlsplit(address)
    return web_address(address) is not None and bool(parts.hostname) and not (parts.query or parts.fragment)
