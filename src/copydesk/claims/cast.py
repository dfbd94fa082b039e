"""Who is who in one article: full names, roles, pairs and documents, with their places."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from copydesk.claims.grammar import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    WEEKDAYS,
)
from copydesk.claims.lexicon import BODIES, DOCUMENTS, SPEAKERS, SPEECH, TAKEN_UP
from copydesk.claims.nouns import PEOPLE
from copydesk.text.names import TITLES, Name, names, without_titles
from copydesk.text.normal import straighten
from copydesk.text.places import is_known_place
from copydesk.text.quotation import Quotation
from copydesk.text.sentences import paragraphs

Kind = Literal["person", "body", "place", "document", "group"]

_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|across|outside|around|into|[Tt]he)\s+$")
_PLACE_BEHIND = re.compile(r"\s(?:area|region|rim|coast|border)\b")
# At the head of a name most words for bodies may be a given name or a place ("Grant", "Bill", "Park").
_OPENING_BODIES = frozenset("bank university hospital ministry club union radio court house department office".split())
# What companies have and people and places have not.
_OWNED = re.compile(
    r"['’]s? (?:shares?|stock|share price|directors?|board|chief executive|chairman|chairwoman|profits?)\b"
)
_OFFICES = frozenset(
    "speaker executive officer leader candidate correspondent representative congressman congresswoman ceo cfo md"
    " coroner sheriff rev reverend lt sgt maj attorney attorney-general prosecutor solicitor counsel lawyer marshal"
    " trooper constable corporal brigadier founder co-founder pastor rabbi imam sheikh ayatollah councillor councilman"
    " councilwoman president-elect columnist editor historian".split()
)
_WHERE = re.compile(r"\b(?:in|at|near|across|outside|around|into|off)\s+$")
_FUNCTION = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | RELATIVES | AUXILIARIES | ADVERBS
_BEFORE = re.compile(r"((?:[^\W\d_][\w'’-]*[ ]){1,5})$")
_APPOSED_BEFORE = re.compile(r"(?:^|[\s\"“])((?:[\w'’-]+ ){1,8}?[\w'’-]+), $")
_APPOSED_AFTER = re.compile(
    r",? (?:\d+, )?(?:who (?:leads|heads|runs|chairs) )?((?:[\w'’-]+ ){0,11}[\w'’-]+)(?=[,.;)]| who\b)"
)
_DOCUMENT = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]hat|[Tt]his)[^\S\n]+((?:[\w'’-]+[^\S\n]+){0,3}?(?:"
    + "|".join(sorted(DOCUMENTS))
    + r"))\b"
)
_HIS = frozenset("mr king prince sir lord chairman spokesman brother father son husband bishop pope".split())
_HERS = frozenset("mrs ms miss queen princess dame lady chairwoman spokeswoman sister mother daughter wife".split())
_GENDERED = re.compile(r"\b([Hh]e|[Hh]is|him|himself|[Ss]he|[Hh]er|hers|herself)\b")
_HEAD = re.compile(r"[.!?\u201d\"\n]\s*((?:[\w'’-]+\s+){0,4})$")
_ROLE_OPENS = re.compile(r"(?:^|(?<=[.!?\u201d\"] )|(?<=\n))The ((?:[a-z-]+ ){0,3}[a-z-]+)\b")
_MEMORY = 200
"""How many mentions back a pronoun or noun may look: more than an article has; it bounds the cost of a long page."""
_LEAD = 60
"""The longest run of capitals with which house styles open an article."""
_SHORTEST_HEADING = 5
"""Shorter runs of capitals are acronyms."""
_REACH = 160
"""How far after a lone name a pronoun may stand to tell its gender: within about one sentence."""


class Mention(NamedTuple):
    """A name of the article at a place, by its fullest form; `opens` when it stands at the head of its sentence."""

    name: str
    start: int
    kind: Kind
    opens: bool = False


class Speaker(NamedTuple):
    """Who speaks: the fullest name, and what kind of speaker that is."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Cast:
    """The names of an article with their places, the roles people and bodies have in it, its pairs and documents."""

    mentions: tuple[Mention, ...]
    fullest: dict[str, str]
    kinds: dict[str, Kind]
    roles: dict[str, frozenset[str]]
    pairs: tuple[Mention, ...]
    documents: tuple[Mention, ...]
    companies: frozenset[str]
    genders: dict[str, str]
    paragraphs: tuple[int, ...]

    def before(self, place: int) -> tuple[Mention, ...]:
        """The mentions that begin before a place, as far back as a reader remembers."""
        return _recent(self.mentions, place)

    def within_paragraph(self, place: int) -> tuple[Mention, ...]:
        """The mentions of the paragraph of a place that begin before it."""
        start = self.paragraph_start(place)
        return tuple(one for one in self.before(place) if one.start >= start)

    def documents_between(self, start: int, place: int) -> tuple[Mention, ...]:
        """The documents named between two places."""
        return tuple(one for one in _recent(self.documents, place) if one.start >= start)

    def paragraph_start(self, place: int) -> int:
        """Where the paragraph of a place begins."""
        at = bisect_right(self.paragraphs, place)
        return self.paragraphs[at - 1] if at else 0


