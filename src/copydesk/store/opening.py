"""Opening a desk file: new, old, newer, foreign, read-only."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

from copydesk.errors import DeskError
from copydesk.store.migrations import APPLICATION_ID, MIGRATIONS, migrate, version_of
from copydesk.store.sqlite_base import cure

# A writer waits this long for another before it gives up; writes are short transactions, so this is ample.
BUSY_MILLISECONDS = 10_000
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
    except sqlite3.Error as error:
        raise DeskError(cure(path, error)) from error


def _readable(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise DeskError(f"{path}: there is no desk here; make one with `copydesk --desk {path} add PATH`")
    base = _for_reading(path)
    base.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    _refuse_strangers(base, path)
    if version_of(base) < len(MIGRATIONS):
        raise DeskError(
            f"{path}: this desk was made by an older copydesk; open it once for writing to bring it up to date"
        )
    return base


def _for_reading(path: Path) -> sqlite3.Connection:
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
    base.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    _refuse_strangers(base, path)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    base.execute("PRAGMA foreign_keys = ON")
    migrate(base)
    return base


def _refuse_strangers(base: sqlite3.Connection, path: Path | None) -> None:
    """Refuse a database of another program, and a desk of a newer copydesk."""
    (mark,) = base.execute("PRAGMA application_id").fetchone()
    (tables,) = base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and mark != APPLICATION_ID:
        raise DeskError(f"{path}: this is a database of another program, not a desk; name another file")
    if version_of(base) > len(MIGRATIONS):
        raise DeskError(f"{path}: this desk was made by a newer copydesk; update copydesk to open it")


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
