"""The first part of a round: feeds, sitemaps and sites are asked which pages there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from copydesk.fetching.addresses import BadAddress, read_address
from copydesk.fetching.listing import ListAnswer, ListWish, ask_lists
from copydesk.fetching.visiting import Visitor
from copydesk.pages import Address as Link
from copydesk.store import Memo
from copydesk.watching.memory import LIST, PAGE, Asked, Memory, Trouble, by_name, changed

DEEPEST = 3
"""A site leads to an index of sitemaps, and that to sitemaps; further nobody goes."""
MOST_LISTS = 20
"""Lists within one list that are followed: of an index of sitemaps those that changed last."""


def ask_due(memory: Memory, visitor: Visitor) -> Asked:
    """Ask every list that is due, and remember the pages that it names; lists within lists are asked at once."""
    _follow_plan(memory)
    count = 0
    troubles: list[Trouble] = []
    resting = memory.resting()
    for _ in range(DEEPEST):
        due = memory.watches.due(LIST, memory.world.now(), limit=10_000)
        late = [(memo, until) for memo in due if (until := resting(memo.name)) is not None]
        memory.watches.put(memo._replace(due=until) for memo, until in late)
        asked = by_name(memo for memo in due if resting(memo.name) is None)
        if not asked:
            break
        for answer in ask_lists([_wish(memo, visitor) for memo in asked.values()], visitor=visitor):
            troubles.extend(_keep(memory, asked[answer.wish.url], answer))
            count += 1
    return Asked(count, tuple(troubles))


def _follow_plan(memory: Memory) -> None:
    """Remember the lists that the plan names, and forget those that nobody names any more."""
    plan = memory.plan
    named = {url: kind for kind in ("feeds", "sitemaps", "sites") for url in getattr(plan, kind)}
    known = by_name(memory.watches.all(LIST))
    now = memory.world.now()
    new = [Memo(LIST, url, now, _new(kind)) for url, kind in named.items() if url not in known]
    moved = [
        changed(known[url], now, what=kind, via=None) for url, kind in named.items() if _is_other(known, url, kind)
    ]
    memory.watches.put((*new, *moved))
    gone = {url for url, memo in known.items() if memo.facts["via"] is None and url not in named}
    while True:
        orphans = {url for url, memo in known.items() if memo.facts["via"] in gone and url not in named} - gone
        if not orphans:
            break
        gone |= orphans
    memory.watches.drop(LIST, gone)


def _is_other(known: dict[str, Memo], url: str, kind: str) -> bool:
    return url in known and (known[url].facts["what"], known[url].facts["via"]) != (kind, None)


def _new(what: str, *, via: str | None = None, private: bool = True) -> dict[str, object]:
    return {"what": what, "via": via, "private": private, "tries": 0, "asked": None, "known": {}}


def _wish(memo: Memo, visitor: Visitor) -> ListWish:
    private = memo.facts["private"] and visitor.settings.fetch.allow_private_addresses
    return ListWish(memo.name, site=memo.facts["what"] == "sites", private=private, known=memo.facts["known"])


def _keep(memory: Memory, memo: Memo, answer: ListAnswer) -> Iterator[Trouble]:
    """Remember what a list gave; trouble is told when it begins."""
    now = memory.world.now()
    if answer.reason is not None:
        tries = memo.facts["tries"] + 1
        memory.watches.put([changed(memo, memory.backed_off(tries), tries=tries, asked=now)])
        if tries == 1:
            yield Trouble(memo.name, answer.reason)
        return
    lists = [link for link in answer.links if link.kind != "page"]
    pages = [link for link in answer.links if link.kind == "page" and _is_new_enough(link, memo, memory)]
    inside = memo.facts["private"] and answer.private
    memory.watches.put(
        (
            *_pages(memory, pages, via=memo.name, private=inside),
            *_lists(memory, lists, via=memo.name, private=inside),
            changed(memo, now + memory.plan.every, tries=0, asked=now, known=answer.known),
        )
    )


def _pages(memory: Memory, links: Sequence[Link], *, via: str, private: bool) -> Iterator[Memo]:
    """Pages that are new are wanted now, and so are those that a list says have changed since they were asked for."""
    now = memory.world.now()
    named: dict[str, Link] = {}
    for link in links:
        try:
            named.setdefault(read_address(link.url).url, link)
        except BadAddress:
            continue
    known = memory.watches.get(PAGE, named)
    for url, link in named.items():
        memo = known.get(url)
        facts = {"title": link.title, "outlet": link.outlet, "published": link.published, "via": via}
        if memo is None:
            yield Memo(PAGE, url, now, {**facts, "private": private, "first": None, "asked": None, "tries": 0})
        elif _changed_since(link, memo.facts["asked"]) and (memo.due is None or memo.due > now):
            yield changed(memo, now)


def _lists(memory: Memory, links: Sequence[Link], *, via: str, private: bool) -> Iterator[Memo]:
    """Lists that a list names and that are new, or have changed since they were asked."""
    now = memory.world.now()
    recent = sorted(links, key=lambda link: _moment(link.last_modified) or now, reverse=True)[:MOST_LISTS]
    urls = {link.url: link for link in recent if _reached(link, memory)}
    known = memory.watches.get(LIST, urls)
    for url, link in urls.items():
        if url not in known:
            yield Memo(LIST, url, now, _new(f"{link.kind}s", via=via, private=private))


def _is_new_enough(link: Link, memo: Memo, memory: Memory) -> bool:
    return memo.facts["what"] == "feeds" or _reached(link, memory)


def _reached(link: Link, memory: Memory) -> bool:
    """Whether a sitemap dates what it names within the reach of the watch, or not at all."""
    moments = [one for one in (_moment(link.last_modified), _moment(link.published)) if one is not None]
    return not moments or max(moments) >= memory.world.now() - memory.plan.reach


def _changed_since(link: Link, asked: float | None) -> bool:
    told = _moment(link.last_modified)
    return told is not None and asked is not None and told > asked


def _moment(text: str | None) -> float | None:
    """The seconds since 1970 of a moment in ISO 8601, a day its first; None where it is none."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
