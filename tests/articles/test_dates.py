from datetime import date

import pytest

from copydesk.articles.dates import Dates, find_dates
from copydesk.records import Block
from copydesk.text.anchor import written_between

BODY = ("body", "The board raised its rate on Thursday, more than markets had expected.")
TITLE = ("title", "Central bank raises its rate")


def dates(*blocks: tuple[str, str], **given) -> Dates:
    page = {"metadata": (), "url": None, "text": "", "dateline": None, "as_of": date(2038, 12, 31), "language": None}
    return find_dates(blocks=[Block(kind=kind, text=text) for kind, text in blocks], **{**page, **given})


def published(found: Dates) -> tuple[str, str, str] | None:
    one = found.published
    return one and (one.low.isoformat(), one.high.isoformat(), one.basis)


def test_the_masthead_date_is_the_day_of_serving_and_never_publication():
    found = dates(("navigation", "Friday, Apr 14, 2034"), TITLE, BODY)
    assert found.page_date == date(2034, 4, 14)
    assert found.published is None
    assert [(one.role, one.value) for one in found.candidates] == [("page_served", "2034-04-14")]


def test_a_house_date_below_the_headline_is_publication():
    found = dates(
        ("navigation", "Serving the valley since 1902 Today is Saturday, July 19, 2031"),
        TITLE,
        ("date", "Posted: Saturday, October 19, 2030 6:34 am"),
        BODY,
    )
    assert published(found) == ("2030-10-19", "2030-10-19", "printed")
    assert found.page_date == date(2031, 7, 19)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Meridian Wire24-02-2031", "2031-02-24"),
        ("Sat 19 Oct 2030 10.30 GMTLast modified on Sun 20 Oct 2030 13.39 GMT", "2030-10-19"),
        ("Oct 21st 2031, 4:51 PM", "2031-10-21"),
    ],
)
def test_glued_labels(line, day):
    assert published(dates(TITLE, ("date", line), BODY)) == (day, day, "printed")


def test_a_date_with_its_clock_may_stand_above_the_headline():
    found = dates(("date", "19.10.2030, 11:12 (UTC+3) Updated: 04.11.2030"), TITLE, BODY)
    assert published(found) == ("2030-10-19", "2030-10-19", "printed")
    assert found.page_date is None


def test_metadata_of_the_article_outweighs_that_of_the_page():
    stated = (("jsonld.WebPage:datePublished", "2019-05-02"), ("jsonld:datePublished", "2030-10-19T11:12:43+03:00"))
    assert published(dates(TITLE, BODY, metadata=stated)) == ("2030-10-19", "2030-10-19", "metadata")


def test_a_change_of_the_page_is_no_publication():
    found = dates(TITLE, BODY, metadata=(("meta:og:updated_time", "2033-08-24T09:53:48+00:00"),))
    assert found.published is None
    assert [one.role for one in found.candidates] == ["modified"]


def test_the_address_gives_a_day_or_a_month():
    assert published(dates(TITLE, BODY, url="https://news.example/2031/03/21/rates")) == (
        "2031-03-21",
        "2031-03-21",
        "url",
    )
    assert published(dates(TITLE, BODY, url="https://news.example/2031/03/rates/")) == (
        "2031-03-01",
        "2031-03-31",
        "url",
    )
    assert published(dates(TITLE, BODY, url="https://news.example/2031/mar/21/rates")) == (
        "2031-03-21",
        "2031-03-21",
        "url",
    )


def test_a_dateline_takes_its_year_from_the_address():
    found = dates(TITLE, BODY, url="https://news.example/2031/03/rates/", dateline="HALBERG, March 20 —")
    assert published(found) == ("2031-03-20", "2031-03-21", "dateline")


def test_a_dateline_decides_how_numbers_are_read():
    line = ("credit", "Meridian Wire04-11-2032")
    assert published(dates(TITLE, line, BODY)) == ("2032-11-04", "2032-11-04", "printed")
    assert published(dates(TITLE, line, BODY, dateline="HALBERG, April 11 —")) == (
        "2032-04-11",
        "2032-04-11",
        "printed",
    )


