"""What a page needs of the desk."""

from __future__ import annotations

from copydesk.desk import Desk
from copydesk.records import Article, Collection, Copy, Fact, Story


def around_story(desk: Desk, _story: Story) -> Collection:
    """What the page of a story needs."""
    return desk.collection()


def around_article(desk: Desk, _article: Article) -> Collection:
    """What the page of an article needs."""
    return desk.collection()


def around_pair(desk: Desk, _copy: Copy) -> Collection:
    """What the page of a pair needs."""
    return desk.collection()


def around_line(desk: Desk, _line: str) -> Collection:
    """What the page of a storyline needs."""
    return desk.collection()


def around_speaker(desk: Desk, _key: str) -> Collection:
    """What the page of a speaker needs."""
    return desk.collection()


def around_fact(desk: Desk, _fact: Fact) -> Collection:
    """What the page of a fact needs."""
    return desk.collection()
