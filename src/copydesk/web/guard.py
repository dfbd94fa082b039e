"""What stands before every screen: which requests are let through, and what every answer says of itself.

In order: the host that a browser believes to be at (against rebinding of names), how often an address asks, how much it
sends, where a form comes from, and who asks. Answers carry a policy that lets no script, style or picture in but ours.
"""

from __future__ import annotations

import ipaddress
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from copydesk.errors import DeskError
from copydesk.web.visitors import SHARED, VISIT_COOKIE, Visitor, known, new_visit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from copydesk.web.serving import Serving

SAFE = frozenset(["GET", "HEAD", "OPTIONS"])
API = "/api/"
STATIC = "/static/"
LOGIN = "/login"
METRICS = "/metrics"
ASKING = frozenset(["/search", "/logout", "/api/v1/carriers"])
"""What is sent but writes nothing on the desk: who may only read may do so too."""
_OF_QUERIES = "".join(map(chr, range(0x21, 0x7F)))
PROBLEM = "application/problem+json"
"""The form of errors over the interface for programs (RFC 9457)."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # `no-referrer` would hide from us where our own forms come from.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""What every answer says of itself; a screen may say more, never less."""

_OF_A_STORY = re.compile(r"/(?:index\.html|(?:stories|articles|pairs)/[a-z0-9_-]+\.html)?")
"""What a link to a story may show, of which the screens take care that it is of that story."""
_LENGTH = re.compile(r"[0-9]{1,15}")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?", re.IGNORECASE)


class Refusal(NamedTuple):
    """Why a request is not let through."""

    status: HTTPStatus
    words: str


class Rates:
    """How many requests of an address are still free: each fills up again at a steady pace (a token bucket)."""

    def __init__(
        self, a_second: float, at_once: float, *, most: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._a_second, self._at_once, self._most, self._clock = a_second, at_once, most, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, address: str) -> bool:
        """Whether one more request of this address is free, which is then taken."""
        now = self._clock()
        with self._lock:
            left, then = self._left.pop(address, (self._at_once, now))
            left = min(self._at_once, left + (now - then) * self._a_second)
            self._left[address] = (left - 1 if left >= 1 else left, now)
            while len(self._left) > self._most:
                self._left.popitem(last=False)
        return left >= 1


