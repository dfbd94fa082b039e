"""The encoding of bytes that do not say it: read by each that the web used, they are words in one of them alone.

Of every encoding it is known which languages were written in it. The bytes are read by all of them, a classifier of
languages says how likely the outcome is one of those, and what no writing does counts against it: capitals within
words, signs within words, letters of two scripts, Thai vowels without a consonant, characters hardly ever used.
Measured on sentences in 24 languages and encodings: of 25 letters 96 in 100 are read rightly, of 50 and more all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from copydesk.settings import PageSettings


class _Legacy(NamedTuple):
    """An encoding, the languages written in it, the script it is for (Latin: None), and usual first bytes of pairs."""

    name: str
    languages: frozenset[str]
    script: re.Pattern[str] | None = None
    pairs: bytes | None = None


def _legacy(name: str, languages: str, script: str | None = None, pairs: Sequence[range] = ()) -> _Legacy:
    usual = bytes(byte for span in pairs for byte in span) or None
    return _Legacy(name, frozenset(languages.split()), re.compile(f"[{script}]") if script else None, usual)


CENTRAL = "cs hu pl ro sk sl hr bs sr sq"
CYRILLIC = "\u0400-\u04ff"
CANDIDATES = (
    _legacy("cp1252", "af an br ca cy da de en es eu fi fo fr ga gl id is it lb ms nb nl nn no oc pt sv sw wa"),
    _legacy("cp1250", CENTRAL),
    _legacy("iso8859-2", CENTRAL),
    _legacy("cp1254", "tr az ku"),
    _legacy("cp1257", "lt lv et"),
    _legacy("cp1258", "vi"),
    _legacy("cp1255", "he", "\u05d0-\u05ea"),
    _legacy("cp1251", "ru uk bg mk sr be kk mn ky", CYRILLIC),
    _legacy("koi8-r", "ru", CYRILLIC),
    _legacy("koi8-u", "uk", CYRILLIC),
    _legacy("cp866", "ru", CYRILLIC),
    _legacy("iso8859-5", "ru bg", CYRILLIC),
    _legacy("cp1253", "el", "\u0370-\u03ff"),
    _legacy("cp1256", "ar fa ur ps ug", "\u0600-\u06ff"),
    _legacy("cp874", "th", "\u0e00-\u0e7f"),
    # The characters of everyday writing stand in the first rows: kana and signs, then the first level of characters.
    _legacy("cp932", "ja", pairs=(range(0x81, 0x84), range(0x88, 0x98))),
    _legacy("euc_jp", "ja", pairs=(range(0xA1, 0xA6), range(0xB0, 0xD0))),
    _legacy("cp949", "ko", pairs=(range(0xA1, 0xA4), range(0xB0, 0xC9))),
    _legacy("gb18030", "zh", pairs=(range(0xA1, 0xA4), range(0xB0, 0xD8))),
    _legacy("big5hkscs", "zh", pairs=(range(0xA1, 0xC7),)),
)
"""The order decides where two are as likely: the bytes of Hebrew without points are those of small Cyrillic letters,
Korean syllables those of Chinese characters, and hardly ever the other way round."""

TAG = re.compile(rb"<(/?[a-z]{0,20})[^<>]{0,5000}>|\n", re.I)
NO_WORDS = (b"script", b"style")
FEW_PAIRS, MOST_PAIRS = 8, 0.8
"""So many pairs on end do not come about by chance; news texts have 90 % and more of their characters in usual rows."""
PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[A-Za-z]")
NO_TEXT = re.compile("[\x80-\x9f\ue000-\uf8ff\ufffd]")
SIGN_AT_WORD = re.compile(r"(?<=[^\W\d_])[¡¢£¤¥¦§¨©¬¯±²³¶¸¹¼½¾¿×÷]")
CASED = [chr(code) for code in range(0x41, 0x530)]
CAPITAL_WITHIN = re.compile(f"(?<=[{''.join(filter(str.islower, CASED))}])[{''.join(filter(str.isupper, CASED))}]")
THAI_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
THAI_MARKED = re.compile("[\u0e01-\u0e2e\u0e31\u0e34-\u0e3a\u0e47-\u0e4e][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def found_out(raw: bytes, *, settings: PageSettings) -> str | None:
    """Python's name of the legacy encoding that some bytes are most likely in; None when they read well by none."""
    if b"\x1b$B" in raw:
        return "iso2022_jp"
    sample = telling(raw, settings.detected_bytes)
    best, most = None, settings.least_likely
    for candidate in CANDIDATES:
        text = sample.decode(candidate.name, "replace")
        chance = _plausible(text, sample, candidate, settings=settings)
        if chance > most and (chance := chance * _spoken(text, candidate.languages)) > most:
            best, most = candidate.name, chance
    return best


