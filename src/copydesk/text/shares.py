"""A share of a number of cases, with how sure it is."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

FEWEST = 30
"""Cases below which no share is given as a percentage."""
_Z = 1.959964
"""The two-sided 95 % point of the normal distribution."""


class Share(NamedTuple):
    """`amount` of `cases`, with the interval that holds the true share in 95 of 100 such counts (Wilson, 1927)."""

    amount: int
    cases: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None where there are too few cases to give one."""
        return self.amount / self.cases if self.cases >= FEWEST else None


def share(amount: int, cases: int) -> Share:
    """A share with its Wilson score interval; of no cases at all anything may be true."""
    if not cases:
        return Share(0, 0, 0.0, 1.0)
    told = amount / cases
    scale = 1 + _Z**2 / cases
    middle = told + _Z**2 / (2 * cases)
    reach = _Z * sqrt(told * (1 - told) / cases + _Z**2 / (4 * cases**2))
    return Share(amount, cases, max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale))
