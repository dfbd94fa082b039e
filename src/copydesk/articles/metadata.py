"""What a page says of itself in metadata: JSON-LD, OpenGraph, microdata, Dublin Core and plain `meta`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from html import unescape
from typing import NamedTuple

from copydesk.articles.jsonld import Node, is_article, json_nodes, names, strings, type_of
from copydesk.articles.markup import Markup
from copydesk.records import StatementSource
from copydesk.text.normal import fold

_OF_DATES = ("date", "time", "published", "modified", "issued", "created")
_DATES = re.compile("|".join(_OF_DATES), re.IGNORECASE)
_NO_DATE = re.compile(r"timezone|viewport|update-?interval|expires|timeout|date-?format|runtime", re.IGNORECASE)
# A page with more articles than this in its JSON-LD lists others; only the one it names itself is its own.
_MOST_ARTICLES = 2
_LONGEST = 2_000
_WORD = re.compile(r"\w+")


class Stated(NamedTuple):
    """A value that metadata give, and where."""

    value: str
    source: StatementSource


@dataclass(frozen=True, slots=True)
class Metadata:
    """Values by field, the most trusted first, each without white space around it; `dates` are (name, value) pairs.

    `said` has the same values by field with their sources; `live` is whether the page calls itself a live blog.
    """

    titles: tuple[str, ...] = ()
    page_titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    live: bool = False
    said: tuple[tuple[str, tuple[Stated, ...]], ...] = ()

    @property
    def stated(self) -> tuple[str, ...]:
        """The titles and descriptions, the most trusted title first."""
        return (*self.titles, *self.page_titles, *self.descriptions)

    def of(self, field: str) -> tuple[Stated, ...]:
        """The values of a field with their sources."""
        return next((values for name, values in self.said if name == field), ())


# Facts of the page by field: their names in order of trust, and what kind of statement each is.
_FACTS: dict[str, dict[str, StatementSource]] = {
    "titles": {
        "meta:og:title": "opengraph",
        "itemprop:headline": "microdata",
        "meta:dc.title": "meta",
        "meta:dcterms.title": "meta",
        "meta:parsely-title": "meta",
        "meta:sailthru.title": "meta",
        "meta:twitter:title": "meta",
    },
    "page_titles": {"title": "title element"},
    "descriptions": {
        "itemprop:description": "microdata",
        "meta:og:description": "opengraph",
        "meta:description": "meta",
        "meta:twitter:description": "meta",
    },
    "authors": {
        "itemprop:author": "microdata",
        "rel:author": "author link",
        "meta:author": "meta",
        "meta:authors": "meta",
        "meta:dc.creator": "meta",
        "meta:dcterms.creator": "meta",
        "meta:parsely-author": "meta",
        "meta:sailthru.author": "meta",
        "meta:byl": "meta",
        "meta:article:author": "opengraph",
    },
    "outlets": {
        "meta:og:site_name": "opengraph",
        "meta:application-name": "meta",
        "meta:dc.publisher": "meta",
        "meta:publisher": "meta",
        "itemprop:publisher": "microdata",
        "meta:apple-mobile-web-app-title": "meta",
    },
    "urls": {
        "link:canonical": "canonical link",
        "meta:og:url": "opengraph",
        "meta:mainentityofpage": "microdata",
    },
    "languages": {
        "html:lang": "html element",
        "meta:og:locale": "opengraph",
        "meta:content-language": "meta",
        "meta:dc.language": "meta",
        "itemprop:inlanguage": "microdata",
    },
    "credits": {
        "meta:syndication-source": "meta",
        "meta:original-source": "meta",
        "meta:article:publisher:name": "opengraph",
        "meta:dc.source": "meta",
    },
}
_FIELD_OF = {name: (field, source) for field, facts in _FACTS.items() for name, source in facts.items()}
_RANKS = {name: rank for facts in _FACTS.values() for rank, name in enumerate(facts)}
# Values of JSON-LD come before those of the page's head, but for these: every page has a name for its site there.
_HEAD_FIRST = frozenset(("descriptions", "outlets", "urls"))


def metadata_of(markup: Markup) -> Metadata:
    """All that the metadata of a page say, whatever is missing or malformed."""
    facts: dict[str, list[tuple[str, str]]] = {}
    for name, value in markup.facts:
        if known := _FIELD_OF.get(name):
            facts.setdefault(known[0], []).append((name, value))
    nodes = [node for script in markup.scripts for node in json_nodes(script)]
    said = _of_nodes(nodes, facts)
    found: dict[str, tuple[Stated, ...]] = {}
    for field, order in _FACTS.items():
        head = [_stated((value, order[name])) for name, value in sorted(facts.get(field, ()), key=_rank)]
        objects = [_stated((value, "json-ld")) for value in said.get(field, ())]
        found[field] = _kept(head, objects) if field in _HEAD_FIRST else _kept(objects, head)
    values = {field: tuple(dict.fromkeys(one.value for one in own)) for field, own in found.items()}
    return Metadata(
        titles=values["titles"],
        page_titles=values["page_titles"],
        descriptions=values["descriptions"],
        authors=values["authors"],
        outlets=values["outlets"],
        urls=values["urls"],
        languages=values["languages"],
        credits=values["credits"],
        dates=tuple(_dates(markup.facts, nodes)),
        live=any("LiveBlog" in type_of(node) for node in nodes),
        said=tuple(found.items()),
    )


def _rank(fact: tuple[str, str]) -> int:
    """How far a fact's name stands behind the most trusted of its field."""
    return _RANKS[fact[0]]


