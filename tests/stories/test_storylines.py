"""Which events belong together: names in company, references, hubs that join nothing, and the sentence of each tie."""

from datetime import date, timedelta
from itertools import count

from copydesk.records import Article, ArticleId, EventDate, PageId, Published
from copydesk.settings import StorySettings
from copydesk.stories import date_articles, group_stories
from copydesk.stories.company import NameVectors
from copydesk.stories.events import unit_of
from copydesk.stories.storylines import Event, group_events, references

SETTINGS = StorySettings()
START = date(2031, 1, 1)
SYLLABLES = "ba ke lo mi nu ra se ti vo da fe gi ho ju pa wu".split()
HUBS = ("Norvane", "Eidsund", "Halberg", "Ostmere", "Solenza", "Varenia")


def called(number: int) -> str:
    """A name of its own for each number."""
    parts = [SYLLABLES[number // 16**place % 16] for place in range(3)]
    return "".join(parts).capitalize()


def _on(day: date) -> Published:
    return Published(low=day, high=day, precision="day", basis="printed", confidence=0.9)


def event(text: str, day: date, *, title: str | None = None, numbers: count = count()) -> Event:  # noqa: B008  each event takes the next number
    ident = f"e{next(numbers)}"
    article = Article(
        id=ArticleId(ident), page=PageId(ident), source=ident, position=0, text=text, title=title, blocks=()
    )
    told = EventDate(low=day, high=day, basis="text")
    return Event((unit_of([article], [told], published=_on(day), settings=SETTINGS),), told)


def small_news(number: int) -> Event:
    """One of many events of a country: its capital and its neighbours, and three names that stand nowhere else."""
    first, second, third = (called(3 * number + place) for place in range(3))
    hubs = [HUBS[number % 6], HUBS[(number // 6 + number) % 6]]
    text = (
        f"The council of {first} met in {hubs[0]} about the {first.lower()} works. It said that {second} would pay for"
        f" {third}, a {third.lower()} of {hubs[1]}. Nobody in {hubs[0]} was hurt, and {first} thanked {hubs[1]}."
    )
    return event(text, START + timedelta(days=9 * number))


SMALL = [small_news(number) for number in range(240)]


def lines_of(events: list[Event]) -> list[list[int]]:
    return group_events(events, references(events, settings=SETTINGS), settings=SETTINGS).lines


def test_names_of_the_whole_world_join_no_events() -> None:
    assert max(len(line) for line in lines_of(SMALL)) == 1


TREATY = (
    "Ilmar Teodorsk and Petra Vosskuhl signed the gas treaty of Zelin in Halberg, on pipes and rail.",
    "Petra Vosskuhl and Ilmar Teodorsk opened the gas pipes of the Zelin treaty in Ostmere, late.",
    "The gas treaty of Zelin was ended by Ilmar Teodorsk; Petra Vosskuhl spoke in Norvane of pipes.",
)


def test_events_of_one_storyline_are_found_years_apart_in_such_a_world() -> None:
    treaty = [event(text, START + timedelta(days=1300 * place)) for place, text in enumerate(TREATY)]
    lines = lines_of([*SMALL, *treaty])
    assert [line for line in lines if len(line) > 1] == [[240, 241, 242]]


def test_two_names_of_many_events_tell_when_only_few_hold_both() -> None:
    others: list[dict[str, float]] = [{called(number).lower(): 1.0} for number in range(4000)]
    alone: list[dict[str, float]] = [*[{"norvane": 1.0}] * 80, *[{"solenza": 1.0}] * 80]
    told = NameVectors.of([*others, *alone, *[{"norvane": 0.7, "solenza": 0.7}] * 5]).in_company(SETTINGS)
    assert told[-1]["norvane"] < 0.15
    assert told[-1]["norvane & solenza"] > 0.3


def test_two_names_that_only_chance_brings_together_tell_nothing() -> None:
    vectors = [*[{"norvane": 0.7, "solenza": 0.7}] * 25, *[{"norvane": 1.0}] * 25, *[{"solenza": 1.0}] * 25, *[{}] * 25]
    assert not any("&" in name for vector in NameVectors.of(vectors).in_company(SETTINGS) for name in vector)


def articles(*texts: str) -> list[Article]:
    day = START
    found = []
    for place, text in enumerate(texts):
        day = START + timedelta(days=400 * place)
        stated = Published(low=day, high=day, precision="day", basis="printed", confidence=0.9)
        found.append(
            Article(
                id=ArticleId(f"a{place}"),
                page=PageId(f"a{place}"),
                source=f"a{place}",
                position=0,
                text=text,
                title=text.split(",")[0],
                blocks=(),
                published=stated,
            )
        )
    return found


def test_each_tie_keeps_the_sentence_in_which_the_names_stand() -> None:
    plain = "The weather was fine, and many people had come to look."
    read = articles(*(f"{plain} {text} {plain}" for text in TREATY))
    stories = group_stories(read, [], date_articles(read, [], settings=SETTINGS), settings=SETTINGS)
    assert len({story.storyline for story in stories}) == 1
    first, second, third = stories
    assert first.ties == ()
    assert [tie.story for tie in second.ties] == [first.id]
    assert {tie.story for tie in third.ties} <= {first.id, second.id}
    (tie,) = second.ties
    text = read[1].text
    assert text[tie.start : tie.end] == TREATY[1]
    assert tie.why.startswith("both name Petra Vosskuhl, Ilmar Teodorsk")


def test_a_reference_is_the_tie_where_there_is_one() -> None:
    read = articles(TREATY[0], f"{TREATY[1]} Ilmar Teodorsk and Petra Vosskuhl had signed it in January 2031.")
    _, later = group_stories(read, [], date_articles(read, [], settings=SETTINGS), settings=SETTINGS)
    assert later.ties == later.links
    assert later.ties[0].why.startswith("names January 2031")


def test_a_sentence_whose_names_stand_in_many_events_of_its_month_points_to_none() -> None:
    looking = event(
        "Talks between Norvane and Solenza resumed. Norvane and Solenza fell out in May 2031.", date(2033, 1, 1)
    )
    talks = [
        event(f"Norvane met Solenza in {called(number)} on trade.", date(2031, 5, 2 + 2 * number))
        for number in range(6)
    ]
    for count_of, pointed in ((2, 2), (6, 0)):
        events = [looking, *talks[:count_of]]
        assert len(references(events, settings=SETTINGS)) == pointed


def test_a_sentence_points_to_the_event_that_shares_most_of_its_names() -> None:
    looking = event("Both Norvane and Solenza had fallen out at Zelin in May 2031, and talk again.", date(2033, 1, 1))
    events = [
        looking,
        event("Norvane met Solenza in Eidsund on trade.", date(2031, 5, 2)),
        event("At Zelin the talks of Norvane with Solenza failed.", date(2031, 5, 20)),
    ]
    (reference,) = references(events, settings=SETTINGS)
    assert (reference.source, reference.target, reference.shared) == (0, 2, 3)
