"""Opening a desk file: new, old, newer, foreign, read-only."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from copydesk.errors import DeskError
from copydesk.store.migrations import APPLICATION_ID, MIGRATIONS, migrate, version_of
from copydesk.store.sqlite_base import REPAIR, SAID, cure

# A writer waits this long for another before it gives up; writes are short transactions, so this is ample.
BUSY_MILLISECONDS = 10_000
# A desk may come from anybody. No page, record or list of a sound one comes near this; SQLite itself allows four times.
LONGEST_BYTES = 1 << 28
BY_ITSELF = re.compile(r"\s*create\s+(?:temp\w*\s+)?(?:trigger|view)", re.IGNORECASE)
"""What in a desk's shape has SQLite do something when the desk is read or written."""
ACTING = re.compile(rf"{BY_ITSELF.pattern}|create\s+(?:virtual|index|unique)|\b(?:check|default|as)\b", re.IGNORECASE)
"""The same, and what has it compute something."""
# WAL needs shared memory between processes, which these file systems do not give (sqlite.org/wal.html).
NETWORK_FILE_SYSTEMS = frozenset(["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ncpfs"])


def opened(path: Path | None, *, read_only: bool) -> sqlite3.Connection:
    """A connection to a desk of the newest shape.

    Raises:
        DeskError: the file is no desk, was made by a newer copydesk, cannot be written, or lies on a network drive.

    """
    if path is not None:
        _refuse_network(path)
    try:
        return _readable(path) if read_only and path is not None else _writable(path)
    except SAID as error:
        raise DeskError(cure(path, error)) from error


def _readable(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise DeskError(f"{path}: there is no desk here; make one with `copydesk --desk {path} add PATH`")
    base = for_reading(path)
    with _closed_if_refused(base):
        _bound(base)
        base.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        _refuse_strangers(base, path)
        if version_of(base) < len(MIGRATIONS):
            raise DeskError(
                f"{path}: this desk was made by an older copydesk; open it once for writing to bring it up to date"
            )
        _refuse_added(base, path, acting=ACTING)
    return base


@contextmanager
def _closed_if_refused(base: sqlite3.Connection) -> Iterator[None]:
    """Let go of a file that is not opened after all: what comes next may be its repair."""
    try:
        yield
    except BaseException:
        base.close()
        raise


def for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write.

    WAL keeps shared memory beside the file. Where there is no room for it (a read-only medium) and no writer has left
    a log, nobody is writing: the file is then read as it stands.
    """
    address = path.absolute().as_uri()
    # Threads may take turns with a connection that reads; SQLite is built for it, and Python need not watch.
    open_as = partial(sqlite3.connect, uri=True, isolation_level=None, check_same_thread=False)
    base: sqlite3.Connection = open_as(f"{address}?mode=ro")
    try:
        base.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError:
        base.close()
        if path.with_name(f"{path.name}-wal").exists():
            raise
        base = open_as(f"{address}?mode=ro&immutable=1")
    return base


def _writable(path: Path | None) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:" if path is None else path, isolation_level=None)
    with _closed_if_refused(base):
        _bound(base)
        base.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        _refuse_strangers(base, path)
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute("PRAGMA foreign_keys = ON")
        # What acts by itself would act while the shape is brought up to date.
        if path is not None:
            _refuse_added(base, path, acting=BY_ITSELF)
        migrate(base)
        if path is not None:
            _refuse_added(base, path, acting=ACTING)
    return base


def _bound(base: sqlite3.Connection) -> None:
    """Let the file, which somebody else may have made, take no more than a desk needs (sqlite.org/security.html).

    Cells are checked as they are read, no value is endless, no other file is attached. Extensions are loaded only
    where a program asks for it, and this one does not. `trusted_schema` stays on: indexes of a desk call
    `json_extract`, which some releases of SQLite refuse without it; the shape of a desk is compared word for word.
    """
    base.execute("PRAGMA cell_size_check = ON")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_BYTES)
    base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


def _refuse_strangers(base: sqlite3.Connection, path: Path | None) -> None:
    """Refuse a database of another program, and a desk of a newer copydesk."""
    (mark,) = base.execute("PRAGMA application_id").fetchone()
    (tables,) = base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and mark != APPLICATION_ID:
        raise DeskError(f"{path}: this is a database of another program, not a desk; name another file")
    if version_of(base) > len(MIGRATIONS):
        raise DeskError(f"{path}: this desk was made by a newer copydesk; update copydesk to open it")


def _refuse_added(base: sqlite3.Connection, path: Path, *, acting: re.Pattern[str]) -> None:
    """Refuse a desk to which somebody added what acts by itself, or computes without end."""
    strange = sorted(name for name, sql in _acting(base, acting).items() if _own().get(name) != sql)
    if not strange:
        return
    said = f"{path}: this desk has {strange[0]!r}"
    if strange[0] in _own():
        raise DeskError(f"{said} in other words than copydesk makes it: damaged, or changed; {REPAIR.format(path)}")
    asked = "use a backup, or ask whoever gave it to you what that is for"
    raise DeskError(f"{said}, which copydesk did not make and which may act; {asked}")


def changed_shape(base: sqlite3.Connection) -> tuple[str, ...]:
    """What of a desk is ours by its name, but in other words: it is damaged, or somebody changed it."""
    acting = ACTING if version_of(base) == len(MIGRATIONS) else BY_ITSELF
    return tuple(sorted(name for name, sql in _acting(base, acting).items() if _own().get(name, sql) != sql))


def _acting(base: sqlite3.Connection, acting: re.Pattern[str]) -> dict[str, str]:
    """What of the shape acts or computes, by name, as it was written; SQLite's own statistics are not looked at."""
    shape = base.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_stat_'")
    return {name: sql for name, sql in shape if acting.search(sql)}


@cache
def _own() -> Mapping[str, str]:
    """What acts or computes in a desk that was made just now."""
    base = _writable(None)
    try:
        return _acting(base, ACTING)
    finally:
        base.close()


def _refuse_network(path: Path) -> None:
    """Refuse a file system on which WAL would corrupt the desk in silence (Linux tells in /proc/mounts)."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return
    place = path.absolute()
    lines = [line.split(" ") for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    holding = [line for line in lines if len(line) > 2 and place.is_relative_to(line[1])]
    if holding and max(holding, key=lambda line: len(line[1]))[2] in NETWORK_FILE_SYSTEMS:
        raise DeskError(f"{path}: a desk cannot lie on a network drive; put it on a local disk")
