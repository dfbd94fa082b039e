"""Through whom words came: the agency, broadcaster, document or translation between a speaker and the article."""

from __future__ import annotations

from copydesk.claims.cast import Cast, Speaker, document_before
from copydesk.claims.cues import Cue
from copydesk.claims.grammar import (
    ADVERBS,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    WEEKDAYS,
    Phrase,
    Token,
    Tokens,
    has_finite,
    is_finite,
    phrase_after,
)
from copydesk.claims.lexicon import BODIES, DOCUMENTS, MEDIA
from copydesk.claims.openings import content_start, past_addressed
from copydesk.claims.speakers import Floor, resolve
from copydesk.claims.subjects import main_subject
from copydesk.text.names import TITLES
from copydesk.text.normal import fold, straighten

_RELEASED = frozenset(
    "released published issued carried broadcast posted quoted reported translated read distributed"
    " circulated obtained aired televised".split()
)
_GROUND = frozenset(
    "statement interview letter remarks comments readout translation message speech article post recording video"
    " footage tape call broadcast testimony email memo".split()
)
_ADDRESSING = frozenset(("speaking to", "speaking with", "talking to", "writing in", "writing for"))
_SHORTEST_OPENING = 3
"""Tokens of the shortest `Speaking to Y` before a subject."""
_LONGEST_OPENING = 8
"""Tokens of a subject that opens a unit and that the grammar does not see whole."""
_MEETINGS = frozenset("conference briefing meeting hearing forum committee rally summit".split())
_GROUND_REACH = 24
"""How many tokens after a verb its `in an interview with X` or `in remarks carried by X` is looked for."""
_GROUND_BEFORE = 7
"""How many tokens before the `by` its document may stand: `in a recording of the first call released by Y`."""
_PASSING_ON = frozenset("say report announce write note state add quote confirm show read claim".split())
_CARRIED = frozenset("carried published ran broadcast aired printed posted released".split())
_ASSEMBLIES = frozenset("congress parliament senate cabinet bundestag knesset duma judge jurors lawmakers".split())


class Own:
    """The names of the outlet that an article stands at; `asked` are the names that were held against them."""

    def __init__(self, *names: str | None) -> None:
        self._names = tuple(fold(name).removeprefix("the ") for name in names if name)
        self.asked: dict[str, bool] = {}

    def holds(self, name: str) -> bool:
        """Whether a name is the outlet's; where that is unknown, `the Post` alone is what a page calls itself."""
        folded = fold(name).removeprefix("the ")
        alone = not self._names and folded in MEDIA and name[:1].isupper()
        named = any(folded in outlet or outlet in folded for outlet in self._names)
        self.asked[name] = alone or named or folded.startswith("this ")
        return self.asked[name]


def via_of(tokens: Tokens, cues: list[Cue], number: int, floor: Floor, *, own: Own) -> str | None:
    """The chain of sources of what a cue says, nearest first, joined by ` > `; None without any.

    `own` are the folded names of the article's own outlet, which is no nested source.
    """
    cue = cues[number]
    chain = [
        _source_name(tokens, cue.via, floor) if cue.via is not None else None,
        _addressed(tokens, cue, floor.cast),
        _opened(tokens, cue, floor),
        _introduced(tokens, cue, floor.cast),
        _ground(tokens, cue),
        _on_air(tokens, cue),
        _above(tokens, cues, number, floor),
        _outer(tokens, cues, number, floor),
    ]
    kept: list[str] = []
    for name in chain:
        if name and not own.holds(name) and name not in kept and not _is_speaker(tokens, cue, name):
            kept.append(name)
    return " > ".join(kept) or None


def carried_by(tokens: Tokens, cue: Cue) -> str | None:
    """The outlet of `X carried an article from Y in which Y said`, where the sentence opens with it."""
    for at in range(1, cue.first):
        active = is_finite(tokens, at) or tokens[at + 1].low in {"a", "an"}
        if tokens[at].low in _CARRIED and active:
            words = {token.low for token in tokens[at : cue.first]}
            phrase = main_subject(tokens) or _opening(tokens, at)
            media = phrase is not None and any(_is_medium(token) for token in tokens[phrase.first : phrase.last])
            return _name(tokens, phrase) if media and words & _GROUND else None
    return None


