"""What the collection adds to quotes: the fullest name of each speaker, and which quotes are one utterance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from copydesk.records import Article, Attribution, Quote
from copydesk.settings import ClaimSettings
from copydesk.text.ids import stable_id
from copydesk.text.normal import fold
from copydesk.text.words import words

_STOP = frozenset(
    "the a an and or but of in on at to for from by with as is are was were be been it its he she they we i you his her"
    " their our my that this these those not no had has have will would could should can may there than so who which"
    " what when if all any more one into out up about said do does did".split()
)


def attribute(
    articles: Sequence[Article], quotes: Sequence[Quote], *, settings: ClaimSettings
) -> tuple[Attribution, ...]:
    """One attribution a quote, in the order of the quotes: its speaker's fullest name and its utterance.

    `utterance` is None where no other quote of the collection is a variant of it.
    """
    known = {article.id for article in articles}
    mine = [quote for quote in quotes if quote.article in known]
    speakers = _fullest_names(mine)
    utterances = _utterances(mine, speakers, settings)
    return tuple(
        Attribution(
            id=stable_id("attribution", quote.id),
            quote=quote.id,
            speaker=speakers[number],
            utterance=utterances.get(number),
        )
        for number, quote in enumerate(mine)
    )


# -- names -----------------------------------------------------------------------------------------------------------


def _fullest_names(quotes: list[Quote]) -> list[str | None]:
    """Each quote's speaker by the fullest name that any article of the collection gives, where only one fits."""
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for quote in quotes:
        for name in _parts(quote.speaker):
            if " " in name and name[0].isupper():
                named[fold(name.split()[-1])][name] += 1
    return [_joined(_full(name, named) for name in _parts(quote.speaker)) for quote in quotes]


def _parts(speaker: str | None) -> list[str]:
    return [part for part in (speaker or "").split("; ") if part]


def _joined(names: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(names)) or None


def _full(name: str, named: dict[str, Counter[str]]) -> str:
    if not name[:1].isupper():
        return name
    found = named.get(fold(name.rsplit(maxsplit=1)[-1]))
    if not found:
        return name
    forms = {fold(form) for form in found}
    if " " not in name:
        return max(found, key=lambda form: (found[form], form)) if len(forms) == 1 else name
    same = [form for form in found if fold(form) == fold(name)]
    return max(same, key=lambda form: (not form.isascii(), found[form], form)) if same else name


# -- utterances ------------------------------------------------------------------------------------------------------


def _utterances(quotes: list[Quote], speakers: list[str | None], settings: ClaimSettings) -> dict[int, str]:
    """Utterance ids by quote: quotes linked by pairs that are alike enough."""
    plain = [_plain(quote.text) for quote in quotes]
    parent = list(range(len(quotes)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for left, right in _candidates(quotes, plain, settings):
        if root(left) != root(right) and _alike(left, right, quotes, plain, speakers, settings):
            parent[max(root(left), root(right))] = min(root(left), root(right))
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(quotes)):
        groups[root(number)].append(number)
    shared = {first: members for first, members in groups.items() if len(members) > 1}
    return {number: stable_id("utterance", quotes[first].id) for first, members in shared.items() for number in members}


def _plain(text: str) -> list[str]:
    return [fold(word.text) for word in words(text.replace("[", "").replace("]", ""))]


def _candidates(quotes: list[Quote], plain: list[list[str]], settings: ClaimSettings) -> list[tuple[int, int]]:
    """Pairs of quotes of different articles that share two telling words, or their only one."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, said in enumerate(plain):
        for word in set(said) - _STOP:
            places[word[:6]].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in places.values():
        if len(numbers) > settings.commonest_quote_word:
            continue
        distinct = sorted(set(numbers))
        for at, left in enumerate(distinct):
            for right in distinct[at + 1 :]:
                if quotes[left].article != quotes[right].article:
                    shared[left, right] += 1
    return sorted(shared)


def _alike(
    left: int,
    right: int,
    quotes: list[Quote],
    plain: list[list[str]],
    speakers: list[str | None],
    settings: ClaimSettings,
) -> bool:
    same = _same_speaker(speakers[left], speakers[right])
    one, other = plain[left], plain[right]
    if min(len(one), len(other)) < 3 and not same:
        return False
    score = fuzz.partial_ratio(" ".join(one), " ".join(other))
    return score >= (settings.alike_same_speaker if same else settings.alike_unknown_speaker)


def _same_speaker(left: str | None, right: str | None) -> bool:
    if left is None or right is None:
        return False
    return bool({fold(one) for one in _parts(left)} & {fold(one) for one in _parts(right)})
