"""Lists that are asked again and again: feeds, sitemaps, and sites that say where theirs are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urljoin

from copydesk.fetching.addresses import BadAddress, is_address, read_address
from copydesk.fetching.hosts import Stopped
from copydesk.fetching.making import Got, NoPage, links_in, opened, pages_of, refusal
from copydesk.fetching.visiting import Visitor, Wish
from copydesk.fetching.wire import Trouble
from copydesk.pages import Address as Link
from copydesk.records import Page

FEEDS = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json"))
MOST_FEEDS = 5
"""Feeds of one site that are taken from its front page: those of all, which stand first, then those of sections."""


class ListWish(NamedTuple):
    """A list to ask: its address, whether it is a site that leads to its lists, whether it may lie within.

    `known` are the headers that ask whether it has changed, by the address that answered last.
    """

    url: str
    site: bool = False
    private: bool = False
    known: Mapping[str, Mapping[str, str]] = {}


class ListAnswer(NamedTuple):
    """What a list gave: its links, or why there are none (`reason`).

    `known` is what to ask with the next time, `unchanged` whether it was as before, `private` whether it stands within.
    """

    wish: ListWish
    links: tuple[Link, ...] = ()
    reason: str | None = None
    known: Mapping[str, Mapping[str, str]] = {}
    unchanged: bool = False
    private: bool = False


def ask_lists(wishes: Sequence[ListWish], *, visitor: Visitor) -> Iterator[ListAnswer]:
    """What each list gives, a thread a host, those of one host in their order."""
    hosts: dict[str, list[ListWish]] = {}
    for wish in wishes:
        try:
            hosts.setdefault(read_address(wish.url).host, []).append(wish)
        except BadAddress as error:
            yield ListAnswer(wish, reason=str(error))
    if not hosts:
        return
    with ThreadPoolExecutor(visitor.settings.fetch.hosts_at_once) as pool:
        try:
            for answers in pool.map(lambda group: [ask_list(one, visitor=visitor) for one in group], hosts.values()):
                yield from answers
        except BaseException:
            visitor.stop()
            raise


def ask_list(wish: ListWish, *, visitor: Visitor) -> ListAnswer:
    """What one list gives.

    Raises:
        Stopped: the run ends while it waits.

    """
    try:
        return _asked(wish, visitor)
    except (Trouble, NoPage, BadAddress) as error:
        return ListAnswer(wish, reason=str(error))
    except Stopped:
        raise
    except Exception as error:  # noqa: BLE001  no list may end the watch, whatever is wrong with it
        fault = f"{type(error).__name__}: {error}"
        return ListAnswer(wish, reason=f"a fault in copydesk ({fault}); please report it with the address")


def _asked(wish: ListWish, visitor: Visitor) -> ListAnswer:
    settings, world = visitor.settings, visitor.guest.world
    address = read_address(wish.url)
    asked = Wish(source=wish.url, address=address, private=wish.private, lists=True, known=wish.known)
    reply, stated = visitor.visited(asked)
    if reply.answer.status == 304 and wish.known:
        return ListAnswer(wish, known=wish.known, unchanged=True, private=reply.answer.private)
    if reply.answer.status != 200:
        raise NoPage(refusal(reply.answer.status))
    reply = opened(reply, limit=settings.fetch.largest_body_bytes)
    got = Got(
        source=wish.url,
        reply=reply,
        by_site=stated,
        as_of=visitor.as_of,
        fetched=world.today(),
        moment=world.moment(),
    )
    links = links_in(got, settings=settings)
    if links is None:
        if not wish.site:
            raise NoPage("it is a page and no feed or sitemap; name it under sites or pages")
        links = _lists_of(got, visitor)
    known = {reply.address.url: _conditions(reply.answer.headers)}
    return ListAnswer(wish, links[: settings.fetch.most_of_list], known=known, private=reply.answer.private)


def _lists_of(got: Got, visitor: Visitor) -> tuple[Link, ...]:
    """The feeds that a front page names, and else the sitemaps of its robots.txt, those of its own site alone.

    Raises:
        NoPage: it names none.

    """
    page = next((one for one in pages_of(got, settings=visitor.settings) if isinstance(one, Page)), None)
    base = got.reply.address
    feeds = feeds_in(page.content or "", base=base.url)[:MOST_FEEDS] if page is not None else ()
    sitemaps = visitor.guest.hosts.site(base).sitemaps
    links = [Link(url=url, kind="feed") for url in feeds] or [Link(url=url, kind="sitemap") for url in sitemaps]
    own = tuple(link for link in links if _of_site(link.url, base.host))
    if not own:
        raise NoPage("the site names no feed and no sitemap of its own; find one and name it under feeds or sitemaps")
    return own


def feeds_in(content: str, *, base: str) -> tuple[str, ...]:
    """The addresses of the feeds that the head of a page names, each once."""
    from selectolax.lexbor import LexborHTMLParser

    found = []
    for node in LexborHTMLParser(content).css("link[rel~=alternate][href]"):
        kind, target = (node.attributes.get("type") or "").lower().strip(), node.attributes.get("href") or ""
        if kind in FEEDS:
            found.append(urljoin(base, target.strip()))
    return tuple(dict.fromkeys(one for one in found if is_address(one)))


def _of_site(url: str, host: str) -> bool:
    """Whether an address is of the site of a host: its name without `www.`, or a name below that."""
    try:
        named = read_address(url).host
    except BadAddress:
        return False
    own = host.removeprefix("www.")
    return named == own or named.endswith(f".{own}")


def _conditions(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that ask whether an answer has changed since."""
    pairs = (("If-None-Match", headers.get("etag")), ("If-Modified-Since", headers.get("last-modified")))
    return {name: value for name, value in pairs if value and len(value) <= 500 and value.isascii()}
