"""Words by which furniture gives itself away, in the languages most news is read in. Never the only evidence.

The phrases stand in `cues.tsv`, one a line with its cue and its language. They are closed and general: words of a
function (newsletter, reader comment, agency credit), never of a site. A phrase is a regular expression whose first
word begins with plain letters, five of them or the whole word; `cues_of` tries only the cues of which a text holds
such a beginning. Phrases in scripts without spaces between words are looked for anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntFlag, auto
from pathlib import Path

from copydesk.articles.vocabulary import words_in

PHRASES = Path(__file__).with_name("cues.tsv")


class Cue(IntFlag):
    """What the words of a piece speak of."""

    SHARE = auto()
    PROMOTION = auto()
    OFFER = auto()
    COMMENTS = auto()
    RELATED = auto()
    LEGAL = auto()
    PHOTO = auto()
    BY = auto()
    LABEL = auto()
    CREDIT = auto()


# These open a line; the others may stand anywhere in it.
_OPENING = Cue.RELATED | Cue.LABEL | Cue.CREDIT | Cue.BY
# Scripts that put no space between words.
DENSE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STEM = 5
_PLAIN = re.compile(r"[^\W\d_]{1,5}")

# Names of months by their first letters: so a pattern finds in half the time that a word is none.
MONTH_NAMES = (
    "a(?:pr(?:il|ile)?|br(?:il)?|vril|ug(?:ust|ustus)?|o\u00fbt|go(?:sto)?)|d(?:ec(?:ember)?|\u00e9c(?:embre)?"
    "|ez(?:ember|embro)?|ic(?:iembre|embre)?)|ener?o?|f(?:eb(?:ruary|ruar|rero|braio|ruari)?|[e\u00e9]v(?:rier|ereiro)?)"
    "|g(?:ennaio|iugno)|j(?:an(?:uary|uar|vier|eiro|uari)?|une?|uni|uin|unio|unho|uly?|uli|uillet|ulio|ulho)|luglio"
    "|m(?:ar(?:ch|s|zo|\u00e7o)?|\u00e4r(?:z)?|aart|ay|ai|ayo|aio|aggio|ei)|nov(?:ember|embre|iembre|embro)?"
    "|o(?:ct(?:ober|obre|ubre)?|kt(?:ober)?|ut(?:ubro)?|tt(?:obre)?)"
    "|s(?:ep(?:t(?:ember|embre|iembre)?)?|et(?:embro|tembre)?)"
)
DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?(?:{MONTH_NAMES})\b\.?(?:,?\s+(?:de\s+)?\d{{4}})?"
    rf"|(?:{MONTH_NAMES})\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?)"
    r"|(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)|\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d))"
    r"|\d{4}\s*[\u5e74\ub144]\s*\d{1,2}\s*[\u6708\uc6d4]\s*\d{1,2}\s*[\u65e5\uc77c]",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d{2}\s*(?:[ap]\.?m\.?)?(?:\s*[A-Z]{2,4}\b)?|\b\d{1,2}\s*[ap]\.?m\.?\b", re.IGNORECASE
)
AGE = re.compile(
    r"(?:(?<!\d)\d+|\ban?|\bone)\s*(?:s|sec|min|m|h|hr|d|w|mo|y)?(?:econd|ute|our|ay|eek|onth|ear)?s?\s+(?:ago|old)\b"
    r"|\b(?:vor|il y a|hace|h\u00e1|fa)\s+\d+",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:posted|published|updated|last|modified"
    r"|first|today|is|on|at|am|pm|gmt|utc|cet|[ecmp][sd]?t|bst|uhr|by|the|of|and|publi\u00e9|mis|\u00e0|jour|le|stand"
    r"|ver\u00f6ffentlicht|aktualisiert|publicado|actualizado|min|read|edition|issue)\b",
    re.IGNORECASE,
)
BY = re.compile(
    r"^\s*(?:written by|posted by|reported by|by|von|par|por|de|di|door|av|af|text|autor(?:in)?|author|story)"
    r"\s*[:\-\u2013]?\s+(?=\S)",
    re.IGNORECASE,
)
NO_PERSON = frozenset(
    "staff desk reporter reporters editor editors editorial team news newsroom agency agencies wire wires "
    "press correspondent correspondents bureau admin administrator contributor contributors service services "
    "media network post posts times report reports writer writers author authors office company group channel "
    "radio tv online digital web daily guest user redaktion redaktor rédaction redacción redacao redação "
    "redazione redactie agentur agence agencia comments comment share photo photos video published updated "
    "posted subscribe follow email print ".split()
)
ROLE = re.compile(
    r"\s+(?:in|at|from|for|reports?|with|on|of|aus|\u00e0|en|w)\s+.*$"
    r"|\s*[|/\u2022\u00b7\u2013\u2014].*$|\s*\(.*$|\s+@\S+.*$|\s+\S+@\S+.*$",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"(?i:\b(?:sources?|quelle|fuente|fonte|bron)\s*:|\bvia|\bwith (?:additional )?reporting (?:from|by)"
    r"|\bby arrangement with|\bcourtesy of|\b(?:published|appeared) (?:by|in|on|at)|\breprinted from)"
    r"\s+(?P<name>(?:[Tt]he\s+)?[A-Z][\w&'\u2019-]*(?:\.\w+)*(?:\s+(?:of\s+)?[A-Z][\w&'\u2019-]*(?:\.\w+)*){0,4})"
)
# An offer speaks to the reader; a report about subscribers does not.
OFFER = re.compile(
    r"\b(?:sign up (?:here|now|today)|sign up (?:for|to) (?:our|the)\b.{0,40}(?:newsletter|e?mails?"
    r"|letter|briefing|updates)"
    r"|subscribe (?:here|now|today)|subscribe to (?:our|my|us|the .{0,30}newsletter)"
    r"|consider (?:supporting (?:us|our|my)|a donation|(?:subscribing"
    r"|becoming a (?:\w+ ){0,3}(?:subscriber|member|supporter)))"
    r"|become a (?:\w+ ){0,3}(?:subscriber|supporter)|become a member (?:today|now|of our)"
    r"|support (?:our|my) (?:work|journalism)|(?:for|to) our (?:free )?newsletter|in your inbox|have a tip\?"
    r"|get (?:the|our) .{0,40}newsletter|download (?:the|our) app|read the original article|follow us on"
    r"|click here to (?:subscribe|sign|join)|jetzt (?:abonnieren|anmelden|registrieren)|abonnez-vous|inscrivez-vous"
    r"|newsletter (?:abonnieren|bestellen)|suscr\u00edbete|reg\u00edstrate|iscriviti|inscreva-se)\b",
    re.IGNORECASE,
)
# One of these stands in every offer, for the most part not as its first word.
_OFFER_STEMS = (
    *("sign", "subsc", "suppo", "donat", "becom", "newsl", "inbox", "tip", "downl", "origi", "follo", "click"),
    *("jetzt", "abonn", "inscr", "suscr", "reg\u00eds", "iscri"),
)
_BY_STEMS = "writt poste repor by von par por de di door av af text autor autho story".split()


def _phrases() -> Iterator[tuple[Cue, str]]:
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        name, _, phrase = line.split("\t")
        yield Cue[name.upper()], phrase


def _pattern(cue: Cue, phrases: Sequence[str], *more: str) -> re.Pattern[str]:
    """The regular expression of some phrases of a cue; `more` are regular expressions that need no word's border."""
    spaced = [phrase + r"\b" * (phrase[-1] not in ":.") for phrase in phrases if not DENSE.search(phrase)]
    dense = [phrase for phrase in phrases if DENSE.search(phrase)]
    start, border = (r"^[\W_]*", "") if cue & _OPENING else ("", r"\b")
    parts = [f"{start}{border}(?:{'|'.join(spaced)})"] if spaced else []
    parts += [f"{start}(?:{'|'.join(dense)})"] if dense else []
    return re.compile("|".join([*parts, *more]), re.IGNORECASE)


