"""What each piece of a page is, in both forms and several languages."""

from __future__ import annotations

import pytest

from copydesk.articles.hints import Hint
from copydesk.articles.labels import Head, label
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import measure
from copydesk.records import BlockKind

TITLE = "Cable car strands forty-one people"
FIRST = "A cable car stopped above the gorge at noon, and it took six hours until the wind fell."
LAST = "Nobody was hurt, the mayor of Arnholt said on Saturday evening."
FIGURE, LIST, COMMENTS = Hint.FIGURE.value, Hint.LIST.value, Hint.COMMENTS.value


def kinds_of(*pieces: Piece | str) -> dict[str, BlockKind]:
    """The kinds of pieces around an article that begins with `FIRST` and ends with `LAST`, by their texts."""
    all_pieces = [Piece(piece) if isinstance(piece, str) else piece for piece in pieces]
    texts = [piece.text for piece in all_pieces]
    body = [text in (FIRST, LAST) for text in texts]
    head = Head(title=texts.index(TITLE) if TITLE in texts else None)
    kinds = label(all_pieces, measure(texts).shapes, body, head)
    return dict(zip(texts, kinds, strict=True))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Share on Facebook", "widget"),
        ("Artikel teilen", "widget"),
        ("Sign up for our newsletter", "promotion"),
        ("Jetzt abonnieren", "promotion"),
        ("\u00a9 2031 Valley Echo", "legal"),
        ("Alle Rechte vorbehalten", "legal"),
        ("7 May 2031", "date"),
        ("Source: Valley Echo", "credit"),
        ("Quelle: Valley Echo", "credit"),
        ("Lire aussi : le pont est ouvert", "related"),
    ],
)
def test_words_tell_what_a_line_below_the_article_is(line: str, kind: BlockKind) -> None:
    assert kinds_of(TITLE, FIRST, LAST, line)[line] == kind


def test_lines_under_a_heading_of_comments_are_comments_and_those_of_a_list_related() -> None:
    kinds = kinds_of(TITLE, FIRST, LAST, "2 comments", "I was there and saw it", "Related stories", "Bridge shut again")
    assert kinds["I was there and saw it"] == "comments"
    assert kinds["Bridge shut again"] == "related"


def test_a_box_inside_the_article_has_related_headlines_and_the_article_goes_on_behind_it() -> None:
    kinds = kinds_of(TITLE, FIRST, "Read more", Piece("Bridge over the gorge shut again", "a", LIST, 1.0), LAST)
    assert kinds["Bridge over the gorge shut again"] == "related"
    assert kinds[LAST] == "body"


def test_a_line_over_its_photographer_is_a_caption() -> None:
    kinds = kinds_of(TITLE, "The mayor at the lower station", "Photo: Tove Aas", FIRST, LAST)
    assert kinds["The mayor at the lower station"] == "caption"
    assert kinds["Photo: Tove Aas"] == "caption"


def test_markup_tells_what_no_words_tell() -> None:
    kinds = kinds_of(TITLE, FIRST, LAST, Piece("Well said", "p", COMMENTS), Piece("The gorge", "figcaption", FIGURE))
    assert kinds["Well said"] == "comments"
    assert kinds["The gorge"] == "caption"


def test_the_title_said_again_in_other_case_is_a_title() -> None:
    assert kinds_of(TITLE.upper(), TITLE, FIRST, LAST)[TITLE.upper()] == "title"
