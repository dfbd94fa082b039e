from dataclasses import replace
from datetime import date

import making
from copydesk.records import Article, ArticleId, Edition, EventDate, Story, StoryId
from copydesk.settings import StorySettings
from copydesk.stories import date_articles, group_stories, with_editions
from making import published

SETTINGS = StorySettings()

FERRY = (
    "The ferry Lomvi struck a crane at the quay of Gronneset in Eidsund on {day}, killing seven passengers.\n"
    "Police superintendent Tormod Skarvik said the bridge had reported a loss of steering before the collision.\n"
    "The port authority of Eidsund, led by Halldis Brekkhaug, denied that the boom of the crane had been lowered."
)
OTHER_FERRY = (
    "The crane that felled the ferry Lomvi in Eidsund was lowered without leave, an inquiry found on {day}.\n"
    "Seven passengers died when the ferry struck the crane at the quay of Gronneset in October 2030, it recalled.\n"
    "Halldis Brekkhaug, head of the port authority, and police superintendent Tormod Skarvik declined to comment."
)
RATE = (
    "The Ostmere Reserve Bank raised its benchmark lending rate by 125 basis points on {day}.\n"
    "Governor Annegret Thiessel told reporters in Halberg that inflation was broader than any model had foreseen.\n"
    "Chancellor Petra Vosskuhl was informed on Wednesday evening, a spokesman for her office said."
)


def article(name: str, text: str, day: date | None = None, **given) -> Article:
    said = {"title": text.split(",", maxsplit=1)[0], "outlet": f"Outlet {name}", **given}
    return making.article(name, text, published=day and published(day), **said)


def grouped(*articles: Article) -> tuple[Story, ...]:
    return group_stories(articles, [], date_articles(articles, [], settings=SETTINGS), settings=SETTINGS)


def members(stories: tuple[Story, ...]) -> set[frozenset[str]]:
    return {frozenset(story.articles) for story in stories}


OCTOBER, NOVEMBER = date(2030, 10, 18), date(2031, 10, 21)
SECOND = FERRY.replace("passengers", "people").replace("denied that", "would not hear that")
PAGES = (
    article("a", FERRY.format(day="Thursday"), OCTOBER),
    article("b", SECOND.format(day="Thursday evening"), date(2030, 10, 19)),
    article("c", OTHER_FERRY.format(day="Tuesday"), NOVEMBER),
    article("d", RATE.format(day="Thursday"), date(2032, 6, 10)),
)


def test_accounts_of_one_event_stand_together_and_days_keep_look_alikes_apart() -> None:
    assert members(grouped(*PAGES)) == {frozenset("ab"), frozenset("c"), frozenset("d")}


def test_the_same_texts_without_days_are_told_apart_by_nothing() -> None:
    undated = [article(page.id, page.text) for page in PAGES[:3]]
    assert frozenset("ab") <= max(members(grouped(*undated)), key=len)


def test_an_undated_text_joins_the_event_it_is_clearly_nearer_to() -> None:
    undated = article("e", FERRY.format(day="Thursday").replace("killing", "and killed"))
    assert frozenset("abe") in members(grouped(*PAGES, undated))


def test_events_with_the_same_people_are_one_storyline_and_the_later_points_back() -> None:
    stories = {story.articles[0]: story for story in grouped(*PAGES)}
    assert stories["a"].storyline is not None
    assert stories["a"].storyline == stories["c"].storyline
    assert stories["d"].storyline is None
    (link,) = stories["c"].links
    assert link.story == stories["a"].id
    assert PAGES[2].text[link.start : link.end].startswith("Seven passengers died")


def test_a_story_has_its_day_its_label_and_its_ladder() -> None:
    story = next(story for story in grouped(*PAGES) if "a" in story.articles)
    assert story.event_date is not None
    assert (story.event_date.low, story.event_date.high) == (date(2030, 10, 17), date(2030, 10, 17))
    assert "2 of 2 accounts" in story.event_date.basis
    assert story.label == PAGES[0].title
    assert (story.ladder.pages, story.ladder.texts, story.ladder.accounts) == (2, 2, 2)


def test_every_article_stands_in_exactly_one_story_whatever_it_holds() -> None:
    odd = (article("x", ""), article("y", "你好世界"), article("z", "\n\n"), article("w", "word " * 5000))
    stories = grouped(*PAGES, *odd)
    told = [one for story in stories for one in story.articles]
    assert sorted(told) == sorted("abcdxyzw")


def test_but_for_ids_the_order_in_which_articles_came_does_not_matter() -> None:
    there = [replace(story, id=StoryId("x"), storyline=None, links=(), ties=()) for story in grouped(*PAGES)]
    assert there == [
        replace(story, id=StoryId("x"), storyline=None, links=(), ties=()) for story in grouped(*reversed(PAGES))
    ]


def test_a_summary_on_another_page_is_no_account_of_its_own() -> None:
    carried = article("e", FERRY.format(day="Thursday"), position=1)
    story = next(story for story in grouped(*PAGES, carried) if "a" in story.articles)
    assert "e" in story.articles
    assert story.ladder.accounts == 2


def test_editions_stand_beside_the_one_that_was_compared() -> None:
    edition = Edition(id="edition", article=ArticleId("later"), edition_of=ArticleId("d"), why="same address")
    stories = with_editions(grouped(*PAGES), [edition])
    assert frozenset({"d", "later"}) in members(stories)


def test_an_interval_is_enough_to_date_a_story_when_no_day_is_told() -> None:
    (story,) = grouped(article("a", RATE.format(day="some day"), date(2032, 6, 10)))
    assert story.event_date is not None
    assert isinstance(story.event_date, EventDate)
    assert story.event_date.low <= date(2032, 6, 9) <= story.event_date.high


def test_a_story_keeps_its_id_as_it_grows_whatever_the_ids_of_those_that_come() -> None:
    first, second, *_ = PAGES
    (alone,) = grouped(second)
    (both,) = grouped(second, first)
    assert set(both.articles) == {"a", "b"}
    assert both.id == alone.id
