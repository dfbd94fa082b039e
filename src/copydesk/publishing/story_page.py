"""What the page of a story shows a reader, and the card by which lists, feeds and the search tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from copydesk.exports.excerpts import Excerpts
from copydesk.exports.fitting import held_in, known, urn
from copydesk.exports.given import Given
from copydesk.exports.jsonld import CONTEXT, news_article
from copydesk.publishing.accounts import Account, accounts_of
from copydesk.publishing.phrases import Day, chips_of, count_line, event_day, month_words, outlet_of, published_day
from copydesk.publishing.plan import Around, Listed
from copydesk.publishing.quoting import Quoted, Words
from copydesk.publishing.told import Point, Points, Speaker, Teller, hedge_words
from copydesk.records import Article, ArticleId, Link, Story, Summary
from copydesk.reports import claim_words, wording
from copydesk.reports.cards import Chip, line_href, voices
from copydesk.reports.holdings import Holdings
from copydesk.reports.large import untold
from copydesk.reports.safe import page_name, short
from copydesk.reports.timeline import Lane, Moment, draw_timeline

HEADINGS = {anchor: (name, note) for anchor, name, note in claim_words.LEDGER_PARTS}
"""What the parts of a ledger are called, and what stands in them."""
_STATEMENTS = frozenset(claim_words.STATEMENTS.values())
KINDS = ("figure", "quote", "statement")
LINK_WORDS = 12
MOST_LANES = 30
MOST_BESIDE = 3
"""Events of a storyline before and behind this one that its page names; the storyline's own page has all."""
MOST_LINKS = 30
MOST_HEADS = 4
"""Accounts that a list names with their headlines."""
MOST_DIFFER = 2
EVEN = 0.5
"""From this confidence on a point on which accounts appear to differ is told in lists and feeds."""
MOST_SPEAKERS = 40
MOST_ARTICLES = 100
LONGEST_WHY = 240


class CardAccount(NamedTuple):
    """An account in a list."""

    letter: str
    outlet: str
    title: str
    language: str | None
    href: str | None
    day: Day
    pages: int


class Card(NamedTuple):
    """A story in a list, a feed, the search: what stands of it there is what its own page shows too.

    `differs` are the first matters on which its accounts differ, in a few words; `outlets` all that have a page, each
    with whether it is the earliest of an account. `span` is when its event happened; `links` are the events that it
    points to or is tied to, by the ids of their stories, each with the reason.
    """

    story: str
    label: str
    line: str | None
    order: date | None
    last: date | None
    day: Day
    told: str
    steps: tuple[tuple[int, str], ...]
    pages: int
    chips: tuple[Chip, ...]
    lead: Quoted | None
    lead_by: str
    lead_language: str | None
    accounts: tuple[CardAccount, ...]
    more: int
    differs: tuple[str, ...]
    speakers: tuple[str, ...]
    titles: tuple[str, ...]
    outlets: tuple[tuple[str, bool], ...]
    span: tuple[date, date] | None
    links: tuple[tuple[str, str], ...]

    @property
    def href(self) -> str:
        """Where its page is, seen from the folder of the site."""
        return f"stories/{page_name('story', self.story)}"

    @property
    def month(self) -> str | None:
        """The month under which it is filed, None where it has no day."""
        return None if self.order is None else self.order.isoformat()[:7]

    @property
    def month_name(self) -> str:
        """That month in words."""
        return "No day established" if self.month is None else month_words(self.month)


class Reference(NamedTuple):
    """A line from one event to another: the other's name and page, why, and the words that make it."""

    label: str
    href: str
    why: str
    words: Quoted | None
    outlet: str


class StoryPage(NamedTuple):
    """The values of `site_story.html`, and the card."""

    values: dict[str, Any]
    card: Card


