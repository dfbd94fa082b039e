"""A name looked up within a time: the system's own look-up takes as long as the servers of the name make it."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread


class Unanswered(Exception):
    """Nobody said in time what a name stands for."""


def looked_up(
    look_up: Callable[[str, int], tuple[str, ...]], host: str, port: int, *, seconds: float
) -> tuple[str, ...]:
    """The addresses of a name, as `look_up` gives them in a thread of its own.

    The system's look-up cannot be broken off. It goes on in its thread, which holds up nothing and ends with it.

    Raises:
        Unanswered: it took longer than `seconds`.
        OSError: there is no such name, or nobody to ask.

    """
    told: SimpleQueue[tuple[str, ...] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            told.put(look_up(host, port))
        except Exception as error:  # noqa: BLE001  raised again where it is waited for
            told.put(error)

    Thread(target=ask, name="looking up", daemon=True).start()
    try:
        found = told.get(timeout=seconds)
    except Empty:
        raise Unanswered from None
    if isinstance(found, Exception):
        raise found
    return found
