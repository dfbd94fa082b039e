"""Bytes into text: the encoding is found out, and how it was found is part of the answer.

The order is that of trust. A byte-order mark says what it is. Text that fits UTF-8 is UTF-8 whatever the page declares,
for other text hardly ever fits by chance. A declaration is believed when the text reads well by it. Only then is
anything weighed: UTF-8 with a few broken bytes, Western punctuation, and last which language the text would be in.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from copydesk.settings import PageSettings

Basis = Literal["mark", "pattern", "fits", "declared", "repaired", "western", "detected", "last resort"]

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte-order marks; UTF-32 before UTF-16, whose mark begins like it."""

DECLARATION = re.compile(
    rb"<(?:meta\b[^>]{0,500}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I
)
DECLARED_WITHIN = 8192
"""Bytes in which a declaration is looked for; the HTML standard asks for 1024, pages put scripts before it."""

NULLS_WITHIN = 4096
"""Bytes in which UTF-16 shows itself: a stretch without a null has no letter of a Latin script in it."""

WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""What the WHATWG Encoding Standard reads a declared label as, by Python's names."""

ALIASES = {"x-sjis": "cp932", "windows-31j": "cp932", "windows-949": "cp949", "x-gbk": "gb18030", "x-euc-jp": "euc_jp"}
"""Labels of that standard which Python does not know."""

WEB_ENCODINGS = frozenset(
    "cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14"
    " iso8859-15 iso8859-16 koi8-r koi8-u mac-roman cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257"
    " cp1258 mac-cyrillic gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949".split()
)
"""The legacy encodings of that standard: no other declaration is obeyed (Python has `unicode_escape` too)."""

NO_SIGN_IN_A_WORD = re.compile(r"(?<=[^\W\d_])[\x80-\x9f¡¢£¤¥¦§©¬®¯±²³¶¸¹¼½¾¿×÷†‡ˆ˜‰\ufffd](?=[^\W\d_])")
"""Signs that stand between two letters in no language, but do so when the encoding is wrong."""
WESTERN_LETTER = re.compile(r"[À-ÖØ-öø-ɏ]")
LETTER = re.compile(r"[^\W\d_]")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
BROKEN = re.compile(r"[\udc80-\udcff]")
BROKEN_BYTES = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
"""What `surrogateescape` made of a byte that is no UTF-8, to that byte as windows-1252."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, the encoding it was read by (a Python name), and what that rests on.

    `mark`: a byte-order mark; `pattern`: every other byte is null; `fits`: strict UTF-8; `declared`: the page says so
    and reads well by it; `repaired`: UTF-8 but for some bytes; `western`: windows-1252, for only punctuation is in
    question; `detected`: the text is one of the languages written in it; `last resort`: windows-1252, nothing having
    fitted.
    """

    text: str
    encoding: str
    basis: Basis


def decode(raw: bytes, *, settings: PageSettings, charset: str | None = None) -> Decoded:
    """The text of some bytes, never an error: bytes that mean nothing become U+FFFD.

    `charset` is what came with them said of their encoding (the head of an HTTP answer or of a mail).
    """
    return (
        _by_mark(raw, settings)
        or _by_pattern(raw, settings)
        or _by_fit(raw)
        or _by_declaration(raw, settings, charset)
        or _by_repair(raw, settings)
        or _by_western(raw, settings)
        or _by_detection(raw, settings)
        or Decoded(text=raw.decode("cp1252", "replace"), encoding="cp1252", basis="last resort")
    )


def _by_mark(raw: bytes, settings: PageSettings) -> Decoded | None:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            if encoding == "utf-8":
                inner = _by_fit(raw[len(mark) :]) or _by_repair(raw[len(mark) :], settings)
                return inner and Decoded(text=inner.text, encoding="utf-8", basis="mark")
            return Decoded(text=raw[len(mark) :].decode(encoding, "replace"), encoding=encoding, basis="mark")
    return None


def _by_pattern(raw: bytes, settings: PageSettings) -> Decoded | None:
    encoding = utf16_order(raw, settings=settings)
    return (
        None if encoding is None else Decoded(text=raw.decode(encoding, "replace"), encoding=encoding, basis="pattern")
    )