def telling(raw: bytes, most: int) -> bytes:
    """The stretches of a page that are no markup and hold bytes beyond ASCII, as many as fit into so many bytes."""
    pieces: list[bytes] = []
    size = place = 0
    aside = b""
    for found in TAG.finditer(raw):
        piece, place, name = raw[place : found.start()], found.end(), (found[1] or b"").lower()
        if not aside and not piece.isascii():
            pieces.append(piece[:most])
            size += len(pieces[-1])
            if size >= most:
                return b"\n".join(pieces)
        if aside:
            aside = b"" if name == b"/" + aside else aside
        elif name in NO_WORDS:
            aside = name
    return b"\n".join([*pieces, b"" if aside else raw[place : place + most]])


def _plausible(text: str, raw: bytes, candidate: _Legacy, *, settings: PageSettings) -> float:
    """How far the text keeps to what all writing does, in any language: 0 not at all, 1 in all, 2 beyond chance."""
    beyond = [sign for sign in text if sign > "\x7f"]
    broken = len(NO_TEXT.findall(text))
    if broken > 1 + len(beyond) // 50:
        return 0.0
    chance = 1.0 - broken / max(1, len(beyond))
    if candidate.pairs is not None:
        chance *= _in_pairs(text, raw, candidate.pairs)
    elif candidate.script is not None:
        chance *= _in_script(text, beyond, candidate.script)
    elif len(beyond) > sum(map(str.isalpha, text)) * settings.accents_share:
        chance *= 0.1
    odd = sum(not text[at.start() - 1 : at.end()].isascii() for at in CAPITAL_WITHIN.finditer(text))
    odd += len(SIGN_AT_WORD.findall(text))
    shouted = sum(map(str.isupper, beyond)) > len(beyond) / 2
    return chance * (1.0 if odd <= len(beyond) // 50 else 0.1) * (0.5 if shouted else 1.0)


def _in_pairs(text: str, raw: bytes, usual: bytes) -> float:
    """How far bytes go in pairs, and these are usual ones. Single bytes do not by chance, word after word."""
    pairs = PAIR.findall(raw)
    share = sum(pair[0] in usual for pair in pairs) / max(1, len(pairs))
    surely = len(pairs) >= FEW_PAIRS and "\ufffd" not in text[:-1] and share > MOST_PAIRS
    return 2.0 if surely else share**8


def _in_script(text: str, beyond: Sequence[str], script: re.Pattern[str]) -> float:
    """Nearly 1 where all letters beyond ASCII are of a script and stand in words of their own."""
    letters = [sign for sign in beyond if sign.isalpha() or "\u0591" <= sign <= "\u05c7"]
    strange = sum(script.match(sign) is None for sign in letters)
    mixed = sum(1 for word in WORD.findall(text) if LATIN.search(word) and script.search(word))
    marks = len(THAI_MARK.findall(text))
    bare = marks - len(THAI_MARKED.findall(text)) if marks else 0
    share = (strange + mixed + bare) / max(1, len(letters))
    return (1.0 - min(1.0, share)) ** 8 if letters else 0.0


def _spoken(text: str, languages: frozenset[str]) -> float:
    """How likely a text is one of these languages, by a classifier of 140."""
    from py3langid import rank

    scores = [(language, float(score)) for language, score in rank(text)]
    top = max(score for _, score in scores)
    parts = {language: math.exp(score - top) for language, score in scores}
    return sum(parts.get(language, 0.0) for language in languages) / sum(parts.values())
