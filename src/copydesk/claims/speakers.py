"""The name behind the words for a speaker: full name, role, pronoun, several at once, a document, or nobody."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import NamedTuple

from copydesk.claims.cast import (
    Cast,
    Kind,
    Speaker,
    bodies_before,
    by_role,
    document_before,
    full_name,
    pair_before,
    untitled,
)
from copydesk.claims.grammar import (
    CONTRACTED,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    WEEKDAYS,
    Phrase,
    Token,
    Tokens,
    is_adverb,
)
from copydesk.claims.lexicon import (
    BODIES,
    BODY_NOUNS,
    DOCUMENTS,
    INSTITUTIONS,
    MEDIA,
    PLURAL_BODIES,
    PLURAL_LEADERS,
    SPEAKERS,
    TAKEN_UP,
)
from copydesk.claims.nouns import PEOPLE
from copydesk.text.names import TITLES
from copydesk.text.normal import straighten

_NOTHING = frozenset("there here something nothing everything anything nobody none what".split())
_COUNTS = frozenset("both two three some many others most few several".split())
_PERSON_ENDINGS = (
    "er",
    "or",
    "ist",
    "man",
    "woman",
    "ian",
    "ant",
    "ent",
    "ess",
    "chief",
    "head",
    "aunt",
    "cook",
    "king",
)
# Pronouns as `quoted him as saying` has them.
_SUBJECT_FORMS = {"him": "he", "his": "he", "her": "she", "them": "they", "their": "they", "its": "it"}
_JOINING = frozenset("of on de da do van von der bin al the for and la el".split())


class Turn(NamedTuple):
    """A speaker already settled, and the paragraph in which that was: what pronouns look back to."""

    speaker: Speaker
    paragraph: int
    told: Speaker | None = None
    place: int = 0


class Floor(NamedTuple):
    """What a phrase is understood by: the cast, the speakers so far, and the paragraph that is being read.

    `until` is where a pronoun stops to look for names: what a clause tells is not who tells it (`X fell ill, he said`).
    """

    cast: Cast
    turns: list[Turn]
    paragraph: int
    until: int | None = None


def resolve(tokens: Tokens, phrase: Phrase, floor: Floor) -> Speaker | None:
    """The speaker that a phrase of a unit stands for; None for nobody in particular."""
    words = list(tokens[phrase.first : phrase.last])
    while words and (words[0].low in {"and", "but", "as"} or not words[0].is_word):
        words.pop(0)
    while len(words) > 1 and words[-1].low in WEEKDAYS:
        words.pop()
    if len(words) > 1 and words[1].is_capital and is_adverb(words[0].low) and words[0].low not in _COUNTS:
        words.pop(0)
    if not words or words[0].low == "no" or (len(words) == 1 and words[0].low in _NOTHING):
        return None
    if words[-1].low.endswith(("'s", "s'")):
        words[-1] = _without_possessive(words[-1])
    if len(words) == 1 and (words[0].low in _SUBJECT_FORMS or words[0].low in CONTRACTED):
        plain = words[0].low.partition("'")[0]
        words[0] = words[0]._replace(low=_SUBJECT_FORMS.get(plain, plain))
    if len(words) == 1 and (words[0].low in PRONOUNS or words[0].low in {"both", "who", "these", "those"}):
        start = words[0].start if floor.until is None else min(words[0].start, floor.until)
        return _pronoun(words[0]._replace(start=start), floor)
    parts = _parts(words)
    if len(parts) == 1:
        return _one(words, floor)
    found = [one for one in (_one(part, floor) for part in parts) if one is not None]
    joined = "; ".join(dict.fromkeys(one.name for one in found))
    return Speaker(joined, "group") if joined else None


def _without_possessive(token: Token) -> Token:
    """`minister's` as `minister`, `ministers'` as `ministers`."""
    bare = token.text[:-2] if token.low.endswith("'s") else token.text[:-1]
    return token._replace(text=bare, low=straighten(bare).casefold(), end=token.start + len(bare))


def _parts(words: list[Token]) -> list[list[Token]]:
    """The names that `and` joins: `Mor and Odry`; `Tenants' and Owners' League` is one, `leaders of X and Y` too."""
    for at, token in enumerate(words):
        if token.low in PREPOSITIONS and at and not words[at - 1].is_capital:
            return [words]
        if token.low == "and" and 0 < at < len(words) - 1 and not _is_inside_name(words, at):
            before, after = words[at - 1], words[at + 1]
            possessive = before.low.endswith(("s'", "'s")) or before.text in "'’"
            if before.is_capital and after.is_capital and not possessive:
                return [words[:at], words[at + 1 :]]
    return [words]


def _is_inside_name(words: list[Token], at: int) -> bool:
    """Whether an `and` stands in the name of a body: `Department of Health and Human Services`."""
    of = next((place for place in range(at - 1, 0, -1) if not words[place].is_capital), None)
    return (
        of is not None and words[of].low in {"of", "for"} and words[of - 1].low in BODIES and words[of - 1].is_capital
    )


def _is_whole_name(words: list[Token]) -> bool:
    """Whether a phrase is one name of a body that `and` stands in: `the Tenants' and Owners' League`."""
    joined = any(token.low == "and" for token in words[1:-1]) and words[-1].low in BODIES
    of = next((at for at in range(1, len(words)) if words[at].low in PREPOSITIONS), None)
    joined = joined and (of is None or words[of - 1].low in BODIES)
    return joined and all(token.is_capital or not token.is_word or token.low in _JOINING for token in words)


# -- phrases with a noun ---------------------------------------------------------------------------------------------


def _one(words: list[Token], floor: Floor) -> Speaker | None:
    if _is_whole_name(words):
        return Speaker(_spelled(words[words[0].low == "the" :]), "body")
    head = _head(words)
    named = _trailing_name(head)
    if named:
        return _named(_from_mention(named, floor.cast), floor.cast)
    low = [token.low for token in head if token.is_word]
    nouns = [word for word in low if word not in DETERMINERS]
    if not nouns:
        return None
    media = _named_medium(head)
    if media:
        return _named(media, floor.cast)
    if low[0] in {"the", "this", "that", "these", "both"} or low[0] in POSSESSIVES or low[0].endswith(("'s", "s'")):
        known = _definite(words, nouns, floor)
        if known is not None:
            return known
    return _described(words, floor)


def _named_medium(head: list[Token]) -> list[Token]:
    """The name in `the Talvik news agency`, `Kesh state television`."""
    end = len(head)
    while (
        end and head[end - 1].low in MEDIA | {"state", "public", "local", "national"} and not head[end - 1].is_capital
    ):
        end -= 1
    named = head[head[0].low == "the" : end]
    told = bool(named) and end < len(head) and all(token.is_capital for token in named)
    return named if told and head[-1].low in {"agency", "newspaper", "magazine", "website", "paper"} else []


def _definite(words: list[Token], nouns: list[str], floor: Floor) -> Speaker | None:
    """Whom a definite noun takes up: a document, a role, a pair, a body or the person of the paragraph."""
    place, noun = words[0].start, nouns[-1]
    if noun in DOCUMENTS:
        return _document(words, noun, floor)
    if noun in {"authors", "auditors"}:
        return _last_of(floor, ("document",))
    counted = all(word in _COUNTS or word == noun for word in nouns)
    if counted and (noun in PLURAL_LEADERS or noun in PLURAL_BODIES):
        return _several(noun, place, floor)
    own = [word for word in nouns if not word.endswith(("'s", "s'")) and word not in _COUNTS]
    holder = by_role(floor.cast, own or nouns, place)
    if holder is not None:
        return Speaker(holder.name, holder.kind)
    if words[0].low in POSSESSIVES or words[0].low.endswith(("'s", "s'")):
        return None
    if len(nouns) == 1 and noun.endswith("s") and noun not in BODY_NOUNS:
        pair = pair_before(floor.cast, place, ("person",))
        near = pair is not None and pair.start >= floor.cast.paragraphs[max(0, floor.paragraph - 1)]
        return Speaker(pair.name, "group") if pair is not None and near else None
    return _unheld(noun, place, floor)


def _unheld(noun: str, place: int, floor: Floor) -> Speaker | None:
    """Whom a definite noun takes up that nobody was given as a role: the body, or the person, of the paragraph."""
    if noun in {"board", "management", "directors"}:
        return _last_of(floor, ("body",))
    if noun in TAKEN_UP or noun.endswith("maker"):
        return _body_before(place, floor)
    if noun in BODY_NOUNS:
        return None
    if noun in TITLES or (noun in SPEAKERS and not noun.endswith("s")) or noun.endswith(_PERSON_ENDINGS):
        people = [one for one in floor.cast.within_paragraph(place) if one.kind == "person"]
        person = next((one for one in people if one.opens or noun in TITLES or noun == "leader"), None)
        held = Speaker(person.name, "person") if person else _last_person(floor)
        return held if held is not None and not _has_another_office(floor.cast, held.name, noun) else None
    return None


def _has_another_office(cast: Cast, name: str, noun: str) -> bool:
    """Whether the page gives a person offices, and `noun` is none of them: `Mayor Ana Mor` is not `the judge`."""
    offices = {role for role, who in cast.roles.items() if name in who and role in TITLES}
    return noun in TITLES and bool(offices) and noun not in offices


def _body_before(place: int, floor: Floor) -> Speaker | None:
    """The body that `the company` takes up: the first named in the paragraph, else the one most often named so far."""
    named = [one for one in bodies_before(floor.cast, place) if not set(one.name.casefold().split()) & INSTITUTIONS]
    named = [one for one in named if one.name in floor.cast.companies] or named
    here = next((one for one in named if one.start >= floor.cast.paragraph_start(place)), None)
    if here is not None or not named:
        return Speaker(here.name, "body") if here else None
    often = Counter(one.name for one in named)
    return Speaker(max(reversed(named), key=lambda one: (often[one.name], one.opens)).name, "body")


def _last_person(floor: Floor) -> Speaker | None:
    """The last person who spoke, in this paragraph or the one before."""
    turn = next((one for one in reversed(floor.turns) if one.speaker.kind == "person"), None)
    return turn.speaker if turn and turn.paragraph >= floor.paragraph - 3 and turn.speaker.name[0].isupper() else None


def _last_of(floor: Floor, kinds: tuple[Kind, ...]) -> Speaker | None:
    return next((turn.speaker for turn in reversed(floor.turns) if turn.speaker.kind in kinds), None)


def _several(noun: str, place: int, floor: Floor) -> Speaker | None:
    """`the two leaders`, `the sides`, `the pair`: the last two named together who can be meant."""
    kinds: tuple[Kind, ...] = ("body",) if noun in PLURAL_BODIES else ("person",)
    pair = pair_before(floor.cast, place, kinds)
    if pair is not None:
        return Speaker(pair.name, "group")
    if noun in PLURAL_BODIES:
        return None
    people = list(dict.fromkeys(one.name for one in reversed(floor.cast.before(place)) if one.kind == "person"))[:2]
    return Speaker("; ".join(reversed(people)), "group") if len(people) == 2 else None


def _head(words: list[Token]) -> list[Token]:
    """The phrase up to its first preposition, unless that is inside a name or before one known in full."""
    for at, token in enumerate(words):
        if at and token.low in PREPOSITIONS:
            if token.low in {"of", "to"} and words[at - 1].low in TITLES and _ends_in_person(words[at + 1 :]):
                return words[-2:]
            inside = at + 1 < len(words) and words[at - 1].is_capital and _opens_name(words[at + 1])
            on = token.low == "on" and words[at - 1].low in BODIES
            if not (inside and (on or (token.low in {"of", "for"} and _is_bodylike(words[:at])))):
                return words[:at]
    return words


def _ends_in_person(words: list[Token]) -> bool:
    """Whether an office ends and a person's name follows: `(Secretary of) State Ana Mor`."""
    named = len(words) > 2 and all(token.is_capital or token.low == "the" for token in words)
    return named and words[-1].low not in BODIES and words[-2].low not in BODIES


