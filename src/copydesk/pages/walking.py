"""Names into files: what a person typed (a file, a folder, a pattern) as the files that may hold pages."""

from __future__ import annotations

import glob
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from copydesk.errors import UnreadablePage
from copydesk.pages.borrowed import is_borrowed
from copydesk.pages.kinds import HEAD_BYTES, PACKED, PAGES, kind_of, plain_name
from copydesk.pages.streams import GZIP
from copydesk.text.hosts import without_password

CONTAINERS = tuple(
    ".jsonl .ndjson .parquet .warc .wet .wacz .rss .atom .opml .eml .mbox .mht .mhtml .webarchive"
    " .zip .tar .tgz".split()
)
UNCLEAR = (".xml", ".json")
"""Names of feeds and sitemaps, and of much else: a folder's files of these names are looked into."""
SUFFIXES = (*PAGES, *CONTAINERS)
"""What a folder is searched for; each may be followed by `.gz` or `.zst`."""
PATTERN_MARKS = "*?["
KNOWN = f"{' '.join(SUFFIXES)}, each also with {' or '.join(PACKED)}"


def find_files(source: str, *, readers: Sequence[str] = ()) -> Iterator[str | UnreadablePage]:
    """The files a name stands for, sorted, as they are to be called; an error in the place of what cannot be read.

    A folder is searched through with all its folders, links to folders and hidden names left out. Its files of other
    kinds are passed over without a word, unless one of these `readers` (plug-ins) knows them; a file named by itself is
    opened whatever it is called.
    """
    if not source:
        # Else it would stand for this folder, with all that is in it.
        yield UnreadablePage("''", "the name is empty; name a file or a folder")
        return
    path = Path(os.path.normpath(source))
    try:
        if path.is_dir():
            yield from _in_folder(path, readers)
        elif path.exists() or path.is_symlink():
            yield str(path)
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
    return plain_name(source).endswith(PAGES) and Path(source).is_file()


def is_container(name: str) -> bool:
    """Whether a file's name says that it holds many pages."""
    return plain_name(name).endswith((*CONTAINERS, *UNCLEAR, ".csv", ".tsv"))


def is_searched_for(name: str) -> bool:
    """Whether a folder is searched for such a name: a known suffix, or `.gz` with no other before it."""
    plain = plain_name(name)
    packed_alone = plain != name.lower() and not Path(plain).suffix
    return not name.startswith(".") and (plain.endswith(SUFFIXES) or packed_alone)


def _in_folder(folder: Path, readers: Sequence[str]) -> Iterator[str | UnreadablePage]:
    refused: list[OSError] = []
    found = False
    for place, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            known = is_searched_for(name) or _is_feed(path)
            if not _is_no_file(path) and (known or (readers and is_borrowed(path, readers))):
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
    yield from (path for path in matches if not Path(path).is_dir())


def _is_feed(path: Path) -> bool:
    """Whether a file that may be anything is a feed or a list of addresses."""
    if not plain_name(path.name).endswith(UNCLEAR) or path.name.startswith("."):
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        if head.startswith(GZIP):
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, HEAD_BYTES)
    except (OSError, zlib.error):
        return False
    return kind_of(head, path.name) in ("feed", "list")


def _is_no_file(path: Path) -> bool:
    """A pipe or a device, which might keep a reader waiting for ever; a dead link is a file that has gone."""
    return path.exists() and not path.is_file()


def _nowhere(source: str) -> UnreadablePage:
    if scheme := re.match(r"[a-z]+://", source, re.IGNORECASE):
        reason = f"nothing is fetched from {scheme[0]} here; save the page and name the file"
        return UnreadablePage(without_password(source), reason)
    return UnreadablePage(source, "there is no such file or folder; check the name")
