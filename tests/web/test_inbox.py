"""The list of stories: rows, facets, orders, pages."""

import re
from datetime import date

import pytest

from copydesk.records import Published, StoryId, Summary
from copydesk.reports.view_inbox import facet_name, inbox_row
from web_helpers import spoken

DAY = date(2031, 3, 20)
ROW = re.compile(r'<article class="story-row[^"]*"[^>]*>.*?<a href="([^"]+)"', re.DOTALL)


def summary(**told):
    given = {"pages": 14, "texts": 6, "publishers": 5, "owners": 4, "accounts": 3, "documents": 1, **told}
    return Summary(
        id="summary-1",
        story=StoryId("story-1"),
        label=given.pop("label", "Ferry rams crane"),
        storyline=None,
        event=None,
        first=Published(low=DAY, high=DAY, precision="day", basis="metadata", confidence=1.0),
        last=None,
        **given,
    )


def test_a_row_tells_of_a_story_in_few_words():
    row = inbox_row(summary(conflicts=2, spun=3, outlets=("A", "B", "C", "D", "E", "F")), None)
    assert row.steps == ((14, "pages"), (6, "texts"), (3, "independent accounts"))
    assert [chip.words for chip in row.chips] == ["2 conflicts", "spun copies 3"]
    assert (row.seen, row.outlets) == ("first seen 2031-03-20", "A, B, C, D and 2 more")
    assert (row.new, row.looked) == (None, False)


def test_what_is_new_since_a_look_is_told_and_what_is_less_is_not():
    seen = {"accounts": 2, "conflicts": 2, "spun": 1, "material": 9}
    row = inbox_row(summary(conflicts=1, spun=3, material=9), seen)
    assert row.new == "1 account, 2 spun copies"
    assert inbox_row(summary(), summary().state).looked


@pytest.mark.parametrize(
    ("facet", "value", "name"),
    [
        ("flag", "altered", "quotation altered"),
        ("change", "quote", "words in quotation marks"),
        ("decision", "pin", "pinned by hand"),
        ("outlet", "The Ledger", "The Ledger"),
        ("flag", "unheard of", "unheard of"),
    ],
)
def test_facets_have_names(facet, value, name):
    assert facet_name(facet, value) == name


def rows(browser, query=""):
    return ROW.findall(browser.get(f"/{query}").text)


def test_facets_narrow_the_list_and_can_be_left_out(browser):
    page = browser.get("/")
    every = rows(browser)
    narrowed = re.search(r'<a href="(/\?flag=conflicts)">', page.text).group(1)
    found = rows(browser, narrowed.lstrip("/"))
    assert 0 < len(found) < len(every)
    chosen = browser.get(narrowed)
    assert "what stands out: conflicts" in spoken(chosen)
    assert 'aria-label="leave out what stands out: conflicts"' in chosen.text


def test_facets_that_nothing_passes_say_so(browser):
    assert "No story passes all of these" in spoken(browser.get("/?outlet=Nobody%27s+Gazette"))


@pytest.mark.parametrize("order", ["news", "first", "last", "accounts", "changes", "nonsense"])
def test_every_order_lists_every_story(browser, order):
    assert sorted(rows(browser, f"?sort={order}")) == sorted(rows(browser))


def test_a_cursor_that_is_none_is_told(browser):
    answer = browser.get("/?after=%5Bx")
    assert answer.status_code == 422
    assert "begin without one" in spoken(answer)
