"""The headline among lines without markup."""

from __future__ import annotations

import pytest

from copydesk.articles.pieces import pieces_of_text
from copydesk.articles.shapes import measure
from copydesk.articles.titles import title_of_lines, weights_of_package
from copydesk.articles.vocabulary import vocabulary_of

BODY = (
    "A cable car with forty-one people stopped above the gorge at noon on Saturday, and its passengers waited for six"
    " hours until the wind fell, the rescue service said."
)
HEADLINE = "Cable car strands forty-one people above the gorge"
HEADS = {
    "dates and shares below": f"Valley Echo\nSport\n\n{HEADLINE}\n\nBy Ilka Brandt\n7 May 2031\nShare on Facebook\n",
    "standfirst below": f"Home\n\n{HEADLINE}\n\nPassengers of the cable car were freed at dusk\n7 May 2031\n",
    "menu of other headlines above": (
        "  \u2022 Harbour bridge shut for repairs until June\n  \u2022 Choir of the valley sings no more\n"
        f"\n{HEADLINE}\n\nIlka Brandt\n7 May 2031\n"
    ),
    "caption below": f"{HEADLINE}\n\n7 May 2031\n\nPhoto: the cable car above the gorge\n",
    "share row that says it again": f"Share this: {HEADLINE}\n\n{HEADLINE}\n\n7 May 2031\n",
    "masthead with its motto": f"Valley Echo - Up before the hens\n{HEADLINE}\n7 May 2031\nValley Echo again\n",
    "button above": f"Skip to content\nOpen menu\n\n{HEADLINE}\n\n7 May 2031\n",
}


def title_in(head: str) -> str | None:
    """The headline of a page with this head."""
    pieces = pieces_of_text(f"{head}\n{BODY}\n")
    shapes = measure([piece.text for piece in pieces]).shapes
    place = title_of_lines(pieces, shapes, len(pieces) - 1, vocabulary_of(BODY).content)
    return None if place is None else pieces[place].text


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_the_headline_is_the_line_over_date_and_name_that_speaks_of_the_article(head: str) -> None:
    assert title_in(head) == HEADLINE


def test_a_short_headline_over_its_standfirst_and_a_byline_is_found() -> None:
    head = (
        "Home\nCable-car HORROR\nPassengers freed above the gorge as wind falls at dusk\nBy Ilka Brandt\n7 May 2031\n"
    )
    assert title_in(head) == "Cable-car HORROR"


def test_a_page_of_buttons_and_names_has_no_headline() -> None:
    assert title_in("Sign in\nSubscribe\nAll rights reserved\n") is None


def test_every_weight_is_of_a_sign_with_a_name() -> None:
    weights = weights_of_package()
    assert weights["sentence"] < 0 < weights["first to speak of it"]
    assert all(name == name.strip() and isinstance(value, float) for name, value in weights.items())
