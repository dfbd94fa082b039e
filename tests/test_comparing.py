"""Two pages compared without a desk: from Python, and what a notebook shows of it."""

import re
from dataclasses import replace
from datetime import date

import pytest

import copydesk
from copydesk.errors import UnreadablePage, UsageError

DAY = date(2038, 12, 31)
TEXT = """Vessmar to close its fish market

By Ada Brenn

The harbour council of Vessmar voted on Tuesday to close the old fish market after a survey found it unsafe.

Councillor Jonas Tarrel said the repair would have cost 4.2 million crowns, "more than it earns in ten years".

Traders, some of whom have sold herring there for three generations, said they had been told of no survey.

The market will shut its doors on 1 May, and the stalls are to move to the car park behind the customs house.

Two other markets on the coast have closed since 2029, and a third is to follow before the end of the year.
"""
REPRINT = TEXT.replace("4.2 million", "42 million").replace("By Ada Brenn\n\n", "")
OTHER = """Snow closes the Tarn pass

Heavy snow closed the road over the Tarn pass on Friday night, and forty drivers were taken down by bus.

The road office said ploughs would not be able to work before the wind drops, which is expected on Sunday.

Hotels in the valley opened their dining rooms to those who could not travel on, and the school was heated.
"""


@pytest.fixture(scope="module")
def found():
    return copydesk.compare(TEXT, REPRINT, as_of=DAY)


def test_two_pages_that_share_text_are_compared_with_every_alteration(found):
    assert found.copy.kind in {"verbatim", "edited"}
    number = next(one for one in found.material if one.kind == "number")
    assert {"4.2 million" in number.before, "42 million" in number.before} == {True, False}
    assert {"4.2 million" in number.after, "42 million" in number.after} == {True, False}
    assert found.left.text != found.right.text


def test_pages_are_given_as_paths_as_bytes_or_as_articles_with_one_answer(found, tmp_path):
    path = tmp_path / "market.txt"
    path.write_text(TEXT)
    for left, right in ((path, REPRINT), (str(path), REPRINT.encode())):
        again = copydesk.compare(left, right, as_of=DAY)
        assert again.copy.kind == found.copy.kind
        assert "number" in {one.kind for one in again.material}
    assert copydesk.compare(found.left, found.right, as_of=DAY) == found


def test_the_order_in_which_two_pages_are_named_decides_nothing(found):
    turned = copydesk.compare(REPRINT, TEXT, as_of=DAY)
    assert turned.copy == found.copy
    assert (turned.left, turned.right) == (found.right, found.left)
    assert turned.source == found.source


def test_pages_that_share_nothing_are_said_to():
    found = copydesk.compare(TEXT, OTHER, as_of=DAY)
    assert found.copy is None
    assert found.material == ()
    assert found.source is None
    assert "These two share no text" in found._repr_html_()


def test_a_page_compared_with_itself_is_one_text_without_a_direction():
    found = copydesk.compare(TEXT, TEXT, as_of=DAY)
    assert (found.copy.kind, found.copy.direction, found.material) == ("verbatim", "unknown", ())
    assert found.copy.a != found.copy.b


def test_source_and_derived_are_told_apart_only_where_a_direction_is(found):
    ends = {one.id: one for one in (found.left, found.right)}
    for way, source, derived in (("a_to_b", "a", "b"), ("b_to_a", "b", "a")):
        told = replace(found, copy=replace(found.copy, direction=way))
        assert told.source is ends[getattr(found.copy, source)]
        assert told.derived is ends[getattr(found.copy, derived)]
    for way in ("unknown", "common_source"):
        told = replace(found, copy=replace(found.copy, direction=way))
        assert told.source is told.derived is None


def test_a_name_that_stands_for_several_pages_is_refused(tmp_path):
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(TEXT if name == "one.txt" else OTHER)
    with pytest.raises(UsageError, match="several pages"):
        copydesk.compare(tmp_path, TEXT, as_of=DAY)


def test_a_page_that_is_not_there_is_said_to_be(tmp_path):
    with pytest.raises(UnreadablePage):
        copydesk.compare(tmp_path / "nowhere.html", TEXT, as_of=DAY)


def test_a_notebook_shows_the_counts_and_the_material_changes(found):
    shown = found._repr_html_()
    assert f"<b>{len(found.material)} material change" in shown
    assert re.search(r"<b>\d+ material changes?(?: \(\d+ outside the text\))?, \d+ wording changes?</b>", shown)
    assert "<b>42 million" in shown
    assert "another amount is given" in shown
    assert not re.search(r"<(?:link|style|script|iframe|img)|url\(|@import", shown)


def test_a_notebook_folds_what_comes_after_the_first_changes(found):
    material = found.material[0]
    many = replace(found, copy=replace(found.copy, alterations=(material,) * 25))
    assert "15 more material changes" in many._repr_html_()
    assert len(replace(found, copy=replace(found.copy, alterations=(material,) * 9000))._repr_html_()) < 200_000


def test_whatever_two_pages_hold_is_words_in_a_notebook(found):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202e"
    hostile = replace(
        found,
        left=replace(found.left, title=evil, outlet=evil),
        right=replace(found.right, title=evil, outlet=evil),
        copy=replace(found.copy, alterations=(replace(found.material[0], before=evil, after=evil),)),
    )
    shown = hostile._repr_html_()
    assert not re.search(r"<\s*(script|img)|\u202e", shown)
    assert "&lt;script&gt;" in shown
