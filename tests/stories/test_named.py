"""Events whose own articles tell no day, dated by what later articles say of them."""

from dataclasses import replace
from datetime import date

import pytest

import making
from copydesk.records import Article, Dating
from copydesk.settings import StorySettings
from copydesk.stories import date_articles
from making import published

SETTINGS = StorySettings()


def article(ident: str, title: str, text: str, day: date | tuple[date, date] | None = None) -> Article:
    days = (day,) if isinstance(day, date) else day
    return making.article(ident, text, title=title, published=days and published(*days))


def dated(*articles: Article) -> dict[str, Dating]:
    return {one.article: one for one in date_articles(articles, [], settings=SETTINGS)}


SIGNED = article(
    "signed",
    "Varenia and Ostmere sign gas accord in Sarova",
    "President Ilmar Teodorsk and Chancellor Petra Vosskuhl signed an accord on gas and rail in Sarova on Thursday."
    "\nThe accord was years in the making.",
)
LATER = article(
    "later",
    "Railway to open two years late",
    "The railway to Halberg will open two years late, auditors said on Tuesday.\nThe line is half of the accord on gas"
    " and rail that President Ilmar Teodorsk and Chancellor Petra Vosskuhl signed in Sarova in March 2031.",
    date(2033, 6, 14),
)


def test_a_later_article_that_names_the_month_of_an_event_dates_it() -> None:
    event = dated(SIGNED, LATER)["signed"].event
    assert event is not None
    assert (event.low, event.high) == (date(2031, 3, 1), date(2031, 3, 31))
    assert event.basis == "named as March 2031 by “Railway to open two years late”"


def test_a_day_of_that_month_in_the_lead_is_the_day() -> None:
    told = replace(SIGNED, text=SIGNED.text.replace("on Thursday", "on 20 March"))
    dating = dated(told, LATER)["signed"]
    assert dating.event is not None
    assert (dating.event.low, dating.event.high) == (date(2031, 3, 20), date(2031, 3, 20))
    assert dating.candidates[1].high == date(2031, 3, 31)


def test_an_interval_is_narrowed_to_what_both_tell() -> None:
    wide = article("signed", SIGNED.title or "", SIGNED.text, (date(2031, 3, 10), date(2031, 5, 1)))
    event = dated(wide, LATER)["signed"].event
    assert event is not None
    assert (event.low, event.high) == (date(2031, 3, 3), date(2031, 3, 31))
    assert event.basis.startswith("published between; named as March 2031")


def test_what_contradicts_the_article_itself_is_told_and_changes_nothing() -> None:
    other = article("signed", SIGNED.title or "", SIGNED.text, (date(2031, 6, 10), date(2031, 8, 1)))
    event = dated(other, LATER)["signed"].event
    assert event is not None
    assert (event.low, event.high) == (date(2031, 6, 3), date(2031, 8, 1))
    assert event.basis.startswith("published between; but named as March 2031")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (SIGNED.text + "\nTroops left in March 2031.", "it names that month itself: it is background"),
        (SIGNED.text + "\nA first draft was rejected in May 2032.", "it names a later year as past"),
        (
            "A railway was promised to Halberg.\n" + "It was dear. " * 9 + SIGNED.text,
            "its lead tells of something else",
        ),
    ],
)
def test_an_article_that_speaks_against_it_stays_undated(text: str, why: str) -> None:
    told = article("signed", "A railway is promised", text)
    assert dated(told, LATER)["signed"].event is None, why


def test_a_page_that_was_served_before_cannot_tell_of_it() -> None:
    assert dated(replace(SIGNED, page_date=date(2030, 1, 1)), LATER)["signed"].event is None


@pytest.mark.parametrize(("words", "is_dated"), [("since March 2031", False), ("in March 2031", True)])
def test_what_lasts_since_then_is_no_day_of_an_event(words: str, *, is_dated: bool) -> None:
    text = f"President Ilmar Teodorsk and Chancellor Petra Vosskuhl kept the accord of Sarova {words}."
    naming = article("later", "Accord holds", text, date(2033, 6, 14))
    assert (dated(SIGNED, naming)["signed"].event is not None) is is_dated


def test_a_sentence_that_fits_a_dated_event_as_well_tells_of_that_one() -> None:
    known = article(
        "known", "Teodorsk and Vosskuhl sign gas accord in Sarova", SIGNED.text.split("\n")[0], date(2032, 11, 3)
    )
    assert dated(SIGNED, known, LATER)["signed"].event is None


def test_articles_that_name_different_months_for_it_leave_it_undated() -> None:
    other = article("other", "Gas flows", LATER.text.replace("March 2031", "May 2031"), date(2033, 7, 1))
    assert dated(SIGNED, LATER, other)["signed"].event is None