_ALL = tuple(_phrases())
_OF_CUE = {cue: [phrase for one, phrase in _ALL if one is cue] for cue in Cue}
# What no list of phrases can say.
_SHARE_ALONE, _YEAR_OF_RIGHTS, _TRANSLATED = r"^share$", r"\(c\)\s*\d{4}", r"^.{0,40}; translated from\b"
SHARE = _pattern(Cue.SHARE, _OF_CUE[Cue.SHARE], _SHARE_ALONE)
PROMOTION = _pattern(Cue.PROMOTION, _OF_CUE[Cue.PROMOTION])
COMMENTS = _pattern(Cue.COMMENTS, _OF_CUE[Cue.COMMENTS])
RELATED = _pattern(Cue.RELATED, _OF_CUE[Cue.RELATED])
LEGAL = _pattern(Cue.LEGAL, _OF_CUE[Cue.LEGAL], r"\u00a9", _YEAR_OF_RIGHTS)
PHOTO = _pattern(Cue.PHOTO, _OF_CUE[Cue.PHOTO])
LABEL = _pattern(Cue.LABEL, _OF_CUE[Cue.LABEL])
CREDIT = _pattern(Cue.CREDIT, _OF_CUE[Cue.CREDIT], r"^\W*\u00a9 \d{4} (?:the )?associated\b", _TRANSLATED)
Tried = tuple[tuple[int, re.Pattern[str]], ...]


