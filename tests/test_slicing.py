"""Slices of a desk: every page is the same from its slice as from all that the desk holds."""

from dataclasses import replace

import pytest

from copydesk.desk import open_desk
from copydesk.errors import UsageError
from copydesk.records import Copy, Story
from copydesk.reports.cards import article_href, chips
from copydesk.reports.holdings import hold
from copydesk.reports.sheets import Sheet, dressed, rendered
from copydesk.reports.storyline import storyline_of
from copydesk.reports.view_article import article_view
from copydesk.reports.view_figure import figure_view
from copydesk.reports.view_line import line_view
from copydesk.reports.view_pair import pair_view
from copydesk.reports.view_speaker import speaker_view
from copydesk.reports.view_story import story_view
from copydesk.store import Outcome, StepRun


@pytest.fixture(scope="module")
def whole(newsroom):
    return hold(newsroom.collection(), live=True)


def differing(whole, template, names, cut, view):
    """The names for which the page from a slice is another than that from the whole desk."""
    templates = dressed(whole.collection)

    def page(name, holdings):
        return rendered(Sheet("page.html", template, "../", view(name, holdings)), templates)

    return [name for name in names if page(name, hold(cut(name), live=True)) != page(name, whole)]


def test_stories(newsroom, whole):
    def view(name, holdings):
        return story_view(holdings.stories[name], holdings)

    assert len(whole.stories) > 5
    assert differing(whole, "story.html", whole.stories, newsroom.around_story, view) == []


def test_articles(newsroom, whole):
    def view(name, holdings):
        return article_view(holdings.articles[name], holdings)

    assert len(whole.articles) > 40
    assert differing(whole, "article.html", whole.articles, newsroom.around_article, view) == []


def test_pairs(newsroom, whole):
    def view(name, holdings):
        return pair_view(holdings.pairs[name], holdings)

    assert len(whole.pairs) > 20
    assert differing(whole, "pair.html", whole.pairs, lambda name: newsroom.around_pair(*name), view) == []


def test_storylines(newsroom, whole):
    def view(name, holdings):
        return line_view(storyline_of(name, holdings.storylines[name], holdings), holdings)

    assert whole.storylines
    assert differing(whole, "line.html", whole.storylines, newsroom.around_storyline, view) == []


def test_speakers(newsroom, whole):
    assert len(whole.said) > 20
    assert differing(whole, "speaker.html", whole.said, newsroom.around_speaker, speaker_view) == []


def test_figures(newsroom, whole):
    def view(name, holdings):
        return figure_view(holdings.facts[name], holdings)

    assert len(whole.facts) > 20
    assert differing(whole, "figure.html", whole.facts, newsroom.around_fact, view) == []


def test_a_slice_is_small(newsroom, whole):
    (pair, *_) = whole.pairs
    assert len(newsroom.around_pair(*pair).articles) < len(whole.articles) / 4
    shown = newsroom.around_pair(*pair).articles
    assert [one for one in shown if one.blocks] == []


def test_what_is_not_there_is_named(newsroom):
    for cut, what in (
        (newsroom.around_story, "story"),
        (newsroom.around_article, "article"),
        (newsroom.around_storyline, "storyline"),
        (newsroom.around_fact, "fact"),
    ):
        with pytest.raises(UsageError, match=f"no {what} 'nothing'"):
            cut("nothing")
    with pytest.raises(UsageError, match="share no text"):
        newsroom.around_pair("nothing", "nobody")
    assert newsroom.around_speaker("Nobody At All").quotes == ()


