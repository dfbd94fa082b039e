"""A digest to the notifiers of plug-ins that a desk file names."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.errors import NotSent
from copydesk.plugging import Notice, NoticeStory, PlugIn, plug_in
from copydesk.reports.digest import Digest, DigestStory, digest_text


def notifiers_named(names: Sequence[str]) -> tuple[tuple[PlugIn, str], ...]:
    """The notifiers of these names (`NAME` or `NAME:ARGUMENT`), each with its argument.

    Raises:
        UsageError: one is not installed, or cannot be loaded.

    """
    parted = (name.partition(":") for name in names)
    return tuple((plug_in("notifier", called), argument) for called, _, argument in parted)


def notify(digest: Digest, notifiers: Sequence[tuple[PlugIn, str]]) -> None:
    """Hand a digest to each notifier.

    Raises:
        NotSent: one did not take it; the others were asked all the same.

    """
    notice = notice_of(digest)
    failed = []
    for notifier, argument in notifiers:
        try:
            notifier.does.notify(notice, argument)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in a stranger's program is told of it by name
            failed.append(notifier.reason(error))
    if failed:
        raise NotSent(f"what the digest tells stays untold: {'; '.join(failed)}")


def notice_of(digest: Digest) -> Notice:
    """A digest as a notifier gets it."""
    return Notice(digest.title, digest.at, tuple(_story(one) for one in digest.stories), digest_text(digest))


def _story(story: DigestStory) -> NoticeStory:
    lines = tuple(f"{line.name}: {line.said}" for line in story.lines)
    return NoticeStory(story.label, story.href, story.ladder, lines)
