"""Who says what in one article: every quotation and every reported statement, with its speaker and its sources."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from copydesk.claims.cast import Cast, Speaker, cast_of
from copydesk.claims.contents import contents
from copydesk.claims.cues import Cue, find_cues
from copydesk.claims.grammar import (
    RELATIVES,
    Phrase,
    Tokens,
    Unit,
    has_finite,
    is_finite,
    phrase_after,
    phrase_before,
    units,
)
from copydesk.claims.lexicon import MEDIA, SPEECH
from copydesk.claims.openings import content_start
from copydesk.claims.sources import Own, carried_by, other_than, via_of
from copydesk.claims.speakers import Floor, Turn, resolve
from copydesk.claims.subjects import main_subject
from copydesk.records import Article, Quote, QuoteId, QuoteKind
from copydesk.settings import ClaimSettings
from copydesk.text.ids import stable_id
from copydesk.text.quotation import Quotation, quotations

_REMEMBERED = 60
"""How many speakers back a pronoun may look: more than an article has, and a bound on what an endless page costs."""
_LONGEST_SPEECH = 8
"""Paragraphs of one quotation within which its speaker must be named."""
_FIRST_LETTERS = "[(…. "


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as a unit gives it: who, by which words, with which cue, through whom, in which paragraph."""

    speaker: Speaker | None
    surface: tuple[int, int] | None
    cue: str | None
    via: str | None
    paragraph: int


