"""An answer as a page: what the server says it is, what it holds, and what is kept of the visit."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from copydesk.fetching.asking import Reply
from copydesk.pages.decoding import decode
from copydesk.pages.forms import form_of, no_page
from copydesk.pages.opening import _clean as clean
from copydesk.pages.reservations import Reservation, by_headers, by_page
from copydesk.records import Form, Page, PageId
from copydesk.settings import Settings
from copydesk.text.ids import stable_id

HTML = frozenset(("text/html", "application/xhtml+xml"))
UNSAID = frozenset(("", "text/plain", "application/octet-stream", "binary/octet-stream", "application/x-unknown"))
"""Types that servers give to what they do not know: what the bytes hold then decides."""
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


def page_of(  # noqa: PLR0913  what is kept of a visit, the last three by name
    source: str, reply: Reply, by_site: Reservation | None, *, as_of: date, fetched: date, settings: Settings
) -> Page:
    """The page that an answer of status 200 holds.

    Raises:
        NoPage: it is of another kind, or empty.

    """
    raw, headers = reply.answer.body, reply.answer.headers
    kind, label = content_type(headers.get("content-type", ""))
    named: Form = "html" if kind in HTML else "text"
    if kind not in HTML and kind not in UNSAID:
        raise NoPage(f"it is {kind[:60]}, and no page; give the page that leads to it")
    reason = no_page(raw, settings=settings.pages)
    if reason is not None:
        raise NoPage(reason)
    text = clean(decode(raw, settings=settings.pages, label=label).text)
    form = form_of(text, named=named, settings=settings.pages)
    digest = sha256(raw).hexdigest()
    stated = (by_page(text) if form == "html" else None) or by_headers(headers) or by_site
    return Page(
        id=PageId(stable_id("p", source, digest)),
        source=source,
        form=form,
        sha256=digest,
        size=len(raw),
        as_of=as_of,
        fetched=fetched,
        url=reply.address.url,
        content=text,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        reserved=None if stated is None else stated.reserved,
        reserved_by=None if stated is None else stated.by,
    )


def refusal(status: int) -> str:
    """What a status other than 200 and 304 means to a person."""
    if status in REASONS:
        return f"{REASONS[status]} (status {status})"
    if status >= 500:
        return f"the server has a fault (status {status}); try again later"
    return f"the server answers with status {status} and no page; save the page from a browser"


def content_type(header: str) -> tuple[str, str | None]:
    """The type of a body in small letters, and the encoding that the server declares."""
    kind, *parameters = header.split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return kind.strip().lower(), value.strip().strip("\"'") or None
    return kind.strip().lower(), None
