"""What a watch remembers: lists, pages, hosts, sites and files, each with the moment at which it is wanted again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from copydesk.desk_file import WatchPlan
from copydesk.fetching import World
from copydesk.fetching.hosts import Hosts
from copydesk.fetching.remembering import busy, host_of, recall, remembered_hosts, remembered_sites, silent
from copydesk.manners import FetchSettings
from copydesk.store import Memo
from copydesk.store.memos import Watches

LIST, PAGE, HOST, SITE, FILE, ROUND = "list", "page", "host", "site", "file", "round"
LAST = "last"
STEADY = 60.0
"""Seconds by which a clock may be set back without being taken for one that was wrong."""
MOST_DOUBLED = 20
"""Times that a pause is doubled: a million times the first."""


class Trouble(NamedTuple):
    """A list that begins to give nothing, or a page that is given up, and why."""

    url: str
    reason: str


class Asked(NamedTuple):
    """How many lists were asked, and which of them have begun to give nothing."""

    lists: int
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """The memos of a watch, seen from the moment at which they are asked for."""

    watches: Watches
    plan: WatchPlan
    world: World

    def backed_off(self, tries: int) -> float:
        """When to ask again what gave nothing so many times on end."""
        pause = self.plan.every * 2.0 ** min(tries, MOST_DOUBLED)
        return self.world.now() + min(pause, max(self.plan.longest, self.plan.every))

    # -- hosts --------------------------------------------------------------------------------------------------

    def hosts(self, settings: FetchSettings, *, interrupted: bool) -> Hosts:
        """All hosts as they were left. After a round that was cut off each gets the longest of pauses."""
        known = {memo.name: memo.facts for memo in self.watches.all(HOST)}
        sites = {memo.name: memo.facts for memo in self.watches.all(SITE)}
        begin = self.world.clock() + settings.longest_delay_seconds if interrupted else float("-inf")
        return recall(known, sites, settings=settings, world=self.world, begin=begin)

    def resting(self) -> Callable[[str], float | None]:
        """Tells for an address until when its host is left alone; None where it may be asked."""
        now = self.world.now()
        until = {
            memo.name.strip("[]"): memo.facts["until"]
            for memo in self.watches.all(HOST)
            if memo.facts["until"] > now
            and memo.facts["asked"] <= now + STEADY
            and (memo.facts["silent"] or memo.facts["busy"])
        }
        return lambda url: until.get(host_of(url) or "")

    def keep_hosts(self, hosts: Hosts) -> frozenset[str]:
        """Remember hosts and sites; those that do not answer, or want to be left alone, come back.

        Who does not answer is left alone for longer each time; who says for how long, for so long.
        """
        dead, resting = silent(hosts), busy(hosts)
        now = dict(remembered_hosts(hosts, self.world))
        before = self.watches.get(HOST, now)
        begun = self.round().get("begun")
        memos = []
        for name, facts in now.items():
            former = before[name].facts if name in before else None
            # What one round counts, it counts once, however often it is kept.
            times = 0 if former is None else former["before" if former["round"] == begun else "silent"]
            kept = {**facts, "round": begun, "before": times, "silent": 0, "busy": name.strip("[]") in resting}
            if name.strip("[]") in dead:
                kept.update(silent=times + 1, until=max(facts["until"], self.backed_off(times + 1)))
                memos.append(Memo(HOST, name, None, kept))
            elif former is None or hosts.known()[0][name.strip("[]")].answers:
                memos.append(Memo(HOST, name, None, kept))
        self.watches.put(memos)
        self.watches.put(Memo(SITE, origin, None, facts) for origin, facts in remembered_sites(hosts))
        return dead | resting

    # -- rounds -------------------------------------------------------------------------------------------------

    def begin(self) -> bool:
        """A round begins; whether the one before was cut off."""
        now = self.world.now()
        last = self.round()
        if last.get("begun", 0.0) > now + STEADY:
            self._set_back(now)
        self.note_round(begun=now)
        return bool(last) and last.get("ended", 0.0) < last.get("begun", 0.0)

    def round(self) -> Mapping[str, Any]:
        """What is known of the last round: when it was `begun`, and when it `ended`."""
        found = self.watches.get(ROUND, [LAST])
        return found[LAST].facts if found else {}

    def note_round(self, **facts: Any) -> None:
        """Remember this of the round."""
        self.watches.put([Memo(ROUND, LAST, None, {**self.round(), **facts})])

    def _set_back(self, now: float) -> None:
        """The clock was wrong, or is: what would be wanted in a far future is wanted within the usual times."""
        first = self.plan.again[0] if self.plan.again else self.plan.every
        for kind, pause in ((LIST, 0.0), (PAGE, first)):
            memos = (memo for memo in self.watches.all(kind) if memo.due is not None)
            self.watches.put([memo._replace(due=min(memo.due or now, now + pause)) for memo in memos])
        for kind in (HOST, SITE):
            self.watches.drop(kind, [memo.name for memo in self.watches.all(kind) if memo.facts["asked"] > now])


def changed(memo: Memo, due: float | None, **facts: Any) -> Memo:
    """A memo with another moment, and with some facts otherwise."""
    return memo._replace(due=due, facts={**memo.facts, **facts})


def by_name(memos: Iterable[Memo]) -> dict[str, Memo]:
    """Memos by their names."""
    return {memo.name: memo for memo in memos}
