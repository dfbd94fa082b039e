"""What every store promises of the memos of a watch. The contract suite is `tests/contracts/test_store_watches.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol


class Memo(NamedTuple):
    """One thing remembered: `due` is the moment (seconds since 1970) from which it is wanted again, None for never.

    `facts` is what is known of it, as JSON has it.
    """

    kind: str
    name: str
    due: float | None
    facts: Mapping[str, Any]


class Watches(Protocol):
    """Memos by kind and name. Each write is a transaction, or a part of the one it stands in."""

    def put(self, memos: Iterable[Memo]) -> None:
        """Keep these; what was remembered under their names gives way."""
        ...

    def get(self, kind: str, names: Iterable[str]) -> dict[str, Memo]:
        """The memos of a kind with these names, by name; those that are not there are left out."""
        ...

    def due(self, kind: str, now: float, *, limit: int) -> list[Memo]:
        """The memos of a kind that are wanted by now, those that wait longest first."""
        ...

    def all(self, kind: str) -> list[Memo]:
        """Every memo of a kind, by name."""
        ...

    def soonest(self, kinds: Sequence[str]) -> float | None:
        """The earliest moment at which something of these kinds is wanted; None where nothing is."""
        ...

    def drop(self, kind: str, names: Iterable[str]) -> None:
        """Forget the memos of a kind with these names."""
        ...
