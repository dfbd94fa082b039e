"""An answer as pages: what the server says it is, what it holds, and what is kept of the visit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urljoin

from copydesk.errors import UnreadablePage
from copydesk.fetching.addresses import is_address
from copydesk.fetching.asking import Reply
from copydesk.fetching.unpacking import BadBody, body_of
from copydesk.pages import Address as Link
from copydesk.pages import links_of, pages_of_bytes
from copydesk.pages.forms import form_of, no_page
from copydesk.pages.kinds import HEAD_BYTES, Kind, kind_of
from copydesk.pages.messages import type_of
from copydesk.pages.reservations import Reservation, by_headers, by_page
from copydesk.records import Failure, Page
from copydesk.settings import Settings

HTML = frozenset(("text/html", "application/xhtml+xml"))
UNSAID = frozenset(("", "text/plain", "application/octet-stream", "binary/octet-stream", "application/x-unknown"))
"""Types that servers give to what they do not know: what the bytes hold then decides."""
LISTS = frozenset(
    (
        *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"),
        *("application/feed+json", "application/json", "text/x-opml", "text/x-opml+xml", "application/x-opml+xml"),
        *("application/gzip", "application/x-gzip"),
    )
)
"""Types of feeds, sitemaps and OPML; sitemaps are often packed."""
GZIP = b"\x1f\x8b"
READ: frozenset[Kind] = frozenset(("page", "feed", "list"))
"""What an address may hold; archives are fetched by hand, and then read as files."""
LONGEST_VALIDATOR = 500
"""Characters of an ETag that is kept; longer ones are nobody's."""
REASONS = {
    401: "it wants a password; save the page from a browser",
    402: "it wants to be paid; save the page from a browser",
    403: "the server does not give it to programs; save the page from a browser",
    404: "there is no such page; check the address",
    410: "the page is gone for good; look for it in an archive",
    429: "the server asks to be left alone; try again later",
    451: "the page may not be shown, for a legal reason",
}


class NoPage(Exception):
    """The answer holds no page; the message says why and what would help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """An answer of status 200 to what was asked for as `source`; `by_site` is what its site's file says of it."""

    source: str
    reply: Reply
    by_site: Reservation | None
    as_of: date
    fetched: date
    moment: str


def pages_of(got: Got, *, settings: Settings) -> Iterator[Page | Failure]:
    """The page that an answer holds, or those of a feed.

    Raises:
        NoPage: it is of another kind, or empty.

    """
    is_page = kind_in(got, settings=settings) == "page"
    declared = got.reply.answer.headers.get("content-type")
    found = pages_of_bytes(
        got.reply.answer.body, source=got.source, as_of=got.as_of, settings=settings.pages, content_type=declared
    )
    for page in found:
        if isinstance(page, Failure):
            yield page
        elif is_page:
            yield _of_address(page, got, settings)
        else:
            yield _marked(replace(page, fetched=got.fetched, fetched_at=got.moment, base=None), _stated(got))


def _of_address(page: Page, got: Got, settings: Settings) -> Page:
    """The one page of an address, with what the answer's head says of it."""
    headers, content = got.reply.answer.headers, page.content or ""
    form = page.form
    if form == "text" and type_of(headers.get("content-type"))[0] in HTML:
        form = form_of(content, named="html", settings=settings.pages)
    kept = replace(
        page,
        form=form,
        base=None,
        fetched=got.fetched,
        fetched_at=got.moment,
        url=got.reply.address.url,
        etag=_short(headers.get("etag")),
        last_modified=_short(headers.get("last-modified")),
    )
    return _marked(kept, (by_page(content) if form != page.form else None) or _stated(got))


def _short(value: str | None) -> str | None:
    return value if value and len(value) <= LONGEST_VALIDATOR else None


def _stated(got: Got) -> Reservation | None:
    return by_headers(got.reply.answer.headers) or got.by_site


def _marked(page: Page, said: Reservation | None) -> Page:
    """A page with what is said beside it, where it says nothing itself."""
    if said is None or page.reserved is not None:
        return page
    return replace(page, reserved=said.reserved, reserved_by=said.by)


def links_in(got: Got, *, settings: Settings) -> tuple[Link, ...] | None:
    """The addresses that an answer lists, seen from where it stands; None where it is no list.

    Raises:
        NoPage: it is a list and cannot be read.

    """
    if kind_in(got, settings=settings) == "page":
        return None
    try:
        found = links_of(got.reply.answer.body, settings=settings.pages, name=got.source)
        links = tuple(replace(link, url=urljoin(got.reply.address.url, link.url)) for link in found)
    except UnreadablePage as error:
        raise NoPage(error.reason) from error
    return tuple(link for link in links if is_address(link.url))


def opened(reply: Reply, *, limit: int) -> Reply:
    """An answer whose body is itself a packed file, unpacked.

    Raises:
        NoPage: it cannot be unpacked within the limit.

    """
    if not reply.answer.body.startswith(GZIP):
        return reply
    try:
        body = body_of([reply.answer.body], packed="gzip", limit=limit)
    except BadBody as error:
        raise NoPage(str(error)) from error
    return reply._replace(answer=replace(reply.answer, body=body))


def kind_in(got: Got, *, settings: Settings) -> Kind:
    """What an answer holds.

    Raises:
        NoPage: nothing that is read from an address.

    """
    body = got.reply.answer.body
    declared = type_of(got.reply.answer.headers.get("content-type"))[0]
    if declared not in HTML | UNSAID | LISTS:
        raise NoPage(f"it is {declared[:60]}, and no page; give the page that leads to it")
    reason = no_page(body, settings=settings.pages)
    if reason is not None:
        raise NoPage(reason)
    kind = kind_of(body[:HEAD_BYTES], "")
    if kind not in READ:
        raise NoPage(f"it holds {kind}, and no page; download it and name the file")
    return kind


def refusal(status: int) -> str:
    """What a status other than 200 and 304 means to a person."""
    if status in REASONS:
        return f"{REASONS[status]} (status {status})"
    if status >= 500:
        return f"the server has a fault (status {status}); try again later"
    return f"the server answers with status {status} and no page; save the page from a browser"
