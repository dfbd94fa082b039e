"""Small parts that several pages show: an article in one line, a story with its chips, the voices of a story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from copydesk.records import Alteration, Article, ArticleId, Check, Copy, Family, Story
from copydesk.reports import wording
from copydesk.reports.holdings import Holdings, speaker_key
from copydesk.reports.large import counted_on, told_of
from copydesk.reports.marking import paragraph_number
from copydesk.reports.safe import page_name, short, spelled, unspelled

ROOT = "../"
"""From a page in a sub-folder to the folder of the index."""

LONGEST_TITLE = 160

_ARTICLE_ID = re.compile(r"article-[0-9a-f]{16}")


class Card(NamedTuple):
    """An article in one line: `day` has basis and confidence.

    `href` is relative to the page that shows it, or the article's own address on a page that stands alone.
    """

    title: str
    outlet: str
    day: str
    short_day: str
    href: str | None
    source: str


class Chip(NamedTuple):
    """A few words that a reader should not miss; `kind` is a class of the style sheet."""

    kind: str
    words: str


class StoryCard(NamedTuple):
    """A story as the index lists it."""

    label: str
    href: str
    event: str
    steps: tuple[tuple[int, str], ...]
    documents: str | None
    chips: tuple[Chip, ...]
    outlets: str
    pages: int


class Voice(NamedTuple):
    """A text family of a story: its letter, the name of its earliest page, and how many pages it has here."""

    letter: str
    name: str
    pages: int
    href: str


def card(article: Article, holdings: Holdings, root: str = ROOT) -> Card:
    """One article as a line of a list."""
    return Card(
        title=headline(article),
        outlet=outlet(article),
        day=wording.published(holdings.published(article)),
        short_day=short_day(article, holdings),
        href=article_href(article.id, root),
        source=article.source,
    )


def short_day(article: Article, holdings: Holdings) -> str:
    """The day or days of publication, without what they rest on."""
    published = holdings.published(article)
    return "not dated" if published is None else wording.days(published)


def headline(article: Article) -> str:
    """The title, or the beginning of the text where a page has none."""
    return short(article.title or article.text[:LONGEST_TITLE] or file_name(article), LONGEST_TITLE)


def outlet(article: Article) -> str:
    """The outlet as the page states it, or the name of the file that was read."""
    return short(article.outlet or file_name(article), 60)


def named(text: str, holdings: Holdings) -> str:
    """A statement of evidence with the outlets' names where it speaks of articles by their ids."""

    def name(found: re.Match[str]) -> str:
        article = holdings.articles.get(ArticleId(found.group()))
        return found.group() if article is None else outlet(article)

    return _ARTICLE_ID.sub(name, text)


def file_name(article: Article) -> str:
    """The last part of where an article was read from."""
    return PurePosixPath(article.source).name or article.source


def article_href(article: ArticleId, root: str = ROOT) -> str:
    """Where the page of an article is."""
    return f"{root}articles/{page_name('article', article)}"


def place_href(article: Article, start: int, root: str = ROOT) -> str:
    """Where the paragraph that holds a place of an article is."""
    return f"{article_href(article.id, root)}#p{paragraph_number(article.text, start)}"


def pair_href(copy: Copy, root: str = ROOT) -> str:
    """Where the page of a pair is."""
    return f"{root}pairs/{page_name('pair', copy.id)}"


def story_href(story: Story, root: str = ROOT) -> str:
    """Where the page of a story is."""
    return f"{root}stories/{page_name('story', story.id)}"


def speaker_href(name: str, holdings: Holdings, root: str = ROOT) -> str | None:
    """Where the page of a speaker is.

    None where there is none: who is quoted once has but the page that quotes them, a page that is made when it is
    asked for must be told by its address, and words that nobody is said to have said have no speaker.
    """
    key = speaker_key(name)
    stem = spelled(key)
    told = unspelled(stem) is not None and key in holdings.said
    known = told if holdings.live else key in holdings.heard
    return f"{root}speakers/speaker-{stem}.html" if known else None


def fact_href(fact: str, holdings: Holdings, root: str = ROOT) -> str | None:
    """Where the page of a fact is; None where there is none, for one family alone gives it."""
    return f"{root}figures/{page_name('fact', fact)}" if holdings.live or fact in holdings.counted else None


def line_href(line: str, root: str = ROOT) -> str:
    """Where the page of a storyline is."""
    return f"{root}lines/{page_name('line', line)}"


