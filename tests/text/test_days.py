from datetime import date

import pytest

from copydesk.text.anchor import written_between, years_that_fit
from copydesk.text.days import dated, days, resolve, resolve_all, stated
from copydesk.text.tense import looks_ahead

FRIDAY = date(2031, 3, 21)


def meant(text: str, anchor: date = FRIDAY) -> list[tuple[str, str] | None]:
    return [span and (span[0].isoformat(), span[1].isoformat()) for span in resolve_all(days(text), anchor)]


def day(iso: str) -> list[tuple[str, str]]:
    return [(iso, iso)]


@pytest.mark.parametrize(
    "printed",
    [
        "Meridian Wire21-03-2031",
        "Friday, Mar 21, 2031",
        "2031-03-21T10:00Z",
        "21 March 2031",
        "March 21, 2031 4:42 PM GMT",
        "Posted: Friday, March 21, 2031 11:38 am",
        "Fri 21 Mar 2031 10.30 GMT",
        "21/03/2031",
        "03/21/2031",
        "21.03.2031, 09:11 (UTC+3)",
        "Published: 13:16, 21 Mar 2031",
        "Mar 21st 2031, 4:51 PM",
        "21. März 2031",
        "21. 3. 2031",
        "21.03.31",
        "2031.3.21",
        "21-Mar-2031",
        "21 Mar '31",
        "March 21, 20314:29 AM",
        "marzo 21, 2031",
        "21 maart 2031",
        "21 marca 2031",
        "21. března 2031",
        "21 марта 2031 г.",
        "21 Mart 2031",
        "21 mars 2031",
        "sexta-feira, 21 de março de 2031",
        "2031年3月21日",
        "2031년 3월 21일",
        "令和13年3月21日",
        "2031. március 21.",
        "le 21 mars 2031",
        "21 de marzo de 2031",
        "Freitag, 21. März 2031",
    ],
)
def test_house_formats_give_the_day(printed: str) -> None:
    assert meant(printed, date(2020, 1, 1)) == day("2031-03-21")


def test_numbers_that_may_be_read_both_ways_give_both_until_the_order_is_known() -> None:
    (mention,) = days("03/04/2031")
    assert mention.either
    assert resolve(mention, FRIDAY) == (date(2031, 3, 4), date(2031, 4, 3))
    assert resolve(mention, FRIDAY, order="dmy") == (date(2031, 4, 3), date(2031, 4, 3))
    assert resolve(mention, FRIDAY, order="mdy") == (date(2031, 3, 4), date(2031, 3, 4))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister said on Monday that talks had failed.", "2031-03-17"),
        ("The minister is expected to visit Halberg on Monday.", "2031-03-24"),
        ("The accord will be signed on Monday.", "2031-03-24"),
        ("They met on Friday.", "2031-03-21"),
        ("They will meet on Friday evening.", "2031-03-21"),
        ("They met last Friday.", "2031-03-14"),
        ("They meet next Friday.", "2031-03-28"),
        ("They met on Tuesday last week.", "2031-03-11"),
        ("The rebate expires on 31 August.", "2031-08-31"),
        ("The bank raised its rate on 31 August.", "2030-08-31"),
        ("Yesterday the bank raised its rate.", "2031-03-20"),
        ("The ferry sank three days ago.", "2031-03-18"),
        ("The bridge will reopen next week on Wednesday.", "2031-03-26"),
        ("It struck the crane on Thursday evening of last week.", "2031-03-13"),
        ("Schools reopen Monday.", "2031-03-24"),
        ("He had hoped to leave on Tuesday.", "2031-03-18"),
        ("She left on the 15th.", "2031-03-15"),
        ("She will leave on the 28th.", "2031-03-28"),
        ("Die Ministerin sagte am Montag, es sei zu spät.", "2031-03-17"),
        ("Die Ministerin wird am Montag erwartet.", "2031-03-24"),
        ("La ministre se rendra lundi dans les villages.", "2031-03-24"),
        ("El consejo votó el pasado viernes.", "2031-03-14"),
        ("Il consiglio ha votato venerdì scorso.", "2031-03-14"),
        ("Une grange a brûlé hier à Valmont.", "2031-03-20"),
        ("Publicado hace 2 días", "2031-03-19"),
    ],
)
def test_the_clause_decides_the_direction(text: str, expected: str) -> None:
    assert meant(text) == day(expected)