def story_page(story: Story, summary: Summary, holdings: Holdings, around: Around, *, program: str) -> StoryPage:
    """The page of a story. What is compared gets the words that may stand first, then leads, then quotations."""
    words, voice = Words(story, holdings), voices(story, holdings)
    listed = around.stories[story.id]
    teller = Teller(story, holdings, words, around)
    figures = teller.points("conflict", "figure")
    accounts = accounts_of(story, holdings, words)
    conflicts = _joined(figures, teller.points("conflict", "statement"))
    links = tuple(_links(story, holdings, around, words))
    speakers, others = teller.speakers()
    changed = _joined(*(teller.points("changed", kind) for kind in KINDS))
    agrees = _joined(*(teller.points("agrees", kind) for kind in KINDS))
    card = _card(
        listed, summary, (story, holdings, around), accounts, conflicts=conflicts, names=_names(speakers, others)
    )
    values = {
        "card": card,
        "title": card.label,
        "accounts": accounts,
        "accounts_more": len(story.families) - len(accounts),
        "headings": HEADINGS,
        "untold": untold(story),
        "parts": (("conflicts", conflicts), ("changes", changed), ("agreements", agrees)),
        "speakers": speakers,
        "also": others,
        "steps": wording.steps(story.ladder),
        "leaned_on": wording.leaned_on(story.ladder),
        "drawing": _drawing(story, card, accounts, holdings),
        "days": _days(story, holdings, voice),
        "links": links,
        "naming": tuple(_naming(story, holdings, around)),
        "line": _line(listed, around),
        "graph": _graph(story, card, holdings, program),
    }
    return StoryPage(values, card)


def _joined(*found: Points) -> Points:
    return Points(tuple(one for points in found for one in points.shown), sum(points.more for points in found))


def _names(speakers: Sequence[Speaker], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(one.name for one in speakers), *others)))[:MOST_SPEAKERS]


def _card(  # noqa: PLR0913  the parts of the page that the card repeats
    listed: Listed,
    summary: Summary,
    told: tuple[Story, Holdings, Around],
    accounts: Sequence[Account],
    *,
    conflicts: Points,
    names: tuple[str, ...],
) -> Card:
    story, holdings, around = told
    first = next((one for one in accounts if one.lead is not None), None)
    heads = [head for one in accounts for head in (one.head, *(carrier.head for carrier in one.carriers))]
    day = event_day(story.event_date)
    return Card(
        story=story.id,
        label=listed.label,
        line=listed.line,
        order=listed.day,
        last=listed.last,
        day=day if story.event_date is not None or summary.first is None else _seen(summary),
        told=count_line(listed.accounts, listed.pages),
        steps=wording.steps(story.ladder),
        pages=listed.pages,
        chips=chips_of(summary, conflicts=len(conflicts.shown) + conflicts.more),
        lead=None if first is None else first.lead,
        lead_by="" if first is None else first.head.outlet,
        lead_language=None if first is None else first.head.language,
        accounts=tuple(_head(one) for one in accounts[:MOST_HEADS]),
        more=max(0, len(story.families) - MOST_HEADS),
        differs=tuple(filter(None, map(_differs, conflicts.shown)))[:MOST_DIFFER],
        speakers=names,
        titles=tuple(dict.fromkeys(head.title for head in heads))[:MOST_ARTICLES],
        outlets=_outlets(story, holdings),
        span=None if story.event_date is None else (story.event_date.low, story.event_date.high),
        links=tuple((link.story, _why(link)) for link in _leading(story, around)),
    )


def _seen(summary: Summary) -> Day:
    """The day of a story whose event has none: that of its first page, and said so."""
    day = published_day(summary.first)
    return Day(day.iso, day.words, f"that of the first publication, {day.basis}")


def _head(account: Account) -> CardAccount:
    head = account.head
    return CardAccount(account.letter, head.outlet, head.title, head.language, head.href, head.day, account.pages)


def _differs(point: Point) -> str:
    """What differs in a line: of figures who has which, of statements what comparing them gave.

    Nothing for what is less sure than not: that stands on the story's page alone, with how sure it is.
    """
    if point.confidence is None or point.confidence < EVEN:
        return ""
    here = [one for one in point.sides if one.letter]
    sides = [f"{hedge_words(one)} ({one.outlet})" for one in here if one.words and not one.cut]
    if len(sides) == len(here) > 1:
        return f"{point.subject}: {' — '.join(sides)} ({point.certainty})"
    told = all(one.letter for one in point.sides) and point.why and point.subject in _STATEMENTS
    return f"{point.subject}: {point.why} ({point.certainty})" if told else ""


def _outlets(story: Story, holdings: Holdings) -> tuple[tuple[str, bool], ...]:
    faces = {family[0] for family in story.families if family}
    found: dict[str, bool] = {}
    for one in story.articles:
        if one in holdings.articles and holdings.articles[one].outlet:
            name = outlet_of(holdings.articles[one])
            found[name] = found.get(name, False) or one in faces
    return tuple(sorted(found.items()))


# -- days -------------------------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A page of the story in the table that says what the drawing shows."""

    letter: str
    outlet: str
    day: Day


