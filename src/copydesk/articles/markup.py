"""HTML into pieces and metadata, parsed once. No script is run, nothing is fetched, nothing recurs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk.articles.pieces import Piece
from copydesk.articles.taming import tame
from copydesk.articles.walk import Walk

# What says nothing to a reader of the page, whatever it holds.
_SILENT = "script style template svg canvas map iframe noembed noframes annotation annotation-xml".split()
_FACTS = 'meta,title,link[rel="canonical" i],time[datetime],[itemprop],[rel~="author"],abbr[title]'
_OF_TOP = 'head>meta,head>title,head>link[rel*="canonical" i]'
_SCRIPTS = 'script[type*="ld+json" i]'
_TEMPLATE = re.compile(r"<template([^>]*)>|</template\s*>", re.IGNORECASE)
# Pages with a comment or a product in every line state a thousand facts; what comes later is not about the article.
_MOST_FACTS = 2_000
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
    tree = LexborHTMLParser(tame(content))
    # Elements of one tag are found in a third of the time of those that a selector describes.
    if any("shadowrootmode" in template.attributes for template in tree.tags("template")):
        tree = LexborHTMLParser(tame(_opened(content)))
    scripts = [script.text(deep=True) for script in tree.css(_SCRIPTS)]
    for frame in tree.tags("iframe"):
        _show(frame, tree)
    tree.strip_tags(_SILENT if tree.body is not None else [*_SILENT, "head"])
    start = tree.body if tree.body is not None else tree.root
    head = _head_facts(tree)
    if start is None:
        return Markup([], head, scripts, [])
    facts = _body_facts(start)
    if any(name == "title" for name, _ in facts):
        tree.strip_tags(["title"])
    walk = Walk(start)
    return Markup(walk.run(), [*head, *facts][:_MOST_FACTS], scripts, walk.around)


def _opened(content: str) -> str:
    """A page whose shadows, pages written inside this one as templates, stand where they show."""
    closings: list[str] = []

    def tag_of(found: re.Match[str]) -> str:
        if found.group(1) is None:
            return closings.pop() if closings else ""
        shown = "shadowrootmode" in found.group(1).lower()
        closings.append("</div>" if shown else "</template>")
        return "<div>" if shown else found.group()

    return _TEMPLATE.sub(tag_of, content)


def _show(frame: LexborNode, tree: LexborHTMLParser) -> None:
    """Put the page that is written in a frame's attribute, if one is, before the frame."""
    attributes = frame.attributes
    if "srcdoc" in attributes:
        box = tree.create_node("div")
        box.inner_html = tame(attributes["srcdoc"] or "").decode()
        frame.insert_before(box)


def _head_facts(tree: LexborHTMLParser) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    if (top := tree.head) is not None:
        for node in top.css(_OF_TOP):
            _head_fact(node, facts)
    if tree.root is not None and (language := tree.root.attributes.get("lang")):
        facts.append(("html:lang", language))
    return facts


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


# A head ends early where something stands in it that belongs into a body, such as an image for readers without scripts.
_OF_HEAD = frozenset(("meta", "title", "link"))
# Properties whose value is the text of their element.
_SHOWN = frozenset(("headline", "author", "description", "datepublished", "datemodified"))


def _body_facts(start: LexborNode) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    told = 0
    for node in start.css(_FACTS):
        # An element that fits two selectors comes twice.
        if node.mem_id != told:
            _body_fact(node, facts)
        told = node.mem_id
    return facts


def _body_fact(node: LexborNode, facts: list[tuple[str, str]]) -> None:
    """Microdata, machine-readable times and author links in the body of the page."""
    tag, attributes = node.tag, node.attributes
    if tag in _OF_HEAD:
        _head_fact(node, facts)
        return
    when = attributes.get("datetime")
    if tag == "time" and when and when.strip():
        facts.append((f"time{_mark_of(attributes)}:datetime", when.strip()))
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


def _mark_of(attributes: dict[str, str | None]) -> str:
    """What the makers of a page say that a time is: ".published", ".updated" or nothing."""
    classes = (attributes.get("class") or "").lower()
    if "pubdate" in attributes or "publish" in classes or "entry-date" in classes or "posted" in classes:
        return ".published"
    return ".updated" if "updated" in classes or "modified" in classes else ""


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
