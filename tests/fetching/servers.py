"""A server on this machine that says, byte for byte, what a test wants, and remembers what it was asked."""

import socket
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date

from copydesk.fetching import Fetching, World, fetch_pages
from copydesk.manners import FetchSettings
from copydesk.records import Failure, Page
from copydesk.settings import Settings

TODAY = date(2031, 5, 2)
STORY = (
    "<!doctype html><html><head><title>Snow closes the Tarn pass</title></head><body><article>"
    "<h1>Snow closes the Tarn pass</h1>"
    "<p>Heavy snow closed the road over the Tarn pass on Friday night, and forty drivers were taken down by bus.</p>"
    "<p>The road office said ploughs would not be able to work before the wind drops, which is expected on Sunday.</p>"
    "<p>Hotels in the valley opened their dining rooms to those who could not travel on, and the school was heated.</p>"
    "</article></body></html>"
)


class Server:
    """Answers each path with the bytes, or the talk over the socket, that `says` holds for it; else 404."""

    def __init__(self, address="127.0.0.1"):
        self.says = {}
        self.asked = []
        self.most_at_once = 0
        self._open = set()
        self.clock = time.monotonic
        self._lock = threading.Lock()
        self._listener = socket.create_server((address, 0), backlog=64)
        self._listener.settimeout(0.05)
        self.port = self._listener.getsockname()[1]
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._listen, daemon=True)]
        self._threads[0].start()

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def paths(self):
        """What was asked for, without the files that every site is asked for."""
        return [path for _, path, _ in self.asked if path not in ("/robots.txt", "/.well-known/tdmrep.json")]

    def headers(self, path):
        """The headers of the last question for a path, names in small letters."""
        return next(headers for _, asked, headers in reversed(self.asked) if asked == path)

    def close(self):
        self._ended.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # lets the waiting thread go at once, where systems do that
        self._listener.close()
        for thread in self._threads:
            thread.join(2)

    def _listen(self):
        while not self._ended.is_set():
            try:
                place, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            thread = threading.Thread(target=self._talk, args=(place,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _talk(self, place):
        with self._lock:
            self._open.add(place)
            self.most_at_once = max(self.most_at_once, len(self._open))
        with place, suppress(OSError):
            place.settimeout(2)
            path, headers = self._question(place)
            with self._lock:
                self.asked.append((self.clock(), path, headers))
            said = self.says.get(path, answer(status="404 Not Found"))
            if isinstance(said, list):
                said = said.pop(0) if len(said) > 1 else said[0]
            if callable(said):
                said(place, self._ended)
            else:
                self.answer(place, said)
        self._done(place)

    def answer(self, place, said):
        """Send an answer. Whoever asked is done with its last byte and may be back before the socket is closed."""
        place.sendall(said[:-1])
        self._done(place)
        place.sendall(said[-1:])

    def _done(self, place):
        with self._lock:
            self._open.discard(place)

    def _question(self, place):
        raw = b""
        while b"\r\n\r\n" not in raw:
            piece = place.recv(4096)
            if not piece:
                raise ConnectionResetError
            raw += piece
        first, *lines = raw.split(b"\r\n\r\n")[0].decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return first.split(" ")[1], headers


def answer(body=b"", *, status="200 OK", length=None, **headers):
    """The bytes of an answer; `length=False` leaves the Content-Length out, a number lies about it."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", "Connection: close"]
    if length is not False:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    lines.extend(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def page(body=STORY, **headers):
    """An answer that holds a page."""
    return answer(body, **{"Content_Type": "text/html; charset=utf-8", **headers})


def moved(location, status="302 Found"):
    """A redirect."""
    return answer(status=status, Location=location)


def dripping(piece, *, every, head=b""):
    """A talk that never ends: one piece, a pause, one piece."""

    def talk(place, ended):
        place.sendall(head)
        while not ended.wait(every):
            place.sendall(piece)

    return talk


@contextmanager
def serving(address="127.0.0.1"):
    server = Server(address)
    try:
        yield server
    finally:
        server.close()


class Clock:
    """A clock that stands until somebody waits, so that tests take no time."""

    def __init__(self):
        self.seconds = 0.0
        self.waits = []
        self._lock = threading.Lock()

    def __call__(self):
        return self.seconds

    def wait(self, _stopped, seconds):
        with self._lock:
            self.waits.append(seconds)
            self.seconds += seconds


def world_of(names=None, **changes):
    """A world in which these names lead to this machine, and others nowhere."""

    def look_up(host, _port):
        if host.replace(".", "").isdigit() or ":" in host:
            return (host,)
        if host not in (names or {}):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return names[host]

    return World(**{"today": lambda: TODAY, "look_up": look_up, **changes})


def settings_for(*servers, **changes):
    """Settings under which these servers may be asked, and nobody is waited for for long."""
    quick = {"delay_seconds": 0.0, "retry_seconds": 0.0, "read_seconds": 10.0, "total_seconds": 20.0}
    ports = (80, 443, *(server.port for server in servers))
    fetch = FetchSettings(**{**quick, "allow_private_addresses": True, "ports": ports, **changes})
    return replace(Settings(), fetch=fetch)


def fetched(sources, settings, *, world=None, **how):
    """All that comes of some addresses, as a list."""
    fetching = Fetching(world=world or World(today=lambda: TODAY), **how)
    sources = [sources] if isinstance(sources, str) else sources
    return list(fetch_pages(sources, as_of=TODAY, settings=settings, fetching=fetching))


def the_page(found):
    (one,) = found
    assert isinstance(one, Page), one
    return one


def the_reason(found):
    (one,) = found
    assert isinstance(one, Failure), one
    return one.reason
