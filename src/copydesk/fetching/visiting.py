"""One address fetched: may it be read, has it changed, is it a page, and what is reserved on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from copydesk.fetching.addresses import Address
from copydesk.fetching.asking import Guest, Reply, Want
from copydesk.fetching.hosts import Hosts, Stopped
from copydesk.fetching.making import Got, NoPage, links_in, opened, pages_of, refusal
from copydesk.fetching.sites import permit, reservation_of
from copydesk.fetching.wire import Trouble
from copydesk.fetching.world import World
from copydesk.pages import Address as Link
from copydesk.pages.reservations import Reservation
from copydesk.records import Failure, Page
from copydesk.settings import Settings

RESERVED = "rights of text and data mining are reserved on it ({}), and skip_reserved is set under [fetch]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An address to fetch.

    `source` is how it was given, `private` whether it may lie in a private network, `lists` whether what it lists is
    wanted rather than itself, `link` what a list says of it, `held` its pages on the desk, the newest last. `known` are
    headers that ask, by address, whether a list has changed.
    """

    source: str
    address: Address
    private: bool
    lists: bool = False
    link: Link | None = None
    held: Sequence[Page] = ()
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave: pages (and failures in their place), or links if those are wanted.

    `unchanged` when it was held already, `private` when the answer came from a private network.
    """

    pages: tuple[Page | Failure, ...] = ()
    links: tuple[Link, ...] = ()
    unchanged: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Fetches addresses one by one, safe to use from several threads."""

    guest: Guest
    settings: Settings
    as_of: date

    @classmethod
    def of(cls, *, settings: Settings, world: World, as_of: date, hosts: Hosts | None = None) -> Visitor:
        """A visitor to whom all hosts are new but those that are given."""
        hosts = hosts or Hosts(settings=settings.fetch, world=world)
        return cls(guest=Guest(hosts, settings.fetch, world), settings=settings, as_of=as_of)

    @property
    def stopped(self) -> bool:
        """Whether nothing more is to be fetched."""
        return self.guest.hosts.stopped.is_set()

    def stop(self) -> None:
        """Ask nothing more, and wait for nothing."""
        self.guest.hosts.stopped.set()

    def fetch(self, wish: Wish) -> Fetched | str:
        """What an address gives, or why there is nothing."""
        try:
            reply, stated = self.visited(wish)
            if reply.answer.status == 304 and wish.held:
                return Fetched(pages=(wish.held[-1],), unchanged=True)
            if reply.answer.status != 200:
                return refusal(reply.answer.status)
            today, moment = self.guest.world.today(), self.guest.world.moment()
            reply = opened(reply, limit=self.settings.fetch.largest_body_bytes)
            got = Got(source=wish.source, reply=reply, by_site=stated, as_of=self.as_of, fetched=today, moment=moment)
            links = links_in(got, settings=self.settings) if wish.lists else None
            if links is not None:
                return Fetched(links=links, private=reply.answer.private)
            pages = tuple(self._kept(wish, one) for one in pages_of(got, settings=self.settings))
        except (Trouble, NoPage) as error:
            return str(error)
        except Stopped:
            raise
        except Exception as error:  # noqa: BLE001  no page may end the run, whatever is wrong with it
            return f"a fault in copydesk ({type(error).__name__}: {error}); please report it with the address"
        return Fetched(pages=pages, unchanged=_same(pages, wish.held))

    def visited(self, wish: Wish) -> tuple[Reply, Reservation | None]:
        """The last answer, and what the file of its site says of reservations.

        Raises:
            Trouble: there is none.

        """
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
            private=wish.private,
            known=wish.known if wish.lists else _conditions(wish.held),
            permit=allowed,
        )
        return self.guest.follow(wish.address, want), stated[-1]

    def _kept(self, wish: Wish, page: Page | Failure) -> Page | Failure:
        """A page with what a list says of it."""
        if isinstance(page, Failure):
            return page
        if self.settings.fetch.skip_reserved and page.reserved:
            raise NoPage(RESERVED.format(page.reserved_by))
        link = wish.link
        if link is None or page.source != wish.source:
            return page
        return replace(page, title=link.title, outlet=link.outlet, published=link.published)


def _same(pages: Sequence[Page | Failure], held: Sequence[Page]) -> bool:
    """Whether these pages are held already, with the same bytes."""
    ids = {one.id for one in held}
    return bool(pages) and all(isinstance(one, Page) and one.id in ids for one in pages)


def _conditions(held: Sequence[Page]) -> dict[str, dict[str, str]]:
    """The headers that ask whether the newest page held has changed, for the address that gave it."""
    newest = held[-1] if held else None
    if newest is None or newest.url is None:
        return {}
    asked = (("If-None-Match", newest.etag), ("If-Modified-Since", newest.last_modified))
    # Only what a header can hold is sent back.
    return {newest.url: {name: value for name, value in asked if value and value.isascii() and value.isprintable()}}
