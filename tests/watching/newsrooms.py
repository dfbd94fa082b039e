"""Made-up newsrooms on one misbehaving server: each a host of its own, with a feed, pages, and faults by turns."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from copydesk.desk import open_desk
from copydesk.desk_file import WatchPlan
from copydesk.watching import Watch
from fetching.servers import Clock, Server, answer, page, settings_for, world_of

BEGIN = datetime(2031, 5, 2, 6, 0, tzinfo=UTC)
HOUR, DAY = 3600.0, 86_400.0
EVERY = 6 * HOUR
SYLLABLES = "ar bel cor dun eth fal gar hol ist jor kel lum mar nor ost pel quin ros sal tor ul ven wex yar zan".split()
PATTERNS = (
    "{0} {1} met {2} at the {3} and asked for {4} {5}",
    "after {0} the {1} went to {2}, where {3} {4} stood under {5}",
    "no {0} had {1} before {2}, said {3} of {4}",
    "with {0} {1} gone, {2} {3} turned to {4} for {5}",
    "{0} counted {6:,} {1} in {2}; {3} {4} none",
    "what {0} calls {1} is {2} {3}, and {4} knows it from {5}",
    "in {0} they {1} by {2}, {3} by {4}",
)


def told(seed, figure):
    """The title and the paragraphs of a made-up report; two reports share hardly a word."""
    luck = random.Random(seed)
    words = ["".join(luck.sample(SYLLABLES, 2)) for _ in range(90)]
    title = " ".join(luck.sample(words, 6)).capitalize()
    # Hardly a word in common: reports that share a sentence but for its names would be taken for copies in part.
    lines = [f"{words[0].title()} {words[1]} {words[2]} {figure} {words[3]} {words[4]} {words[5]}, {words[6]} said."]
    for _ in range(4):
        said = (luck.choice(PATTERNS).format(*luck.sample(words, 6), luck.randrange(100, 9999)) for _ in range(3))
        lines.append(" ".join(f"{one.capitalize()}." for one in said))
    return title, lines


class Report:
    """A page of a newsroom: what it says, which `figure` it gives now, and when it appeared."""

    def __init__(self, seed, path, at, *, figure=4200, credit=None):
        self.seed, self.path, self.at, self.figure, self.credit = seed, path, at, figure, credit

    def html(self, outlet):
        title, lines = told(self.seed, f"{self.figure:,}")
        day = datetime.fromtimestamp(self.at, UTC).isoformat()
        credit = f"<p>This report first appeared in {self.credit}.</p>" if self.credit else ""
        body = "".join(f"<p>{line}</p>" for line in lines)
        return (
            f'<!doctype html><html lang="en"><head><title>{title}</title>'
            f'<meta property="og:site_name" content="{outlet}">'
            f'<meta property="article:published_time" content="{day}"></head>'
            f"<body><article><h1>{title}</h1>{body}{credit}</article></body></html>"
        )


class Newsroom:
    """One host: its reports so far stand in its feed. `fault` is how it misbehaves, by turns or for some days.

    `given` are the pages that it gave, each with the figure that it had then; `rests` when it asked for half an hour.
    """

    def __init__(self, name, port, fault="none"):
        self.name, self.fault = name, fault
        self.outlet = f"The {name.split('.')[0].title()} Post"
        self.root = f"http://{name}:{port}"
        self.reports = []
        self.asked = {}
        self.given = set()
        self.rests = []

    def publish(self, seed, at, **how):
        self.reports.append(Report(seed, f"/news/{len(self.reports) + 1}", at, **how))
        return self.reports[-1]

    def says(self, path, headers, day):
        """What is answered now; the faults of tests are those that servers have."""
        turn = self.asked[path] = self.asked.get(path, 0) + 1
        if path == "/robots.txt":
            if self.fault == "robots" and 2 <= day < 4:
                return answer(status="503 Service Unavailable")
            return answer("User-agent: *\nCrawl-delay: 9\n" if self.fault == "slow" else "User-agent: *\nAllow: /\n")
        if self.fault == "dead" and 1 <= day < 5:
            return lambda place, _ended: place.close()
        if self.fault == "flaky" and turn % 3 == 1:
            return answer(status="500 Internal Server Error")
        if self.fault == "busy" and turn % 4 == 1:
            self.rests.append(day * DAY)
            return answer(status="503 Service Unavailable", Retry_After="1800")
        if self.fault == "short" and turn % 3 == 1:
            return answer("<rss><channel><item>", length=900)
        return self._well(path, headers)

    def _well(self, path, headers):
        if path == "/feed.xml":
            return self._feed(headers)
        found = next((one for one in self.reports if one.path == path), None)
        if found is None:
            return answer(status="404 Not Found")
        self.given.add((self.root + path, found.figure))
        return self._tagged(found.html(self.outlet), headers, page)

    def _feed(self, headers):
        items = "".join(
            f"<item><title>{told(one.seed, '')[0]}</title><link>{self.root}{one.path}</link>"
            f"<pubDate>{format_datetime(datetime.fromtimestamp(one.at, UTC))}</pubDate></item>"
            for one in reversed(self.reports)
        )
        raw = f"<rss version='2.0'><channel><title>{self.outlet}</title>{items}</channel></rss>"
        if self.fault == "garbage" and self.asked["/feed.xml"] % 2:
            raw = "<!doctype html><title>We will be back soon</title><p>Maintenance.</p>"
        return self._tagged(raw, headers, answer)

    def _tagged(self, raw, headers, made):
        tag = f'"{sha256(raw.encode()).hexdigest()[:12]}"'
        if self.fault != "forgetful" and headers.get("if-none-match") == tag:
            return answer(status="304 Not Modified")
        return made(raw, ETag=tag)


class Town(Server):
    """The newsrooms of a town, all on one server, and the time in which they live."""

    def __init__(self, faults):
        self.time = Clock()
        super().__init__()
        self.clock = self.time
        names = [f"paper{number:02d}.example" for number in range(len(faults))]
        self.rooms = {name: Newsroom(name, self.port, fault) for name, fault in zip(names, faults, strict=True)}
        self.says = self
        self._last = {}

    def get(self, target, _default):
        """What a host says to a path: the server asks for it as if it were a dictionary."""
        name, _, path = target.partition("/")
        return self.rooms[name].says(f"/{path}", self._last, self.time.seconds / DAY)

    def _question(self, place):
        path, headers = super()._question(place)
        self._last = headers
        return headers["host"].partition(":")[0] + path, headers

    def now(self):
        return BEGIN.timestamp() + self.time.seconds

    def world(self, **changes):
        names = dict.fromkeys(self.rooms, ("127.0.0.1",))
        how = {"clock": self.time, "now": self.now, "wait": self.time.wait, "today": self.today}
        return world_of(names, **(how | changes))

    def today(self):
        return datetime.fromtimestamp(self.now(), UTC).date()

    def settings(self):
        # One host at a time, so that every run is the same; no limit of time, for others' waiting is not theirs.
        return settings_for(
            self, delay_seconds=2.0, retry_seconds=4.0, total_seconds=1e9, hosts_at_once=1, longest_retry_seconds=60.0
        )

    def plan(self, **changes):
        feeds = tuple(f"{room.root}/feed.xml" for room in self.rooms.values())
        usual = {"feeds": feeds, "every": EVERY, "again": (HOUR, DAY, 4 * DAY), "longest": DAY}
        return WatchPlan(**(usual | changes))

    def desk(self, path):
        return open_desk(path, settings=self.settings())

    def until(self, day):
        """The moment at which a day of the simulation begins."""
        return day * DAY

    def gaps(self, name):
        """Seconds between the questions to one host."""
        times = [at for at, path, _ in self.asked if path.startswith(f"{name}/")]
        return [later - former for former, later in pairwise(times)]

    def times(self, target):
        return [at for at, path, _ in self.asked if path == target]


def watch(town, desk, **changes):
    return Watch(desk, town.plan(**changes), base=Path(), world=town.world())


def published(days, rate, seed=1):
    """Moments of a simulation at which a newsroom publishes."""
    luck = random.Random(seed)
    at, moments = 0.0, []
    while (at := at + luck.uniform(0.3, 1.7) * rate) < days * DAY:
        moments.append(at)
    return moments


def at(day):
    return (BEGIN + timedelta(days=day)).timestamp()
