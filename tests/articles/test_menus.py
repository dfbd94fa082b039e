"""Lists of short links are one piece; lists that may say something are cut item by item."""

from __future__ import annotations

import pytest

from copydesk.articles.hints import Hint
from copydesk.articles.markup import parse
from copydesk.articles.pieces import MENU

SECTIONS = ("World", "Business", "Sea and coast", "Sport", "Obituaries")


def links(*items: str) -> str:
    return "<ul>" + "".join(f"<li><a href='/x'>{item}</a></li>\n" for item in items) + "</ul>"


def texts(html: str) -> list[str]:
    return [piece.text for piece in parse(html).pieces]


def test_a_list_of_short_links_is_one_piece() -> None:
    menu, paragraph = parse(f"<nav class=main>{links(*SECTIONS)}</nav><p>The ferry stopped.</p>").pieces
    assert (menu.text, menu.tag, menu.links) == ("World Business Sea and coast Sport Obituaries", MENU, 1.0)
    assert menu.hints & Hint.NAVIGATION.value
    assert (paragraph.text, paragraph.tag) == ("The ferry stopped.", "p")


def test_what_stands_around_a_menu_stays_where_it_is() -> None:
    html = f"<div>Before{links(*SECTIONS)}between<!-- - -->{links(*SECTIONS)}</div><p>after</p>"
    whole = " ".join(SECTIONS)
    assert texts(html) == ["Before", whole, "between", whole, "after"]


def test_the_choices_of_a_form_are_one_piece() -> None:
    assert texts("<select>" + "".join(f"<option>{one}</option>" for one in SECTIONS) + "</select>") == [
        " ".join(SECTIONS)
    ]


@pytest.mark.parametrize(
    "items",
    [
        SECTIONS[:4],
        (*SECTIONS, "Seven dead as ferry rams crane in the harbour"),
        (*SECTIONS, "18 October 2030"),
        (*SECTIONS, "岸壁にフェリーが衝突し七人が死亡"),
    ],
    ids=["few", "a headline", "a date", "a headline without spaces"],
)
def test_lists_that_may_say_something_are_cut_item_by_item(items: tuple[str, ...]) -> None:
    assert texts(links(*items)) == list(items)


def test_a_list_of_words_without_links_or_with_pictures_is_no_menu() -> None:
    assert len(texts("<ul>" + "".join(f"<li>{one}</li>" for one in SECTIONS) + "</ul>")) == len(SECTIONS)
    assert texts(links(*SECTIONS, "<img src=x alt='A quay'>")) == [*SECTIONS, "A quay"]
    assert texts(links(*SECTIONS, "<img src=x>Maps")) == [" ".join((*SECTIONS, "Maps"))]


def test_a_picture_among_choices_is_kept() -> None:
    options = "".join(f"<option>{one}</option>" for one in SECTIONS)
    assert texts(f"<select>{options}<option><img src=x alt='A quay'></option></select>") == [*SECTIONS, "A quay"]


def test_lists_in_each_other_take_time_in_proportion() -> None:
    depth = 400
    html = "<ul><li>word</li>" * depth + "<li>a sentence that is longer than any name of a section</li>" * 3000
    assert len(texts(html)) == depth + 3000
