"""Whether two pages are of one site: by what they state, or by the furniture that both carry."""

from __future__ import annotations

from urllib.parse import urlsplit

from copydesk.records import Article
from copydesk.text.normal import fold

# Lines of furniture in common, by number and as a share of the shorter list. A single notice may come from an
# advertiser or a newsletter service; a fifth of a template does not.
_LEAST_LINES = 4
_LEAST_SHARE = 0.2
# Kinds of blocks that tell of the article and not of the site.
_OF_ARTICLE = frozenset({"title", "standfirst", "byline", "date", "dateline", "body", "caption", "related", "comments"})


def of_one_site(left: Article, right: Article) -> bool:
    """Whether two articles stand on pages of one site, as far as the pages tell.

    A story carried on another's page belongs to the outlet that it is credited to, whatever stands around it.
    """
    if left.outlet and right.outlet and fold(left.outlet) == fold(right.outlet):
        return True
    if left.position or right.position:
        return False
    hosts = _host(left), _host(right)
    if all(hosts):
        return hosts[0] == hosts[1]
    lines = _furniture(left), _furniture(right)
    common = len(lines[0] & lines[1])
    return common >= _LEAST_LINES and common >= _LEAST_SHARE * min(map(len, lines))


def _host(article: Article) -> str | None:
    try:
        host = urlsplit(article.url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _furniture(article: Article) -> set[str]:
    """The lines of the page that are no part of the article."""
    return {
        fold(line)
        for block in article.blocks
        if block.kind not in _OF_ARTICLE
        for line in block.text.split("\n")
        if len(line) > _STOCK_WORD
    }


# Shorter lines ("Menu", "Share this") stand on any site.
_STOCK_WORD = 12