def _is_medium(token: Token) -> bool:
    """Whether a word is a noun for an outlet, also for several: `news agencies`."""
    return token.low in MEDIA or token.low.removesuffix("ies") + "y" in MEDIA or token.low.removesuffix("s") in MEDIA


def _opening(tokens: Tokens, verb: int) -> Phrase | None:
    """The words from the head of a unit to a verb, without those between that no name ends in."""
    last = verb
    while last and (tokens[last - 1].low in PREPOSITIONS or tokens[last - 1].low == "together"):
        last -= 1
    if not 0 < last <= _LONGEST_OPENING or not all(token.is_word for token in tokens[:last]):
        return None
    first = max((at + 1 for at in range(last) if tokens[at].low in PREPOSITIONS), default=0)
    return Phrase(first, last) if first < last else None


def _above(tokens: Tokens, cues: list[Cue], number: int, floor: Floor) -> str | None:
    """The document or outlet whose own statement holds this one: `the statement said that Y reaffirms ...`."""
    cue = cues[number]
    for other in cues[:number]:
        if other.shape == "source" and other.first == 0:
            return _source_name(tokens, other.subject, floor) if other.subject else None
        if other.shape != "before" or other.subject is None or other.bare or cue.subject is None:
            continue
        words = {token.low for token in tokens[other.subject.first : other.subject.last]}
        start = content_start(tokens, other)
        if words & (DOCUMENTS | MEDIA) and start is not None and cue.subject.first >= start:
            return _source_name(tokens, other.subject, floor)
    return None


def _source_name(tokens: Tokens, phrase: Phrase, floor: Floor) -> str | None:
    """A source by the name the article has for it: `the document` is the statement lately spoken of."""
    name = _name(tokens, phrase)
    if name is None or name[:1].isupper() or name.casefold() not in DOCUMENTS | {"it"}:
        return name
    found = resolve(tokens, phrase, floor)
    return found.name if found is not None else name


def _is_speaker(tokens: Tokens, cue: Cue, name: str) -> bool:
    if cue.subject is None:
        return False
    subject = _name(tokens, cue.subject)
    return subject is not None and fold(subject) == fold(name)


def _outer(tokens: Tokens, cues: list[Cue], number: int, floor: Floor) -> str | None:
    """`X said, according to Y`; `X announced ..., Y reported`."""
    cue = cues[number]
    for other in cues[number + 1 :]:
        if other.shape == "source" and cue.shape != "source":
            return _named_last(tokens, other.subject.first) if other.subject is not None else None
        if other.lemma not in _PASSING_ON:
            continue
        closes = other.shape == "after" or (other.shape == "before" and content_start(tokens, other) is None)
        if closes and other.subject is not None and not other.bare and cue.shape in {"before", "after", "participle"}:
            edge = min(other.subject.first, other.first)
            joined = edge and tokens[edge - 1].low == ","
            apart = cue.subject is not None and max(cue.subject.last, cue.first) <= edge
            holds = content_start(tokens, cue) is not None or _closes_quotation(tokens, cue, edge)
            if joined and apart and holds and not _is_same(tokens, other.subject, cue.subject):
                return _source_name(tokens, other.subject, floor)
    return None


def _closes_quotation(tokens: Tokens, cue: Cue, edge: int) -> bool:
    """Whether the second source stands right behind the first: `“...,” X said, Y reported`."""
    end = max(cue.last, cue.subject.last) if cue.subject is not None else cue.last
    inside = any(token.quotation is not None for token in tokens[cue.last : edge])
    before = any(token.quotation is not None for token in tokens[: cue.first])
    return inside or (before and not has_finite(tokens, end, edge) and edge - end <= _LONGEST_OPENING)


