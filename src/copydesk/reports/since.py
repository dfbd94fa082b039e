"""What is otherwise than at the last look: stories that are new or grew, and corrections that copies missed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from copydesk.records import Article, ArticleId, Story, StoryId
from copydesk.reports import wording
from copydesk.reports.cards import article_href, outlet, pair_href, story_href, story_label
from copydesk.reports.holdings import Holdings
from copydesk.reports.safe import short

MOST_TOLD = 20
"""Stories, and corrections, of which the first page tells; the rest are counted."""
MOST_OUTLETS = 4
LONGEST_READING = 90


class StoryNews(Protocol):
    """A story that is new, or has other articles than before (`copydesk.news.StoryGrowth`)."""

    @property
    def story(self) -> Story:
        """The story as it is now."""

    @property
    def came(self) -> tuple[ArticleId, ...]:
        """Its articles that were not there before."""

    @property
    def joined(self) -> tuple[StoryId, ...]:
        """Stories that have become a part of it."""

    @property
    def parted(self) -> tuple[StoryId, ...]:
        """Stories that are still there, of which it has articles."""

    @property
    def new(self) -> bool:
        """Whether none of its articles was in a story before."""


class Correction(Protocol):
    """A reading that a page has changed since and a copy of it still carries (`copydesk.copies.corrections`)."""

    @property
    def article(self) -> ArticleId:
        """The page as it was."""

    @property
    def copy(self) -> ArticleId:
        """The copy."""

    @property
    def before(self) -> str:
        """What the copy still has."""

    @property
    def after(self) -> str:
        """What the page has now, or nothing."""


class News(Protocol):
    """What has changed since the last look (`copydesk.news.News`)."""

    @property
    def stories(self) -> Sequence[StoryNews]:
        """Stories that are new or have changed."""

    @property
    def corrections(self) -> Sequence[Correction]:
        """Corrections that a copy does not follow."""


class Told(NamedTuple):
    """A change in a line: where it is, what it is called, and what became of it."""

    label: str
    href: str
    said: str


class Since(NamedTuple):
    """The changes that the first page tells, and how many more there are."""

    new: tuple[Told, ...]
    changed: tuple[Told, ...]
    corrections: tuple[Told, ...]
    more: int


def since(news: News, holdings: Holdings) -> Since:
    """The changes in words, the stories with the most new articles first."""
    known = [one for one in news.stories if one.story.id in holdings.stories]
    known.sort(key=lambda one: (-len(one.came), one.story.id))
    new = [_story(one, holdings) for one in known if one.new]
    changed = [_story(one, holdings) for one in known if not one.new]
    late = [told for one in news.corrections if (told := _correction(one, holdings)) is not None]
    return Since(
        new=tuple(new[:MOST_TOLD]),
        changed=tuple(changed[:MOST_TOLD]),
        corrections=tuple(late[:MOST_TOLD]),
        more=sum(max(0, len(told) - MOST_TOLD) for told in (new, changed, late)),
    )


def fresh(news: News | None) -> dict[StoryId, str]:
    """A word for each story that is new or grew."""
    if news is None:
        return {}
    return {one.story.id: "new" if one.new else _growth(one) for one in news.stories}


def _growth(one: StoryNews) -> str:
    return f"{len(one.came):,} new {wording.plural(len(one.came), 'article')}" if one.came else "grouped otherwise"


def _story(one: StoryNews, holdings: Holdings) -> Told:
    story = holdings.stories[one.story.id]
    came = [outlet(holdings.articles[article]) for article in one.came if article in holdings.articles]
    names = ", ".join(dict.fromkeys(came[:MOST_OUTLETS])) + (" …" if len(came) > MOST_OUTLETS else "")
    parts = [wording.counted(len(story.articles), "article") if one.new else _growth(one), names]
    if one.joined:
        parts.append(f"{wording.counted(len(one.joined), 'story')} of before became a part of it")
    if one.parted:
        parts.append(f"has articles that stood in {wording.counted(len(one.parted), 'other story')}")
    return Told(story_label(story, holdings), story_href(story, ""), " · ".join(part for part in parts if part))


def _correction(one: Correction, holdings: Holdings) -> Told | None:
    page, copy = holdings.articles.get(one.article), holdings.articles.get(one.copy)
    if page is None or copy is None:
        return None
    before, after = short(one.before, LONGEST_READING), short(one.after, LONGEST_READING)
    now = f"has “{after}”" if after else "no longer has it"
    said = f"{outlet(page)}, read again, {now} where it had “{before}”; {outlet(copy)} has “{before}”"
    return Told(outlet(copy), _where(page, copy, holdings), said)


def _where(page: Article, copy: Article, holdings: Holdings) -> str:
    pair = holdings.pair(page.id, copy.id)
    return pair_href(pair, "") if pair is not None and pair.id in holdings.paged else article_href(copy.id, "")
