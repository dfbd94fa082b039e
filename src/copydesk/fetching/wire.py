"""One question to one server, over a connection to an address that was checked, and within its limits.

HTTP is that of httpcore and h11, which bound the size of heads and refuse whatever is no HTTP/1.1. What is ours is the
connection below: names are looked up once and within a time, each address is checked, and the one connected to is one
of these; no proxy is asked. A total time holds over connecting, the head and the body, so that a server cannot drip
for ever.
"""

from __future__ import annotations

import os
import re
import socket
import ssl
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore

from copydesk.fetching.addresses import Address
from copydesk.fetching.guard import Refused, checked
from copydesk.fetching.names import Unanswered, looked_up
from copydesk.fetching.unpacking import ACCEPTED, BadBody, TooLarge, body_of
from copydesk.fetching.world import World
from copydesk.manners import FetchSettings

MOST_TRIED = 4
"""Addresses of a name that are tried before it is given up."""
ONCE = frozenset(("content-type", "location", "etag", "last-modified", "retry-after", "tdm-reservation", "tdm-policy"))
"""Headers with one value; servers that send several mostly repeat themselves."""
UNSEEN = re.compile(r"[^\x20-\x7e]+")


class Trouble(Exception):
    """No answer could be had; the message says why and what would help. `passing` when another try may do better."""

    def __init__(self, reason: str, *, passing: bool = False) -> None:
        super().__init__(reason)
        self.passing = passing


class NoAnswer(Trouble):
    """A host did not answer, or not in a way that can be understood."""


class Forbidden(Trouble):
    """No connection was made, for it would have gone where none may go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said. `body` is unpacked, and empty but for status 200; `private` tells where the server stands.

    `whole` is False where the body was cut at the limit. Names of `headers` are in small letters.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    private: bool
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: `limit` bounds the body, which is cut there if `cut`, and else refused.

    With a `body` it is a POST, else a GET.
    """

    address: Address
    headers: Mapping[str, str]
    private: bool
    limit: int
    cut: bool = False
    body: bytes | None = None


def ask(question: Question, *, settings: FetchSettings, world: World) -> Answer:
    """The answer of a server to one question, over a connection that is closed afterwards.

    Raises:
        Forbidden: the address leads where no connection may go.
        NoAnswer: nobody answers in time, or what is answered is no HTTP.
        Trouble: the body cannot be had.

    """
    end = world.clock() + settings.total_seconds
    line = _Line(question, end, settings=settings, world=world)
    address = question.address
    url = httpcore.URL(
        scheme=address.scheme.encode(),
        host=address.host.encode(),
        port=address.port,
        target=address.target.encode(),
    )
    named = address.origin.partition("://")[2]
    headers = {"Host": named, "Accept-Encoding": ACCEPTED, "Connection": "close", **question.headers}
    limits = {"connect": settings.connect_seconds, "read": settings.read_seconds, "write": settings.read_seconds}
    pool = httpcore.ConnectionPool(ssl_context=_trust(), max_connections=1, network_backend=line)
    method, more = ("GET" if question.body is None else "POST"), {"timeout": limits}
    try:
        with (
            pool,
            pool.stream(method, url, headers=list(headers.items()), content=question.body, extensions=more) as response,
        ):
            return _answer(response, question, line)
    except Refused as error:
        raise Forbidden(str(error)) from error
    except BadBody as error:
        raise Trouble(str(error)) from error
    except Unanswered as error:
        unknown = f"nobody says in time what the name {address.host} stands for; try again later"
        raise NoAnswer(unknown, passing=True) from error
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
        raise _told(error, line) from error


def _answer(response: httpcore.Response, question: Question, line: _Line) -> Answer:
    headers = _headers(response.headers)
    body, whole = b"", True
    if response.status == 200:
        pieces: Iterable[bytes] = response.iter_stream()
        try:
            body = body_of(pieces, packed=headers.get("content-encoding", ""), limit=question.limit)
        except TooLarge as error:
            if not question.cut:
                raise
            body, whole = error.begun, False
    return Answer(status=response.status, headers=headers, body=body, private=line.private, whole=whole)


