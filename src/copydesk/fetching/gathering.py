"""Many addresses at once: a thread a host, few at a time, and what they bring in the order in which it comes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from queue import Full, Queue
from threading import Thread
from typing import TYPE_CHECKING

from copydesk.errors import UsageError
from copydesk.fetching.addresses import BadAddress, read_address
from copydesk.fetching.hosts import Hosts, Stopped
from copydesk.fetching.world import World
from copydesk.manners import FetchSettings
from copydesk.pages import Address as Link
from copydesk.records import Failure, Page
from copydesk.settings import Settings
from copydesk.text.hosts import without_password
from copydesk.text.ids import stable_id

if TYPE_CHECKING:
    from copydesk.fetching.visiting import Fetched, Visitor, Wish

STEP = "pages"
WAITING = 4
"""Answers that wait to be taken, at most: fetching goes no further ahead of reading."""
MOMENT = 0.2
"""Seconds after which a thread looks whether it is still wanted."""

Held = Callable[[Sequence[str]], Mapping[str, Sequence[Page]]]
"""What gives the pages of a desk by their source, the newest last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How a call fetches.

    `lists` is whether what named lists hold is fetched rather than read; `told` hears how it goes on; `held` gives the
    pages that are on the desk already. `hosts` is what is known of hosts from before; without `private` none of them
    may lie in a private network, whatever the settings say.
    """

    lists: bool = False
    told: Callable[[str], None] | None = None
    held: Held | None = None
    world: World | None = None
    hosts: Hosts | None = None
    private: bool = True


def fetch_pages(
    sources: Sequence[str | Link], *, as_of: date, settings: Settings, fetching: Fetching | None = None
) -> Iterator[Page | Failure]:
    """The pages at some addresses, and a `Failure` for each that gives none.

    A `str` is an address that a person named, a `Link` one that stands in a list file on the disk. An address given
    twice is fetched once. Those of one host come in their order, hosts as they answer. What a server says has not
    changed since it was held comes out as it is there.

    Raises:
        UsageError: the libraries that fetching needs are not installed, or a setting cannot be meant.

    """
    need_libraries()
    _refuse_settings(settings.fetch)
    from copydesk.fetching.visiting import Visitor

    fetching = fetching or Fetching()
    visitor = Visitor.of(settings=settings, world=fetching.world or World(), as_of=as_of, hosts=fetching.hosts)
    seen: set[str] = set()
    round_ = _Round(visitor, fetching, seen)
    private = fetching.private and settings.fetch.allow_private_addresses
    yield from round_.fetch(sources, private=private, lists=fetching.lists)
    for links, inside in round_.listed:
        # What a fetched list holds is no word of the user's: it leads into a private network only from there.
        yield from _Round(visitor, fetching, seen).fetch(links, private=inside, lists=False)


class _Round:
    """Threads that visit, each one host at a time; `listed` is what the lists among the addresses hold."""

    def __init__(self, visitor: Visitor, fetching: Fetching, seen: set[str]) -> None:
        self._visitor, self._fetching, self._seen = visitor, fetching, seen
        self.listed: list[tuple[Sequence[Link], bool]] = []
        self._todo: deque[list[Wish]] = deque()
        self._brought: Queue[_Brought] = Queue(WAITING)

    def fetch(self, sources: Sequence[str | Link], *, private: bool, lists: bool) -> Iterator[Page | Failure]:
        """What the addresses give; the threads are told to stop when nobody takes it any more."""
        wishes: list[Wish] = []
        for wish in self._wishes(sources, private=private, lists=lists):
            if isinstance(wish, Failure):
                yield wish
            else:
                wishes.append(wish)
        self._todo = _by_host(wishes)
        size = min(self._visitor.settings.fetch.hosts_at_once, len(self._todo))
        threads = [Thread(target=self._labour, name="fetching", daemon=True) for _ in range(size)]
        for thread in threads:
            thread.start()
        try:
            for number in range(1, len(wishes) + 1):
                wish, found = self._next_brought()
                self._tell(f"{number} of {len(wishes)}: {wish.source}{_came_of(found)}")
                yield from self._taken(wish, found)
        except BaseException:
            self._visitor.stop()
            raise
        finally:
            for thread in threads:
                thread.join(MOMENT)

    def _next_brought(self) -> tuple[Wish, Fetched | str]:
        brought = self._brought.get()
        if isinstance(brought, BaseException):
            raise brought
        return brought

    def _wishes(self, sources: Sequence[str | Link], *, private: bool, lists: bool) -> Iterator[Wish | Failure]:
        """The addresses to visit, each once, and what cannot be visited."""
        from copydesk.fetching.visiting import Wish

        named = {one.strip() if isinstance(one, str) else one.url: one for one in reversed(sources)}
        held = {} if self._fetching.held is None else self._fetching.held(list(named))
        for source in dict.fromkeys(one.strip() if isinstance(one, str) else one.url for one in sources):
            link = named[source]
            try:
                address = read_address(source)
            except BadAddress as error:
                yield failure(without_password(source), str(error))
                continue
            if address.url not in self._seen:
                self._seen.add(address.url)
                yield Wish(
                    source=source,
                    address=address,
                    private=private,
                    lists=lists and isinstance(link, str),
                    link=None if isinstance(link, str) else link,
                    held=held.get(source, ()),
                )

    def _taken(self, wish: Wish, found: Fetched | str) -> Iterator[Page | Failure]:
        if isinstance(found, str):
            yield failure(wish.source, found)
            return
        yield from found.pages
        links, most = found.links, self._visitor.settings.fetch.most_of_list
        if len(links) > most:
            yield failure(wish.source, too_many(len(links), most))
        if links:
            self.listed.append((links[:most], wish.private and found.private))

    def _labour(self) -> None:
        try:
            while self._todo:
                for wish in self._next():
                    self._put((wish, self._visitor.fetch(wish)))
        except Stopped:
            return
        except BaseException as error:  # noqa: BLE001  raised again where the pages are taken
            with suppress(Stopped):
                self._put(error)

    def _next(self) -> Sequence[Wish]:
        try:
            return self._todo.popleft()
        except IndexError:
            return ()

    def _put(self, brought: _Brought) -> None:
        while not self._visitor.stopped:
            try:
                self._brought.put(brought, timeout=MOMENT)
            except Full:
                continue
            return
        raise Stopped

    def _tell(self, text: str) -> None:
        if self._fetching.told is not None:
            self._fetching.told(text)


_Brought = tuple["Wish", "Fetched | str"] | BaseException
"""An address with what it gave or why there is nothing, or what went wrong with a thread."""


def too_many(count: int, most: int) -> str:
    """What is said of a list with more addresses than are taken."""
    cure = "split it, or raise most_of_list under [fetch] in a --settings file"
    return f"it holds {count:,} addresses, of which the first {most:,} are fetched; {cure}"


def failure(source: str, reason: str) -> Failure:
    """What could not be fetched, and why."""
    return Failure(id=stable_id("x", STEP, source), step=STEP, input=source, reason=reason)


def need_libraries() -> None:
    """Nothing, where all is installed that fetching needs.

    Raises:
        UsageError: something is missing.

    """
    from importlib.util import find_spec

    missing = [name for name in ("httpcore", "idna", "protego") if find_spec(name) is None]
    if missing:
        raise UsageError(f"fetching addresses needs {', '.join(missing)}: pip install 'copydesk[fetch]'")


def _refuse_settings(fetch: FetchSettings) -> None:
    """Nothing, where the settings of fetching can be meant.

    Raises:
        UsageError: one cannot.

    """
    for name, value in (("about", fetch.about), ("contact", fetch.contact)):
        if not (value.isascii() and value.isprintable()):
            raise UsageError(f"{name} under [fetch] stands in a header and must be plain ASCII, not {value!r}")
    if fetch.hosts_at_once < 1 or fetch.retries < 0:
        raise UsageError("hosts_at_once under [fetch] must be 1 at least, and retries 0")


def _by_host(wishes: Sequence[Wish]) -> deque[list[Wish]]:
    hosts: dict[str, list[Wish]] = {}
    for wish in wishes:
        hosts.setdefault(wish.address.host, []).append(wish)
    return deque(hosts.values())


def _came_of(found: Fetched | str) -> str:
    """A word on what came of a visit; of failures more is told elsewhere."""
    if isinstance(found, str):
        return " (not read)"
    if found.links:
        return f" (a list of {len(found.links):,})"
    pages = [one for one in found.pages if isinstance(one, Page)]
    if found.unchanged:
        return " (has not changed)"
    return " (text and data mining reserved)" if any(one.reserved for one in pages) else ""
