"""Who says what in one article: every quotation and every reported statement, with its speaker and its sources."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.claims.cast import Cast, Speaker, cast_of
from copydesk.claims.contents import Content, content_start, contents
from copydesk.claims.cues import Cue, Tokens, find_cues
from copydesk.claims.grammar import Unit, has_finite, phrase_before, units
from copydesk.claims.sources import via_of
from copydesk.claims.speakers import Turn, resolve
from copydesk.records import Article, Quote, QuoteId, QuoteKind
from copydesk.settings import ClaimSettings
from copydesk.text.ids import stable_id
from copydesk.text.normal import fold
from copydesk.text.quotation import Quotation, quotations

_FIRST_LETTERS = "[(…. "


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as a unit gives it: who, by which words, with which cue, through whom."""

    speaker: Speaker | None
    surface: tuple[int, int] | None
    cue: str | None
    via: str | None


@dataclass(slots=True)
class _Reading:
    """What reading an article has gathered so far: pronouns and floating quotations look back to it."""

    article: Article
    cast: Cast
    quoted: list[Quotation]
    own: tuple[str, ...]
    settings: ClaimSettings
    turns: list[Turn]
    found: list[Quote]
    last: tuple[Voice, int, bool] | None = None


def find_quotes(article: Article, *, settings: ClaimSettings) -> tuple[Quote, ...]:
    """The quotes of an article in the order of their places; spans lie within `article.text`, marks left out."""
    text = article.text
    quoted = quotations(text)
    own = tuple(fold(name).removeprefix("the ") for name in (article.outlet, article.credited_to) if name)
    reading = _Reading(article, cast_of(text), quoted, own, settings, [], [])
    sentences = units(text, quoted)
    for number, unit in enumerate(sentences):
        following = sentences[number + 1] if number + 1 < len(sentences) else None
        _read(reading, unit, following, sentences[number - 1] if number else None)
    return _settled(reading.found)


def _read(reading: _Reading, unit: Unit, following: Unit | None, before: Unit | None) -> None:
    """Add the quotes of one unit."""
    cues = find_cues(unit.tokens)
    reported = contents(unit.tokens, cues, settings=reading.settings)
    voices: dict[int, Voice] = {}
    for number in range(len(cues)):
        voices[number] = _voice(reading, unit, cues, number)
    for at, token in enumerate(unit.tokens):
        if token.quotation is not None:
            _quoted(reading, unit, at, cues, voices, following, before)
    for content in reported:
        _reported(reading, unit, content, voices[content.cue])


def _voice(reading: _Reading, unit: Unit, cues: list[Cue], number: int) -> Voice:
    """The speaker behind a cue; settled speakers are remembered for later pronouns."""
    cue = cues[number]
    tokens = unit.tokens
    via = via_of(tokens, cues, number, reading.cast, reading.own)
    words = reading.article.text[tokens[cue.first].start : tokens[min(cue.last, len(tokens)) - 1].end]
    label = cue.lemma if cue.shape == "source" else words
    if cue.subject is None:
        return Voice(None, None, label, via)
    speaker = resolve(tokens, cue.subject, reading.cast, reading.turns, unit.paragraph)
    if speaker is not None and not cue.bare and cue.shape != "source":
        reading.turns.append(Turn(speaker, unit.paragraph))
    surface = (tokens[cue.subject.first].start, tokens[cue.subject.last - 1].end)
    return Voice(speaker, surface, label, via)


# -- words inside marks ----------------------------------------------------------------------------------------------


def _quoted(
    reading: _Reading,
    unit: Unit,
    at: int,
    cues: list[Cue],
    voices: dict[int, Voice],
    following: Unit | None,
    before: Unit | None,
) -> None:
    """Add the quotation at a token of a unit."""
    token = unit.tokens[at]
    assert token.quotation is not None
    quotation = reading.quoted[token.quotation]
    kind = _kind(reading.article.text, unit.tokens, at, quotation)
    number = _governing(unit.tokens, at, cues)
    if number is not None:
        voice: Voice | None = voices[number]
    else:
        voice = _floating(reading, unit, at, kind, following, before)
    if voice is None and kind == "mixed" and _is_title(reading.article.text[quotation.start : quotation.end]):
        return
    voice = voice or Voice(None, None, None, None)
    reading.last = (voice, unit.paragraph, quotation.closed)
    _add(reading, quotation.start, quotation.end, kind, voice)


def _kind(text: str, tokens: Tokens, at: int, quotation: Quotation) -> QuoteKind:
    """Direct where the marks hold a sentence of its own, mixed where they hold a part of the article's."""
    words = text[quotation.start : quotation.end].lstrip(_FIRST_LETTERS)
    before = tokens[at - 1] if at else None
    if before is not None and before.low in {",", ":"} and at > 1 and len(words.split()) > 3:
        split = any(token.quotation is not None for token in tokens[:at])
        if split or words[:1].isupper():
            return "direct"
    if before is not None and before.is_word and not words[:1].isupper():
        return "mixed"
    opens = before is None or not before.is_word or before.low in {"said", "says"}
    return "direct" if opens and (words[:1].isupper() or words[:1].isdigit()) else "mixed"


