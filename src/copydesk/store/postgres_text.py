"""Texts on their way to PostgreSQL and back. It takes neither NUL nor halves of surrogate pairs; records may hold both.

What it does not take is written as U+10FFFE, which stands for no character, with four hexadecimal digits behind it.
"""

from __future__ import annotations

import json
import re
from typing import Any

MARK = chr(0x10FFFE)
_REFUSED = re.compile(f"[\x00\ud800-\udfff{MARK}]")
_WRITTEN = re.compile(f"{MARK}([0-9a-f]{{4}})")
_MARK_BYTES = MARK.encode()


def taken(text: str) -> bytes:
    """A text as PostgreSQL takes it."""
    try:
        written = text.encode()
    except UnicodeEncodeError:
        written = b"\x00"
    if b"\x00" in written or _MARK_BYTES in written:
        return _REFUSED.sub(lambda found: f"{MARK}{ord(found[0]) & 0xFFFF:04x}", text).encode()
    return written


def given(written: bytes) -> str:
    """The text that `taken` wrote."""
    text = written.decode()
    if MARK in text:
        return _WRITTEN.sub(lambda found: MARK if found[1] == "fffe" else chr(int(found[1], 16)), text)
    return text


def plain_json(written: bytes) -> Any:
    """A field as SQLite gives it: texts, numbers and None as such, yes and no as 1 and 0, all else as its JSON."""
    text = given(written)
    if text.startswith(("[", "{")):
        return text
    value = json.loads(text, strict=False)
    return int(value) if isinstance(value, bool) else value
