"""What the model knows of pieces: runs, words shared near by, places in the tree of the page."""

import json
from itertools import pairwise, product

import numpy as np
import pytest

from copydesk.articles.body import Judged, Weights, chances_of, judge, unpacked, weights_of_package
from copydesk.articles.columns import bounds_of, columns_of
from copydesk.articles.core import best_runs, cores_of
from copydesk.articles.features import codes_of, told_of
from copydesk.articles.markup import parse
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import measure
from copydesk.articles.slots import CODE, layout_of

FERRY = "The ferry to Orrin left the harbour at noon, and ninety people were on board, the harbour office said."


def columns(texts, **facts):
    return columns_of([[Piece(text, **facts) for text in texts]], measure(texts))


def test_the_core_is_the_run_with_the_greatest_expected_f1():
    chances = np.array([0.1, 0.9, 0.4, 0.9, 0.0, 0.0, 0.2, 0.0, 0.0, 0.0, 0.9, 0.9])
    starts, ends = cores_of(chances, np.full(12, 100.0), bounds_of([7, 3, 2]))
    assert (starts.tolist(), ends.tolist()) == ([1, 7, 10], [4, 10, 12])


def test_the_best_run_bridges_what_costs_less_than_lies_behind():
    starts, ends = best_runs(np.array([-0.4, 2.0, -0.4, 2.0, -0.4, -1.0, -1.0, 2.0, -3.0, 1.0]), bounds_of([5, 2, 3]))
    assert (starts.tolist(), ends.tolist()) == ([1, 5, 7], [4, 7, 8])


def test_pieces_that_speak_of_one_thing_are_coherent_and_teasers_are_not():
    one = columns(
        [FERRY, "Orrin lies an hour from the harbour by ferry.", "Ninety people live on Orrin, the office said."]
    )
    other = columns(
        [FERRY, "Lanterns are dearer than candles again this winter.", "Goats won the parish quiz on Sunday night."]
    )
    assert one.coherence[0] > 0.4
    assert other.coherence[0] == 0


def test_every_piece_has_one_value_in_each_slot():
    html = f"<h1>Ferry</h1><div><p>{FERRY}</p><ul><li>Orrin</li><li>Sall</li></ul></div><footer>Echo</footer>"
    markup = parse(html)
    measures = measure([piece.text for piece in markup.pieces])
    told = told_of(columns_of([markup.pieces], measures, [markup.around]), [("Ferry",)])
    codes = codes_of(told, "html")
    names = layout_of("html").names
    assert len(set(names)) == len(names)
    assert codes.shape[1] == len(markup.pieces)
    assert codes.min() >= 0
    assert codes.max() < len(names)
    told = [{names[code].split(" = ")[0] for code in column} for column in codes.T.tolist()]
    assert all(len(one) == codes.shape[0] for one in told)


def test_weights_decide_and_nothing_else():
    pieces = [Piece(FERRY), Piece("Home"), Piece(FERRY.replace("noon", "one"))]
    measures = measure([piece.text for piece in pieces])
    none = Weights("text", np.zeros(len(layout_of("text").names), dtype=np.int64), (0.0, 0.0, 0.0))
    (even,) = judge([Judged(pieces)], measures, form="text", weights=none)
    (told,) = judge([Judged(pieces)], measures, form="text")
    assert even.chances.round(3).tolist() == [0.5, 0.5, 0.5]
    assert told.chances.round(3).tolist() != [0.5, 0.5, 0.5]


def test_the_chance_of_a_piece_counts_all_ways_to_mark_its_page():
    rng = np.random.default_rng(7)
    codes = rng.integers(0, 40, (3, 12)).astype(CODE)
    weights = Weights("text", rng.integers(-150, 150, 40), (0.7, -1.1, 0.4))
    sizes = (1, 6, 5)
    chances = np.split(chances_of(codes, weights, bounds_of(sizes)), np.cumsum(sizes)[:-1])
    for own, page in zip(chances, np.split(codes, np.cumsum(sizes)[:-1], axis=1), strict=True):
        assert own == pytest.approx(_by_counting(weights.values[page].sum(axis=0), weights.steps), abs=1e-12)
        alone = chances_of(np.ascontiguousarray(page), weights, bounds_of([own.size]))
        assert alone.tolist() == own.tolist()  # to the last bit, whatever pages stand beside it


def _by_counting(scores, steps):
    """The share of each place's marks in the weight of all ways to mark them."""
    enter, leave, stay = steps
    gain = {(False, True): enter, (True, False): leave, (True, True): stay}
    whole, marked = 0.0, np.zeros(len(scores))
    for marks in product((False, True), repeat=len(scores)):
        own = np.exp(scores @ np.array(marks) + sum(gain.get(pair, 0.0) for pair in pairwise(marks)))
        whole += own
        marked += own * np.array(marks)
    return marked / whole


def test_the_package_has_weights_for_both_forms():
    for form, weights in weights_of_package().items():
        assert weights.values.any(), form


def test_in_text_a_piece_is_told_by_the_paragraphs_around_it():
    texts = (FERRY, "Most read", FERRY.replace("noon", "one"))
    told = told_of(columns_of([[Piece(text) for text in texts]], measure(texts)), [()])
    codes = codes_of(told, "text", np.array([0.95, 0.1, 0.7]))
    names = layout_of("text").names
    told = [[names[code] for code in column if names[code].startswith("told before")] for column in codes.T.tolist()]
    assert told == [
        ["told before x told after x kind = 0, 3, prose"],
        ["told before x told after x kind = 4, 3, short"],
        ["told before x told after x kind = 4, 0, prose"],
    ]


def test_the_second_judgement_has_its_own_weights_where_there_are_some():
    name = layout_of("text").names[0]
    once = {"steps": [0.0, 0.0, 0.0], "features": {name: 1.0}}
    twice = {**once, "again": {"steps": [0.0, 0.0, 0.0], "features": {}}}
    pieces = [Piece(FERRY)]
    told = unpacked(json.dumps({"text": twice, "html": once}))
    assert told["html"].again is None
    measures = measure([FERRY])
    (judgement,) = judge([Judged(pieces)], measures, form="text", weights=told["text"])
    assert judgement.chances.tolist() == [0.5]
