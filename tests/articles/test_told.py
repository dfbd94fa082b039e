"""What a feed, a mail or a table says of a page's day is evidence of it, beside what the page says."""

from datetime import date

from copydesk.articles import read_articles
from copydesk.records import Page, PageId
from copydesk.settings import ArticleSettings

WORDS = (
    "The harbour council of Vessmar voted on Tuesday to close the old fish market after a survey found it unsafe.\n\n"
    "Councillor Ada Brenn said the repair would have cost more than the market earns in ten years.\n\n"
    "Traders, some of whom have sold herring there for three generations, said they had been told of no survey."
)


def read(words, published):
    page = Page(
        id=PageId("p-1"),
        source="a.rss#1",
        form="text",
        sha256="0",
        size=1,
        as_of=date(2038, 12, 31),
        title="Vessmar to close its fish market",
        published=published,
    )
    return read_articles(page, words, settings=ArticleSettings())[0]


def test_the_day_that_a_container_gives_is_that_of_its_article():
    article = read(WORDS, "2030-10-20T23:30:00+02:00")
    assert article.published is not None
    assert (article.published.low, article.published.high) == (date(2030, 10, 20), date(2030, 10, 20))
    assert article.published.basis == "metadata"
    assert any("container" in candidate.why for candidate in article.dates)


def test_a_container_that_gives_no_day_leaves_it_open():
    assert read(WORDS, None).published is None
    assert read(WORDS, "some day soon").published is None
