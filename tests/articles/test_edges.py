"""The edges of a body: stretches that speak of something else."""

from copydesk.articles.edges import trimmed
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import measure

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