def check_anchor(check: Check) -> str:
    """The place of a check on a story's page."""
    return anchor("check", check.id)


def anchor(kind: str, record_id: str) -> str:
    """The place of a record on a page that shows several."""
    return f"{kind}-" + "".join(one if one.isalnum() and one.isascii() else "-" for one in record_id)


def story_card(story: Story, holdings: Holdings, root: str = "") -> StoryCard:
    """One story as the index lists it."""
    members = [holdings.articles[one] for one in story.articles if one in holdings.articles]
    return StoryCard(
        label=story_label(story, holdings),
        href=story_href(story, root),
        event=wording.event(story.event_date),
        steps=wording.steps(story.ladder),
        documents=wording.leaned_on(story.ladder),
        chips=chips(story, holdings),
        outlets=", ".join(dict.fromkeys(outlet(one) for one in members[:8])) + (" …" if len(members) > 8 else ""),
        pages=len(members),
    )


def story_label(story: Story, holdings: Holdings) -> str:
    """The label of a story, or the headline of its first article where it has none."""
    return short(story.label, LONGEST_TITLE) or headline(holdings.articles[story.articles[0]])


def chips(story: Story, holdings: Holdings) -> tuple[Chip, ...]:
    """What stands out in a story: conflicts, altered quotations, reworded copies, a missing source, people's hands.

    Where the story is too large for all its pages to be looked at, the last says so.
    """
    told = told_of(story)
    outcomes = [check.outcome for check in holdings.checks(told)]
    inside = copies_within(told, holdings)
    reworded = {_derived(copy) for copy in inside if copy.kind == "spun" and wording.directed(copy)}
    quotes = sum(any(one.kind == "quote" and one.material for one in copy.alterations) for copy in inside)
    lost = sum(len(family.lost) for family in {f.id: f for f in _families(told, holdings)}.values())
    found = (
        ("conflict", outcomes.count("conflict"), wording.counted(outcomes.count("conflict"), "conflict")),
        ("altered", quotes, "quotation altered"),
        ("reworded", len(reworded), f"spun copies {len(reworded)}"),
        ("changed", outcomes.count("changed"), f"changed over time {outcomes.count('changed')}"),
        ("lost", lost, "a source is missing"),
    )
    new = [Chip("new", holdings.fresh[story.id])] if story.id in holdings.fresh else []
    part = counted_on(story, holdings.articles)
    said = [Chip(kind, words) for kind, amount, words in found if amount]
    return (*new, *said, *([Chip("part", part)] if part else []), *by_hand(story, holdings))


def by_hand(story: Story, holdings: Holdings) -> tuple[Chip, ...]:
    """What people decided of a story, the last decision of each kind."""
    decided = (holdings.decisions[one] for one in story.decisions if one in holdings.decisions)
    last = {decision.kind: decision for decision in decided}
    return tuple(Chip("hand", wording.marked(decision)) for decision in last.values())


def copies_within(story: Story, holdings: Holdings) -> list[Copy]:
    """The pairs of which both articles stand in a story, quotations alone left out."""
    members = set(story.articles)
    return [
        copy
        for one in story.articles
        for copy in holdings.copies_of.get(one, ())
        if copy.a == one and copy.b in members and copy.kind != "quotes_only"
    ]


def voices(story: Story, holdings: Holdings) -> dict[ArticleId, Voice]:
    """Each article of a story with its text family, the families lettered in the order of the story."""
    found: dict[ArticleId, Voice] = {}
    for place, family in enumerate(story.families):
        members = [holdings.articles[one] for one in family if one in holdings.articles]
        if members:
            first = members[0]
            voice = Voice(letter(place), outlet(first), len(members), article_href(first.id))
            found.update((one.id, voice) for one in members)
    return found


def letter(place: int) -> str:
    """The letters of the columns of a spreadsheet: A to Z, AA, AB."""
    name = ""
    while place >= 0:
        name = chr(ord("A") + place % 26) + name
        place = place // 26 - 1
    return name


def material(alterations: Iterable[Alteration]) -> tuple[Alteration, ...]:
    """The alterations that change a statement."""
    return tuple(one for one in alterations if one.material)


def _derived(copy: Copy) -> ArticleId:
    return copy.b if copy.direction == "a_to_b" else copy.a


def _families(story: Story, holdings: Holdings) -> list[Family]:
    return [holdings.family_of[one] for one in story.articles if one in holdings.family_of]