@dataclass(slots=True)
class _Reading:
    """What reading an article has gathered so far: pronouns and floating quotations look back to it."""

    article: Article
    cast: Cast
    quoted: list[Quotation]
    units: list[Unit]
    own: Own
    settings: ClaimSettings
    turns: list[Turn]
    found: list[Quote]
    number: int = 0
    last: Voice | None = None
    open: bool = False
    carrier: Voice | None = None
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One unit with its cues and the voices behind them."""

    number: int
    unit: Unit
    cues: list[Cue]
    voices: list[Voice]

    @property
    def tokens(self) -> Tokens:
        """The tokens of the unit."""
        return self.unit.tokens


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
    reading = _Reading(article, cast_of(text, quoted), quoted, units(text, quoted), own, settings, [], [])
    for number in range(len(reading.units)):
        _read(reading, number)
    return QuoteReading(text, _settled(reading.found), own.asked)


def _taken_over(quote: Quote, article: Article) -> Quote:
    """A quote as it stands in another article with the same text."""
    ident = _id(article, quote.start, quote.end, quote.kind)
    return dataclasses.replace(quote, id=ident, article=article.id, inherited=quote.article)


def _id(article: Article, start: int, end: int, kind: QuoteKind) -> QuoteId:
    return QuoteId(stable_id("quote", article.id, start, end, kind))


def _read(reading: _Reading, number: int) -> None:
    """Add the quotes of one unit."""
    unit = reading.units[number]
    reading.number = number
    cues = find_cues(unit.tokens)
    sentence = _Sentence(number, unit, cues, [])
    for at in range(len(cues)):
        sentence.voices.append(_voice(reading, unit, cues, at))
    for at, token in enumerate(unit.tokens):
        if token.quotation is not None:
            _quoted(reading, sentence, at)
    for content in contents(unit.tokens, cues, settings=reading.settings):
        voice = sentence.voices[content.cue]
        if voice.surface is not None or sentence.cues[content.cue].shape == "passive":
            _add(reading, (unit.tokens[content.first].start, unit.tokens[content.last - 1].end), "reported", voice)


# -- voices ----------------------------------------------------------------------------------------------------------


def _voice(reading: _Reading, unit: Unit, cues: list[Cue], number: int) -> Voice:
    """The speaker behind a cue; settled speakers are remembered for later pronouns and sources."""
    cue, tokens = cues[number], unit.tokens
    words = reading.article.text[tokens[cue.first].start : tokens[min(cue.last, len(tokens)) - 1].end]
    label = cue.lemma if cue.shape == "source" else words
    if cue.subject is None:
        return Voice(None, None, label, None, unit.paragraph)
    closing = cue.subject.first > 0 and content_start(tokens, cue) is None
    floor = Floor(reading.cast, reading.turns, unit.paragraph, tokens[0].start if closing else None)
    speaker = _answering(reading, tokens, cue) or resolve(tokens, cue.subject, floor)
    via = other_than(via_of(tokens, cues, number, floor, own=reading.own), speaker)
    surface = (tokens[cue.subject.first].start, tokens[cue.subject.last - 1].end)
    voice = Voice(speaker, surface, label, via or _quoting(reading, cue, unit.paragraph), unit.paragraph)
    if speaker is not None and not cue.bare and (cue.shape != "source" or speaker.kind == "group"):
        del reading.turns[:-_REMEMBERED]
        reading.turns.append(Turn(speaker, unit.paragraph, _told(reading, unit, cue), surface[0]))
        voice = _carried(reading, voice, carried_by(tokens, cue))
        if voice.via is None and (held := _held(reading, unit, cue)) is not None:
            voice = dataclasses.replace(voice, via=held)
    return voice


def _held(reading: _Reading, unit: Unit, cue: Cue) -> str | None:
    """The document that spoke in the sentence before, where `they` go on: `The statement claimed X. They said Y`."""
    assert cue.subject is not None
    before = reading.units[reading.number - 1] if reading.number else None
    if unit.tokens[cue.subject.first].low != "they" or before is None or before.paragraph != unit.paragraph:
        return None
    voice = _subject_of(reading, before, ("document",))
    opens = voice is not None and voice.surface is not None and voice.surface[0] == before.tokens[0].start
    return voice.speaker.name if opens and voice is not None and voice.speaker is not None else None


def _quoting(reading: _Reading, cue: Cue, paragraph: int) -> str | None:
    """The outlet that spoke just before, where somebody `was quoted as saying` without a word by whom."""
    if cue.shape != "quoted" or not reading.turns or reading.turns[-1].paragraph < paragraph - 1:
        return None
    name = reading.turns[-1].speaker.name
    return name if any(word.casefold() in MEDIA for word in name.split()) else None


def _told(reading: _Reading, unit: Unit, cue: Cue) -> Speaker | None:
    """The person addressed by `told`, who may answer in the next sentence."""
    if cue.lemma not in {"tell", "ask"} or cue.shape != "before":
        return None
    phrase = phrase_after(unit.tokens, cue.last)
    if phrase is None or not unit.tokens[phrase.first].is_capital:
        return None
    told = resolve(unit.tokens, phrase, Floor(reading.cast, reading.turns, unit.paragraph))
    return told if told is not None and told.kind == "person" else None


def _answering(reading: _Reading, tokens: Tokens, cue: Cue) -> Speaker | None:
    """Who answers, where a pronoun does and somebody was told something just before."""
    pronoun = cue.subject is not None and tokens[cue.subject.first].low in {"he", "she"}
    if cue.lemma not in {"answer", "reply", "respond"} or not pronoun or not reading.turns:
        return None
    return reading.turns[-1].told


def _carried(reading: _Reading, voice: Voice, article: str | None) -> Voice:
    """The voice with the source that the sentences before gave it: `X wrote in Y. He added Z`.

    `article` is the outlet that carried an article by the speaker: what he writes stays in it over a paragraph more.
    """
    assert voice.speaker is not None
    carrier = reading.carrier
    if article is not None:
        voice = dataclasses.replace(voice, via=article)
    elif voice.via is None and carrier is not None and carrier.speaker == voice.speaker:
        near = voice.paragraph - carrier.paragraph <= 1 + reading.lasting
        voice = dataclasses.replace(voice, via=carrier.via if near else None)
    reading.lasting = article is not None or (reading.lasting and carrier is not None and carrier.via == voice.via)
    reading.carrier = voice if voice.via is not None else None
    return voice


# -- words inside marks ----------------------------------------------------------------------------------------------


def _quoted(reading: _Reading, sentence: _Sentence, at: int) -> None:
    """Add the quotation at a token of a sentence."""
    number = sentence.tokens[at].quotation
    assert number is not None
    quotation = reading.quoted[number]
    kind = _kind(reading.article.text, sentence.tokens, at, quotation)
    governing = _governing(sentence, at, kind)
    if governing is not None:
        voice: Voice | None = sentence.voices[governing]
    else:
        voice = _floating(reading, sentence, at, kind)
    titled = governing is None or _names_it(sentence, at, governing)
    if titled and not _is_alone(sentence.tokens) and _is_title(reading.article.text[quotation.start : quotation.end]):
        return
    voice = voice or Voice(None, None, None, None, sentence.unit.paragraph)
    reading.last = dataclasses.replace(voice, paragraph=sentence.unit.paragraph)
    reading.open = not quotation.closed
    _add(reading, (quotation.start, quotation.end), kind, voice)


def _kind(text: str, tokens: Tokens, at: int, quotation: Quotation) -> QuoteKind:
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


def _governing(sentence: _Sentence, at: int, kind: QuoteKind) -> int | None:
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
        if cue.first > at and cue.shape in {"before", "after", "source"} and content_start(tokens, cue) is None:
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


def _floating(reading: _Reading, sentence: _Sentence, at: int, kind: QuoteKind) -> Voice | None:
    """The speaker of a quotation whose sentence names none with a cue."""
    unit, tokens = sentence.unit, sentence.tokens
    alone = _is_alone(tokens)
    if not alone:
        if kind == "direct" and (behind := _behind(reading, unit, at)) is not None:
            return behind
        if kind == "mixed" and _goes_on(tokens, at) and reading.last is not None:
            return dataclasses.replace(reading.last, cue=None)
        if tokens[at - 1].low == ":" and at:
            return _subject_of(reading, unit, ("person", "body", "document", "group"))
        return _subject_of(reading, unit, ("document",)) if kind == "mixed" else _last_voice(reading, unit, kind)
    named = _named_next(reading, sentence.number) or _named_below(reading, sentence, at)
    if named is not None:
        return named
    continued = _last_voice(reading, unit, kind)
    if continued is not None:
        return continued
    before = reading.units[sentence.number - 1] if sentence.number else None
    if before is not None and before.paragraph == unit.paragraph:
        return _subject_of(reading, before, ("person",))
    return None


def _goes_on(tokens: Tokens, at: int) -> bool:
    """Whether a clause without a subject joins quoted words to those that open the unit: `..., likening it to`."""
    opens = next((n for n in range(at - 1, 1, -1) if tokens[n - 1].low == "," and tokens[n].low.endswith("ing")), None)
    return opens is not None and tokens[0].quotation is not None and not has_finite(tokens, opens, at)


def _behind(reading: _Reading, unit: Unit, at: int) -> Voice | None:
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
    voice = _voice_of(reading, unit, phrase)
    return _carried(reading, voice, None) if voice is not None else None


def _last_voice(reading: _Reading, unit: Unit, kind: QuoteKind) -> Voice | None:
    """The speaker of the quotation before, when this one goes on in its paragraph or right after it."""
    voice = reading.last
    if voice is None or (kind != "direct" and not reading.open):
        return None
    apart = unit.paragraph - voice.paragraph
    return Voice(voice.speaker, voice.surface, None, voice.via, unit.paragraph) if apart <= 1 else None


def _named_next(reading: _Reading, number: int) -> Voice | None:
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
    return _voice(reading, following, cues, 0)


def _named_below(reading: _Reading, sentence: _Sentence, at: int) -> Voice | None:
    """The speaker whom a later paragraph names, of a quotation without a closing mark that goes on there."""
    number = sentence.tokens[at].quotation
    for following in range(sentence.number + 1, min(sentence.number + _LONGEST_SPEECH, len(reading.units))):
        if number is None or reading.quoted[number].closed:
            return None
        unit = reading.units[following]
        number = unit.tokens[0].quotation
        cues = find_cues(unit.tokens)
        if number is None or cues:
            below = _Sentence(following, unit, cues, [])
            governing = None if number is None else _governing(below, 0, "direct")
            return _voice(reading, unit, cues, governing) if governing is not None else None
    return None


def _subject_of(reading: _Reading, unit: Unit, kinds: tuple[str, ...]) -> Voice | None:
    """The one whom a sentence without a cue is about, if it is of one of these kinds."""
    phrase: Phrase | None = main_subject(unit.tokens)
    voice = _voice_of(reading, unit, phrase) if phrase is not None else None
    return voice if voice is not None and voice.speaker is not None and voice.speaker.kind in kinds else None


def _voice_of(reading: _Reading, unit: Unit, phrase: Phrase) -> Voice | None:
    """The speaker that a phrase stands for, without a cue; None for nobody."""
    speaker = resolve(unit.tokens, phrase, Floor(reading.cast, reading.turns, unit.paragraph))
    if speaker is None:
        return None
    surface = (unit.tokens[phrase.first].start, unit.tokens[phrase.last - 1].end)
    return Voice(speaker, surface, None, None, unit.paragraph)


def _is_alone(tokens: Tokens) -> bool:
    """Whether a unit is nothing but quotations."""
    return all(token.quotation is not None or not token.is_word for token in tokens)


def _names_it(sentence: _Sentence, at: int, governing: int) -> bool:
    """Whether a quotation names a work or a thing (`a film called “X”`), or only stands behind somebody's verb."""
    cue = sentence.cues[governing]
    return cue.verb < at and (cue.last == at if "n" in cue.takes else content_start(sentence.tokens, cue) != at)


def _is_title(words: str) -> bool:
    """Whether quoted words are the name of a work: all their longer words are capitalised."""
    longer = [word for word in words.split() if len(word) > 3]
    named = words[:1].isupper() and all(word[:1].isupper() for word in longer)
    return named and not words.endswith((".", "!", "?"))


# -- records ---------------------------------------------------------------------------------------------------------


def _add(reading: _Reading, span: tuple[int, int], kind: QuoteKind, voice: Voice) -> None:
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
