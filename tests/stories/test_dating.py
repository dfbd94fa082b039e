from datetime import date, timedelta

import pytest

import making
from copydesk.records import Article, ArticleId, Edge, Family, FamilyId
from copydesk.settings import StorySettings
from copydesk.stories import date_articles, date_outlined, outline, waits
from making import published

SETTINGS = StorySettings()
FRIDAY = date(2031, 3, 21)


def article(name: str, text: str, day: date | tuple[date, date] | None = None, **given) -> Article:
    days = (day,) if isinstance(day, date) else day
    return making.article(name, text, published=days and published(*days), **given)


def family(*edges: tuple[str | None, str]) -> Family:
    return Family(
        id=FamilyId("family"),
        articles=tuple(ArticleId(child) for _, child in edges),
        edges=tuple(Edge(parent=parent, child=ArticleId(child), confidence=0.9) for parent, child in edges),
        roots=tuple(child for parent, child in edges if parent is None),
    )


def event(text: str, published=FRIDAY, **given) -> tuple[str, str] | None:
    (dating,) = date_articles([article("a", text, published, **given)], [], settings=SETTINGS)
    return dating.event and (dating.event.low.isoformat(), dating.event.high.isoformat())


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("A ferry struck a crane in Eidsund on Thursday evening, police said on Friday.", "2031-03-20"),
        ("A ferry struck a crane yesterday.", "2031-03-20"),
        ("The chancellor, who is due in Sarova on Monday, resigned on Wednesday.", "2031-03-19"),
        ("The accord was signed on 18 March.", "2031-03-18"),
        ("The bank raised its rate on Friday.", "2031-03-21"),
    ],
)
def test_the_day_words_of_the_lead_date_the_event(lead: str, day: str) -> None:
    assert event(lead) == (day, day)


def test_what_was_said_in_quotation_marks_dates_nothing() -> None:
    assert event("“We knew on Monday,” she said after the vote on Thursday.") == ("2031-03-20", "2031-03-20")


def test_the_dateline_is_the_day_of_writing() -> None:
    told = "A dam gave way on Thursday."
    assert event(told, dateline="SUNDVIK, March 20 —") == ("2031-03-20", "2031-03-20")
    assert event("A dam gave way yesterday.", dateline="SUNDVIK, March 20 —") == ("2031-03-19", "2031-03-19")


def test_without_day_words_the_event_lies_shortly_before_publication() -> None:
    assert event("A dam gave way above the town.") == ("2031-03-14", "2031-03-21")


def test_an_interval_of_publication_gives_an_interval() -> None:
    assert event("A dam gave way on Monday.", (date(2031, 3, 1), date(2031, 3, 31))) == ("2031-02-22", "2031-03-31")


def test_the_served_day_dates_nothing() -> None:
    assert event("A dam gave way on Monday.", None, page_date=date(2034, 1, 1)) is None


def test_a_copy_follows_its_source_and_shares_its_event() -> None:
    text = "A ferry struck a crane on Thursday."
    source, copy = article("a", text, FRIDAY), article("b", text.replace("Thursday", "Tuesday"))
    _, dating = date_articles([source, copy], [family((None, "a"), ("a", "b"))], settings=SETTINGS)
    assert dating.published is not None
    assert (dating.published.low, dating.published.high) == (FRIDAY, date(2031, 5, 21))
    assert dating.published.basis == "copy"
    assert dating.event is not None
    assert dating.event.low == dating.event.high == date(2031, 3, 20)


def test_a_copy_was_there_when_its_page_was_served() -> None:
    served = article("b", "A ferry struck a crane.", page_date=date(2031, 4, 2))
    _, dating = date_articles(
        [article("a", "A ferry struck a crane.", FRIDAY), served], [family((None, "a"), ("a", "b"))], settings=SETTINGS
    )
    assert dating.published is not None
    assert dating.published.high == date(2031, 4, 2)


def test_a_source_was_published_before_its_copies_and_not_long_before() -> None:
    dating, _ = date_articles(
        [article("a", "A ferry sank."), article("b", "A ferry sank.", FRIDAY)],
        [family((None, "a"), ("a", "b"))],
        settings=SETTINGS,
    )
    assert dating.published is not None
    assert (dating.published.low, dating.published.high) == (FRIDAY - timedelta(days=61), FRIDAY)
    assert dating.published.basis == "copy"


def test_a_copy_is_not_bounded_by_another_copy_of_its_undated_source() -> None:
    _, early, late = date_articles(
        [article("a", "A ferry sank."), article("b", "A ferry sank."), article("c", "A ferry sank.", FRIDAY)],
        [family((None, "a"), ("a", "b"), ("a", "c"))],
        settings=SETTINGS,
    )
    assert early.published is not None
    assert early.published.low < FRIDAY < early.published.high
    assert late.published is not None
    assert late.published.low == FRIDAY


def test_the_weekday_of_a_reworded_copy_does_not_outvote_its_source() -> None:
    members = [
        article("a", "A ferry struck a crane on Thursday.", FRIDAY),
        article("b", "A ferryboat smote a stork on Tuesday.", date(2031, 4, 2)),
    ]
    datings = date_articles(members, [family((None, "a"), ("a", "b"))], settings=SETTINGS)
    assert {dating.event.low for dating in datings if dating.event} == {date(2031, 3, 20)}


def test_a_text_that_carries_only_a_part_of_another_does_not_lend_it_the_day_of_its_own_lead() -> None:
    report = "A ferry struck a crane in Eidsund, and ten people died, the harbour police of Eidsund said."
    column = (
        "Voters go to the polls in Sarova over water rates. Few of them care, as was plain on Tuesday. The halls were"
        f" cold. The candidates yawned, and so did the clerk who counted them. {report}"
    )
    members = [article("a", report, title="Ferry strikes crane"), article("b", column, FRIDAY, title="Who votes?")]
    source, carrier = date_articles(members, [family((None, "a"), ("a", "b"))], settings=SETTINGS)
    assert source.event is not None
    assert source.event.high > source.event.low
    assert carrier.event == source.event


def test_a_full_date_beside_a_weekday_that_it_was_not_is_no_day_of_the_news() -> None:
    tolled = "The bell tolled on Tuesday, once for each of those killed when the dam broke on 18 January 2032."
    assert event(tolled, None) is None  # a Sunday
    assert event("The dam broke on Sunday. It was 18 January 2032.", None) == ("2032-01-18", "2032-01-18")
    assert event("The dam broke on 18 January 2032, police said on Tuesday.", None) == ("2032-01-18", "2032-01-18")


def test_an_account_that_tells_its_day_is_dated_alone_as_among_all_and_only_one_that_does_not_waits() -> None:
    told = article("a", "The bridge at Fosna gave way on Friday. Three people were hurt.", FRIDAY)
    open_one = article("b", "Divers searched the river below the bridge at Fosna.")
    blank = article("c", "")
    outlines = [outline([one], None, settings=SETTINGS) for one in (told, open_one, blank)]
    assert [waits(one.lead, blank=one.blank) for one in outlines] == [False, True, True]
    among_all = {one.article: one for one in date_articles([told, open_one, blank], [], settings=SETTINGS)}
    assert date_outlined(outlines[:1], settings=SETTINGS) == (among_all["a"],)
    assert date_outlined(outlines, settings=SETTINGS) == (among_all["b"], among_all["c"])
