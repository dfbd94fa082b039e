"""How sure a comparison says it is."""

from importlib import resources

import pytest

from copydesk.checks.making import how_sure


def counted():
    lines = resources.files("copydesk.checks").joinpath("reliability.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_what_was_counted_on_all_sources_stands_behind_a_confidence():
    rows = [row for row in counted() if row[1:3] == ["number", "conflict"]]
    right, told = (sum(int(row[column]) for row in rows) for column in (3, 4))
    assert len(rows) > 1
    assert how_sure("number", "conflict") == pytest.approx((right + 1) / (told + 2), abs=1e-3)


def test_what_was_never_counted_is_even():
    assert how_sure("where", "altered") == 0.5


def test_no_more_is_right_than_was_told():
    assert all(0 <= int(right) <= int(told) for *_, right, told in counted())
