"""The sample newsroom is read no worse than the floors say, and the floors are those that were written down.

`scripts/floors.py` measures, raises and, with a reason, lowers them.
"""

import pytest

from quality.history import HISTORY, digest_of_data, earlier_histories, floors_of, read_history, refusals
from quality.scoring import figures_of

WRITTEN = read_history(HISTORY.read_text(encoding="utf-8"))
FLOORS = floors_of(WRITTEN)


@pytest.fixture(scope="module")
def measured(newsroom_export):
    return figures_of(newsroom_export)


@pytest.mark.parametrize("name", FLOORS)
def test_floor(measured, name):
    assert measured[name] >= FLOORS[name], f"{name} fell to {measured[name]:.3f}"


def test_every_figure_has_a_floor(measured):
    assert set(measured) == set(FLOORS)


def test_no_floor_fell_without_a_reason_and_all_were_measured_on_what_stands_here():
    assert refusals(WRITTEN, data=digest_of_data(), earlier=earlier_histories()) == []
