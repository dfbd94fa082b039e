"""What fetching sees of the world besides the servers: clocks and the system's look-up of names. Tests give others."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Event


def _look_up(host: str, port: int) -> tuple[str, ...]:
    """The IP addresses of a name, as the system gives them, each once.

    Raises:
        OSError: there is no such name, or nobody to ask.

    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))


def _wait(stopped: Event, seconds: float) -> None:
    stopped.wait(seconds)


def _today() -> date:
    # The desk's day is that of the person at it.
    return datetime.now(UTC).astimezone().date()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Clocks and names. `wait` returns early once the event is set; `clock` counts seconds from anywhere."""

    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    wait: Callable[[Event, float], None] = _wait
    today: Callable[[], date] = _today
    look_up: Callable[[str, int], tuple[str, ...]] = _look_up

    def moment(self) -> str:
        """Now, in UTC and ISO 8601."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat(timespec="seconds")
