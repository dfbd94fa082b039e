import itertools
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.text.anchor import written_between, years_that_fit
from copydesk.text.closed import WEEKDAYS
from copydesk.text.day_forms import ABSOLUTE, MONTHLY, YEARS
from copydesk.text.day_search import found_in
from copydesk.text.day_words import RELATIVE
from copydesk.text.days import dated, days, resolve_all

GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
MONTHS = "January February March April May June July August September October November December".split()
ANY_DAY = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
RENDERINGS = (
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month:02}/{day.day:02}",
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"{WEEKDAYS[day.weekday()].title()}, {MONTHS[day.month - 1][:3]} {day.day:02}, {day.year}",
    lambda day: f"{day.day:02}.{day.month:02}.{day.year}",
    lambda day: f"The Wire{day.day:02}-{day.month:02}-{day.year}",
    lambda day: f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}, 12:30",
    lambda day: f"{day.day}. {GERMAN[day.month - 1]} {day.year}",
    lambda day: f"le {day.day} {FRENCH[day.month - 1]} {day.year}",
    lambda day: f"{day.day} {RUSSIAN[day.month - 1]} {day.year} г.",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{MONTHS[day.month - 1]} {day.day} {day.year}4:29 PM",
)


@given(ANY_DAY, st.sampled_from(RENDERINGS), ANY_DAY)
def test_a_rendered_day_is_read_back(day, render, anchor):
    (span,) = resolve_all(days(render(day)), anchor)
    assert span is not None
    assert span[0] <= day <= span[1]
    assert span[0] == span[1] or "-" in render(day)


@given(ANY_DAY, st.sampled_from(WEEKDAYS))
def test_a_past_weekday_lies_within_the_last_seven_days(anchor, weekday):
    (span,) = resolve_all(days(f"It was said on {weekday.title()}."), anchor)
    assert span is not None
    assert 0 <= (anchor - span[0]).days < 7
    assert span[0].weekday() == WEEKDAYS.index(weekday)


@given(st.text(max_size=300), ANY_DAY)
def test_no_text_breaks_it_and_mentions_are_where_they_say(text, anchor):
    found = days(text)
    assert len(resolve_all(found, anchor)) == len(found)
    for mention in found:
        assert text[mention.start : mention.end] == mention.text
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))
    places = {(one.start, one.end, one.kind) for one in found}
    assert all((one.start, one.end, one.kind) in places for one in dated(text) if one.year is not None)


@given(
    st.lists(st.sampled_from(("Friday, 14 May", "in 2027", "by 2036", "she said", "last week")), max_size=6), ANY_DAY
)
def test_what_a_text_tells_of_its_writing_is_never_after_the_latest_day(parts, latest):
    text = " ".join(parts)
    span = written_between(text, latest)
    assert span is None or span[0] <= span[1] <= latest
    assert all(day <= latest for day in years_that_fit(text, latest))


# -- forms are sought where their words are ----------------------------------------------------------------------------

FORMS = (*ABSOLUTE, *MONTHLY, *RELATIVE, *YEARS)
ANYWHERE = tuple(form._replace(whole=frozenset(), reach=None) for form in FORMS)

PHRASES = (
    *("last week, on following Monday", "this Tuesday afternoon of next week", "Wed. (", "every Friday last"),
    *("earlier previous weekend", "the week before last", "a couple of fortnights ago", "seventeen hrs ago"),
    *("in seventeen days' time", "previous summer", "in the winter", "autumn of 2031", "during the weekend"),
    *("the following day", "the same evening", "three weeks after the", "the day before", "since the 21st,"),
    *("the day before yesterday", "this afternoon", "September of last year", "previous March", "mid-May"),
    *("vorgestern", "am Montagabend", "im vergangenen Monat", "vor zwei Wochen", "l'altro ieri", "après-demain"),
    *("lundi dernier", "l’année dernière", "il y a trois jours", "pasado mañana", "lunes que viene", "hace un año"),
    *("la próxima semana", "el mes pasado", "scorso lunedì", "la scorsa settimana", "due giorni fa", "l'anno scorso"),
    *(
        "aujourd'hui",
        "overnight",
        "21.03.2031",
        "令和3年5月1日",
        "frıday",
        "İn two days",
        "weeK",
        "ſunday",
        "Straße",
        "ͅ",
    ),
)
PARTS = st.sampled_from(
    (
        *PHRASES,
        *sorted({word for form in FORMS for word in (*form.words, *form.whole)}),
        *sorted({word for phrase in PHRASES for word in phrase.split()}),
    )
)
WRITTEN = PARTS | PARTS.map(str.capitalize) | PARTS.map(str.upper) | st.characters()
GAPS = st.sampled_from((" ", " ", " ", " ", " ", ", ", ". ", "-", "\n", "'", "\u2019", "\u00a0", ""))
LINES = st.lists(st.tuples(WRITTEN, GAPS), max_size=20).map(lambda pairs: "".join(map("".join, pairs)))


@settings(max_examples=400)
@given(LINES)
def test_a_form_that_is_tried_near_its_words_alone_finds_what_it_finds_anywhere(text):
    assert found_in(text, FORMS) == found_in(text, ANYWHERE)
