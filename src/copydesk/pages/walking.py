"""Names into files: what a person typed (a file, a folder, a pattern) as the files that may hold pages."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from pathlib import Path

from copydesk.errors import UnreadablePage

SUFFIXES = (".html", ".htm", ".txt", ".jsonl")
"""What a folder is searched for; each may be followed by `.gz`."""
PACKED = ".gz"
PATTERN_MARKS = "*?["
KNOWN = f"{' '.join(SUFFIXES)}, each also with {PACKED}"


def find_files(source: str) -> Iterator[str | UnreadablePage]:
    """The files a name stands for, sorted, as they are to be called; an error in the place of what cannot be read.

    A folder is searched through with all its folders, links to folders and hidden names left out. Its files of other
    kinds are passed over without a word; a file named by itself is not.
    """
    path = Path(os.path.normpath(source))
    try:
        if path.is_dir():
            yield from _in_folder(path)
        elif path.exists() or path.is_symlink():
            yield str(path) if _is_named_page(path) else _unknown_kind(path)
        elif any(mark in source for mark in PATTERN_MARKS):
            yield from _in_pattern(str(path))
        else:
            yield _nowhere(source)
    except OSError as error:
        yield UnreadablePage(source, f"it cannot be looked up ({error.strerror}); check the name")


def is_there_again(source: str) -> bool:
    """Whether what a name stands for can be gone through a second time: files and folders can, a pipe cannot."""
    path = Path(os.path.normpath(source))
    try:
        if path.exists():
            return path.is_file() or path.is_dir()
    except OSError:
        return False
    return "://" not in source and any(mark in source for mark in PATTERN_MARKS)


def is_single(source: str) -> bool:
    """Whether a name stands for one page and no more."""
    return is_page(source) and Path(source).is_file()


def is_container(name: str) -> bool:
    """Whether a file's name says that it holds many pages, one a line."""
    return name.lower().removesuffix(PACKED).endswith(".jsonl")


def is_page(name: str) -> bool:
    """Whether a file's name says that it holds one page."""
    return name.lower().removesuffix(PACKED).endswith(SUFFIXES) and not is_container(name)


def _in_folder(folder: Path) -> Iterator[str | UnreadablePage]:
    refused: list[OSError] = []
    found = False
    for place, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if _is_searched_for(name) and not _is_no_file(path):
                found = True
                yield str(path)
    for error in refused:
        found = True
        reason = f"the folder cannot be searched ({error.strerror}); change its permissions"
        yield UnreadablePage(str(error.filename), reason)
    if not found:
        yield UnreadablePage(str(folder), f"the folder holds no page; pages end in {KNOWN}")


def _in_pattern(pattern: str) -> Iterator[str | UnreadablePage]:
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  pathlib's glob takes no absolute pattern
    if not matches:
        yield UnreadablePage(pattern, "no file fits this pattern; check it, or name a folder")
    for path in map(Path, matches):
        if not path.is_dir():
            yield str(path) if _is_named_page(path) else _unknown_kind(path)


def _is_searched_for(name: str) -> bool:
    """Whether a folder is searched for such a name: a known suffix, or `.gz` with no other before it."""
    lower = name.lower()
    plain = lower.removesuffix(PACKED)
    return not lower.startswith(".") and (plain.endswith(SUFFIXES) or (plain != lower and not Path(plain).suffix))


def _is_no_file(path: Path) -> bool:
    """A pipe or a device, which might keep a reader waiting for ever; a dead link is a file that has gone."""
    return path.exists() and not path.is_file()


def _is_named_page(path: Path) -> bool:
    """Named by itself, any `.gz` is opened, and so is what is no plain file (`<(command)` of a shell, `/dev/stdin`)."""
    return _is_searched_for(path.name.lstrip(".")) or path.name.lower().endswith(PACKED) or not path.is_file()


def _unknown_kind(path: Path) -> UnreadablePage:
    cure = f"pages end in {KNOWN}; give another name, or the words as standard input (-)"
    return UnreadablePage(str(path), f"this kind of file is not read; {cure}")


def _nowhere(source: str) -> UnreadablePage:
    if re.match(r"[a-z]+://", source, re.IGNORECASE):
        return UnreadablePage(source, "nothing is fetched from the network; save the page and name the file")
    return UnreadablePage(source, "there is no such file or folder; check the name")
