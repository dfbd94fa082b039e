"""How a page sets its paragraphs is kept with them."""

from copydesk.articles.hints import Hint
from copydesk.articles.pieces import Piece
from copydesk.articles.styles import style_of


def test_styles_follow_the_markup():
    assert style_of(Piece("What happens next", "h3")) == "heading"
    assert style_of(Piece("Two litres of water a head", "li")) == "item"
    assert style_of(Piece("Two litres of water a head", hints=Hint.LIST.value)) == "item"
    assert style_of(Piece("We shall not sell.", "p", hints=Hint.QUOTE.value)) == "quote"
    assert style_of(Piece("The mayor left by the back door.", "p")) == "paragraph"


def test_a_bold_line_is_a_heading_unless_it_ends_as_a_sentence():
    assert style_of(Piece("What happens next", "p", strong=1.0)) == "heading"
    assert style_of(Piece("Nobody was hurt.", "p", strong=1.0)) == "paragraph"
    assert style_of(Piece("www.courier.example", "p", strong=1.0)) == "paragraph"
    assert style_of(Piece("What " * 30 + "next", "p", strong=1.0)) == "paragraph"
