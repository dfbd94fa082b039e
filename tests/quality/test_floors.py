"""The sample newsroom is read no worse than the floors say. `scripts/floors.py` measures and raises them."""

import tomllib
from hashlib import blake2b
from pathlib import Path

import pytest

from quality.scoring import NEWSROOM, figures_of

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def measured(newsroom_export):
    return figures_of(newsroom_export)


@pytest.mark.parametrize("name", FLOORS["floors"])
def test_floor(measured, name):
    assert measured[name] >= FLOORS["floors"][name], f"{name} fell to {measured[name]:.3f}"


def test_every_figure_has_a_floor(measured):
    assert set(measured) == set(FLOORS["floors"])


def test_the_floors_were_measured_on_this_gold():
    total = blake2b(digest_size=8)
    for path in sorted(NEWSROOM.rglob("*.*")):
        if path.parent.name in ("pages", "gold"):
            total.update(path.name.encode() + path.read_bytes())
    assert total.hexdigest() == FLOORS["gold"], "the sample changed: measure again with scripts/floors.py"
