"""Laws of articles written out: whatever a page holds, its words stay words."""

import json
import re

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from copydesk.records import Article, Block
from copydesk.reports.commonmark import article_markdown, escaped
from copydesk.reports.notebook import html_of
from copydesk.reports.plain_text import article_text
from copydesk.reports.safe import tidy

# Marks that mean something in Markdown or HTML, with letters between them that make words of them.
MARKS = st.text(
    st.sampled_from("ab1 .,:;!?-+*_=#>|<&~`'\"\\/()[]{}@$^\n\t\r\x0b\x1b\u2028\u00a0\u202e\ud800\ufeffé水"), max_size=60
)
PIECES = st.sampled_from(
    "- x|1. x|# x|> x|```|~~~|---|***|===|    x|<div>|<!--|[a]: b|![a](b)|&lt;|<http://a>|http://a.example|www.a.example"
    "|a@b.example|\\|[^1]|![|](|- [ ] x|a  \nb".split("|")
)
TABLES = st.sampled_from(["| a |", "|---|", "|:-:|"])
TEXTS = st.one_of(
    MARKS,
    st.lists(TABLES, max_size=3).map("\n".join),
    st.lists(PIECES, max_size=5).map("".join),
    st.lists(PIECES, max_size=4).map("\n".join),
)
RENDERER = MarkdownIt("commonmark").enable(["strikethrough", "table"])
STYLES = st.sampled_from(["paragraph", "heading", "item", "quote"])
BLOCKS = st.lists(st.builds(Block, kind=st.just("body"), text=TEXTS, style=STYLES), min_size=1, max_size=5)


def shown(text):
    return " ".join(tidy(text).split())


def article_of(blocks, **more):
    text = "\n".join(block.text for block in blocks)
    return Article(id="article-1", page="p", source="x.html", position=0, text=text, blocks=tuple(blocks), **more)


@given(TEXTS)
@example("1.")
@example("+")
@example("a\\")
def test_escaped_words_are_one_paragraph_of_just_these_words(text):
    tokens = RENDERER.parse(escaped(text))
    if not shown(text):
        assert tokens == []
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children} <= {"text", "text_special"}
    assert "".join(child.content for child in tokens[1].children) == shown(text)


@given(BLOCKS, TEXTS, TEXTS)
def test_no_text_of_a_page_breaks_out_of_its_place_in_the_markdown(blocks, title, standfirst):
    written = article_markdown(article_of(blocks, title=title, standfirst=standfirst))
    head, _, rest = written.removeprefix("---\n").partition("\n---\n")
    assert all(": " in line for line in head.split("\n"))
    tokens = RENDERER.parse(rest)
    said = ["".join(child.content for child in token.children) for token in tokens if token.type == "inline"]
    assert said == [line for one in (title, standfirst, *(block.text for block in blocks)) if (line := shown(one))]
    assert {token.type.removesuffix("_open").removesuffix("_close") for token in tokens} <= {
        *("inline", "paragraph", "heading", "bullet_list", "list_item", "blockquote"),
    }
    headings = sum(token.type == "heading_open" for token in tokens)
    assert headings == bool(shown(title)) + sum(
        block.style == "heading" and bool(shown(block.text)) for block in blocks
    )


@given(TEXTS)
def test_values_of_the_front_matter_are_strings_in_double_quotes(text):
    line = article_markdown(article_of([Block(kind="body", text="x")], outlet=text)).split("\n")[1]
    assert line.startswith("outlet: ")
    assert json.loads(line.removeprefix("outlet: ")) == shown(text)


@given(BLOCKS)
def test_plain_text_is_the_words_line_by_line_and_steers_nothing(blocks):
    written = article_text(article_of(blocks))
    assert tidy(written) == written
    marks = {"item": "- "}
    expected = [marks.get(block.style, "") + line for block in blocks if (line := shown(block.text))]
    assert [line for line in written.split("\n") if line] == expected


@given(BLOCKS, TEXTS)
def test_a_notebook_shows_no_element_that_is_not_ours(blocks, title):
    written = html_of(article_of(blocks, title=title, outlet=title, standfirst=title))
    tags = {tag.lower() for tag in re.findall(r"<\s*/?\s*([A-Za-z!][A-Za-z0-9]*)", written)}
    assert tags <= set("article h3 h4 p div details summary b a blockquote table thead tbody tr th td".split())