def test_a_day_may_lean_on_the_one_before() -> None:
    assert meant("He will travel to Eidsund on the 14 April and to Sarova the next day.") == [
        *day("2031-04-14"),
        *day("2031-04-15"),
    ]
    assert meant("The next day he left.") == [None]
    assert meant("The bank raised its rate on Wednesday. Two days earlier prices had jumped.")[1:] == day("2031-03-17")
    assert meant("The bank raised its rate on Wednesday, two days after prices had jumped.")[1:] == day("2031-03-17")
    assert meant("The gates were opened on Tuesday and the same day it rained.")[1:] == day("2031-03-18")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Last week the board met.", ("2031-03-10", "2031-03-16")),
        ("Earlier this month she accepted.", ("2031-03-01", "2031-03-21")),
        ("She agreed to attend the ceremony in May.", ("2031-05-01", "2031-05-31")),
        ("She attended the ceremony in May.", ("2030-05-01", "2030-05-31")),
        ("Days before the march in February 2022, they met.", ("2022-02-01", "2022-02-28")),
        ("It has not happened since 2013.", ("2013-01-01", "2013-12-31")),
        ("It happened two years ago.", ("2029-01-01", "2029-12-31")),
        ("It had not been so low since April of last year.", ("2030-04-01", "2030-04-30")),
        ("The lake dried out last summer.", ("2030-06-01", "2030-08-31")),
        ("Snow fell overnight.", ("2031-03-20", "2031-03-21")),
        ("Posted 3 hours ago", ("2031-03-20", "2031-03-21")),
        ("Two walkers were lost at the weekend.", ("2031-03-15", "2031-03-16")),
        ("The census was held the year before last.", ("2029-01-01", "2029-12-31")),
        ("The clinic will open in six months.", ("2031-09-01", "2031-09-30")),
        ("Der Vorstand tagt nächste Woche.", ("2031-03-24", "2031-03-30")),
    ],
)
def test_longer_stretches(text: str, expected: tuple[str, str]) -> None:
    assert meant(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "They may 3 times refuse.",
        "2,031 people",
        "a $2000 fine",
        "31/02/2031",
        "version 1.2.3.2031.4",
        "the 1990s",
        "12",
        "The market is held every Wednesday.",
        "the second Tuesday of each month",
        "It was dug in five days.",
        "Wir sind hier und nicht dort.",
        "12 set pieces",
        "guten Morgen",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert days(text) == []


def test_a_weekday_may_decide_the_year() -> None:
    (mention,) = days("the summit of Thursday, 20 March")
    assert resolve(mention, date(2033, 6, 1)) == (date(2031, 3, 20), date(2031, 3, 20))


def test_only_what_names_its_year_is_stated() -> None:
    assert [stated(mention) for mention in days("On Monday, and in May 2030")] == [
        None,
        (date(2030, 5, 1), date(2030, 5, 31)),
    ]


@pytest.mark.parametrize(
    ("clause", "ahead"),
    [
        ("The board said on | that", False),
        ("On | the board said", False),
        ("The board is due to meet on |", True),
        ("The treaty to be signed on |", True),
        ("He failed to appear on |", False),
        ("A picture of |", None),
    ],
)
def test_tense(clause: str, ahead: bool | None) -> None:
    place = clause.index("|")
    assert looks_ahead(clause, place, place + 1) is ahead


def test_dated_leaves_out_what_wants_a_day_of_writing() -> None:
    text = "On Monday, 3 May 2030, and again in June 2031, he left; he came back on 4 July, a Friday."
    assert [mention.text for mention in dated(text)] == ["Monday, 3 May 2030", "June 2031", "4 July"]


def test_a_weekday_beside_a_day_leaves_few_years_open() -> None:
    text = "He declared Friday, 14 May, a day of thanksgiving. The mine lost 38 miners in 2030."
    assert years_that_fit(text, date(2034, 6, 5)) == (date(2032, 5, 14),)
    assert written_between(text, date(2034, 6, 5)) == (date(2032, 5, 7), date(2032, 6, 14))
    assert years_that_fit(text, date(2038, 12, 31)) == (date(2032, 5, 14), date(2038, 5, 14))
    assert written_between(text, date(2038, 12, 31)) is None
    assert years_that_fit("He declared Friday, 14 May, a day of thanksgiving.", date(2034, 6, 5)) == ()