def _opens_name(token: Token) -> bool:
    return token.is_capital or token.low == "the"


def _is_bodylike(words: list[Token]) -> bool:
    named = [token for token in words if token.is_capital]
    body = len(named) == 2 and named[0].low == "the" and named[1].low in BODIES  # The Federation of Kesh Workers
    return body or len(named) == 1 or named[-1].low in {"ministry", "bank", "house", "department", "office", "court"}


def _trailing_name(head: list[Token]) -> list[Token]:
    """The capitalised words in which a phrase ends; none where it ends in a common noun."""
    end = len(head)
    while end and not head[end - 1].is_word:
        end -= 1
    first = end
    while first and _in_name(head, first - 1, end):
        first -= 1
    while first < end and (not head[first].is_capital or head[first].text[0].isdigit()):
        first += 1
    kept = head[first:end]
    while kept and any(token.low.endswith("'s") for token in kept[:-1]):
        at = max(number for number, token in enumerate(kept[:-1]) if token.low.endswith("'s"))
        kept = kept[at + 1 :]
    if not kept or not kept[-1].is_capital or kept[-1].low.endswith("'s"):
        return []
    if len(kept) == 1 and (kept[0].low in TITLES | DOCUMENTS | SPEAKERS | DETERMINERS or kept[0].low in _COUNTS):
        return []
    return kept


