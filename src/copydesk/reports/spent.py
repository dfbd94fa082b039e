"""How long something took and how much memory, for people."""

from __future__ import annotations

UNKNOWN = "–"
"""What was not measured."""


def seconds_told(seconds: float | None) -> str:
    """A time for people."""
    if seconds is None:
        return UNKNOWN
    if seconds < 1:
        return f"{seconds * 1000:,.0f} ms"
    if seconds < 90:
        return f"{seconds:,.1f} s"
    return f"{seconds / 60:,.0f} min" if seconds < 5400 else f"{seconds / 3600:,.1f} h"


def memory_told(size: int | None) -> str:
    """An amount of memory for people; a megabyte has 1,024 kilobytes, as for `--memory`."""
    return UNKNOWN if size is None else f"{size / 2**20:,.0f} MB"
