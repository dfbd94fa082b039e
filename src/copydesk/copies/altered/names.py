"""Names of a source against what faces them in a copy: kept, spelled otherwise, or replaced."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal

from rapidfuzz.distance import Indel

from copydesk.copies.altered.facts import Fact, facts
from copydesk.copies.altered.pairing import Bead, Pairing
from copydesk.copies.altered.tokens import Token, key_of
from copydesk.records import Alteration, Article, Range
from copydesk.text.names import TITLES, names
from copydesk.text.normal import fold, straighten
from copydesk.text.places import country_of, is_known_place
from copydesk.text.remembering import remembered
from copydesk.text.words import words

# Words that stand before a place, and words that are part of a place's name or follow it.
_BEFORE_PLACE = re.compile(
    r"\b(?:in|at|near|outside|inside|off|above|across|around|throughout|northern|southern|eastern|western|central"
    r"|towards?|into|(?:port|town|city|village|island|province|capital|people|visit|trip|travel|return|way) (?:of|to)"
    r"|(?:left|home|flew|fled|flight|train|bus|road|drove|sailed|moved|travelled|exiled|bound|came) (?:for|from|to)"
    r"|river|lake)"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_OF_PLACE = frozenset(
    "river lake mount mountain mountains sea ocean bay gulf strait cape island islands isle valley park palace hall"
    " street road avenue square bridge airport station harbour harbor port quay pier town city village district county"
    " province region coast border hotel stadium hospital peninsula desert forest capital".split()
)
# Words by which a name is that of a body or a person, whatever stands before it.
_OF_BODY = frozenset(
    "agency bank board bureau club commission committee company corporation council court federation front group"
    " institute league ministry office organisation organization party police press service society team union"
    " university department parliament congress senate authority fund foundation association cup pact hospital"
    " steel power energy gas oil motors airlines airways foods holdings wire times herald tribune news radio television"
    " college academy united rovers alliance coalition union courier messenger post gazette chronicle journal standard"
    " echo guardian observer telegraph mail express bulletin".split()
)
# What states have and others do not: the name before it is that of a country or its capital.
_OF_STATE = frozenset(
    "government parliament army navy embassy ambassador delegation treasury economy population coastguard coach"
    " defender striker goalkeeper midfielder".split()
)
_CENTRAL_BANK = re.compile(r"(?:['\u2019]s)? (?:central bank|prime minister|foreign minister|national team)\b")
_NEXT_WORD = re.compile(r"(?:['\u2019]s)? ([a-z]+)")
_IN_SHORT = {
    short: title
    for title, shorts in {
        "captain": "capt cpt",
        "lieutenant": "lt lieut",
        "colonel": "col",
        "general": "gen",
        "sergeant": "sgt",
        "major": "maj",
        "commander": "cmdr cdr",
        "admiral": "adm",
        "professor": "prof",
        "doctor": "dr",
        "senator": "sen",
        "representative": "rep",
        "governor": "gov",
        "reverend": "rev",
        "superintendent": "supt",
        "inspector": "insp",
        "saint": "st",
        "mount": "mt",
        "brothers": "bros",
        "company": "co",
        "corporation": "corp",
        "limited": "ltd",
        "incorporated": "inc",
        "department": "dept",
        "university": "univ",
    }.items()
    for short in shorts.split()
}
"""House styles of titles and of words in the names of firms: which is taken changes no name."""
_COMPASS = frozenset("northern southern eastern western central north south east west upper lower".split())
POSSESSIVE = re.compile(r"['\u2019]s?$")
# Endings that turn a country into its people or its quality: Varenia, Varenian.
_ENDINGS = tuple("n an ian ese ish s es i er ers ns ans ians is".split())


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of one word of a name: the number of the copy's token, and how it differs (None: not, or gone)."""

    place: int | None
    change: Literal["spelled", "replaced"] | None


