"""A shallow grammar of English: tokens, closed word classes, noun phrases by their edges. No parser, no model."""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.claims.lexicon import BODIES, NOUNY, SPEECH
from copydesk.text import closed
from copydesk.text.normal import straighten
from copydesk.text.quotation import Quotation
from copydesk.text.sentences import paragraphs, sentences

# Abbreviations keep their stops, so that "the U.N. said" and "Mr. Mor said" are whole phrases.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|\b(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Prof|Lt|Col|Sgt|Capt|Jr|Sr|Inc|Corp|Co|Ltd)\.(?=[\s,;:)])"
    r"|[^\W_]+(?:(?:[-'’]|(?<=\d)[.,](?=\d)|\.(?=\w))[^\W_]+)*|[^\w\s]|_"
)

DETERMINERS = frozenset(
    "the a an this that these those its his her their our my your some any each every no both".split()
)
POSSESSIVES = frozenset("its his her their our my your".split())
PRONOUNS = frozenset("he she it they we i you".split())
RELATIVES = frozenset("who which whom whose that where when".split())
PREPOSITIONS = frozenset(
    "of in on at for from to by with about against into over under after before during between among through via"
    " within without near around behind beyond despite since until amid upon off across along past toward towards"
    " outside inside following including like alongside".split()
)
CONJUNCTIONS = frozenset(
    "that because when while as if although though whereas since unless until whether but so or nor yet"
    " than and".split()
)
AUXILIARIES = frozenset(
    "is are was were am be been being has have had having do does did will would can could may might shall should must"
    " isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't"
    " mustn't cannot it's he's she's they're we're i'm you're they've we've i've he'd she'd they'd we'd i'd it'll"
    " he'll she'll they'll we'll i'll that's there's".split()
)
# Subject and verb in one word: `they've`, `that's`.
CONTRACTED = frozenset(word for word in AUXILIARIES if "'" in word and not word.endswith("n't"))
# Past tenses that are irregular: a closed class, so a finite verb is seen without a dictionary.
_IRREGULAR_PASTS = frozenset(
    "went came took made got gave fell rose ran saw knew grew drew threw flew blew began broke brought bought built"
    " caught chose drove ate felt fought forgot froze held hid hit kept led left lost met paid rang rode sang sank sat"
    " sold sent shook shot slept spent stood stole struck swam taught told thought understood woke won wore wrote said"
    " became lay laid put let set hung dealt meant sought swore tore withdrew arose overtook spoke spread swung slid"
    " found kept fled bore beat burst cost hurt quit shut swept crept wept dug fed bred bound wound shone shrank sprang"
    " strode strove wove forgave forbade foresaw oversaw undertook mistook withstood underwent bent lent spun clung"
    " flung knelt leapt lit sped slew shed trod".split()
)
# Common present tenses of the third person that stand in news outside attributions.
_PRESENTS = frozenset(
    "remains wants needs goes comes takes makes gives gets keeps holds leads runs becomes faces plans hopes expects"
    " seems appears includes follows begins brings leaves means knows lies stands looks works lives plays pays"
    " want need remain".split()
)
ADVERBS = frozenset(
    "also further later then still already previously earlier again often once never always just even only first now"
    " today"
    " yesterday meanwhile however instead too have has had not both all has reportedly simply even long".split()
)
_ED_NOUNS = frozenset(
    "need feed seed weed speed breed indeed hundred bleed creed deed greed heed reed shed sled".split()
)
_LY_NOUNS = frozenset("family assembly supply reply monopoly anomaly butterfly jelly italy july elderly ally".split())
WEEKDAYS = frozenset(closed.WEEKDAYS)
MONTHS = frozenset([*closed.MONTHS, *(month[:3] for month in closed.MONTHS), "sept"])
_TIME_HEADS = frozenset(
    "yesterday today tonight earlier later meanwhile separately however but and so still moreover nevertheless last"
    " this next then now instead afterwards also yet elsewhere".split()
)


LONGEST = 200
"""Tokens of the longest unit: no sentence has more, and a page without stops must not take quadratic time."""


