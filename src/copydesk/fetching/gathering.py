"""Many addresses at once: a thread a host, few at a time, and what they bring in the order in which it comes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from queue import Full, Queue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from copydesk.errors import UsageError
from copydesk.fetching.addresses import Address, BadAddress, read_address
from copydesk.fetching.hosts import Stopped
from copydesk.fetching.world import World
from copydesk.records import Failure, Page
from copydesk.settings import Settings
from copydesk.text.ids import stable_id

if TYPE_CHECKING:
    from copydesk.fetching.visiting import Fetched, Visitor

STEP = "pages"
WAITING = 16
"""Pages that wait to be taken, at most: fetching goes no further ahead of reading."""
MOMENT = 0.2
"""Seconds after which a thread looks whether it is still wanted."""

Told = Callable[[str], None]


class Wanted(NamedTuple):
    """An address to fetch as it was given; `private` where it may lie in a private network if the user allows any."""

    source: str
    address: Address
    private: bool


def fetch_pages(  # noqa: PLR0913  what a run holds, each by name
    sources: Sequence[str],
    *,
    as_of: date,
    settings: Settings,
    held: Mapping[str, Sequence[Page]] | None = None,
    world: World | None = None,
    told: Told | None = None,
) -> Iterator[Page | Failure]:
    """The pages at some addresses, and a `Failure` for each that gives none.

    `held` are pages of a desk by their source, the newest last: what has not changed since comes out as it is there.
    An address given twice is fetched once. Those of one host come in their order, hosts as they answer. `told` hears
    how it goes on.

    Raises:
        UsageError: the libraries that fetching needs are not installed.

    """
    need_libraries()
    from copydesk.fetching.visiting import Visitor

    private = settings.fetch.allow_private_addresses
    wanted: dict[str, Wanted] = {}
    for source in sources:
        try:
            address = read_address(source)
        except BadAddress as error:
            yield failure(source, str(error))
        else:
            wanted.setdefault(address.url, Wanted(source.strip(), address, private))
    visitor = Visitor.of(settings=settings, world=world or World(), as_of=as_of, held=held or {})
    yield from _Crew(visitor, list(wanted.values()), told or _silent).work()


_Brought = tuple[Wanted, "Fetched | str"] | BaseException
"""An address with its page or why there is none, or what went wrong with a thread."""


class _Crew:
    """Threads that visit, each one host at a time."""

    def __init__(self, visitor: Visitor, wanted: Sequence[Wanted], told: Told) -> None:
        self._visitor, self._told = visitor, told
        by_host: dict[str, list[Wanted]] = {}
        for one in wanted:
            by_host.setdefault(one.address.host, []).append(one)
        self._todo = deque(by_host.values())
        self._total = len(wanted)
        self._brought: Queue[_Brought] = Queue(WAITING)

    def work(self) -> Iterator[Page | Failure]:
        """What the threads bring; they are told to stop when nobody takes it any more."""
        size = min(self._visitor.settings.fetch.hosts_at_once, len(self._todo))
        threads = [Thread(target=self._labour, name="fetching", daemon=True) for _ in range(size)]
        for thread in threads:
            thread.start()
        try:
            for number in range(1, self._total + 1):
                brought = self._brought.get()
                if isinstance(brought, BaseException):
                    raise brought
                wanted, found = brought
                self._told(f"{number} of {self._total}: {wanted.source}{_came_of(found)}")
                yield failure(wanted.source, found) if isinstance(found, str) else found.page
        finally:
            self._visitor.stop()
            for thread in threads:
                thread.join(MOMENT)

    def _labour(self) -> None:
        try:
            while self._todo:
                for wanted in self._next():
                    found = self._visitor.fetch(wanted.source, wanted.address, private=wanted.private)
                    self._put((wanted, found))
        except Stopped:
            return
        except BaseException as error:  # noqa: BLE001  raised again where the pages are taken
            self._put(error)

    def _next(self) -> Sequence[Wanted]:
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


def _came_of(found: Fetched | str) -> str:
    """A word on what came of a visit; of failures more is told elsewhere."""
    if isinstance(found, str):
        return " (not read)"
    if found.unchanged:
        return f" (has not changed since {found.page.fetched})"
    return " (text and data mining reserved)" if found.page.reserved else ""


def _silent(_: str) -> None:
    """Tell nobody."""


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
        raise UsageError(f"fetching needs {', '.join(missing)}; pip install 'copydesk[web]' adds it")
