"""Files that a reader of a plug-in knows, where the settings name one: asked last, so none takes over what is known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from copydesk.errors import UnreadablePage
from copydesk.pages.entries import Door, Entry, Found, Opened, Told, line_of
from copydesk.pages.kinds import HEAD_BYTES, PAGES, plain_name
from copydesk.pages.streams import read_whole
from copydesk.plugging import FoundPage, PlugIn, kept_pages, plug_in


def readers_of(names: Sequence[str]) -> tuple[PlugIn, ...]:
    """The readers of these names.

    Raises:
        UsageError: one is not installed, or cannot be loaded.

    """
    return tuple(plug_in("reader", name) for name in names)


def is_looked_for(name: str, names: Sequence[str]) -> bool:
    """Whether a file's name ends as one of these readers' files do."""
    return any(plain_name(name).endswith(tuple(one.does.suffixes)) for one in readers_of(names))


def borrowed_door(opened: Opened) -> Door | None:
    """What opens a file that no door of ours is for; None where no reader that is asked for knows it.

    Raises:
        UnreadablePage: a reader failed over the question.

    """
    if not opened.settings.readers or plain_name(opened.source).endswith(PAGES):
        return None
    head = opened.stream.peek(HEAD_BYTES)[:HEAD_BYTES]
    for reader in readers_of(opened.settings.readers):
        if _knows(reader, head, opened.source):
            return partial(_read, reader)
    return None


def is_borrowed(path: Path, names: Sequence[str]) -> bool:
    """Whether a folder's file is one that a reader looks for and knows."""
    if path.name.startswith(".") or not is_looked_for(path.name, names):
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        return any(_knows(one, head, str(path)) for one in readers_of(names))
    except UnreadablePage:
        return True  # it is named, and the failure with it, when it is opened
    except OSError:
        return False


def _knows(reader: PlugIn, head: bytes, name: str) -> bool:
    try:
        return bool(reader.does.knows(head, name))
    except Exception as error:
        raise UnreadablePage(name, reader.reason(error)) from error


def _read(reader: PlugIn, opened: Opened) -> Found:
    """The pages that a reader finds; what it raises stands in the place of the rest of the file."""
    raw = read_whole(opened.stream, source=opened.source, settings=opened.settings)
    try:
        for page in kept_pages(reader.does.read(raw, opened.source)):
            yield _entry(page)
    except UnreadablePage:
        raise
    except Exception as error:
        raise UnreadablePage(opened.source, reader.reason(error)) from error


def _entry(page: FoundPage) -> Entry:
    told = Told(
        url=line_of(page.url),
        outlet=line_of(page.outlet),
        title=line_of(page.title),
        author=line_of(page.author),
        credited=line_of(page.credited),
        published=line_of(page.published),
        fetched=page.fetched,
    )
    return Entry(content=page.content, form=page.form, record=page.record, told=told, made=True)
