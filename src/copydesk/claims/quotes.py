"""Who says what in one article: every quotation and every reported statement, with its speaker and its sources."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from copydesk.claims.cast import cast_of
from copydesk.claims.contents import contents
from copydesk.claims.cues import find_cues
from copydesk.claims.floating import floating, governing_cue, is_alone, kind_of
from copydesk.claims.grammar import units
from copydesk.claims.openings import content_start
from copydesk.claims.sources import Own
from copydesk.claims.voices import Reading, Sentence, Voice, voice_behind
from copydesk.records import Article, Quote, QuoteId, QuoteKind
from copydesk.settings import ClaimSettings
from copydesk.text.ids import stable_id
from copydesk.text.quotation import quotations


@dataclass(frozen=True, slots=True)
class QuoteReading:
    """The quotes of a text, which those of another page with the same text are too.

    `asked` are the names that were held against those of the outlet, and whether they were among them.
    """

    text: str
    quotes: tuple[Quote, ...]
    asked: Mapping[str, bool]


def find_quotes(article: Article, *, settings: ClaimSettings) -> tuple[Quote, ...]:
    """The quotes of an article in the order of their places; spans lie within `article.text`, marks left out."""
    return read_quotes(article, settings=settings).quotes


def read_quotes(article: Article, kin: QuoteReading | None = None, *, settings: ClaimSettings) -> QuoteReading:
    """The quotes of an article; where its `kin` (a copy or its source) has the same text they are taken over.

    But for `inherited` they are the same as without it. Who `she` and `the minister` are hangs on the whole of a
    text, so that a text with any other word is read for itself.
    """
    text = article.text
    own = Own(article.outlet, article.credited_to)
    if kin is not None and kin.text == text and all(own.holds(name) == so for name, so in kin.asked.items()):
        return dataclasses.replace(kin, quotes=tuple(_taken_over(quote, article) for quote in kin.quotes))
    quoted = quotations(text)
    reading = Reading(article, cast_of(text, quoted), quoted, units(text, quoted), own, settings, [], [])
    for number in range(len(reading.units)):
        _read(reading, number)
    return QuoteReading(text, _settled(reading.found), own.asked)


def _taken_over(quote: Quote, article: Article) -> Quote:
    """A quote as it stands in another article with the same text."""
    ident = _id(article, quote.start, quote.end, quote.kind)
    return dataclasses.replace(quote, id=ident, article=article.id, inherited=quote.article)


def _id(article: Article, start: int, end: int, kind: QuoteKind) -> QuoteId:
    return QuoteId(stable_id("quote", article.id, start, end, kind))


def _read(reading: Reading, number: int) -> None:
    """Add the quotes of one unit."""
    unit = reading.units[number]
    reading.number = number
    cues = find_cues(unit.tokens)
    sentence = Sentence(number, unit, cues, [])
    for at in range(len(cues)):
        sentence.voices.append(voice_behind(reading, unit, cues, at))
    for at, token in enumerate(unit.tokens):
        if token.quotation is not None:
            _quoted(reading, sentence, at)
    for content in contents(unit.tokens, cues, settings=reading.settings):
        voice = sentence.voices[content.cue]
        if voice.surface is not None or sentence.cues[content.cue].shape == "passive":
            _add(reading, (unit.tokens[content.first].start, unit.tokens[content.last - 1].end), "reported", voice)


# -- words inside marks ----------------------------------------------------------------------------------------------


def _quoted(reading: Reading, sentence: Sentence, at: int) -> None:
    """Add the quotation at a token of a sentence."""
    number = sentence.tokens[at].quotation
    assert number is not None
    quotation = reading.quoted[number]
    kind = kind_of(reading.article.text, sentence.tokens, at, quotation)
    governing = governing_cue(sentence, at, kind)
    if governing is not None:
        voice: Voice | None = sentence.voices[governing]
    else:
        voice = floating(reading, sentence, at, kind)
    titled = governing is None or _names_it(sentence, at, governing)
    if titled and not is_alone(sentence.tokens) and _is_title(reading.article.text[quotation.start : quotation.end]):
        return
    voice = voice or Voice(None, None, None, None, sentence.unit.paragraph)
    reading.last = dataclasses.replace(voice, paragraph=sentence.unit.paragraph)
    reading.open = not quotation.closed
    _add(reading, (quotation.start, quotation.end), kind, voice)


def _names_it(sentence: Sentence, at: int, governing: int) -> bool:
    """Whether a quotation names a work or a thing (`a film called “X”`), or only stands behind somebody's verb."""
    cue = sentence.cues[governing]
    return cue.verb < at and (cue.last == at if "n" in cue.takes else content_start(sentence.tokens, cue) != at)


def _is_title(words: str) -> bool:
    """Whether quoted words are the name of a work: all their longer words are capitalised."""
    longer = [word for word in words.split() if len(word) > 3]
    named = words[:1].isupper() and all(word[:1].isupper() for word in longer)
    return named and not words.endswith((".", "!", "?"))


# -- records ---------------------------------------------------------------------------------------------------------


def _add(reading: Reading, span: tuple[int, int], kind: QuoteKind, voice: Voice) -> None:
    text = reading.article.text
    start, end = span
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if start == end:
        return
    surface = voice.surface
    reading.found.append(
        Quote(
            id=_id(reading.article, start, end, kind),
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
    """Quotes in order; of two of one kind that overlap, the one that begins first, then the longer, stays."""
    kept: list[Quote] = []
    reach: dict[QuoteKind, int] = {}
    for quote in sorted(found, key=lambda one: (one.start, -one.end, one.kind)):
        if quote.start >= reach.get(quote.kind, 0):
            kept.append(quote)
            reach[quote.kind] = quote.end
    return tuple(kept)
