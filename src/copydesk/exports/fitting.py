"""Texts of strangers made fit for files: every character of them can be held by UTF-8, XML and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from copydesk.text.ids import stable_id

# What XML 1.0 cannot hold, with the rest of the control characters (a terminal obeys them) and DEL. Tabs and line feeds
# stay. Marks of writing direction stay too: a right-to-left text needs them, and a file is not a screen.
_UNHELD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,80}")
URN = "urn:copydesk:"
"""What every record is named by outside, with its id."""


def held(text: str) -> str:
    """The text with every character that files cannot hold as U+FFFD, one for one: offsets into it stay true."""
    return _UNHELD.sub("\ufffd", text)


def held_in(value: Any) -> Any:
    """A tree of JSON values with all its texts made fit, those of keys too."""
    if isinstance(value, str):
        return held(value)
    if isinstance(value, Mapping):
        return {held(key): held_in(one) for key, one in value.items()}
    return [held_in(one) for one in value] if isinstance(value, list | tuple) else value


def known(**fields: Any) -> dict[str, Any]:
    """The fields of which something is known: neither None nor empty."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {})}


def urn(ident: str) -> str:
    """The name of a record in other people's files: a URN, whatever characters its id has."""
    return URN + quote(held(ident), safe="-._~:")


def file_stem(ident: str) -> str:
    """A file name made from an id, safe on every file system."""
    return ident if _FILE_NAME.fullmatch(ident) else stable_id("x", ident)


def cleared(folder: Path, kind: str, suffix: str) -> None:
    """Make a folder for a file a record; those of an earlier export go, for their records may be no more."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if re.fullmatch(rf"(?:{kind}|x)-[0-9a-f]{{16}}\.{suffix}", path.name):
            path.unlink()


def write_json(path: Path, tree: Any) -> None:
    """Write a tree of JSON values."""
    path.write_text(as_json(tree), encoding="utf-8")


def as_json(tree: Any) -> str:
    """A tree of JSON values in writing; it may stand in a page's script element, for no `<` is in it."""
    return json.dumps(held_in(tree), ensure_ascii=False, indent=1).replace("<", "\\u003c") + "\n"
