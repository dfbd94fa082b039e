"""How much of a machine a run may take. Nothing here decides what is found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copydesk.errors import UsageError

_UNITS = {"": 1, "K": 10, "M": 20, "G": 30, "T": 40}
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?\s*", re.IGNORECASE)
LEAST = 2**20


def size_of(written: str) -> int:
    """The bytes of a size as people write it: 2GB, 512 MB, 1.5G; a kilobyte has 1,024 bytes.

    Raises:
        UsageError: it is no size, or below a megabyte.

    """
    found = _SIZE.fullmatch(written)
    unit = _UNITS[found.group(2).upper()] if found else 0
    size = int(float(found.group(1)) * (1 if unit == 1 else 2**unit)) if found else 0
    if size < LEAST:
        raise UsageError(f"{written!r} is no size of memory; say it like 2GB or 512MB, at least 1MB")
    return size


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """What a run on this machine may take."""

    # Memory for what a run sorts and joins: what is more waits on disk, beside the desk. The program itself and each of
    # its worker processes take some 200 MB besides, and what is held of each article some 700 bytes.
    memory: str = "2GB"

    def __post_init__(self) -> None:
        size_of(self.memory)
