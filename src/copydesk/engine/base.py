"""The four verbs."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from copydesk.records import Candidate, Fingerprint
from copydesk.settings import BlockLimits

In = TypeVar("In")
Out = TypeVar("Out")
Key = TypeVar("Key", bound=Hashable)

Batch = Callable[[Sequence[Any]], Iterable[Any]]
"""What `map` carries: a function of a batch that gives one answer for each member, in order."""


class Fault(NamedTuple):
    """What stands in the place of an answer that could not be made."""

    reason: str


class Engine(Protocol):
    """Carries records to functions. Nothing here knows a room."""

    def map(self, function: Batch, inputs: Iterable[Any]) -> Iterator[Any]:
        """One answer or `Fault` for each input, in the order of the inputs; no input can spoil another's."""
        ...

    def block(self, prints: Sequence[Fingerprint], limits: BlockLimits) -> tuple[Candidate, ...]:
        """The pairs that share enough rare keys, ordered by their ids."""
        ...

    def group(self, records: Iterable[In], by: Callable[[In], Key]) -> Iterator[tuple[Key, tuple[In, ...]]]:
        """All records with one key together, keys in order, records in the order given."""
        ...

    def components(self, edges: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
        """The connected sets of ends, each in order, ordered by their first."""
        ...