def _recent(mentions: tuple[Mention, ...], place: int) -> tuple[Mention, ...]:
    at = bisect_left(mentions, place, key=lambda one: one.start)
    return mentions[max(0, at - _MEMORY) : at]


def cast_of(text: str, quoted: list[Quotation]) -> Cast:
    """The cast of a text; names inside its quotations tell nothing of whom a pronoun outside means."""
    bare = _without_quotations(text, quoted)
    found = [
        name for name in (_plain(text, one) for one in names(text)) if name is not None and not _is_heading(text, name)
    ]
    told = [_roles(text, name) for name in found]
    companies = {name for name, described in zip(found, told, strict=True) if _is_company(text, name, described)}
    things = {untitled(name.text) for name in companies}
    firms = _firms(things)
    fullest = _fullest(text, found, things) | firms
    whole = frozenset(firms.values())
    mentions: list[Mention] = []
    roles: dict[str, set[str]] = {}
    votes: dict[str, Counter[str]] = {}
    for number, name in enumerate(found):
        full = full_name(name.text, fullest)
        kind = "body" if full in whole else _kind(text, name, full, fullest)
        mention = Mention(full, name.start, kind, opens=_opens(text, name.start))
        mentions.append(mention)
        described = told[number]
        for role in described:
            roles.setdefault(role, set()).add(full)
        gender = _gender(bare, name, found[number + 1].start if number + 1 < len(found) else len(text), described)
        if gender:
            votes.setdefault(full, Counter())[gender] += 1
    starts = [quotation.start for quotation in quoted]
    every = sorted([*mentions, *_taken_up(text, roles, mentions)], key=lambda one: one.start)
    return Cast(
        mentions=tuple(one for one in every if not _is_inside(one.start, starts, quoted)),
        fullest=fullest,
        kinds=_main_kinds(mentions),
        roles={role: frozenset(who) for role, who in roles.items()},
        pairs=_pairs(text, found, mentions),
        documents=tuple(Mention(_document_name(one[1]), one.start(), "document") for one in _DOCUMENT.finditer(text)),
        companies=frozenset(mention.name for name, mention in zip(found, mentions, strict=True) if name in companies),
        genders={name: counted.most_common(1)[0][0] for name, counted in votes.items()},
        paragraphs=tuple(start for start, _ in paragraphs(text)),
    )


def _taken_up(text: str, roles: dict[str, set[str]], mentions: list[Mention]) -> list[Mention]:
    """The people whom a sentence opens with by their role: `The mayor came late. He said`."""
    people = {one.name for one in mentions if one.kind == "person"}
    found = []
    for opening in _ROLE_OPENS.finditer(text):
        words = opening[1].split()
        nouns = [at for at, word in enumerate(words) if word in TITLES or word in SPEAKERS]
        if not nouns:
            continue
        named = words[: nouns[0] + 1 + (nouns[0] + 1 in nouns)]
        held = set.intersection(*(roles.get(word, set()) for word in named)) & people
        if len(held) == 1:
            found.append(Mention(held.pop(), opening.start(1), "person", opens=True))
    return found


