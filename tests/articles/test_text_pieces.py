"""Plain text becomes pieces: lines, items, rows, lines broken at a width, and Markdown."""

from __future__ import annotations

import re
from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.articles.hints import Hint
from copydesk.articles.pieces import pieces_of_text, plain
from copydesk.articles.wrapping import unwrapped
from timing import takes_less

FIRST = (
    "The council of Arnholt said on Monday that the bridge, which had been closed since March, would open again before"
    " the end of the summer, as long as the money was found."
)
SECOND = (
    "Ilka Brandt, who leads it, told reporters that she had seen the figures and that they were worse than those of the"
    " year before. Nobody had asked her for them."
)
MARKDOWN = r"""# Bridge to open again

![The bridge](https://echo.example/a_(b).jpg)
By [Ilka Brandt](/people/ilka "her page"), **7 May**

> "It was *closed*", she said\.

* [Home](/)
1. Two

| Town | Votes |
|------|------:|
| Arnholt | 3,000 |
---
Snake_case_word and 2*3*4 stay. [no link]
"""


def texts(content: str) -> list[str]:
    return [piece.text for piece in pieces_of_text(content)]


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def test_signs_that_show_nothing_go_and_any_white_space_is_one_space() -> None:
    assert plain("\ufeff co\u00adoper\u200bates\u00a0 at\u3000last\n") == "cooperates at last"
    assert texts("\ufeffHead\u00a0line\r\n\r\nText.") == ["Head line", "Text."]


def test_lines_broken_at_a_width_are_paragraphs_again() -> None:
    page = "\n\n".join(["Valley Echo", *(fill(text, 72) for text in (FIRST, SECOND, FIRST))])
    assert texts(f"{page}\n\n  * Home\n  * News\n") == ["Valley Echo", FIRST, SECOND, FIRST, "Home", "News"]


def test_a_line_with_room_for_more_ends_its_paragraph() -> None:
    page = "\n".join(fill(text, 66, initial_indent="   ") for text in (FIRST, SECOND, FIRST))
    assert texts(page) == [FIRST, SECOND, FIRST]


def test_dense_scripts_are_joined_without_a_space() -> None:
    said = "東京の議会は月曜日に、三月から閉鎖されていた橋が夏の終わりまでに再び開通すると発表した。" * 5
    broken = "\n".join(said[place : place + 60] for place in range(0, len(said), 60))
    assert texts(f"{broken}\n\n{broken}") == [said, said]


@pytest.mark.parametrize(
    "page",
    [
        "\n".join(["Home", "News", "Sport and games", FIRST, SECOND, "Read more", "Share"] * 2),
        "\n".join(f"A headline of a story that is about as long as all the others {place}" for place in range(30)),
        "\n".join(["The rain came down", "upon the town,", "and no one there", "had seen it drown."] * 8),
    ],
    ids=["long lines", "headlines", "verse"],
)
def test_other_lines_stay_lines(page: str) -> None:
    assert unwrapped(page.splitlines()) == page.splitlines()


def test_markdown_loses_its_signs_and_keeps_what_they_say() -> None:
    pieces = pieces_of_text(MARKDOWN)
    assert [(piece.tag, piece.text) for piece in pieces] == [
        ("h1", "Bridge to open again"),
        ("img", "The bridge"),
        ("", "By Ilka Brandt, 7 May"),
        ("blockquote", '"It was closed", she said.'),
        ("li", "Home"),
        ("li", "Two"),
        ("tr", "Town Votes"),
        ("tr", "Arnholt 3,000"),
        ("", "Snake_case_word and 2*3*4 stay. [no link]"),
    ]
    assert pieces[4].links == 1.0
    assert pieces[4].hints == Hint.LIST.value


def test_one_sign_of_markdown_is_chance() -> None:
    assert texts("He wrote [text](http://x.example) once.\n* * *") == ["He wrote [text](http://x.example) once."]


@pytest.mark.parametrize("rule", ["___", "* * *", "-----", " = = = = "])
def test_a_rule_of_signs_is_a_gap(rule: str) -> None:
    pieces = pieces_of_text(f"One\nTwo\n{rule}\nThree")
    assert [(piece.text, piece.gap) for piece in pieces] == [("One", True), ("Two", False), ("Three", True)]


@pytest.mark.parametrize("line", ["--", "...", "-3-", "???"])
def test_other_signs_are_pieces(line: str) -> None:
    assert texts(f"One\n{line}") == ["One", line]


@given(
    st.lists(st.sampled_from(["Home", FIRST, SECOND, "• One", "  - Two", "a\tb", "", "日本語。", "2. x"]), max_size=40)
)
def test_every_letter_of_a_text_stands_in_its_pieces(lines: list[str]) -> None:
    content = "\n".join(lines)
    assert letters("".join(texts(content))) == letters(content)


@given(st.lists(st.sampled_from([FIRST, SECOND, f"{FIRST} {SECOND}"]), min_size=6, max_size=8), st.integers(50, 100))
def test_breaking_at_any_width_is_undone(paragraphs: list[str], width: int) -> None:
    assert texts("\n\n".join(fill(text, width) for text in paragraphs)) == paragraphs


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        "[a](/x)\n[b](/y)\n" + "![x](" * 50_000 + "y](http://a",
        "# a\n# b\n" + "* a_" * 50_000,
        "# a\n# b\n" + "_a" * 100_000,
        "# a\n# b\n" + "- " * 100_000,
        "# a\n# b\n" + "**a " * 50_000,
        "# a\n# b\n" + "| " * 100_000,
        "x" * 2_000_000,
        "  - " * 500_000,
        "\n".join(["word " * 14] * 20_000),
    ],
    ids=range(10),
)
def test_hostile_text_takes_time_in_proportion(content: str) -> None:
    takes_less(1.0, lambda: pieces_of_text(content))
