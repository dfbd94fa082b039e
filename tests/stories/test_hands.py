"""What people decide of stories stands, whatever else comes in."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from copydesk.records import ArticleId, Decision, DecisionKind, Story
from copydesk.settings import StorySettings
from copydesk.stories import date_articles, group_stories
from copydesk.stories.hands import as_decided
from stories.test_grouping import PAGES, SECOND, article

SETTINGS = StorySettings()


def decided(kind: DecisionKind, articles: str, others: str = "", *, label: str | None = None, at: int = 0) -> Decision:
    return Decision(
        id=f"{kind}{at}",
        kind=kind,
        articles=tuple(map(ArticleId, articles)),
        others=tuple(map(ArticleId, others)),
        label=label,
        made_at=f"2031-01-01T00:00:{at:02}",
    )


def grouped(*decisions: Decision, extra=()) -> tuple[Story, ...]:
    articles = (*PAGES, *extra)
    datings = date_articles(articles, [], settings=SETTINGS)
    return group_stories(articles, [], datings, decisions, settings=SETTINGS)


def members(stories) -> set[str]:
    return {"".join(sorted(story.articles)) for story in stories}


def test_without_decisions_the_program_groups() -> None:
    assert members(grouped()) == {"ab", "c", "d"}
    assert all(story.decisions == () for story in grouped())


def test_merged_stories_are_one_and_say_by_what() -> None:
    stories = grouped(decided("merge", "cd"))
    assert members(stories) == {"ab", "cd"}
    assert [story.decisions for story in stories if "c" in story.articles] == [("merge0",)]
    assert [story.decisions for story in stories if "a" in story.articles] == [()]


def test_split_articles_leave_their_story() -> None:
    assert members(grouped(decided("split", "a", "b"))) == {"a", "b", "c", "d"}


def test_the_later_of_two_decisions_holds() -> None:
    first, second = decided("split", "a", "b", at=1), decided("merge", "ab", at=2)
    assert members(grouped(second, first)) == {"ab", "c", "d"}
    first, second = decided("merge", "ab", at=1), decided("split", "a", "b", at=2)
    assert members(grouped(second, first)) == {"a", "b", "c", "d"}


def test_a_story_is_called_as_people_called_it_last() -> None:
    stories = grouped(decided("rename", "ab", label="First", at=1), decided("rename", "ba", label="Second", at=2))
    assert [story.label for story in stories if "a" in story.articles] == ["Second"]


def test_a_name_given_to_another_edition_of_an_article_first_is_the_story_s_too() -> None:
    stories = grouped(decided("rename", "zab", label="Ferry", at=1))
    assert [story.label == "Ferry" for story in stories] == ["a" in story.articles for story in stories]


def test_of_a_story_that_is_split_the_part_of_the_article_named_first_keeps_the_name() -> None:
    stories = grouped(decided("rename", "ba", label="Ferry", at=1), decided("split", "a", "b", at=2))
    assert [story.label == "Ferry" for story in stories] == ["b" in story.articles for story in stories]


def test_nothing_joins_or_leaves_a_pinned_story() -> None:
    pin = decided("pin", "ab")
    later = article("e", SECOND.format(day="Thursday").replace("Police", "Local police"), date(2030, 10, 19))
    assert "abe" in members(grouped(extra=(later,)))
    assert members(grouped(pin, extra=(later,))) == {"ab", "e", "c", "d"}
    assert members(grouped(decided("pin", "a"))) == {"a", "b", "c", "d"}
    assert members(grouped(pin, decided("merge", "ac", at=1))) == {"ab", "c", "d"}


def test_a_decision_about_what_is_gone_does_nothing() -> None:
    assert members(grouped(decided("merge", "xy"), decided("pin", "z"), decided("split", "x", "a"))) == {"ab", "c", "d"}


ARTICLES = st.frozensets(st.sampled_from("abcdef").map(ArticleId), min_size=1)
DECISIONS = st.lists(
    st.builds(
        lambda kind, articles, others: Decision(
            id="x", kind=kind, articles=tuple(sorted(articles)), others=tuple(sorted(others))
        ),
        st.sampled_from(["merge", "split"]),
        ARTICLES,
        ARTICLES,
    ),
    max_size=5,
)


@given(DECISIONS, st.integers(1, 6))
def test_every_article_stays_in_just_one_group(decisions, size) -> None:
    letters = [ArticleId(one) for one in "abcdef"]
    groups = [letters[start : start + size] for start in range(0, 6, size)]
    after = as_decided(groups, decisions)
    assert sorted(one for group in after for one in group) == letters
    assert all(after)
