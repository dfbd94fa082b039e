"""Pages wherever they were pointed at: files and standard input as `pages` finds them, addresses fetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import BinaryIO

from copydesk.fetching.addresses import is_address
from copydesk.fetching.gathering import Fetching, fetch_pages, need_libraries
from copydesk.fetching.lists import take_lists
from copydesk.pages import Address as Link
from copydesk.pages import find_pages
from copydesk.records import Failure, Page
from copydesk.settings import Settings


def find_sources(  # noqa: PLR0913  what may be said of pages, each by name
    sources: Sequence[str | Link],
    *,
    as_of: date,
    settings: Settings,
    stdin: BinaryIO | None = None,
    columns: Mapping[str, str] | None = None,
    keep: bool = False,
    passed: Counter[str] | None = None,
    fetching: Fetching | None = None,
) -> Iterator[Page | Failure]:
    """The pages of files, folders, patterns, `-` and addresses; files first, then what is fetched.

    An address may come with what a list says of it. Only addresses that were named are fetched, and with
    `fetching.lists` those that a named list holds. What containers hold besides pages is counted in `passed`; with
    `keep` every page keeps its content.

    Raises:
        UsageError: there are addresses, and the libraries that fetching needs are not installed; said before any work.

    """
    fetching = fetching or Fetching()
    files = [one for one in sources if isinstance(one, str) and not is_address(one)]
    addresses = [one for one in sources if isinstance(one, Link) or is_address(one)]
    if fetching.lists:
        taken = list(take_lists(files, settings=settings))
        files = [one for one in taken if isinstance(one, str)]
        addresses.extend(one for one in taken if isinstance(one, Link))
        yield from (one for one in taken if isinstance(one, Failure))
    if addresses:
        need_libraries()
    yield from find_pages(
        files, as_of=as_of, settings=settings.pages, stdin=stdin, columns=columns, keep=keep, passed=passed
    )
    if addresses:
        yield from fetch_pages(addresses, as_of=as_of, settings=settings, fetching=fetching)
