"""What holds whatever is done to a desk: steps that are left out of a run would have had nothing to do."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.desk import Desk, open_desk
from copydesk.flow import FLOW
from copydesk.records import Page
from copydesk.running import Progress
from copydesk.settings import Settings, StorySettings
from copydesk.store import StepRun

AS_OF = date(2038, 12, 31)
PAGES = 5
REPORT = (
    "The ferry Rauna struck the quay at Vessel on Tuesday and {0} people were hurt, Ilse Tamarind said.\n\n"
    'Nobody knew of harbour {0} before, the master said, and "nobody will ever know of it". ' + "It was calm. " * 9
)
OTHERWISE = Settings(stories=StorySettings(neighbours=7))
SETTINGS = (Settings(), OTHERWISE)
AT = "2038-12-31T00:00:00Z"

pages = st.integers(0, PAGES - 1)
runs = st.tuples(st.just("run"), st.sampled_from([None, "articles", "families", "stories"]), st.integers(1, 40))
deeds = st.one_of(
    st.tuples(st.just("add"), pages),
    st.tuples(st.just("remove"), pages),
    st.tuples(st.just("lose"), pages),
    st.tuples(st.just("find"), pages),
    st.tuples(st.just("set"), st.integers(0, 1)),
    st.tuples(st.just("rename"), st.text("ab", min_size=1, max_size=2)),
    st.tuples(st.just("run_beside"), pages, st.integers(1, 8)),
    runs,
    runs.map(lambda one: ("run", one[1], None)),
)


class Twins:
    """Two desks to which the same is done; of one no step is ever settled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places = [folder / name for name in ("settled.desk", "unsettled.desk")]
        self.desks = [open_desk(place) for place in self.places]
        for number in range(PAGES):
            self.find(number)

    def page(self, number: int) -> Path:
        return self.folder / f"{number}.txt"

    def find(self, number: int) -> None:
        text = f"Ferry strikes quay {number // 2}\n\n{REPORT.format(number // 2)}\n"
        self.page(number).write_text(text, encoding="utf-8")

    def lose(self, number: int) -> None:
        self.page(number).unlink(missing_ok=True)

    def add(self, number: int) -> None:
        for desk in self.desks:
            list(desk.add([str(self.page(number))], as_of=AS_OF))

    def remove(self, number: int) -> None:
        for desk in self.desks:
            held = desk.store.of_sources(Page, [str(self.page(number))])
            desk.store.forget(StepRun("pages", Page, 1, ""), [page.id for page in held])

    def set(self, number: int) -> None:
        for desk in self.desks:
            desk.settings = SETTINGS[number]

    def rename(self, label: str) -> None:
        for desk in self.desks:
            for story in desk.stories()[:1]:
                desk.rename(story.id, label, at=AT)

    def run(self, through: str | None = None, most: int | None = None) -> None:
        """Run both, and throw the run away after so many tellings: what is told must be the same."""
        self._told([self._run(desk, through, most) for desk in self._to_run()])

    def run_beside(self, number: int, after: int) -> None:
        """Run both, and have another process add a page after so many tellings."""
        self._told([self._run_beside(desk, number, after) for desk in self._to_run()])

    def _to_run(self) -> Iterator[Desk]:
        for desk in self.desks:
            if desk is self.desks[1]:
                desk.store._base.execute("DELETE FROM settled")
            yield desk

    def _told(self, told: Sequence[list[Progress]]) -> None:
        assert told[0] == told[1]
        one, other = (desk.runs(limit=1)[0] for desk in self.desks)
        counts = ("step", "planned", "taken_over", "pending", "done", "failed", "dropped", "records", "redone")
        rows = [[tuple(getattr(step, name) for name in counts) for step in run.steps] for run in (one, other)]
        assert rows[0] == rows[1]

    def _run(self, desk: Desk, through: str | None, most: int | None) -> list[Progress]:
        told = []
        going = desk.run(through=through)
        for progress in going:
            told.append(progress)
            if len(told) == most:
                going.close()
        return told

    def _run_beside(self, desk: Desk, number: int, after: int) -> list[Progress]:
        told = []
        for progress in desk.run():
            told.append(progress)
            if len(told) == after:
                with open_desk(self.places[self.desks.index(desk)]) as other:
                    list(other.add([str(self.page(number))], as_of=AS_OF))
        return told

    def same(self) -> None:
        one, other = (desk.store for desk in self.desks)
        assert one.snapshot() == other.snapshot()
        for step in ("pages", *(step.name for step in FLOW)):
            assert one.ledger(step) == other.ledger(step)


@contextmanager
def twins() -> Iterator[Twins]:
    with TemporaryDirectory() as folder:
        both = Twins(Path(folder))
        yield both
        for desk in both.desks:
            desk.close()


@settings(max_examples=12)
@given(st.lists(deeds, min_size=3, max_size=9))
def test_whatever_is_done_to_a_desk_its_records_are_those_of_one_that_looks_at_everything(done) -> None:
    with twins() as both:
        for name, *how in (("add", 0), ("add", 1), ("run", None), *done, ("run", None), ("run", None)):
            getattr(both, name)(*how)
            both.same()
        assert all(progress.done == progress.failed for progress in both.desks[0].run())
