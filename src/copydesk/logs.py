"""What happens, told as lines of JSON to whoever wants to hear it: one line an event, short, and without secrets.

Events go to the logger `copydesk` of the standard library; nobody hears them unless `--log` or `COPYDESK_LOG` asks for
it (`listen`), or a program that uses copydesk sets up logging for itself. No line holds the text of a page.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from copydesk.errors import UsageError

LOGGER = logging.getLogger("copydesk")
NAME = "COPYDESK_LOG"
"""The variable of the environment that names where lines go; processes that work for this one find it there too."""
STANDARD_ERROR = "-"

LONGEST = 300
"""Characters of a value; a name of a file is shorter, and a line stays below what a system writes in one piece."""
MOST = 40
"""Values of a line, and of a list in it."""
FRAMES = 8
"""Places in the code that are named of an error."""

_HIDDEN = "***"
_NAMES = r"[\w.-]*(?:passw(?:or)?d|pwd|token|secret|api[_-]?key|apikey|signature|credential|authorization)[\w.-]*"
# In this order: what stands before the @ of an address, what is asked with a telling name, `name=value` and
# `name: value`, what follows Bearer and Basic, a token of a desk (a person's or a link's id, a point, a secret), the
# path of a shared story.
_SECRETS = (
    (re.compile(r"(?<=://)[^\s\"'<>@:]{0,300}:[^\s\"'<>@]{0,300}@(?:[^\s\"'<>@/]{1,100}@)*"), f"{_HIDDEN}@"),
    (re.compile(r"(?<=://)[^/\s?#]*@"), f"{_HIDDEN}@"),
    (re.compile(rf"([?&;]{_NAMES}=)[^&;#\s]*", re.IGNORECASE), rf"\1{_HIDDEN}"),
    (re.compile(rf"\b({_NAMES}[\"']?\s*[=:]\s*)(?:'[^']*'|\"[^\"]*\"|[^\s,;&}}]+)", re.IGNORECASE), rf"\1{_HIDDEN}"),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{6,}", re.IGNORECASE), rf"\1 {_HIDDEN}"),
    (re.compile(r"\b((?:person|share)-\d+)\.[\w-]{8,}"), rf"\1.{_HIDDEN}"),
    (re.compile(r"(/shared/)[^/\s?#{]+"), rf"\1{_HIDDEN}"),
)
# What is asked of an address may be anybody's secret, whatever it is called.
_ASKED = re.compile(r"(https?://[^\s?#\"'<>]{1,2000})[?#][^\s\"'<>)]*", re.IGNORECASE)


class Event(NamedTuple):
    """One event: its name and what is known of it. As text, for logs of other programs, it is one line."""

    name: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        """`run.step step=prints done=12`."""
        return " ".join([self.name, *(f"{name}={json.dumps(kept(value))}" for name, value in self.facts.items())])


def tell(event: str, /, **facts: Any) -> None:
    """Tell whoever listens of an event."""
    _tell(logging.INFO, event, facts)


def warn(event: str, /, **facts: Any) -> None:
    """Tell of an event after which things go on, though not as they should."""
    _tell(logging.WARNING, event, facts)


def fail(event: str, /, **facts: Any) -> None:
    """Tell of an event that ended something; of an error that is being handled, where it came from."""
    _tell(logging.ERROR, event, facts)


def _tell(level: int, event: str, facts: Mapping[str, Any]) -> None:
    if LOGGER.isEnabledFor(level):
        LOGGER.log(level, Event(event, facts), exc_info=level >= logging.ERROR and sys.exc_info()[0] is not None)


def listen(target: str | None, *, least: int = logging.INFO) -> None:
    """From now on write the lines of events into this file, behind what is there, or to standard error (`-`).

    None and the empty name: nobody listens. The file may be moved away while it is written, as logrotate does. Events
    below the level `least` are left out.

    Raises:
        UsageError: it cannot be written.

    """
    hush()
    if not target:
        return
    from logging.handlers import WatchedFileHandler  # it loads what speaks to networks, and few commands need it

    handler: logging.Handler
    if target == STANDARD_ERROR:
        handler = logging.StreamHandler(sys.stderr)
    else:
        try:
            handler = WatchedFileHandler(target, encoding="utf-8")
        except OSError as error:
            said = f"the log {target} cannot be written ({error.strerror or error})"
            raise UsageError(f"{said}; name another file, or - for standard error") from error
    handler.setFormatter(Lines())
    handler.set_name(NAME)
    LOGGER.addHandler(handler)
    LOGGER.setLevel(least)
    # Those who listen here want lines, and not the same once more in another form.
    LOGGER.propagate = False


def hush() -> None:
    """Nobody listens any more; what a program that uses copydesk has set up stays."""
    for handler in [one for one in LOGGER.handlers if one.get_name() == NAME]:
        LOGGER.removeHandler(handler)
        handler.close()
        LOGGER.setLevel(logging.NOTSET)
        LOGGER.propagate = True


def listen_as_told() -> None:
    """Listen as the environment says: for processes that another one of ours has started."""
    listen(os.environ.get(NAME))


class Lines(logging.Formatter):
    """Each record as one line of JSON: time (UTC, ISO 8601), level, event, and what is known of it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told = record.msg if isinstance(record.msg, Event) else Event("message", {"said": record.getMessage()})
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": told.name,
            "process": record.process,
        }
        for name, value in list(told.facts.items())[:MOST]:
            line.setdefault(name, kept(value))
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = type(record.exc_info[1]).__name__
            line["at"] = _places(record.exc_info[1])
        # Every control character and line end is escaped, so a value can begin no line of its own.
        return json.dumps(line, ensure_ascii=True)


def kept(value: Any) -> Any:
    """A value as a line may hold it: short, and without what nobody may read."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(name)[:LONGEST]: kept(one) for name, one in list(value.items())[:MOST]}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [kept(one) for _, one in zip(range(MOST), value, strict=False)]
    return _ASKED.sub(rf"\1?{_HIDDEN}", without_secrets(str(value)))[:LONGEST]


def without_secrets(text: str) -> str:
    """The text in which `***` stands for passwords in addresses, for tokens, and for what is called a secret."""
    text = text[: 10 * LONGEST]
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def _places(error: BaseException) -> list[str]:
    """Where an error came from, without its words: they may quote a page."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]
