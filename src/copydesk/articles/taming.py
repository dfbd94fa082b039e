"""Pages on which a parser's time or memory would grow with the square of their size, cut to what browsers bear.

Real pages come back as they are. On others tags and attributes go; no text does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)[^>]*>|<!--")
# What holds text and no tags, and how it ends.
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea", "iframe", "xmp")}
_RAW["!"] = re.compile("-->")
# An opening tag up to its last attribute, as the tokeniser of HTML reads it, to which these five are white space and no
# others; possessive, so that it never goes back.
_GAP = r"\t\n\f\r "
_VALUE = rf"""(?:[{_GAP}]*+=[{_GAP}]*+(?:"[^"]*+"|'[^']*+'|[^{_GAP}>"'][^{_GAP}>]*+))?+"""
_ATTRIBUTE = re.compile(rf"[{_GAP}/]*+[^{_GAP}/>][^{_GAP}/>=]*+{_VALUE}")
_OPENING = re.compile(rf"<([A-Za-z][^{_GAP}/>]*+)(?:{_ATTRIBUTE.pattern})*+")

# Elements that need no end tag, or have none: they do not count as nesting.
_OPEN_ENDED = frozenset(
    "p li dt dd option optgroup tr td th thead tbody tfoot colgroup area base br col embed hr img input link meta param"
    " source track wbr html head body".split()
)
# Elements that a parser opens again in every block until they are closed, and those whose inside is apart from them.
_FORMATS = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_APART = frozenset("table object marquee applet select svg".split())
# Browsers stop nesting at 512 elements; the parser's time grows with the square of the depth (20,000 nested div take
# 0.4 s, 40,000 nested ul/li 1.7 s), so deeper tags are taken out before parsing.
_DEEPEST = 512
# 2,000 unclosed formats, each in a paragraph of its own, make 2 million elements.
_MOST_FORMATS = 24
# 10,000 options of one list take 0.3 s, 200,000 take 160 s.
_MOST_OPTIONS = 3_000
_MOST_ROOTS = 4
# 10,000 attributes of one tag take 0.15 s, 38,000 take 2 s, 300,000 take 190 s. Only tags are measured
# that have room for four characters an attribute.
_MOST_ATTRIBUTES = 5_000
_LONG_TAG = 4 * _MOST_ATTRIBUTES


def tame(content: str) -> bytes:
    """The same page without tags and attributes of a number or depth that no real page has, as a parser takes it."""
    content = _without(content, _surplus(content))
    written = _written(content)
    # Many times as fast as to count characters of the text.
    opened = np.count_nonzero(np.frombuffer(written, dtype=np.uint8) == _OPENS)
    return _written(_without(content, _excess(content))) if opened > 8 * _DEEPEST else written


_OPENS = ord("<")
# Most parts of a page are plain letters, which are written out many times as fast when they stand by themselves: by
# parts of this size in three fifths of the time of the whole.
_PART = 3_072


def _written(content: str) -> bytes:
    """The page in UTF-8, without what is no character (a half of a pair)."""
    if content.isascii():
        return content.encode()
    parts = [content[start : start + _PART] for start in range(0, len(content), _PART)]
    return b"".join([part.encode("utf-8", "ignore") for part in parts])


def _without(content: str, spans: Iterable[tuple[int, int]]) -> str:
    kept: list[str] = []
    place = 0
    for start, end in spans:
        kept.append(content[place:start])
        place = end
    return "".join([*kept, content[place:]]) if kept else content


def _surplus(content: str) -> Iterator[tuple[int, int]]:
    """Where the attributes of tags stand that have too many; in scripts, much that looks like a long tag is none."""
    for start, end in _unbroken(content):
        for name_ends, tag_ends in _long_tags(content, start, end):
            if _most_attributes(content[name_ends:tag_ends]) > _MOST_ATTRIBUTES:
                count = sum(1 for _ in _ATTRIBUTE.finditer(content, name_ends, tag_ends))
                if count > _MOST_ATTRIBUTES:
                    yield name_ends + 1, tag_ends


def _long_tags(content: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the name of each long tag in a stretch ends, and the tag; none begins in the last of it.

    To search for a sign is many times as fast as to search for a pattern that begins with it.
    """
    last = end - _LONG_TAG
    place = content.find("<", start, last)
    while place >= 0:
        found = _OPENING.match(content, place, end)
        after = found.end() if found is not None else place + 1
        if found is not None and after - place > _LONG_TAG:
            yield found.end(1), after
        place = content.find("<", after, last)


# An attribute begins behind space, a stroke or a value in quotes; at most two more begin where a quote is never closed,
# and one behind the name of the tag.
_FURTHER = 3


def _most_attributes(written: str) -> int:
    """How many attributes a tag may have at most, as its signs tell: the code of a script has mostly fewer."""
    quotes = written.count('"') + written.count("'")
    return len(written.split()) + written.count("/") + quotes // 2 + _FURTHER


def _unbroken(content: str) -> Iterator[tuple[int, int]]:
    """The stretches in which a long tag may stand: between two places, far from each other, where surely none is open.

    Most of a page is no such stretch, and to look for these places takes a twentieth of the time of reading its tags.
    """
    closed = 0
    for start in range(0, len(content), _LONG_TAG // 2):
        end = start + _LONG_TAG // 2
        place = len(content) if end >= len(content) else _last_closed(content, start, end, closed)
        if place >= 0:
            if place - closed > _LONG_TAG:
                yield closed, place
            closed = place


def _last_closed(content: str, start: int, end: int, before: int) -> int:
    """The last place between two at which surely no tag is open, -1 for none; `before` is one that is known.

    A tag goes on behind ">" only in a value that began with the last quotation mark, or the last apostrophe.
    """
    reach = max(before, start - _LONG_TAG)
    double = single = end
    while (end := content.rfind(">", start, end)) >= 0:
        double = content.rfind('"', reach, end) if double >= end else double
        single = content.rfind("'", reach, end) if single >= end else single
        if before < reach and min(double, single) < 0:
            break
        opened = max(_opened(content, double), _opened(content, single))
        if opened < 0:
            return end
        end = opened
    return -1


def _opened(content: str, quote: int) -> int:
    """The place of a quote where the value of an attribute may begin with it, else -1: behind "=", or after space."""
    before = content[quote - 1] if quote > 0 else ""
    return quote if before == "=" or before.isspace() else -1


def _excess(content: str) -> Iterator[tuple[int, int]]:
    """Where the tags stand that no real page has: too deep, or of a kind of which there are too many."""
    nesting = _Nesting()
    raw_until = 0
    for found in _TAG.finditer(content):
        start = found.start()
        if start < raw_until:
            continue
        name = (found.group(2) or "!").lower()
        if name in _RAW and not found.group(1) and not nesting.in_picture():
            raw_until = nesting.end_of_raw(name, content, found.end())
        elif name != "!" and nesting.too_many(name, closing=bool(found.group(1))):
            yield found.span()


class _Nesting:
    """The elements that are open at a place of a page, as far as its tags alone tell."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.places: dict[str, list[int]] = {}
        self.taken: Counter[str] = Counter()
        self.formats: Counter[str] = Counter()
        self.unclosed = 0
        self.seen: Counter[str] = Counter()
        self.endless: set[str] = set()

    def in_picture(self) -> bool:
        """Whether drawings or formulas are open, in which scripts and styles hold tags."""
        return bool(self.places.get("svg") or self.places.get("math"))

    def end_of_raw(self, name: str, content: str, start: int) -> int:
        """Where raw text ends that begins here; where it never ends it is read as tags, and looked for once only."""
        found = None if name in self.endless else _RAW[name].search(content, start)
        if found is None:
            self.endless.add(name)
        return found.end() if found else 0

    def too_many(self, name: str, *, closing: bool) -> bool:
        """Whether the next tag is one too many; it counts as read."""
        if name in _OPEN_ENDED:
            return self._of_kind(name)
        if self.taken[name] and closing:
            self.taken[name] -= 1
            return True
        too_many = self._format(name, closing=closing) if name in _FORMATS else self._nest(name, closing=closing)
        self.taken[name] += too_many and not closing
        return too_many

    def _of_kind(self, name: str) -> bool:
        self.seen[name] += 1
        if name in ("option", "optgroup"):
            return self.seen[name] > 2 * _MOST_OPTIONS
        return name in ("html", "body") and self.seen[name] > 2 * _MOST_ROOTS

    def _format(self, name: str, *, closing: bool) -> bool:
        if closing:
            self.unclosed -= self.formats[name] > 0
            self.formats[name] -= self.formats[name] > 0
            return False
        if self.unclosed >= _MOST_FORMATS:
            return True
        # A link or an unbroken line ends where another begins.
        if name not in ("a", "nobr") or not self.formats[name]:
            self.formats[name] += 1
            self.unclosed += 1
        return False

    def _nest(self, name: str, *, closing: bool) -> bool:
        places = self.places.setdefault(name, [])
        if not closing:
            if len(self.open) >= _DEEPEST:
                return True
            places.append(len(self.open))
            self.open.append(name)
            return False
        fence = max((self.places[apart][-1] for apart in _APART if self.places.get(apart)), default=-1)
        if places and (places[-1] > fence or name in _APART):
            while len(self.open) > places[-1] + 1:
                self.places[self.open.pop()].pop()
            self.open.pop()
            places.pop()
        return False