def test_a_text_on_very_many_pages_still_makes_a_slice(newsroom, whole, monkeypatch):
    monkeypatch.setattr("copydesk.slicing.MOST_PAIRS", 3)
    monkeypatch.setattr("copydesk.reports.large.MOST_TOLD", 2)
    largest = max(whole.stories.values(), key=lambda story: len(story.articles))
    slice_of = newsroom.around_story(largest.id)
    assert len(slice_of.copies) <= 6
    lines = {frozenset((edge.parent, edge.child)) for family in slice_of.families for edge in family.edges}
    assert any({copy.a, copy.b} in lines for copy in slice_of.copies)
    assert story_view(slice_of_story := hold(slice_of, live=True).stories[largest.id], hold(slice_of, live=True))
    assert slice_of_story == largest


def test_a_very_large_story_shows_the_same_part_of_it_from_its_slice_and_from_all(newsroom, whole, monkeypatch):
    monkeypatch.setattr("copydesk.reports.large.MOST_TOLD", 3)
    monkeypatch.setattr("copydesk.reports.large.MOST_LISTED", 2)
    large = [name for name, story in whole.stories.items() if len(story.articles) > 3]
    assert len(large) > 2

    def view(name, holdings):
        return story_view(holdings.stories[name], holdings)

    assert differing(whole, "story.html", large, newsroom.around_story, view) == []
    for name in large:
        shown = view(name, whole)
        told, pages = whole.stories[name].articles[:3], len(whole.stories[name].articles)
        assert shown["chips"][-1].words == f"counted on 3 of {pages} pages"
        assert shown["claims"].untold.startswith(f"Of the {pages} pages of this story")
        for part in shown["claims"].parts:
            for entry in (*part.first, *part.folded):
                assert any(str(one) in str(entry.passages) for one in told)


def test_every_page_of_a_very_large_story_is_in_one_part_of_its_list(whole, monkeypatch):
    monkeypatch.setattr("copydesk.reports.large.MOST_LISTED", 2)
    largest = max(whole.stories.values(), key=lambda story: len(story.articles))
    seen, begin = [], 0
    while begin is not None:
        shown = story_view(largest, whole, begin=begin)
        assert shown["listed"].before == (begin - 2 if begin else None)
        seen.extend(page.card.href for page in shown["pages"])
        begin = shown["listed"].after
    assert seen == [article_href(one) for one in largest.articles]
    assert story_view(largest, whole, begin=len(seen))["listed"].begin == 0


def test_of_other_stories_only_the_largest_are_not_whole(newsroom, whole, monkeypatch):
    line = max(whole.storylines, key=lambda name: len(whole.storylines[name]))
    stories = sorted(whole.storylines[line], key=lambda story: len(story.articles))
    most = sum(min(len(story.articles), 2) for story in stories)
    monkeypatch.setattr("copydesk.slicing.MOST_BESIDE", most)
    near = hold(newsroom.around_storyline(line), live=True)
    for story in stories:
        part = [one.words for one in chips(story, near) if one.kind == "part"]
        assert bool(part) == any(one not in near.articles for one in story.articles)
        assert not part or len(story.articles) > 2


def test_a_story_of_no_storyline_is_one_by_itself(newsroom, whole):
    alone = next(story for story in whole.stories.values() if story.storyline is None)
    slice_of = newsroom.around_storyline(alone.id)
    assert alone in slice_of.stories
    assert set(alone.articles) <= {one.id for one in slice_of.articles}


def test_a_pair_is_found_whichever_article_comes_first(newsroom, whole):
    (left, right), copy = next(iter(whole.pairs.items()))
    assert newsroom.around_pair(right, left).copies == newsroom.around_pair(left, right).copies == (copy,)


def test_what_changes_on_the_desk_is_in_the_next_slice(whole):
    story = next(iter(whole.stories.values()))
    copy = replace(next(iter(whole.pairs.values())), a=story.articles[0])
    with open_desk() as desk:
        desk.store.put(StepRun("stories", Story, 1, "abc"), [Outcome("collection", "d1", (story,))])
        assert desk.around_story(story.id).copies == ()
        desk.store.put(StepRun("copies", Copy, 1, "abc"), [Outcome(copy.id, "d1", (copy,))])
        assert desk.around_story(story.id).copies == (copy,)
