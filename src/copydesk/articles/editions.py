"""Readings of one page, or of one address at several times: editions, never copies of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from copydesk.records import Article, ArticleId, Edition
from copydesk.text.ids import stable_id

_Key = Callable[[Article], str | None]
_Rank = Callable[[Article], tuple[bool | date | str, ...]]
READ_AGAIN = "the same address, read again"
"""The `why` of an edition that is a later version of its page, and not its text in another form."""
OTHER_FORM = "the same page in another form"
"""The `why` of an edition that is the text dump of an HTML page."""
_SUFFIXES = (".gz", ".html", ".htm", ".xhtml", ".txt", ".text")


def find_editions(articles: Sequence[Article]) -> tuple[Edition, ...]:
    """Which articles are another reading of which: one file or address read again, or an HTML page and its text dump.

    The base is what was fetched first, and of what has no such day what came first: the articles are given in the order
    in which they came. Of two forms it is the HTML page. Carried stories pair by their position on the page.
    """
    again = _paired(articles, _file_key, _age_rank, READ_AGAIN)
    forms = _paired(_without(articles, again), _page_key, _form_rank, OTHER_FORM)
    later = _paired(_without(articles, (*again, *forms)), _address_key, _age_rank, READ_AGAIN)
    base = {edition.article: edition.edition_of for edition in (*forms, *later)}
    return (*(_edition(one.article, _root(one.edition_of, base), one.why) for one in again), *forms, *later)


def edition_keys(source: str, url: str | None) -> tuple[str, ...]:
    """What two articles have in common when one may be an edition of the other: their page, or their address."""
    pairs = (("page", _key_of_page(source)), ("address", _key_of_address(url)))
    return tuple(f"{what} {key}" for what, key in pairs if key is not None)


def _without(articles: Iterable[Article], editions: Iterable[Edition]) -> list[Article]:
    later = {edition.article for edition in editions}
    return [article for article in articles if article.id not in later]


def _root(article: ArticleId, base: Mapping[ArticleId, ArticleId]) -> ArticleId:
    """What an article is an edition of at last: a dump that was read again is one of the page it was dumped from."""
    while article in base:
        article = base[article]
    return article


def _paired(articles: Iterable[Article], key_of: _Key, rank: _Rank, why: str) -> tuple[Edition, ...]:
    groups: dict[tuple[str, int], list[Article]] = {}
    for article in articles:
        key = key_of(article)
        if key is not None:
            groups.setdefault((key, article.position), []).append(article)
    return tuple(
        _edition(other.id, group[0].id, why)
        for group in (sorted(members, key=rank) for members in groups.values())
        for other in group[1:]
    )


def _edition(article: ArticleId, edition_of: ArticleId, why: str) -> Edition:
    return Edition(id=stable_id("edition", article, edition_of), article=article, edition_of=edition_of, why=why)


def _form_rank(article: Article) -> tuple[bool, date, str, str]:
    """HTML before its text dump; then by day and name."""
    return (_stem(article.source)[1] in (".txt", ".text"), *_age_rank(article))


def _age_rank(article: Article) -> tuple[date, str, str]:
    return (article.fetched or date.max, article.fetched_at or "", article.source)


def _file_key(article: Article) -> str | None:
    """The file itself, where it is one page: of a file of many pages the places in it mean nothing once it changes."""
    return article.source if _key_of_page(article.source) is not None else None


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
