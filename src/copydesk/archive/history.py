"""What is remembered of the runs that made an archive: `history.json` in its folder, beside `run.json`.

It is what a desk remembers of its runs (`store.history`), as a file that people can read. No record rests on it: an
archive without it is whole, and one that cannot be read is begun anew by the next run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from copydesk.archive.folder import FORM, RUN
from copydesk.errors import CopydeskError, DeskError, UsageError
from copydesk.observing.told import PREFIX, run_record
from copydesk.store import History, Told
from copydesk.store.history import KEPT as KEPT_BY_DESK

HISTORY = "history.json"
KEPT = 100
"""Runs that are remembered; one takes some 12 KB of the file, and an archive is seldom made more than a few times."""


class FileHistory:
    """Runs by number, as `store.History`, in a file that `write` writes, whole or not at all."""

    def __init__(self, text: str | None, write: Callable[[str], None]) -> None:
        self._write = write
        self._runs = {} if text is None else _runs(text)

    def begin(self, facts: Mapping[str, Any]) -> int:
        """A new run, whose number comes back; the oldest beyond `KEPT` is forgotten."""
        number = max(self._runs, default=0) + 1
        self.keep(number, facts)
        return number

    def keep(self, number: int, facts: Mapping[str, Any]) -> None:
        """This is what is known of a run from now on.

        Raises:
            DeskError: the file cannot be written.

        """
        self._runs[number] = {**facts, "id": f"{PREFIX}{number}"}
        self._runs = {one: self._runs[one] for one in sorted(self._runs)[-KEPT:]}
        told = {"form": FORM, "runs": list(self._runs.values())}
        try:
            self._write(json.dumps(told, ensure_ascii=False, indent=1))
        except (OSError, CopydeskError) as error:
            raise DeskError(f"{HISTORY} cannot be written ({error}); the archive is made without it") from error

    def get(self, number: int) -> Told | None:
        """The run with this number."""
        return Told(number, self._runs[number]) if number in self._runs else None

    def last(self, *, limit: int, before: int | None = None) -> list[Told]:
        """So many runs, the newest first; with `before` those before the one with this number."""
        asked = (one for one in sorted(self._runs, reverse=True) if before is None or one < before)
        return [Told(number, self._runs[number]) for number in islice(asked, limit)]


class Remembered(NamedTuple):
    """An archive as one who remembers runs (`observing.told.Remembering`)."""

    history: History


def _runs(text: str) -> dict[int, Mapping[str, Any]]:
    """The runs in a file, by number.

    Raises:
        ValueError: it is none that was written here.

    """
    told = json.loads(text)
    if not isinstance(told, dict) or told.get("form") != FORM:
        raise ValueError("it is of another form")
    try:
        found = [Told(int(one["id"].removeprefix(PREFIX)), one) for one in told["runs"]]
        for one in found:
            run_record(one)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"what it says of a run is not understood: {error}") from error
    return {one.number: one.facts for one in found}


def history_of(text: str | None, write: Callable[[str], None]) -> FileHistory:
    """The history that a run goes on with: that of the file, or a new one where nobody can read it."""
    try:
        return FileHistory(text, write)
    except ValueError:
        return FileHistory(None, write)


def remembered_in(folder: Path) -> Remembered:
    """What the folder of an archive on this machine remembers; nothing where it has no such file.

    Raises:
        UsageError: it is no archive, or the file is damaged.

    """
    if not (folder / RUN).exists():
        cure = "name what `copydesk run` made, brought to this machine"
        raise UsageError(f"{folder} is no archive: there is no {RUN} in it; {cure}")
    place = folder / HISTORY
    try:
        text = place.read_text(encoding="utf-8") if place.exists() else None
        return Remembered(FileHistory(text, _refused))
    except ValueError as error:
        raise UsageError(f"{place} is damaged ({error}); delete it, no record of the archive rests on it") from error


def _refused(_: str) -> None:
    raise DeskError(f"{HISTORY} is only read here")


def bring(there: History, here: History, *, archive: str | None = None) -> None:
    """Let `here` remember the runs of `there` too, those that it does not know, in their order.

    With `archive` they are told to have made the archive of this name.
    """
    known = {_what(one) for one in here.last(limit=KEPT_BY_DESK)}
    for told in reversed(there.last(limit=KEPT_BY_DESK)):
        if _what(told) not in known:
            here.begin({**told.facts, "archive": told.facts.get("archive") or archive})


def _what(told: Told) -> str:
    """What is known of a run, but for its number and its archive: no two are alike in it, to tenths of milliseconds."""
    return json.dumps({name: one for name, one in told.facts.items() if name not in ("id", "archive")}, sort_keys=True)
