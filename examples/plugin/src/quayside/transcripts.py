"""A model of quotes for interviews: each turn begins with a name in capitals and a colon."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk.plugging import FoundQuote
from copydesk.records import Article

TURN = re.compile(r"^(?P<name>[A-Z][A-Z.'-]+(?: [A-Z][A-Z.'-]+){0,4}):[ \t]+(?P<words>\S[^\n]*)", re.M)


class Transcripts:
    """What each speaker of a transcript says. Only transcripts have quotes by it: other texts have none."""

    def __init__(self, argument: str) -> None:
        if argument:
            raise ValueError(f"transcripts takes no argument, and {argument!r} was given")

    def quotes(self, articles: Sequence[Article]) -> list[list[FoundQuote]]:
        """The turns of each article."""
        return [[_quote(turn) for turn in TURN.finditer(article.text)] for article in articles]


def _quote(turn: re.Match[str]) -> FoundQuote:
    start, end = turn.span("words")
    return FoundQuote(start=start, end=end, kind="direct", speaker=turn["name"].title(), at=turn.span("name"))