def _in_name(head: list[Token], at: int, end: int) -> bool:
    token = head[at]
    if token.is_capital or token.text in "&.'’-":
        return True
    before = head[at - 1] if at else token
    return (
        at + 1 < end
        and at > 0
        and token.low in _JOINING
        and before.is_word
        and (before.is_capital or before.low in _JOINING)
    )


def _from_mention(kept: list[Token], cast: Cast) -> list[Token]:
    """Capitalised words from where the cast has the name begin: not with the loud first word of an article."""
    at = bisect_left(cast.mentions, kept[0].start, key=lambda one: one.start)
    start = cast.mentions[at].start if at < len(cast.mentions) else None
    return kept[next((number for number, token in enumerate(kept) if token.start == start), 0) :]


def _named(kept: list[Token], cast: Cast) -> Speaker | None:
    bare = untitled(_spelled(kept))
    parts = bare.split()
    if not parts or bare.casefold() in TITLES:
        return None
    if len(parts) > 1 and parts[0].isupper() and len(parts[0]) > 3 and not parts[-1].isupper():
        bare = " ".join([parts[0].title(), *parts[1:]])
    person, of, _ = bare.partition(" of ")
    full = full_name(person if of and person in cast.fullest.values() else bare, cast.fullest)
    return Speaker(full, cast.kinds.get(full, "body"))


