"""What the site of a page is called."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_USER = re.compile(r"(//)[^/?#]*@")


def host_of(address: str | None) -> str | None:
    """The host of an address, in small letters and without `www.`; None where it has none."""
    try:
        host = urlsplit(address or "").hostname
    except ValueError:  # half an address in brackets, say
        return None
    return host.removeprefix("www.") if host else None


def without_password(address: str) -> str:
    """An address as it may be shown and kept, with nothing of a name or password in it."""
    return _USER.sub(r"\1***@", address)


def site_name(outlet: str | None, address: str | None) -> str | None:
    """An outlet as its page states it, else the host of the page; None where there is neither."""
    return outlet or host_of(address)
