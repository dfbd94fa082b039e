"""Pieces as blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.articles.blocks import blocks_of, parts_of, text_of
from copydesk.articles.pieces import Piece


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The dam held.Nobody was hurt.", ["The dam held.", "Nobody was hurt."]),
        ('"It is over," she said.“We can go home now.', ['"It is over," she said.', "“We can go home now."]),
        ("Der Damm hielt.Über Nacht sank das Wasser.", ["Der Damm hielt.", "Über Nacht sank das Wasser."]),
        ("Плотина выдержала.Никто не пострадал.", ["Плотина выдержала.", "Никто не пострадал."]),
        ("One ended.Two began here.Three went on.", ["One ended.", "Two began here.", "Three went on."]),
        ("The dam held. Nobody was hurt.", ["The dam held. Nobody was hurt."]),
        ("It is at example.org and in the U.S.A. now.", ["It is at example.org and in the U.S.A. now."]),
        ("Version 2.Beta is out.", ["Version 2.Beta is out."]),
        ("ダムは持ちこたえた。けが人はいない。", ["ダムは持ちこたえた。けが人はいない。"]),
    ],
)
def test_paragraphs_that_a_page_runs_together_are_parted(text, parts):
    assert list(parts_of(text)) == parts


@given(
    st.lists(
        st.sampled_from([*"ab.?!AB \u201c'\u00dc\u65e5", "held.Nobody went", "The ", "won!It is "]), min_size=1
    ).map("".join)
)
def test_no_paragraph_that_runs_on_is_passed_over(text):
    blocks, _ = blocks_of([Piece("The dam at Garth held."), Piece(text)], ["body", "body"], [0, 0])
    assert [block.text for block in blocks[1:]] == list(parts_of(text))


def test_the_dateline_is_a_block_of_its_own_and_no_text():
    pieces = [Piece("A dam holds"), Piece("GARTH, May 4 — The dam at Garth held.Nobody was hurt."), Piece("Share")]
    blocks, dateline = blocks_of(pieces, ["title", "body", "widget"], [0, 0, 2])
    assert dateline == "GARTH, May 4 —"
    assert [(block.kind, block.text) for block in blocks] == [
        ("title", "A dam holds"),
        ("dateline", "GARTH, May 4 —"),
        ("body", "The dam at Garth held."),
        ("body", "Nobody was hurt."),
        ("widget", "Share"),
    ]
    assert blocks[-1].recurs == 2
    assert text_of(blocks) == "The dam at Garth held.\nNobody was hurt."
