"""Who is who in one article: full names, roles, and whom a pronoun or a definite noun stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from copydesk.claims.grammar import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
)
from copydesk.claims.lexicon import DOCUMENTS, MEDIA, SPEAKERS, SPEECH
from copydesk.text.names import TITLES, Name, names, without_titles
from copydesk.text.normal import straighten
from copydesk.text.sentences import paragraphs

Kind = Literal["person", "body", "document", "group"]

# Words that make a capitalised name that of a body.
_BODIES = MEDIA | frozenset(
    "bank union office league federation agency commission committee council court ministry department university"
    " institute institution hospital party group company corporation inc ltd plc association society board authority"
    " inspectorate parliament senate congress assembly bureau foundation trust club organisation organization pact"
    " alliance bloc nations treasury police army navy force forces service services school college centre center church"
    " house chamber fund index list act line lines airlines airways railway railways gas oil energy power bros sons"
    " holdings partners brokerage exchange tribunal embassy cabinet government administration regime front movement"
    " civic coalition confederation conference consortium initiative observatory laboratory museum network".split()
)
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|from|to|of|across|outside|around)\s+$")
_FUNCTION = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | RELATIVES | AUXILIARIES | ADVERBS
_BEFORE = re.compile(r"((?:[^\W\d_][\w'’-]*[ ]){1,5})$")
_APPOSED_BEFORE = re.compile(r"(?:^|[\s\"“])((?:[\w'’-]+ ){1,8}?[\w'’-]+), $")
_APPOSED_AFTER = re.compile(r",? (?:\d+, )?(?:who (?:leads|heads|runs|chairs) )?((?:[\w'’-]+ ?){1,8})")
_DOCUMENT = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\s+((?:[\w'’-]+\s+){1,3}?(?:"
    + "|".join(sorted(DOCUMENTS))
    + r"))\b"
)
_HE = frozenset("mr king prince sir lord chairman spokesman brother father son husband bishop pope his".split())
_SHE = frozenset("mrs ms miss queen princess dame lady chairwoman spokeswoman sister mother daughter wife her".split())


class Mention(NamedTuple):
    """A name of the article at a place, by its fullest form."""

    name: str
    start: int
    kind: Kind


class Speaker(NamedTuple):
    """Who speaks: the fullest name, and what kind of speaker that is."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Cast:
    """The names of an article with their places, the roles people and bodies have in it, and its documents."""

    mentions: tuple[Mention, ...]
    fullest: dict[str, str]
    roles: dict[str, tuple[Mention, ...]]
    documents: tuple[Mention, ...]
    sexes: dict[str, str] = field(default_factory=dict)
    paragraphs: tuple[int, ...] = ()

    def before(self, place: int) -> tuple[Mention, ...]:
        """The mentions that begin before a place."""
        return self.mentions[: bisect_left(self.mentions, place, key=lambda one: one.start)]


def cast_of(text: str) -> Cast:
    """The cast of a text."""
    found = names(text)
    fullest = _fullest(text, found)
    mentions = []
    roles: dict[str, list[Mention]] = {}
    sexes: dict[str, str] = {}
    for name in found:
        full = full_name(name.text, fullest)
        if not full:
            continue
        mention = Mention(full, name.start, _kind(text, name, full, fullest))
        mentions.append(mention)
        for role in _roles(text, name):
            roles.setdefault(role, []).append(mention)
            if role in _HE or role in _SHE:
                sexes[full] = "he" if role in _HE else "she"
    documents = tuple(
        Mention(_document_name(one.group(1)), one.start(), "document") for one in _DOCUMENT.finditer(text)
    )
    return Cast(
        tuple(mentions),
        fullest,
        {role: tuple(who) for role, who in roles.items()},
        documents,
        sexes,
        tuple(start for start, _ in paragraphs(text)),
    )


def full_name(name: str, fullest: dict[str, str]) -> str:
    """The fullest form known of a name: a surname's whole name, without titles."""
    bare = without_titles(name)
    return fullest.get(bare.casefold(), bare)


def _fullest(text: str, found: list[Name]) -> dict[str, str]:
    """Full names by surname; a surname that two people share stays as it is."""
    whole: dict[str, set[str]] = {}
    for name in found:
        bare = without_titles(name.text)
        parts = bare.split()
        if len(parts) > 1 and not is_body(bare) and not _PLACE_BEFORE.search(text, max(0, name.start - 9), name.start):
            whole.setdefault(parts[-1].casefold(), set()).add(bare)
    return {last: max(full, key=len) for last, full in whole.items() if len({one.split()[0] for one in full}) == 1}


def is_body(name: str) -> bool:
    """Whether a name looks like that of a body, an outlet or a document rather than a person's."""
    parts = [part.casefold().rstrip(".") for part in name.replace("-", " ").split()]
    return (
        any(part in _BODIES or part in DOCUMENTS for part in parts)
        or parts[0] == "the"
        or "of" in parts
        or "the" in parts
        or name.isupper()
    )


def _kind(text: str, name: Name, full: str, fullest: dict[str, str]) -> Kind:
    if is_body(full):
        return "body"
    if full in fullest.values():
        return "person"
    before = text[max(0, name.start - 12) : name.start].split()
    titled = bool(before) and before[-1].rstrip(".").casefold() in TITLES
    return "person" if titled or full != name.text else "body"


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
    after = _APPOSED_AFTER.match(straighten(text[name.end : name.end + 80]).split("\n", 1)[0])
    if after and text[name.end : name.end + 1] == ",":
        words |= _described(after.group(1).split())
    bare = without_titles(name.text)
    words |= {part.casefold() for part in name.text.split() if part not in bare.split()}
    if is_body(bare):
        words.add(bare.split()[-1].casefold())
        words |= {part.casefold() for part in bare.split() if part.casefold() in _BODIES}
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
    kept = [word for word in words.split() if not word[0].isdigit() and not word.endswith("-page")]
    return " ".join(kept)


# -- whom a phrase means ---------------------------------------------------------------------------------------------


def latest(cast: Cast, place: int, kinds: tuple[Kind, ...]) -> Mention | None:
    """The last mention of these kinds before a place."""
    return next((one for one in reversed(cast.before(place)) if one.kind in kinds), None)


def by_role(cast: Cast, words: list[str], place: int) -> Mention | None:
    """The one most lately mentioned of those that a definite noun describes, by as many of its words as fit."""
    head = words[-1]
    found = [one for one in cast.roles.get(head, ())]
    if not found:
        return None
    narrowed = [
        one for one in found if all(any(one.name == other.name for other in cast.roles.get(w, ())) for w in words)
    ]
    pool = narrowed or found
    owners = {one.name for one in pool}
    earlier = [one for one in cast.before(place) if one.name in owners]
    return earlier[-1] if earlier else pool[0]


def document_before(cast: Cast, noun: str, place: int) -> Mention | None:
    """The document lately spoken of that `the document`, `the report` stands for."""
    earlier = [one for one in cast.documents if one.start < place and " " in one.name]
    same = [one for one in earlier if one.name.split()[-1].casefold() == noun]
    if same:
        return same[-1]
    general = noun in {"document", "text", "paper"}
    return earlier[-1] if earlier and general else None
