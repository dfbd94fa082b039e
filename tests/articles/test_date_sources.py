"""Pages that give one and the same day in every form and place that pages have for it, read from their HTML."""

from datetime import date

import pytest

from copydesk.articles import read_articles
from copydesk.records import Page, PageId
from copydesk.settings import Settings

DAY = date(2014, 5, 3)
SETTINGS = Settings().articles
PARAGRAPHS = (
    "The council of Harrowby voted on the new bridge after a debate that went on past midnight, the mayor said.",
    "Opponents had asked for a ferry, which they said would cost a third of the price and spare the far meadows.",
    "The plans can be seen in the town hall, where an engineer answers questions every afternoon and shows the models.",
)
GERMAN = (
    "Der Rat von Altenfurt hat nach einer langen Debatte für die neue Brücke gestimmt, wie die Bürgermeisterin sagte.",
    "Die Gegner hatten eine Fähre gefordert, die nach ihren Worten die Wiesen am anderen Ufer schonen würde.",
    "Die Pläne liegen im Rathaus aus, wo eine Ingenieurin jeden Nachmittag Fragen beantwortet und die Modelle zeigt.",
)
TITLE = "Council votes for a new bridge over the Harrow"
MENU = '<div id="nav"><ul><li><a href="/">Home</a></li><li><a href="/a">About</a></li></ul></div>'
SIDE = (
    '<div id="sidebar"><h3>Archive</h3><ul><li><a>March 2012</a></li><li><a>April 2012</a></li></ul>'
    "<p>Latest: <a>Fair opens</a> <span>12 May 2019</span></p></div>"
    '<div id="footer">© 2008-2022 Site. All rights reserved. 20 March 2022</div>'
)


def html(*, head="", above="", below="", after="", paragraphs=PARAGRAPHS, side=SIDE):
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html><head><title>{TITLE}</title>{head}</head><body>{MENU}"
        f"<div id='content'>{above}<h1>{TITLE}</h1>{below}<div>{text}</div>{after}</div>{side}</body></html>"
    )


def read(content, *, form="html", url=None, fetched=None):
    page = Page(
        id=PageId("p"),
        source="page",
        form=form,
        sha256="",
        size=len(content),
        as_of=date(2022, 12, 31),
        url=url,
        fetched=fetched,
    )
    return read_articles(page, content, settings=SETTINGS)[0]


def day_of(content, **given):
    published = read(content, **given).published
    return published.low if published is not None and published.low == published.high else None


@pytest.mark.parametrize(
    "meta",
    [
        'property="article:published_time" content="2014-05-03T10:00:00+02:00"',
        'name="date" content="2014-05-03"',
        'name="DC.date.issued" content="2014-05-03"',
        'name="pubdate" content="20140503"',
        'name="sailthru.date" content="2014-05-03 10:00:00"',
        'name="parsely-pub-date" content="2014-05-03T10:00:00Z"',
        'name="DCTERMS.created" content="2014-05-03"',
        'itemprop="datePublished" content="2014-05-03"',
        'name="publish-date" content="Sat, 03 May 2014 10:00:00 GMT"',
        'name="article.published" content="2014-05-03"',
        'name="citation_publication_date" content="2014/05/03"',
        'property="og:published_time" content="1399111200"',
        'name="displaydate" content="May 3, 2014"',
        'name="pub_date" content="Sat May 03 10:00:00 CEST 2014"',
    ],
)
def test_metadata(meta):
    assert day_of(html(head=f"<meta {meta}>")) == DAY


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","datePublished":"2014-05-03T08:00:00Z","dateModified":"2015-01-01"}',
        '{"@graph":[{"@type":"WebPage","datePublished":"2014-05-03T08:00:00Z"},{"@type":"Person","name":"x"}]}',
    ],
)
def test_json_ld(script):
    assert day_of(html(head=f'<script type="application/ld+json">{script}</script>')) == DAY


