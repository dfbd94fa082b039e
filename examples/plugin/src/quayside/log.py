"""A notifier: each story of a digest is a line of JSON behind those that are in a file, for a script to pick up."""

from __future__ import annotations

import json
from pathlib import Path

from copydesk.plugging import Notice


class Log:
    """`log:FILE` writes behind what is in FILE."""

    def notify(self, notice: Notice, argument: str) -> None:
        """Write the stories of a digest."""
        if not argument:
            raise ValueError("log needs a file; write log:digest.jsonl")
        with Path(argument).open("a", encoding="utf-8") as file:
            for story in notice.stories:
                file.write(json.dumps({"at": notice.at, **story._asdict()}) + "\n")


notifier = Log()