def _by_stem(*, opening: bool) -> dict[str, Tried]:
    """The phrases to try where a word, or the first word, has these first letters."""
    phrases: dict[tuple[str, Cue], list[str]] = {}
    for cue, phrase in _ALL:
        if (first := _PLAIN.match(phrase)) and bool(cue & _OPENING) is opening:
            phrases.setdefault((first.group(), cue), []).append(phrase)
    found: dict[str, Tried] = dict.fromkeys(_BY_STEMS, ((Cue.BY.value, BY),)) if opening else {}
    for (stem, cue), own in phrases.items():
        found[stem] = (*found.get(stem, ()), (cue.value, _pattern(cue, own)))
    return found


# Phrases that open a text; phrases that begin where the word does; and what else is looked for in the whole text where
# a word begins so.
_BY_FIRST_STEM = _by_stem(opening=True)
_BY_STEM = _by_stem(opening=False)
_ELSEWHERE: dict[str, tuple[int, re.Pattern[str]]] = {
    **dict.fromkeys(_OFFER_STEMS, (Cue.OFFER.value, OFFER)),
    "share": (Cue.SHARE.value, re.compile(_SHARE_ALONE, re.IGNORECASE)),
    "c": (Cue.LEGAL.value, re.compile(_YEAR_OF_RIGHTS, re.IGNORECASE)),
    "trans": (Cue.CREDIT.value, re.compile(_TRANSLATED, re.IGNORECASE)),
}
_STEMS = frozenset((*_BY_STEM, *_ELSEWHERE))
# Without one of these as the first five letters of a word, of its first word, a text in spaced words holds no cue.
ANY_STEMS, FIRST_STEMS = _STEMS, frozenset(_BY_FIRST_STEM)
_DENSE = tuple(
    (cue.value, _pattern(cue, own)) for cue in Cue if (own := [one for one in _OF_CUE[cue] if DENSE.search(one)])
)
_COPYRIGHT = ((Cue.LEGAL.value, LEGAL), (Cue.CREDIT.value, CREDIT))
# A line is asked about several times while its page is read, and lines of furniture recur on the pages of a site.
_REMEMBERED, _MOST_REMEMBERED = 4096, 32_768
# Furniture is short, and a cue in the middle of a long paragraph tells nothing.
LOOKED_AT = 300


def cues_of_all(texts: Iterable[str]) -> list[int]:
    """The cues of each of these texts, as `cues_of` gives them."""
    known = _known.get
    return [cues_of(text) if (found := known(text)) is None else found for text in texts]


def cues_of(text: str) -> int:
    """The cues in the first 300 characters of a text, as the value of a `Cue`."""
    text = text if len(text) <= LOOKED_AT else text[:LOOKED_AT]
    found = _known.get(text)
    if found is None:
        found = search_cues(text)
        if len(_known) > _MOST_REMEMBERED:
            _known.clear()
        _known[text] = found
    return found


# The cues of texts, and whether they are lines of a date, as is found below. No cache of the library can be told what
# is known already.
_known: dict[str, int] = {}
_dated: dict[str, bool] = {}


def remember(cues: Iterable[tuple[str, int]], undated: Iterable[str]) -> None:
    """Spare `cues_of` and `is_date_line` the search in texts of which they are told: those of several pages together.

    `cues` are texts with their cues, `undated` those that are no lines of a date.

    What was known before may be forgotten here, and not while those pages are read.
    """
    if len(_known) > _REMEMBERED:
        _known.clear()
        _dated.clear()
    _known.update(cues)
    _dated.update(dict.fromkeys(undated, False))


def search_cues(text: str) -> int:
    """The cues in a text of at most 300 characters, looked for whatever is known of it."""
    stems = [word[:_STEM] for word in words_in(text.lower())]
    own = _STEMS.intersection(stems)
    found = cues_among(text, stems[0] if stems else "", dict.fromkeys(own, ()))
    for stem in own:
        for cue, pattern in _BY_STEM.get(stem, ()):
            if not found & cue and pattern.search(text):
                found |= cue
    if not text.isascii():
        for cue, pattern in (*(_DENSE if DENSE.search(text) else ()), *(_COPYRIGHT if "\u00a9" in text else ())):
            if pattern.search(text):
                found |= cue
    return found


def cues_among(text: str, first: str, stems: Mapping[str, Sequence[int]]) -> int:
    """The cues in a text of at most 300 characters, given its first word and where others begin, by their letters.

    Of each word the first five letters count, in lower case.
    """
    found = 0
    for cue, pattern in _BY_FIRST_STEM.get(first, ()):
        if not found & cue and pattern.match(text):
            found |= cue
    for stem, places in stems.items():
        for cue, pattern in _BY_STEM.get(stem, ()):
            if not found & cue and _fits(pattern, text, places):
                found |= cue
    # One pattern for a cue: patterns in a set would be told apart by the whole of their code, each time anew.
    for cue, pattern in dict([_ELSEWHERE[stem] for stem in stems if stem in _ELSEWHERE]).items():
        if not found & cue and (_offers(text) if pattern is OFFER else pattern.search(text)):
            found |= cue
    return found