def name_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """Names that the copy spells otherwise (immaterial) or replaces, bead by bead."""
    places = _place_names(pairing.source.text) | _place_names(pairing.copy.text) | _of_dateline(pairing.source)
    for bead in pairing.beads:
        left_keys = {token.key for token in pairing.left[slice(*bead.left)]}
        for fact in pairing.facts(bead, "name")[0]:
            fates = [_fate(pairing, number, bead, left_keys) for number in _spoken(pairing, fact)]
            if any(fate.change for fate in fates) or _joined(pairing, fact, fates) or _broken(pairing, fates):
                yield from _told(pairing, fact, fates, is_place=_is_place(pairing.source.text, fact, places))
            elif pairing.kind == "spun" and fates:
                yield from _title(pairing, fact)


def _spoken(pairing: Pairing, fact: Fact) -> list[int]:
    """The numbers of the words of a name, without those of closed classes and what is joined to it: US-led."""
    row, text = pairing.left, pairing.source.text
    return [
        number
        for number in range(*pairing.left_numbers((fact.start, fact.end)))
        if row[number].kind not in {"mark", "function"}
        and not (row[number].text[0].islower() and text[row[number].start - 1 : row[number].start] == "-")
    ]


def _told(pairing: Pairing, fact: Fact, fates: list[_Fate], *, is_place: bool) -> Iterator[Alteration]:
    """The alteration of a name, unless what stands in the copy is the same name: UK for United Kingdom."""
    places = [fate.place for fate in fates if fate.place is not None]
    if max(places) - min(places) > 2 * len(fates) + 4:
        places = [fate.place for fate in fates if fate.change and fate.place is not None][:1]
    material = any(fate.change == "replaced" for fate in fates)
    start, end = _whole(pairing, fact, pairing.stretch(places))
    end -= len(pairing.copy.text[start:end]) - len(POSSESSIVE.sub("", pairing.copy.text[start:end]))
    rest = pairing.copy.text[end : end + _NEXT_NAME]
    if not _one_name(pairing.source.text[fact.start : fact.end], pairing.copy.text[start:end], rest):
        kind: Literal["place", "name"] = "place" if is_place else "name"
        yield pairing.alteration(kind, (fact.start, fact.end), (start, end), material=material)


def _whole(pairing: Pairing, fact: Fact, place: Range) -> Range:
    """A place in the copy widened to the names it touches, as far as their words face nothing but the source's name."""
    own = range(*pairing.left_numbers((fact.start, fact.end)))
    found = facts(pairing.copy.text)
    first = bisect_right(found, place[0], key=_fact_end)
    for other in found[first : bisect_left(found, place[1], lo=first, key=_fact_start)]:
        if other.kind == "name":
            faced = {pairing.left_of[n] for n in range(*pairing.right_numbers((other.start, other.end)))} - {None}
            if faced.issubset(own):
                place = min(place[0], other.start), max(place[1], other.end)
    return place


def _fact_start(fact: Fact) -> int:
    return fact.start


def _fact_end(fact: Fact) -> int:
    return fact.end


def _one_name(before: str, after: str, rest: str) -> bool:
    """Whether two names are one in full and in short, or one country by two of its names; `rest` follows the second.

    Of longer names the words that they end alike on are left out: US Senate, United States Senate.
    """
    one, other = fold(before).replace(".", ""), fold(after).replace(".", "")
    if one == other and before != one and "." in before + after:
        return True
    mine, theirs = before.split(), after.split()
    while len(mine) > 1 and len(theirs) > 1 and fold(mine[-1]) == fold(theirs[-1]):
        mine, theirs = mine[:-1], theirs[:-1]
    if list(map(fold, mine)) == list(map(fold, theirs)):
        return False
    country, with_next = country_of(" ".join(mine)), " ".join([after, *rest.split()[:1]])
    if country is not None and country in {country_of(" ".join(theirs)), country_of(with_next.rstrip(".,;:"))}:
        return True
    return _initials(before, after) or _initials(after, before)


_NEXT_NAME = 20
"""Letters among which the next word stands; spinning programs write `United states`."""


def _initials(long: str, short: str) -> bool:
    """Whether a name in capitals alone is made of the first letters of another: UN, United Nations."""
    heads = "".join(word.text[0] for word in words(long) if word.text[0].isupper())
    bare = short.replace(".", "").removeprefix("the ")
    return len(bare) > 1 and bare.isupper() and bare == heads


