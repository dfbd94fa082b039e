"""What strangers wrote, made fit to show: no control characters, no address but the web's, file names from ids."""

from __future__ import annotations

import re

from copydesk.text.ids import stable_id

# Control characters, marks that reorder the text around them, and halves of surrogate pairs. A reader sees that
# something stood there; the length is kept.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,80}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_WEB = re.compile(r"https?://[^\s\"'<>`\\^{|}]{1,2000}", re.IGNORECASE)


def tidy(text: str) -> str:
    """The text with every character that cannot be shown, or that would reorder its surroundings, as U+FFFD."""
    # What is printable in every character, as nearly all is, holds none of them; that is told in a third of the time.
    return text if text.isprintable() else _UNSHOWN.sub("\ufffd", text)


def short(text: str, longest: int) -> str:
    """The text in one line of at most `longest` characters, cut with an ellipsis."""
    if len(text) <= longest and text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    line = " ".join(tidy(text[: 4 * longest]).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def web_address(address: str | None) -> str | None:
    """The address if a reader may be sent there: plain http or https, tidy, without spaces or marks; else None."""
    if address is None or tidy(address) != address or _WEB.fullmatch(address) is None:
        return None
    return address


def language(tag: str | None) -> str | None:
    """The language tag if it has the form of one."""
    return tag if tag is not None and _LANGUAGE.fullmatch(tag) else None


def page_name(kind: str, record_id: str) -> str:
    """The file name of a record's page, safe on every file system: `story-....html`."""
    stem = record_id.removeprefix(f"{kind}-")
    if _FILE_NAME.fullmatch(stem) is None:
        stem = stable_id("x", record_id)
    return f"{kind}-{stem}.html"


def spelled(key: str) -> str:
    """A text of any script in small ASCII letters, digits and `-._`, so that `unspelled` gives it back.

    A space is `-`, a hyphen `.`, any other character its number between underscores: `osei tangen` is `osei-tangen`,
    `ødegård` is `_f8_deg_e5_rd`. What would be longer than a file name may be goes by an id of its own.
    """
    name = "".join(_SPELLINGS.get(one) or (one if one in _PLAIN else f"_{ord(one):x}_") for one in key)
    return name if len(name) <= _LONGEST_NAME else f"{_LONG}{stable_id('x', key)}"


def unspelled(name: str) -> str | None:
    """The text that was spelled so, or None where the name does not tell it."""
    if name.startswith(_LONG) or _SPELLED.fullmatch(name) is None:
        return None
    whole = name.translate(_UNSPELLINGS)
    return re.sub("_([0-9a-f]+)_", lambda found: chr(int(found.group(1), 16)), whole)


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_SPELLINGS = {" ": "-", "-": "."}
_UNSPELLINGS = str.maketrans({"-": " ", ".": "-"})
_SPELLED = re.compile(r"(?:[a-z0-9.-]|_(?:[0-9a-f]{1,5}|10[0-9a-f]{4})_)+")
_LONGEST_NAME = 180
_LONG = "..."
