"""The second part of a round: pages that are new are read, and those that were read are asked whether they changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from copydesk.desk import Desk
from copydesk.fetching import Fetching
from copydesk.fetching.hosts import Hosts
from copydesk.fetching.remembering import host_of
from copydesk.pages import Address as Link
from copydesk.records import Failure, Page
from copydesk.store import Memo
from copydesk.watching.memory import HOST, PAGE, Memory, Trouble, by_name, changed


class Came(NamedTuple):
    """What became of pages that were asked for: how many are new, changed, as before, not had; which are given up."""

    new: int = 0
    changed: int = 0
    same: int = 0
    failed: int = 0
    given_up: tuple[Trouble, ...] = ()

    def plus(self, other: Came) -> Came:
        """Both together."""
        return Came(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            same=self.same + other.same,
            failed=self.failed + other.failed,
            given_up=(*self.given_up, *other.given_up),
        )


def read_due(desk: Desk, memory: Memory, hosts: Hosts) -> Came:
    """Ask for every page that is due, as many as a round takes; what has changed is another edition on the desk."""
    _follow_plan(memory)
    resting = memory.resting()
    due = memory.watches.due(PAGE, memory.world.now(), limit=memory.plan.most)
    late = [(memo, until) for memo in due if (until := resting(memo.name)) is not None]
    memory.watches.put(memo._replace(due=until) for memo, until in late)
    wanted = [memo for memo in due if resting(memo.name) is None]
    came = Came()
    for private in (False, True):
        group = [memo for memo in wanted if bool(memo.facts["private"]) is private]
        if group:
            came = came.plus(_read(desk, memory, hosts, group, private=private))
    return came


def _follow_plan(memory: Memory) -> None:
    """Remember the pages that the plan names by themselves."""
    known = memory.watches.get(PAGE, memory.plan.pages)
    facts = {"title": None, "outlet": None, "published": None, "via": None, "private": True, "named": True}
    new = {url for url in memory.plan.pages if url not in known}
    fresh = {"first": None, "asked": None, "tries": 0}
    memory.watches.put(Memo(PAGE, url, memory.world.now(), {**facts, **fresh}) for url in sorted(new))


def _read(desk: Desk, memory: Memory, hosts: Hosts, memos: Sequence[Memo], *, private: bool) -> Came:
    wanted = by_name(memos)
    held: dict[str, set[str]] = {}
    for page in desk.store.of_sources(Page, wanted):
        held.setdefault(page.source, set()).add(page.id)
    fetching = Fetching(world=memory.world, hosts=hosts, private=private)
    counts = {"new": 0, "changed": 0, "same": 0}
    done: set[str] = set()
    failed: dict[str, str] = {}
    for one in desk.add([_link(memo) for memo in memos], as_of=memory.world.today(), fetching=fetching):
        source = one.input if isinstance(one, Failure) else one.source
        memo = wanted.get(source) or wanted.get(source.partition("#")[0])
        if memo is None or memo.name in done:
            continue
        if isinstance(one, Failure):
            failed[memo.name] = one.reason
            continue
        done.add(memo.name)
        counts["same" if one.id in held.get(source, ()) else "changed" if source in held else "new"] += 1
        memory.watches.put([_had(memo, memory)])
    reasons = {name: reason for name, reason in failed.items() if name not in done}
    return Came(**counts, failed=len(reasons), given_up=_missed(memory, hosts, wanted, reasons))


def _link(memo: Memo) -> Link:
    facts = memo.facts
    told = {name: facts[name] for name in ("title", "outlet", "published")}
    return Link(url=memo.name, kind="page", **told)


def _had(memo: Memo, memory: Memory) -> Memo:
    """A page that was read: it is asked again at the next of its times, after which it is left as it is."""
    now = memory.world.now()
    first = now if memo.facts["first"] is None else min(memo.facts["first"], now)
    times = (first + pause for pause in memory.plan.again)
    due = next((moment for moment in times if moment > now), None)
    if memo.facts.get("named"):
        due = now + memory.plan.every
    return changed(memo, due, first=first, asked=now, tries=0)


def _missed(memory: Memory, hosts: Hosts, wanted: dict[str, Memo], reasons: dict[str, str]) -> tuple[Trouble, ...]:
    """Remember pages that could not be had; those that are given up come back.

    That a host does not answer is not the fault of its pages: they wait for it.
    """
    left_alone = memory.keep_hosts(hosts)
    until = {memo.name.strip("[]"): memo.facts["until"] for memo in memory.watches.all(HOST)}
    memos, given_up = [], []
    for url, reason in reasons.items():
        memo, host = wanted[url], host_of(url) or ""
        if host in left_alone:
            memos.append(changed(memo, until[host], asked=memory.world.now()))
            continue
        tries = memo.facts["tries"] + 1
        if tries >= memory.plan.tries and not memo.facts.get("named"):
            given_up.append(Trouble(url, reason))
            memos.append(changed(memo, None, tries=tries))
        else:
            memos.append(changed(memo, memory.backed_off(tries), tries=tries))
    memory.watches.put(memos)
    return tuple(given_up)