class Token(NamedTuple):
    """A word, a mark, or a whole quotation; `low` is the word folded for comparing, `quotation` its number."""

    text: str
    low: str
    start: int
    end: int
    quotation: int | None = None

    @property
    def is_word(self) -> bool:
        """Whether this is a word or number outside quotation marks."""
        return self.quotation is None and (self.text[0].isalnum())

    @property
    def is_capital(self) -> bool:
        """Whether this is a word with a capital or a digit at its head."""
        return self.is_word and not self.text[0].islower()


Tokens = tuple[Token, ...]


class Unit(NamedTuple):
    """A sentence whose quotations are single tokens, and the number of its paragraph."""

    tokens: tuple[Token, ...]
    paragraph: int


class Phrase(NamedTuple):
    """Tokens `first` to `last` (excluded) of a unit."""

    first: int
    last: int


def units(text: str, quoted: list[Quotation]) -> list[Unit]:
    """The sentences of a text as tokens; a stop inside quotation marks ends none of them."""
    found: list[Unit] = []
    bounds = _bounds(text, quoted)
    starts = [start for start, _ in paragraphs(text)]
    paragraph = number = 0
    for start, end in bounds:
        while paragraph + 1 < len(starts) and starts[paragraph + 1] <= start:
            paragraph += 1
        while number < len(quoted) and quoted[number].end <= start:
            number += 1
        tokens = tuple(_tokens(text, start, end, quoted, number=number))
        found.extend(Unit(tokens[at : at + LONGEST], paragraph) for at in range(0, max(1, len(tokens)), LONGEST))
    return found


def _bounds(text: str, quoted: list[Quotation]) -> list[tuple[int, int]]:
    """Sentences, glued together where a quotation spans their border."""
    bounds: list[tuple[int, int]] = []
    number = 0
    for start, end in sentences(text):
        while number < len(quoted) and quoted[number].end < start:
            number += 1
        inside = number < len(quoted) and quoted[number].start < start <= quoted[number].end
        if inside and bounds and quoted[number].start <= bounds[-1][1]:
            bounds[-1] = (bounds[-1][0], end)
        else:
            bounds.append((start, end))
    return bounds


def _tokens(text: str, start: int, end: int, quoted: list[Quotation], *, number: int) -> list[Token]:
    tokens: list[Token] = []
    place = start
    while place < end:
        following = quoted[number] if number < len(quoted) else None
        stop = end if following is None else min(end, max(place, following.outer[0]))
        tokens.extend(_words(text, place, stop))
        if following is None or following.outer[0] >= end:
            break
        opening, close = following.outer
        tokens.append(Token('"', '"', opening, close, number))
        place, number = close, number + 1
    return tokens


def _words(text: str, start: int, end: int) -> list[Token]:
    return [
        Token(found.group(), straighten(found.group()).casefold(), found.start(), found.end())
        for found in _TOKEN.finditer(text, start, end)
    ]