def other_than(via: str | None, speaker: Speaker | None) -> str | None:
    """A chain of sources without the speaker, also by a part of the name: `Mor said, according to Mor`."""
    own = set(fold(speaker.name).split()) if speaker is not None and speaker.kind == "person" else set()
    return " > ".join(one for one in (via or "").split(" > ") if not set(fold(one).split()) <= own) or None


def _is_same(tokens: Tokens, one: Phrase, other: Phrase | None) -> bool:
    """Whether two sources are one: the same words, or a pronoun that takes up the first."""
    return one == other or tokens[one.first].low in PRONOUNS - {"it"}


def _addressed(tokens: Tokens, cue: Cue, cast: Cast) -> str | None:
    """`told the broadcaster X`: an outlet that was told is the one that passes the words on."""
    if cue.lemma != "tell" or cue.shape != "before":
        return None
    last = past_addressed(tokens, cue.last)
    phrase = Phrase(cue.last, last) if last > cue.last else None
    return _name(tokens, phrase) if phrase is not None and _is_media(tokens, phrase, cast) else None


def _is_media(tokens: Tokens, phrase: Phrase, cast: Cast) -> bool:
    words = [token for token in tokens[phrase.first : phrase.last] if token.low != "the"]
    named = [token for token in words if token.is_capital]
    if not words or words[0].low == "this" or any(token.low in _MEETINGS for token in words):
        return False
    if not named:
        return len(words) > 1 and words[-1].low in MEDIA and words[0].low not in DETERMINERS
    if any(token.low in MEDIA for token in words):
        return True
    lows = {token.low for token in words}
    if len(named) < len(words) or lows & (BODIES | _ASSEMBLIES) or named[-1].low in cast.fullest:
        return False
    known = cast.kinds.get(" ".join(token.text for token in named), "body")
    return known == "body" and not (named[0].low.endswith("s") and phrase.last - phrase.first > len(words))


def _opened(tokens: Tokens, cue: Cue, floor: Floor) -> str | None:
    """`In a joint statement released by Y, X called on ...`: a document with a name or a publisher of its own."""
    if not tokens or tokens[0].low not in {"in", "during", "according"} or cue.subject is None or cue.subject.first < 3:
        return None
    end = next((at for at, token in enumerate(tokens[: cue.subject.first]) if token.low == ","), None)
    if end is None:
        return None
    noun = next((at for at in range(1, end) if tokens[at].low in DOCUMENTS | {"interview"}), None)
    if noun is None:
        return None
    if tokens[noun].low == "interview":
        return _name(tokens, phrase_after(tokens, noun + 2)) if tokens[noun + 1].low == "with" else None
    speaker = resolve(tokens, cue.subject, floor)
    if tokens[noun].low == "statement" and speaker is not None and ";" in speaker.name and noun == 2:
        return document_name(floor.cast, "statement", tokens[noun].start)
    stop = next(
        (at for at in range(noun, end) if tokens[at].low in _RELEASED and tokens[at + 1].low not in {"by", "out"}), end
    )
    words = [token for token in tokens[1:stop] if token.low not in DETERMINERS]
    special = tokens[noun - 1].low not in DETERMINERS and tokens[noun - 1].low in {"joint", "final", "official"}
    released = any(token.low in _RELEASED for token in tokens[noun:stop])
    return " ".join(straighten(token.text) for token in words) if special or released else None


def _introduced(tokens: Tokens, cue: Cue, cast: Cast) -> str | None:
    """`Speaking to Y, X said`, `Writing in Y, X said`, `As reported by Y, X said`."""
    if cue.subject is None or cue.subject.first < _SHORTEST_OPENING:
        return None
    low = [token.low for token in tokens[:_SHORTEST_OPENING]]
    at = low[0] == "as"
    passed_on = low[at] in _RELEASED | {"cited"} and low[at + 1] == "by"
    addressed = " ".join(low[:2]) in _ADDRESSING
    if not passed_on and not addressed:
        return None
    phrase = phrase_after(tokens, at + 2)
    if phrase is None or phrase.last > cue.subject.first:
        return None
    return _name(tokens, phrase) if passed_on or _is_media(tokens, phrase, cast) else None


