"""Addresses: what a person wrote, as the one form in which it is asked for, and the lists that hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from copydesk.text.hosts import without_password

PORTS = {"http": 80, "https": 443}
ADDRESS = re.compile(r"https?://", re.I)
CONTROLS = re.compile(r"[\x00-\x20\x7f\u2028\u2029]")
HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
"""Names of hosts in ASCII; the underscore is against the rules of names and still in use."""
KEPT = "/?&=%:@!$'()*+,;~-._[]|"
"""Characters of a path or query that are sent as they stand; all others are sent as the bytes of UTF-8, escaped."""
LONGEST = 4096
"""Characters of an address: servers refuse longer ones, and a page may give any length."""


class BadAddress(ValueError):
    """What was given cannot be fetched; the message says why and what would help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address as it is asked for: ASCII alone, the name of the host in small letters, no fragment.

    `target` is path and query. Two addresses are the same page for a server if their `url` is the same.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt stands for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """The address whole."""
        return self.origin + self.target

    def at(self, target: str) -> Address:
        """Another path at the same origin."""
        return Address(scheme=self.scheme, host=self.host, port=self.port, target=target)

    def leads_to(self, location: str) -> Address:
        """Where a redirect from here leads.

        Raises:
            BadAddress: it leads to no address that can be fetched.

        """
        try:
            return read_address(urljoin(self.url, location.strip()))
        except BadAddress:
            raise
        except ValueError as error:
            raise BadAddress(f"{without_password(location)[:200]!r} is no address ({error})") from error


def is_address(source: str) -> bool:
    """Whether a word on the command line is meant as an address and not as a file."""
    return ADDRESS.match(source.strip()) is not None


def read_address(text: str) -> Address:
    """The address that a text is.

    Raises:
        BadAddress: it is none that can be fetched: another scheme, a name and password in it, no host.

    """
    text = text.strip()
    if len(text) > LONGEST:
        raise BadAddress(f"it is longer than {LONGEST} characters; check it")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise BadAddress(f"it is no address ({error}); check it") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise BadAddress(f"only http and https are fetched, not {scheme or 'an address without a scheme'}")
    if "@" in parts.netloc or "\\" in parts.netloc:
        raise BadAddress("it holds a name or password before its host; give the address without")
    if CONTROLS.search(text.replace(" ", "")):
        raise BadAddress("it holds control characters; check it")
    target = quote(parts.path or "/", safe=KEPT) + (f"?{quote(parts.query, safe=KEPT)}" if parts.query else "")
    return Address(
        scheme=scheme, host=_host(parts.hostname), port=PORTS[scheme] if port is None else port, target=target
    )


def _host(name: str | None) -> str:
    """The name of a host as it is looked up: ASCII, in small letters, without the dot of the root."""
    if not name:
        raise BadAddress("it names no host; check it")
    if ":" in name:
        return _bracketed(name)
    if not name.isascii():
        name = _in_ascii(name)
    name = name.lower().removesuffix(".")
    if len(name) > 253 or not HOST.fullmatch(name):
        raise BadAddress(f"{name[:80]!r} is no name of a host; check it")
    return name


def _bracketed(name: str) -> str:
    from ipaddress import IPv6Address

    try:
        address = IPv6Address(name)
    except ValueError as error:
        raise BadAddress(f"[{name[:80]}] is no IPv6 address; check it") from error
    if address.scope_id is not None:
        raise BadAddress("an IPv6 address with a zone belongs to one machine; give the host's name")
    return address.compressed


def _in_ascii(name: str) -> str:
    """A name in other letters as it stands in the DNS (UTS 46, as browsers do it: ß stays ß)."""
    import idna

    try:
        return idna.encode(name, uts46=True, transitional=False).decode("ascii")
    except idna.IDNAError as error:
        raise BadAddress(f"{name[:80]!r} is no name of a host ({error}); check it") from error


def listed(text: str) -> tuple[str, ...] | None:
    """The addresses of a text with one a line; None where a line is none. Blank lines and `#` lines are passed over."""
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    told = tuple(line for line in lines if line and not line.startswith("#"))
    return told if told and all(is_address(line) for line in told) else None
