"""What the page of a story shows: its days, its copy trees, where accounts agree or conflict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from copydesk.records import Article, ArticleId, Copy, Link, Published, Story
from copydesk.reports import wording
from copydesk.reports.cards import (
    Card,
    StoryCard,
    Voice,
    article_href,
    card,
    chips,
    copies_within,
    line_href,
    material,
    outlet,
    pair_href,
    place_href,
    story_card,
    story_href,
    story_label,
    voices,
)
from copydesk.reports.holdings import Holdings
from copydesk.reports.large import window
from copydesk.reports.safe import short
from copydesk.reports.storyline import Mention, mentions_of
from copydesk.reports.timeline import Lane, Moment, draw_timeline
from copydesk.reports.view_claims import claims
from copydesk.reports.view_ladder import ladder_steps
from copydesk.reports.view_tree import trees

MOST_LANES = 30
"""Lanes of a timeline, for the same reason."""
MOST_CHANGED = 60
"""Pairs of a story that are put in words, the most changed first: each takes a reading of what the two share."""
MOST_OTHERS = 40
"""Other stories of a storyline that a story's page lists; the index has all."""
MOST_NAMING = 40
"""References of other stories to this one that its page quotes."""


def story_view(story: Story, holdings: Holdings, *, begin: int = 0) -> dict[str, Any]:
    """The values of `story.html`; of a very large story the list of pages begins with the one at `begin`."""
    listed = window(story, begin)
    voice, pairs = voices(story, holdings), _paged_pairs(story, holdings)
    return {
        "title": story_label(story, holdings),
        "event": wording.event(story.event_date),
        "steps": wording.steps(story.ladder),
        "documents": wording.leaned_on(story.ladder),
        "explained": ladder_steps(story, holdings),
        "line": None if story.storyline is None else line_href(story.storyline),
        "decisions": tuple(
            wording.decided(holdings.decisions[one]) for one in story.decisions if one in holdings.decisions
        ),
        "naming": tuple(_naming(one, holdings) for one in mentions_of(story, holdings)[:MOST_NAMING]),
        "chips": chips(story, holdings),
        "timeline": timeline(story, holdings, voice),
        "pages": _pages(story.articles[listed.begin : listed.end], holdings, voice),
        "listed": listed,
        "lanes_more": max(0, len({own.letter for own in voice.values()}) - MOST_LANES),
        "trees": trees(story, holdings),
        "claims": claims(story, holdings, voice),
        "changed": [_changed(copy, important, holdings) for copy, important in pairs[:MOST_CHANGED]],
        "changed_more": max(0, len(pairs) - MOST_CHANGED),
        "others": _others(story, holdings),
        "links": tuple(_link(link, holdings) for link in story.links if link.story in holdings.stories),
    }


class Listed(NamedTuple):
    """An article of a story with its family and the day it is about."""

    card: Card
    voice: Voice | None
    about: str


def _pages(articles: Sequence[ArticleId], holdings: Holdings, voice: dict[ArticleId, Voice]) -> tuple[Listed, ...]:
    members = [holdings.articles[one] for one in articles if one in holdings.articles]
    return tuple(Listed(card(one, holdings), voice.get(one.id), _about(one.id, holdings)) for one in members)


def _about(article: ArticleId, holdings: Holdings) -> str:
    dating = holdings.datings.get(article)
    return wording.event(None if dating is None else dating.event)


# -- timeline ---------------------------------------------------------------------------------------------------------


def timeline(story: Story, holdings: Holdings, voice: dict[ArticleId, Voice]) -> str | None:
    """The story's days as SVG; None where nothing is dated."""
    lanes: dict[str, tuple[str, list[Article]]] = {}
    for one in story.articles:
        if one in voice and one in holdings.articles:
            own = voice[one]
            more = f" +{own.pages - 1}" if own.pages > 1 else ""
            lanes.setdefault(own.letter, (f"{own.letter}  {short(own.name, 21)}{more}", []))[1].append(
                holdings.articles[one]
            )
    drawn = [Lane(name, tuple(_moments(articles, holdings))) for name, articles in list(lanes.values())[:MOST_LANES]]
    label = f"Timeline of {story_label(story, holdings)}; the table below says the same"
    return draw_timeline(_events(story), drawn, label=label)


def _events(story: Story) -> tuple[Moment, ...]:
    event = story.event_date
    return () if event is None else (Moment(event.low, event.high, f"Event: {wording.event(event)}", None),)


def _moments(articles: list[Article], holdings: Holdings) -> Iterator[Moment]:
    """Publications; those of one family on the same days are one mark."""
    dated = [(published, one) for one in articles if (published := holdings.published(one)) is not None]
    spans: dict[tuple[date, date], list[tuple[Published, Article]]] = {}
    for published, one in dated:
        spans.setdefault((published.low, published.high), []).append((published, one))
    for (low, high), found in spans.items():
        title = "; ".join(f"{outlet(one)}: {wording.published(published)}" for published, one in found[:8])
        yield Moment(low, high, title, article_href(found[0][1].id) if len(found) == 1 else "#pages", len(found))


# -- around the story -------------------------------------------------------------------------------------------------


class Changed(NamedTuple):
    """A pair of the story in one sentence, with how much was changed."""

    first: str
    joint: str
    says: str
    second: str
    changes: str
    href: str
    material: int


def _paged_pairs(story: Story, holdings: Holdings) -> list[tuple[Copy, int]]:
    """The pairs of the story that have a page, with their material changes: directed first, then the most changed."""
    found = [
        (copy, len(material(copy.alterations))) for copy in copies_within(story, holdings) if copy.id in holdings.paged
    ]
    return sorted(found, key=lambda pair: (not wording.directed(pair[0]), -pair[1], pair_href(pair[0])))


def _changed(copy: Copy, important: int, holdings: Holdings) -> Changed:
    said = wording.relation(copy, holdings.articles[copy.a], holdings.articles[copy.b])
    words = wording.changes(important, len(copy.alterations) - important)
    return Changed(outlet(said.first), said.joint, said.says, outlet(said.second), words, pair_href(copy), important)


def _others(story: Story, holdings: Holdings) -> tuple[StoryCard, ...]:
    others = [one for one in holdings.line_of(story) if one.id != story.id]
    others.sort(key=lambda one: ("9" if one.event_date is None else one.event_date.low.isoformat(), one.id))
    return tuple(story_card(one, holdings, "../") for one in others[:MOST_OTHERS])


class Reference(NamedTuple):
    """A reference to another story, in the words that make it."""

    label: str
    href: str
    why: str
    outlet: str
    words: str
    at: str


def _link(link: Link, holdings: Holdings) -> Reference:
    target, article = holdings.stories[link.story], holdings.articles.get(link.article)
    label, href = story_label(target, holdings), story_href(target)
    if article is None:
        return Reference(label, href, link.why, "", "", "")
    words = short(article.text[link.start : link.end], 300)
    return Reference(label, href, link.why, outlet(article), words, place_href(article, link.start))


def _naming(mention: Mention, holdings: Holdings) -> Reference:
    """What another story says of this one."""
    label, href = story_label(mention.source, holdings), story_href(mention.source)
    told = mention.told
    return Reference(
        label, href, mention.why, outlet(told.article), short(told.words, 300), place_href(told.article, told.start)
    )
