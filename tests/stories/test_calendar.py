"""Known days bound the day of writing."""

from datetime import date
from pathlib import Path

import pytest

from copydesk.errors import UsageError
from copydesk.records import Article, ArticleId, PageId, Published
from copydesk.settings import StorySettings
from copydesk.settings_file import load_settings
from copydesk.stories import date_articles
from copydesk.stories.calendar import written_between
from copydesk.story_settings import known_day

GAMES = "2031-06-14 : Sarova; Harbour Games; opening ceremony|opened|kicked off : Opening of the Harbour Games"
RULING = "2031-03-20 : Tavast; tribunal; ruling : Ruling of the tribunal on the Tavast"
OWN = (GAMES, RULING)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        # 14 June 2031 is a Saturday, 20 March 2031 a Thursday.
        ("Both will attend the opening ceremony of the Harbour Games in Sarova on Saturday.", (6, 8), (6, 14)),
        ("They met hours before the Harbour Games kicked off in Sarova.", (6, 13), (6, 16)),
        ("He spoke of last week's ruling of the tribunal on the Tavast.", (3, 24), (3, 30)),
        ("The tribunal gave its ruling on the Tavast on Thursday.", (3, 20), (3, 26)),
        # The place stands elsewhere in the text.
        ("Sarova is full.\nThe Harbour Games opened on Saturday.", (6, 14), (6, 20)),
    ],
)
def test_words_of_time_beside_a_known_event_bound_the_day_of_writing(text, low, high) -> None:
    bound = written_between(text, own=OWN)
    assert bound is not None
    assert (bound.low, bound.high) == (date(2031, *low), date(2031, *high))
    assert "2031" in bound.why


@pytest.mark.parametrize("ruling", ["ruling", "RULING", "Ruling", "RUL\u0130NG", "rul\u0131ng"])
def test_a_word_in_small_letters_is_known_in_any_and_one_with_a_capital_in_that_alone(ruling) -> None:
    text = f"The tribunal gave its {ruling} on the Tavast on Thursday."
    bound = written_between(text, own=OWN)
    assert bound is not None
    assert (bound.low, bound.high) == (date(2031, 3, 20), date(2031, 3, 26))
    assert written_between(text.replace("Tavast", "tavast"), own=OWN) is None


@pytest.mark.parametrize(
    "text",
    [
        "Sarova is full on Saturday.",  # no deed
        "The opening ceremony on Saturday was short.",  # no name
        "The Harbour Games opened in Sarova.",  # no word of time
        "The Harbour Games opened on Saturday.",  # the place is nowhere
        "",
    ],
)
def test_less_than_that_bounds_nothing(text) -> None:
    assert written_between(text, own=OWN) is None


def test_the_stretch_that_most_bounds_hold_is_given() -> None:
    text = (
        "The Harbour Games of Sarova opened on Saturday.\nThe opening ceremony of the Harbour Games was yesterday.\n"
        "The tribunal gave its ruling on the Tavast on Thursday."
    )
    bound = written_between(text, own=OWN)
    assert bound is not None
    assert (bound.low, bound.high) == (date(2031, 6, 15), date(2031, 6, 15))


def undated(text: str, published: Published | None = None, page_date: date | None = None) -> Article:
    return Article(
        id=ArticleId("a"),
        page=PageId("a"),
        source="a",
        position=0,
        text=text,
        title=None,
        outlet=None,
        blocks=(),
        published=published,
        page_date=page_date,
    )


TEXT = "The leaders met hours before the Harbour Games kicked off in Sarova, and signed a treaty."


def test_an_undated_article_is_dated_by_a_known_day_and_says_so() -> None:
    settings = StorySettings(calendar=OWN)
    (dating,) = date_articles([undated(TEXT)], [], settings=settings)
    assert dating.event is not None
    assert dating.event.low <= date(2031, 6, 14) <= dating.event.high
    assert "Opening of the Harbour Games" in dating.event.basis


def test_a_known_day_after_the_page_was_served_or_outside_of_its_publication_is_left_aside() -> None:
    settings = StorySettings(calendar=OWN)
    served = undated(TEXT, page_date=date(2029, 1, 1))
    assert date_articles([served], [], settings=settings)[0].event is None
    stated = Published(low=date(2030, 1, 1), high=date(2030, 1, 20), precision="interval", basis="text", confidence=0.5)
    (dating,) = date_articles([undated(TEXT, stated)], [], settings=settings)
    assert dating.event is not None
    assert dating.event.basis == "published between"


def test_every_known_day_that_comes_with_the_package_can_be_read() -> None:
    assert written_between("Nothing of note.") is None
    own = "He called last week's arrest warrant of the International Criminal Court against Putin a sham."
    bound = written_between(own)
    assert bound is not None
    assert (bound.low, bound.high) == (date(2023, 3, 20), date(2023, 3, 26))


@pytest.mark.parametrize("line", ["", "2031-06-14", "June : a; b : c", "2031-06-14 : a;; b : c", "2031-06-14 : a : "])
def test_a_line_of_another_form_is_refused_with_the_form(line) -> None:
    with pytest.raises(UsageError, match=r"2031-06-14 : Harbour Games"):
        known_day(line)


def test_where_a_day_is_told_may_stand_after_it() -> None:
    assert known_day(f"{GAMES} : the organisers' programme") == known_day(GAMES)


def test_a_desk_states_its_own_days_in_its_settings(tmp_path: Path) -> None:
    file = tmp_path / "copydesk.toml"
    file.write_text(f'[stories]\ncalendar = ["{GAMES}"]\n', encoding="utf-8")
    assert load_settings(file).stories.calendar == (GAMES,)
    file.write_text('[stories]\ncalendar = ["soon"]\n', encoding="utf-8")
    with pytest.raises(UsageError, match="no known day"):
        load_settings(file)
    file.write_text("[stories]\ncalendar = [3]\n", encoding="utf-8")
    with pytest.raises(UsageError, match="must hold str"):
        load_settings(file)
