"""The sites of a desk: what each holds, what it shares with others and how, every number with its cases.

No league table: a share is given from 30 cases on, with the interval that it may be chance in.
"""

from __future__ import annotations

from statistics import median
from typing import NamedTuple

from copydesk.settings import KnownOwner, Settings
from copydesk.store import SiteCounts, Store
from copydesk.stories.ladder import owners_by_name
from copydesk.text.normal import fold
from copydesk.text.shares import FEWEST, Share, share


class Source(NamedTuple):
    """One site: what is counted of it, and its owner where the register knows one.

    Shares are worked out when they are asked for: a desk may have thousands of sites, of which one looks at a few.
    """

    counts: SiteCounts
    owner: KnownOwner | None

    @property
    def name(self) -> str | None:
        """What the site is called; None for pages that state no outlet and have no address."""
        return self.counts.site

    @property
    def host(self) -> str | None:
        """The host of one of its pages."""
        return self.counts.host

    @property
    def pages(self) -> int:
        """Its pages in this collection."""
        return self.counts.pages

    @property
    def shared(self) -> Share:
        """Pages that stand in a family of copies, of all."""
        return share(self.counts.shared, self.counts.pages)

    @property
    def first(self) -> Share:
        """Pages that are the earliest known of their family, of those in one."""
        return self._of_shared(self.counts.first)

    @property
    def taken(self) -> Share:
        """Pages that were made from another page."""
        return self._of_shared(self.counts.taken)

    @property
    def open(self) -> Share:
        """Pages whose source is not established."""
        return self._of_shared(self.counts.open)

    @property
    def credited(self) -> Share:
        """Pages that name an outlet for their text."""
        return self._of_shared(self.counts.credited)

    @property
    def agency(self) -> Share:
        """Pages that carry the text of an agency."""
        return self._of_shared(self.counts.agency)

    @property
    def uncredited(self) -> Share:
        """Pages that were made from another page and name nobody."""
        return self._of_shared(self.counts.uncredited)

    @property
    def lag(self) -> float | None:
        """The median number of days behind the source; None of fewer than 30 cases."""
        if self.lags < FEWEST:
            return None
        days = [day for day, pages in self.counts.lags for _ in range(pages)]
        return float(median(days))

    @property
    def lags(self) -> int:
        """Pages of which it is known how many days they are behind their source."""
        return sum(pages for _, pages in self.counts.lags)

    @property
    def alterations(self) -> int:
        """What its pages have materially otherwise than their sources."""
        return self.counts.material

    @property
    def material(self) -> float | None:
        """Material alterations in a hundred pages made from others; None of fewer than 30."""
        return 100 * self.counts.material / self.counts.taken if self.counts.taken >= FEWEST else None

    @property
    def corrections(self) -> int:
        """Statements that its pages still carry though their source was corrected."""
        return self.counts.corrections

    @property
    def reserved(self) -> Share:
        """Pages that reserve the rights of text and data mining, of those that tell."""
        return share(self.counts.reserved, self.counts.reserved + self.counts.free)

    def _of_shared(self, amount: int) -> Share:
        return share(amount, self.counts.shared)


class Sources(NamedTuple):
    """Sites from the place `begin` in their order on, and how many there are in all."""

    found: tuple[Source, ...]
    begin: int
    total: int


def sources(store: Store, *, settings: Settings, by_name: bool = False, begin: int = 0, limit: int = -1) -> Sources:
    """At most so many sites (-1: all) from a place in their order on: those with most pages first, or by name.

    A place behind the last is the first.
    """
    owners = owners_by_name(settings.stories.owners)
    with store.steady():
        total = store.sites.total()
        first = begin if begin < total else 0
        found = store.sites.counts(store.sites.names(by_name=by_name, begin=first, limit=limit))
    return Sources(tuple(_source(one, owners) for one in found), first, total)


def source_named(store: Store, name: str, *, settings: Settings) -> Source | None:
    """The site that is called so, or None."""
    found = store.sites.counts([name])
    return _source(found[0], owners_by_name(settings.stories.owners)) if found else None


def _source(counts: SiteCounts, owners: dict[str, KnownOwner]) -> Source:
    named = (fold(one) for one in (counts.site, counts.host) if one)
    return Source(counts, next((owners[one] for one in named if one in owners and owners[one].owner), None))
