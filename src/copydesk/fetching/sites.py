"""What sites say of themselves: robots.txt as RFC 9309 has it, and tdmrep.json; each asked once a run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from copydesk.fetching.addresses import Address, is_address
from copydesk.fetching.asking import Endless, Guest, Want
from copydesk.fetching.hosts import PRODUCT, Site
from copydesk.fetching.wire import Forbidden, Trouble
from copydesk.pages.reservations import WELL_KNOWN, Reservation, Rule, by_rules, read_rules

if TYPE_CHECKING:
    from protego import Protego

AGENT = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*([^\s#]*)", re.I)
NO_RULE = re.compile(r"\s*(?:#|$|(?:sitemap|host)\b)", re.I)
"""Lines that are no part of a group and end none."""
SITEMAP = re.compile(r"\s*sitemap\s*:\s*(\S{1,2000})", re.I)
MOST_SITEMAPS = 20
"""Sitemaps of one robots.txt that are kept: large sites name one a section."""
ROBOTS = "/robots.txt"
BARRED = "without which nothing is read from there"


def permit(guest: Guest, address: Address, *, private: bool) -> None:
    """Nothing, where a site lets an address be read.

    Raises:
        Trouble: it does not, or cannot be asked whether it does.

    """
    site = guest.hosts.site(address)
    with site.lock:
        if not site.known:
            site.barred = _ask_robots(guest, site, address, private)
            site.known, site.asked = True, guest.world.now()
    if site.barred is not None:
        raise Trouble(site.barred)
    if not _lets(site, address):
        raise Trouble(f"robots.txt of {address.host} does not let programs read it; save the page from a browser")


def reservation_of(guest: Guest, address: Address, *, private: bool) -> Reservation | None:
    """What the file of a site says of an address."""
    site = guest.hosts.site(address)
    with site.lock:
        if site.rules is None:
            site.rules = _ask_rules(guest, site, address.at(WELL_KNOWN), private)
    return by_rules(site.rules, address.target)


def _ask_robots(guest: Guest, site: Site, address: Address, private: bool) -> str | None:
    """Keep a site's robots.txt; why nothing may be read, if so (RFC 9309, 2.3.1).

    A 4xx means that there are no rules. 429 is one by its number alone, and is taken as what it says: come later.
    """
    want = Want(limit=guest.settings.robots_bytes, tries=guest.settings.retries + 1, private=private, cut=True)
    try:
        answer = guest.follow(address.at(ROBOTS), want).answer
    except Endless:
        return None
    except Forbidden:
        raise
    except Trouble as trouble:
        return f"{trouble} (it was asked for robots.txt, {BARRED})"
    if answer.status >= 500 or answer.status == 429:
        return f"robots.txt of {address.host} cannot be had (status {answer.status}), {BARRED}; try again later"
    if answer.status == 200:
        # Where it was cut off, half a rule would be another rule.
        text = (answer.body if answer.whole else answer.body.rpartition(b"\n")[0]).decode("utf-8-sig", "replace")
        site.lines, site.sitemaps = "\n".join(our_lines(text)), tuple(_sitemaps(text))
        site.robots = parse_robots(site.lines)
        guest.hosts.slow_down(address, _pause(site.robots))
    return None


def _ask_rules(guest: Guest, site: Site, address: Address, private: bool) -> tuple[Rule, ...]:
    """The rules of a site's file, asked for with one try: where it cannot be had, nothing is said."""
    if not _lets(site, address):
        return ()
    want = Want(limit=guest.settings.robots_bytes, tries=1, private=private)
    try:
        answer = guest.follow(address, want).answer
    except Trouble:
        return ()
    return read_rules(answer.body) if answer.status == 200 else ()


def _lets(site: Site, address: Address) -> bool:
    return site.robots is None or site.robots.can_fetch(address.url, PRODUCT)


def parse_robots(lines: str) -> Protego:
    """What the lines that are ours let us read."""
    from protego import Protego

    return Protego.parse(lines)


def _sitemaps(text: str) -> Iterator[str]:
    """The addresses of sitemaps that a robots.txt names, some of them if there are very many."""
    found = (match[1] for line in text.splitlines() if (match := SITEMAP.match(line)) is not None)
    return islice((one for one in found if is_address(one)), MOST_SITEMAPS)


def our_lines(text: str) -> Iterator[str]:
    """The lines of a robots.txt for us and for all; groups for other programs are left out.

    Protego gives each rule to each program that its group names: with thousands of both, half a megabyte of robots.txt
    would take minutes and all memory.
    """
    naming = ours = False
    for line in text.splitlines():
        agent = AGENT.match(line)
        if agent is not None:
            ours = (naming and ours) or _is_ours(agent[1])
            naming = True
            if _is_ours(agent[1]):
                yield f"User-agent: {'*' if agent[1] == '*' else PRODUCT}"
        elif not NO_RULE.match(line):
            naming = False
            if ours:
                yield line


def _is_ours(name: str) -> bool:
    """Whether a program's name, as far as a version behind it, is ours or stands for all."""
    return name == "*" or name.partition("/")[0].lower() == PRODUCT


def _pause(robots: Protego) -> float | None:
    """Seconds between two requests that a site asks for: Crawl-delay, or the share of Request-rate."""
    rate = robots.request_rate(PRODUCT)
    share = rate.seconds / rate.requests if rate is not None and rate.requests else None
    delay = robots.crawl_delay(PRODUCT)
    return max((one for one in (delay, share) if one is not None), default=None)
