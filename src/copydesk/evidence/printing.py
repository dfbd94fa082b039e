"""The report in print: a tagged PDF (PDF/UA-1) set by typst, from the same values as the page."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from copydesk.errors import UsageError
from copydesk.reports.safe import tidy

if TYPE_CHECKING:
    import typst

BUNDLED = ("Libertinus Serif", "DejaVu Sans Mono")
"""Fonts that come with typst, so that a report of Latin, Greek, Cyrillic or Hebrew looks the same on every machine."""
NOT_DRAWN = re.compile(r"the text `(\"(?:[^\"\\]|\\.)*\")` could not be displayed")
UNDRAWN = "□"
MOST_TRIES = 4
"""Times that a report is set: with what typst carries, with the fonts of the machine, and without what no font has."""
NEEDED = "the report in print needs copydesk[evidence]: pip install 'copydesk[evidence]', or give --no-pdf"


class Print(NamedTuple):
    """A PDF, and the characters that it could not draw."""

    raw: bytes
    undrawn: tuple[str, ...]


def printed(report: dict[str, Any], *, made_at: datetime) -> Print:
    """The report as a PDF; the same values give the same bytes on the same machine.

    What typst's own fonts do not have is drawn with those of the machine. What none has stands as an empty box, and
    the report says so at its beginning.

    Raises:
        UsageError: typst is not installed.

    """
    try:
        import typst
    except ImportError as error:
        raise UsageError(NEEDED) from error
    values = _shown(report)
    undrawn: dict[str, None] = {}
    for attempt in range(MOST_TRIES):
        try:
            return Print(_set(typst, values, made_at, strict=True, bundled=attempt == 0), tuple(undrawn))
        except typst.TypstError as error:
            missing = _missing(str(error))
            if not missing:
                raise
            if attempt:
                undrawn.update(dict.fromkeys(missing))
                values = _without(_shown(report), tuple(undrawn))
    return Print(_set(typst, values, made_at, strict=False, bundled=False), tuple(undrawn))


def _set(typst: Any, values: dict[str, Any], made_at: datetime, *, strict: bool, bundled: bool) -> bytes:
    machine: typst.Compiler = typst.Compiler(_template(), ignore_system_fonts=bundled)
    given = {"report": json.dumps(values), "fonts": json.dumps(BUNDLED)}
    raw = machine.compile(sys_inputs=given, format="pdf", timestamp=made_at, pdf_standards=["ua-1"] if strict else [])
    assert isinstance(raw, bytes)
    return raw


def _missing(message: str) -> tuple[str, ...]:
    """The texts that no font has, of those that typst names: it writes them as strings of its own."""
    return tuple(dict.fromkeys(_unquoted(found) for found in NOT_DRAWN.findall(message)))


def _unquoted(text: str) -> str:
    plain = re.sub(r"\\u\{([0-9a-f]{1,6})\}", lambda found: chr(int(found[1], 16)), text[1:-1])
    return re.sub(r"\\(.)", r"\1", plain)


def _without(values: dict[str, Any], undrawn: tuple[str, ...]) -> dict[str, Any]:
    """The values with a box for every character that cannot be drawn, and a word about it."""
    marks = re.compile("|".join(re.escape(one) for one in sorted(undrawn, key=len, reverse=True)))
    drawn: dict[str, Any] = _each(values, lambda text: marks.sub(UNDRAWN, text))
    amount = len(undrawn)
    drawn["undrawn"] = (
        f"{amount} {'sign' if amount == 1 else 'different signs'} on these pages could not be drawn with the fonts of"
        f" the machine that made this print; {UNDRAWN} stands instead. report.html in this pack has them all."
    )
    return drawn


def _shown(report: dict[str, Any]) -> dict[str, Any]:
    """The values as they may be shown: nothing that steers, or reorders what stands around it."""
    shown: dict[str, Any] = _each(deepcopy(report), tidy)
    return shown


def _each(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each(one, change) for key, one in value.items()}
    return [_each(one, change) for one in value] if isinstance(value, list) else value


@cache
def _template() -> bytes:
    return (resources.files("copydesk.evidence") / "templates" / "report.typ").read_bytes()
