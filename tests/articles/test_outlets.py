"""The outlet of a page without metadata: two signs for one name, and no button, section, owner or agency."""

from __future__ import annotations

import pytest

from copydesk.articles.outlets import key_of, label_of_host, named_on_page
from copydesk.articles.pieces import Piece
from copydesk.articles.vocabulary import vocabulary_of
from copydesk.records import BlockKind

TITLE = "Cable car strands forty-one people"
BODY = vocabulary_of("A cable car stopped above the gorge at noon.")


def outlet_in(*lines: tuple[str, BlockKind]) -> str | None:
    """The best name of a page of these lines."""
    found = named_on_page([Piece(text) for text, _ in lines], [kind for _, kind in lines], TITLE, words=BODY)
    return found[0].value if found else None


TEXT: tuple[str, BlockKind] = ("A cable car stopped above the gorge at noon.", "body")


@pytest.mark.parametrize(
    "lines",
    [
        (("Valley Echo", "other"), TEXT, ("\u00a9 2031 Valley Echo. All rights reserved.", "legal")),
        (("Valley Echo", "other"), TEXT, ("Write to desk@valley-echo.example", "other")),
        (("Valley Echo - Home", "other"), TEXT, ("\u201cValley Echo\u201d is a trade mark. Terms of use", "legal")),
        (("Menu", "other"), (f"{TITLE} | Valley Echo", "other"), TEXT, ("More from Valley Echo", "related")),
    ],
)  # fmt: skip
def test_two_signs_name_an_outlet(lines: tuple[tuple[str, BlockKind], ...]) -> None:
    assert outlet_in(*lines) == "Valley Echo"


def test_a_notice_to_the_reader_calls_the_outlet_by_its_name() -> None:
    assert outlet_in(TEXT, ("Support from you keeps The Valley Echo open.", "promotion")) == "The Valley Echo"


@pytest.mark.parametrize(
    "lines",
    [
        (("Privacy Policy", "navigation"), TEXT, ("our privacy policy", "legal")),
        (("Tech", "navigation"), ("Space", "navigation"), TEXT),
        (TEXT, ("\u00a9 2031 Gorge Holdings Ltd", "legal")),
    ],
)
def test_one_sign_names_none(lines: tuple[tuple[str, BlockKind], ...]) -> None:
    assert outlet_in(*lines) is None


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("www.valley-echo.example", "valleyecho"),
        ("news.echo.co.uk", "echo"),
        ("echo.example", "echo"),
        ("localhost", "localhost"),
    ],
)
def test_a_host_has_the_name_of_its_site(host: str, label: str) -> None:
    assert label_of_host(host) == label


def test_names_are_one_but_for_marks_article_and_ending() -> None:
    assert key_of("The Valley-Echo") == key_of("valleyecho.com") == "valleyecho"
