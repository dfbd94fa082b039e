"""Accounts: one article for each family of copies, and the statements it makes. Copies never vote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, islice
from typing import NamedTuple

from copydesk.records import Article, ArticleId, Dossier, Family, FamilyId, Published, Side, StoryId
from copydesk.settings import CheckSettings
from copydesk.text.closed import MONTHS, WEEKDAYS
from copydesk.text.concepts import clauses, concept
from copydesk.text.ids import stable_id
from copydesk.text.likeness import Bag, Rarity
from copydesk.text.names import TITLES
from copydesk.text.numbers import numbers
from copydesk.text.quotation import quotations
from copydesk.text.sentences import sentences
from copydesk.text.words import Word, words


class Account(NamedTuple):
    """What one family tells, in the words of its root: `low` and `high` bound the day of publication, if known."""

    article: Article
    family: FamilyId
    stories: frozenset[StoryId]
    low: date | None
    high: date | None


class Statement(NamedTuple):
    """A sentence of an account, or a clause of a long one, with its concepts; `quoted` when it stands in marks.

    `named` are the concepts of its capitalised words and of offices, `told_of` those of them that are neither a day
    nor who says it, `figures` the values of its numbers.
    """

    account: Account
    start: int
    end: int
    text: str
    concepts: tuple[str, ...]
    bag: Bag
    quoted: bool
    named: frozenset[str]
    told_of: frozenset[str]
    figures: frozenset[float]


def accounts(dossier: Dossier) -> tuple[Account, ...]:
    """One account for each family, in the order of its root's place in the dossier; an article alone is a family.

    An edition belongs to the family of the article that it is an edition of.
    """
    held = {article.id: article for article in dossier.articles}
    base = {edition.article: edition.edition_of for edition in dossier.editions}
    of_family = {member: family for family in dossier.families for member in family.articles}
    members: dict[FamilyId, list[ArticleId]] = {}
    for article in dossier.articles:
        root = _base(article.id, base)
        family = of_family.get(root) or of_family.get(article.id)
        members.setdefault(family.id if family else FamilyId(stable_id("family", root)), []).append(article.id)
    chosen = {name: _root([held[one] for one in group], of_family, base) for name, group in members.items()}
    stories: dict[ArticleId, set[StoryId]] = {}
    for story in dossier.stories:
        for one in story.articles:
            stories.setdefault(one, set()).add(story.id)
    dated = {one.article: one.published for one in reversed(dossier.datings)}
    return tuple(
        _account(article, name, frozenset(stories.get(article.id, ())), dated.get(article.id))
        for name, article in chosen.items()
    )


def _base(article: ArticleId, base: dict[ArticleId, ArticleId]) -> ArticleId:
    seen = {article}
    while article in base and base[article] not in seen:
        article = base[article]
        seen.add(article)
    return article


def _root(group: Sequence[Article], of_family: dict[ArticleId, Family], base: dict[ArticleId, ArticleId]) -> Article:
    """The article that speaks for its family: its root, else the one with most children, else the earliest."""
    if len(group) == 1:
        return group[0]
    families = {family.id: family for article in group if (family := of_family.get(article.id)) is not None}
    # By the family too: an edition may be a copy in a family other than that of the article that it is an edition of.
    children = Counter((name, edge.parent) for name, family in families.items() for edge in family.edges)
    roots = {(name, root) for name, family in families.items() for root in family.roots}

    def rank(article: Article) -> tuple[bool, bool, int, date, str]:
        family = of_family.get(article.id)
        place = None if family is None else (family.id, article.id)
        day = article.published.low if article.published else date.max
        return (article.id in base, place not in roots, -children[place] if place else 0, day, article.id)

    return min(group, key=rank)


def _account(article: Article, family: FamilyId, stories: frozenset[StoryId], dated: Published | None) -> Account:
    dating = dated or article.published
    return Account(article, family, stories, dating.low if dating else None, dating.high if dating else None)


# Accounts of one storyline that came out so close together tell of one event, whichever story they were put in; of an
# account whose day is known less well than that nothing is supposed.
_CLOSE = timedelta(days=2)
_KNOWN = timedelta(days=31)


def of_one_event(one: Account, other: Account) -> bool:
    """Whether two accounts of a storyline tell of one event: they share a story, or came out within days."""
    if one.stories & other.stories:
        return True
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return False
    known = max(one.high - one.low, other.high - other.low) <= _KNOWN
    return known and one.low - other.high <= _CLOSE and other.low - one.high <= _CLOSE


def comparable(told: Sequence[Account], *, settings: CheckSettings) -> tuple[tuple[int, int], ...]:
    """Pairs of accounts, by place, whose statements are compared: of one event, or of a storyline with few accounts.

    Of an event that very many accounts tell each is compared with those that came out nearest to it (`most_beside`).
    """
    if len(told) <= settings.most_accounts:
        return tuple(combinations(range(len(told)), 2))
    by_day = sorted(range(len(told)), key=lambda place: (told[place].low or date.max, place))
    inside: dict[StoryId, list[int]] = {}
    for place in by_day:
        for story in told[place].stories:
            inside.setdefault(story, []).append(place)
    found = {pair for places in inside.values() for pair in _following(places, told, settings.most_beside)}
    dated = [place for place in by_day if _is_known(told[place])]
    return tuple(sorted(found.union(_following(dated, told, settings.most_beside, days=True))))


def nearest(told: Sequence[Account], inside: Sequence[Account], *, settings: CheckSettings) -> int | None:
    """With how many before it and after it `comparable` sets each account of a story; None where with all of them.

    `told` are the accounts of the storyline, `inside` those of the story.
    """
    many = len(told) > settings.most_accounts and len(inside) > settings.most_beside + 1
    return settings.most_beside if many else None


def _following(
    places: Sequence[int], told: Sequence[Account], most: int, *, days: bool = False
) -> Iterator[tuple[int, int]]:
    """Each of some accounts (in the order of their days) with so many that come next, or next within the same days."""
    for at, one in enumerate(places):
        for other in islice(places, at + 1, at + 1 + most):
            if days and not of_one_event(told[one], told[other]):
                break
            yield min(one, other), max(one, other)


def _is_known(account: Account) -> bool:
    """Whether the day of an account is known well enough to tell which others came out within days of it."""
    return account.low is not None and account.high is not None and account.high - account.low <= _KNOWN


def rarity_of(told: Iterable[Account]) -> Rarity:
    """How much each concept tells among the sentences of the accounts."""
    return Rarity(
        filter(None, (concept(word.text) for word in words(account.article.text[start:end])))
        for account in told
        for start, end in sentences(account.article.text)
    )


def statements(account: Account, rarity: Rarity, *, settings: CheckSettings) -> tuple[Statement, ...]:
    """The statements of an account in order: sentences, and of longer ones their clauses joined to a fair length.

    Of a text that is no article any more only the first `most_statements` are read.
    """
    text = account.article.text
    marked = quotations(text)
    found: list[Statement] = []
    for start, end in sentences(text)[: settings.most_statements]:
        for low, high in pieces(text, start, end, longest=settings.longest_side):
            if len(found) == settings.most_statements:
                return tuple(found)
            inside = sum(max(0, min(high, mark.end) - max(low, mark.start)) for mark in marked)
            held = words(text[low:high])
            told = tuple(filter(None, (concept(word.text) for word in held)))
            found.append(
                Statement(
                    account=account,
                    start=low,
                    end=high,
                    text=text[low:high],
                    concepts=told,
                    bag=rarity.bag(dict.fromkeys(told, 1.0)),
                    quoted=inside > (high - low) / 2,
                    named=frozenset(filter(None, map(_name, held))),
                    told_of=_told_of(text[low:high], held),
                    figures=frozenset(number.value for number in numbers(text[low:high])),
                )
            )
    return tuple(found)


DAYS = frozenset((*MONTHS, *WEEKDAYS))
"""The names of days and months."""

# "The mayor, A B, said that ...", "... , A B said on Friday": who says something is not who it happened to.
_SAYING = r"(?:said|says|say|told|added|adds|concluded|reported|claimed|announced|insisted|admitted|found|believes?)"
_SAYS_THAT = re.compile(rf"[^.;:]*?\b{_SAYING}\b(?:\s\w+){{0,3}}?\sthat\b")
_SAID = re.compile(rf",\s(?:[^,]{{1,60}}\s)?{_SAYING}\b[^,]{{0,60}}(?:,[^,]{{1,60}})?$")


def _told_of(text: str, held: Sequence[Word]) -> frozenset[str]:
    before, after = _SAYS_THAT.match(text), _SAID.search(text)
    low, high = before.end() if before else 0, after.start() if after else len(text)
    inside = (word for word in held if low <= word.start < high and word.text.casefold() not in DAYS)
    return frozenset(filter(None, map(_name, inside)))


def _name(word: Word) -> str | None:
    office = word.text.casefold() in TITLES
    return concept(word.text) if office or word.text[:1].isupper() else None


def pieces(text: str, start: int, end: int, *, longest: int) -> list[tuple[int, int]]:
    """A sentence cut at clause ends into stretches of at most about `longest` characters."""
    if end - start <= longest:
        return [(start, end)]
    found: list[tuple[int, int]] = []
    for low, high in clauses(text, start, end):
        if found and high - found[-1][0] <= longest:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return [_trimmed(text, low, high) for low, high in found if text[low:high].strip()]


def side_at(account: Account, start: int, end: int, *, settings: CheckSettings) -> Side:
    """The side that holds a place of an account: its sentence, or the part of a long one around the place."""
    text = account.article.text
    low, high = next(((a, b) for a, b in sentences(text) if a <= start < b), (start, end))
    around = [one for one in pieces(text, low, high, longest=settings.longest_side) if one[0] <= start < one[1]]
    low, high = around[0] if around else (start, end)
    high = max(high, end)
    return Side(article=account.article.id, start=low, end=high, text=text[low:high], family=account.family)


def side_of(statement: Statement) -> Side:
    """The side that a whole statement is."""
    account = statement.account
    return Side(
        article=account.article.id,
        start=statement.start,
        end=statement.end,
        text=statement.text,
        family=account.family,
    )


def as_told(shared: Container[str], statement: Statement, *, meaning: Callable[[str], str | None] = concept) -> str:
    """The words by which a statement tells some concepts, as they stand in it, each concept once: for readers."""
    found: dict[str, str] = {}
    for word in words(statement.text):
        told = meaning(word.text)
        if told is not None and told in shared:
            found.setdefault(told, word.text)
    return ", ".join(found.values())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())
