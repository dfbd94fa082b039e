"""HTML into pieces and metadata, parsed once. No script is run, nothing is fetched, nothing recurs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk.articles.pieces import Piece
from copydesk.articles.walk import Walk

# What says nothing to a reader of the page, whatever it holds.
_SILENT = "script style template svg canvas map noembed noframes annotation annotation-xml".split()
_FACTS = 'meta,time[datetime],[itemprop],[rel~="author"],abbr[title]'
_SCRIPTS = 'script[type*="ld+json" i]'
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)[^>]*>")
# Elements that need no end tag, or have none: they do not count as nesting.
_OPEN_ENDED = frozenset(
    "p li dt dd option optgroup tr td th thead tbody tfoot colgroup area base br col embed hr img input link meta param"
    " source track wbr html head body".split()
)
# Browsers stop nesting at 512 elements; the parser's time grows with the square of the depth (20,000 nested div take
# 0.4 s, 40,000 nested ul/li 1.7 s), so deeper tags are taken out before parsing. Their text stays.
_DEEPEST = 512
# A fact is at most this long, and is looked for in so many nodes.
_LONGEST_FACT = 400
_MOST_NODES = 60


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed page: its pieces, its facts as (name, value) pairs, and the JSON-LD scripts as written.

    `around` has for the number of each element that holds text the number of the one around it; 0 is the body.
    """

    pieces: list[Piece]
    facts: list[tuple[str, str]]
    scripts: list[str]
    around: list[int]


def parse(content: str) -> Markup:
    """The pieces and the metadata of an HTML page; whatever the markup, something comes back."""
    tree = LexborHTMLParser(shallow(content))
    root = tree.root
    if root is None:
        return Markup([], [], [], [])
    scripts = [script.text(deep=True) for script in tree.css(_SCRIPTS)]
    tree.strip_tags(_SILENT)
    facts: list[tuple[str, str]] = []
    if tree.head is not None:
        for node in tree.head.iter():
            _head_fact(node, facts)
    if language := root.attributes.get("lang"):
        facts.append(("html:lang", language))
    body = tree.body
    if body is None:
        tree.strip_tags(["head"])
    start = body if body is not None else root
    told = 0
    for node in start.css(_FACTS):
        # An element that fits two selectors comes twice.
        if node.mem_id != told:
            _body_fact(node, facts)
        told = node.mem_id
    walk = Walk(start)
    return Markup(walk.run(), facts, scripts, walk.around)


def shallow(content: str) -> str:
    """The same page without the tags that nest deeper than any real page does."""
    if content.count("<") <= 8 * _DEEPEST:
        return content
    depth = 0
    pruned: list[str] = []
    place = 0
    for found in _TAG.finditer(content):
        if found.group(2).lower() in _OPEN_ENDED:
            continue
        closing = bool(found.group(1))
        beyond = depth > _DEEPEST
        depth = max(0, depth - 1) if closing else depth + 1
        if beyond:
            pruned.append(content[place : found.start()])
            place = found.end()
    return "".join([*pruned, content[place:]]) if pruned else content


def _head_fact(node: LexborNode, facts: list[tuple[str, str]]) -> None:
    """What an element of the head says."""
    tag = node.tag
    if tag == "title":
        facts.append(("title", node.text(deep=True)))
    elif tag == "meta":
        _meta(node.attributes, facts)
    elif tag == "link":
        attributes = node.attributes
        if (attributes.get("rel") or "").strip().lower() == "canonical" and attributes.get("href"):
            facts.append(("link:canonical", (attributes["href"] or "").strip()))


def _meta(attributes: dict[str, str | None], facts: list[tuple[str, str]]) -> None:
    name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
    value = attributes.get("content")
    if name and value and value.strip():
        facts.append((f"meta:{name.strip().lower()}", value.strip()))


# Properties whose value is the text of their element.
_SHOWN = frozenset(("headline", "author", "description", "datepublished", "datemodified"))


def _body_fact(node: LexborNode, facts: list[tuple[str, str]]) -> None:
    """Microdata, machine-readable times and author links in the body of the page."""
    tag, attributes = node.tag, node.attributes
    if tag == "meta":
        _meta(attributes, facts)
        return
    when = attributes.get("datetime")
    if tag == "time" and when and when.strip():
        facts.append(("time:datetime", when.strip()))
    named = attributes.get("itemprop")
    if named:
        value = attributes.get("content") or when
        if not value and named.strip().lower() in _SHOWN:
            value = _short_text(node)
        if value and value.strip() and len(value) < _LONGEST_FACT:
            facts.append((f"itemprop:{named.strip().lower()}", " ".join(value.split())))
    if "author" in (attributes.get("rel") or "").split() and tag != "link":
        facts.append(("rel:author", " ".join(_short_text(node).split())))
    if tag == "abbr" and attributes.get("title") and "published" in (attributes.get("class") or ""):
        facts.append(("abbr:published", attributes["title"] or ""))


def _short_text(node: LexborNode) -> str:
    """The text of an element that is about as long as a fact; of others only so much that they are seen to be longer.

    Elements nest, so that reading each to its end would take the square of the page.
    """
    parts: list[str] = []
    size = 0
    for place, one in enumerate(node.traverse(include_text=True)):
        if place > _MOST_NODES or size > _LONGEST_FACT:
            break
        if one.is_text_node:
            parts.append(one.text_content or "")
            size += len(parts[-1])
    return "".join(parts)


def iter_facts(facts: list[tuple[str, str]], *names: str) -> Iterator[str]:
    """The values of facts with one of these names, in the order of the names."""
    for wanted in names:
        for name, value in facts:
            if name == wanted:
                yield value
