"""Texts cut into marked pieces, and two texts laid beside each other."""

import pytest

from copydesk.reports.aligning import Row, aligned_rows
from copydesk.reports.differing import differing, outside_of
from copydesk.reports.marking import Mark, layers, marked, paragraph_number

TEXT = "One two three.\n\nFour five."


def test_pieces_carry_every_mark_that_lies_on_them():
    first, second = marked(TEXT, [Mark(4, 13, "share"), Mark(8, 20, "quote", "said", "Q", "here")])
    assert [(piece.text, piece.style, piece.letter) for piece in first.pieces] == [
        ("One ", "", ""),
        ("two ", "share", ""),
        ("three", "share quote", "Q"),
        (".", "quote", ""),
    ]
    assert [(piece.text, piece.style) for piece in second.pieces] == [("Four", "quote"), (" five.", "")]


def test_the_anchor_of_a_mark_stands_once_even_across_paragraphs():
    found = [piece.anchor for one in marked(TEXT, [Mark(0, 26, "x", anchor="here")]) for piece in one.pieces]
    assert found == ["here", None]


@pytest.mark.parametrize("mark", [Mark(-1, 3, "x"), Mark(3, 3, "x"), Mark(5, 2, "x"), Mark(20, 99, "x")])
def test_a_mark_that_lies_outside_the_text_is_left_out(mark):
    assert all(not piece.style for one in marked(TEXT, [mark]) for piece in one.pieces)


def test_layers_tell_how_many_ranges_lie_on_each_other():
    assert list(layers([(0, 10), (5, 15), (5, 7), (20, 21)])) == [
        (0, 5, 1),
        (5, 7, 3),
        (7, 10, 2),
        (10, 15, 1),
        (20, 21, 1),
    ]
    assert list(layers([])) == []


@pytest.mark.parametrize(("place", "number"), [(0, 1), (13, 1), (16, 2), (25, 2), (9999, 2)])
def test_a_place_lies_in_a_paragraph_counted_from_one(place, number):
    assert paragraph_number(TEXT, place) == number


LEFT = "aaaa\nbbbb\ncccc"
RIGHT = "AAAA\nXXXX\nCCCC"


def test_paragraphs_that_share_a_passage_stand_beside_each_other_and_the_others_alone():
    rows = aligned_rows(LEFT, RIGHT, [((0, 4), (0, 4)), ((10, 14), (10, 14))])
    assert [(row.left, row.right) for row in rows] == [((0,), (0,)), ((), (1,)), ((1,), ()), ((2,), (2,))]


def test_of_paragraphs_out_of_order_the_fewest_are_said_to_have_moved_and_which_way():
    one_down = [((0, 4), (10, 14)), ((5, 9), (0, 4)), ((10, 14), (5, 9))]
    one_up = [(right, left) for left, right in one_down]
    rows = aligned_rows(LEFT, RIGHT, one_down)
    assert [(row.left, row.right, row.moved) for row in rows] == [
        ((0,), (2,), "down"),
        ((1,), (0,), None),
        ((2,), (1,), None),
    ]
    assert [row.moved for row in aligned_rows(LEFT, RIGHT, one_up)] == [None, None, "up"]


def test_a_passage_over_several_paragraphs_ties_those_that_stand_at_the_same_part_of_it():
    text = "aaaa\nbbbbbbbb\ncc"
    rows = aligned_rows(text, text, [((0, len(text)), (0, len(text)))])
    assert [(row.left, row.right, row.shape) for row in rows] == [
        ((0,), (0,), "kept"),
        ((1,), (1,), "kept"),
        ((2,), (2,), "kept"),
    ]


def test_one_passage_over_very_many_paragraphs_takes_no_time_by_the_square():
    text = "\n".join("a" for _ in range(20_000))
    rows = aligned_rows(text, text, [((0, len(text)), (0, len(text)))])
    assert len(rows) == 20_000


def test_what_moved_is_the_lesser_part_of_the_text_and_not_of_the_paragraphs():
    left, right = "a\nb\n" + "c" * 50, "c" * 50 + "\na\nb"
    rows = aligned_rows(left, right, [((0, 1), (51, 52)), ((2, 3), (53, 54)), ((4, 54), (0, 50))])
    assert [row.moved for row in rows] == ["down", "down", None]


@pytest.mark.parametrize(
    ("left", "right", "passages", "shapes"),
    [
        ("aaaa", "aaaa", [((0, 4), (0, 4))], ["kept"]),
        ("aaaa\nbbbb", "aaaa bbbb", [((0, 4), (0, 4)), ((5, 9), (5, 9))], ["merged"]),
        ("aaaa bbbb", "aaaa\nbbbb", [((0, 4), (0, 4)), ((5, 9), (5, 9))], ["split"]),
        ("aaaa", "bbbb", [], ["right_only", "left_only"]),
    ],
)
def test_merged_split_dropped_and_inserted_paragraphs_are_told_apart(left, right, passages, shapes):
    assert [row.shape for row in aligned_rows(left, right, passages)] == shapes
    assert Row((0, 1), (0, 1), None).shape == "recast"


def test_a_paragraph_that_was_split_stands_beside_its_parts():
    rows = aligned_rows("aaaa bbbb", "aaaa\nbbbb", [((0, 4), (0, 4)), ((5, 9), (5, 9))])
    assert [(row.left, row.right) for row in rows] == [((0,), (0, 1))]


def test_a_shared_phrase_does_not_tie_two_long_paragraphs():
    rows = aligned_rows("a" * 100, "b" * 100, [((0, 10), (0, 10))])
    assert [(row.left, row.right) for row in rows] == [((0,), ()), ((), (0,))] or [
        (row.left, row.right) for row in rows
    ] == [((), (0,)), ((0,), ())]


def test_empty_texts_have_no_rows():
    assert aligned_rows("", "", []) == ()


def test_words_that_differ_within_a_passage_are_found_on_either_side():
    left, right = "He paid ten crowns, he said.", "He gave Ten crowns today, he said."
    mine, theirs = differing(left, right, [((0, len(left)), (0, len(right)))])
    assert [left[slice(*one)] for one in mine] == ["paid"]
    assert [right[slice(*one)] for one in theirs] == ["gave", "today"]


def test_places_of_differing_words_count_from_the_beginning_of_the_text():
    left, right = "First. One two.", "One three."
    mine, theirs = differing(left, right, [((7, 15), (0, 10))])
    assert [left[slice(*one)] for one in mine] == ["two"]
    assert [right[slice(*one)] for one in theirs] == ["three"]
    assert differing("", "", [((0, 0), (0, 0))]) == ([], [])


@pytest.mark.parametrize(
    ("ranges", "left"),
    [([(0, 5)], [(0, 5)]), ([(8, 14)], [(8, 10)]), ([(5, 40)], [(5, 10), (20, 30), (35, 40)]), ([(12, 18)], [])],
)
def test_what_lies_within_other_marks_is_cut_out(ranges, left):
    assert list(outside_of(ranges, [(30, 35), (10, 20)])) == left