@pytest.mark.parametrize(
    "line",
    [
        '<time datetime="2014-05-03">May 3</time>',
        '<abbr class="published" title="2014-05-03T10:00:00">May 3</abbr>',
        '<p class="meta">by <a>Anna Reed</a> on <span>May 3, 2014</span> in <a>Bridges</a> | <a>3 Comments</a></p>',
        "<p>May 3rd, 2014</p>",
        "<p>Posted on May 3, 2014 by Anna</p>",
        "<p>Sat 3 May 2014 10.30 BST</p>",
        "<p>03/05/2014 - 14:20 | updated 13/05/2014</p>",
        "<p>2014-05-03 10:22</p>",
        "<p>Last updated 4 June 2016. Published 3 May 2014</p>",
        "<p>Saturday, 3 May 2014 12:00 AM</p>",
        "<p>MAY 3, 2014</p>",
        "<p>May 3, 20145:45 AM</p>",
        "<p>3-May-2014</p>",
        "<p>Anna Reed | 03 May 14</p>",
        "<div><div>03</div><div>May</div><div>2014</div></div>",
        "<p>Veröffentlicht am 3. Mai 2014 von Anna</p>",
        "<p>Erstellt am Samstag, 03. Mai 2014</p>",
        "<p>Stand: 03.05.2014</p>",
        "<p>Sa, 03.05.2014</p>",
        "<p>03. 05. 2014</p>",
        "<p>Letzte Änderung: 04.06.2016, veröffentlicht: 03.05.2014</p>",
        "<p>Publié le samedi 3 mai 2014, par Anna Reed</p>",
        "<p>Publié le 03/05/2014 à 10h15 - Mis à jour le 14/06/2016</p>",
        "<p>Publicado el 3 de mayo de 2014</p>",
        "<p>mayo 3, 2014</p>",
        "<p>Pubblicato: 03 Maggio 2014</p>",
        "<p>sábado, 3 de maio de 2014</p>",
        "<p>Geplaatst op 3 mei 2014 door Anna</p>",
        "<p>Dodano: 3 maja 2014</p>",
        "<p>Publikováno: 3. května 2014</p>",
        "<p>Опубликовано 3 мая 2014 г.</p>",
        "<p>Giriş: 03.05.2014 - 10:15 Güncelleme: 04.06.2016 - 11:00</p>",
        "<p>Publicerad 3 maj 2014</p>",
        "<p>公開日: 2014年5月3日 最終更新日: 2016年6月4日</p>",
        "<p>平成26年5月3日</p>",
        "<p>2014.05.03</p>",
    ],
)
def test_lines_below_the_headline(line):
    assert day_of(html(below=line)) == DAY


@pytest.mark.parametrize(
    "line", ["<p>3 May 2014</p>", "<p>2014/05/03</p>", "<p>By Anna Reed | May 3, 2014 | 10:15am</p>"]
)
def test_lines_above_the_headline(line):
    assert day_of(html(above=line)) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "<p>Posted 3 May 2014</p>",
        "<p>This entry was posted on Saturday, May 3rd, 2014 at 10:15 am and is filed under <a>Bridges</a>.</p>",
        "<p>Posted in <a>Bridges</a> on May 3, 2014 | <a>4 Comments »</a></p>",
        "<p>Anna Reed, 3 May 2014</p>",
        "<p>(May 3, 2014)</p>",
        "<ul><li>Print</li><li>Send</li><li>Up</li><li>Back</li></ul><p>Stand: 03.05.2014</p>",
    ],
)
def test_lines_behind_the_text(line):
    assert day_of(html(after=line)) == DAY


def test_the_opening_of_the_text():
    opened = (f"Harrowby (3 May 2014) – {PARAGRAPHS[0]}", *PARAGRAPHS[1:])
    assert day_of(html(paragraphs=opened)) == DAY


@pytest.mark.parametrize(
    "page",
    [
        html(),
        html(below="<p>Last updated: May 3, 2014</p>"),
        html(below="<p>The bridge as it was seen by walkers on May 3, 2014 from the far bank.</p>"),
        html(below="<figure><figcaption>The ford at Harrowby, May 3, 2014. Photo: A. Reed</figcaption></figure>"),
        html(above="<p>Next fair: 3 May 2014</p>"),
        html(below="<p>3 May 2014 - 8 June 2014</p>"),
        html(below="<p>3.-5. Mai 2014</p>"),
        html(above="<p>Thursday, December 1, 2022</p>"),
        html(
            after="<div class='related'><h3>Related</h3><p>Fair opens 3 May 2014</p><p>Fair shuts 4 May 2014</p></div>"
        ),
        html(after="<div><h3>Upcoming events</h3><p>Concert: 12 May 2014, town hall</p><p>Fair: 15 May 2014</p></div>"),
        html(after="<p>This article was first published in The Wire on 3 May 2014.</p>"),
        html(head='<meta name="dcterms.available" content="2014-01-01"><meta name="revised" content="2015-06-01">'),
        html(head='<meta name="date" content="1970-01-01">'),
        html(paragraphs=(*PARAGRAPHS, "The vote on May 3, 2014 was the second.")),
    ],
)
def test_where_nothing_tells_nothing_is_said(page):
    assert read(page).published is None