class Guard:
    """The middleware that refuses, or says who asks (`request.state.visitor`) and goes on."""

    def __init__(self, app: ASGIApp, *, serving: Serving) -> None:
        self._app, self._serving = app, serving
        limits = serving.limits
        most = limits.most_addresses
        self._reads = Rates(limits.reads_a_second, limits.reads_at_once, most=most)
        self._writes = Rates(limits.writes_a_second, limits.writes_at_once, most=most)
        self._logins = Rates(limits.logins_a_second, limits.logins_at_once, most=most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        if not scope["query_string"].isascii():
            # Bytes that no browser sends as they are, and that end every reading of the address.
            scope = {**scope, "query_string": quote(scope["query_string"], safe=_OF_QUERIES).encode()}
        request = Request(scope)
        visit = request.cookies.get(VISIT_COOKIE, "")
        told = _dressing(send, None if visit else (visit := new_visit()), secure=request.url.scheme == "https")
        refusal = self._refusal(request) or self._too_often(request)
        if refusal is not None:
            again = {"retry-after": "1"} if refusal.status == HTTPStatus.TOO_MANY_REQUESTS else None
            await self._refused(request, refusal, again)(scope, receive, told)
            return
        if request.url.path.startswith(STATIC):
            await self._app(scope, receive, told)
            return
        answer = await self._admitted(request, visit)
        if isinstance(answer, Response):
            await answer(scope, receive, told)
            return
        scope.setdefault("state", {})["visitor"] = answer
        if answer.story is not None:
            # The pages of a shared story link each other by where they stand, so below the link they stay below it.
            path = "/" + request.url.path.removeprefix(answer.root.rstrip("/")).lstrip("/")
            if _OF_A_STORY.fullmatch(path) is None:
                refusal = Refusal(HTTPStatus.NOT_FOUND, "This link shows one story, and nothing else.")
                await self._refused(request, refusal)(scope, receive, told)
                return
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, self._bounded(receive, request), told)

    # -- what is refused ------------------------------------------------------------------------------------------

    def _refusal(self, request: Request) -> Refusal | None:
        """What is wrong with a request, whoever asks."""
        host = request.headers.get("host", "")
        if not self._our_host(host):
            cure = "start it with --name NAME if it is to be reached by this name"
            return Refusal(HTTPStatus.MISDIRECTED_REQUEST, f"This desk is not called {host[:80]!r}; {cure}.")
        length = request.headers.get("content-length", "0")
        if not _LENGTH.fullmatch(length) or int(length) > self._largest(request):
            return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _too_much(self._largest(request)))
        if request.method not in SAFE and _from_elsewhere(request):
            return Refusal(HTTPStatus.FORBIDDEN, "This was sent from another site; send it from the desk itself.")
        return None

    def _our_host(self, host: str) -> bool:
        """Whether a browser that names this host can mean us: a name that somebody else may point here is not ours.

        An address in numbers is always meant: nobody can give it to another machine.
        """
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = found.group(1).strip("[]").casefold().rstrip(".")
        return name in self._serving.names or name == "localhost" or _is_address(name)

    def _too_often(self, request: Request) -> Refusal | None:
        address = request.client.host if request.client else ""
        rates = [self._reads if request.method in SAFE else self._writes]
        if request.url.path == LOGIN and request.method not in SAFE:
            rates.append(self._logins)
        if all(rate.take(address) for rate in rates):
            return None
        return Refusal(HTTPStatus.TOO_MANY_REQUESTS, "Too much at once; wait a little and ask again.")

    def _largest(self, request: Request) -> int:
        limits = self._serving.limits
        return limits.largest_upload_bytes if request.url.path in self._serving.uploads else limits.largest_form_bytes

    def _bounded(self, receive: Receive, request: Request) -> Receive:
        """The body of a request, which ends where it becomes longer than may be, whatever its head said."""
        left = self._largest(request)

        async def bounded() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            return message if left >= 0 else {"type": "http.disconnect"}

        return bounded

    # -- who asks -------------------------------------------------------------------------------------------------

    async def _admitted(self, request: Request, visit: str) -> Visitor | Response:
        """Who asks, or what they are answered instead."""
        try:
            visitor = await run_in_threadpool(self._known, request)
        except DeskError as error:
            return self._refused(request, Refusal(HTTPStatus.SERVICE_UNAVAILABLE, f"{error}."))
        if request.url.path == LOGIN:
            visitor = visitor or Visitor(by="nobody")
        elif visitor is None:
            return self._unknown(request)
        elif request.method not in SAFE and request.url.path not in ASKING and not visitor.may_write:
            return self._refused(request, Refusal(HTTPStatus.FORBIDDEN, "You may read this desk, not write on it."))
        names = ("by", "name", "person", "may_write", "story", "root")
        return Visitor(**{name: getattr(visitor, name) for name in names}, visit=visit, form=self._mark(visitor, visit))

    def _known(self, request: Request) -> Visitor | None:
        with self._serving.readers.desk() as desk:
            return known(request, desk, wide=self._serving.wide, now=datetime.now(UTC))

    def _mark(self, visitor: Visitor, visit: str) -> str:
        return "" if visitor.by == "link" else self._serving.forms.mark(visit)

    def _unknown(self, request: Request) -> Response:
        if request.url.path.startswith(SHARED):
            return self._refused(request, Refusal(HTTPStatus.NOT_FOUND, "This link shows nothing, or no longer."))
        if request.method in SAFE and not request.url.path.startswith((API, METRICS)):
            return RedirectResponse(LOGIN, HTTPStatus.SEE_OTHER)
        refusal = Refusal(HTTPStatus.UNAUTHORIZED, "This desk asks for a token: Authorization: Bearer TOKEN.")
        return self._refused(request, refusal, {"www-authenticate": 'Bearer realm="copydesk"'})

    def _refused(self, request: Request, refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
        if request.url.path.startswith(API):
            return problem(refusal, headers)
        return self._serving.look.plain(refusal.status, refusal.words, headers)


def problem(refusal: Refusal, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A refusal as the interface for programs tells it."""
    told = {"type": "about:blank", "title": refusal.status.phrase, "status": refusal.status, "detail": refusal.words}
    return JSONResponse(told, refusal.status, dict(headers or {}), media_type=PROBLEM)


def _dressing(send: Send, visit: str | None, *, secure: bool) -> Send:
    """Send what every answer says of itself, and to a new browser what it is known by."""

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "private, no-cache")
            if visit is not None:
                headers.append("set-cookie", cookie(VISIT_COOKIE, visit, secure=secure))
        await send(message)

    return dressed


def cookie(name: str, value: str, *, secure: bool, seconds: int | None = None) -> str:
    """A cookie that scripts cannot read and other sites do not send."""
    age = "" if seconds is None else f"; Max-Age={seconds}"
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{'; Secure' if secure else ''}"


def _from_elsewhere(request: Request) -> bool:
    """Whether a browser says that a form comes from another site, or does not say from where."""
    if request.headers.get("authorization") and not request.headers.get("origin"):
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    said = origin if origin is not None else request.headers.get("referer")
    return said is not None and urlsplit(said).netloc.casefold() != request.headers.get("host", "").casefold()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _too_much(most: int) -> str:
    return f"This is longer than {most:,} bytes, the most that is taken here; add it with `copydesk add` instead."
