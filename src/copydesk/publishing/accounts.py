"""The accounts of a story: each independent text family with its earliest page, and the pages that carry its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from copydesk.publishing.phrases import Head, head_of, outlet_of
from copydesk.publishing.quoting import RESERVED, Quoted, Words
from copydesk.records import Alteration, AlterationKind, Article, ArticleId, Copy, Story
from copydesk.reports import wording
from copydesk.reports.cards import letter
from copydesk.reports.holdings import Holdings
from copydesk.reports.safe import short
from copydesk.reports.storyline import best_sentence

MOST_ACCOUNTS = 40
"""Accounts of one page; the rest are counted."""
MOST_CARRIERS = 60
"""Pages of one account that are named; a text on three hundred pages is not read line by line."""
LEAD_WORDS = 22
"""Words of the sentence that tells an account: fewer than may stand in a row, so that something is left for quotes."""
MOST_EXAMPLES = 2
_EXAMPLES: tuple[AlterationKind, ...] = ("number", "unit", "date", "name", "place", "negation")
"""Alterations that a few words tell."""
_LONGEST_EXAMPLE = 40


class Carrier(NamedTuple):
    """A page that carries an account's text: what may be said of the two, and what it has otherwise."""

    head: Head
    says: str
    changes: str


class Account(NamedTuple):
    """One independent account: its earliest page here, its first words as far as they may stand, who carries it.

    `quiet` is why nothing of it is shown; `credit` is whom the page names for its text; `members` are all its pages.
    """

    letter: str
    head: Head
    lead: Quoted | None
    quiet: str | None
    credit: str | None
    carriers: tuple[Carrier, ...]
    members: tuple[ArticleId, ...]

    @property
    def pages(self) -> int:
        """How many pages have its text."""
        return len(self.members)

    @property
    def more(self) -> int:
        """Pages that carry the text and are not named."""
        return self.pages - 1 - len(self.carriers)


def accounts_of(story: Story, holdings: Holdings, words: Words) -> tuple[Account, ...]:
    """The accounts of a story, the earliest known first."""
    found = []
    for place, family in enumerate(story.families[:MOST_ACCOUNTS]):
        members = [holdings.articles[one] for one in family if one in holdings.articles]
        if members:
            found.append(_account(letter(place), members, holdings, words))
    return tuple(found)


def _account(name: str, members: Sequence[Article], holdings: Holdings, words: Words) -> Account:
    first, *others = members
    told = best_sentence(first)
    lead = None if told is None else words.of(first, told.start, told.end, most=LEAD_WORDS)
    return Account(
        letter=name,
        head=head_of(first, holdings.published(first)),
        lead=lead,
        quiet=RESERVED if first.id in words.reserved else None,
        credit=short(first.credited_to, 60) if first.credited_to else None,
        carriers=tuple(_carrier(one, first, holdings, words) for one in others[:MOST_CARRIERS]),
        members=tuple(one.id for one in members),
    )


def _carrier(article: Article, first: Article, holdings: Holdings, words: Words) -> Carrier:
    head = head_of(article, holdings.published(article))
    copy = holdings.pair(article.id, first.id) or _nearest(article, holdings)
    if copy is None:
        return Carrier(head, "stands in the same family of texts", "")
    left, right = holdings.articles[copy.a], holdings.articles[copy.b]
    said = wording.relation(copy, left, right)
    of_it = said.first.id == article.id
    says = f"{said.says} {outlet_of(said.second)}" if of_it else f"{outlet_of(said.first)}{said.joint} {said.says} it"
    if of_it and said.joint:
        says = f"{said.joint.strip(': ')} {says}".strip()
    return Carrier(head, says, _changes(copy, (left, right), words))


def _nearest(article: Article, holdings: Holdings) -> Copy | None:
    """The pair of an article and the one it hangs on in the tree."""
    family = holdings.family_of.get(article.id)
    edges = () if family is None else family.edges
    parents = [one for edge in edges if edge.child == article.id for one in (edge.parent, *edge.candidates) if one]
    found = (holdings.pair(article.id, one) for one in parents)
    return next((one for one in found if one is not None), None)


def _changes(copy: Copy, articles: tuple[Article, Article], words: Words) -> str:
    """`4 material changes: 61 → 16; 2 names`, in as many words as may stand; "" where no statement changes."""
    altered = [one for one in copy.alterations if one.material]
    if not altered or not wording.directed(copy):
        return ""
    examples: list[Alteration] = []
    for one in altered if copy.kind != "spun" else ():
        if len(examples) < MOST_EXAMPLES and _is_example(one) and _may_stand(one, articles, words):
            examples.append(one)
    told = [wording.change(one) for one in examples]
    rest = Counter(one.kind for one in altered if not any(one is other for other in examples))
    told.extend(f"{amount} {_kind(kind, amount)}" for kind, amount in rest.most_common())
    return f"{wording.counted(len(altered), 'material change')}: {'; '.join(told)}"


def _is_example(one: Alteration) -> bool:
    short_enough = max(len(one.before), len(one.after)) <= _LONGEST_EXAMPLE
    return one.kind in _EXAMPLES and bool(one.before and one.after) and one.a is not None and short_enough


def _may_stand(one: Alteration, articles: tuple[Article, Article], words: Words) -> bool:
    return all(words.phrase(said, articles) is not None for said in (one.before, one.after))


def _kind(kind: AlterationKind, amount: int) -> str:
    sort = wording.ALTERATIONS[kind]
    return sort.one if amount == 1 else sort.many
