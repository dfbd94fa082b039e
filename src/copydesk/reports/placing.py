"""Files that take their names when all of them are written: a disk that is full leaves what stood there before."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

PART = ".copydesk-waiting-"


@contextmanager
def staged(folder: Path, *, last: Sequence[str] = ()) -> Iterator[Path]:
    """A folder to write into, whose files go to this one when the block ends, and nowhere when it fails.

    Files named in `last` are put in their place behind all others. An error of the system that names no file names the
    folder, and one that names a file the place that it would have had.

    Raises:
        OSError: something could not be written; what stood in the folder still does.

    """
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    waiting = Path(tempfile.mkdtemp(prefix=PART, dir=folder))
    held = _held(waiting)
    try:
        yield waiting
        _put(waiting, folder, last)
    except OSError as error:
        named = Path(error.filename or waiting)
        error.filename = str(folder / named.relative_to(waiting) if named.is_relative_to(waiting) else named)
        raise
    finally:
        if held is not None:
            os.close(held)
        shutil.rmtree(waiting, ignore_errors=True)


def _put(waiting: Path, folder: Path, last: Sequence[str]) -> None:
    found = sorted(path.relative_to(waiting) for path in waiting.rglob("*"))
    for name in found:
        if (waiting / name).is_dir():
            (folder / name).mkdir(parents=True, exist_ok=True)
    files = [name for name in found if (waiting / name).is_file()]
    for name in sorted(files, key=lambda name: last.index(str(name)) + 1 if str(name) in last else 0):
        (waiting / name).replace(folder / name)


def _clear(folder: Path) -> None:
    """Remove what somebody who was killed left waiting; what is being written is held, and stays."""
    for left in folder.glob(f"{PART}*"):
        with suppress(OSError):
            held = _held(left)
            if held is not None:
                shutil.rmtree(left, ignore_errors=True)
                os.close(held)


def _held(folder: Path) -> int | None:
    """Hold a folder against others until what comes back is closed; None where there are no such locks.

    Raises:
        OSError: somebody holds it.

    """
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held