def _days(story: Story, holdings: Holdings, voice: Mapping[ArticleId, Any]) -> tuple[Row, ...]:
    members = [holdings.articles[one] for one in story.articles if one in voice][:MOST_ARTICLES]
    return tuple(Row(voice[one.id].letter, outlet_of(one), published_day(holdings.published(one))) for one in members)


def _drawing(story: Story, card: Card, accounts: Sequence[Account], holdings: Holdings) -> str | None:
    event = story.event_date
    events = () if event is None else (Moment(event.low, event.high, f"Event: {card.day.words}", None),)
    lanes = []
    for account in accounts[:MOST_LANES]:
        family = [holdings.articles[one] for one in account.members if one in holdings.articles]
        more = f" +{account.pages - 1}" if account.pages > 1 else ""
        name = f"{account.letter}  {short(account.head.outlet, 21)}{more}"
        lanes.append(Lane(name, tuple(_moments(account, family, holdings))))
    return draw_timeline(events, lanes, label=f"Timeline of {card.label}; the table below says the same")


def _moments(account: Account, family: Iterable[Article], holdings: Holdings) -> Iterator[Moment]:
    spans: dict[tuple[date, date], list[str]] = {}
    for one in family:
        published = holdings.published(one)
        if published is not None:
            spans.setdefault((published.low, published.high), []).append(outlet_of(one))
    for (low, high), names in spans.items():
        title = f"{', '.join(dict.fromkeys(names[:8]))}: {_span(low, high)}"
        yield Moment(low, high, title, f"#account-{account.letter}", len(names))


def _span(low: date, high: date) -> str:
    return low.isoformat() if low == high else f"{low} to {high}"


# -- related ----------------------------------------------------------------------------------------------------------


class Line(NamedTuple):
    """The storyline of a story: its page, how many events it has here, and those next to this one."""

    href: str
    amount: int
    before: tuple[Listed, ...]
    behind: tuple[Listed, ...]


def _line(listed: Listed, around: Around) -> Line | None:
    members = () if listed.line is None else around.lines.get(listed.line, ())
    if listed.line is None or len(members) < 2:
        return None
    place = members.index(listed)
    before, behind = members[max(0, place - MOST_BESIDE) : place], members[place + 1 : place + 1 + MOST_BESIDE]
    return Line(line_href(listed.line, ""), len(members), tuple(before), tuple(behind))


def _links(story: Story, holdings: Holdings, around: Around, words: Words) -> Iterator[Reference]:
    """The events that a sentence of this story points to, or shares most of its names with."""
    for link in _leading(story, around):
        article = holdings.articles.get(link.article)
        found = None if article is None else words.of(article, link.start, link.end, most=LINK_WORDS)
        target = around.stories[link.story]
        why = _why(link, "this report ")
        yield Reference(target.label, f"../{target.href}", why, found, outlet_of(article) if article else "")


def _leading(story: Story, around: Around) -> list[Link]:
    """One link to each event of the site that this story leads to: a reference, where it has one, before a tie."""
    told = [link for link in (*story.links, *story.ties) if link.story in around.stories and link.story != story.id]
    return list({link.story: link for link in reversed(told)}.values())[:MOST_LINKS]


def _naming(story: Story, holdings: Holdings, around: Around) -> Iterator[Reference]:
    """What other stories say of this one; their words stand on their own pages."""
    found = {source.id: link for source, link in holdings.named_in.get(story.id, ()) if source.id in around.stories}
    for ident, link in list(found.items())[:MOST_LINKS]:
        source = around.stories[ident]
        yield Reference(source.label, f"../{source.href}#related", _why(link, "it "), None, "")


def _why(link: Link, whose: str = "") -> str:
    """Why two events are linked, without the headline that stands beside it anyway: `this report names March 2031`."""
    told = link.why.partition(": “")[0]
    return short(f"{whose}{told}" if told.startswith("names ") else told, LONGEST_WHY)


# -- for programs -----------------------------------------------------------------------------------------------------


def _graph(story: Story, card: Card, holdings: Holdings, program: str) -> dict[str, Any]:
    """The story as JSON-LD: an event, and the pages that tell of it, as they name themselves."""
    given = Given(holdings=holdings, program=program, excerpts=Excerpts())
    members = [holdings.articles[one] for one in story.articles if one in holdings.articles][:MOST_ARTICLES]
    exact = story.event_date is not None and card.day.iso is not None
    event = {
        "@id": urn(story.id),
        "@type": "Event",
        **known(name=card.label, startDate=card.day.iso if exact else None),
        "subjectOf": [news_article(one, given) for one in members],
    }
    return {"@context": CONTEXT, "@graph": [held_in(event)]}