def test_a_text_that_names_its_day_takes_the_year_from_the_first_comment():
    found = dates(TITLE, BODY, ("comments", "Mar 21st 2031, 4:23 PM"), text="She came yesterday, 20 March, by train.")
    assert published(found) == ("2031-03-21", "2031-03-21", "text")


def test_the_first_comment_bounds_publication():
    comments = (("comments", "Mar 22nd 2031, 4:23 PM"), ("comments", "Mar 21st 2031, 9:00 AM"))
    assert published(dates(TITLE, BODY, *comments)) == ("2031-02-18", "2031-03-21", "text")
    month = published(dates(TITLE, BODY, *comments, url="https://news.example/2031/03/rates/"))
    assert month == ("2031-03-01", "2031-03-21", "url")


def test_nothing_after_the_day_of_reading_or_of_serving_is_publication():
    line = ("date", "Published: 21 March 2031")
    assert dates(TITLE, line, BODY, as_of=date(2030, 1, 1)).published is None
    assert dates(("navigation", "Friday, June 14, 2030"), TITLE, line, BODY).published is None


def test_dates_of_related_stories_and_ages_are_nobodys():
    found = dates(
        TITLE, BODY, ("related", "1 Mar 2033"), ("related", "time7 minutes ago"), ("legal", "© 2030 The Wire")
    )
    assert found == Dates(published=None, page_date=None, candidates=())


def test_where_the_text_stood_before_is_not_this_page():
    found = dates(TITLE, BODY, ("credit", "This article was first published by The Wire on 18 October 2030."))
    assert found.published is None


def test_a_text_may_narrow_its_own_day():
    text = (
        "It was her first visit in nearly three years. She had not left the country since March 2028. "
        "He will travel to Halberg on 14 April."
    )
    assert written_between(text, date(2038, 1, 1)) == (date(2031, 1, 12), date(2031, 4, 14))
    assert written_between("She spoke on Friday.", date(2038, 1, 1)) is None
    assert published(dates(TITLE, BODY, text=text)) == ("2031-01-12", "2031-04-14", "text")


def test_a_date_above_the_headline_that_other_pages_print_is_the_day_of_serving():
    blocks = (("other", "14 April 2034"), ("title", "Central bank raises its rate"), BODY)
    assert published(dates(*blocks)) == ("2034-04-14", "2034-04-14", "printed")
    found = dates(*blocks, recurring={"14 April 2034"})
    assert (found.published, found.page_date) == (None, date(2034, 4, 14))
    backed = dates(*blocks, recurring={"14 April 2034"}, url="https://news.example/2034/04/rates/")
    assert published(backed) == ("2034-04-14", "2034-04-14", "printed")
    labelled = dates(("other", "Published 14 April 2034"), TITLE, BODY, recurring={"Published 14 April 2034"})
    assert published(labelled) == ("2034-04-14", "2034-04-14", "printed")


def test_a_date_above_the_headline_that_is_the_day_of_reading_is_the_day_of_serving():
    blocks = (("other", "14 April 2034"), ("title", "Central bank raises its rate"), BODY)
    found = dates(*blocks, fetched=date(2034, 4, 14))
    assert (found.published, found.page_date) == (None, date(2034, 4, 14))
    assert published(dates(*blocks, fetched=date(2034, 6, 1))) == ("2034-04-14", "2034-04-14", "printed")
    stated = (("meta:date", "2034-04-14"),)
    assert published(dates(*blocks, fetched=date(2034, 4, 14), metadata=stated)) == (
        "2034-04-14",
        "2034-04-14",
        "metadata",
    )


def test_events_of_the_lead_are_kept_and_are_no_publication():
    found = dates(TITLE, BODY, text="The bank, which was founded on 3 May 1921, raised its rate.")
    assert [(one.value, one.role, one.kept) for one in found.candidates] == [("1921-05-03", "event", False)]
    assert found.published is None


def test_a_date_that_opens_the_text_dates_it():
    assert published(dates(TITLE, BODY, text="3. Mai 2014 Der Rat hat entschieden.")) == (
        "2014-05-03",
        "2014-05-03",
        "dateline",
    )
    assert dates(TITLE, BODY, text="May 3, 2014 was a day like any other.").published is None