def _spelled(tokens: list[Token]) -> str:
    text = ""
    for at, token in enumerate(tokens):
        gap = " " if at and token.start > tokens[at - 1].end else ""
        text += gap + token.text
    return straighten(text).strip(" '.,-")


def _document(words: list[Token], noun: str, floor: Floor) -> Speaker:
    """A document by its name: its own words, its owner, or the one lately spoken of."""
    own = [token for token in words if token.low not in DETERMINERS and not token.text[0].isdigit()]
    if words[0].low in {"its", "their"}:
        owner = _pronoun(words[0], floor)
        if owner is not None and ";" not in owner.name:
            return Speaker(f"{owner.name} {_spelled(own)}", "document")
    if len(own) > 1:
        holder = by_role(floor.cast, [own[0].low[:-2]], words[0].start) if own[0].low.endswith("'s") else None
        return Speaker(f"{holder.name} {_spelled(own[1:])}" if holder else _spelled(own), "document")
    spoken = next((turn.speaker for turn in reversed(floor.turns) if turn.speaker.name.endswith(f" {noun}")), None)
    if spoken is not None and spoken.kind == "document":
        return spoken
    found = document_before(floor.cast, noun, words[0].start)
    return Speaker(found.name if found else noun, "document")


def _described(words: list[Token], floor: Floor) -> Speaker | None:
    """A speaker without a name, by the words of the page: `two officials in the chancellor's office`."""
    kept = list(words)
    owner = ""
    if kept[0].low in POSSESSIVES:
        found = _pronoun(kept[0], floor)
        owner = f"{found.name}'s " if found and ";" not in found.name else ""
    while kept and kept[0].low in DETERMINERS:
        kept.pop(0)
    if not kept:
        return None
    spelled = _spelled(kept)
    for token in kept:
        bare = straighten(token.text)[:-2]
        full = floor.cast.fullest.get(bare.casefold(), "") if token.low.endswith("'s") else ""
        if full and full not in spelled:
            spelled = spelled.replace(bare, full, 1)
    opener = kept[0] is words[0] and kept[0].low in SPEAKERS
    if opener and not owner:
        spelled = spelled[0].lower() + spelled[1:]
    return Speaker(owner + spelled, _described_kind(kept))


