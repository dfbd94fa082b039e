"""A row of values on disk, each read by its place."""

import pytest

from copydesk.engine.spools import Kept, Scratch

NEWS = [f"story {number}" * (number % 7) for number in range(500)]


def test_each_value_is_read_by_its_place_and_all_in_their_order(tmp_path):
    row = Kept(iter(NEWS), Scratch(folder=tmp_path), held=3)
    assert len(row) == 500
    assert [row[place] for place in (499, 0, 7, 7, -1)] == [NEWS[place] for place in (499, 0, 7, 7, -1)]
    assert row[10:13] == NEWS[10:13]
    assert list(row) == NEWS
    row.close()


def test_reading_all_and_one_between_do_not_disturb_each_other(tmp_path):
    row = Kept(NEWS, Scratch(folder=tmp_path))
    found = []
    for place, one in enumerate(row):
        found.append(one)
        assert row[(place * 37) % 500] == NEWS[(place * 37) % 500]
    assert found == NEWS
    row.close()


def test_a_place_behind_the_last_is_none(tmp_path):
    row = Kept(NEWS, Scratch(folder=tmp_path))
    with pytest.raises(IndexError):
        row[500]
    row.close()


def test_nothing_is_left_in_the_folder(tmp_path):
    Kept(NEWS, Scratch(folder=tmp_path)).close()
    assert list(tmp_path.iterdir()) == []
