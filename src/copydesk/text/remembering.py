"""Answers that are kept of the texts that were asked about last, bounded by the length of these texts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import update_wrapper
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")

AT_LEAST = 2
"""Texts of which the answers are kept however long they are: the two of a pair."""


class Remembered(Generic[Made]):
    """A function of a text that keeps its last answers; `remembered` makes one of a function.

    What is made of a text is up to a hundred times as large as the text itself, so that a number of answers bounds
    nothing: of 64 the short ones of a wire take 10 MB, and those of books 10 GB. The letters of their texts bound it.
    """

    def __init__(self, function: Callable[[str], Made], letters: int) -> None:
        self._function, self._most = function, letters
        self._kept: OrderedDict[str, Made] = OrderedDict()
        self._letters = 0
        self._lock = Lock()
        update_wrapper(self, function)

    def __call__(self, text: str) -> Made:
        """What the function gives for a text, made now or before."""
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text]
        made = self._function(text)
        with self._lock:
            if text not in self._kept:
                self._kept[text] = made
                self._letters += len(text)
            while self._letters > self._most and len(self._kept) > AT_LEAST:
                oldest, _ = self._kept.popitem(last=False)
                self._letters -= len(oldest)
        return made

    @property
    def letters(self) -> int:
        """How long the texts are together of which answers are kept."""
        return self._letters

    def forget(self) -> None:
        """Let go of all that is kept."""
        with self._lock:
            self._kept.clear()
            self._letters = 0


def remembered(letters: int) -> Callable[[Callable[[str], Made]], Remembered[Made]]:
    """A decorator: the answers are kept of the texts asked about last, of so many letters together."""
    return lambda function: Remembered(function, letters)
