"""What is known of hosts and sites, beyond the life of a run: whose turn it is when, and what robots.txt said."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from copydesk.fetching.addresses import BadAddress, read_address
from copydesk.fetching.hosts import Host, Hosts
from copydesk.fetching.world import World
from copydesk.manners import FetchSettings
from copydesk.pages.reservations import Reservation, Rule

Facts = Mapping[str, Any]
ROBOTS_SECONDS = 86_400.0
"""How long a robots.txt is kept: RFC 9309 (2.4) says not above a day."""
LONGEST_LINES = 65_536
"""Characters of a robots.txt that are remembered; a longer one is asked for again in each round."""
LONGEST_REST = 7 * 86_400.0
"""How long a host may ask to be left alone and be believed."""


def recall(
    hosts: Mapping[str, Facts],
    sites: Mapping[str, Facts],
    *,
    settings: FetchSettings,
    world: World,
    begin: float = -math.inf,
) -> Hosts:
    """Hosts as they were remembered, none to be asked before the moment `begin`.

    After a clock that was set back, a pause is kept anew from now.
    """
    from copydesk.fetching.sites import parse_robots

    now, clock = world.now(), world.clock()
    made = Hosts(settings=settings, world=world, begin=begin)
    for name, facts in hosts.items():
        host = made.host(read_address(f"http://{name}/"))
        since = min(facts["asked"], now)
        rest = min(facts["until"] - facts["asked"], LONGEST_REST)
        host.next = max(begin, clock + since + rest - now)
        host.delay = max(host.delay, min(facts["delay"], settings.longest_delay_seconds))
    for origin, facts in sites.items():
        if 0 <= now - facts["asked"] < ROBOTS_SECONDS:
            site = made.site(read_address(origin))
            site.known, site.asked, site.lines = True, facts["asked"], facts["lines"]
            site.sitemaps = tuple(facts["sitemaps"])
            site.robots = None if site.lines is None else parse_robots(site.lines)
            site.rules = None if facts["rules"] is None else tuple(_rule(one) for one in facts["rules"])
    return made


def remembered_hosts(hosts: Hosts, world: World) -> Iterator[tuple[str, Facts]]:
    """What is to be remembered of each host: when it may be asked again, and the pause that it wants."""
    now, clock = world.now(), world.clock()
    for name, host in hosts.known()[0].items():
        name = f"[{name}]" if ":" in name else name  # noqa: PLW2901  as it stands in an address
        rest = max(0.0, min(host.next - clock, LONGEST_REST))
        yield name, {"asked": now, "until": now + rest, "delay": host.delay}


def remembered_sites(hosts: Hosts) -> Iterator[tuple[str, Facts]]:
    """What each site said of itself; that it could not be asked is not remembered."""
    for origin, site in hosts.known()[1].items():
        if site.known and site.barred is None and len(site.lines or "") <= LONGEST_LINES:
            rules = None if site.rules is None else [_row(one) for one in site.rules]
            yield origin, {"asked": site.asked, "lines": site.lines, "sitemaps": list(site.sitemaps), "rules": rules}


def silent(hosts: Hosts) -> frozenset[str]:
    """The hosts that did not answer, or gave no robots.txt for a fault of theirs."""
    found, sites = hosts.known()
    barred = {read_address(origin).host for origin, site in sites.items() if site.barred is not None}
    return frozenset(
        name for name, host in found.items() if _is_silent(host) or (name in barred and not _is_busy(host))
    )


def busy(hosts: Hosts) -> frozenset[str]:
    """The hosts that answered that they want to be left alone for a while."""
    return frozenset(name for name, host in hosts.known()[0].items() if _is_busy(host))


def _is_silent(host: Host) -> bool:
    return host.failures > 0 and (host.barred is not None or not host.answers)


def _is_busy(host: Host) -> bool:
    return host.barred is not None and host.failures == 0


def host_of(url: str) -> str | None:
    """The name of the host of an address, None where it is none."""
    try:
        return read_address(url).host
    except BadAddress:
        return None


def _row(rule: Rule) -> list[Any]:
    return [rule.location, *(rule.said or (None, None))]


def _rule(row: tuple[str, bool | None, str | None]) -> Rule:
    location, reserved, by = row
    return Rule(location, None if reserved is None else Reservation(reserved, by or ""))
