"""Whose the words inside marks are: those of a cue of their sentence, or of whoever spoke or speaks beside it."""

from __future__ import annotations

import dataclasses

from copydesk.claims.cues import Cue, find_cues
from copydesk.claims.grammar import RELATIVES, Tokens, Unit, has_finite, is_finite, phrase_after, phrase_before
from copydesk.claims.lexicon import SPEECH
from copydesk.claims.openings import content_start
from copydesk.claims.voices import Reading, Sentence, Voice, carried, subject_of, voice_behind, voice_of
from copydesk.records import QuoteKind
from copydesk.text.quotation import Quotation

_LONGEST_SPEECH = 8
"""Paragraphs of one quotation within which its speaker must be named."""
_DASHES = frozenset(("—", "–", "-"))
_FIRST_LETTERS = "[(…. "


def kind_of(text: str, tokens: Tokens, at: int, quotation: Quotation) -> QuoteKind:
    """Direct where the marks hold a sentence of its own, mixed where they hold a part of the article's."""
    words = text[quotation.start : quotation.end].lstrip(_FIRST_LETTERS)
    before = tokens[at - 1] if at else None
    if before is not None and before.low in {",", ":"} and at > 1:
        split = tokens[0].quotation is not None and any(token.low in SPEECH for token in tokens[1:at])
        if split or (words[:1].isupper() and len(words.split()) > 3):
            return "direct"
    if before is not None and before.is_word and not words[:1].isupper():
        return "mixed"
    opens = before is None or not before.is_word or before.low in {"said", "says"}
    return "direct" if opens and (words[:1].isupper() or words[:1].isdigit()) else "mixed"


def governing_cue(sentence: Sentence, at: int, kind: QuoteKind) -> int | None:
    """The cue that a quotation belongs to.

    Words inside a clause belong to the cue that opens it; a whole sentence to the cue right behind it, else to the
    nearest before, else to one that closes over it.
    """
    tokens, cues = sentence.tokens, sentence.cues
    earlier = [n for n, cue in enumerate(cues) if cue.verb < at and (cue.shape != "source" or cue.first == 0)]
    leading = [n for n in earlier if cues[n].shape in {"before", "participle"} and cues[n].subject is not None]
    if kind == "mixed" and leading and not _closed_before(tokens, cues[leading[-1]], at):
        return leading[-1]
    for number, cue in enumerate(cues):
        edge = _left_edge(tokens, cue)
        if (
            cue.first > at
            and cue.shape not in {"passive", "participle" if leading else ""}
            and tokens[cue.first - 1].low not in RELATIVES
            and edge >= at + 1
            and _touches(tokens, at + 1, edge)
        ):
            return number
    spoken = [n for n in earlier if cues[n].shape != "source" and cues[n].subject is not None]
    if spoken or earlier:
        return (spoken or earlier)[-1]
    for number, cue in enumerate(cues):
        closes = cue.first > at and cue.shape in {"before", "after", "source"} and cue.subject is not None
        if closes and content_start(tokens, cue) is None:
            return number
    return None


def _closed_before(tokens: Tokens, cue: Cue, at: int) -> bool:
    """Whether a cue ended its clause before a quotation: `X said on Friday, and the “deal” was off`."""
    return content_start(tokens, cue) is None and any(token.low in {",", ";"} for token in tokens[cue.last : at - 1])


def _left_edge(tokens: Tokens, cue: Cue) -> int:
    quoting = cue.shape == "quoted" and cue.via is not None and cue.via.first < cue.first
    named = cue.via if quoting else cue.subject
    if named is not None and named.first < cue.first and cue.shape in {"before", "quoted"}:
        edge = named.first
        while edge and tokens[edge - 1].is_word and tokens[edge - 1].low in {"the", "its", "his", "her", "their"}:
            edge -= 1
        return edge
    return cue.first


def _touches(tokens: Tokens, start: int, edge: int) -> bool:
    """Whether nothing but a comma, or a description set off by commas, stands between a quotation and a speaker."""
    between = tokens[start:edge]
    if all(token.low == "," for token in between):
        return True
    described = between[-1].low == "," and between[0].low in {"its", "the", "his", "her", "their"}
    return len(between) <= 8 and described and not has_finite(tokens, start, edge)


def floating(reading: Reading, sentence: Sentence, at: int, kind: QuoteKind) -> Voice | None:
    """The speaker of a quotation whose sentence names none with a cue."""
    unit, tokens = sentence.unit, sentence.tokens
    alone = is_alone(tokens)
    signed = _signed(reading, sentence, at)
    if signed is not None:
        return signed
    if not alone:
        if kind == "direct" and (behind := _behind(reading, unit, at)) is not None:
            return behind
        if kind == "mixed" and _goes_on(tokens, at) and reading.last is not None:
            return dataclasses.replace(reading.last, cue=None)
        if tokens[at - 1].low == ":" and at:
            return subject_of(reading, unit, ("person", "body", "document", "group"))
        return subject_of(reading, unit, ("document",)) if kind == "mixed" else _last_voice(reading, unit, kind)
    named = _named_next(reading, sentence.number) or _named_below(reading, sentence, at)
    if named is not None:
        return named
    continued = _last_voice(reading, unit, kind)
    if continued is not None:
        return continued
    before = reading.units[sentence.number - 1] if sentence.number else None
    if before is not None and before.paragraph == unit.paragraph:
        return subject_of(reading, before, ("person",))
    return _spoke_before(reading, unit) if kind == "direct" and alone else None