def _governing(tokens: Tokens, at: int, cues: list[Cue]) -> int | None:
    """The cue that a quotation belongs to: the one right behind it, else the nearest before, else one that closes over it."""
    for number, cue in enumerate(cues):
        edge = _left_edge(tokens, cue)
        if cue.first > at and cue.shape != "passive" and edge >= at + 1 and _touches(tokens, at + 1, edge):
            return number
    earlier = [number for number, cue in enumerate(cues) if cue.verb < at and _reaches(tokens, cue, at)]
    spoken = [number for number in earlier if cues[number].shape != "source"]
    if spoken or earlier:
        return (spoken or earlier)[-1]
    for number, cue in enumerate(cues):
        if cue.first > at and cue.shape in {"before", "after", "source"} and content_start(tokens, cue) is None:
            return number
    return None


def _left_edge(tokens: Tokens, cue: Cue) -> int:
    if cue.subject is not None and cue.subject.first < cue.first and cue.shape == "before":
        edge = cue.subject.first
        while edge and tokens[edge - 1].is_word and tokens[edge - 1].low in {"the", "its", "his", "her", "their"}:
            edge -= 1
        return edge
    return cue.first


def _touches(tokens: Tokens, start: int, edge: int) -> bool:
    """Whether nothing but a comma, or a description set off by commas, stands between a quotation and a speaker."""
    if all(token.low == "," for token in tokens[start:edge]):
        return True
    between = tokens[start:edge]
    return (
        len(between) <= 8
        and between[-1].low == ","
        and between[0].low in {"its", "the", "his", "her", "their"}
        and (not has_finite(tokens, start, edge))
    )


def _reaches(tokens: Tokens, cue: Cue, at: int) -> bool:
    """Whether a cue before a quotation may govern it."""
    return cue.shape != "source" or cue.first == 0


def _floating(
    reading: _Reading, unit: Unit, at: int, kind: QuoteKind, following: Unit | None, before: Unit | None
) -> Voice | None:
    """The speaker of a quotation whose sentence names none."""
    alone = all(token.quotation is not None or not token.is_word for token in unit.tokens)
    if alone and following is not None and following.paragraph == unit.paragraph:
        named = _named_next(reading, following)
        if named is not None:
            return named
    if reading.last is not None and (alone or kind == "direct"):
        voice, paragraph, closed = reading.last
        if paragraph == unit.paragraph or (paragraph == unit.paragraph - 1 and (not closed or alone)):
            return Voice(voice.speaker, None, None, voice.via)
    if alone and before is not None and before.paragraph == unit.paragraph:
        return _subject_of(reading, before)
    return None


def _named_next(reading: _Reading, following: Unit) -> Voice | None:
    """`“Why?” Mor asked.`: an attribution that its quotation's own stop has cut off."""
    if len(following.tokens) > 14 or any(token.quotation is not None for token in following.tokens):
        return None
    cues = find_cues(following.tokens)
    if len(cues) != 1 or cues[0].subject is None or cues[0].subject.first > 0 or cues[0].bare:
        return None
    if content_start(following.tokens, cues[0]) is not None or not set(cues[0].takes) & set("cqa"):
        return None
    return _voice(reading, following, cues, 0)


def _subject_of(reading: _Reading, unit: Unit) -> Voice | None:
    """The one whom the sentence before a bare quotation is about, if it opens with a person."""
    tokens = unit.tokens
    for at in range(1, len(tokens)):
        if has_finite(tokens, at, at + 1) and tokens[at - 1].is_word:
            phrase = phrase_before(tokens, at)
            if phrase is None or phrase.first > 3:
                return None
            speaker = resolve(tokens, phrase, reading.cast, reading.turns, unit.paragraph)
            if speaker is None or speaker.kind != "person":
                return None
            return Voice(speaker, (tokens[phrase.first].start, tokens[phrase.last - 1].end), None, None)
    return None


def _is_title(words: str) -> bool:
    """Whether quoted words are the name of a work: all their longer words are capitalised."""
    longer = [word for word in words.split() if len(word) > 3]
    return len(words.split()) > 1 and all(word[:1].isupper() for word in longer) and not words.endswith((".", "!", "?"))


# -- words without marks ---------------------------------------------------------------------------------------------


def _reported(reading: _Reading, unit: Unit, content: Content, voice: Voice) -> None:
    """Add a reported statement."""
    if voice.speaker is None:
        return
    start, end = unit.tokens[content.first].start, unit.tokens[content.last - 1].end
    _add(reading, start, end, "reported", voice)


def _add(reading: _Reading, start: int, end: int, kind: QuoteKind, voice: Voice) -> None:
    text = reading.article.text
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if start == end:
        return
    surface = voice.surface
    reading.found.append(
        Quote(
            id=QuoteId(stable_id("quote", reading.article.id, start, end, kind)),
            article=reading.article.id,
            start=start,
            end=end,
            text=text[start:end],
            kind=kind,
            speaker=voice.speaker.name if voice.speaker else None,
            speaker_surface=text[surface[0] : surface[1]] if surface else None,
            speaker_start=surface[0] if surface else None,
            speaker_end=surface[1] if surface else None,
            cue=voice.cue,
            via=voice.via,
        )
    )


def _settled(found: list[Quote]) -> tuple[Quote, ...]:
    """Quotes in order, without a reported one that crosses or repeats one that stands already."""
    kept: list[Quote] = []
    for quote in sorted(found, key=lambda one: (one.start, -one.end, one.kind)):
        crossing = any(other.kind == quote.kind and other.end > quote.start for other in kept[-3:])
        if not crossing:
            kept.append(quote)
    return tuple(kept)
