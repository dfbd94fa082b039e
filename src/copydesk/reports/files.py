"""Files of single articles: names that are safe everywhere and stay, and writing that leaves nothing half done."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from copydesk.records import Article
from copydesk.text.ids import stable_id

_UNSAFE = re.compile(r"[^a-z0-9]+")
# Old file systems and archives take names of 100 characters; digest, position and suffix stand behind these.
_LONGEST = 60
# Suffixes of pages and of what packs them say nothing about an article.
_SUFFIXES = re.compile(r"(?:\.(?:html?|xhtml|txt|jsonl?|gz|eml|warc|wacz|xml|parquet))+$", re.IGNORECASE)
# 64 bits: among a million pages of one name, two are called alike once in tens of millions of runs.
_DIGITS = 16


def file_name(article: Article, suffix: str) -> str:
    """The name of an article's file: words of its page's name, a digest of the whole name, its position if not 0.

    The digest keeps pages apart that are called alike in different folders; the same page has the same name in every
    run, whichever pages are read with it. Names are of a-z, 0-9 and hyphens, as every file system has them.
    """
    last = PurePosixPath(article.source.replace("\\", "/").replace("#", "/").rstrip("/")).name
    ascii_only = normalize("NFKD", _SUFFIXES.sub("", last)).encode("ascii", "ignore").decode().lower()
    words = _UNSAFE.sub("-", ascii_only).strip("-")[:_LONGEST].strip("-") or "page"
    digest = stable_id("", article.source).strip("-")[:_DIGITS]
    position = f"-{article.position}" if article.position else ""
    return f"{words}-{digest}{position}.{suffix}"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that at its place there is the whole of it or what was there before, never a part.

    Raises:
        OSError: it cannot be written.

    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o666 & ~_mask())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _mask() -> int:
    """The permissions that new files do not get; asking for them means setting them for a moment."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
