"""A digest in a few lines to the channels that a desk has: chat, push, what else apprise knows (extra `alert`)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from copydesk.errors import NotSent, UsageError
from copydesk.reports.digest import Digest
from copydesk.reports.safe import short
from copydesk.reports.wording import counted

MOST_STORIES = 5
LONGEST_LINE = 160


def need_library() -> None:
    """Nothing, where apprise is installed.

    Raises:
        UsageError: it is not.

    """
    if find_spec("apprise") is None:
        raise UsageError("alerts need apprise: pip install 'copydesk[alert]'")


def send_alerts(digest: Digest, addresses: Sequence[str]) -> None:
    """Send the head of a digest to each address of apprise.

    Raises:
        UsageError: apprise is not installed, or an address is none that it knows; addresses hold keys and are not told.
        NotSent: a channel did not take it.

    """
    need_library()
    import apprise

    failed = []
    for number, address in enumerate(addresses, start=1):
        channel = apprise.Apprise()
        if not channel.add(address):
            raise UsageError(f"[digest] the alert at place {number} is no address that apprise knows; check it")
        title = f"{digest.title}: {counted(len(digest.stories), 'story')} changed"
        if not channel.notify(title=short(title, LONGEST_LINE), body=alert_text(digest), body_format="text"):
            failed.append(f"place {number} ({address.partition(':')[0]})")
    if failed:
        raise NotSent(f"the alert was not taken at {', '.join(failed)}; check the addresses under [digest] alerts")


def alert_text(digest: Digest) -> str:
    """The first stories of a digest, a line each with the first of its changes."""
    lines = []
    for story in digest.stories[:MOST_STORIES]:
        lines.append(short(f"{story.label} — {story.lines[0].name}: {story.lines[0].said}", LONGEST_LINE))
        if story.href:
            lines.append(story.href)
    more = len(digest.stories) - MOST_STORIES + digest.waiting
    return "\n".join([*lines, *([f"and {counted(more, 'story')} more"] if more > 0 else [])])
