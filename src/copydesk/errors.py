"""The error tree. Every message names the input and the cure.

CopydeskError
├── UsageError        the words of a command or a setting are off (exit status 2)
│   └── BrokenPlugIn  a plug-in that was asked for cannot be loaded, or does not do what it promises
├── UnreadablePage    one page cannot be read; becomes a `Failure` and the run goes on
├── NothingRead       no page at all could be read (exit status 3)
├── NotSent           a mail or an alert was not taken; what it told stays untold
├── NotStamped        no server of time stamps gave one that can be used
└── DeskError         the desk file cannot be used: read-only, full, newer, or no desk (exit status 4)
"""

from __future__ import annotations


class CopydeskError(Exception):
    """The root of all errors that copydesk raises on purpose."""


class UsageError(CopydeskError):
    """What was asked for makes no sense: an unknown article, a setting that does not exist."""


class BrokenPlugIn(UsageError):
    """A plug-in cannot be loaded, failed, or does not do what it promises; the message names its package."""


class UnreadablePage(CopydeskError):
    """One page cannot be read. `source` names it; `reason` says why and what would help."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason

    def __reduce__(self) -> tuple[type[UnreadablePage], tuple[str, str]]:
        """Let the error cross a process border whole."""
        return (UnreadablePage, (self.source, self.reason))


class NothingRead(CopydeskError):
    """Nothing that was named could be read."""


class NotSent(CopydeskError):
    """A mail or an alert could not be handed to those who carry it."""


class NotStamped(CopydeskError):
    """A server of time stamps gave none, or one of something else than it was asked for."""


class DeskError(CopydeskError):
    """The desk file cannot be opened, read or written."""