def test_the_printed_day_wins_over_the_same_time_told_universally():
    article = read(
        html(
            head='<meta property="article:published_time" content="2014-05-02T22:30:00Z">',
            below="<p>Posted May 3, 2014</p>",
        )
    )
    assert article.published is not None
    assert article.published.low == DAY
    stated = next(one for one in article.dates if one.basis == "metadata")
    assert (stated.zone, stated.kept) == ("Z", True)
    assert "2014-05-02 in universal time" in stated.why


def test_the_heading_of_a_days_entries_needs_support():
    page = html(above="<h2>Saturday, May 3, 2014</h2>")
    assert day_of(page, url="http://site.example/2014/05/bridge.html") == DAY
    alone = read(page)
    assert (alone.published, alone.page_date) == (None, DAY)


def test_a_masthead_before_the_day_that_the_page_states_is_another_date():
    article = read(
        html(
            head='<meta property="article:published_time" content="2014-05-03">',
            above="<p>Sunday, October 13, 2013</p>",
        )
    )
    assert article.published is not None
    assert (article.published.low, article.page_date) == (DAY, None)


def test_a_day_without_its_year_takes_it_from_the_address_or_the_day_of_reading():
    page = html(below='<p class="date">Posted May 3, 6:51 AM</p>')
    assert day_of(page) is None
    assert day_of(page, url="http://site.example/2014/05/bridge.html") == DAY
    assert day_of(page, fetched=date(2015, 1, 9)) == DAY


def test_an_age_counts_from_the_day_of_reading():
    page = html(below='<p class="date">2 days ago</p>')
    assert day_of(page, fetched=date(2014, 5, 5)) == DAY
    assert day_of(page) is None


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("http://harrow.example.co.uk/bridge", "<p>03/05/2014 10:15</p>"),
        (None, "<p>05/03/2014 10:15</p><p>Next meeting: 05/28/2014</p>"),
        (None, "<p>05/03/2014 10:15</p><p>Next meeting: May 28, 2014</p>"),
        (None, "<p>Sat, 05/03/2014 - 10:15</p>"),
        (None, "<p>Filed: 5/3/2014 at 10:15 PM EST</p>"),
    ],
)
def test_country_and_other_dates_tell_how_numbers_are_read(url, line):
    assert day_of(html(below=line, side=""), url=url) == DAY


def test_the_language_that_a_page_names_tells_how_numbers_are_read():
    page = html(below="<p>05/03/2014 10:15</p>", side="")
    american = read(page.replace("<html>", '<html lang="en-US">')).published
    unknown = read(page.replace("<html>", '<html lang="en">')).published
    assert american is not None
    assert unknown is not None
    assert (american.low, american.high) == (DAY, DAY)
    assert (unknown.low, unknown.high) == (date(2014, 3, 5), DAY)
    assert day_of(html(below="<p>03/05/2014</p>").replace("<html>", '<html lang="en-GB">')) == DAY


def test_german_pages_put_the_day_first():
    assert day_of(html(below="<p>03/05/2014</p>", paragraphs=GERMAN)) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Site\nHome\n\n{title}\n\nBy Anna Reed | May 3, 2014\n\n{body}\n\n© 2022 Site\n", DAY),
        ("{title}\n\n3 May 2014\n\n{body}", DAY),
        ("{title}\n\n{body}\n\nPosted 3 May 2014\n", DAY),
        ("{title}\n\nHARROWBY, May 3, 2014 — {body}", DAY),
        ("Thursday, December 1, 2022\n\nSite\nHome\n\n{title}\n\n{body}", None),
        ("December 1, 2022\n\nSite\nHome\nNews\nSport\nWeather\n\n{title}\n\n{body}", None),
    ],
)
def test_plain_text(text, day):
    assert day_of(text.format(title=TITLE, body="\n\n".join(PARAGRAPHS)), form="text") == day