def _is_inside(place: int, starts: list[int], quoted: list[Quotation]) -> bool:
    at = bisect_right(starts, place)
    return at > 0 and place < quoted[at - 1].end


def full_name(name: str, fullest: dict[str, str]) -> str:
    """The fullest form known of a name: a surname's whole name, without titles."""
    bare = untitled(name)
    return fullest.get(straighten(bare).casefold(), bare)


def untitled(name: str) -> str:
    """The name without titles, nations and offices: `Kesh Prime Minister Ana Mor`, `Secretary of State Ana Mor`."""
    parts = name.split()
    last = max(
        (at for at, part in enumerate(parts[:-1]) if part.casefold().rstrip(".") in TITLES | _OFFICES), default=-1
    )
    rest = parts[last + 1 :]
    if rest[:1] == ["of"]:
        rest = rest[2:]
    if last < 0 or len(rest) < min(last + 1, 2) or not rest or is_body(" ".join(rest)):
        return without_titles(name)
    return " ".join(rest)


def is_body(name: str) -> bool:
    """Whether a name looks like that of a body, an outlet or a document rather than a person's."""
    parts = [part.casefold().rstrip(".") for part in name.replace("-", " ").split()]
    return (
        any(part in BODIES for part in parts[1:])
        or parts[-1] in DOCUMENTS
        or parts[0] in _OPENING_BODIES
        or parts[0] == "the"
        or "of" in parts
        or "the" in parts
        or (name.isupper() and len(parts) == 1)
    )


# -- names -----------------------------------------------------------------------------------------------------------


def _plain(page: str, name: Name) -> Name | None:
    """A name without the possessor before it and the country behind it: `X's Ana Mor`, `Ana Mor of X`."""
    text, start = name.text, name.start
    led = _led_by(page, name)
    text, start = text[led:], start + led
    words = text.split()
    if len(words) > 1 and words[0].endswith("ing") and name.start and len(words[0]) > _SHORTEST_HEADING:
        start, text = start + len(words[0]) + 1, text[len(words[0]) + 1 :]
    owner = re.match(r"(?:.*['’]s )(?=\w)", text)
    if owner is not None and owner.end() < len(text):
        start, text = start + owner.end(), text[owner.end() :]
    if " " in text and text.rsplit(None, 1)[-1].casefold() in WEEKDAYS:
        text = text.rsplit(None, 1)[0]
    person, of, _ = text.partition(" of ")
    if of and person.count(" ") and not is_body(person):
        text = person
    words = text.split()
    if len(words) > 1 and words[0].isupper() and len(words[0]) > 3 and not words[-1].isupper():
        text = " ".join([words[0].title(), *words[1:]])
    return Name(text, start, start + len(text), name.initial) if without_titles(text) else None


def _led_by(page: str, name: Name) -> int:
    """How many characters of a name are none of it: capitals of the first line, `Mum` or `Baker` opening a sentence."""
    parts = name.text.split()
    line = page[max(0, name.start - _LEAD) : name.start].rpartition("\n")[2]
    first = len(line) < _LEAD and line == line.upper()
    loud = next((at for at, part in enumerate(parts) if not part.isupper() or len(part) < _SHORTEST_LOUD), len(parts))
    if not first or f"{parts[0].title()} {' '.join(parts[1:])}" in page:
        loud = 0
    if not loud and parts[0].casefold() in PEOPLE and not is_body(name.text) and _opens(page, name.start):
        loud = 1
    return len(name.text) - len(name.text.split(None, loud)[-1]) if 0 < loud <= len(parts) - _A_NAME else 0


_SHORTEST_LOUD, _A_NAME = 4, 2


def _is_heading(text: str, name: Name) -> bool:
    """Whether a name is but the first words of a paragraph set in capitals."""
    if not name.text.isupper() or len(name.text) < _SHORTEST_HEADING:
        return False
    lead = text[max(0, name.start - _LEAD) : name.start].rpartition("\n")[2]
    return len(lead) < _LEAD and (not lead.strip() or lead.isupper())


