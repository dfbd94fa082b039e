"""An article is read from HTML and from plain text alike: body, head, notes, and nothing lost."""

from __future__ import annotations

from datetime import date

import pytest

from copydesk.articles import READ_AGAIN, find_editions, lay_out, read_articles
from copydesk.errors import UnreadablePage
from copydesk.records import Article, Page, PageId
from copydesk.settings import ArticleSettings

FIRST = (
    "A cable car stopped above the Arnholt gorge on Tuesday evening and left 41 passengers hanging in the wind for"
    " almost six hours, the mountain rescue service said."
)
SECOND = (
    "The last of them, a family of four, were lowered to the ground shortly before midnight. Nobody was hurt, but"
    " nine people were treated for the cold, a doctor at the valley station told reporters."
)
THIRD = (
    "“We sang until we had no songs left,” said Mirela Tosk, a teacher who had been on her way home. “Then somebody"
    " began with the national anthem of a country that nobody knew.”"
)
FOURTH = (
    "The operator, Gorge Lines, said a sensor had reported a fault that was not there. The same sensor had been"
    " replaced in March, its director, Petr Wahl, said."
)
FIFTH = "The line carries 300,000 people a year and will stay closed until engineers have looked at all twelve cabins."
PARAGRAPHS = (FIRST, SECOND, THIRD, FOURTH, FIFTH)
HTML = f"""<!DOCTYPE html><html lang="en"><head><title>Cable car strands 41 above gorge | Valley Echo</title>
<meta property="og:site_name" content="Valley Echo">
<meta property="og:title" content="Cable car strands 41 above gorge">
<link rel="canonical" href="https://valleyecho.example/news/cable-car"></head><body>
<header><a href='/'><img src='l.png' alt='Valley Echo'></a><nav><ul><li><a>News</a></li><li><a>Sport</a></li></ul>
</nav></header><main><article><h1>Cable car strands 41 above gorge</h1>
<p class='standfirst'>Rescuers lower a family of four as the last of the passengers</p>
<div class='byline'>By Ilka Brandt and Joos Merrin</div><time datetime='2031-05-07T08:00'>7 May 2031</time>
<figure><img src='c.jpg' alt='The gorge from below'>
<figcaption>The gorge from below. Photo: Ada Lint</figcaption></figure>
<div class='article-body'><p>ARNHOLT, May 7 — {FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>
<blockquote class='pull'>We sang until we had no songs left</blockquote>
<div class='newsletter'><p>Sign up here for our newsletter.</p></div><p>{FOURTH}</p><p>{FIFTH}</p>
<p>Source: Meridian Wire</p></div></article></main>
<section><h2>Related stories</h2><ul><li><a>Mayor opens a bridge to nowhere at all</a></li>
<li><a>Cheese festival moves to the other valley</a></li></ul></section>
<footer>© 2031 Valley Echo. All rights reserved.</footer></body></html>"""
TEXT = "\n\n".join(
    (
        "Valley Echo",
        "  • News\n  • Sport",
        "Cable car strands 41 above gorge",
        "By Ilka Brandt and Joos Merrin\n7 May 2031",
        "\n\n".join(("ARNHOLT, May 7 — " + PARAGRAPHS[0], *PARAGRAPHS[1:])),
        "Source: Meridian Wire",
        "Related stories",
        "Mayor opens a bridge to nowhere at all\nCheese festival moves to the other valley",
        "© 2031 Valley Echo. All rights reserved.",
    )
)


def page(content: str, *, source: str = "news/page.html", url: str | None = None, fetched: date | None = None) -> Page:
    return Page(
        id=PageId(f"page-{source}"),
        source=source,
        form="text" if source.endswith(".txt") else "html",
        sha256="0",
        size=len(content),
        as_of=date(2038, 12, 31),
        url=url,
        fetched=fetched,
    )


def read(content: str, **how: str) -> tuple[Article, ...]:
    return read_articles(page(content, **how), content, settings=ArticleSettings())  # type: ignore[arg-type]


@pytest.mark.parametrize(("content", "source"), [(HTML, "page.html"), (TEXT, "page.txt")])
def test_the_body_is_the_paragraphs_and_nothing_else(content: str, source: str) -> None:
    (article,) = read(content, source=source)
    assert article.text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(("content", "source"), [(HTML, "page.html"), (TEXT, "page.txt")])
def test_what_stands_around_the_body_has_its_own_fields(content: str, source: str) -> None:
    (article,) = read(content, source=source)
    assert article.title == "Cable car strands 41 above gorge"
    assert article.byline == ("Ilka Brandt", "Joos Merrin")
    assert article.dateline == "ARNHOLT, May 7 —"
    assert article.outlet == "Valley Echo"
    assert article.credited_to == "Meridian Wire"
    assert article.language == "en"


def test_html_gives_standfirst_and_address_too() -> None:
    (article,) = read(HTML)
    assert article.standfirst == "Rescuers lower a family of four as the last of the passengers"
    assert article.url == "https://valleyecho.example/news/cable-car"