def _described_kind(kept: list[Token]) -> Kind:
    head = next((at for at, token in enumerate(kept) if at and token.low in PREPOSITIONS), len(kept))
    noun = kept[head - 1].low
    if noun in DOCUMENTS:
        return "document"
    if noun.endswith("s") or noun in {"police", "people"} or kept[0].low in _COUNTS:
        return "group"
    if noun in BODY_NOUNS:
        return "body"
    person = noun in SPEAKERS | TITLES | PEOPLE or noun.endswith(_PERSON_ENDINGS) or kept[head - 1].is_capital
    return "person" if person else "body"


# -- pronouns --------------------------------------------------------------------------------------------------------


def _pronoun(token: Token, floor: Floor) -> Speaker | None:
    """The latest who fits: the last speaker of the paragraph, the first one named in it, the speaker before."""
    if token.low in {"he", "she", "his", "her", "who"}:
        return _person(token, floor)
    if token.low in {"it", "its"}:
        return _thing(token, floor)
    if token.low in {"they", "their", "both", "these", "those"}:
        return _they(token, floor)
    return None


def _they(token: Token, floor: Floor) -> Speaker | None:
    turn = next((one for one in reversed(floor.turns) if one.speaker.kind == "group"), None)
    if turn is not None and turn.paragraph >= floor.paragraph - 1:
        return turn.speaker
    pair = pair_before(floor.cast, token.start, ("person", "body"))
    if pair is not None and pair.start >= floor.cast.paragraphs[max(0, floor.paragraph - 1)]:
        return Speaker(pair.name, "group")
    return turn.speaker if turn is not None else None


def _person(token: Token, floor: Floor) -> Speaker | None:
    gender = {"his": "he", "her": "she"}.get(token.low, token.low)

    def fits(name: str) -> bool:
        return gender == "who" or floor.cast.genders.get(name, gender) == gender

    turns = [turn for turn in floor.turns if turn.speaker.kind == "person" and fits(turn.speaker.name)]
    if turns and turns[-1].paragraph == floor.paragraph:
        later = [one for one in floor.cast.within_paragraph(token.start) if one.start > turns[-1].place and one.opens]
        newer = next((one for one in reversed(later) if one.kind == "person" and fits(one.name)), None)
        return Speaker(newer.name, "person") if newer else turns[-1].speaker
    inside = [one for one in floor.cast.within_paragraph(token.start) if one.kind == "person" and fits(one.name)]
    if inside:
        return Speaker(inside[0].name, "person")
    if turns and turns[-1].paragraph >= floor.paragraph - 2:
        return turns[-1].speaker
    people = [one for one in reversed(floor.cast.before(token.start)) if one.kind == "person" and fits(one.name)]
    found = next((one for one in people if one.opens), people[0] if people else None)
    return Speaker(found.name, "person") if found else None


def _thing(token: Token, floor: Floor) -> Speaker | None:
    here = [turn.speaker for turn in floor.turns if turn.paragraph == floor.paragraph and turn.speaker.kind != "person"]
    if here:
        return here[-1]
    start = floor.cast.paragraph_start(token.start)
    document = next((one for one in floor.cast.documents_between(start, token.start)), None)
    if document is not None:
        known = document_before(floor.cast, document.name.split()[-1].casefold(), token.start)
        return Speaker(known.name if known else document.name, "document")
    bodies = bodies_before(floor.cast, token.start)
    body = next((one for one in bodies if one.start >= start), None)
    if body is not None:
        return Speaker(body.name, "body")
    turn = next((one for one in reversed(floor.turns) if one.speaker.kind in {"body", "document"}), None)
    if turn is not None:
        return turn.speaker
    return Speaker(bodies[-1].name, "body") if bodies else None
