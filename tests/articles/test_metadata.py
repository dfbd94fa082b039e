"""What pages say of themselves, as they write it: JSON-LD broken in all ways, properties, several articles."""

from __future__ import annotations

import pytest

from copydesk.articles.jsonld import json_nodes
from copydesk.articles.markup import parse
from copydesk.articles.metadata import _DATES, Metadata, _is_date, metadata_of

ARTICLE = '{"@type": "NewsArticle", "headline": "Cable car strands 41", "datePublished": "2031-05-07"}'


def of_head(head: str) -> Metadata:
    """The metadata of a page with this head."""
    return metadata_of(parse(f"<html><head>{head}</head><body><p>Text.</p></body></html>"))


def script(content: str) -> str:
    """A JSON-LD script."""
    return f'<script type="application/ld+json">{content}</script>'


@pytest.mark.parametrize(
    "written",
    [
        ARTICLE,
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"{ARTICLE[:-1]},}}",
        f"{ARTICLE};",
        f'{{"@type": "WebSite", "name": "Echo"}}\n{ARTICLE}',
        f"[{ARTICLE},]",
        ARTICLE.replace("41", "41\n people").replace("\n people", ""),
        ARTICLE[:-1] + ', "articleBody": "He said "run" and ran"}',
        ARTICLE[:-1] + ', "articleBody": "cut short',
    ],
)
def test_json_ld_is_read_however_it_is_broken(written: str) -> None:
    metadata = of_head(script(written))
    assert metadata.titles == ("Cable car strands 41",)
    assert ("jsonld:datePublished", "2031-05-07") in metadata.dates


def test_what_is_no_json_and_names_no_article_says_nothing() -> None:
    assert list(json_nodes('"headline": "x", {')) == []
    assert list(json_nodes("{" * 50_000)) == []
    assert list(json_nodes('{"a": ' * 5_000 + "1")) == []


def test_authors_are_lists_strings_references_and_no_organisations() -> None:
    graph = (
        '{"@graph": [{"@type": "NewsArticle", "author": [{"@id": "#ib"}, "Joos Merrin", {"@type": "Organization",'
        ' "name": "Echo"}], "publisher": {"@id": "#echo"}}, {"@id": "#ib", "@type": "Person", "name": "Ilka Brandt"},'
        ' {"@id": "#echo", "@type": "NewsMediaOrganization", "name": "Valley Echo"}]}'
    )
    metadata = of_head(script(graph))
    assert metadata.authors == ("Ilka Brandt", "Joos Merrin")
    assert metadata.outlets == ("Valley Echo",)


def test_of_many_articles_the_page_takes_its_own() -> None:
    listed = ",".join(f'{{"@type": "NewsArticle", "headline": "Another story {number}"}}' for number in range(9))
    metadata = of_head(script(f"[{listed},{ARTICLE}]") + "<meta property='og:title' content='Cable car strands 41'>")
    assert metadata.titles == ("Cable car strands 41",)


def test_every_value_knows_its_source() -> None:
    metadata = of_head(
        script(ARTICLE)
        + "<title>Cable car strands 41 | Echo</title><meta property='og:title' content='41 stuck over gorge'>"
        + "<meta name='author' content='Ilka Brandt'><link rel='canonical' href='https://echo.example/a'>"
    )
    assert [(one.value, one.source) for one in metadata.of("titles")] == [
        ("Cable car strands 41", "json-ld"),
        ("41 stuck over gorge", "opengraph"),
    ]
    assert [one.source for one in metadata.of("page_titles")] == ["title element"]
    assert [one.source for one in metadata.of("authors")] == ["meta"]
    assert [one.source for one in metadata.of("urls")] == ["canonical link"]


def test_a_page_says_that_it_is_a_live_blog() -> None:
    assert of_head(script('{"@type": "LiveBlogPosting", "headline": "Live"}')).live
    assert not of_head(script(ARTICLE)).live


@pytest.mark.parametrize(
    "name",
    ["datePublished", "UPDATED", "sailthru.date", "dc.Issued", "t\u0130me", "\u0131ssued", "author", "creator", ""],
)
def test_names_of_dates_are_told_whatever_their_case(name: str) -> None:
    assert _is_date(name) == (_DATES.search(name) is not None)
