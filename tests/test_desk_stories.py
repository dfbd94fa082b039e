"""Stories of a desk that grows page by page are those of one that read everything at once."""

import random
from datetime import date
from pathlib import Path

import pytest

from copydesk.desk import Desk, open_desk
from copydesk.reports.cards import chips
from copydesk.reports.holdings import hold

AS_OF = date(2038, 12, 31)
PAGES = sorted((Path(__file__).parents[1] / "examples" / "newsroom" / "pages").glob("*.txt"))


def grouping(desk: Desk) -> set[frozenset[str]]:
    """The texts of each story; ids are by order of arrival."""
    texts = {article.id: article.text for article in desk.collection().articles}
    return {frozenset(texts[one] for one in story.articles) for story in desk.stories()}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_pages_that_come_one_at_a_time_end_in_the_stories_of_all_at_once(seed: int) -> None:
    pages = [str(page) for page in random.Random(seed).sample(PAGES, 12)]
    with open_desk(workers=1) as whole:
        list(whole.add(pages, as_of=AS_OF))
        list(whole.run())
        with open_desk(workers=1) as growing:
            for page in pages:
                list(growing.add([page], as_of=AS_OF))
                list(growing.run())
            assert grouping(growing) == grouping(whole)


def test_every_story_has_a_line_in_the_inbox_that_says_what_its_page_says(newsroom: Desk) -> None:
    page = newsroom.inbox(limit=500)
    holdings = hold(newsroom.collection())
    assert {one.story for one in page.stories} == set(holdings.stories)
    for line in page.stories:
        story = holdings.stories[line.story]
        assert (line.pages, line.texts, line.accounts) == (
            story.ladder.pages,
            story.ladder.texts,
            story.ladder.accounts,
        )
        told = {chip.kind: chip.words for chip in chips(story, holdings)}
        assert told.get("conflict", "0").split()[0] == str(line.conflicts)
        assert ("altered" in told, "reworded" in told, "lost" in told) == (
            line.altered > 0,
            line.spun > 0,
            line.lost > 0,
        )


def test_the_inbox_is_filtered_and_sorted(newsroom: Desk) -> None:
    conflicting = newsroom.inbox({"flag": ["conflicts"]}, order="changes").stories
    assert conflicting
    assert all(one.conflicts for one in conflicting)
    flags = dict(newsroom.store.listing.facets()["flag"])
    assert flags["conflicts"] == len(conflicting)