def test_every_piece_of_the_page_is_a_block_of_some_kind() -> None:
    (article,) = read(HTML)
    kinds = {block.text: block.kind for block in article.blocks}
    assert kinds["Cable car strands 41 above gorge"] == "title"
    assert kinds["By Ilka Brandt and Joos Merrin"] == "byline"
    assert kinds["7 May 2031"] == "date"
    assert kinds["ARNHOLT, May 7 —"] == "dateline"
    assert kinds["The gorge from below. Photo: Ada Lint"] == "caption"
    assert kinds["Source: Meridian Wire"] == "credit"
    assert kinds["Mayor opens a bridge to nowhere at all"] == "related"
    assert kinds["© 2031 Valley Echo. All rights reserved."] == "legal"
    assert kinds["Valley Echo"] == "widget"


def test_a_page_without_chrome_begins_with_its_title() -> None:
    content = "\n".join(("Cable car strands 41 above gorge", *PARAGRAPHS))
    (article,) = read(content, source="bare.txt")
    assert article.title == "Cable car strands 41 above gorge"
    assert article.text == "\n".join(PARAGRAPHS)


def test_lines_parted_by_double_breaks_are_paragraphs() -> None:
    content = f"<html><body><h1>Cable car strands 41</h1><div>{'<br><br>'.join(PARAGRAPHS)}</div></body></html>"
    (article,) = read(content)
    assert article.text == "\n".join(PARAGRAPHS)


def test_paragraphs_that_the_page_glues_together_are_parted() -> None:
    glued = PARAGRAPHS[3] + "The line carries 300,000 people a year and will stay closed until Friday."
    content = "\n\n".join(("Cable car strands 41", *PARAGRAPHS[:3], glued))
    (article,) = read(content, source="glued.txt")
    assert article.text.split("\n")[-2:] == [PARAGRAPHS[3], glued[len(PARAGRAPHS[3]) :]]


@pytest.mark.parametrize("content", ["", "   \n", "<html></html>", "<nav><a>News</a><a>Sport</a></nav>", "hello"])
def test_a_page_without_an_article_is_unreadable(content: str) -> None:
    with pytest.raises(UnreadablePage, match="empty"):
        read(content, source="empty.html")


def test_stories_carried_at_length_are_articles_of_their_own() -> None:
    cards = (
        "Related Articles\n\nFerry fares rise by a tenth\nFerry fares rise by a tenth\n\nHarbour Standard\n\n"
        "time7 minutes ago\n\n  • Harbour Standard\n\nFerry fares rise by a tenth\n\n"
        "Fares on all northern routes rise by ten percent on the first of June, the ministry said."
        " It is the third rise in"
        " two years. Passengers on the islands, who have no other way to work, have called for a protest on Monday. The"
        " minister said that he understood them.\n\nShort headline about nothing much here\n"
    )
    main, carried = read(f"{TEXT}\n\n{cards}", source="cards.txt")
    assert main.text == "\n".join(PARAGRAPHS)
    assert carried.position == 1
    assert carried.title == "Ferry fares rise by a tenth"
    assert carried.outlet == "Harbour Standard"
    assert carried.text.startswith("Fares on all northern routes")
    assert any(block.kind == "related" and block.text == carried.text for block in main.blocks)


def test_a_page_and_its_dump_are_editions_of_one() -> None:
    (html,) = read(HTML, source="news/a.html")
    (dump,) = read(TEXT, source="news/a.txt")
    (edition,) = find_editions([dump, html])
    assert (edition.article, edition.edition_of) == (dump.id, html.id)


def test_one_address_read_twice_is_two_editions_the_earlier_first() -> None:
    early, late = (
        read_articles(
            page(HTML, source=f"{day}.html", url="https://a.example/x", fetched=date(2031, 5, day)),
            HTML.replace("41", "42") if day == 9 else HTML,
            settings=ArticleSettings(),
        )[0]
        for day in (8, 9)
    )
    (edition,) = find_editions([late, early])
    assert (edition.article, edition.edition_of) == (late.id, early.id)


def test_a_file_read_again_is_an_edition_of_what_came_first() -> None:
    (first,) = read(TEXT, source="news/a.txt")
    (again,) = read(TEXT.replace("41", "42"), source="news/a.txt")
    for came in ([first, again], [again, first]):
        (edition,) = find_editions(came)
        assert (edition.article, edition.edition_of) == (came[1].id, came[0].id)
        assert edition.why == READ_AGAIN


def test_a_dump_read_again_is_an_edition_of_the_page() -> None:
    (html,) = read(HTML, source="news/a.html")
    (dump,) = read(TEXT, source="news/a.txt")
    (again,) = read(TEXT.replace("41", "42"), source="news/a.txt")
    assert [(one.article, one.edition_of, one.why == READ_AGAIN) for one in find_editions([dump, again, html])] == [
        (again.id, html.id, True),
        (dump.id, html.id, False),
    ]


def test_other_articles_are_no_editions() -> None:
    (one,) = read(TEXT, source="a.txt")
    (other,) = read(TEXT, source="b.txt")
    assert find_editions([one, other]) == ()


