"""The third part of a round: folders are looked through for files that are new or have changed."""

from __future__ import annotations

from pathlib import Path

from copydesk.desk import Desk
from copydesk.errors import UnreadablePage
from copydesk.pages.walking import find_files
from copydesk.records import Page
from copydesk.store import Memo
from copydesk.watching.memory import FILE, Memory

SETTLED = 5.0
"""Seconds for which a file must have been left alone: one that is being written is read in the next round."""


def read_folders(desk: Desk, memory: Memory, base: Path) -> int:
    """Put what is new in the folders of the plan on the desk, whole; how many pages were added."""
    found: dict[str, tuple[float, int]] = {}
    for folder in memory.plan.folders:
        within = (base / folder).resolve()
        for name in find_files(str(base / folder), readers=desk.settings.pages.readers):
            # Others may put files there: a link of theirs must not put what lies elsewhere on the desk.
            if not isinstance(name, UnreadablePage) and Path(name).resolve().is_relative_to(within):
                found.update(_stated(name))
    known = memory.watches.get(FILE, found)
    now = memory.world.now()
    new = {
        name: (changed, size)
        for name, (changed, size) in found.items()
        if (name not in known or known[name].facts != {"changed": changed, "size": size})
        and not 0 <= now - changed < SETTLED
    }
    if not new:
        return 0
    pages = sum(isinstance(one, Page) for one in desk.add(list(new), as_of=memory.world.today(), keep=True))
    memory.watches.put(
        Memo(FILE, name, None, {"changed": changed, "size": size}) for name, (changed, size) in new.items()
    )
    return pages


def _stated(name: str) -> dict[str, tuple[float, int]]:
    try:
        told = Path(name).stat()
    except OSError:
        return {}  # it went away meanwhile
    return {name: (told.st_mtime, told.st_size)}
