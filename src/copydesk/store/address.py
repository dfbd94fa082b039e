"""Where a desk is: a file, or a database on a server of PostgreSQL, named by its address."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

from copydesk.errors import UsageError

_SCHEMES = ("postgresql://", "postgres://")
_FILE = "sqlite:"
# What of an address nobody may read: the password behind the user, and those among what is asked.
# A password may hold what it should not, even slashes, with which the address is none and is told as such.
_BEHIND_THE_USER = re.compile(r"^([^/?#@:]*):(?:[^/]*|[^?]*)@")
# Where libpq parts an address whose password holds such characters: it quotes the piece that it cannot read.
_PIECES = re.compile(r"[/:?#@]")
_ASKED = re.compile(r"(?<=[?&])(?:ssl)?password=[^&]*&?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a database. As text it is told without its password, so it may be printed and logged."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        scheme, _, rest = self.url.partition("://")
        told = _ASKED.sub("", _BEHIND_THE_USER.sub(r"\1@", rest))
        return f"{scheme}://{told.rstrip('?&')}"

    @property
    def name(self) -> str:
        """The name of the database, for a heading."""
        return self.url.partition("://")[2].partition("?")[0].rpartition("/")[2] or "desk"

    def hidden(self, said: str) -> str:
        """What somebody says of the address, without its password: libpq quotes what it cannot read."""
        found = [_BEHIND_THE_USER.search(self.url.partition("://")[2]), *_ASKED.finditer(self.url)]
        for one in found:
            secret = "" if one is None else one[0].rstrip("@&").partition(":" if one.re is _BEHIND_THE_USER else "=")[2]
            for written in filter(None, (secret, unquote(secret, errors="replace"), *_PIECES.split(secret))):
                said = said.replace(written, "***")
        return said


Place = Path | Address
"""Where a desk is."""


def place_of(named: str | os.PathLike[str] | Address) -> Place:
    """The place that somebody names: `news.desk`, `sqlite:news.desk` or `postgresql://user@host/database`.

    Raises:
        UsageError: it is an address of something else; a file of that name would be made, and told with its password.

    """
    if isinstance(named, Address):
        return named
    said = os.fspath(named)
    if said.startswith(_SCHEMES):
        return Address(said)
    scheme, is_address, _ = said.removeprefix(_FILE).partition("://")
    if is_address:
        raise UsageError(f"a desk is no address of {scheme[-20:]!r}; name a file, or postgresql://user@host/database")
    return Path(said.removeprefix(_FILE))


def whole(place: Place) -> Place:
    """The place, wherever one goes: a file with all the folders it lies in."""
    return place.absolute() if isinstance(place, Path) else place


def beside(place: Place, ending: str) -> Path:
    """The file or folder of this machine that belongs to a desk: beside its file; for a database, among our state."""
    if isinstance(place, Path):
        return place.absolute().with_name(f"{place.name}{ending}")
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    folder = Path(state) / "copydesk"
    folder.mkdir(parents=True, exist_ok=True)
    mark = blake2b(str(place).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    kept = re.sub(r"[^\w.-]", "_", place.name)
    return folder / f"{kept}-{mark}{ending}"
