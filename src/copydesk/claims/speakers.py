"""The name behind the words for a speaker: full name, role, pronoun, several at once, a document, or nobody."""

from __future__ import annotations

from typing import NamedTuple

from copydesk.claims.cast import Cast, Kind, Speaker, by_role, document_before, full_name, latest
from copydesk.claims.cues import Tokens
from copydesk.claims.grammar import DETERMINERS, POSSESSIVES, PREPOSITIONS, PRONOUNS, Phrase, Token
from copydesk.claims.lexicon import DOCUMENTS
from copydesk.text.names import TITLES, without_titles
from copydesk.text.normal import straighten

_PLURAL_HEADS = frozenset("they both two three some many others most few several".split())


class Turn(NamedTuple):
    """A speaker already settled, and the paragraph in which that was: what pronouns look back to."""

    speaker: Speaker
    paragraph: int


def resolve(tokens: Tokens, phrase: Phrase, cast: Cast, turns: list[Turn], paragraph: int) -> Speaker | None:
    """The speaker that a phrase of a unit stands for; None for nobody in particular."""
    words = list(tokens[phrase.first : phrase.last])
    while words and words[0].low in {"and", "but", "as"}:
        words.pop(0)
    if not words:
        return None
    if len(words) == 1 and (words[0].low in PRONOUNS or words[0].low in {"both", "who"}):
        return _pronoun(words[0], cast, turns, paragraph)
    parts = _parts(words)
    if len(parts) > 1:
        found = [_one(part, cast, turns, paragraph) for part in parts]
        joined = "; ".join(dict.fromkeys(one.name for one in found if one))
        return Speaker(joined, "group") if joined else None
    return _one(words, cast, turns, paragraph)


def _parts(words: list[Token]) -> list[list[Token]]:
    """The names that `and` joins: `Putin and Xi`; `Tenants' and Owners' League` is one."""
    for at, token in enumerate(words):
        if token.low == "and" and 0 < at < len(words) - 1:
            before, after = words[at - 1], words[at + 1]
            possessive = before.low.endswith(("s'", "'s")) or before.text in "'’"
            if before.is_capital and after.is_capital and not possessive and not words[-1].low.endswith("league"):
                return [words[:at], words[at + 1 :]]
    return [words]


def _one(words: list[Token], cast: Cast, turns: list[Turn], paragraph: int) -> Speaker | None:
    head = _head(words)
    named = _trailing_name(head)
    if named:
        return _named(named, cast, words)
    low = [token.low for token in head if token.is_word]
    if not low:
        return None
    definite = low[0] in {"the", "this", "that"} or low[0] in POSSESSIVES or low[0].endswith(("'s", "s'"))
    nouns = [word for word in low if word not in DETERMINERS]
    if definite and nouns:
        place = words[0].start
        noun = nouns[-1]
        if noun in DOCUMENTS:
            return _document(words, noun, cast, place)
        own = [word for word in nouns if not word.endswith(("'s", "s'"))]
        owner = by_role(cast, own or nouns, place) if not noun.endswith("s") or noun == "police" else None
        if owner is not None and owner.start <= place + 400:
            return Speaker(owner.name, owner.kind)
        plural = _plural(noun, cast, turns)
        if plural is not None:
            return plural
    return _described(words, cast, turns, paragraph)


def _plural(noun: str, cast: Cast, turns: list[Turn]) -> Speaker | None:
    """`the leaders`, `the two sides`, `the pair`: several who spoke together before."""
    if noun not in {
        "leaders",
        "sides",
        "pair",
        "two",
        "countries",
        "parties",
        "men",
        "women",
        "politicians",
        "authors",
    }:
        return None
    several = next((turn.speaker for turn in reversed(turns) if ";" in turn.speaker.name), None)
    if several is not None:
        return several
    return None if cast is None or noun not in {"authors"} or not turns else turns[-1].speaker


def _head(words: list[Token]) -> list[Token]:
    """The phrase up to its first preposition, unless that is inside a name."""
    for at, token in enumerate(words):
        if token.low in PREPOSITIONS and at:
            inside = (
                at + 1 < len(words)
                and words[at - 1].is_capital
                and (words[at + 1].is_capital or words[at + 1].low in {"the"})
            )
            if not (inside and token.low in {"of", "for"} and _is_bodylike(words[:at])):
                return words[:at]
    return words


def _is_bodylike(words: list[Token]) -> bool:
    named = [token for token in words if token.is_capital]
    return len(named) == 1 or named[-1].low in {"ministry", "bank", "house", "department", "office", "court"}


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
    if kept and (kept[-1].low.endswith("'s") or not kept[-1].is_capital):
        return []
    while len(kept) > 1 and any(token.low.endswith("'s") for token in kept[:-1]):
        at = max(n for n, token in enumerate(kept[:-1]) if token.low.endswith("'s"))
        kept = kept[at + 1 :]
    if len(kept) == 1 and kept[0].low in (TITLES | DOCUMENTS | {"police", "both", "officials", "analysts", "critics"}):
        return []
    opener = kept and kept[0] is head[0] and len(kept) == 1
    if opener and (kept[0].low in DETERMINERS or _common(kept[0])):
        return []
    return kept


def _common(token: Token) -> bool:
    from copydesk.claims.lexicon import SPEAKERS

    return token.low in SPEAKERS