def _fullest(text: str, found: list[Name], things: set[str]) -> dict[str, str]:
    """Full names by their last word, or their first; a word that two people share stays as it is."""
    last: dict[str, set[str]] = {}
    first: dict[str, set[str]] = {}
    for name in found:
        bare = untitled(name.text)
        parts = bare.split()
        acronym = parts[0].isupper() and len(parts[0]) > 2 and not parts[-1].isupper()
        if len(parts) < 2 or acronym or is_body(bare) or is_known_place(bare) or _is_place(text, name):
            continue
        last.setdefault(straighten(parts[-1]).casefold(), set()).add(bare)
        if len(parts) == 2 and not is_known_place(parts[0]):
            first.setdefault(straighten(parts[0]).casefold(), set()).add(bare)
    known = {word: one.pop() for word, one in first.items() if len(one) == 1 and word not in last}
    known |= {
        word: max(full, key=lambda one: (len(one), one))
        for word, full in last.items()
        if len({one.split()[0] for one in full}) == 1
    }
    return {word: full for word, full in known.items() if full not in things}


def _firms(things: set[str]) -> dict[str, str]:
    """Companies' full names by their first word, where the page treats that alone as a company too: `Vestra`."""
    opened = Counter(full.split()[0] for full in things if " " in full)
    named = {full.split()[0]: full for full in things if " " in full}
    return {
        straighten(first).casefold(): full
        for first, full in named.items()
        if first in things and opened[first] == 1 and not is_known_place(first)
    }


def _is_place(text: str, name: Name) -> bool:
    """Whether the words beside a name say that it is a place: `in X`, `the X`, `X region`."""
    before = _PLACE_BEFORE.search(text, max(0, name.start - 9), name.start)
    return before is not None or _PLACE_BEHIND.match(text, name.end) is not None


def _main_kinds(mentions: list[Mention]) -> dict[str, Kind]:
    """What each name mostly is."""
    counted: dict[str, Counter[Kind]] = {}
    for one in mentions:
        counted.setdefault(one.name, Counter())[one.kind] += 1
    return {name: kinds.most_common(1)[0][0] for name, kinds in counted.items()}


def _is_company(text: str, name: Name, described: set[str]) -> bool:
    """Whether the page treats a name as a company: `X, which`, `X's shares`, `X, a drugmaker`, `the carmaker X`."""
    if text.startswith((", which", " which"), name.end) or _OWNED.match(text, name.end):
        return True
    if text.endswith(("shares in ", "Shares in ", "shares of "), 0, name.start):
        return True
    return any(role in TAKEN_UP or role.endswith("maker") for role in described)


def _kind(text: str, name: Name, full: str, fullest: dict[str, str]) -> Kind:
    if is_body(full):
        return "body"
    if full in fullest.values():
        return "person"
    before = text[max(0, name.start - 24) : name.start].split()
    titled = bool(before) and before[-1].rstrip(".").casefold() in TITLES
    if titled or without_titles(name.text) != name.text:
        return "person"
    return "place" if _WHERE.search(text, max(0, name.start - 9), name.start) else "body"


def _gender(text: str, name: Name, following: int, described: set[str]) -> str | None:
    """What a title, or the first pronoun before the next name, tells of a person: `he`, `she` or nothing."""
    if described & _HIS:
        return "he"
    if described & _HERS:
        return "she"
    told = _GENDERED.search(text, name.end, min(following, name.end + _REACH))
    if told is None:
        return None
    return "he" if told[1].casefold() in {"he", "his", "him", "himself"} else "she"


def _without_quotations(text: str, quoted: list[Quotation]) -> str:
    """The text with quoted words blanked out, every offset kept."""
    pieces, place = [], 0
    for quotation in quoted:
        pieces += [text[place : quotation.start], " " * (quotation.end - quotation.start)]
        place = quotation.end
    return "".join([*pieces, text[place:]])


def _opens(text: str, start: int) -> bool:
    """Whether at most a title or a role stands between the head of the sentence and this place."""
    before = text[max(0, start - 60) : start]
    head = _HEAD.search(before if start > 60 else "\n" + before)
    words = head[1].casefold().split() if head else []
    return head is not None and not any(word in PREPOSITIONS or word in SPEECH for word in words)