def _joined(pairing: Pairing, fact: Fact, fates: list[_Fate]) -> bool:
    """Whether the words of a name were all kept but joined otherwise, by a hyphen or none, or put in another order."""
    places = [fate.place for fate in fates if fate.place is not None]
    apart = len(places) < len(fates) or len(places) < 2 or places != list(range(places[0], places[0] + len(places)))
    if apart or any(pairing.right[place].text[0].islower() for place in places):
        return _turned(fates)
    start, end = pairing.stretch(places)
    mine, theirs = pairing.source.text[fact.start : fact.end], pairing.copy.text[start:end]
    return fold(mine).replace("-", " ") == fold(theirs).replace("-", " ") and fold(mine) != fold(theirs)


def _turned(fates: list[_Fate]) -> bool:
    """Whether all words of a name were kept, near each other but in another order."""
    places = [fate.place for fate in fates if fate.place is not None]
    return (
        len(places) == len(fates) > 1 and places != sorted(places) and max(places) - min(places) < 2 * len(places) + 2
    )


def _title(pairing: Pairing, fact: Fact) -> Iterator[Alteration]:
    """A title in small letters before a name that is another word in a spun copy: `the French president, Ann Oak`."""
    first = pairing.left_numbers((fact.start, fact.end))[0]
    number = first - 2 if first > 1 and pairing.left[first - 1].key == "," else first - 1
    facing = pairing.right_of[number] if number >= 0 else None
    if facing is None:
        return
    token, other, name = pairing.left[number], pairing.right[facing], pairing.facing(fact)
    if token.key != other.key and name and any({token.key, other.key} <= some for some in (TITLES, _COMPASS)):
        replaced = _likeness(token.key, other.key) < pairing.settings.name_spelled_alike
        b = pairing.stretch([facing, *name])
        yield pairing.alteration("name", (token.start, fact.end), b, material=replaced)


# Names that face each other in an alteration: few. 4,096 pairs or words take 1 MB.
_REMEMBERED = 4_096


@lru_cache(maxsize=_REMEMBERED)
def _likeness(one: str, other: str) -> float:
    return Indel.normalized_similarity(one, other)


def _fate(pairing: Pairing, number: int, bead: Bead, left_keys: set[str]) -> _Fate:
    word, facing = pairing.left[number], pairing.right_of[number]
    other = word.key if facing is None else pairing.right[facing].key
    if other != word.key and _in_full(word.key) == _in_full(other):
        return _Fate(facing, None)
    kept = _kept(pairing, number, bead)
    if kept is not None:
        return _Fate(kept, "spelled" if _spelled(word.text) != _spelled(pairing.right[kept].text) else None)
    alike = _alike(pairing, number, bead, left_keys)
    if alike is not None:
        like = pairing.right[alike].key
        if _derived(word.key, like):
            return _Fate(alike, None)
        return _Fate(alike, "spelled" if _respelled(word.key, like) else "replaced")
    if facing is None or not _may_replace(pairing, word, facing, left_keys):
        return _Fate(None, None)
    return _Fate(facing, "replaced")


def _in_full(key: str) -> str:
    return _IN_SHORT.get(key, key)


def _kept(pairing: Pairing, number: int, bead: Bead) -> int | None:
    """The copy's token with the same key: the facing one, else one in the bead that no equal word faces."""
    key, facing = pairing.left[number].key, pairing.right_of[number]
    if facing is not None and pairing.right[facing].key == key:
        return facing
    for other in range(*bead.right):
        back = pairing.left_of[other]
        if pairing.right[other].key == key and (back is None or pairing.left[back].key != key):
            return other
    return None


def _alike(pairing: Pairing, number: int, bead: Bead, left_keys: set[str]) -> int | None:
    """The copy's token that is most like a word of a name in spelling, if it is alike enough."""
    word, facing = pairing.left[number].key, pairing.right_of[number]
    other = None if facing is None else pairing.right[facing]
    is_name = other is not None and other.kind == "name" and other.key not in left_keys
    if other is not None and is_name and _likeness(word, other.key) >= pairing.settings.name_facing_alike:
        return facing
    others = {
        place: _likeness(word, pairing.right[place].key)
        for place in range(*bead.right)
        if pairing.right[place].kind not in {"mark", "function"} and pairing.right[place].key not in left_keys
    }
    best = max(others, key=lambda place: others[place], default=None)
    if best is not None and others[best] >= pairing.settings.name_spelled_alike:
        return best
    return None


