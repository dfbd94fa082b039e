"""What a page says of itself in metadata: JSON-LD, OpenGraph, microdata, Dublin Core and plain `meta`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from copydesk.articles.markup import Markup, iter_facts

_ARTICLE = re.compile(r"article|report|posting|story", re.IGNORECASE)
_DATES = re.compile(r"date|time|published|modified|issued|created|updated|sailthru\.date|pubdate", re.IGNORECASE)
_NO_DATE = re.compile(r"timezone|viewport|update-?interval|expires|timeout|date-?format|runtime", re.IGNORECASE)
_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
# JSON-LD on real pages stays under 300 kB and some hundred nodes; more is a product list.
_LONGEST_SCRIPT = 1_000_000
_MOST_NODES = 2_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """Values by field, the most trusted first, each without white space around it; `dates` are (name, value) pairs."""

    titles: tuple[str, ...] = ()
    page_titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()

    @property
    def stated(self) -> tuple[str, ...]:
        """The titles and descriptions, the most trusted title first."""
        return (*self.titles, *self.page_titles, *self.descriptions)


def metadata_of(markup: Markup) -> Metadata:
    """All that the metadata of a page say, whatever is missing or malformed."""
    nodes = [node for script in markup.scripts for node in json_nodes(script)]
    articles = [node for node in nodes if _ARTICLE.search(_type_of(node))]
    facts = markup.facts
    return Metadata(
        titles=_kept(
            [*_strings(articles, "headline")],
            iter_facts(facts, "meta:og:title", "itemprop:headline", "meta:dc.title", "meta:twitter:title"),
        ),
        page_titles=_kept(iter_facts(facts, "title")),
        descriptions=_kept(
            iter_facts(facts, "itemprop:description", "meta:og:description", "meta:description"),
            _strings(articles, "description"),
        ),
        authors=_kept(
            _names(articles, "author"),
            iter_facts(facts, "itemprop:author", "rel:author", "meta:author", "meta:dc.creator", "meta:article:author"),
        ),
        outlets=_kept(
            iter_facts(facts, "meta:og:site_name", "meta:application-name", "meta:dc.publisher"),
            _names(articles, "publisher"),
            _linked(nodes, articles, "publisher"),
        ),
        urls=_kept(
            iter_facts(facts, "link:canonical", "meta:og:url", "meta:mainentityofpage"), _strings(articles, "url")
        ),
        languages=_kept(_strings(articles, "inLanguage"), iter_facts(facts, "html:lang", "meta:og:locale")),
        sources=_kept(_names(articles, "sourceOrganization"), _names(articles, "isBasedOn")),
        dates=tuple(_dates(facts, nodes)),
    )


def json_nodes(script: str) -> Iterator[dict[str, Any]]:
    """Every object in a JSON-LD script, outer ones first; nothing when it is no JSON."""
    if len(script) > _LONGEST_SCRIPT:
        return
    try:
        waiting = [json.loads(_WRAPPED.sub("", script), strict=False)]
    except (ValueError, RecursionError):
        return
    seen = 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            waiting.extend(value for value in node[:200] if isinstance(value, dict | list))


def _type_of(node: dict[str, Any]) -> str:
    kind = node.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _strings(nodes: Iterable[dict[str, Any]], key: str) -> list[str]:
    return [value for node in nodes if isinstance(value := node.get(key), str)]


def _names(nodes: Iterable[dict[str, Any]], key: str) -> list[str]:
    """The names under a key whose value is a name, an object with a name, or a list of these."""
    found: list[str] = []
    for node in nodes:
        value = node.get(key)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and "://" not in one:
                found.append(one)
            elif isinstance(one, dict) and isinstance(one.get("name"), str) and not _is_body(one, key):
                found.append(one["name"])
    return found


def _is_body(node: dict[str, Any], key: str) -> bool:
    """Whether an author is an organisation: no person, so no byline."""
    return key == "author" and "organi" in _type_of(node).lower()


def _linked(nodes: list[dict[str, Any]], articles: list[dict[str, Any]], key: str) -> list[str]:
    """Names of objects that an article refers to by `@id`."""
    wanted = {
        value["@id"]
        for node in articles
        if isinstance(value := node.get(key), dict) and isinstance(value.get("@id"), str)
    }
    return [node["name"] for node in nodes if node.get("@id") in wanted and isinstance(node.get("name"), str)]


def _dates(facts: list[tuple[str, str]], nodes: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Every date-like value and where it stands; dates of JSON-LD objects that are no article carry their type."""
    for node in nodes:
        kind = _type_of(node)
        prefix = "jsonld" if _ARTICLE.search(kind) else f"jsonld.{kind or 'object'}"
        for key, value in node.items():
            if isinstance(value, str) and value.strip() and _DATES.search(key) and len(value) < 80:
                yield f"{prefix}:{key}", value.strip()
    for name, value in facts:
        if _DATES.search(name) and not _NO_DATE.search(name) and any(map(str.isdigit, value)) and len(value) < 80:
            yield name, value.strip()


def _kept(*groups: Iterable[str]) -> tuple[str, ...]:
    """The values in order, cleaned, each once, empty ones left out."""
    clean = (" ".join(unescape(value).split()) for group in groups for value in group)
    return tuple(dict.fromkeys(value for value in clean if value and len(value) < 2_000))