def _in_name(head: list[Token], at: int, end: int) -> bool:
    token = head[at]
    if token.is_capital or token.text in "&.'’-":
        return True
    joining = {"of", "de", "da", "do", "van", "von", "der", "bin", "al", "the", "for", "and", "la", "el"}
    return (
        at + 1 < end
        and at > 0
        and token.low in joining
        and head[at - 1].is_word
        and (head[at - 1].is_capital or head[at - 1].low in joining)
    )


def _named(kept: list[Token], cast: Cast, words: list[Token]) -> Speaker | None:
    spelled = _spelled(kept)
    bare = without_titles(spelled)
    if bare.casefold() in TITLES:
        return None
    full = full_name(bare, cast.fullest)
    kind: Kind = next((one.kind for one in reversed(cast.mentions) if one.name == full), "body")
    return Speaker(full, kind if words else "body")


def _spelled(tokens: list[Token]) -> str:
    text = ""
    for at, token in enumerate(tokens):
        gap = " " if at and token.start > tokens[at - 1].end else ""
        text += gap + token.text
    return straighten(text).strip(" '.,-")


def _document(words: list[Token], noun: str, cast: Cast, place: int) -> Speaker:
    own = [token for token in words if token.low not in DETERMINERS and not token.text[0].isdigit()]
    if len(own) > 1:
        return Speaker(_spelled(own), "document")
    found = document_before(cast, noun, place)
    return Speaker(found.name if found else noun, "document")


def _described(words: list[Token], cast: Cast, turns: list[Turn], paragraph: int) -> Speaker | None:
    """A speaker without a name, by the words of the page: `two officials in the chancellor's office`."""
    kept = list(words)
    owner = ""
    if kept[0].low in POSSESSIVES:
        found = _pronoun(kept[0], cast, turns, paragraph)
        owner = f"{found.name}'s " if found and ";" not in found.name else ""
    while kept and kept[0].low in DETERMINERS:
        kept.pop(0)
    if not kept:
        return None
    spelled = _spelled(kept)
    for token in kept:
        if token.low.endswith("'s") and token.is_capital:
            bare = token.low[:-2]
            if bare in cast.fullest:
                spelled = spelled.replace(straighten(token.text)[:-2], cast.fullest[bare], 1)
    last = kept[-1].low
    kind: Kind = (
        "group" if last.endswith("s") or last in {"police", "people"} or kept[0].low in _PLURAL_HEADS else "person"
    )
    name = owner + (spelled[0].lower() + spelled[1:] if not owner and _lower_head(kept[0], words) else spelled)
    return Speaker(name, kind)


def _lower_head(token: Token, words: list[Token]) -> bool:
    """Whether a head word is capitalised only because it opens the sentence."""
    return token is words[0] and token.text[1:].islower() and _common(token)


def _pronoun(token: Token, cast: Cast, turns: list[Turn], paragraph: int) -> Speaker | None:
    """The latest who fits: the last speaker of the paragraph, the first one named in it, the speaker before."""
    if token.low in {"he", "she", "his", "her", "who"}:
        return _person(token, cast, turns, paragraph)
    if token.low in {"it", "its"}:
        return _thing(token, cast, turns, paragraph)
    if token.low in {"they", "their", "both"}:
        for turn in reversed(turns):
            if turn.speaker.kind == "group" or turn.paragraph < paragraph - 1:
                return turn.speaker if turn.speaker.kind == "group" else None
        found = latest(cast, token.start, ("body",))
        return Speaker(found.name, found.kind) if found else None
    return None


def _person(token: Token, cast: Cast, turns: list[Turn], paragraph: int) -> Speaker | None:
    sex = {"his": "he", "her": "she"}.get(token.low, token.low)

    def fits(name: str) -> bool:
        return sex == "who" or cast.sexes.get(name, sex) == sex

    here = [turn.speaker for turn in turns if turn.paragraph == paragraph]
    for speaker in reversed(here):
        if speaker.kind == "person" and fits(speaker.name):
            return speaker
    people = [one for one in cast.before(token.start) if one.kind == "person" and fits(one.name)]
    last_turn = next(
        (turn for turn in reversed(turns) if turn.speaker.kind == "person" and fits(turn.speaker.name)), None
    )
    if people and (last_turn is None or last_turn.paragraph < paragraph):
        inside = [one for one in people if one.start >= _paragraph_start(token, cast)]
        if inside:
            return Speaker(inside[0].name, "person")
    if last_turn is not None and last_turn.paragraph >= paragraph - 2:
        return last_turn.speaker
    return Speaker(people[-1].name, "person") if people else None


def _paragraph_start(token: Token, cast: Cast) -> int:
    """Where the paragraph of a token begins."""
    at = next((n for n in range(len(cast.paragraphs) - 1, -1, -1) if cast.paragraphs[n] <= token.start), 0)
    return cast.paragraphs[at] if cast.paragraphs else 0


def _thing(token: Token, cast: Cast, turns: list[Turn], paragraph: int) -> Speaker | None:
    here = [turn.speaker for turn in turns if turn.paragraph == paragraph and turn.speaker.kind != "person"]
    if here:
        return here[-1]
    start = _paragraph_start(token, cast)
    bodies = [one for one in cast.before(token.start) if one.kind == "body" and one.start >= start]
    documents = [one for one in cast.documents if start <= one.start < token.start]
    if documents or bodies:
        found = (documents or bodies)[0]
        return Speaker(found.name, found.kind)
    earlier = next((turn.speaker for turn in reversed(turns) if turn.speaker.kind in {"body", "document"}), None)
    return earlier
