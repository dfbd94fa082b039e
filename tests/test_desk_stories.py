"""Stories of a desk that grows page by page are those of one that read everything at once."""

import random
from datetime import date
from pathlib import Path

import pytest

from copydesk.desk import Desk, open_desk

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
