"""An article written out: Markdown that means only its words, plain text to read, and files with names that stay."""

from dataclasses import replace
from datetime import date

import pytest
from markdown_it import MarkdownIt

from copydesk.records import Article, Block, Published
from copydesk.reports.commonmark import article_markdown, escaped
from copydesk.reports.files import file_name, write_whole
from copydesk.reports.plain_text import article_text, field_text

BODY = (
    Block(kind="body", text="Water in the Lower Town rose to the window sills on Monday night."),
    Block(kind="body", text="What is closed", style="heading"),
    Block(kind="body", text="The bridge at Mill Lane", style="item"),
    Block(kind="body", text="Both ferries", style="item"),
    Block(kind="body", text="We have seen worse.", style="quote"),
    Block(kind="body", text="The dykes held."),
)


@pytest.fixture
def article():
    return Article(
        id="article-1",
        page="p-1",
        source="pages/flood.html",
        position=0,
        text="\n".join(block.text for block in BODY),
        blocks=(Block(kind="navigation", text="Home"), *BODY, Block(kind="promotion", text="Give to us")),
        url="https://news.example/flood",
        outlet="Vessmar Courier",
        title="Water rises in the Lower Town",
        standfirst="Both ferries lie still",
        byline=("Ada Brenn", "Jonas Tarrel"),
        dateline="VESSMAR —",
        language="en",
        published=Published(
            low=date(2031, 4, 2), high=date(2031, 4, 2), precision="day", basis="metadata", confidence=0.97
        ),
    )


def test_markdown_of_an_article(article):
    assert (
        article_markdown(article)
        == """\
---
title: "Water rises in the Lower Town"
standfirst: "Both ferries lie still"
byline: ["Ada Brenn", "Jonas Tarrel"]
outlet: "Vessmar Courier"
dateline: "VESSMAR —"
published: 2031-04-02
published_basis: metadata
published_confidence: 0.97
url: "https://news.example/flood"
language: "en"
source: "pages/flood.html"
id: "article-1"
---

# Water rises in the Lower Town

*Both ferries lie still*

VESSMAR — Water in the Lower Town rose to the window sills on Monday night.

## What is closed

- The bridge at Mill Lane
- Both ferries

> We have seen worse.

The dykes held.
"""
    )


def test_plain_text_of_an_article(article):
    assert (
        article_text(article)
        == """\
Water rises in the Lower Town

Both ferries lie still

VESSMAR — Water in the Lower Town rose to the window sills on Monday night.

What is closed

- The bridge at Mill Lane
- Both ferries

We have seen worse.

The dykes held.
"""
    )


def test_entries_of_a_live_report_stand_below_their_times(article):
    blocks = (
        Block(kind="date", text="2 April 2031"),
        *(Block(kind="other", text=name) for name in ("Share", "Print", "Follow", "Ada Brenn", "Live")),
        Block(kind="body", text="The dykes hold for now."),
        Block(kind="date", text="10:42"),
        Block(kind="body", text="The bridge is closed."),
        Block(kind="body", text="Cars turn round at the mill."),
    )
    text = "\n".join(block.text for block in blocks if block.kind == "body")
    live = replace(article, kind="live", blocks=blocks, text=text, dateline=None)
    assert article_text(live).endswith(
        "\n\nThe dykes hold for now.\n\n10:42\n\nThe bridge is closed.\n\nCars turn round at the mill.\n"
    )
    assert "\n\n## 10:42\n\nThe bridge" in article_markdown(live)
    assert "10:42" not in article_text(replace(live, kind="article"))


def test_what_is_not_known_is_left_out_but_for_the_date(article):
    bare = replace(article, title=None, standfirst=None, byline=(), outlet=None, url=None, published=None)
    head = article_markdown(bare).split("---")[1]
    assert head.split() == [
        *("dateline:", '"VESSMAR', '—"', "published:", "null", "language:", '"en"'),
        *("source:", '"pages/flood.html"', "id:", '"article-1"'),
    ]


def test_a_date_between_two_days_is_an_iso_interval(article):
    between = replace(article.published, high=date(2031, 4, 5), basis="text")
    assert 'published: "2031-04-02/2031-04-05"' in article_markdown(replace(article, published=between))


