"""Readers of a web desk, for load: each walks its screens and resources by chance, and looks whether answers are sound.

A reader knows what it has seen: links on screens, and what was put on the desk. It holds an answer to be wrong that is
a fault of the server (5xx), ends early, misses a page that is surely there or has one twice, differs from what the
desk has said of the same text before, or has parts of two moments: a story that shares an article with another one of
the same list, a count that is not that of its lines.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from threading import Event, Lock, Thread
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urljoin

LINK = re.compile(r'(?:href|action)="([^"#]*)')
SCREEN = re.compile(r"/(stories|articles|pairs|lines|speakers|figures)/[^?]+\.html")
WORD = re.compile(r"[a-z]{5,}")
FIRST_ADDRESS = 2
"""Readers ask from addresses of this machine of their own, 127.0.0.2 and on: one alone may not ask so often."""
TIMEOUT = 120
KEPT = 2.0
"""Seconds for which a connection is used again; the server closes those that are silent for five."""
MOST_KNOWN = 2_000
"""Links that are kept of each sort; older ones make room, so that what measures does not itself grow."""
LISTED = 500
PASTED = 1_500
LISTS = ("articles", "copies", "families", "stories", "quotes", "figures", "facts", "checks", "alone", "summaries")
SCREENS = ("sources", "notes", "decisions", "runs", "people", "add", "notes.json", "speakers.html", "figures.html")
REST = ("", "/jobs", "/audit", "/sources", "/speakers", "/annotations", "/failures", "/decisions", "/notes")


class Answer(NamedTuple):
    """What was answered."""

    status: int
    text: str

    @property
    def told(self) -> Any:
        """The JSON of it."""
        return json.loads(self.text)


class Tally:
    """What was asked, how long each answer took, and what was wrong: written by many, read by one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._took: dict[str, list[float]] = defaultdict(list)
        self.asked: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.faults: list[str] = []

    def asks(self, act: str, status: int, milliseconds: float) -> None:
        """One more was asked."""
        with self._lock:
            self._took[act].append(milliseconds)
            self.asked[act] += 1
            self.statuses[status] += 1

    def wrong(self, what: str) -> None:
        """Something was wrong."""
        with self._lock:
            self.faults.append(what)

    def taken(self) -> dict[str, list[float]]:
        """Milliseconds of the asks since this was last called, by act."""
        with self._lock:
            took, self._took = self._took, defaultdict(list)
        return took


