"""The day of an event, from what its accounts tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from copydesk.records import EventDate
from copydesk.stories.events import Unit

_SHARED = 4
"""Words of names that a sentence on the past shares with an account that it may tell of."""


def event_day(units: Sequence[Unit]) -> EventDate | None:
    """The day that most accounts tell, the earliest of equals; the narrowest interval where none names a day.

    A day that an account names beside another, likelier one counts by half, then by a third: later accounts tell of the
    aftermath, and name the day of the event too. Where more accounts tell nothing than tell a day, it is not believed
    if those that do name something long past together with names of the others, for then they may tell of what came of
    it.
    """
    votes: dict[date, float] = defaultdict(float)
    basis: dict[date, str] = {}
    for unit in units:
        for place, day in enumerate(unit.days):
            if day.low == day.high:
                votes[day.low] += 1 / (1 + place)
                basis.setdefault(day.low, day.basis)
    silent = [unit for unit in units if not unit.days]
    if votes:
        best = min(votes, key=lambda day: (-votes[day], day))
        tellers = [unit for unit in units if any(day.low == best == day.high for day in unit.days)]
        if len(silent) > len(tellers) and all(_looks_back(unit, silent) for unit in tellers):
            return None
        told = f"{basis[best]}, named by {len(tellers)} of {len(units)} accounts"
        return EventDate(low=best, high=best, basis=told)
    wide = [day for unit in units for day in unit.days]
    return min(wide, key=lambda day: (day.high - day.low, day.low)) if wide else None


def _looks_back(teller: Unit, silent: Sequence[Unit]) -> bool:
    """Whether an account names something long past that others may tell of, by the names beside it."""
    names = {name for unit in silent for name in unit.outline.names}
    return any(len(names.intersection(sentence.words)) >= _SHARED for _, sentence in teller.pasts)
