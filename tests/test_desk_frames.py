"""Frames of sites on a desk: in whatever order pages come, and however often a run is broken off."""

from dataclasses import replace
from datetime import date
from itertools import islice

import pytest

from copydesk.desk import open_desk
from copydesk.records import Alone, Article, Carriage, Fact, Family, Frame, Happening, Story, Summary

AS_OF = date(2038, 12, 31)
STORIES = {
    "weir": "A weir on the Lathe gave way on Monday night, and forty gardens below it stood under water by morning.",
    "bees": "Beekeepers in the valley shared out three hundred jars on Tuesday, one for every house that asked.",
    "tram": "The last tram to Low Ings ran on Friday with two hundred people aboard, most of whom had never used it.",
    "mill": "The mill at Garth is for sale again, nine months after its owner said that he would never part with it.",
}
MENU = ("The Lathe Echo", "Home", "News", "Farming")
FOOT = ("Contact us", "Terms of use", "Printed in Garth")


def lines_of(name):
    said = [
        f"{STORIES[name]} ({name})",
        f"That is what {name} means to people here, one of them said.",
        f"On the {name}.",
    ]
    more = [
        f"Nobody had reckoned with it, the warden of the {name} told the Echo on its {n} day."
        for n in ("first", "next")
    ]
    return [*MENU, f"Trouble with the {name} in the valley", "", *said[:2], *more, "", *FOOT]


@pytest.fixture
def folder(tmp_path):
    for name in STORIES:
        (tmp_path / f"{name}.txt").write_text("\n".join(lines_of(name)), encoding="utf-8")
    return tmp_path


def filled(desk, folder, names):
    for name in names:
        list(desk.add([str(folder / f"{name}.txt")], as_of=AS_OF))
    return {progress.step: progress.total for progress in desk.run()}


def held(desk):
    """All records, the names of families and stories apart: these are named for the article that came first.

    Pages that are added together come in the order of their ids, so that two desks may have another first.
    """
    unnamed = {
        "Family": {replace(family, id="") for family in desk.store.all(Family)},
        "Happening": {
            replace(one, id="", story="", storyline=None, links=(), ties=()) for one in desk.store.all(Happening)
        },
        "Story": {replace(story, id="", storyline=None, links=(), ties=()) for story in desk.store.all(Story)},
        "Fact": {replace(fact, id="", story="") for fact in desk.store.all(Fact)},
        "Carriage": {replace(one, family="") for one in desk.store.all(Carriage)},
        "Summary": {replace(one, id="", story="", storyline=None) for one in desk.store.all(Summary)},
        "Alone": {replace(one, id="", story="") for one in desk.store.all(Alone)},
    }
    return {**desk.store.snapshot(), **unnamed}


def test_pages_that_come_one_by_one_end_as_if_they_had_come_together(folder):
    with open_desk() as together, open_desk() as backward, open_desk() as single:
        filled(together, folder, STORIES)
        filled(backward, folder, reversed(STORIES))
        for name in STORIES:
            filled(single, folder, [name])
        assert len(list(together.store.all(Frame))) == len(STORIES)
        assert held(together) == held(backward) == held(single)


def test_only_pages_whose_frame_changes_are_read_again(folder):
    with open_desk() as desk:
        filled(desk, folder, ["weir", "bees"])
        other = folder / "far" / "notice.txt"
        other.parent.mkdir()
        other.write_text("\n".join(lines_of("mill")[4:-3]), encoding="utf-8")
        list(desk.add([str(other)], as_of=AS_OF))
        assert {step.step: step.total for step in desk.run()}["articles"] == 1
        # The third page of the site: seen on one other page before, on two now; so all of them change once more.
        assert filled(desk, folder, ["tram"])["articles"] == 3
        # The fourth: at least two, as before.
        assert filled(desk, folder, ["mill"])["articles"] == 1


def test_running_twice_does_no_work(folder):
    with open_desk() as desk:
        filled(desk, folder, STORIES)
        before = desk.store.snapshot()
        assert sum(filled(desk, folder, STORIES).values()) == 0
        assert desk.store.snapshot() == before


@pytest.mark.parametrize("steps", range(1, 38, 3))
def test_a_run_broken_off_anywhere_goes_on_to_the_same_end(folder, steps):
    with open_desk() as together, open_desk() as whole, open_desk() as broken:
        filled(together, folder, STORIES)
        for desk in (whole, broken):
            filled(desk, folder, ["weir", "bees"])
            list(desk.add([str(folder)], as_of=AS_OF))
        assert len(list(whole.run())) > steps
        list(islice(broken.run(), steps))
        list(broken.run())
        # What came in the same order is the same to the last name.
        assert broken.store.snapshot() == whole.store.snapshot()
        assert held(broken) == held(together)


def test_a_page_that_cannot_be_read_is_told_once_and_looked_at_again(folder):
    with open_desk() as desk:
        list(desk.add([str(folder)], as_of=AS_OF))
        kept = (folder / "tram.txt").read_bytes()
        (folder / "tram.txt").unlink()
        list(desk.run())
        assert [failure.step for failure in desk.failures()] == ["articles"]
        (folder / "tram.txt").write_bytes(kept)
        list(desk.run())
        assert desk.failures() == ()
        assert len(list(desk.store.all(Frame))) == len(STORIES)


def test_what_recurs_stands_in_the_blocks(folder):
    with open_desk() as desk:
        filled(desk, folder, STORIES)
        for article in desk.store.all(Article):
            assert {block.text for block in article.blocks if block.recurs} == {*MENU, *FOOT}
