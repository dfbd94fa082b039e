"""Names by their capitals: people, places, bodies. A closed list of titles and particles, no list of names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from copydesk.text.sentences import Range, sentences

# Words that join the parts of a name: "Vale de Sal", "bin Salman", "Bank of Norvane".
_PARTICLE = r"(?:de|da|do|dos|das|del|della|di|du|van|von|der|den|bin|ibn|al|el|la|le|of|the|y|ap|av|af)"
# Also matches lower-case letters outside ASCII at a word's head; `_of_run` lets those go.
_CAP = r"(?:[^\W\d_a-z](?:[\w]|['\u2019\-](?=\w))*)"
_JOIN = rf"(?:[ ]|(?<=\b\w)\.[ ]?|(?<=\bSt)\.[ ]|(?<=s)['\u2019][ ])(?:(?:{_PARTICLE}[ ]){{0,2}})?"
_NAME = re.compile(rf"(?<![\w]){_CAP}(?:{_JOIN}{_CAP})*", re.UNICODE)
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_HEAD = re.compile(r"\S+")
_TO_NEXT = re.compile(rf"\s+(?:{_PARTICLE}\s+)*")

# Capitalised words that are no names wherever they stand.
PLAIN = frozenset(
    "a an the this that these those it its he his him she her they them their we our us i you your my me who"
    " what when where why how which and or but nor so yet for of in on at to by from with as if then than after"
    " before since until while although though because during under over about into through between among"
    " against without within across along around behind here there not no yes all both each every either"
    " neither some any many most more few several one two three four five six seven eight nine ten eleven"
    " twelve another other such only even also still just now later earlier last next first second third"
    " meanwhile however instead moreover asked among once again according despite following monday tuesday"
    " wednesday thursday friday saturday sunday january february march april may june july august september"
    " october november december today yesterday tomorrow mr mrs ms dr".split()
)
TITLES = frozenset(
    "president prime minister premier chancellor king queen prince princess secretary general foreign defence"
    " defense finance deputy vice chief director chairman chairwoman chair spokesman spokeswoman spokesperson"
    " senator governor mayor judge justice captain colonel major lieutenant sergeant commander admiral"
    " inspector professor doctor sir dame lord lady ambassador commissioner minister mr mrs ms dr prof sen rep"
    " gov gen col sgt capt superintendent detective officer head bishop archbishop pope father sister brother"
    " coach manager analyst economist".split()
)


class Name(NamedTuple):
    """A capitalised run, a possessive left out; `initial` when only its place may have capitalised it."""

    text: str
    start: int
    end: int
    initial: bool


def names(text: str) -> list[Name]:
    """The names of a text in order: capitalised runs, without leading plain words and without possessives.

    A single capitalised word that opens a sentence counts as a name only if it stands capitalised elsewhere in the
    text too; it is then marked `initial`.
    """
    return _standing(list(_named(text, (0, len(text)), {start for start, _ in sentences(text)})))


def names_of_sentence(text: str, place: Range) -> list[Name]:
    """The names of one sentence of a text by itself, whatever stands around it: places are those in the text.

    They are what `names` finds in the words of the sentence, which it then need not part into sentences again.
    """
    return _standing(list(_named(text, place, (place[0],))))


def _standing(found: list[Name]) -> list[Name]:
    """The names, less those words that open a sentence and are part of none that does not."""
    if not any(name.initial for name in found):
        return found
    inside = {word for name in found if not name.initial for word in name.text.split()}
    return [name for name in found if not name.initial or name.text in inside]


def without_titles(name: str) -> str:
    """The name without the titles before it: `Foreign Minister Lenka Odry` gives `Lenka Odry`."""
    parts = name.split()
    while len(parts) > 1 and parts[0].rstrip(".").casefold() in TITLES:
        parts.pop(0)
    return " ".join(parts)


def _named(text: str, place: Range, starts: Collection[int]) -> Iterator[Name]:
    """The names of the capitalised runs of a stretch in which sentences begin at `starts`."""
    for found in _NAME.finditer(text, *place):
        run = found.group()
        named = _known_name(run) if len(run) <= _SHORT_RUN else _name_in(run)
        if named is None:
            continue
        begin, surface = named
        start = found.start() + begin
        initial = begin == 0 and " " not in surface and _opens_sentence(text, start, starts)
        yield Name(surface, start, start + len(surface), initial)


_SHORT_RUN = 80
"""Characters up to which a run is remembered with its name: most of those of a text stand in the text before it."""


def _name_in(run: str) -> tuple[int, str] | None:
    """Where the name in a capitalised run begins, and the name; None where every word of it is plain."""
    start = 0
    while head := _HEAD.match(run, start):
        if _names_something(head.group()):
            surface = _POSSESSIVE.sub("", run[start:])
            return (start, surface) if surface and surface.casefold() not in TITLES else None
        after = _TO_NEXT.match(run, head.end())
        if after is None:
            return None
        start = after.end()
    return None


_known_name = lru_cache(maxsize=16384)(_name_in)


def _names_something(word: str) -> bool:
    plain = _POSSESSIVE.sub("", word.rstrip("."))
    return bool(plain) and not plain[0].islower() and (plain.casefold() not in PLAIN or plain == "US")


def _opens_sentence(text: str, start: int, starts: Collection[int]) -> bool:
    """Whether a sentence, or a quotation, begins here, so that a capital says nothing."""
    while start > 0 and text[start - 1] in "\"'\u2018\u201c([\u00ab":
        start -= 1
        if start in starts or text[start] in '"\u201c\u2018[':
            return True
    return start in starts
