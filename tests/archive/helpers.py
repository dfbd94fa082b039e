"""An archive of the sample newsroom without Spark, and what two desks hold side by side."""

from datetime import date
from pathlib import Path

from copydesk.archive.saving import save
from copydesk.archive.steps import MAKES, Made
from copydesk.records import Article
from copydesk.settings import Settings

AS_OF = date(2038, 12, 31)
PAGES = Path(__file__).parents[2] / "examples" / "newsroom" / "pages"


def made_here(*sources):
    return Made.here(tuple(map(str, sources)), AS_OF, None)


def saved(desk, folder):
    """Write a desk into a folder; what was told of each step."""
    return list(save(desk.store, folder, made_here(PAGES), settings=Settings()))


def same(left, right):
    """Hold two desks to be one: records, ledger lines, and the order in which articles came."""
    one, other = left.store.snapshot(), right.store.snapshot()
    assert {kind: len(held) for kind, held in one.items()} == {kind: len(held) for kind, held in other.items()}
    for kind, held in one.items():
        assert held == other[kind], kind
    for step in MAKES:
        assert left.store.ledger(step) == right.store.ledger(step), step
    assert left.store.arrived(one["Article"]) == right.store.arrived(other["Article"])
    assert left.store.keys.members() == right.store.keys.members()
    assert dict(left.store.made(Article)) == dict(right.store.made(Article))


def worked(desk):
    """How many jobs each step of a run has done, those of which there were none left out."""
    last = {step.step: step for step in desk.run()}
    return {name: step.done for name, step in last.items() if step.done}
