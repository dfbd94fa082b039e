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
    """One site. `name` is None for pages that state no outlet and have no address.

    Of `pages`, `shared` stand in a family of copies. Of those, `first` are the earliest known of their family, `taken`
    were made from another page, of the others (`open`) the source is not established; `credited` name an outlet for
    their text, `agency` an agency, `uncredited` were taken and name nobody. `lag` is the median number of days behind
    the source, of `lags` cases, `material` how many material `alterations` a hundred taken pages have; both None where
    there are fewer than 30 cases. `reserved` are pages that reserve the rights of mining, of those that tell.
    """

    name: str | None
    host: str | None
    pages: int
    shared: Share
    first: Share
    taken: Share
    open: Share
    credited: Share
    agency: Share
    uncredited: Share
    lag: float | None
    lags: int
    alterations: int
    material: float | None
    corrections: int
    owner: KnownOwner | None
    reserved: Share


def sources(store: Store, *, settings: Settings) -> tuple[Source, ...]:
    """All sites, those with most pages first."""
    owners = owners_by_name(settings.stories.owners)
    return tuple(_source(one, owners) for one in store.sites.counts())


def source_named(store: Store, name: str, *, settings: Settings) -> Source | None:
    """The site that is called so, or None."""
    found = store.sites.counts(name)
    return _source(found[0], owners_by_name(settings.stories.owners)) if found else None


def _source(counts: SiteCounts, owners: dict[str, KnownOwner]) -> Source:
    names = (counts.site, counts.host)
    return Source(
        name=counts.site,
        host=counts.host,
        pages=counts.pages,
        shared=share(counts.shared, counts.pages),
        first=share(counts.first, counts.shared),
        taken=share(counts.taken, counts.shared),
        open=share(counts.open, counts.shared),
        credited=share(counts.credited, counts.shared),
        agency=share(counts.agency, counts.shared),
        uncredited=share(counts.uncredited, counts.shared),
        lag=float(median(counts.lags)) if len(counts.lags) >= FEWEST else None,
        lags=len(counts.lags),
        alterations=counts.material,
        material=100 * counts.material / counts.taken if counts.taken >= FEWEST else None,
        corrections=counts.corrections,
        owner=next((owners[fold(one)] for one in names if one and fold(one) in owners), None),
        reserved=share(counts.reserved, counts.reserved + counts.free),
    )
