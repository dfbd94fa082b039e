"""HTML becomes pieces and facts, whatever it looks like."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

import pytest

from copydesk.articles.hints import Hint, of_class
from copydesk.articles.jsonld import json_nodes
from copydesk.articles.markup import parse
from copydesk.articles.metadata import metadata_of
from copydesk.articles.pieces import pieces_of_text
from copydesk.articles.taming import tame
from timing import takes_less


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


@pytest.mark.parametrize(
    "names", ["mainNavBar", "navMain x", "NavBar", "aBcNav", "\u00e9Nav", "\u0130Nav", "x" * 500 + " nav"]
)
def test_names_in_humps_are_cut_as_names_with_hyphens_are(names: str) -> None:
    apart = "".join(
        f"-{one}" if one.isascii() and one.isupper() and before.islower() else one for before, one in pairs(names)
    )
    assert of_class(names) == of_class(apart.lower())
    assert bool(of_class(names)) == (len(names) < 400)


def pairs(names: str) -> Iterator[tuple[str, str]]:
    """Each letter with the one before it."""
    return zip(f" {names}", names, strict=False)


@pytest.mark.parametrize("letter", ["\u2019", "\u65e5", "\U0001f300", "\ud83c", "e"])
@pytest.mark.parametrize("size", [3_071, 3_072, 3_073, 9_216])
def test_a_page_is_written_out_as_one_whatever_its_size(letter: str, size: int) -> None:
    content = "x" * (size - 1) + letter + "y" * size + letter
    assert tame(content) == content.encode("utf-8", "ignore")


def test_deep_tags_go_and_their_text_stays() -> None:
    content = "<div>" * 9_000 + "deep" + "</div>" * 9_000
    assert b"deep" in tame(content)
    assert tame(content).count(b"<div>") < 600


@pytest.mark.parametrize("value", ['=">"', "='>'", "='\">'", '= "> b"', "", "=x"])
def test_a_tag_of_too_many_attributes_loses_them_whatever_their_values_hold(value: str) -> None:
    around = "<p class='a' title=\"it's > 1\">it's told</p>" * 2_000
    long = f"<div {' '.join(f'a{number}{value}' for number in range(6_000))}>said</div>"
    assert tame(around + long + around).decode() == f"{around}<div >said</div>{around}"
    few = f"<div {' '.join(f'a{number}{value}' for number in range(4_000))}>said</div>"
    assert tame(around + few + around).decode() == around + few + around


def test_a_page_of_many_unclosed_list_items_keeps_them() -> None:
    content = "<ul>" + "<li>one" * 9_000 + "</ul>"
    assert tame(content).decode() == content


@pytest.mark.parametrize(
    "content",
    [
        "<div><ul><li><a href=x><b>one</b> <i>two</i></a></ul></div>" * 1_000,
        "<div><span>never closed</div>" * 2_000,
        "<p><a name=place>old anchor" * 3_000,
        "<table><tr><td><table><tr><td>x</table></table>" * 1_000,
        "<P><FONT SIZE=2>large</FONT></P>" * 2_000,
        "<p data-x='" + "{&quot;a&quot;: 1} " * 20_000 + "'>said",
        "<script>" + 'if (a<b && c>d) {f("<i>")} ' * 3_000 + "</script><p>said",
        "<p>said" + "<!-- <b class=x> <div> -->" * 3_000,
    ],
    ids=range(8),
)
def test_what_real_pages_do_is_left_as_it_is(content: str) -> None:
    assert tame(content).decode() == content


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


def texts(content: str) -> list[str]:
    return [piece.text for piece in parse(content).pieces]


def test_text_in_split_containers_and_between_blocks_is_kept_in_order() -> None:
    page = "<div>one<p>two</p>three<div><div>four</div></div>five<br><br>six</div><div>seven</div>eight"
    assert texts(page) == ["one", "two", "three", "four", "five", "six", "seven", "eight"]


def test_two_line_breaks_part_paragraphs_and_one_parts_lines() -> None:
    pieces = parse("<div>one<br>two<br><br>three</div>").pieces
    assert [(piece.text, piece.gap) for piece in pieces] == [("one", True), ("two", False), ("three", True)]
    assert [piece.gap for piece in parse("<p>one<br>&nbsp;<br>two<br>three").pieces] == [True, True, False]


def test_a_heading_is_one_piece_whatever_its_lines() -> None:
    assert texts("<h1>The ferry<br>that was late</h1><p>x") == ["The ferry that was late", "x"]


def test_letters_in_elements_of_their_own_stay_in_their_word() -> None:
    assert texts("<p><span class='cap'>T</span>he <b>f</b>erry co&shy;oper&#8203;ates<wbr>here") == [
        "The ferry cooperateshere"
    ]


def test_white_space_in_a_node_of_its_own_counts() -> None:
    assert texts("<p><b>one</b> <i>two</i><u> </u><i>three</i>\n<b>four</b></p>") == ["one two three four"]


def test_boxes_side_by_side_do_not_run_together() -> None:
    page = "<div><span class='by'>Ilka Brandt</span><span class='on'>7 May</span></div><p><a>World</a><a>sport</a></p>"
    page += "<p><span>SHARE</span><span>SAVE</span></p><p><span>N</span><span>ATO</span></p>"
    assert texts(page) == ["Ilka Brandt 7 May", "World sport", "SHARE SAVE", "NATO"]


def test_an_element_styled_as_a_block_is_one() -> None:
    assert texts("<p>Text.<span style='display: block'>A caption</span>More.</p>") == ["Text.", "A caption", "More."]


def test_custom_elements_are_blocks_unless_they_stand_in_a_line() -> None:
    assert texts("<my-title>One</my-title><my-text>two</my-text><p>On <time-ago>Monday</time-ago> it rained.</p>") == [
        "One",
        "two",
        "On Monday it rained.",
    ]


def test_a_row_of_data_is_one_piece_and_a_cell_of_a_layout_too() -> None:
    data = "<table><tr><th>Town<th>Votes<tr><td>Arnholt<td><p>3,000</p><tr><td>Lume<td>2,100</table>"
    assert texts(data) == ["Town Votes", "Arnholt 3,000", "Lume 2,100"]
    assert {piece.tag for piece in parse(data).pieces} == {"tr"}
    layout = f"<table><tr><td>Menu<td><p>{'A long paragraph. ' * 9}<p>Another.<tr><td>Left<td>Right</table>"
    assert texts(layout)[0] == "Menu"
    assert texts(layout)[2:] == ["Another.", "Left", "Right"]


def test_a_fallback_image_says_nothing_twice() -> None:
    page = "<figure><img alt='A gorge'><noscript><img alt='A gorge'></noscript></figure><img alt='A gorge'>"
    assert texts(page) == ["A gorge", "A gorge"]


def test_readings_and_footnote_marks_stand_after_their_line() -> None:
    assert texts("<p>今日は<ruby>漢字<rt>かんじ</rt></ruby>です。</p>") == ["今日は漢字です。", "かんじ"]
    assert texts("<p>It grew.<sup><a href='#n1'>[1]</a></sup> It fell by 10<sup>6</sup>.") == [
        "It grew. It fell by 106.",
        "[1]",
    ]


def test_a_card_over_a_line_is_no_part_of_it() -> None:
    page = (
        "<p>The council of <span class='hover-town'><a>Arnholt</a><span class='hover-town-card'>Arnholt: <a>more</a>"
        "</span></span> met. It was <span class='tooltip'>late<span class='tooltip'>after ten</span></span>.</p>"
    )
    assert texts(page) == ["The council of Arnholt met. It was late.", "Arnholt: more after ten"]


def test_lines_of_preformatted_text_are_lines() -> None:
    page = "<pre>one\n<b>two</b>\n\nthree <i>four</i>\n<span>five</span>\n<span>six</span></pre>"
    assert texts(page) == ["one", "two", "three four", "five", "six"]
    said = "The council of Arnholt said on Monday that the bridge, which had been closed, would open again. " * 3
    assert texts(f"<pre>{fill(said, 60)}\n\n{fill(said, 60)}</pre>") == [said.strip(), said.strip()]


def test_line_ends_count_where_the_style_says_so() -> None:
    page = "<div style='white-space: pre-wrap'>One\n\n<b>two</b></div><div>three\n\nfour</div>"
    assert texts(page) == ["One", "two", "three four"]


def test_frames_and_shadows_written_into_the_page_are_read() -> None:
    page = "<p>One.</p><iframe srcdoc='<p>Two.</p><script>no</script>'></iframe><p>Three.</p>"
    assert texts(page) == ["One.", "Two.", "Three."]
    inner = "<template shadowrootmode='closed'>Too.</template>"
    shadow = f"<my-card><template shadowrootmode='open'><p>Shown.</p><i>{inner}</i></template></my-card>"
    shadow += "<template>hidden</template>"
    assert texts(shadow) == ["Shown.", "Too."]


def test_a_page_of_frames_and_an_empty_one_have_no_text() -> None:
    assert texts("<frameset><frame src='a'></frameset>") == []
    assert texts("") == []


def test_facts_of_the_body_come_once_each() -> None:
    page = (
        "<meta itemprop='datePublished' content='2031-05-07'>"
        "<time itemprop='dateModified' datetime='2031-05-08'>x</time>"
        "<div itemprop='author'><a rel='author nofollow'>Ilka Brandt</a></div><div itemprop='author'>" + "x" * 500
    )
    assert parse(f"<p>a</p>{page}").facts == [
        ("meta:datepublished", "2031-05-07"),
        ("time:datetime", "2031-05-08"),
        ("itemprop:datemodified", "2031-05-08"),
        ("itemprop:author", "Ilka Brandt"),
        ("rel:author", "Ilka Brandt"),
    ]


def test_a_head_that_ends_early_loses_nothing() -> None:
    page = (
        "<head><noscript><img src='x'></noscript><title>Late | Echo</title><meta name='author' content='Ilka Brandt'>"
        "<link rel='canonical' href='https://echo.example/late'></head><body><p>Text.</p><svg><title>no</title></svg>"
    )
    assert texts(page) == ["Text."]
    assert parse(page).facts == [
        ("title", "Late | Echo"),
        ("meta:author", "Ilka Brandt"),
        ("link:canonical", "https://echo.example/late"),
    ]


def test_facts_beyond_a_number_are_left() -> None:
    assert len(parse("<meta name=a content=b>" * 5_000 + "<p>x").facts) == 2_000


def test_every_number_in_around_is_that_of_an_element_before_it() -> None:
    markup = parse("<div><section><p>One.</p><p>Two.</p></section><p>Three.</p></div>")
    assert all(outer < number for number, outer in enumerate(markup.around[1:], start=1))
    assert all(piece.container < len(markup.around) for piece in markup.pieces)
    first, second, third = markup.pieces
    assert first.container == second.container
    assert markup.around[first.container] == third.container


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 50_000 + "said",
        "<ul><li>" * 30_000 + "said",
        "<p>said<!-- " + "x" * 1_000_000,
        "<p>said" + "\0" * 100_000,
        "<p " + " ".join(f"a{number}=b" for number in range(60_000)) + ">said",
        "<p " + "".join(f'a{number}=">"' for number in range(40_000)) + ">said",
        # A ">" now and then, seldom enough to seem none of a tag and often enough to seem the end of one.
        "<p " + " ".join(f'a{number}="{">" * (not number % 5_000)}"' for number in range(120_000)) + ">said",
        '<p class="' + "ad " * 500_000 + '">said',
        "<p>said" + "".join(f"<p><b class=x{number}></i>" for number in range(6_000)),
        "<p>said<div><table><td></div>" * 6_000,
        "<select><option>said" + "<option>a" * 50_000,
        "<p>said" + "<div itemprop=author>" * 500 + "x" * 1_000_000,
        "<p>said</p><table><tr><td>" * 3_000,
        "said" + "<i></i>" * 50_000 + "<i>x</i>" * 20_000,
        "said \ud800",
    ],
    ids=range(15),
)
def test_hostile_markup_takes_time_in_proportion_and_loses_no_text(content: str) -> None:
    assert "said" in " ".join(takes_less(2.0, lambda: texts(content)))
