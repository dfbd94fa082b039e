"""Pages wherever they were pointed at: files and standard input as `pages` finds them, addresses fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from copydesk.fetching.addresses import is_address
from copydesk.fetching.gathering import Told, fetch_pages
from copydesk.fetching.lists import take_lists
from copydesk.fetching.world import World
from copydesk.pages import find_pages
from copydesk.records import Failure, Page
from copydesk.settings import Settings

Held = Callable[[Sequence[str]], Mapping[str, Sequence[Page]]]
"""What gives the pages of a desk by their source, the newest last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How a call fetches: `lists` is whether the addresses in list files are fetched too, `told` hears how it goes."""

    lists: bool = False
    told: Told | None = None
    held: Held | None = None
    world: World | None = None


def find_sources(  # noqa: PLR0913  what may be said of pages, each by name
    sources: Sequence[str],
    *,
    as_of: date,
    settings: Settings,
    stdin: BinaryIO | None = None,
    columns: Mapping[str, str] | None = None,
    fetching: Fetching | None = None,
) -> Iterator[Page | Failure]:
    """The pages of files, folders, patterns, `-` and addresses; files first, then what is fetched.

    Only addresses that were named are fetched, and with `fetching.lists` those that a named list file holds.
    """
    fetching = fetching or Fetching()
    files = [one for one in sources if not is_address(one)]
    addresses = [one for one in sources if is_address(one)]
    if fetching.lists:
        listed, files = take_lists(files, settings=settings)
        addresses.extend(listed)
    yield from find_pages(files, as_of=as_of, settings=settings.pages, stdin=stdin, columns=columns)
    if addresses:
        held = {} if fetching.held is None else fetching.held(addresses)
        yield from fetch_pages(
            addresses, as_of=as_of, settings=settings, held=held, world=fetching.world, told=fetching.told
        )
