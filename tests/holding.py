"""What must hold of whatever bytes are read: the law of the fuzzer and of the pages it found."""

import json
from datetime import date

from copydesk.articles import explain_page, lay_out, read_articles
from copydesk.errors import UnreadablePage
from copydesk.pages import content_of, pages_of_bytes
from copydesk.records import Page, PageId
from copydesk.reports.commonmark import article_markdown
from copydesk.reports.contract import article_row
from copydesk.reports.notebook import html_of
from copydesk.reports.plain_text import article_text
from copydesk.settings import Settings

AS_OF = date(2038, 12, 31)
SETTINGS = Settings()
HTML, TEXT, DOOR = range(3)
MOST_EXPLAINED = 3_000  # bytes; explaining a page costs a second reading of it


def check_bytes(raw, *, door):
    """Read bytes as HTML, as plain text, or by whatever door they ask for, and look at all that comes out."""
    if door == DOOR:
        for page in pages_of_bytes(raw, source="page", as_of=AS_OF, settings=SETTINGS.pages):
            if isinstance(page, Page):
                check_page(page, content_of(page, settings=SETTINGS.pages))
        return
    content = raw.decode("utf-8", "replace").replace("\x00", "")
    form = "html" if door == HTML else "text"
    check_page(Page(id=PageId("p"), source="page", form=form, sha256="", size=len(raw), as_of=AS_OF), content)


def check_page(page, content):
    """Read one page: articles that hold together, or an error that says why there is none."""
    lay_out(page, content)
    try:
        articles = read_articles(page, content, settings=SETTINGS.articles)
    except UnreadablePage:
        articles = ()
    for position, article in enumerate(articles):
        assert article.position == position
        check_article(article)
    if len(content) <= MOST_EXPLAINED:
        told = explain_page(page, content, articles[0] if articles else None)
        assert not articles or [one.text for one in told] == [block.text for block in articles[0].blocks]


def check_article(article):
    """The text is its paragraphs, dates are in order and not later than the reading, and every face can show it."""
    lines = article.text.split("\n")
    assert all(line.strip() for line in lines)
    assert lines == [block.text for block in article.blocks if block.kind == "body"]
    assert all(name.strip() for name in article.byline)
    assert not any(value == "" for value in (article.title, article.outlet, article.standfirst, article.dateline))
    if article.published is not None:
        assert article.published.low <= article.published.high <= AS_OF
        assert 0 <= article.published.confidence <= 1
    json.dumps(article_row(article)).encode()
    for written in (article_markdown(article), article_text(article), html_of(article)):
        written.encode()