def _of_nodes(nodes: list[Node], facts: dict[str, list[tuple[str, str]]]) -> dict[str, list[str]]:
    """What the page's own articles in JSON-LD say, by field."""
    if not nodes:
        return {}
    named = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    own = _own(
        [node for node in nodes if is_article(node)],
        [value for field in ("titles", "page_titles") for _, value in facts.get(field, ())],
        [value for _, value in facts.get("urls", ())],
    )
    return {
        "titles": strings(own, "headline"),
        "descriptions": strings(own, "description"),
        "authors": names(own, "author", named),
        "outlets": names(own, "publisher", named),
        "urls": strings(own, "url"),
        "languages": strings(own, "inLanguage"),
        "credits": [*names(own, "sourceOrganization", named), *names(own, "isBasedOn", named)],
    }


def _own(articles: list[Node], titles: Sequence[str], urls: Sequence[str]) -> list[Node]:
    """The articles that are the page's own: those of its address or of its title, where it holds a list of articles."""
    headlines = set(strings(articles, "headline"))
    if len(headlines) <= _MOST_ARTICLES:
        return articles
    addresses = frozenset(urls)
    same = [
        node for node in articles if {_address(node.get("url")), _address(node.get("mainEntityOfPage"))} & addresses
    ]
    if same:
        return same
    words = frozenset(word for title in titles for word in _WORD.findall(fold(title)))
    alike = [
        node
        for node in articles
        if isinstance(node.get("headline"), str) and set(_WORD.findall(fold(node["headline"]))) <= words
    ]
    return alike or articles[:1]


def _address(value: object) -> str:
    """An address, given as such or as an object's `@id`."""
    return str(value.get("@id", "")) if isinstance(value, dict) else str(value or "")


@lru_cache(maxsize=4096)
def _is_date(name: str) -> bool:
    """Whether a property's name speaks of a time."""
    return _speaks_of_time(name)


@lru_cache(maxsize=4096)
def _is_date_fact(name: str) -> bool:
    return _speaks_of_time(name) and _NO_DATE.search(name) is None


def _speaks_of_time(name: str) -> bool:
    if not name.isascii():
        return _DATES.search(name) is not None
    return any(map(name.lower().__contains__, _OF_DATES))


def _dates(facts: list[tuple[str, str]], nodes: list[Node]) -> Iterator[tuple[str, str]]:
    """Every date-like value and where it stands; dates of JSON-LD objects that are no article carry their type."""
    for node in nodes:
        for key, value in node.items():
            if isinstance(value, str) and len(value) < 80 and _is_date(key) and value.strip():
                prefix = "jsonld" if is_article(node) else f"jsonld.{type_of(node) or 'object'}"
                yield f"{prefix}:{key}", value.strip()
    for name, value in facts:
        if len(value) < 80 and _is_date_fact(name) and any(map(str.isdigit, value)):
            yield name, value.strip()


# Makes a value of its fields at once, in a quarter of the time.
_stated = partial(tuple.__new__, Stated)


def _kept(*groups: Iterable[Stated]) -> tuple[Stated, ...]:
    """The values in order, cleaned, each once for each source, empty ones left out."""
    clean = [
        _stated((bare, source))
        for group in groups
        for value, source in group
        if len(value) < _LONGEST and (bare := " ".join((unescape(value) if "&" in value else value).split()))
    ]
    return tuple(dict.fromkeys(clean))
