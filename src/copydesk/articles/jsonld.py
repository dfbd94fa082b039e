"""JSON-LD as pages write it, broken or not: objects, names and references in it."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

Node = dict[str, Any]

_ARTICLE = re.compile(r"article|report|posting|story", re.IGNORECASE)
_WRAPPED = re.compile(r"<!--|-->|(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?|(?://|/\*)?\s*\]\]>\s*(?:\*/)?")
_TRAILING = re.compile(r",(\s*[}\]])")
# JSON-LD on real pages stays under 300 kB and some hundred nodes; more is a product list.
_LONGEST_SCRIPT = 1_000_000
_MOST_NODES = 2_000
_HOLDERS = (dict, list)
# Several objects in one script, one after the other.
_MOST_VALUES = 50
_DECODER = json.JSONDecoder(strict=False)
# What can still be read from a script that is no JSON: one property and its string, up to this length.
_PROPERTY = re.compile(
    r'"(headline|name|description|datePublished|dateModified|dateCreated|url|inLanguage)"\s*:\s*'
    r'"((?:[^"\\\n]|\\.){1,500})"'
)
_SAVED_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(\w*(?:Article|Posting|Report)\w*)"')
_SAVED_AUTHOR = re.compile(r'"author"\s*:[^"]{0,20}(?:"@type"\s*:\s*"Person"\s*,\s*)?"name"\s*:\s*"([^"\\\n]{1,200})"')


def json_nodes(script: str) -> Iterator[Node]:
    """Every object in a JSON-LD script, outer ones first; what can be saved of one that is no JSON."""
    if len(script) > _LONGEST_SCRIPT:
        return
    waiting = deque(_values(script))
    seen = 0
    while waiting and seen < _MOST_NODES:
        node = waiting.popleft()
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(value for value in node.values() if isinstance(value, _HOLDERS))
        elif isinstance(node, list):
            waiting.extend(value for value in node[:200] if isinstance(value, _HOLDERS))


def _values(script: str) -> list[Any]:
    """The JSON values of a script: as written; without comments and stray commas; or the properties saved from it."""
    try:
        return [_DECODER.decode(script)]
    except (ValueError, RecursionError):
        pass
    bare = _TRAILING.sub(r"\1", _WRAPPED.sub("", script)).strip().rstrip(";").rstrip()
    found: list[Any] = []
    place = 0
    while place < len(bare) and len(found) < _MOST_VALUES:
        try:
            value, place = _DECODER.raw_decode(bare, place)
        except (ValueError, RecursionError):
            break
        found.append(value)
        while place < len(bare) and bare[place] in " \t\r\n,;":
            place += 1
    return found or _saved(bare)


def _saved(script: str) -> list[Any]:
    """The article that a script speaks of, from those of its properties that are whole; none where it names no type."""
    kind = _SAVED_TYPE.search(script)
    if kind is None:
        return []
    node: Node = {"@type": kind.group(1)}
    for name, value in _PROPERTY.findall(script, kind.start()):
        if name != "name":
            node.setdefault(name, value)
    if author := _SAVED_AUTHOR.search(script):
        node["author"] = {"@type": "Person", "name": author.group(1)}
    return [node]


def type_of(node: Node) -> str:
    """The types of a node, parted by spaces."""
    kind = node.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def is_article(node: Node) -> bool:
    """Whether a node says that it is an article."""
    return _ARTICLE.search(type_of(node)) is not None


def strings(nodes: Iterable[Node], key: str) -> list[str]:
    """The strings under a key."""
    return [value for node in nodes if isinstance(value := node.get(key), str)]


def names(nodes: Iterable[Node], key: str, named: dict[str, Node]) -> list[str]:
    """The names under a key whose value is a name, an object with a name or an `@id`, or a list of these.

    `named` are the page's nodes by `@id`. An author that is an organisation is left out: it is no person.
    """
    found: list[str] = []
    for node in nodes:
        value = node.get(key)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and "://" not in one:
                found.append(one)
            elif isinstance(one, dict):
                known = one if "name" in one else named.get(str(one.get("@id")), one)
                name = known.get("name")
                if not (key == "author" and "organi" in type_of(known).lower()):
                    found += [name] if isinstance(name, str) else []
                    found += [part for part in name if isinstance(part, str)] if isinstance(name, list) else []
    return found
