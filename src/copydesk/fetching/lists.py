"""The addresses that list files on the disk hold."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from copydesk.errors import UnreadablePage, UsageError
from copydesk.fetching.addresses import is_address, listed
from copydesk.fetching.gathering import failure, too_many
from copydesk.pages import Address as Link
from copydesk.pages import links_of
from copydesk.pages.doors import kind_in
from copydesk.pages.streams import said, unpacked
from copydesk.pages.walking import find_files
from copydesk.records import Failure
from copydesk.settings import Settings
from copydesk.text.hosts import without_password

STANDARD_INPUT = "-"


def take_lists(sources: Sequence[str], *, settings: Settings) -> Iterator[Link | str | Failure]:
    """The links of those sources that are list files or feeds; other files by name, and what cannot be read."""
    for source in sources:
        if source == STANDARD_INPUT:
            yield source
            continue
        for found in find_files(source, readers=settings.pages.readers):
            if isinstance(found, UnreadablePage):
                yield failure(found.source, found.reason)
            else:
                yield from _of_file(found, settings)


def read_list(path: Path, *, settings: Settings) -> tuple[str, ...]:
    """The addresses of a file with one a line; `-` is standard input.

    Raises:
        UsageError: it cannot be read, a line of it is no address, or there are more than the settings allow.

    """
    limit = settings.pages.largest_page_bytes
    try:
        if str(path) == STANDARD_INPUT:
            raw = sys.stdin.buffer.read(limit)
        else:
            with path.open("rb") as stream:
                raw = stream.read(limit)
    except OSError as error:
        raise UsageError(f"{path}: the list cannot be read ({error.strerror or error}); check its name") from error
    text = raw.decode("utf-8", "replace")
    found = listed(text)
    if found is None:
        raise UsageError(f"{path}: {_no_list(text)}; write one a line, each with http:// or https://")
    if len(found) > settings.fetch.most_of_list:
        raise UsageError(f"{path}: {too_many(len(found), settings.fetch.most_of_list)}")
    return found


def _no_list(text: str) -> str:
    """What is wrong with a text that is no list of addresses."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if line.strip() and not line.strip().startswith("#") and not is_address(line):
            return f"line {number} is no address ({without_password(line.strip())[:80]!r})"
    return "it holds no address"


def _of_file(path: str, settings: Settings) -> Iterator[Link | str | Failure]:
    """The links of a list file, some of them if there are too many; the name of any other file."""
    most = settings.fetch.most_of_list
    try:
        if not _is_list(path, settings):
            yield path
            return
        links = tuple(links_of(path, settings=settings.pages))
    except UnreadablePage as error:
        yield failure(error.source, error.reason)
        return
    yield from links[:most]
    if len(links) > most:
        yield failure(path, too_many(len(links), most))


def _is_list(path: str, settings: Settings) -> bool:
    with said(path), Path(path).open("rb") as stream, unpacked(stream, source=path, settings=settings.pages) as plain:
        return kind_in(plain, path) in ("list", "feed")
