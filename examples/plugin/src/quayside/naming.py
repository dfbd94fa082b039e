"""A model of languages for a desk that reads one language only: every text is in the one that its name says."""

from __future__ import annotations

from collections.abc import Sequence


class Named:
    """`named:en` says English of every text."""

    def __init__(self, argument: str) -> None:
        if len(argument) != 2 or not argument.isalpha():
            raise ValueError(f"{argument!r} is no code of a language; write named:en")
        self.code = argument.lower()

    def languages(self, texts: Sequence[str]) -> list[str]:
        """The language, as often as there are texts."""
        return [self.code] * len(texts)