# Letters that languages of one alphabet write for one sound, and then the classes of sounds that mishearing and
# transliteration exchange; vowels, h, w and y fall away (after Soundex, Russell and Odell, 1918).
_SOUNDS = (("tsch", "c"), ("sch", "s"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("ts", "s"), ("tz", "s"), ("ph", "f"))
_CLASSES = str.maketrans("bfpvcgkqsxzdtlmnr", "11112222222334556", "aeiouyhwj'")
_SURELY_ALIKE = 0.8


def _respelled(one: str, other: str) -> bool:
    """Whether two words are spellings of one name: nearly all letters shared, or the same consonants by their sound."""
    return _likeness(one, other) >= _SURELY_ALIKE or _sounds(one) == _sounds(other)


@lru_cache(maxsize=_REMEMBERED)
def _sounds(word: str) -> str:
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    classes = word.translate(_CLASSES)
    return "".join(sound for sound, _ in groupby(classes))


def _derived(one: str, other: str) -> bool:
    """Whether one word is the other with an ending of people or quality: Kesh and Keshi, Varenia and Varenian."""
    short, long = sorted((one, other), key=len)
    stem = short.rstrip("aeo")
    return len(stem) > 3 and any(long in {short + ending, stem + ending} for ending in _ENDINGS)


def _may_replace(pairing: Pairing, word: Token, facing: int, left_keys: set[str]) -> bool:
    other = pairing.right[facing]
    if other.kind == "function" and other.text[0].isupper():
        begins = facing == 0 or pairing.right[facing - 1].kind == "mark"
        return pairing.kind == "spun" and (word.text.isupper() or not begins)
    if other.kind in {"mark", "function"} or other.key in left_keys:
        return False
    return pairing.kind == "spun" or other.kind == "name"


def _broken(pairing: Pairing, fates: list[_Fate]) -> bool:
    """Whether a spinning program put a word of its own inside a name: Straits waters Cup."""
    places = [fate.place for fate in fates if fate.place is not None]
    if pairing.kind != "spun" or len(places) < 2 or len(places) < len(fates) or places != sorted(places):
        return False
    between = [n for n in range(places[0], places[-1]) if n not in places]
    return 0 < len(between) <= 2 and all(
        pairing.right[n].kind in {"word", "name"} and pairing.left_of[n] is None for n in between
    )


@lru_cache(maxsize=_REMEMBERED)
def _spelled(word: str) -> str:
    """A word with its accents but without case and possessive."""
    return straighten(word).casefold().removesuffix("'s").removesuffix("'")


# -- places ------------------------------------------------------------------------------------------------------------


@remembered(letters=200_000)
def _place_names(text: str) -> frozenset[str]:
    """The names that stand behind a word of place anywhere in a text, folded."""
    return frozenset(
        fold(name.text)
        for name in names(text)
        if not _speaks_of_a_body(name.text)
        and (_BEFORE_PLACE.search(text[max(0, name.start - 24) : name.start]) or _before_ground(text, name.end))
    )


def _of_dateline(article: Article) -> frozenset[str]:
    """The place that a dateline names before its day: `EIDSUND, October 18`."""
    place = re.match(r"[^\W\d_][^,\d(\u2013\u2014]*", article.dateline or "")
    return frozenset({fold(place.group())}) if place else frozenset()


def _before_ground(text: str, end: int) -> bool:
    """Whether a word like `border`, `valley` or `government` follows a name."""
    following = _NEXT_WORD.match(text, end)
    told = following is not None and following[1] in _OF_PLACE | _OF_STATE
    return told or _CENTRAL_BANK.match(text, end) is not None


def _is_place(text: str, fact: Fact, places: frozenset[str]) -> bool:
    name = text[fact.start : fact.end]
    if _speaks_of_a_body(name):
        return False
    parts = {key_of(word.text) for word in words(name)}
    return fold(name) in places or bool(parts & _OF_PLACE) or is_known_place(name)


def _speaks_of_a_body(name: str) -> bool:
    parts = {key_of(word.text) for word in words(name)}
    return bool(parts & (_OF_BODY | TITLES))
