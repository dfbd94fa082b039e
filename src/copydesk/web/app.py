"""The application: every address of the web desk, and what serves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from copydesk import __version__
from copydesk.desk import open_desk
from copydesk.errors import CopydeskError, DeskError, UsageError
from copydesk.logs import tell
from copydesk.settings import Settings
from copydesk.store.address import Place
from copydesk.web import filling, finding, forms, inbox, lists, live, notes, observing, packs, pages, sources, staff
from copydesk.web.desks import Busy, Readers, Writer
from copydesk.web.guard import API, Guard, Refusal, problem
from copydesk.web.limits import Limits
from copydesk.web.look import Look
from copydesk.web.observing import Measures, Observed
from copydesk.web.rest.answers import unfit
from copydesk.web.rest.api import allowed, described, router
from copydesk.web.serving import Absent, Clash, Forged, Refused, Serving, serving
from copydesk.web.visitors import Forms
from copydesk.web.working import Board, Labour

UPLOADS = frozenset(["/add", "/api/v1/pages"])
"""The paths that take files."""


def _file(request: Request) -> Response:
    return serving(request).look.file(request.url.path)


ROUTES = (
    Route("/static/{name}", _file, methods=["GET"]),
    *(*inbox.ROUTES, *pages.ROUTES, *finding.ROUTES, *lists.ROUTES, *sources.ROUTES),
    *(*filling.ROUTES, *live.ROUTES, *forms.ROUTES, *notes.ROUTES, *packs.ROUTES, *staff.ROUTES, *observing.ROUTES),
)
"""Every screen. The interface for programs stands under `/api/v1`."""


def desk_app(  # noqa: PLR0913  what may be said of a desk that is served, each by name
    path: Place,
    settings: Settings | None = None,
    *,
    limits: Limits | None = None,
    names: frozenset[str] = frozenset(),
    wide: bool = False,
    workers: int = 1,
    work: Labour | None = None,
) -> FastAPI:
    """The web desk over a desk file, which is made if it is not there. Close what it holds with `app.state.serving`.

    `names` are those under which it may be asked beside localhost and addresses in numbers; `wide` is whether others
    than this machine may ask: then nobody is let in without a token. `workers` are the processes that a run may use,
    `work` is what a job's process does.

    Raises:
        DeskError: the file cannot be used.

    """
    open_desk(path, settings=settings).close()  # brings an older desk up to date, or says what is wrong with it
    limits, settings = limits or Limits(), settings or Settings()
    doing = {} if work is None else {"work": work}
    held = Serving(
        path=path,
        settings=settings,
        limits=limits,
        readers=Readers(
            path, settings, most=limits.most_readers, idle=limits.idle_readers, wait=limits.longest_wait_seconds
        ),
        writer=Writer(path, settings),
        board=Board(path, settings, limits=limits, workers=workers, **doing),
        look=Look(),
        forms=Forms(),
        names=names,
        wide=wide,
        uploads=UPLOADS,
    )
    measures, patterns = Measures(held), observing.patterns_of(ROUTES)
    app = FastAPI(
        title="copydesk",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        routes=list(ROUTES),
        middleware=[Middleware(Observed, measures=measures, patterns=patterns), Middleware(Guard, serving=held)],
        lifespan=_lifespan,
    )
    app.include_router(router())
    app.openapi = partial(described, app)  # type: ignore[method-assign]  # the way in which FastAPI is told its own
    app.state.serving, app.state.measures = held, measures
    app.state.streams = {"open": 0}
    for kind in TOLD:
        app.add_exception_handler(kind, _told)
    app.add_exception_handler(RequestValidationError, unfit)
    return app


TOLD = (Absent, Clash, Forged, Refused, CopydeskError, HTTPException, Exception)
"""What becomes a screen, or a problem, that says what is wrong."""


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    held: Serving = app.state.serving
    held.board.open()
    tell("serve.started", wide=held.wide)
    try:
        yield
    finally:
        held.close()
        tell("serve.ended")


def _told(request: Request, error: Exception) -> Response:
    """What a screen says where there is nothing to show; programs are told in their form."""
    status, said = _status(error)
    if request.url.path.startswith(API):
        headers = {"allow": allowed(request.app, request.url.path)} if status == HTTPStatus.METHOD_NOT_ALLOWED else None
        return problem(Refusal(status, said), headers)
    look = serving(request).look
    if not hasattr(request.state, "visitor"):
        return look.plain(status, said)
    values = {"root": "/", "heading": _HEADINGS.get(status, status.phrase), "said": said, "more": None}
    return look.page(request, "said.html", values, status=status)


_HEADINGS = {
    HTTPStatus.NOT_FOUND: "Not here",
    HTTPStatus.UNPROCESSABLE_ENTITY: "This cannot be done",
    HTTPStatus.INTERNAL_SERVER_ERROR: "A fault of the desk",
}


def _status(error: Exception) -> tuple[HTTPStatus, str]:
    if isinstance(error, Absent):
        return HTTPStatus.NOT_FOUND, str(error)
    if isinstance(error, Clash):
        return HTTPStatus.CONFLICT, str(error)
    if isinstance(error, Forged):
        return HTTPStatus.FORBIDDEN, str(error)
    if isinstance(error, Busy | DeskError):
        return HTTPStatus.SERVICE_UNAVAILABLE, str(error)
    if isinstance(error, Refused | UsageError | CopydeskError):
        return HTTPStatus.UNPROCESSABLE_ENTITY, str(error)
    status = getattr(error, "status_code", None)
    if status is not None:
        known = {404: "There is nothing at this address.", 405: "This address is not asked in this way."}
        return HTTPStatus(status), known.get(status, str(getattr(error, "detail", "")))
    return HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here; the log of the server tells what."
