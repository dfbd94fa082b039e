"""The addresses that list files hold."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from copydesk.errors import UsageError
from copydesk.fetching.addresses import listed
from copydesk.settings import Settings


def take_lists(sources: Sequence[str], *, settings: Settings) -> tuple[list[str], list[str]]:
    """The addresses in those sources that are list files, and the other sources."""
    addresses: list[str] = []
    others: list[str] = []
    for source in sources:
        path = Path(source)
        found = _of_file(path, settings) if path.is_file() else None
        if found is None:
            others.append(source)
        else:
            addresses.extend(found)
    return addresses, others


def read_list(path: Path, *, settings: Settings) -> tuple[str, ...]:
    """The addresses of a file with one a line; `-` is standard input.

    Raises:
        UsageError: it cannot be read, a line of it is no address, or there are more than the settings allow.

    """
    limit = settings.pages.largest_page_bytes
    try:
        if str(path) == "-":
            raw = sys.stdin.buffer.read(limit)
        else:
            with path.open("rb") as stream:
                raw = stream.read(limit)
    except OSError as error:
        raise UsageError(f"{path}: the list cannot be read ({error.strerror or error}); check its name") from error
    found = listed(raw.decode("utf-8", "replace"))
    if found is None:
        raise UsageError(f"{path}: this is no list of addresses; write one a line, each with http:// or https://")
    return _bounded(str(path), found, settings)


def _of_file(path: Path, settings: Settings) -> tuple[str, ...] | None:
    limit = settings.pages.largest_page_bytes
    with path.open("rb") as stream:
        raw = stream.read(limit + 1)
    found = listed(raw.decode("utf-8", "replace")) if len(raw) <= limit else None
    return None if found is None else _bounded(str(path), found, settings)


def _bounded(source: str, found: tuple[str, ...], settings: Settings) -> tuple[str, ...]:
    most = settings.fetch.most_of_list
    if len(found) > most:
        cure = "split it, or raise most_of_list under [fetch] in a --settings file"
        raise UsageError(f"{source}: it holds {len(found)} addresses, more than {most}; {cure}")
    return found