def is_finite(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the token is probably a finite verb: an auxiliary, an irregular past, or a regular one."""
    token = tokens[at]
    low = token.low
    if token.quotation is not None or not token.text[0].islower():
        return False
    if low in AUXILIARIES or low in _PRESENTS:
        return True
    before = tokens[at - 1].low if at else ""
    if before in DETERMINERS or before in PREPOSITIONS:
        return False
    form = SPEECH.get(low)
    if low in _IRREGULAR_PASTS or (form is not None and form.shape == "s" and low not in NOUNY):
        return True
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return len(low) > 3 and low.endswith("ed") and following != "by" and low not in _ED_NOUNS


def has_finite(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether a finite verb stands among these tokens."""
    return any(is_finite(tokens, at) for at in range(first, last))


def is_adverb(low: str) -> bool:
    """Whether a word may stand between a subject and its verb."""
    if low in CONTRACTED:
        return False
    return low in ADVERBS or low in AUXILIARIES or (len(low) > 4 and low.endswith("ly") and low not in _LY_NOUNS)


def phrase_before(tokens: tuple[Token, ...], end: int) -> Phrase | None:
    """The noun phrase that ends right before token `end`, as far left as no mark, verb or conjunction stops it."""
    first = end
    while first > 0 and _continues_left(tokens, first - 1, end):
        first -= 1
    while first < end and not tokens[first].is_word and tokens[first].text not in "$£€":
        first += 1
    first = _trim_adverbial(tokens, first, end)
    return Phrase(first, end) if first < end else None


def _continues_left(tokens: tuple[Token, ...], at: int, end: int) -> bool:
    token = tokens[at]
    if token.quotation is not None:
        return False
    if not token.is_word:
        return token.text in "$£€%&'’." and at + 1 < end
    if token.low == "and":
        return at > 0 and at + 1 < end and _is_joined(tokens, at)
    if token.low in CONJUNCTIONS or token.low in RELATIVES or token.low == "what":
        return False
    if token.low in PRONOUNS and at + 1 < end:
        return False
    if is_finite(tokens, at):
        return False
    form = SPEECH.get(token.low)
    adjective = at > 0 and tokens[at - 1].low in DETERMINERS
    return form is None or form.shape not in {"past", "s"} or token.low in NOUNY or adjective


def _is_joined(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether `and` at this token joins two names (`Tenants' and Owners' League`), or a name and those of its owner."""
    before = at - 2 if at > 1 and tokens[at - 1].text in "'’" else at - 1
    return tokens[before].is_capital and (tokens[at + 1].is_capital or tokens[at + 1].low in POSSESSIVES)


def _trim_adverbial(tokens: tuple[Token, ...], first: int, end: int) -> int:
    """Where the phrase begins without a place or time said before it: `Last week the minister`."""
    head = tokens[first].low if first < end else ""
    if head not in PREPOSITIONS and head not in _TIME_HEADS:
        return first
    for at in range(first + 1, end):
        low = tokens[at].low
        opens = low in DETERMINERS or low in PRONOUNS or (tokens[at].is_capital and not tokens[at - 1].is_capital)
        own = tokens[at - 1].low in PREPOSITIONS or tokens[at - 1].low in DETERMINERS
        if opens and not own and low not in WEEKDAYS:
            return at
        if low in WEEKDAYS and at + 1 < end:
            return at + 1
    return first if head in PREPOSITIONS else min(first + 1, end - 1)


def phrase_after(tokens: tuple[Token, ...], start: int) -> Phrase | None:
    """The noun phrase that begins at token `start`, up to a mark, a verb, or a preposition that leaves it."""
    last = start
    named = False
    while last < len(tokens) and _continues_right(tokens, last, start, named=named):
        named = named or tokens[last].is_capital
        last += 1
    while last > start + 1 and tokens[last - 1].low in PREPOSITIONS:
        last -= 1
    return Phrase(start, last) if last > start else None


_OF_A_NAME = frozenset(("of", "de", "von", "van", "bin", "al"))


def _continues_right(tokens: tuple[Token, ...], at: int, start: int, *, named: bool) -> bool:
    token = tokens[at]
    if token.quotation is not None:
        return False
    if not token.is_word:
        return token.text in "$£€%&'’." and at + 1 < len(tokens) and at > start
    if token.low == "and":
        return at > start and at + 1 < len(tokens) and _is_joined(tokens, at)
    if (token.low in CONJUNCTIONS or token.low in RELATIVES) and at > start:
        return False
    if token.low in PREPOSITIONS:
        if at > start + (tokens[start].low in DETERMINERS) and _joins_name(tokens, at):
            return True
        return at > start and (token.low in _OF_A_NAME or (not named and not _is_time(tokens, at + 1)))
    if (
        token.low == "not"
        or token.low in WEEKDAYS
        or token.low in _TIME_HEADS
        or (token.low in PRONOUNS and at > start)
    ):
        return False
    if token.low in DETERMINERS and at > start and tokens[at - 1].low not in PREPOSITIONS | {"all", "both", "half"}:
        return False
    return at == start or not is_finite(tokens, at)


def _joins_name(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a preposition stands inside the name of a body: `Institute for Fiscal Studies`."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    named = following is not None and (following.is_capital or following.low == "the")
    return named and tokens[at - 1].is_capital and tokens[at - 1].low in BODIES and not _is_time(tokens, at + 1)


def _is_time(tokens: tuple[Token, ...], at: int) -> bool:
    return at < len(tokens) and (tokens[at].low in WEEKDAYS or tokens[at].low in _TIME_HEADS)
