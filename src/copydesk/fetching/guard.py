"""Where a connection may go: every address that a name resolves to is looked at, and only such a one is connected to.

What is refused without the user's leave is everything that is not open to the whole internet (loopback, private,
shared and link-local networks, and what embeds one of these in IPv6); with it, still the addresses at which cloud
machines ask for their own credentials, and what is no single machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Ip = IPv4Address | IPv6Address

METADATA = frozenset(map(ip_address, ("169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254")))
"""Where clouds answer questions of the machine about itself; the third is in the public range."""
NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""RFC 6052 and RFC 8215: the last 32 bits are an IPv4 address."""
COMPATIBLE = IPv6Network("::/96")
"""RFC 4291, 2.5.5.1, out of use: an IPv4 address behind zeros."""
NEVER_PUBLIC = (
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("fec0::/10"),
)
"""Set aside by the IANA registries of special-purpose addresses, but not (in every Python) by `is_global`."""


class Refused(Exception):
    """No connection is made; the message says why."""


def checked(host: str, found: Iterable[str], *, private: bool) -> tuple[tuple[str, bool], ...]:
    """The addresses to which a connection may be made, each with whether it is a private one.

    A name is refused whole when one of its addresses is: which one is taken would else be a matter of luck.

    Raises:
        Refused: an address of the name is not open to the internet and `private` is not given, or is never asked.

    """
    try:
        addresses = [ip_address(one.partition("%")[0]) for one in found]
    except ValueError:
        raise Refused(f"the name {host} leads to what is no address; check it") from None
    if not addresses:
        raise Refused(f"the name {host} has no address; check it")
    for address in addresses:
        if any(map(_never, _meant(address))):
            raise Refused(f"the name {host} leads to {address}, which no page is read from")
        if not private and not is_public(address):
            raise Refused(
                f"the name {host} leads to {address}, which is not open to the internet; pages of your own network"
                " are read with --allow-private"
            )
    return tuple((str(address), not is_public(address)) for address in addresses)


def is_public(address: Ip) -> bool:
    """Whether an address is open to the whole internet, and so is whatever IPv4 address it embeds."""
    return all(map(_is_open, _meant(address)))


def _is_open(address: Ip) -> bool:
    special = address.is_multicast or address.is_reserved or address in METADATA
    return address.is_global and not special and not any(address in network for network in NEVER_PUBLIC)


def _never(address: Ip) -> bool:
    return address in METADATA or address.is_multicast or address.is_unspecified or address.is_link_local


def _meant(address: Ip) -> tuple[Ip, ...]:
    """The addresses that packets to this one may end at: itself, or the IPv4 addresses that it stands for."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address, address.sixtofour)
    if address.teredo is not None:
        return (address, *address.teredo)
    if address in NAT64[0]:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    if address in NAT64[1] or (address in COMPATIBLE and int(address) > 1):
        return (address, IPv4Address(int(address) & 0xFFFFFFFF))
    return (address,)
