"""Inputs in batches as they cross into another process, what they share packed once."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from typing import Any, NamedTuple

LARGEST_BATCH = 1_024
"""Inputs of a batch whose inputs share most of what they hold."""


class Packed(NamedTuple):
    """Inputs as they cross into another process."""

    body: bytes
    inputs: int


def packed(inputs: Iterator[Any], size: int) -> Iterator[Packed]:
    """The inputs in batches of some size, each packed; what its inputs share is packed once.

    A batch goes on while what its inputs share (a family of thousands, to which each of them belongs) is more than what
    they have each, so that all batches together are never twice as large as the inputs.
    """
    for first in inputs:
        buffer = io.BytesIO()
        pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
        pickler.dump(first)
        shared, count = buffer.tell(), 1
        for one in inputs if size > 1 else ():
            pickler.dump(one)
            count += 1
            own = buffer.tell() - shared
            if count >= size and (shared - own // (count - 1) <= own or count >= LARGEST_BATCH):
                break
        yield Packed(buffer.getvalue(), count)


def unpacked(batch: Packed) -> list[Any]:
    """The inputs of a batch; what they shared they share again."""
    unpickler = pickle.Unpickler(io.BytesIO(batch.body))  # noqa: S301  what this program packed itself, as a pool would
    return [unpickler.load() for _ in range(batch.inputs)]
