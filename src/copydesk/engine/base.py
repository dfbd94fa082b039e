"""The four verbs, and `block` for what is new."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from copydesk.records import Candidate, Fingerprint
from copydesk.settings import BlockLimits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Postings = tuple[Numbers, Numbers]

In = TypeVar("In")
Out = TypeVar("Out")
Key = TypeVar("Key", bound=Hashable)

Batch = Callable[[Sequence[Any]], Iterable[Any]]
"""What `map` carries: a function of a batch that gives one answer for each member, in order."""


class Fault(NamedTuple):
    """What stands in the place of an answer that could not be made."""

    reason: str


DIED = "the process that read it died (out of memory, or a fault in a library); it was left out"
"""The reason of a `Fault` over which a process ended."""

FAMILIES = ("shingles", "anchors", "skips", "quotations")
"""The families of keys, by the fields of a `Fingerprint`."""

Known = Callable[[Sequence[str]], Mapping[str, Candidate]]
"""The candidates with these ids, as far as there are any."""


class KeyIndex(Protocol):
    """The keys of the articles that were blocked before, which it numbers.

    Postings are two arrays: keys, and for each the number of an article that has it.
    """

    def numbers(self, articles: Sequence[str]) -> Numbers:
        """The numbers of those of these articles that it has, in order."""
        ...

    def names(self, numbers: Numbers) -> Sequence[str]:
        """The ids of the articles with these numbers."""
        ...

    def holders(self, family: str, keys: Numbers) -> Postings:
        """Every article that has one of these keys (in order, none twice), once for each."""
        ...

    def keys_of(self, family: str, numbers: Numbers) -> Postings:
        """Every key of these articles (in order)."""
        ...


class Change(NamedTuple):
    """How candidate pairs change: those that are new or have other counts, and the ids of those that are none now."""

    made: tuple[Candidate, ...]
    dropped: tuple[str, ...]


class Engine(Protocol):
    """Carries records to functions. Nothing here knows a room."""

    @property
    def workers(self) -> int | None:
        """How many processes may work at once; None where that is not known here."""
        ...

    def map(self, function: Batch, inputs: Iterable[Any]) -> Iterator[Any]:
        """One answer or `Fault` for each input, in the order of the inputs; no input can spoil another's."""
        ...

    def block(self, prints: Iterable[Fingerprint], limits: BlockLimits) -> Iterable[Candidate]:
        """The pairs that share enough rare keys, ordered by their ids; the prints are read once."""
        ...

    def extend(
        self,
        prints: Sequence[Fingerprint],
        gone: Sequence[str],
        index: KeyIndex,
        *,
        known: Known,
        limits: BlockLimits,
    ) -> Change:
        """What of the pairs changes when `prints` come to an index and the articles `gone` leave it: `block`, anew.

        An article whose print changes both comes and goes. The index is left as it is; `known` gives the candidates
        that stand.
        """
        ...

    def group(self, records: Iterable[In], by: Callable[[In], Key]) -> Iterator[tuple[Key, tuple[In, ...]]]:
        """All records with one key together, keys in order, records in the order given."""
        ...

    def components(self, edges: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
        """The connected sets of ends, each in order, ordered by their first."""
        ...

    def close(self) -> None:
        """Let go of the processes or the session that it started, if any."""
        ...
