"""Whether rights of text and data mining are reserved on a page: what the TDM Reservation Protocol says, read only.

Terms are those of the W3C community group's final report of 10 May 2024: a file of the site gives way to a header of
the answer, and that to the page itself; what a later place does not say leaves the former's word; any value but 0 and 1
is none; what nobody says is not known, which is not the same as free.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

WELL_KNOWN = "/.well-known/tdmrep.json"
MOST_RULES = 1000
"""Rules of a file that are looked at; the files of large publishers have some tens."""
LONGEST = 300
"""Characters of the address of a policy that are shown."""
HEAD = 131_072
"""Characters in which a page's own word is looked for: it stands in the head, and heads take 100 kB at times."""
RESERVED = re.compile(r"%(2[135-9A-CF]|3[ABDF]|40|5[BD])", re.I)
"""Escapes of characters that say something else without it (RFC 3986); `$` and `*` are always escaped."""
UNSEEN = re.compile(r"[\x00-\x1f\x7f\s]+")


class Reservation(NamedTuple):
    """What is said: `reserved`, and by which place and policy, for a person."""

    reserved: bool
    by: str


class Rule(NamedTuple):
    """A line of the site's file: the paths it holds for, and what it says of them."""

    location: str
    said: Reservation | None


def read_rules(raw: bytes) -> tuple[Rule, ...]:
    """The rules of a site's file in their order; none where it is no such file."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        return ()
    rows = told if isinstance(told, list) else []
    return tuple(
        Rule(row["location"], _said(row.get("tdm-reservation"), row.get("tdm-policy"), WELL_KNOWN))
        for row in rows[:MOST_RULES]
        if isinstance(row, dict) and isinstance(row.get("location"), str)
    )


def by_rules(rules: tuple[Rule, ...], target: str) -> Reservation | None:
    """What a site's file says of one path and query: its first rule that fits."""
    path = _even(target)
    return next((rule.said for rule in rules if _fits(rule.location, path)), None)


def by_headers(headers: Mapping[str, str]) -> Reservation | None:
    """What the headers of an answer say; their names are in small letters."""
    return _said(headers.get("tdm-reservation"), headers.get("tdm-policy"), "header")


def by_page(html: str) -> Reservation | None:
    """What an HTML page says of itself."""
    end = html.find("</head", 0, HEAD)
    head = html[: end if end >= 0 else HEAD]
    if "tdm-reservation" not in head.lower():
        return None
    from selectolax.lexbor import LexborHTMLParser

    told: dict[str, str] = {}
    for node in LexborHTMLParser(head).css("meta[name][content]"):
        told.setdefault((node.attributes.get("name") or "").strip().lower(), node.attributes.get("content") or "")
    return _said(told.get("tdm-reservation"), told.get("tdm-policy"), "meta")


def _said(value: Any, policy: Any, place: str) -> Reservation | None:
    value = value.strip() if isinstance(value, str) else value
    if isinstance(value, bool) or value not in (0, 1, "0", "1"):
        return None
    reserved = int(value) == 1
    shown = UNSEEN.sub(" ", policy).strip()[:LONGEST] if isinstance(policy, str) and reserved else ""
    return Reservation(reserved, f"{place}, policy {shown}" if shown else place)


def _fits(location: str, path: str) -> bool:
    """Whether a pattern of robots.txt's kind (`*` any characters, `$` the end) fits the beginning of a path.

    Taking each part at its first place is enough, and the work is never more than the product of the lengths.
    """
    to_end = location.endswith("$")
    first, *rest = (_even(part) for part in location.removesuffix("$").split("*"))
    if not path.startswith(first):
        return False
    place = len(first)
    if not rest:
        return place == len(path) or not to_end
    for part in rest[:-1]:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    last = rest[-1]
    return path.endswith(last) and len(path) - len(last) >= place if to_end else path.find(last, place) >= 0


def _even(text: str) -> str:
    """A path, or a part of a pattern, in one spelling: escaped are reserved characters that were, and what must be."""
    return quote(unquote(RESERVED.sub(r"%25\1", text)), safe="/%?&=:@!'()+,;~")