def _by_fit(raw: bytes) -> Decoded | None:
    """Strict UTF-8. Pure ASCII with escape sequences is ISO-2022-JP if it shifts to Japanese or declares to."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if b"\x1b$" in raw and (b"\x1b$B" in raw or declared(raw) == "iso2022_jp"):
        return None
    return Decoded(text=text, encoding="utf-8", basis="fits")


def _by_declaration(raw: bytes, settings: PageSettings, charset: str | None) -> Decoded | None:
    """By what was said beside the bytes, or else within them, as browsers do; but only if they read well by it."""
    for encoding in (known_encoding(charset), declared(raw)):
        if encoding is not None and reads_well(_telling(raw, settings).decode(encoding, "replace"), settings=settings):
            return Decoded(text=raw.decode(encoding, "replace"), encoding=encoding, basis="declared")
    return None


def _by_repair(raw: bytes, settings: PageSettings) -> Decoded | None:
    """UTF-8 with some bytes of windows-1252 pasted in, or cut in the middle of a character at its end."""
    sample = _telling(raw, settings).decode("utf-8", "surrogateescape")
    broken = len(BROKEN.findall(sample))
    whole = len(NOT_ASCII.findall(sample)) - broken
    if whole < broken:
        return None
    escaped = raw[: len(raw) - _cut_at_end(raw)].decode("utf-8", "surrogateescape")
    return Decoded(text=escaped.translate(BROKEN_BYTES), encoding="utf-8", basis="repaired")


def _cut_at_end(raw: bytes) -> int:
    """How many bytes at the end begin a UTF-8 character that is not complete."""
    for length in (1, 2, 3):
        first = raw[-length:][:1]
        if first >= b"\xc2":
            return length if length < (2 if first < b"\xe0" else 3 if first < b"\xf0" else 4) else 0
        if first < b"\x80":
            return 0
    return 0


def _by_western(raw: bytes, settings: PageSettings) -> Decoded | None:
    """English with curly quotation marks and dashes: no letter is in question."""
    from copydesk.pages.legacy import SIGN_AT_WORD  # few pages ask for it, and its patterns take time to compile

    sample = _telling(raw, settings).decode("cp1252", "replace")
    if SIGN_AT_WORD.search(sample) or any(map(str.isalpha, NOT_ASCII.findall(sample))):
        return None
    return Decoded(text=raw.decode("cp1252", "replace"), encoding="cp1252", basis="western")


def _by_detection(raw: bytes, settings: PageSettings) -> Decoded | None:
    from copydesk.pages.legacy import found_out

    encoding = found_out(raw, settings=settings)
    if encoding is None:
        return None
    return Decoded(text=raw.decode(encoding, "replace"), encoding=encoding, basis="detected")


def utf16_order(raw: bytes, *, settings: PageSettings) -> str | None:
    """The kind of UTF-16 these bytes are without saying so: of mostly Latin text, every other byte is null."""
    if b"\0" not in raw[:NULLS_WITHIN]:
        return None
    sample = raw[: settings.sample_bytes]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        nulls, others = sample[offset::2].count(0), sample[1 - offset :: 2].count(0)
        if nulls > len(sample) / 2 * settings.utf16_null_share and others * 20 < nulls:
            return encoding
    return None


def _telling(raw: bytes, settings: PageSettings) -> bytes:
    """The stretch by which bytes are judged: from the first beyond ASCII on, for scripts before it tell nothing."""
    first = BEYOND_ASCII.search(raw)
    start = first.start() if first else 0
    sample = raw[start : start + settings.sample_bytes]
    # Not cut within a character: every multi-byte encoding of the web leaves the space and the line end alone.
    last = max(sample.rfind(b" "), sample.rfind(b"\n")) if start + len(sample) < len(raw) else -1
    return sample[:last] if last > 0 else sample


def declared(raw: bytes) -> str | None:
    """Python's name of the legacy encoding that a page declares; None for UTF-8, for none, and for one unheard of."""
    found = DECLARATION.search(raw[:DECLARED_WITHIN])
    return known_encoding(found[1].decode("ascii", "replace")) if found else None


def known_encoding(label: str | None) -> str | None:
    """Python's name of the legacy encoding that a label stands for; None for UTF-8, and for one unheard of."""
    small = (label or "").strip().lower()
    try:
        name = codecs.lookup(ALIASES.get(small, small)).name
    except (LookupError, ValueError):
        return None
    name = WIDER.get(name, name)
    return name if name in WEB_ENCODINGS else None


def reads_well(text: str, *, settings: PageSettings) -> bool:
    """Whether the characters beyond ASCII stand where such characters stand in writing."""
    beyond = len(NOT_ASCII.findall(text))
    strange = len(NO_SIGN_IN_A_WORD.findall(text)) + text.count("\ufffd")
    accents, letters = len(WESTERN_LETTER.findall(text)), len(LETTER.findall(text))
    return strange <= beyond * settings.strange_share and accents <= letters * settings.accents_share
