"""One address fetched: may it be read, has it changed, is it a page, and what is reserved on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from copydesk.fetching.addresses import Address
from copydesk.fetching.asking import Guest, Reply, Want
from copydesk.fetching.hosts import Hosts
from copydesk.fetching.making import NoPage, page_of, refusal
from copydesk.fetching.sites import permit, reservation_of
from copydesk.fetching.wire import Trouble
from copydesk.fetching.world import World
from copydesk.pages.reservations import Reservation
from copydesk.records import Page
from copydesk.settings import Settings

RESERVED = "rights of text and data mining are reserved on it ({}), and skip_reserved is set under [fetch]"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page, and whether it is one that was held already and has not changed."""

    page: Page
    unchanged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Fetches addresses one by one, safe to use from several threads; `held` are pages by source, the newest last."""

    guest: Guest
    settings: Settings
    as_of: date
    held: Mapping[str, Sequence[Page]]

    @classmethod
    def of(cls, *, settings: Settings, world: World, as_of: date, held: Mapping[str, Sequence[Page]]) -> Visitor:
        """A visitor to whom all hosts are new."""
        hosts = Hosts(settings=settings.fetch, world=world)
        return cls(guest=Guest(hosts, settings.fetch, world), settings=settings, as_of=as_of, held=held)

    @property
    def stopped(self) -> bool:
        """Whether nothing more is to be fetched."""
        return self.guest.hosts.stopped.is_set()

    def stop(self) -> None:
        """Ask nothing more, and wait for nothing."""
        self.guest.hosts.stopped.set()

    def fetch(self, source: str, address: Address, *, private: bool) -> Fetched | str:
        """The page at an address, or why there is none."""
        held = self.held.get(source, ())
        try:
            reply, stated = self._visited(address, held, private)
            if reply.answer.status == 304 and held:
                return Fetched(held[-1], unchanged=True)
            if reply.answer.status != 200:
                return refusal(reply.answer.status)
            today = self.guest.world.today()
            page = page_of(source, reply, stated, as_of=self.as_of, fetched=today, settings=self.settings)
        except (Trouble, NoPage) as error:
            return str(error)
        if self.settings.fetch.skip_reserved and page.reserved:
            return RESERVED.format(page.reserved_by)
        return _beside(page, held)

    def _visited(self, address: Address, held: Sequence[Page], private: bool) -> tuple[Reply, Reservation | None]:
        """The last answer, and what the file of its site says of reservations."""
        stated: list[Reservation | None] = []

        def allowed(one: Address, inside: bool) -> None:
            permit(self.guest, one, private=inside)
            stated.append(reservation_of(self.guest, one, private=inside))
            if self.settings.fetch.skip_reserved and stated[-1] is not None and stated[-1].reserved:
                raise Trouble(RESERVED.format(stated[-1].by))

        fetch = self.settings.fetch
        want = Want(
            limit=fetch.largest_body_bytes,
            tries=fetch.retries + 1,
            private=private,
            known=_conditions(held),
            permit=allowed,
        )
        return self.guest.follow(address, want), stated[-1]


def _conditions(held: Sequence[Page]) -> dict[str, dict[str, str]]:
    """The headers that ask whether the newest page held has changed, for the address that gave it."""
    newest = held[-1] if held else None
    if newest is None or newest.url is None:
        return {}
    asked = (("If-None-Match", newest.etag), ("If-Modified-Since", newest.last_modified))
    # Only what a header can hold is sent back.
    return {newest.url: {name: value for name, value in asked if value and value.isascii() and value.isprintable()}}


def _beside(page: Page, held: Sequence[Page]) -> Fetched:
    """The page held with the same bytes, if there is one, with what is said of reservations now."""
    same = next((one for one in held if one.id == page.id), None)
    if same is None:
        return Fetched(page, unchanged=False)
    if (same.reserved, same.reserved_by) == (page.reserved, page.reserved_by):
        return Fetched(same, unchanged=True)
    return Fetched(replace(same, reserved=page.reserved, reserved_by=page.reserved_by), unchanged=True)
