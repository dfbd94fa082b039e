"""One thing on two opposite sides."""

import pytest

from copydesk.checks import check
from copydesk.settings import CheckSettings

FILLER = (
    " The harbour of Solvik lies under the old fort. Fishermen mended nets on the quay. The market was quiet."
    " Clouds came in from the west. A choir sang near the town hall. Buses ran late all morning."
)


def conflicts(dossier, one, other):
    held = dossier({"a": one + FILLER, "b": other + FILLER.replace("old", "new")})
    return [found.kind for found in check(held, settings=CheckSettings()) if found.outcome == "conflict"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The crack opened on the north face of the dam.", "The crack opened on the south face of the dam."),
        ("The car was hit on the left side.", "The car was struck on its right side."),
    ],
)
def test_one_thing_on_two_sides_conflicts(dossier, one, other):
    assert conflicts(dossier, one, other) == ["where"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The rebels hold the north bank of the river.", "The army holds the south bank of the river."),
        ("Rescuers searched the left wing of the school.", "Later they searched the right wing of the school."),
        ("The crack opened on the north face of the dam.", "The crack opened on the south bank of the river."),
        ("The crack opened on the north face of the dam.", "The crack opened on the north face, not the south face."),
    ],
    ids=["others", "one after the other", "another thing", "both named"],
)
def test_things_on_their_own_sides_do_not(dossier, one, other):
    assert conflicts(dossier, one, other) == []
