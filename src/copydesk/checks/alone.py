"""What one independent account of a story tells alone: its figures and quotes that no other account has.

The flow calls `stand_alone` in its step `alone`, after the checks, and keeps one `Alone` for every story that several
accounts tell; a reader of the story finds it in `Collection.alone`, or on a desk by the name `alone_id(story.id)`. Its
ids are those of quotes and figures, in the order of the accounts and of their texts, so that each shows whose it is. To
leave a thing out is not to deny it: a view says that the others do not tell it, and no more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from math import ceil
from typing import NamedTuple, TypeVar

from copydesk.checks.accounts import Account, accounts, nearest
from copydesk.records import Alone, Check, Dossier, FamilyId, Figure, Quote, StoryId
from copydesk.settings import CheckSettings
from copydesk.text.concepts import concepts
from copydesk.text.ids import stable_id
from copydesk.text.quantities import digits, quantity
from copydesk.text.sentences import sentences
from copydesk.text.words import words

_R = TypeVar("_R", Figure, Quote)


class _Links(NamedTuple):
    """What belongs together in a dossier: facts and utterances by figure and quote; the rest by article.

    `compared` are the places of the sides of checks.
    """

    facts: dict[str, str]
    utterances: dict[str, str]
    figures: dict[str, list[Figure]]
    quotes: dict[str, list[Quote]]
    compared: dict[str, list[tuple[int, int]]]


class _Pool(NamedTuple):
    """What some accounts have: how many of them each value, fact and utterance; sentences by concept, and the reverse.

    A sentence is named by the family of its account and its number in it.
    """

    held: Counter[Hashable]
    sentences: dict[str, list[tuple[FamilyId, int]]]
    concepts: dict[tuple[FamilyId, int], frozenset[str]]


def alone_id(story: StoryId) -> str:
    """The id of what stands alone in a story."""
    return stable_id("alone", story)


def stand_alone(dossier: Dossier, checks: Sequence[Check], *, settings: CheckSettings) -> tuple[Alone, ...]:
    """For every story of several independent accounts, the figures and quotes that one of them alone has.

    A thing stands alone when no account of the storyline besides has its fact or utterance, the same value of the same
    unit, or most of its words in one sentence, and no check sets it beside another. The words of an account are those
    of the root of its family: what a copy alters or puts in is among that copy's alterations. Of a storyline with many
    accounts only those of the same story are looked at.
    """
    told = accounts(dossier)
    links = _links(dossier, checks)
    whole = _pool(told, links, settings) if len(told) <= settings.most_accounts else None
    found: list[Alone] = []
    for story in dossier.stories:
        inside = [account for account in told if story.id in account.stories]
        if len(inside) > 1:
            pool = whole or _pool(inside, links, settings)
            found.append(
                Alone(
                    id=alone_id(story.id),
                    story=story.id,
                    accounts=len(inside),
                    nearest=nearest(told, inside, settings=settings),
                    quotes=tuple(one.id for account in inside for one in _quotes(account, pool, links, settings)),
                    figures=tuple(one.id for account in inside for one in _figures(account, pool, links)),
                )
            )
    return tuple(found)


def _links(dossier: Dossier, checks: Sequence[Check]) -> _Links:
    compared: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for check in checks:
        for side in check.sides if check.outcome != "altered" else ():
            compared[side.article].append((side.start, side.end))
    facts = {str(figure): fact.id for fact in dossier.facts for figure in fact.figures}
    utterances = {str(one.quote): one.utterance for one in dossier.attributions if one.utterance}
    return _Links(facts, utterances, _by_article(dossier.figures), _by_article(dossier.quotes), compared)


def _by_article(found: Iterable[_R]) -> dict[str, list[_R]]:
    held: dict[str, list[_R]] = defaultdict(list)
    for one in found:
        held[one.article].append(one)
    return held


def _pool(told: Sequence[Account], links: _Links, settings: CheckSettings) -> _Pool:
    held: Counter[Hashable] = Counter()
    places: dict[str, list[tuple[FamilyId, int]]] = defaultdict(list)
    told_there: dict[tuple[FamilyId, int], frozenset[str]] = {}
    for account in told:
        text = account.article.text
        figures, quotes = links.figures.get(account.article.id, ()), links.quotes.get(account.article.id, ())
        keys = {key for one in figures for key in _keys(one, links)} | {
            key for one in quotes for key in _said(one, links)
        }
        held.update(keys)
        for number, (start, end) in enumerate(sentences(text)[: settings.most_statements]):
            place = (account.family, number)
            told_there[place] = _concepts(text[start:end])
            for one in told_there[place]:
                places[one].append(place)
    return _Pool(held, places, told_there)


def _figures(account: Account, pool: _Pool, links: _Links) -> Iterator[Figure]:
    """The figures of an account that no other has; a small number of nothing ("twice") is too little to be listed."""
    for figure in links.figures.get(account.article.id, ()):
        bare = figure.unit is None and digits(figure.value) < 2
        if not bare and all(pool.held[key] == 1 for key in _keys(figure, links)) and not _compared(figure, links, 1.0):
            yield figure


def _quotes(account: Account, pool: _Pool, links: _Links, settings: CheckSettings) -> Iterator[Quote]:
    for quote in links.quotes.get(account.article.id, ()):
        held = _concepts(quote.text)
        told = any(pool.held[key] > 1 for key in _said(quote, links))
        if not held or told or _compared(quote, links, settings.alone_words):
            continue
        if not _is_told(held, account.family, pool, least=settings.alone_words * len(held)):
            yield quote


def _keys(figure: Figure, links: _Links) -> tuple[Hashable, ...]:
    """What a figure of another account may share: its value with its unit, and its fact."""
    given = quantity(figure.value, figure.unit, figure.surface)
    value = (f"{given.value:.6g}", given.dimension)
    return (value, ("fact", links.facts[figure.id])) if figure.id in links.facts else (value,)


def _said(quote: Quote, links: _Links) -> tuple[Hashable, ...]:
    utterance = links.utterances.get(quote.id)
    return (("utterance", utterance),) if utterance else ()


def _compared(found: Figure | Quote, links: _Links, least: float) -> bool:
    """Whether a check puts this share of a figure or quote beside another account."""
    needed = least * (found.end - found.start)
    places = links.compared.get(found.article, ())
    return any(min(end, found.end) - max(start, found.start) >= needed for start, end in places)


def _is_told(held: frozenset[str], family: FamilyId, pool: _Pool, *, least: float) -> bool:
    """Whether a sentence of another family holds at least so many of some concepts.

    It then holds one of the rarest, all but so many less one, and only the sentences of these are looked at: what every
    account names stands in as many sentences as there are accounts.
    """
    needed = ceil(least)
    rarest = sorted(held, key=lambda one: len(pool.sentences.get(one, ())))[: len(held) - max(1, needed) + 1]
    places = (place for one in rarest for place in pool.sentences.get(one, ()) if place[0] != family)
    return needed < 1 or any(len(held & pool.concepts[place]) >= needed for place in places)


def _concepts(text: str) -> frozenset[str]:
    return frozenset(concepts(word.text for word in words(text)))
