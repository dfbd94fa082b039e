"""Readings of one page, or of one address at several times: editions, never copies of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from copydesk.records import Article, Edition
from copydesk.text.ids import stable_id

_Key = Callable[[Article], str | None]
_Rank = Callable[[Article], tuple[bool | date | str, ...]]
READ_AGAIN = "the same address, read again"
"""The `why` of an edition that is a later version of its page, and not its text in another form."""
_SUFFIXES = (".gz", ".html", ".htm", ".xhtml", ".txt", ".text")


def find_editions(articles: Sequence[Article]) -> tuple[Edition, ...]:
    """Which articles are another reading of which: an HTML page and its text dump, or one address read again.

    The base is the HTML page, or what was fetched first. Carried stories pair by their position on the page.
    """
    pages = _paired(articles, _page_key, _form_rank, "the same page in another form")
    taken = {edition.article for edition in pages}
    rest = [article for article in articles if article.id not in taken]
    return (*pages, *_paired(rest, _address_key, _age_rank, READ_AGAIN))


def edition_keys(source: str, url: str | None) -> tuple[str, ...]:
    """What two articles have in common when one may be an edition of the other: their page, or their address."""
    pairs = (("page", _key_of_page(source)), ("address", _key_of_address(url)))
    return tuple(f"{what} {key}" for what, key in pairs if key is not None)


def _paired(articles: Iterable[Article], key_of: _Key, rank: _Rank, why: str) -> tuple[Edition, ...]:
    groups: dict[tuple[str, int], list[Article]] = {}
    for article in articles:
        key = key_of(article)
        if key is not None:
            groups.setdefault((key, article.position), []).append(article)
    return tuple(
        Edition(id=stable_id("edition", other.id, group[0].id), article=other.id, edition_of=group[0].id, why=why)
        for group in (sorted(members, key=rank) for members in groups.values())
        for other in group[1:]
    )


def _form_rank(article: Article) -> tuple[bool, date, str, str, str]:
    """HTML before its text dump; then by day and name, so that the order of input is nothing."""
    return (_stem(article.source)[1] in (".txt", ".text"), *_age_rank(article))


def _age_rank(article: Article) -> tuple[date, str, str, str]:
    return (article.fetched or date.max, article.fetched_at or "", article.source, article.id)


def _page_key(article: Article) -> str | None:
    return _key_of_page(article.source)


def _address_key(article: Article) -> str | None:
    return _key_of_address(article.url)


def _key_of_page(source: str) -> str | None:
    if "://" in source:
        return None  # what an address gives at another time is no other form of it
    stem, suffix = _stem(source)
    return stem if suffix else None


def _key_of_address(url: str | None) -> str | None:
    return url.split("#")[0].rstrip("/") if url else None


def _stem(source: str) -> tuple[str, str]:
    """A source without its page suffixes, and the last of these."""
    suffix = ""
    while True:
        found = next((end for end in _SUFFIXES if source.lower().endswith(end)), None)
        if found is None:
            return source, suffix
        source = source[: -len(found)]
        suffix = found if found != ".gz" else suffix or found
