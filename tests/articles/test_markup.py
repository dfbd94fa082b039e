"""HTML becomes pieces and facts, whatever it looks like."""

from __future__ import annotations

from copydesk.articles.hints import Hint, of_class
from copydesk.articles.jsonld import json_nodes
from copydesk.articles.markup import parse, shallow
from copydesk.articles.metadata import metadata_of
from copydesk.articles.pieces import pieces_of_text


def test_pieces_come_in_the_order_of_the_page_with_their_hints() -> None:
    pieces = parse(
        "<nav><a>News</a></nav><div class='article-body'><p>One <b>bold</b> word.</p>two<br>three</div>"
    ).pieces
    assert [piece.text for piece in pieces] == ["News", "One bold word.", "two", "three"]
    assert pieces[0].hints & Hint.NAVIGATION.value
    assert pieces[0].links == 1.0
    assert pieces[1].hints & Hint.BODY.value


def test_alternative_texts_are_pieces_and_do_not_cut_a_line() -> None:
    pieces = parse("<p>Before <img alt='a smile'> after.</p><img alt='A gorge'>").pieces
    assert [piece.text for piece in pieces] == ["Before after.", "a smile", "A gorge"]


def test_scripts_and_styles_say_nothing() -> None:
    pieces = parse("<style>p{}</style><script>var a = 'text'</script><p>Text.</p><template><p>no</p></template>").pieces
    assert [piece.text for piece in pieces] == ["Text."]


def test_class_names_are_cut_into_words() -> None:
    assert of_class("relatedPosts-list") & Hint.RELATED.value
    assert of_class("c-article__byline") & Hint.BYLINE.value
    assert not of_class("css-1a2b3c")


def test_deep_tags_go_and_their_text_stays() -> None:
    content = "<div>" * 9_000 + "deep" + "</div>" * 9_000
    assert "deep" in shallow(content)
    assert shallow(content).count("<div>") < 600


def test_a_page_of_many_unclosed_list_items_keeps_them() -> None:
    content = "<ul>" + "<li>one" * 9_000 + "</ul>"
    assert shallow(content) == content


def test_metadata_of_json_and_of_properties() -> None:
    markup = parse(
        "<head><title>T | Echo</title><meta property='og:site_name' content='Valley Echo'>"
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "T &amp; U",'
        ' "author": [{"@type": "Person", "name": "Ilka Brandt"}, {"@type": "Organization", "name": "Echo"}],'
        ' "datePublished": "2031-05-07"}, {"@type": "WebPage", "datePublished": "2019-01-01"}]}</script></head>'
        "<body><time datetime='2031-05-08'>x</time></body>"
    )
    metadata = metadata_of(markup)
    assert metadata.titles == ("T & U",)
    assert metadata.authors == ("Ilka Brandt",)
    assert metadata.outlets == ("Valley Echo",)
    assert metadata.dates == (
        ("jsonld:datePublished", "2031-05-07"),
        ("jsonld.WebPage:datePublished", "2019-01-01"),
        ("time:datetime", "2031-05-08"),
    )


def test_malformed_json_says_nothing() -> None:
    assert list(json_nodes("{")) == []
    assert list(json_nodes("[" * 100_000)) == []
    assert list(json_nodes('"text"')) == []


def test_lines_of_text_lose_bullets_and_part_at_tabs() -> None:
    pieces = pieces_of_text("Head\t\tToday\n\n  • One\n  2. Two\nname\tgoals\tpoints\n")
    assert [piece.text for piece in pieces] == ["Head", "Today", "One", "Two", "name goals points"]
    assert [piece.gap for piece in pieces] == [True, False, True, False, False]
