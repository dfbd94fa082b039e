"""Every value of an article says where the page gives it, and what else the page said."""

from __future__ import annotations

from datetime import date

import pytest

from copydesk.articles import read_articles
from copydesk.records import Article, Form, Page, PageId
from copydesk.settings import ArticleSettings
from copydesk.store.codec import decode, encode

PARAGRAPHS = (
    "A cable car with forty-one people stopped above the gorge at noon on Saturday, the rescue service said.",
    "Its passengers waited for six hours until the wind fell. Nobody was hurt, the mayor of Arnholt told reporters.",
    "The car is forty years old. It was to be replaced in the spring, but the money went into a bridge instead.",
    "Divers and climbers had come from three valleys. They were sent home at dusk, with tea and with thanks.",
)
TITLE = "Cable car strands forty-one people above the gorge"


HARBOUR = (
    f"<title>{TITLE} - Harbour Standard</title><meta property='og:site_name' content='EU'>"
    "<link rel='canonical' href='https://www.harbour-standard.example/a'>"
)


def read(content: str, form: Form = "html", **said: str) -> Article:
    """The article of a page about which its container says this."""
    page = Page(id=PageId("p"), source="page", form=form, sha256="", size=len(content), as_of=date(2031, 6, 1), **said)
    return read_articles(page, content, settings=ArticleSettings())[0]


def html(head: str = "", top: str = "", foot: str = "") -> str:
    """A page with this in its head, over its paragraphs and under them."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return f"<html><head>{head}</head><body><h1>{TITLE}</h1>{top}<article>{body}</article>{foot}</body></html>"


def said(article: Article, field: str) -> list[tuple[str, str, bool]]:
    """Value, source and whether it is kept, of the statements about a field."""
    return [(one.value, one.source, one.kept) for one in article.statements if one.field == field]


def test_the_shown_headline_is_kept_and_another_wording_is_told() -> None:
    article = read(html(f"<title>{TITLE} | Echo</title><meta property='og:title' content='41 stuck: what we know'>"))
    assert article.title == TITLE
    assert said(article, "title") == [
        (TITLE, "visible", True),
        ("41 stuck: what we know", "opengraph", False),
        (f"{TITLE} | Echo", "title element", True),
    ]


def test_without_a_headline_metadata_name_the_article_and_lose_their_site() -> None:
    content = html(f"<title>{TITLE} - Valley Echo</title><meta property='og:site_name' content='Valley Echo'>")
    article = read(content.replace(f"<h1>{TITLE}</h1>", ""))
    assert article.title == TITLE
    assert said(article, "title") == [(f"{TITLE} - Valley Echo", "title element", True)]


def test_the_shown_byline_is_spelled_as_metadata_spell_it() -> None:
    article = read(html("<meta name='author' content='Ilka Brandt'>", "<p class='byline'>By ILKA BRANDT</p>"))
    assert article.byline == ("Ilka Brandt",)
    assert said(article, "byline") == [("Ilka Brandt", "visible", True), ("Ilka Brandt", "meta", True)]


def test_other_authors_are_a_conflict_that_is_kept() -> None:
    article = read(html("<meta name='author' content='Joos Merrin'>", "<p class='byline'>By Ilka Brandt</p>"))
    assert article.byline == ("Ilka Brandt",)
    assert said(article, "byline") == [("Ilka Brandt", "visible", True), ("Joos Merrin", "meta", False)]


def test_an_agency_is_no_author() -> None:
    article = read(html("<meta name='author' content='Valley Press Agency'>"))
    assert article.byline == ()
    assert said(article, "byline") == [("Valley Press Agency", "meta", False)]


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("<meta property='og:site_name' content='Valley Echo'>", "Valley Echo"),
        ("<meta property='og:site_name' content='Valley Echo | News from the valley'>", "Valley Echo"),
        (
            "<meta property='og:site_name' content='//echo.example'><meta name='publisher' content='Valley Echo'>",
            "Valley Echo",
        ),
        (
            HARBOUR,
            "Harbour Standard",
        ),
        ("<link rel='canonical' href='https://www.valley-echo.example/a'>", "valley-echo.example"),
    ],
)
def test_the_outlet_is_the_name_that_address_and_title_bear_out(head: str, outlet: str) -> None:
    assert read(html(head)).outlet == outlet


def test_a_container_names_what_the_page_does_not() -> None:
    article = read(
        "\n".join(PARAGRAPHS), "text", title=TITLE, outlet="Valley Echo", author="Ilka Brandt", credited="Harbour Wire"
    )
    assert (article.title, article.outlet, article.byline) == (TITLE, "Valley Echo", ("Ilka Brandt",))
    assert article.credited_to == "Harbour Wire"
    assert {one.source for one in article.statements if one.field != "language"} == {"container"}


def test_language_is_told_by_the_text_and_what_is_stated_is_kept() -> None:
    article = read(html().replace("<html>", "<html lang='de'>"))
    assert article.language == "en"
    assert said(article, "language") == [("de", "html element", False), ("en", "text", True)]


def test_statements_are_stored_as_they_are() -> None:
    article = read(html(f"<title>{TITLE}</title>"))
    assert article.statements
    assert decode(Article, encode(article)) == article


def test_the_canonical_address_of_another_host_is_a_credit() -> None:
    head = "<link rel='canonical' href='https://www.harbour-standard.example/a'>"
    assert read(html(head), url="https://valley-echo.example/a").credited_to == "harbour-standard.example"
    assert read(html(head), url="https://m.harbour-standard.example/a").credited_to is None


def test_a_kicker_run_together_with_the_headline_is_no_part_of_it() -> None:
    content = html(f"<meta property='og:title' content='{TITLE}'>").replace(f"<h1>{TITLE}", f"<h1>Valley{TITLE}")
    assert read(content).title == TITLE
    spaced = html(f"<meta property='og:title' content='{TITLE}'>").replace(f"<h1>{TITLE}", f"<h1>Valley: {TITLE}")
    assert read(spaced).title == f"Valley: {TITLE}"