def _spoke_before(reading: Reading, unit: Unit) -> Voice | None:
    """Whoever the last sentence of the paragraph before reported, where a quotation stands alone in its own."""
    spoke = reading.spoke
    if spoke is None or spoke.paragraph != unit.paragraph - 1:
        return None
    last = reading.units[reading.number - 1].tokens
    near = spoke.surface is not None and last and spoke.surface[0] >= last[0].start
    return Voice(spoke.speaker, spoke.surface, None, spoke.via, unit.paragraph) if near else None


def _signed(reading: Reading, sentence: Sentence, at: int) -> Voice | None:
    """The name behind the dash that closes a quotation: `“We lost.” — Ana Mor`."""
    unit, dash = sentence.unit, at + 1
    if dash == len(unit.tokens) and sentence.number + 1 < len(reading.units):
        unit, dash = reading.units[sentence.number + 1], 0
    tokens = unit.tokens
    if at or unit.paragraph != sentence.unit.paragraph or dash >= len(tokens) or tokens[dash].text not in _DASHES:
        return None
    phrase = phrase_after(tokens, dash + 1)
    if phrase is None or phrase.last < len(tokens) - 1 or not tokens[phrase.first].is_capital:
        return None
    return voice_of(reading, unit, phrase)


def _goes_on(tokens: Tokens, at: int) -> bool:
    """Whether a clause without a subject joins quoted words to those that open the unit: `..., likening it to`."""
    opens = next((n for n in range(at - 1, 1, -1) if tokens[n - 1].low == "," and tokens[n].low.endswith("ing")), None)
    return opens is not None and tokens[0].quotation is not None and not has_finite(tokens, opens, at)


def _behind(reading: Reading, unit: Unit, at: int) -> Voice | None:
    """Whoever stands behind a quotation that ends in a comma, whatever verb is used: `“No,” stormed Ana Mor`."""
    tokens, number = unit.tokens, unit.tokens[at].quotation
    assert number is not None
    quotation = reading.quoted[number]
    comma = reading.article.text[quotation.end - 1] in ",!?" or (at + 1 < len(tokens) and tokens[at + 1].low == ",")
    start = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].low == ",")
    if not comma or start + 1 >= len(tokens):
        return None
    verb = next((place for place in range(start, len(tokens)) if is_finite(tokens, place)), None)
    if verb is None:
        return None
    phrase = phrase_after(tokens, start + 1) if verb == start else phrase_before(tokens, verb)
    if phrase is None or (verb != start and phrase.first > start):
        return None
    voice = voice_of(reading, unit, phrase)
    return carried(reading, voice, None) if voice is not None else None


def _last_voice(reading: Reading, unit: Unit, kind: QuoteKind) -> Voice | None:
    """The speaker of the quotation before, when this one goes on in its paragraph or right after it."""
    voice = reading.last
    if voice is None or (kind != "direct" and not reading.open):
        return None
    apart = unit.paragraph - voice.paragraph
    return Voice(voice.speaker, voice.surface, None, voice.via, unit.paragraph) if apart <= 1 else None


def _named_next(reading: Reading, number: int) -> Voice | None:
    """`“Why?” Mor asked.`: an attribution that its quotation's own stop has cut off."""
    following = reading.units[number + 1] if number + 1 < len(reading.units) else None
    if following is None or following.paragraph != reading.units[number].paragraph or len(following.tokens) > 14:
        return None
    cues = find_cues(following.tokens)
    if any(token.quotation is not None for token in following.tokens) or len(cues) != 1 or cues[0].subject is None:
        return None
    opens = cues[0].subject.first == 0 and not cues[0].bare and bool(set(cues[0].takes) & set("cqa"))
    if not opens or content_start(following.tokens, cues[0]) is not None:
        return None
    return voice_behind(reading, following, cues, 0)


def _named_below(reading: Reading, sentence: Sentence, at: int) -> Voice | None:
    """The speaker whom a later paragraph names, of a quotation without a closing mark that goes on there."""
    number = sentence.tokens[at].quotation
    for following in range(sentence.number + 1, min(sentence.number + _LONGEST_SPEECH, len(reading.units))):
        if number is None or reading.quoted[number].closed:
            return None
        unit = reading.units[following]
        number = unit.tokens[0].quotation
        cues = find_cues(unit.tokens)
        if number is None or cues:
            below = Sentence(following, unit, cues, [])
            governing = None if number is None else governing_cue(below, 0, "direct")
            return voice_behind(reading, unit, cues, governing) if governing is not None else None
    return None


def is_alone(tokens: Tokens) -> bool:
    """Whether a unit is nothing but quotations."""
    return all(token.quotation is not None or not token.is_word for token in tokens)