def _fits(pattern: re.Pattern[str], text: str, places: Sequence[int]) -> bool:
    for place in places:  # noqa: SIM110 - a generator costs more than most of the tries
        if pattern.match(text, place):
            return True
    return False


# Without one of these there is no offer (`OFFER`): to look for them costs a tenth of what the search costs.
_OF_OFFERS = (
    *("sign up ", "subscribe ", "consider ", "become a ", "support our ", "support my ", "our newsletter"),
    *("our free newsletter", "in your inbox", "have a tip", "get the ", "get our ", "download the ", "download our "),
    *("read the orig", "follow us on", "click here to ", "jetzt ", "abonnez-vous", "inscrivez", "newsletter abo"),
    *("newsletter best", "suscr\u00edbete", "reg\u00edstrate", "iscriviti", "inscreva-se"),
)
# Letters that are equal to others but for case, in patterns only.
_ODD = re.compile("[\u0130\u0131\u017f\u212a]")


_SMALL_OFFER = re.compile(OFFER.pattern)


def _offers(text: str) -> bool:
    """Whether a text holds an offer; in small letters, in which it is found in a third of the time."""
    if not text.isascii() and _ODD.search(text):
        return OFFER.search(text) is not None
    small = text.lower()
    return _holds(small, _OF_OFFERS) and _SMALL_OFFER.search(small) is not None


def _holds(text: str, parts: Sequence[str]) -> bool:
    for part in parts:  # noqa: SIM110 - a generator costs more than the search
        if part in text:
            return True
    return False


_DIGIT = re.compile(r"\d")
_LONGER_WORD = re.compile(r"[^\W\d_]{2,}")
_WORDS_OF_SENTENCE = 4
# One of these stands in every age.
_AGE_WORDS = ("ago", "old", "vor", "y a", "hace", "h\u00e1", "fa")


_OF_LINE = (DATE, AGE, CLOCK, _DATE_WORDS)
_SMALL = tuple(re.compile(one.pattern.replace("[A-Z]", "[a-z]")) for one in _OF_LINE)
# The same dates in small letters, tried only where a number begins or a word with the first letter of a month:
# a search for one of a set of characters is many times as fast as one for a pattern that may begin with others.
_DATED = re.compile(rf"[0-9adefgjlmnos](?<![a-z_0-9][a-z])(?<![0-9][0-9])(?<=(?={_SMALL[0].pattern}).)", re.DOTALL)
# That would miss some in texts with letters that are equal to others but for case, with a year in Chinese or Korean,
# which may begin amid figures, or with figures of other scripts.
_UNLIKE = re.compile(r"[\u0130\u0131\u017f\u212a\u5e74\ub144]|(?![0-9])\d")


def _is_plain(text: str) -> bool:
    """Whether dates in a text are found in its small letters as well."""
    return text.isascii() or _UNLIKE.search(text) is None


def holds_date(text: str) -> bool:
    """Whether a text holds a date with its day and month (`DATE`)."""
    if not _DIGIT.search(text):
        return False
    return (_DATED.search(text.lower()) if _is_plain(text) else DATE.search(text)) is not None


def is_date_line(text: str) -> bool:
    """Whether a line holds a date or an age and little else; a short sentence with a date in it is none."""
    if len(text) > _LONGEST_DATE:
        return False
    found = _dated.get(text)
    if found is None:
        found = _is_date_line(text)
        if len(_dated) > _MOST_REMEMBERED:
            _dated.clear()
        _dated[text] = found
    return found


_LONGEST_DATE = 160
# A line of a date has at most so many letters beside it and beside the words that belong to it.
BESIDE_DATE = 24


def _is_date_line(text: str) -> bool:
    if not (_DIGIT.search(text) or text.endswith((" ago", " old"))):
        return False
    small = text.lower()
    aged = _holds(small, _AGE_WORDS)
    # In small letters, where they are told apart, patterns are found faster than without regard to case.
    told, (date, age, clock, words) = (small, _SMALL) if _is_plain(text) else (text, _OF_LINE)
    if not (_DATED if told is small else date).search(told) and not (aged and age.search(told)):
        return False
    rest = date.sub("", told)
    rest = words.sub("", clock.sub("", age.sub("", rest) if aged else rest))
    if text.endswith(".") and len(_LONGER_WORD.findall(rest)) >= _WORDS_OF_SENTENCE:
        return False
    return sum(map(str.isalpha, rest)) <= BESIDE_DATE