@pytest.mark.parametrize(("tag", "depth"), [("<div>", 20_000), ("<ul><li>", 20_000), ("<b>", 100_000)])
def test_nesting_without_end_is_read(tag: str, depth: int) -> None:
    content = "<html><body>" + tag * depth + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    (article,) = read(content)
    assert article.text.split("\n")[-1] == PARAGRAPHS[-1]


def test_first_words_in_capitals_open_the_article() -> None:
    content = "\n\n".join(
        (
            "Cable car strands 41 above gorge",
            "Nobody was hurt when the wind came up.",
            f"THE PASSENGERS OF a cable car waited for six hours. {FIRST}",
            *PARAGRAPHS[1:],
        )
    )
    (article,) = read(content, source="capitals.txt")
    assert article.text.startswith("THE PASSENGERS OF")
    assert article.standfirst == "Nobody was hurt when the wind came up."


def test_a_first_paragraph_without_its_stop_is_a_paragraph() -> None:
    opening = f"{SECOND.rstrip('.')} and that the wind had come up without any warning from the valley station"
    content = "\n".join(("Cable car strands 41 above gorge", opening.replace(".", ","), *PARAGRAPHS[2:]))
    (article,) = read(content, source="stopless.txt")
    assert article.text.split("\n")[0] == opening.replace(".", ",")


def test_a_page_that_is_one_short_brief_is_an_article():
    brief = (
        "Bridge at Arnholt opens again\n12 May 2031\nThe bridge at Arnholt opened again on Monday, the council said."
    )
    (article,) = read(brief, source="brief.txt")
    assert article.text == "The bridge at Arnholt opened again on Monday, the council said."


def test_a_page_of_links_with_one_short_notice_is_no_article():
    links = "\n".join(f"All about subject number {number}" for number in range(30))
    with pytest.raises(UnreadablePage):
        read(f"{links}\nThis site uses small files to count its readers.", source="links.txt")


def test_a_last_sentence_with_a_date_is_a_paragraph() -> None:
    last = "The board is due to sit again on Thursday, 15 May."
    html = HTML.replace(f"<p>{FIFTH}</p>", f"<p>{FIFTH}</p><p>{last}</p>")
    assert html != HTML
    assert read(html)[0].text.endswith(last)


def test_a_box_of_what_it_brings_does_not_take_the_opening_from_an_article() -> None:
    brief = f"In brief\n  • {FIRST}\n  • The line carries 300,000 people a year."
    text = "\n\n".join(["Valley Echo", "Cable car strands 41 above gorge", brief, *PARAGRAPHS])
    assert read(text, source="page.txt")[0].text.startswith(FIRST)


def test_a_masthead_with_its_motto_is_no_headline() -> None:
    head = "Valley Echo — Up before the hens\nGORGE HORROR\nJoy all round as sun comes up"
    signed = "Ilka Brandt\nPublished: 08:00, 7 May 2031"
    legal = (
        "© Echo Papers Limited. “Valley Echo” and “Up before the hens” are registered trade marks. All rights reserved."
    )
    found = read("\n".join([head, signed, *PARAGRAPHS, legal]), source="page.txt")[0]
    assert found.title == "GORGE HORROR"


@pytest.mark.parametrize("label", ["Advertisement", "Article continues below", "Story continues after advertisement"])
def test_the_label_of_an_advertisement_is_no_paragraph(label):
    content = TEXT.replace(PARAGRAPHS[1], f"{PARAGRAPHS[1]}\n{label}")
    (article,) = read(content, source="page.txt")
    assert article.text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("source", ["page.html", "page.txt"])
def test_of_a_page_of_very_many_pieces_the_rest_is_kept_as_one(source):
    tail = [f"Station {number}" for number in range(60)]
    html = HTML.replace("</body>", "".join(f"<p>{line}</p>" for line in tail) + "</body>")
    content = "\n".join([TEXT, *tail]) if source.endswith(".txt") else html
    settings = ArticleSettings(most_pieces=40)

    whole, *_ = read_articles(page(content, source=source), content, settings=ArticleSettings())
    article, *_ = read_articles(page(content, source=source), content, settings=settings)

    assert article.text == whole.text
    assert len(article.blocks) < len(whole.blocks)
    assert " ".join(block.text for block in article.blocks) == " ".join(block.text for block in whole.blocks)
    assert article.blocks[-1].text.endswith("Station 57 Station 58 Station 59")
    assert len(lay_out(page(content, source=source), content, settings=settings).prints) == 11 * 41


def test_what_stands_behind_the_pieces_that_are_looked_at_is_no_text():
    lines = [f"Nobody had counted the {number} boats that lay in the harbour, she said." for number in range(30)]
    content = "\n".join(lines)

    article, *_ = read_articles(page(content, source="p.txt"), content, settings=ArticleSettings(most_pieces=20))

    assert article.text.splitlines()[-1] == lines[19]
    assert article.blocks[-1].text == " ".join(lines[20:])
