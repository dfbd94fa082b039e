"""What holds for any page: nothing is lost, nothing is invented, nothing crashes."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from unittest.mock import patch

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from copydesk.articles import open_page, read_articles, weigh
from copydesk.articles.body import judgement_of, marks_of
from copydesk.articles.markup import parse
from copydesk.articles.menus import Menus
from copydesk.errors import UnreadablePage
from copydesk.records import Article, Form, Page, PageId
from copydesk.settings import ArticleSettings

SENTENCE = "The council of Arnholt said on Monday that the bridge, which had been closed since March, would open again."
WORDS = st.sampled_from(
    [
        "Home",
        "By Ilka Brandt",
        "7 May 2031",
        SENTENCE,
        f"{SENTENCE} {SENTENCE}",
        "Share",
        "Read more",
        "© Echo",
        "日本語。",
        "¿Qué?",
    ]
)
TAGS = st.sampled_from(
    ["p", "div", "li", "h1", "span", "td", "a", "figure", "aside", "br", "blockquote", "section class=ad"]
)


@st.composite
def markup(draw: st.DrawFn) -> str:
    """A page of random elements, some of them never closed."""
    parts = []
    for tag, text, closed in draw(st.lists(st.tuples(TAGS, WORDS, st.booleans()), max_size=25)):
        parts.append(f"<{tag}>{text}" + (f"</{tag.split()[0]}>" if closed else ""))
    return "".join(parts)


def page_of(content: str, form: Form) -> Page:
    return Page(id=PageId("page-1"), source="page", form=form, sha256="0", size=len(content), as_of=date(2038, 12, 31))


def read(content: str, form: Form) -> tuple[Article, ...]:
    try:
        return read_articles(page_of(content, form), content, settings=ArticleSettings(shortest_body=1))
    except UnreadablePage:
        return ()


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


@given(st.lists(WORDS, max_size=30).map("\n".join))
def test_the_blocks_of_a_text_are_the_whole_text(content: str) -> None:
    for article in read(content, "text")[:1]:
        assert letters("".join(block.text for block in article.blocks)) == letters(content)


@given(markup())
def test_the_blocks_of_a_page_are_its_pieces(content: str) -> None:
    for article in read(content, "html")[:1]:
        pieces = "".join(piece.text for piece in parse(content).pieces)
        assert letters("".join(block.text for block in article.blocks)) == letters(pieces)


OPENINGS = st.sampled_from(
    (
        "ul|ol|nav|menu|select|li|a|option|div|p|b|br|table|tr|td|button|noscript|pre|sup|img alt=quay|a hidden"
        "|!-- c --|iframe srcdoc=in|template shadowrootmode=open"
    ).split("|")
)
LABELS = st.sampled_from(["Home", "Sea and coast", "", "\n", SENTENCE, "日本", "2031"])


BOXES = st.sampled_from(["ul", "nav", "select", "div"])


@given(BOXES, st.lists(st.tuples(OPENINGS, LABELS, st.booleans()), max_size=20))
def test_a_menu_in_one_piece_loses_no_letter(box: str, elements: list[tuple[str, str, bool]]) -> None:
    html = (
        f"<{box}>"
        + 24 * "<li><a>Sport</a></li>"
        + "".join(f"<{tag}>{text}" + f"</{tag.split()[0]}>" * closed for tag, text, closed in elements)
    )
    with patch.object(Menus, "menu_at", return_value=None):
        apart = parse(html).pieces
    whole, other = (sorted(letters("".join(piece.text for piece in one))) for one in (parse(html).pieces, apart))
    assert whole == other


@given(markup())
def test_the_text_is_the_body_blocks_and_says_nothing_twice(content: str) -> None:
    # A paragraph that says a sentence and at once says it again is left as its page has it.
    assume(not re.search(r"(.{40,})\1", re.sub(r"<[^>]*>|\s", "", content)))
    for article in read(content, "html"):
        body = [block.text for block in article.blocks if block.kind == "body"]
        assert article.text == "\n".join(body)
        long = [text for text in body if len(letters(text)) >= 20]
        assert len(long) == len(set(long))


@given(markup())
def test_reading_twice_gives_the_same(content: str) -> None:
    assert read(content, "html") == read(content, "html")


@given(st.text(max_size=400))
def test_no_text_crashes_the_readers(content: str) -> None:
    read(content, "text")
    read(content, "html")


PAGES = st.tuples(st.just("html"), markup()) | st.tuples(st.just("text"), st.lists(WORDS, max_size=12).map("\n".join))


@given(st.lists(PAGES, min_size=2, max_size=6))
def test_what_is_made_of_a_page_does_not_depend_on_those_judged_with_it(pages: list[tuple[Form, str]]) -> None:
    settings = ArticleSettings(shortest_body=1)
    opened = []
    for form, content in pages:
        with suppress(UnreadablePage):
            opened.append(open_page(page_of(content, form), content, settings=settings))
    for own, one in zip(weigh(opened, settings=settings), opened, strict=True):
        (alone,) = weigh([one], settings=settings)
        assert own.judgement.chances.tolist() == alone.judgement.chances.tolist()
        assert (own.judgement.sure, own.judgement.least) == (alone.judgement.sure, alone.judgement.least)
        assert (own.pieces, own.shapes) == (alone.pieces, alone.shapes)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 500)), max_size=30))
def test_marks_are_all_pieces_above_a_threshold(pairs: list[tuple[float, float]]) -> None:
    chances = [chance for chance, _ in pairs]
    marks = marks_of(judgement_of(np.array(chances), np.array([size for _, size in pairs])))
    kept = [chance for chance, mark in zip(chances, marks, strict=True) if mark]
    left = [chance for chance, mark in zip(chances, marks, strict=True) if not mark]
    assert not kept or not left or min(kept) >= max(left)
    assert all(mark for chance, mark in zip(chances, marks, strict=True) if chance >= 0.5)
