"""Whose voice stands behind a cue or a phrase: the speaker, the words for them, and through whom they came."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from copydesk.claims.cast import Cast, Speaker
from copydesk.claims.cues import Cue
from copydesk.claims.grammar import Phrase, Tokens, Unit, phrase_after
from copydesk.claims.lexicon import MEDIA
from copydesk.claims.openings import content_start
from copydesk.claims.sources import Own, carried_by, other_than, via_of
from copydesk.claims.speakers import Floor, Turn, resolve
from copydesk.claims.subjects import main_subject
from copydesk.records import Article, Quote
from copydesk.settings import ClaimSettings
from copydesk.text.quotation import Quotation

_REMEMBERED = 60
"""How many speakers back a pronoun may look: more than an article has, and a bound on what an endless page costs."""
_PASSING = frozenset(("what", "which", "whom"))


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as a unit gives it: who, by which words, with which cue, through whom, in which paragraph."""

    speaker: Speaker | None
    surface: tuple[int, int] | None
    cue: str | None
    via: str | None
    paragraph: int


@dataclass(slots=True)
class Reading:
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
    spoke: Voice | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One unit with its cues and the voices behind them."""

    number: int
    unit: Unit
    cues: list[Cue]
    voices: list[Voice]

    @property
    def tokens(self) -> Tokens:
        """The tokens of the unit."""
        return self.unit.tokens


def voice_behind(reading: Reading, unit: Unit, cues: list[Cue], number: int) -> Voice:
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
        aside = cue.subject.first > 0 and tokens[cue.subject.first - 1].low in _PASSING
        voice = carried(reading, voice, carried_by(tokens, cue), aside=aside)
        if voice.via is None and (held := _held(reading, unit, cue)) is not None:
            voice = dataclasses.replace(voice, via=held)
        reading.spoke = voice
    return voice


def _held(reading: Reading, unit: Unit, cue: Cue) -> str | None:
    """The document that spoke in the sentence before, where `they` go on: `The statement claimed X. They said Y`."""
    assert cue.subject is not None
    before = reading.units[reading.number - 1] if reading.number else None
    if unit.tokens[cue.subject.first].low != "they" or before is None or before.paragraph != unit.paragraph:
        return None
    voice = subject_of(reading, before, ("document",))
    opens = voice is not None and voice.surface is not None and voice.surface[0] == before.tokens[0].start
    return voice.speaker.name if opens and voice is not None and voice.speaker is not None else None


def _quoting(reading: Reading, cue: Cue, paragraph: int) -> str | None:
    """The outlet that spoke just before, where somebody `was quoted as saying` without a word by whom."""
    if cue.shape != "quoted" or not reading.turns or reading.turns[-1].paragraph < paragraph - 1:
        return None
    name = reading.turns[-1].speaker.name
    return name if any(word.casefold() in MEDIA for word in name.split()) else None


def _told(reading: Reading, unit: Unit, cue: Cue) -> Speaker | None:
    """The person addressed by `told`, who may answer in the next sentence."""
    if cue.lemma not in {"tell", "ask"} or cue.shape != "before":
        return None
    phrase = phrase_after(unit.tokens, cue.last)
    if phrase is None or not unit.tokens[phrase.first].is_capital:
        return None
    told = resolve(unit.tokens, phrase, Floor(reading.cast, reading.turns, unit.paragraph))
    return told if told is not None and told.kind == "person" else None


def _answering(reading: Reading, tokens: Tokens, cue: Cue) -> Speaker | None:
    """Who answers, where a pronoun does and somebody was told something just before."""
    pronoun = cue.subject is not None and tokens[cue.subject.first].low in {"he", "she"}
    if cue.lemma not in {"answer", "reply", "respond"} or not pronoun or not reading.turns:
        return None
    return reading.turns[-1].told


def carried(reading: Reading, voice: Voice, article: str | None, *, aside: bool = False) -> Voice:
    """The voice with the source that the sentences before gave it: `X wrote in Y. He added Z`.

    What a page but says in passing of a speaker (`aside`: `what X called`) has it within its paragraph alone.
    `article` is the outlet that carried an article by the speaker: what he writes stays in it over a paragraph more.
    """
    assert voice.speaker is not None
    carrier = reading.carrier
    if article is not None:
        voice = dataclasses.replace(voice, via=article)
    elif voice.via is None and carrier is not None and carrier.speaker == voice.speaker:
        apart = voice.paragraph - carrier.paragraph
        near = apart <= 1 + reading.lasting and not (apart and aside)
        voice = dataclasses.replace(voice, via=carrier.via if near else None)
    reading.lasting = article is not None or (reading.lasting and carrier is not None and carrier.via == voice.via)
    reading.carrier = voice if voice.via is not None else None
    return voice


def subject_of(reading: Reading, unit: Unit, kinds: tuple[str, ...]) -> Voice | None:
    """The one whom a sentence without a cue is about, if it is of one of these kinds."""
    phrase: Phrase | None = main_subject(unit.tokens)
    voice = voice_of(reading, unit, phrase) if phrase is not None else None
    return voice if voice is not None and voice.speaker is not None and voice.speaker.kind in kinds else None


def voice_of(reading: Reading, unit: Unit, phrase: Phrase) -> Voice | None:
    """The speaker that a phrase stands for, without a cue; None for nobody."""
    speaker = resolve(unit.tokens, phrase, Floor(reading.cast, reading.turns, unit.paragraph))
    if speaker is None:
        return None
    surface = (unit.tokens[phrase.first].start, unit.tokens[phrase.last - 1].end)
    return Voice(speaker, surface, None, None, unit.paragraph)
