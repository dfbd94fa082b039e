"""The edges of a body: stretches that speak of something else."""

from copydesk.articles.edges import continued, filled, trimmed
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import measure
from timing import takes_less

ARTICLE = (
    "The ferry to Orrin left the harbour at noon, and ninety passengers were on board, the harbour office said.",
    "Passengers had waited since morning because the harbour was closed by a storm, the office said on Monday.",
)
LATER = "The harbour office expects the next ferry with more passengers to leave in the evening, it said."
STRANGER = "Readers receive a letter every Sunday with recipes, puzzles and crosswords chosen by our kitchen editors."
MENU = ("Home", "Weather", "Sport", "Letters", "Shop")


def kept(last):
    texts = (*ARTICLE, *MENU, last)
    pieces = [Piece(text) for text in texts]
    marks = [text not in MENU for text in texts]
    return trimmed(marks, pieces, measure(texts).shapes)


def test_a_stretch_apart_that_speaks_of_something_else_is_not_of_the_article():
    assert kept(STRANGER) == [True, True, *(False for _ in MENU), False]


def test_an_article_goes_on_behind_a_menu_where_it_speaks_of_the_same():
    assert kept(LATER) == [True, True, *(False for _ in MENU), True]


def test_a_stretch_of_few_words_is_not_judged_by_them():
    short = "So it was, and so it is."
    assert kept(short)[-1]


TEASERS = (
    "Ten gardens to see before the summer ends: our readers chose the loveliest ones, from terraces to parks, for you.",
    "Why bakers rise early: a morning among ovens, flour and sugar with people who never sleep past three at night.",
    "Chess champions at play: boards, clocks and nerves in a hall where nobody coughs, and where nobody wins quickly.",
)
HEADLINE = "Ferry passengers left the harbour at noon"


def under(line):
    texts = (*TEASERS, *MENU, line, *ARTICLE)
    pieces = [Piece(text) for text in texts]
    marks = [text in (*TEASERS, *ARTICLE) for text in texts]
    return [text for text, mark in zip(texts, trimmed(marks, pieces, measure(texts).shapes), strict=True) if mark]


def test_teasers_above_the_headline_of_a_shorter_article_are_not_of_it():
    assert under(HEADLINE) == list(ARTICLE)


def test_without_a_headline_the_longest_stretch_is_the_article():
    assert under("Latest stories from around the country") == list(TEASERS)


def between(texts, chances):
    pieces = [Piece(text) for text in texts]
    return filled([chance > 0.5 for chance in chances], chances, pieces, measure(texts).shapes)


def test_a_paragraph_between_two_of_the_article_is_of_it():
    assert between((ARTICLE[0], LATER, ARTICLE[1]), (0.9, 0.3, 0.9)) == [True, True, True]


def test_neither_a_most_unlikely_paragraph_nor_a_line_is_filled_in():
    assert between((ARTICLE[0], STRANGER, ARTICLE[1]), (0.9, 0.05, 0.9)) == [True, False, True]
    assert between((ARTICLE[0], MENU[0], ARTICLE[1]), (0.9, 0.3, 0.9)) == [True, False, True]


def test_more_than_the_article_on_either_side_is_not_filled_in():
    assert between((ARTICLE[0], *TEASERS, ARTICLE[1]), (0.9, 0.3, 0.3, 0.3, 0.9)) == [
        True,
        *(False for _ in TEASERS),
        True,
    ]


def test_an_article_opens_with_its_agency_in_brackets():
    texts = (TEASERS[0], "(AFX)" + ARTICLE[0], ARTICLE[1])
    shapes = measure(texts).shapes
    assert trimmed([True] * 3, [Piece(text) for text in texts], shapes) == [False, True, True]
    captions = (TEASERS[0], "(COMBO) " + ARTICLE[0], ARTICLE[1])
    assert all(trimmed([True] * 3, [Piece(text) for text in captions], measure(captions).shapes))


def behind(texts, recurs, chance=0.3):
    chances = [0.9 if text in ARTICLE else chance for text in texts]
    marks = [chance > 0.5 for chance in chances]
    return continued(marks, chances, [Piece(text) for text in texts], measure(texts).shapes, recurs=recurs)


def test_behind_boxes_an_article_goes_on_where_the_frame_of_the_site_is_known():
    texts = (*ARTICLE, *MENU, LATER)
    frame = [int(text in MENU) for text in texts]
    assert behind(texts, frame) == [True, True, *(False for _ in MENU), True]
    assert not any(behind(texts, [0] * len(texts))[2:])
    assert not any(behind(texts, [*frame[:-1], 2])[2:])
    assert not any(behind(texts, frame, chance=0.05)[2:])


def test_a_long_line_of_parts_is_looked_at_but_once():
    texts = (ARTICLE[0], "a_" * 155 + "!", ARTICLE[1])
    pieces, shapes = [Piece(text) for text in texts], measure(texts).shapes
    assert takes_less(1.0, lambda: trimmed([True] * 3, pieces, shapes)) == [True] * 3


def test_the_name_of_a_picture_is_no_line_of_the_article():
    texts = (ARTICLE[0], "orrin-harbour-2031-ferry-at-noon-02", ARTICLE[1])
    assert trimmed([True] * 3, [Piece(text) for text in texts], measure(texts).shapes) == [True, False, True]