class Town:
    """What is known to stand on the desk: shared by all who read it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._links: dict[str, dict[str, None]] = defaultdict(dict)
        self._texts: dict[str, int] = {}
        self.settled: frozenset[str] = frozenset()

    def saw(self, sort: str, found: Iterable[str]) -> None:
        """Remember links, or words, of a sort."""
        with self._lock:
            held = self._links[sort]
            held.update(dict.fromkeys(found))
            for old in list(held)[: max(0, len(held) - MOST_KNOWN)]:
                del held[old]

    def some(self, sort: str, chance: random.Random) -> str | None:
        """One of a sort, by chance."""
        with self._lock:
            held = list(self._links[sort])
        return chance.choice(held) if held else None

    def gone(self, sort: str, link: str) -> None:
        """Something of a sort is there no longer."""
        with self._lock:
            self._links[sort].pop(link, None)

    def settle(self, pages: Iterable[str]) -> None:
        """These pages were read to the end, and stand on the desk from now on."""
        self.settled |= frozenset(pages)

    def same(self, article: str, text: str) -> bool:
        """Whether a text is what the desk has always said of an article."""
        with self._lock:
            return self._texts.setdefault(article, hash(text)) == hash(text)


class Line:
    """A connection to the server from one address; what is asked on it is tallied."""

    def __init__(self, port: int, number: int, tally: Tally) -> None:
        self._port, self._tally = port, tally
        self._address = f"127.0.0.{FIRST_ADDRESS + number}"
        self._line: http.client.HTTPConnection | None = None
        self._used = 0.0
        self._cookie = ""
        self.mark = ""

    def get(self, act: str, path: str) -> Answer:
        """What is answered at an address."""
        return self._asked(act, "GET", path, None, {})

    def form(self, act: str, path: str, fields: Mapping[str, str]) -> Answer:
        """What is answered to a form, which is sent with its mark."""
        if not self.mark:
            found = re.search(r'name="mark" value="(\w+)"', self.get("search form", "/search").text)
            self.mark = found.group(1) if found else ""
        body = urlencode({"mark": self.mark, **fields}).encode()
        head = {"content-type": "application/x-www-form-urlencoded", "origin": f"http://127.0.0.1:{self._port}"}
        return self._asked(act, "POST", path, body, head)

    def json(self, act: str, path: str, told: object) -> Answer:
        """What is answered to JSON."""
        return self._asked(act, "POST", path, json.dumps(told).encode(), {"content-type": "application/json"})

    def take_back(self, act: str, path: str) -> Answer:
        """What is answered where something is taken back."""
        return self._asked(act, "DELETE", path, None, {})

    def file(self, act: str, path: str, name: str, content: bytes) -> Answer:
        """What is answered to a file."""
        edge = "a-line-that-no-page-has"
        head = f'--{edge}\r\ncontent-disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
        body = head + content + f"\r\n--{edge}--\r\n".encode()
        return self._asked(act, "POST", path, body, {"content-type": f"multipart/form-data; boundary={edge}"})

    def abandoned(self, act: str, path: str, *, read: int = 0) -> None:
        """Ask, read so many bytes at the most, and hang up."""
        line = self._new()
        start = time.perf_counter()
        line.request("GET", path, headers=self._head())
        if read:
            line.getresponse().read1(read)
        line.close()
        self._tally.asks(act, 0, (time.perf_counter() - start) * 1000)

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _asked(self, act: str, method: str, path: str, body: bytes | None, head: Mapping[str, str]) -> Answer:
        if time.monotonic() - self._used > KEPT:
            self.close()
        start = time.perf_counter()
        try:
            answer, content = self._answered(method, path, body, {**self._head(), **head})
        except (OSError, http.client.HTTPException) as error:
            self.close()
            self._tally.wrong(f"{method} {path}: no answer: {type(error).__name__}: {error}")
            return Answer(0, "")
        self._used = time.monotonic()
        self._tally.asks(act, answer.status, (time.perf_counter() - start) * 1000)
        self._cookie = (answer.getheader("set-cookie") or self._cookie).partition(";")[0]
        text = content.decode("utf-8", "replace")
        if answer.status >= http.client.INTERNAL_SERVER_ERROR:
            self._tally.wrong(f"{method} {path} answers {answer.status}: {text[:300]!r}")
        elif answer.getheader("content-type", "").startswith("text/html") and not text.rstrip().endswith("</html>"):
            self._tally.wrong(f"{method} {path} answers {len(text)} characters that end early: {text[-80:]!r}")
        return Answer(answer.status, text)

    def _answered(
        self, method: str, path: str, body: bytes | None, head: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """An answer; a connection that the server has closed meanwhile is made anew once, as browsers do."""
        used = self._line is not None
        self._line = self._line or self._new()
        try:
            self._line.request(method, path, body=body, headers=dict(head))
            answer = self._line.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            if not used or method != "GET":
                raise
            self.close()
            return self._answered(method, path, body, head)
        return answer, answer.read()

    def _new(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT, source_address=(self._address, 0))

    def _head(self) -> dict[str, str]:
        return {"cookie": self._cookie} if self._cookie else {}


class Reader(Thread):
    """One who reads: does one act after another, with a pause between them, until told to end."""

    def __init__(self, line: Line, town: Town, tally: Tally, *, pause: float, seed: int) -> None:
        super().__init__(daemon=True)
        self._line, self._town, self._tally, self._pause = line, town, tally, pause
        self._chance = random.Random(seed)
        self._over = Event()
        self.metrics = False

    def end(self) -> None:
        """Let it end with what it does."""
        self._over.set()

    def run(self) -> None:
        """Read until told to end."""
        acts, weights = zip(*self._acts(), strict=True)
        while not self._over.wait(self._chance.expovariate(1 / self._pause)):
            act = self._chance.choices(acts, weights)[0]
            try:
                act()
            except Exception as error:  # noqa: BLE001  whatever it is, it is told, and the load goes on
                self._tally.wrong(f"{act.__name__}: {type(error).__name__}: {error}")
        self._line.close()

    def _acts(self) -> tuple[tuple[Callable[[], None], int], ...]:
        return (
            (self.inbox, 5),
            (self.follow, 14),
            (self.look, 4),
            (self.search, 5),
            (self.paste, 2),
            (self.feed, 2),
            (self.lists, 4),
            (self.one, 5),
            (self.rest, 4),
            (self.count_along, 2),
            (self.hang_up, 2),
            (self.seen, 1),
            (self.walk, 1),
        )

    # -- screens --------------------------------------------------------------------------------------------------

    def inbox(self) -> None:
        """The first screen, sorted by chance."""
        sort = self._chance.choice(("news", "first", "last", "accounts", "changes"))
        self._screen("inbox", f"/?{urlencode({'sort': sort})}")

    def follow(self) -> None:
        """A link that was seen, and perhaps one from there."""
        sort = self._chance.choice(("stories", "stories", "articles", "articles", "pairs", "lines", "speakers"))
        link = self._town.some(sort, self._chance)
        if link is None:
            self.inbox()
            return
        answer = self._screen(sort, link)
        if answer.status == http.client.NOT_FOUND:
            self._town.gone(sort, link)
            if sort == "articles":
                self._tally.wrong(f"{link} is not there, to which a screen has led")
            return
        further = [one for one in _links(link, answer.text) if SCREEN.fullmatch(one)]
        if further and self._chance.random() < 0.4:
            following = self._chance.choice(further)
            self._screen(following.split("/")[1], following)

    def look(self) -> None:
        """One of the other screens."""
        name = self._chance.choice(SCREENS)
        self._screen(name, f"/{name}")

    def search(self) -> None:
        """A search by a word, two, a phrase, a speaker, a figure."""
        word, other = (self._town.some("words", self._chance) or "news" for _ in range(2))
        asked: dict[str, str] = self._chance.choice(
            (
                {"words": word},
                {"words": f"{word} {other}"},
                {"words": f'"{word} {other}"'},
                {"words": f"{word[:4]}*", "one_per_family": "on"},
                {"speaker": other.capitalize()},
                {"figure": "100"},
            )
        )
        if self._chance.random() < 0.5:
            self._screen("search", f"/search?{urlencode(asked)}")
        else:
            self._line.get("REST search", f"/api/v1/search?{urlencode(asked | {'one_per_family': 'true'})}")

    def paste(self) -> None:
        """Who carries a text."""
        text = self._town.some("texts", self._chance)
        if text is None:
            self.one()
        elif self._chance.random() < 0.5:
            self._line.form("pasted text", "/search", {"text": text[:PASTED]})
        else:
            told = self._line.json("REST carriers", "/api/v1/carriers", {"text": text[:PASTED]})
            if told.status == http.client.OK and not told.told["items"]:
                self._tally.wrong("nobody carries a text that stands on the desk")

    def feed(self) -> None:
        """A search as a feed."""
        word = self._town.some("words", self._chance) or "news"
        answer = self._line.get("feed", f"/search.atom?{urlencode({'words': word})}")
        if answer.status == http.client.OK and not answer.text.rstrip().endswith("</feed>"):
            self._tally.wrong("a feed ends early")

    def seen(self) -> None:
        """Mark a story as seen."""
        link = self._town.some("stories", self._chance)
        if link is not None:
            story = link.removeprefix("/stories/").removesuffix(".html")
            self._line.form("seen", "/seen", {"story": story, "here": ""})

    # -- resources ------------------------------------------------------------------------------------------------

    def lists(self) -> None:
        """A list of records, whose lines must be of one moment."""
        name = self._chance.choice((*LISTS, "stories", "inbox"))
        answer = self._line.get(f"REST {name}", f"/api/v1/{name}?limit={LISTED}")
        if answer.status != http.client.OK:
            return
        told = answer.told
        ids = [one["id"] for one in told["items"]]
        if len(ids) != len(set(ids)):
            self._tally.wrong(f"the list of {name} has a line twice")
        if name == "inbox" and told["next"] is None and told["total"] != len(ids):
            self._tally.wrong(f"the inbox counts {told['total']} stories and has {len(ids)}")
        if name == "stories":
            placed = Counter(article for one in told["items"] for article in one["articles"])
            if twice := [article for article, times in placed.items() if times > 1]:
                self._tally.wrong(f"{len(twice)} articles stand in two stories of one list, {twice[0]} among them")
        self._town.saw(f"REST {name}", ids)
        if name == "articles":
            self._town.saw("texts", [one["text"] for one in self._chance.sample(told["items"], min(5, len(ids)))])

    def one(self) -> None:
        """One record by its id; the text of an article never changes."""
        name = self._chance.choice(("articles", "articles", "stories", "copies", "checks", "facts"))
        ident = self._town.some(f"REST {name}", self._chance)
        if ident is None:
            self.lists()
            return
        answer = self._line.get(f"REST one of {name}", f"/api/v1/{name}/{quote(ident)}")
        if answer.status == http.client.NOT_FOUND:
            self._town.gone(f"REST {name}", ident)
            if name == "articles":
                self._tally.wrong(f"article {ident} is there no longer")
        elif name == "articles" and answer.status == http.client.OK:
            told = answer.told
            if not self._town.same(ident, told["text"]):
                self._tally.wrong(f"article {ident} has another text than before")
            self._town.saw("texts", [told["text"]])
            self._town.saw("words", self._chance.sample(WORD.findall(told["text"]) or ["news"], 1))

    def rest(self) -> None:
        """What is no list of records."""
        name = self._chance.choice((*REST, "/explain"))
        if self.metrics and self._chance.random() < 0.2:
            self._line.get("metrics", "/metrics")
            return
        if name == "/explain":
            ident = self._town.some("REST stories", self._chance)
            name = f"/explain/{quote(ident)}" if ident else "/jobs"
        self._line.get(f"REST {name.split('/')[1] if name else 'index'}", f"/api/v1{name}")

    def walk(self) -> None:
        """All articles, from the first page of the list to the last: each page that surely stands there, none twice."""
        surely, after, found, ids = self._town.settled, None, Counter[str](), list[str]()
        while True:
            more: dict[str, str] = {} if after is None else {"after": after}
            answer = self._line.get("REST walk", f"/api/v1/articles?{urlencode({'limit': LISTED, **more})}")
            if answer.status != http.client.OK:
                return
            told = answer.told
            found.update(one["page"].rpartition("#")[2] for one in told["items"])
            ids.extend(one["id"] for one in told["items"])
            after = told["next"]
            if after is None:
                break
        if ids != sorted(set(ids)):
            self._tally.wrong("the list of articles is not in order, or has a line twice")
        if lost := sorted(surely - found.keys()):
            self._tally.wrong(f"{len(lost)} of {len(surely)} pages are lost, {lost[0]} among them")
        if doubled := [page for page, times in found.items() if times > 1]:
            self._tally.wrong(f"{len(doubled)} pages stand there twice, {doubled[0]} among them")

    # -- those who leave ------------------------------------------------------------------------------------------

    def count_along(self) -> None:
        """Open the stream of events, read its first words, and leave."""
        self._line.abandoned("events", "/events", read=64)

    def hang_up(self) -> None:
        """Ask, and leave before the answer is there."""
        link = self._town.some("stories", self._chance) or "/"
        self._line.abandoned("hung up", link)

    # -- what they have in common ---------------------------------------------------------------------------------

    def _screen(self, act: str, path: str) -> Answer:
        answer = self._line.get(act, path)
        for link in _links(path, answer.text):
            found = SCREEN.fullmatch(link)
            if found:
                self._town.saw(found.group(1), [link])
        return answer


def _links(path: str, text: str) -> list[str]:
    """The addresses on a screen, as whole paths."""
    return [urljoin(path, one) for one in LINK.findall(text)]