def test_text_that_is_not_the_blocks_is_written_as_its_lines(article):
    assert "- The bridge" not in article_markdown(replace(article, text="One line.\nAnother line."))
    assert "\n\nOne line.\n\nAnother" in article_markdown(
        replace(article, text="One line.\nAnother line.", dateline=None)
    )


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("# five things", r"\# five things"),
        ("- and so on", r"\- and so on"),
        ("1. First of May", r"1\. First of May"),
        ("1) First of May", r"1\) First of May"),
        ("*** three stars", r"\*\*\* three stars"),
        ("> he wrote", r"\> he wrote"),
        ("=====", r"\====="),
        ("::: note", r"\::: note"),
        ("a <b>bold</b> claim & more", r"a \<b\>bold\</b\> claim \& more"),
        ("[click](javascript:alert(1))", r"\[click\](javascript:alert(1))"),
        ("see http://spam.example and www.spam.example", r"see http\://spam.example and www\.spam.example"),
        ("ada@courier.example", r"ada\@courier.example"),
        ("2031 was dry.", "2031 was dry."),
        ("first\n\n# second", r"first \# second"),
    ],
)
def test_marks_of_markdown_are_escaped(words, written):
    assert escaped(words) == written


def test_the_words_come_back_from_a_renderer(article):
    hostile = "# <script>alert(1)</script> [x](y) ![z](w) `code` | a | *b* _c_ ~~d~~ &amp; http://e.example \\"
    body = tuple(Block(kind="body", text=hostile, style=block.style) for block in BODY)
    text = "\n".join(block.text for block in body)
    poisoned = replace(article, title=hostile, standfirst=hostile, text=text, blocks=body, dateline=None)
    written = article_markdown(poisoned).split("\n---\n", 1)[1]
    tokens = MarkdownIt("commonmark").enable(["strikethrough", "table"]).parse(written)
    inline = [token for token in tokens if token.type == "inline"]
    assert ["".join(child.content for child in token.children) for token in inline] == [hostile] * 8
    assert {child.type for token in inline for child in token.children} <= {
        "text",
        "text_special",
        "em_open",
        "em_close",
    }


# -- single fields ----------------------------------------------------------------------------------------------------


def test_fields_in_words():
    assert field_text(None) == ""
    assert field_text(["Ada Brenn", "Jonas Tarrel"]) == "Ada Brenn; Jonas Tarrel"
    dated = {"low": "2031-04-02", "high": "2031-04-02", "precision": "day", "basis": "metadata", "confidence": 0.97}
    assert field_text(dated) == "2031-04-02 (from metadata)"
    assert field_text({**dated, "high": "2031-04-05"}) == "2031-04-02 to 2031-04-05"
    assert field_text("red\x1b[31m") == "red\ufffd[31m"


# -- files ------------------------------------------------------------------------------------------------------------


def test_names_of_files_are_safe_tell_pages_apart_and_stay(article):
    named = file_name(article, "md")
    assert named.startswith("flood-")
    assert named.endswith(".md")
    assert file_name(replace(article, text="Other words now."), "md") == named
    assert file_name(replace(article, source="old/flood.html"), "md") != named
    assert file_name(replace(article, position=2), "md") == named.replace(".md", "-2.md")


@pytest.mark.parametrize(
    "source",
    [
        "../../etc/passwd",
        "C:\\news\\con",
        "https://e.example/?q=<a>&b=\x00",
        "洪水.html",
        "-",
        "a" * 5000,
        "wire.warc.gz#9",
    ],
)
def test_no_name_leaves_its_folder(article, source):
    named = file_name(replace(article, source=source), "md")
    assert set(named) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert named[0].isalnum()
    assert len(named) < 90


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    place = tmp_path / "one.md"
    write_whole(place, "first")
    assert place.read_text() == "first"
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("the disk is full")))
    with pytest.raises(OSError, match="full"):
        write_whole(place, "second")
    assert place.read_text() == "first"
    assert [one.name for one in tmp_path.iterdir()] == ["one.md"]
