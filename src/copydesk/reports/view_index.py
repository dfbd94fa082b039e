"""What the first page shows: the bounds of the collection, where to start, every story, what is undated or unread."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from copydesk.records import Check, Copy, Story
from copydesk.reports import claim_words, wording
from copydesk.reports.cards import (
    Card,
    StoryCard,
    card,
    check_anchor,
    headline,
    line_href,
    material,
    outlet,
    pair_href,
    story_card,
    story_href,
    story_label,
)
from copydesk.reports.holdings import Holdings
from copydesk.reports.safe import short
from copydesk.reports.since import News, since
from copydesk.reports.storyline import line_label
from copydesk.reports.view_speaker import speakers_view

FIRST_LOOK = 5
"""How many conflicts, and how many changed copies, the first page puts before the stories."""
OF_ONE_STORY = 2
"""How many of those conflicts may be of one story, so that one loud event does not hide the others."""
MOST_SIDES = 3
LONGEST_LEAD = 120
LONGEST_SIDE = 110
MOST_SPEAKERS = 6


class Line(NamedTuple):
    """A storyline: its name (that of its largest story), its page, and its dated stories by the day of their event."""

    label: str
    stories: tuple[StoryCard, ...]
    single: bool
    href: str | None
    undated: int


class Lead(NamedTuple):
    """A finding to look at first, in a sentence, with where it is shown."""

    words: str
    detail: str
    href: str
    where: str | None = None


def index_view(holdings: Holdings, news: News | None = None) -> dict[str, Any]:
    """The values of `index.html`; without `news` nothing is said of what has changed."""
    collection = holdings.collection
    return {
        "bounds": bounds(holdings),
        "as_of": collection.as_of.isoformat(),
        "settings": collection.settings,
        "since": None if news is None else since(news, holdings),
        "lines": lines(holdings),
        "dayless": dayless(holdings),
        "conflicts": conflicts(holdings),
        "changed": changed(holdings),
        "claims": claim_lists(holdings),
        "speakers": speakers_view(holdings, MOST_SPEAKERS).several,
        "undated": undated(holdings),
        "failures": collection.failures,
    }


def bounds(holdings: Holdings) -> tuple[tuple[str, str], ...]:
    """What the collection holds, as number and noun."""
    collection = holdings.collection
    carried = sum(article.position > 0 for article in collection.articles)
    found = (
        (len({article.page for article in collection.articles}), "page"),
        (len(collection.articles), "article"),
        (carried, "carried on another's page"),
        (len(holdings.stories), "story"),
        (len(holdings.storylines), "storyline"),
        (len(collection.failures), "not read"),
    )
    return tuple((f"{amount:,}", _noun(amount, word)) for amount, word in found if amount or word == "not read")


def _noun(amount: int, word: str) -> str:
    return word if " " in word else wording.plural(amount, word)


def lines(holdings: Holdings) -> tuple[Line, ...]:
    """The storylines, the largest first; dated stories that belong to none are lines of their own."""
    alone = ([one] for one in holdings.stories.values() if one.storyline is None and one.event_date is not None)
    groups = [*holdings.storylines.values(), *alone]
    groups.sort(key=lambda stories: (-sum(len(story.articles) for story in stories), stories[0].id))
    return tuple(_line(stories, holdings) for stories in groups)


def _line(stories: list[Story], holdings: Holdings) -> Line:
    dated = sorted((story for story in stories if story.event_date is not None), key=_when)
    line = stories[0].storyline
    return Line(
        label=line_label(stories, holdings),
        stories=tuple(story_card(story, holdings) for story in dated),
        single=line is None,
        href=None if line is None else line_href(line, ""),
        undated=len(stories) - len(dated),
    )


def dayless(holdings: Holdings) -> tuple[StoryCard, ...]:
    """The stories whose event has no established day, the largest first: they have no place among the dated ones."""
    found = [story for story in holdings.stories.values() if story.event_date is None]
    found.sort(key=lambda story: (-len(story.articles), story.id))
    return tuple(story_card(story, holdings) for story in found)


def _when(story: Story) -> tuple[str, str]:
    return ("" if story.event_date is None else story.event_date.low.isoformat(), story.id)


def conflicts(holdings: Holdings) -> tuple[Lead, ...]:
    """The conflicts that most families and the most certain comparison speak for."""
    found = [check for check in holdings.collection.checks if check.outcome == "conflict" and check.sides]
    found.sort(key=lambda check: (-check.confidence, -len(check.sides), check.id))
    leads = [lead for check in found if (lead := _conflict(check, holdings)) is not None]
    seen: Counter[str | None] = Counter()
    first = []
    for lead in leads:
        seen[lead.where] += 1
        if seen[lead.where] <= OF_ONE_STORY:
            first.append(lead)
    return tuple(first[:FIRST_LOOK])


def _conflict(check: Check, holdings: Holdings) -> Lead | None:
    story = next((holdings.story_of[side.article] for side in check.sides if side.article in holdings.story_of), None)
    if story is None:
        return None
    about = claim_words.counted(check.subject) if check.kind == "number" else check.subject
    # A comparison of statements goes by the words of one of them: only the others are told beside it.
    against = [side for side in check.sides if check.subject not in side.text]
    beside = against if 0 < len(against) < len(check.sides) else check.sides
    sides = " / ".join(f"“{short(side.text, LONGEST_SIDE)}”" for side in beside[:MOST_SIDES])
    detail = sides if beside is check.sides else f"{wording.CHECKS[check.kind]}, against {sides}"
    href = f"{story_href(story, '')}#{check_anchor(check)}"
    return Lead(short(about, LONGEST_LEAD), detail, href, story_label(story, holdings))


def changed(holdings: Holdings) -> tuple[Lead, ...]:
    """The pairs with the most material changes, one for each derived text."""
    paged = [copy for copy in holdings.pairs.values() if copy.id in holdings.paged]
    found = sorted(paged, key=lambda copy: (-len(material(copy.alterations)), copy.id))
    leads: dict[str, Lead] = {}
    for copy in found:
        derived = copy.a if copy.direction == "b_to_a" else copy.b
        if wording.directed(copy) and derived not in leads and material(copy.alterations):
            leads[derived] = _changed(copy, holdings)
        if len(leads) == FIRST_LOOK:
            break
    return tuple(leads.values())


def _changed(copy: Copy, holdings: Holdings) -> Lead:
    pair = wording.relation(copy, holdings.articles[copy.a], holdings.articles[copy.b])
    words = f"{outlet(pair.first)}: {headline(pair.first)}"
    some = material(copy.alterations)
    example = next((one for one in some if one.kind in {"number", "quote", "negation"} and one.before), some[0])
    detail = f"{pair.says} {outlet(pair.second)} · {wording.counted(len(some), 'material change')}"
    shown = f"{short(example.before, 50) or '(nothing)'} → {short(example.after, 50) or '(nothing)'}"
    return Lead(words, f"{detail}, among them {shown}", pair_href(copy, ""))


def claim_lists(holdings: Holdings) -> tuple[tuple[str, str, str], ...]:
    """The lists of who is quoted and of figures, each with how many it has; nothing where there are none."""
    found = (
        ("Speakers", "speakers.html", len(holdings.said)),
        ("Figures, by what they measure", "figures.html", len(holdings.figures)),
    )
    return tuple((label, href, f"{amount:,}") for label, href, amount in found if amount)


def undated(holdings: Holdings) -> tuple[Card, ...]:
    """The articles for which no day of publication is known."""
    articles = holdings.collection.articles
    return tuple(card(article, holdings, "") for article in articles if holdings.published(article) is None)
