"""The section of settings that says how addresses are fetched; it stands by itself, for `settings` is long."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How addresses are fetched: who asks, how gently, and the limits that no server can move (`docs/fetching.md`)."""

    # Who asks: the address of a page about the project that fetches, named in the user agent.
    about: str = ""
    # Who answers for it: an address of mail, sent as `From`.
    contact: str = ""
    # Addresses of this machine and of the network it stands in are refused: a page could else point into an intranet.
    allow_private_addresses: bool = False
    # The ports of http and https; other ports are services that were never meant to be read by such a program.
    ports: tuple[int, ...] = (80, 443)
    # Seconds between the end of one request to a host and the next: what crawlers keep without being told.
    delay_seconds: float = 1.0
    # A longer Crawl-delay of robots.txt is kept up to this; some ask for minutes to keep everybody out.
    longest_delay_seconds: float = 30.0
    # Hosts that are asked at once, each over one connection.
    hosts_at_once: int = 4
    # A connection that takes longer will hardly come about: systems repeat the first packet after 1, 3 and 7 seconds.
    connect_seconds: float = 10.0
    # A server may be silent for so long within an answer, and take so long for the whole of it.
    read_seconds: float = 15.0
    total_seconds: float = 60.0
    # Of a body, as sent and as unpacked; the largest page of the public benchmarks is 3 MB.
    largest_body_bytes: int = 32_000_000
    # robots.txt is read up to here: RFC 9309 asks for 500 KiB at least.
    robots_bytes: int = 524_288
    # RFC 9309 asks for five at least where robots.txt moved; pages rarely move more than twice.
    most_redirects: int = 5
    # Further tries after a lost connection, a 429 or a 5xx: the first after so many seconds, each next after twice.
    retries: int = 2
    retry_seconds: float = 2.0
    # A server that asks (Retry-After) to be left alone for longer is left alone for this run.
    longest_retry_seconds: float = 120.0
    # Addresses on end to which a host gives no answer, however often asked, before it is left alone for this run.
    most_failures_of_host: int = 3
    # Addresses taken from one list file; a sitemap may hold 50,000.
    most_of_list: int = 1000
    # Whether pages whose text and data mining rights are reserved (TDMRep) are left out; else they are marked.
    skip_reserved: bool = False
