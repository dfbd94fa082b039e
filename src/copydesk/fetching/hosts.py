"""What is known of the hosts of one run: whose turn it is when, and what each site wants read.

One connection a host at a time, and a pause between two; robots.txt as RFC 9309 reads it, kept for the run. A host that
does not answer, or whose robots.txt cannot be had for a fault of the server, is left alone for the rest of the run.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING

from copydesk.fetching.addresses import Address
from copydesk.fetching.world import World
from copydesk.manners import FetchSettings
from copydesk.pages.reservations import Rule

if TYPE_CHECKING:
    from protego import Protego

PRODUCT = "copydesk"
"""The name that robots.txt calls us by."""


class Stopped(Exception):
    """The run is to end; nothing more is asked."""


@dataclass(slots=True)
class Host:
    """One machine by its name: `next` is the moment before which it is not asked again, `barred` why never again.

    `failures` counts addresses on end without an answer, `answers` all that came in this run.
    """

    lock: Lock = field(default_factory=Lock)
    next: float = -math.inf
    delay: float = 0.0
    failures: int = 0
    answers: int = 0
    barred: str | None = None


@dataclass(slots=True)
class Site:
    """One origin: `robots` is what it wants read (None: all), `barred` why nothing at all is read from it.

    `lines` is its robots.txt as far as it is ours, `sitemaps` the addresses that it names there, `asked` when it was
    asked (seconds since 1970).
    """

    lock: Lock = field(default_factory=Lock)
    known: bool = False
    robots: Protego | None = None
    lines: str | None = None
    sitemaps: tuple[str, ...] = ()
    barred: str | None = None
    rules: tuple[Rule, ...] | None = None
    asked: float | None = None


class Hosts:
    """The hosts and sites of one run, safe to ask from several threads; none is asked before the moment `begin`."""

    def __init__(self, *, settings: FetchSettings, world: World, begin: float = -math.inf) -> None:
        self.stopped = Event()
        self._settings, self._world, self._begin = settings, world, begin
        self._hosts: dict[str, Host] = {}
        self._sites: dict[str, Site] = {}
        self._lock = Lock()

    def host(self, address: Address) -> Host:
        """The host of an address."""
        with self._lock:
            return self._hosts.setdefault(address.host, Host(next=self._begin, delay=self._settings.delay_seconds))

    def site(self, address: Address) -> Site:
        """The site of an address."""
        with self._lock:
            return self._sites.setdefault(address.origin, Site())

    def known(self) -> tuple[dict[str, Host], dict[str, Site]]:
        """Every host by its name and every site by its origin."""
        with self._lock:
            return dict(self._hosts), dict(self._sites)

    @contextmanager
    def turn(self, address: Address) -> Iterator[None]:
        """Wait until the host may be asked, and keep it until the block ends; its pause begins then.

        Raises:
            Stopped: the run ends while it waits.

        """
        host = self.host(address)
        with host.lock:
            self._wait_until(host)
            try:
                yield
            finally:
                host.next = self._world.clock() + host.delay

    def leave_alone(self, address: Address, seconds: float) -> None:
        """Do not ask a host for so long at least."""
        host = self.host(address)
        with host.lock:
            host.next = max(host.next, self._world.clock() + seconds)

    def bar(self, address: Address, why: str) -> None:
        """Do not ask a host any more."""
        self.host(address).barred = why

    def slow_down(self, address: Address, asked: float | None) -> None:
        """Keep the pause that a site asks for, as far as the settings go."""
        if asked is None or not asked > 0:
            return
        host = self.host(address)
        with host.lock:
            host.delay = max(host.delay, min(asked, self._settings.longest_delay_seconds))
            host.next = max(host.next, self._world.clock() + host.delay)

    def _wait_until(self, host: Host) -> None:
        while not self.stopped.is_set():
            left = host.next - self._world.clock()
            if left <= 0:
                return
            self._world.wait(self.stopped, left)
        raise Stopped
