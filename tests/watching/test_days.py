"""Days of a watch over newsrooms that misbehave: nothing lost, nothing doubled, nobody pressed, whatever is cut off."""

from collections import Counter
from contextlib import suppress
from itertools import pairwise

import pytest

from copydesk.records import Article, Page
from watching.newsrooms import DAY, EVERY, HOUR, Town, at, watch

FAULTS = ("none", "flaky", "busy", "slow", "dead", "garbage", "short", "forgetful", "robots", "none")


HALF_AN_HOUR = 1800


class Cut(Exception):
    """The process was killed."""


def publish(town, days, every):
    """Moments at which reports appear, each of its own; every fifth is carried by the next newsroom a while later."""
    rooms = list(town.rooms.values())
    agenda = []
    for number, room in enumerate(rooms):
        moment, seed = 0.2 + 0.11 * number % 1.5, 1000 * number
        while moment < days:
            seed += 1
            agenda.append((moment, room, seed, None))
            if seed % 5 == 1:
                agenda.append((moment + 0.3, rooms[(number + 1) % len(rooms)], seed, room.outlet))
            moment += every
    return sorted(agenda, key=lambda one: (one[0], one[2], one[1].name))


class Days:
    """What happens in a town while somebody waits: reports appear and are corrected, and the process is killed.

    Each of the moments in `cuts` kills it while it waits for the turn of a host, in the middle of a round.
    """

    def __init__(self, town, agenda, cuts):
        self.town, self.agenda, self.cuts = town, agenda, sorted(cuts)
        self.corrected = {}
        self._wait = town.time.wait

    def wait(self, stopped, seconds):
        self._wait(stopped, seconds)
        day = self.town.time.seconds / DAY
        while self.agenda and self.agenda[0][0] <= day:
            moment, room, seed, credit = self.agenda.pop(0)
            report = room.publish(seed, at(moment), credit=credit)
            if credit is None and seed % 5 == 1:
                self.corrected[report] = moment
        for report, moment in self.corrected.items():
            if day > moment + 0.6:
                report.figure = 7300
        if seconds < 20 and self.cuts and self.cuts[0] <= day:
            self.cuts.pop(0)
            raise Cut


def live(town, path, *, days, every, cuts=()):
    """Watch the town for so many days, in a new process whenever the one before was killed; the changes told."""
    life = Days(town, publish(town, days - 4, every), cuts)
    town.time.wait = life.wait
    changes = []
    while town.time.seconds < days * DAY:
        with town.desk(path) as desk, suppress(Cut):
            for done in watch(town, desk).rounds():
                changes.extend(done.changes)
                if town.time.seconds >= days * DAY:
                    break
    assert not life.cuts
    return changes


def check(town, path, changes):
    nobody_was_pressed(town)
    with town.desk(path) as desk:
        nothing_was_lost_or_doubled(town, desk)
        what_copies_still_carry_was_told(town, desk, changes)


def between(times):
    return [later - former for former, later in pairwise(times)]


def nobody_was_pressed(town):
    for name, room in town.rooms.items():
        pause = 9.0 if room.fault == "slow" else 2.0
        first, *rest = town.gaps(name)
        # The pause that robots.txt asks for is known once it was read.
        assert first >= 2.0
        assert min(rest) >= pause - 1e-6, name
        asked = [moment for moment, path, _ in town.asked if path.startswith(f"{name}/")]
        assert not [at for rest in room.rests for at in asked if rest + 1 < at < rest + HALF_AN_HOUR - 1]
        feed = town.times(f"{name}/feed.xml")
        # Tries of one round lie close together, some of them on both sides of a death.
        rounds = [gap for gap in between(feed) if gap > HOUR]
        assert min(rounds) >= EVERY - 1
        robots = town.times(f"{name}/robots.txt")
        if room.fault not in ("dead", "robots"):
            assert min(between(robots), default=DAY) >= DAY - 1


def nothing_was_lost_or_doubled(town, desk):
    every = {room.root + report.path for room in town.rooms.values() for report in room.reports}
    served = Counter(url for room in town.rooms.values() for url, _ in room.given)
    assert served.keys() == every
    held = Counter(page.source for page in desk.store.all(Page))
    assert held == served
    assert Counter(article.source for article in desk.store.all(Article)) == served


def what_copies_still_carry_was_told(town, desk, changes):
    told = [one for one in changes if one.kind == "correction"]
    assert len({one.key for one in told}) == len(told)
    assert {(number(one.before), number(one.after)) for one in desk.corrections()} == {("4,200", "7,300")}
    assert len(told) == len(carried(town)) > 0
    for change in told:
        page, copy, now = change.said
        assert [number(one.text) for one in (page, copy, now)] == ["4,200", "4,200", "7,300"]
        for one in (copy, now):
            assert one.article.text[one.start : one.end] == one.text


def number(words):
    """The figure of what was corrected, which may take along the word that it counts."""
    return words.split()[0]


def carried(town):
    """The copies whose source was read before and after it was corrected."""
    return [
        (source.root + report.path, copy.root + other.path)
        for source in town.rooms.values()
        for report in source.reports
        if {(source.root + report.path, figure) for figure in (4200, 7300)} <= source.given
        for copy in town.rooms.values()
        for other in copy.reports
        if other.credit == source.outlet and other.seed == report.seed
    ]


def test_ten_newsrooms_through_seven_days_with_two_deaths_in_the_middle(tmp_path):
    town = Town(FAULTS)
    try:
        changes = live(town, tmp_path / "news.desk", days=8, every=2.5, cuts=(1.6, 3.1))
        check(town, tmp_path / "news.desk", changes)
    finally:
        town.close()


@pytest.mark.slow
def test_fifty_newsrooms_through_twenty_days_with_many_deaths(tmp_path):
    town = Town(FAULTS * 5)
    try:
        changes = live(town, tmp_path / "news.desk", days=20, every=2.5, cuts=(1.6, 3.1, 7.3, 7.4, 12.9))
        check(town, tmp_path / "news.desk", changes)
    finally:
        town.close()