def _on_air(tokens: Tokens, cue: Cue) -> str | None:
    """`said on state television`: a station right behind the verb, or behind a day that follows it."""
    at = cue.last
    if at + 2 < len(tokens) and tokens[at].low == "on" and tokens[at + 1].low in WEEKDAYS:
        at += 2
    if cue.shape not in {"before", "after"} or at + 1 >= len(tokens) or tokens[at].low != "on":
        return None
    return _station(tokens, at + 1)


def _station(tokens: Tokens, at: int) -> str | None:
    """The station or outlet that a phrase names by its noun; none of somebody's own."""
    phrase = phrase_after(tokens, at)
    if phrase is None or tokens[phrase.first].low in POSSESSIVES:
        return None
    name = _name(tokens, phrase)
    words = [token.low for token in tokens[phrase.first : phrase.last]]
    told = name is not None and (" " in name or name[0].isupper())
    return name if told and any(word in MEDIA for word in words) else None


def document_name(cast: Cast, noun: str, place: int) -> str:
    """The name of the document that a bare noun takes up, or the noun."""
    found = document_before(cast, noun, place)
    return found.name if found is not None else noun


def _ground(tokens: Tokens, cue: Cue) -> str | None:
    """`said in an interview with Y`, `in a message read out by Y`, `in remarks carried by Y`."""
    for at in range(cue.verb + 1, min(cue.verb + _GROUND_REACH, len(tokens) - 1)):
        low = tokens[at].low
        if low == ";":
            return None
        behind = {token.low for token in tokens[max(cue.verb, at - _GROUND_BEFORE) : at]} & _GROUND
        if not behind:
            continue
        if low == "with" and "interview" in behind:
            return _name(tokens, phrase_after(tokens, at + 1))
        released = any(token.low in _RELEASED for token in tokens[at - 2 : at])
        if low == "by" and released:
            return _named_last(tokens, at + 1)
        if low in {"on", "in"} and released and (station := _station(tokens, at + 1)) is not None:
            return station
    return None


def _named_last(tokens: Tokens, at: int) -> str | None:
    """The publisher at a token, or the name that a comma sets beside it: `by her lawyer, Tuva Aas`."""
    phrase = phrase_after(tokens, at)
    if phrase is None:
        return None
    named = any(token.is_capital for token in tokens[phrase.first : phrase.last])
    if (
        not named
        and phrase.last + 1 < len(tokens)
        and tokens[phrase.last].low == ","
        and tokens[phrase.last + 1].is_capital
    ):
        return _name(tokens, phrase_after(tokens, phrase.last + 1))
    return _name(tokens, phrase)


def _leaves_name(words: list[Token], at: int) -> bool:
    """Whether a preposition ends a source's name: all but the `of` of `Bank of Norvane`."""
    low = words[at].low
    return low in PREPOSITIONS and not (low == "of" and at + 1 < len(words) and words[at + 1].is_capital)


def _name(tokens: Tokens, phrase: Phrase | None) -> str | None:
    """The name of a source: its capitalised words and the noun they own, or all its words."""
    if phrase is None:
        return None
    words = [token for token in tokens[phrase.first : phrase.last] if token.low not in DETERMINERS]
    cut = next((at for at in range(1, len(words)) if _leaves_name(words, at)), len(words))
    words = words[:cut]
    while words and words[-1].low in _RELEASED | ADVERBS | {"there", "recently"} and not words[-1].is_capital:
        words.pop()
    if not words:
        return None
    named = [token for token in words if token.is_capital]
    titled = words and words[0].low in TITLES
    last = words[-1]
    if named and (last.is_capital or titled) and not words[0].low.endswith("'s"):
        first = max(
            (at + 1 for at, word in enumerate(words[:-1]) if word.low in MEDIA and not word.is_capital), default=0
        )
        words = words[max(first, words.index(named[0])) :]
        if words[-1].low in MEDIA and not words[-1].is_capital:
            words = words[:-1]
    return " ".join(straighten(token.text) for token in words).strip(" '.,") or None
