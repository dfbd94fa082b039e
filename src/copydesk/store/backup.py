"""Copies of a desk file: one of a single moment while others read and write, and one that takes the desk's place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from copydesk.errors import DeskError
from copydesk.store.opening import for_reading, opened
from copydesk.store.sqlite_base import SAID, SqliteBase, cure

Told = Callable[[int, int], None]
"""Called with the pages of the file (of 4,096 bytes) that are copied, and how many there are."""
AT_ONCE = 2_560
"""Pages that are copied between two tellings: ten megabytes."""
TOLD_FAULTS = 5
ENDINGS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file."""


def back_up(desk: Path, target: Path, *, told: Told | None = None) -> int:
    """Copy a desk as it is at one moment, while others read and write it; the bytes of the copy come back.

    The copy gets its name when all of it is on the disk and was looked through (`PRAGMA quick_check`).

    Raises:
        DeskError: there is no desk, something stands at the target, or the desk or its copy is damaged.

    """
    if target.exists():
        raise DeskError(f"{target}: something stands there already; name a file that is not there yet")
    part = beside(target, ".part")
    try:
        _copy(desk, part, told)
        _refuse_damaged(part, f"{desk}: its copy is damaged, so nothing was backed up")
        _settle(part)
        part.replace(target)
    finally:
        remove(part)
    return target.stat().st_size


def restore(backup: Path, desk: Path, *, told: Told | None = None) -> Path | None:
    """Put a copy in the place of a desk; what stood there is kept, and its new name comes back (None: nothing did).

    Raises:
        DeskError: the backup is no desk or is damaged, or somebody has the desk open.

    """
    _refuse_damaged(backup, f"{backup}: this backup is damaged, so the desk was left as it was")
    if desk.exists():
        refuse_in_use(desk)
    part = beside(desk, ".restoring")
    remove(part)
    try:
        _copy(backup, part, told)
        _refuse_damaged(part, f"{part}: what was copied is damaged, so the desk was left as it was")
        return put_in_place(part, desk, "before")
    finally:
        remove(part)


def faults_of(path: Path) -> tuple[str, ...]:
    """What SQLite finds wrong in a file (`PRAGMA quick_check`), at most five; nothing where it is whole."""
    try:
        base = for_reading(path)
        try:
            found = [str(said) for (said,) in base.execute(f"PRAGMA quick_check({TOLD_FAULTS})")]
        finally:
            base.close()
    except SAID as error:
        return (str(error) if isinstance(error, sqlite3.Error) else "its tables have malformed names",)
    return () if found == ["ok"] else tuple(line for said in found for line in said.splitlines()[:TOLD_FAULTS])


def refuse_in_use(desk: Path) -> None:
    """Refuse a desk that another program has open: it would go on with the file that gives way.

    Raises:
        DeskError: somebody has it open.

    """
    base = sqlite3.connect(desk, isolation_level=None, timeout=0)
    try:
        base.execute("PRAGMA locking_mode = EXCLUSIVE")
        base.execute("BEGIN IMMEDIATE")
        base.execute("ROLLBACK")
    except SAID as error:
        # Whatever else it says is for those who know whether the file should be whole.
        if "locked" in str(error):
            said = "another program has this desk open; end it (`copydesk serve`, `watch`, `run`) and try again"
            raise DeskError(f"{desk}: {said}") from error
    finally:
        base.close()


def put_in_place(new: Path, desk: Path, mark: str) -> Path | None:
    """A whole file takes the name of a desk; what had it is called `NAME.mark-N` from then on: that name comes back.

    At every moment there is a desk under the name. What SQLite keeps beside the former goes along with it, and is gone
    before the new one comes: a log of another file would be written into it.
    """
    _settle(new)
    former = None
    if desk.exists():
        former = _free(desk, mark)
        for ending in ("-wal", ""):
            if beside(desk, ending).exists():
                _link(beside(desk, ending), beside(former, ending))
    for ending in ENDINGS:
        beside(desk, ending).unlink(missing_ok=True)
    new.replace(desk)
    return former


def beside(path: Path, ending: str) -> Path:
    """The file that has the name of another with an ending."""
    return path.with_name(f"{path.name}{ending}")


def remove(path: Path) -> None:
    """Leave nothing of a file, nor of what SQLite keeps beside it."""
    for ending in ("", *ENDINGS):
        beside(path, ending).unlink(missing_ok=True)


def _copy(source: Path, target: Path, told: Told | None) -> None:
    base = SqliteBase(opened(source, read_only=True), source)
    copied = sqlite3.connect(target)

    def tell(_status: int, left: int, total: int) -> None:
        if told is not None:
            told(total - left, total)

    try:
        with base.named():
            # All that is copied is of the moment at which this begins, so no writer makes it start anew.
            base.begin(writing=False)
        base.connection.backup(copied, pages=AT_ONCE, progress=tell)
    except SAID as error:
        raise DeskError(cure(source if "malformed" in str(error) else target, error)) from error
    finally:
        copied.close()
        base.close()


def _refuse_damaged(path: Path, said: str) -> None:
    if not path.is_file():
        raise DeskError(f"{path}: there is no backup here; name the file that `copydesk backup` made")
    if found := faults_of(path):
        raise DeskError(f"{said} ({found[0]}); `copydesk doctor --repair` saves what can be read of a desk")


def _settle(path: Path) -> None:
    """Come back when a file is on the disk, and not in the memory of the system alone."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _free(desk: Path, mark: str) -> Path:
    number = 1
    while beside(desk, f".{mark}-{number}").exists():
        number += 1
    return beside(desk, f".{mark}-{number}")


def _link(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:  # a file system without second names
        shutil.copy2(path, name)