def _pairs(text: str, found: list[Name], mentions: list[Mention]) -> tuple[Mention, ...]:
    """Two names that `and` joins, as one mention: what `the two leaders`, `both`, `they` may stand for."""
    pairs = []
    for number, (left, right) in enumerate(pairwise(found)):
        between = text[left.end : right.start].split()
        if "and" in between and len(between) <= 4 and between[-1] != "of" and "\n" not in text[left.end : right.start]:
            one, other = mentions[number], mentions[number + 1]
            if one.kind == other.kind:
                pairs.append(Mention(f"{one.name}; {other.name}", left.start, one.kind))
    return tuple(pairs)


# -- roles -----------------------------------------------------------------------------------------------------------


def _roles(text: str, name: Name) -> set[str]:
    """Lower-case words that say who a name is: `police superintendent X`, `X, the docker`, `its director, X`."""
    words: set[str] = set()
    window = straighten(text[max(0, name.start - 70) : name.start]).rsplit("\n", 1)[-1]
    before = _BEFORE.search(window)
    if before:
        words |= _run_back(before.group(1).split())
    apposed = _APPOSED_BEFORE.search(window)
    if apposed:
        words |= _described(apposed.group(1).split())
    after = _APPOSED_AFTER.match(straighten(text[name.end : name.end + 110]).split("\n", 1)[0])
    if after and text[name.end : name.end + 1] == ",":
        words |= _described(after.group(1).split())
    bare = without_titles(name.text)
    words |= {part.casefold() for part in name.text.split()[: -len(bare.split())]}
    if is_body(bare):
        words |= {part.casefold() for part in bare.split() if part.casefold() in BODIES}
    return words


def _run_back(words: list[str]) -> set[str]:
    """The words right before a name, as far back as they may describe it."""
    kept: set[str] = set()
    for word in reversed(words):
        low = word.casefold()
        if low in _FUNCTION or low.endswith(("'s", "s'", "ing")) or (low in SPEECH and low not in SPEAKERS):
            break
        kept.add(low)
        if word[0].isupper():
            break
    return kept


def _described(words: list[str]) -> set[str]:
    """The nouns of a description that begins with an article, a possessive or a role: `the transport minister of X`."""
    low = [word.casefold() for word in words]
    for at, word in enumerate(low):
        if word in PREPOSITIONS or word in RELATIVES:
            low = low[:at] if at else []
            break
    opens = next((at for at, word in enumerate(low) if word in DETERMINERS or word.endswith(("'s", "s'"))), None)
    if opens is None:
        return {word for word in low if word in TITLES or word in SPEAKERS}
    return {word for word in low[opens + 1 :] if word not in _FUNCTION}


def _document_name(words: str) -> str:
    """A document's name without counts: `214-page report` is the report."""
    kept = [word for word in straighten(words).split() if not word[0].isdigit() and not word.endswith("-page")]
    return " ".join(kept)


# -- whom a phrase means ---------------------------------------------------------------------------------------------


def by_role(cast: Cast, words: list[str], place: int) -> Mention | None:
    """The one most lately mentioned of those whom all these words describe; a later one where none came before."""
    names = cast.roles.get(words[-1], frozenset()).intersection(*(cast.roles.get(word, ()) for word in words))
    if not names:
        return None
    found = next((one for one in reversed(cast.before(place)) if one.name in names), None)
    return found or Mention(min(names), place, cast.kinds.get(min(names), "body"))


def bodies_before(cast: Cast, place: int) -> list[Mention]:
    """The bodies named before a place, without names that mostly say where something is."""
    return [one for one in cast.before(place) if one.kind == "body" and cast.kinds[one.name] == "body"]


def pair_before(cast: Cast, place: int, kinds: tuple[Kind, ...]) -> Mention | None:
    """The last pair of names of these kinds before a place."""
    return next((one for one in reversed(_recent(cast.pairs, place)) if one.kind in kinds), None)


def document_before(cast: Cast, noun: str, place: int) -> Mention | None:
    """The document lately spoken of that `the document`, `the report` stands for."""
    earlier = [one for one in _recent(cast.documents, place) if " " in one.name]
    same = [one for one in earlier if one.name.split()[-1].casefold() == noun]
    if same:
        return same[-1]
    return earlier[-1] if earlier and noun in {"document", "text", "paper"} else None
