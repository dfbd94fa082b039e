"""What holds however pages come: the records of a desk are those of one run over all of them."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.desk import Desk, open_desk
from copydesk.records import Page

AS_OF = date(2038, 12, 31)
FOLDER = Path(__file__).parents[2] / "examples" / "newsroom" / "pages"


@cache
def pages() -> tuple[str, ...]:
    """The pages of the sample in the order in which a desk takes them in, so that what comes first is the same."""
    with open_desk(workers=1) as desk:
        list(desk.add([str(page) for page in sorted(FOLDER.iterdir())], as_of=AS_OF))
        return tuple(page.source for page in desk.store.all(Page))


def came(desk: Desk, portions: Sequence[Sequence[str]]) -> dict[str, dict[str, str]]:
    """The digest of every record after these portions of pages, each with a run of its own."""
    for portion in portions:
        list(desk.add(portion, as_of=AS_OF))
        list(desk.run())
    return desk.store.snapshot()


@settings(max_examples=4)
@given(st.sets(st.integers(0, 33), min_size=5, max_size=9), st.sets(st.integers(1, 8), max_size=3))
def test_any_split_of_the_pages_gives_the_records_of_one_run(chosen: set[int], cuts: set[int]) -> None:
    taken = [pages()[number] for number in sorted(chosen)]
    places = [0, *sorted(place for place in cuts if place < len(taken)), len(taken)]
    portions = [taken[first:last] for first, last in pairwise(places)]
    with open_desk(workers=1) as whole, open_desk(workers=1) as growing:
        assert came(growing, portions) == came(whole, [taken])
        assert all(progress.total == 0 for progress in growing.run())
