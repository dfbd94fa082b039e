"""What holds for any markup: the pieces are the page's text, as another parser reads it, in order and once."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from copydesk.articles.markup import parse

WORDS = st.sampled_from(
    [
        "The ferry was late.",
        "Ilka Brandt",
        " ",
        "\n",
        "7 May",
        "x",
        "a < b & c",
        "Straße",
        "日本語。",
        "co\u00adop",
        "\u00a0",
        "T",
        "he",
    ]
)
BLOCKS = ("div", "section", "article", "blockquote", "figure", "details", "main", "center", "x-card")
INLINE = ("span", "a", "b", "em", "time", "label", "font", "x-word")
ATTRIBUTES = st.sampled_from(
    ["", ' class="byline author"', " id=c1", " hidden", ' style="display:block"', " itemprop=author", " role=heading"]
)
SILENT = ("script", "style", "template", "svg", "canvas")


def inside(tags: tuple[str, ...], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An element of one of these tags around some content."""
    return st.builds(
        lambda tag, attributes, content: f"<{tag}{attributes}>{content}</{tag}>",
        st.sampled_from(tags),
        ATTRIBUTES,
        inner,
    )


def several(parts: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[str]:
    return st.lists(parts, max_size=most).map("".join)


SILENCE = st.sampled_from(
    [*(f"<{tag}>no</{tag}>" for tag in SILENT), "<!-- no > -->", "<br>", "<hr>", "<wbr>", "<img>"]
)
PHRASES = st.recursive(
    st.one_of(WORDS.map(escape), st.sampled_from(["<br>", "<!-- no -->", "<img alt='Seen'>"])),
    lambda inner: inside(INLINE, several(inner)),
    max_leaves=5,
)
CELLS = st.lists(inside(("td", "th"), several(PHRASES, 2)), min_size=1, max_size=3).map(
    lambda row: f"<tr>{''.join(row)}</tr>"
)
TABLES = st.lists(CELLS, max_size=3).map(lambda rows: f"<table><tbody>{''.join(rows)}</tbody></table>")
LISTS = st.lists(inside(("li",), several(PHRASES, 2)), max_size=3).map(lambda items: f"<ul>{''.join(items)}</ul>")
LEAVES = st.one_of(PHRASES, inside(("p", "h1", "h3", "pre"), several(PHRASES)), TABLES, LISTS, SILENCE)
PAGES = several(st.recursive(LEAVES, lambda inner: inside(BLOCKS, several(inner)), max_leaves=12), 4)


class Visible(HTMLParser):
    """The text of a page and the alternative texts of its images, read without a tree."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.images: list[str] = []
        self.silent = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.images += [value for name, value in attrs if name == "alt" and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data)


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


@given(PAGES)
def test_the_pieces_are_the_text_of_the_page_as_another_parser_reads_it(page: str) -> None:
    pieces = parse(page).pieces
    visible = Visible(page)
    assert letters("".join(piece.text for piece in pieces if piece.tag != "img")) == letters("".join(visible.texts))
    assert [piece.text for piece in pieces if piece.tag == "img"] == visible.images


@given(PAGES)
def test_every_piece_is_clean_and_its_shares_are_shares(page: str) -> None:
    for piece in parse(page).pieces:
        assert piece.text
        assert piece.text == " ".join(piece.text.split())
        assert 0.0 <= piece.links <= 1.0
        assert 0.0 <= piece.strong <= 1.0


@given(
    PAGES, st.integers(0, 400), st.sampled_from(["<", "</div>", "<p>", "<!--", "'", "\0", "<table>", "<select>", "]]>"])
)
def test_a_page_broken_anywhere_is_read(page: str, place: int, damage: str) -> None:
    parse(page[:place] + damage + page[place:])
