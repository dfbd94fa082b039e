from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

import making
from copydesk.records import Article
from copydesk.settings import StorySettings
from copydesk.stories import date_articles, group_stories
from making import published

SETTINGS = StorySettings()
WORDS = st.sampled_from(
    "ferry crane quay Eidsund Skarvik rate bank Thiessel said on Monday Friday yesterday. 18 March".split()
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)
DAYS = st.none() | st.dates(min_value=date(2030, 1, 1), max_value=date(2030, 3, 1))


def article(number: int, text: str, day: date | None) -> Article:
    return making.article(f"a{number}", text, published=day and published(day))


COLLECTIONS = st.lists(st.tuples(TEXTS, DAYS), max_size=8).map(
    lambda rows: [article(number, text, day) for number, (text, day) in enumerate(rows)]
)


@settings(max_examples=40)
@given(COLLECTIONS, st.randoms(use_true_random=False))
def test_every_article_stands_in_one_story_and_the_order_of_reading_is_nothing(articles, random):
    told = group_stories(articles, [], date_articles(articles, [], settings=SETTINGS), settings=SETTINGS)
    assert sorted(one for story in told for one in story.articles) == sorted(one.id for one in articles)
    shuffled = random.sample(articles, len(articles))
    again = group_stories(shuffled, [], date_articles(shuffled, [], settings=SETTINGS), settings=SETTINGS)
    assert {frozenset(story.articles) for story in again} == {frozenset(story.articles) for story in told}
    assert len({story.id for story in again}) == len(again)


@settings(max_examples=40)
@given(COLLECTIONS)
def test_the_rungs_of_the_ladder_narrow_downward(articles):
    for story in group_stories(articles, [], date_articles(articles, [], settings=SETTINGS), settings=SETTINGS):
        rungs = story.ladder
        assert rungs.pages >= rungs.texts >= rungs.accounts >= 1
        assert rungs.pages >= rungs.publishers >= rungs.owners >= 1


@settings(max_examples=40)
@given(COLLECTIONS)
def test_every_count_of_the_ladder_is_that_of_its_rungs_and_every_place_lies_in_a_text(articles):
    texts = {one.id: one.text for one in articles}
    for story in group_stories(articles, [], date_articles(articles, [], settings=SETTINGS), settings=SETTINGS):
        kinds = Counter(rung.kind for rung in story.ladder.rungs)
        counted = story.ladder
        assert kinds["text"] == counted.texts
        assert kinds["publisher"] == counted.publishers
        assert kinds["owner"] == counted.owners
        assert kinds["account"] == counted.accounts
        assert kinds["document"] == counted.documents
        for kind in ("text", "publisher", "owner", "account"):
            told = [one for rung in story.ladder.rungs if rung.kind == kind for one in rung.articles]
            assert sorted(told) == sorted(story.articles)
        for rung in story.ladder.rungs:
            assert all(0 <= at.start < at.end <= len(texts[at.article]) for at in rung.places)


@settings(max_examples=40)
@given(COLLECTIONS)
def test_a_tie_leads_from_a_sentence_to_another_story_of_the_same_storyline(articles):
    texts = {one.id: one.text for one in articles}
    told = group_stories(articles, [], date_articles(articles, [], settings=SETTINGS), settings=SETTINGS)
    line_of = {story.id: story.storyline for story in told}
    for story in told:
        for tie in story.ties:
            assert tie.story != story.id
            assert line_of[tie.story] == story.storyline is not None
            assert tie.article in story.articles
            assert 0 <= tie.start < tie.end <= len(texts[tie.article])