def _headers(pairs: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    """The headers by name in small letters; of one that may come once the first, of others all, as if they were one."""
    headers: dict[str, str] = {}
    for raw, value in pairs:
        name, text = raw.decode("latin-1").lower(), value.decode("latin-1").strip()
        if name not in headers:
            headers[name] = text
        elif name not in ONCE:
            headers[name] += f", {text}"
    return headers


class _Line(httpcore.NetworkBackend):
    """Connects where the guard allows, and nowhere else."""

    def __init__(self, question: Question, end: float, *, settings: FetchSettings, world: World) -> None:
        self.question, self.settings = question, settings
        self._end, self._world = end, world
        self._plain = httpcore.SyncBackend()
        self.private = False

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any
    ) -> httpcore.NetworkStream:
        """A connection to one of the addresses of the host, all of which were checked; there is no other choice."""
        if port not in self.settings.ports:
            raise Refused(f"port {port} is not asked; add it to ports under [fetch] in a --settings file")
        found = looked_up(self._world.look_up, host, port, seconds=self.left(self.settings.connect_seconds))
        places = checked(host, found, private=self.question.private)
        failed: Exception | None = None
        for address, private in places[:MOST_TRIED]:
            try:
                stream = self._plain.connect_tcp(address, port, self.left(timeout))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                self.private = private
                return _Bounded(stream, self)
        assert failed is not None
        raise failed

    @property
    def is_over(self) -> bool:
        """Whether the time for the whole is up."""
        return self._world.clock() >= self._end

    def left(self, timeout: float | None) -> float:
        """Seconds that the next step may take."""
        left = self._end - self._world.clock()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(left, timeout)


class _Bounded(httpcore.NetworkStream):
    """A connection each step of which ends when the time for the whole is up."""

    def __init__(self, stream: httpcore.NetworkStream, line: _Line) -> None:
        self._stream, self._line = stream, line

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes, at most so many; none when the other side has closed."""
        return self._stream.read(max_bytes, self._line.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        self._stream.write(buffer, self._line.left(timeout))

    def close(self) -> None:
        """Let go of it."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, with the server's name proved by its certificate."""
        left = self._line.left(timeout)
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, left), self._line)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore wants to know of a connection."""
        return self._stream.get_extra_info(info)


@cache
def _trust() -> ssl.SSLContext:
    """The certificates of the system and of certifi; making it takes some milliseconds."""
    return httpcore.default_ssl_context()


def _told(error: Exception, line: _Line) -> NoAnswer:
    """What went wrong with a connection, and what to do about it."""
    host = line.question.address.host
    said = UNSEEN.sub(" ", str(error))[:200]
    if isinstance(error, socket.gaierror):
        again = error.errno == socket.EAI_AGAIN
        return NoAnswer(f"the name {host} cannot be looked up ({error.strerror}); check it", passing=again)
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return NoAnswer(f"the certificate of {host} is not valid ({cause.verify_message}); nothing is read from it")
    if isinstance(cause, ssl.SSLError):
        return NoAnswer(f"{host} does not speak https as it should ({cause.reason or said}); check the address")
    if isinstance(error, httpcore.TimeoutException):
        if line.is_over:
            seconds = line.settings.total_seconds
            return NoAnswer(f"the answer was not complete after {seconds:g} seconds; try again later")
        return NoAnswer(f"{host} was silent for too long; try again later", passing=True)
    if isinstance(error, httpcore.RemoteProtocolError) and "without sending complete" in said:
        return NoAnswer("the connection ended in the middle of the answer; try again later", passing=True)
    if isinstance(error, httpcore.RemoteProtocolError) and "disconnected" in said:
        return NoAnswer(f"{host} closed the connection without an answer; try again later", passing=True)
    if isinstance(error, httpcore.ProtocolError):
        return NoAnswer(f"what {host} answered is no proper HTTP ({said}); save the page from a browser")
    proxy = "; the proxy that the environment names is not used" if _names_proxy() else ""
    return NoAnswer(f"no connection to {host} ({said or type(error).__name__}); try again later{proxy}", passing=True)


def _names_proxy() -> bool:
    names = ("http_proxy", "https_proxy", "all_proxy")
    return any(os.environ.get(one) for name in names for one in (name, name.upper()))
