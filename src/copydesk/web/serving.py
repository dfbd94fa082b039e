"""What is at hand for every screen: the desk for reading and for writing, the work that goes on, the look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TypeVar, cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from copydesk.desk import Desk
from copydesk.settings import Settings
from copydesk.store.address import Place
from copydesk.web.desks import Readers, Writer
from copydesk.web.limits import Limits
from copydesk.web.look import Look
from copydesk.web.visitors import Forms, Visitor
from copydesk.web.working import Board

Answer = TypeVar("Answer")
LONGEST_PLACE = 10
"""Digits of a place in a list, and one more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """One desk, served.

    `names` are those that it may be asked under, `wide` is whether others than this machine may ask, `uploads` are the
    paths that take much.
    """

    path: Place
    settings: Settings
    limits: Limits
    readers: Readers
    writer: Writer
    board: Board
    look: Look
    forms: Forms
    names: frozenset[str]
    wide: bool
    uploads: frozenset[str]

    def close(self) -> None:
        """Stop what goes on (it is taken up again at the next start) and let go of the desk."""
        self.board.close()
        self.writer.close()
        self.readers.close()


class Absent(Exception):
    """There is no such thing at this desk, or the visitor may not see it; the message says which."""


class Refused(Exception):
    """What a form asks for cannot be done; the message says why, with the cure."""


class Clash(Exception):
    """What a program asks for cannot be done as the desk stands; the message says why, with the cure."""


class Forged(Exception):
    """A form that we have not sent, or that an earlier start of this server has sent."""


def serving(request: Request) -> Serving:
    """What is at hand for a request."""
    return cast("Serving", request.app.state.serving)


def visitor(request: Request) -> Visitor:
    """Who asks."""
    return cast("Visitor", request.state.visitor)


@contextmanager
def reading(request: Request) -> Iterator[Desk]:
    """The desk, for reading; all that is read inside is of one moment."""
    with serving(request).readers.desk() as desk:
        yield desk


def writing(request: Request, task: Callable[[Desk], Answer]) -> Answer:
    """What a small task gives that writes on the desk, when its turn has come."""
    return serving(request).writer.do(task)


def begin_of(request: Request) -> int:
    """The place in a list from which on it is asked for: 0 where the address says nothing sensible.

    It serves lists that are short, or that change slowly; others go on after a line of theirs.
    """
    given = request.query_params.get("from", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < LONGEST_PLACE else 0


def now() -> str:
    """This moment, as records have it (ISO 8601, UTC)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def see(place: str) -> Response:
    """Go and look there: what a form is answered, so that loading the page again sends nothing twice."""
    return RedirectResponse(place, HTTPStatus.SEE_OTHER)
