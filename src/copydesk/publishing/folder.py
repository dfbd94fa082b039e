"""A folder in which a site stands: made anew beside what stands there, and put in its place when it is whole."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from copydesk.errors import UsageError

MANIFEST = ".copydesk-site.json"
"""Names every file that a publish made here: only these are ever written over or removed."""
PART = ".copydesk-part-"
LAST = "index.html"
"""Put in its place behind all other pages: what it leads to is there before it."""
YIELDS = frozenset({"robots.txt"})
"""Files of which a person's own is left as it is."""
_PLACE = re.compile(r"(?:[a-z0-9_][a-z0-9_.-]*/){0,3}[a-z0-9_.][a-z0-9_.-]*")


class Published(NamedTuple):
    """What a publish did: how many files stand there, and which were written and removed; `kept` are a person's own."""

    files: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


class Stage:
    """A site that is being made. Nothing of what stands in the folder changes before `finish`."""

    def __init__(self, folder: Path, part: Path) -> None:
        self._folder = folder
        self._part = part
        self._before = _read_manifest(folder)
        self._made: dict[str, str] = {}
        self._changed: list[str] = []
        self._kept: list[str] = []

    def put(self, place: str, content: bytes) -> None:
        """A file of the site, at a place below its folder.

        Raises:
            UsageError: a file stands there that no publish made.

        """
        if place in self._made or not _is_ours(place):
            raise ValueError(f"{place!r} is no place for a file of a site, or has one already")
        target = self._folder / place
        if place not in self._before and (target.exists() or target.is_symlink()):
            if place in YIELDS:
                self._kept.append(place)
                return
            raise UsageError(f"{target} was not made by copydesk publish; move it away, or name another folder")
        self._made[place] = sha256(content).hexdigest()
        if not _holds(target, content):
            waiting = self._part / place
            waiting.parent.mkdir(parents=True, exist_ok=True)
            waiting.write_bytes(content)
            self._changed.append(place)

    def finish(self) -> Published:
        """Put what changed in its place, remove what is no more.

        Pages that are new come first, for nothing leads to them yet; then those that stood there, the front page last:
        whatever the moment, each page that a reader comes to is whole, and what it leads to is there. Ended in the
        middle, the next publish goes on, for every file is known by then.
        """
        gone = sorted(self._before.keys() - self._made.keys())
        if self._before != self._made:
            self._remember(self._before | self._made)
        for place in sorted(self._changed, key=self._turn):
            target = self._folder / place
            target.parent.mkdir(parents=True, exist_ok=True)
            (self._part / place).replace(target)
        for place in gone:
            _remove(self._folder, place)
        if self._before != self._made:
            self._remember(self._made)
        return Published(len(self._made), tuple(sorted(self._changed)), tuple(gone), tuple(self._kept))

    def _turn(self, place: str) -> tuple[bool, bool, str]:
        return (place == LAST, place in self._before, place)

    def _remember(self, files: dict[str, str]) -> None:
        waiting = self._part / MANIFEST
        told = {"generator": "copydesk publish", "files": files}
        waiting.write_text(json.dumps(told, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        waiting.replace(self._folder / MANIFEST)


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """A stage for a site in this folder, which is made where it is not there.

    Raises:
        UsageError: somebody else publishes there at this moment, or what is written there is no manifest.

    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        for left in folder.glob(f"{PART}*"):  # of a publish that was ended
            shutil.rmtree(left, ignore_errors=True)
        part = Path(tempfile.mkdtemp(prefix=PART, dir=folder))
        try:
            yield Stage(folder, part)
        except OSError as error:
            error.filename = error.filename or str(folder)  # a full disk names no file
            raise
        finally:
            shutil.rmtree(part, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # where there are no such locks, nothing is locked
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise UsageError(f"{folder}: another publish is at work there; let it end and try again") from error
    try:
        yield
    finally:
        os.close(handle)


def _read_manifest(folder: Path) -> dict[str, str]:
    path = folder / MANIFEST
    if not path.exists():
        return {}
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {place: str(digest) for place, digest in files.items() if _is_ours(place)}
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        cure = "remove it if no site stands there, or name another folder"
        raise UsageError(f"{path} is not as copydesk publish writes it; {cure}") from error


def _is_ours(place: str) -> bool:
    """Whether a file of a site may stand at a place: below its folder, and never above."""
    return _PLACE.fullmatch(place) is not None and ".." not in place.split("/") and place != MANIFEST


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def _remove(folder: Path, place: str) -> None:
    """Remove a file of an earlier publish, and the folders that it leaves empty."""
    # What cannot be removed does no harm: nothing leads there any more.
    with suppress(OSError):
        (folder / place).unlink()
        for above in list((folder / place).parents)[: place.count("/")]:
            above.rmdir()
