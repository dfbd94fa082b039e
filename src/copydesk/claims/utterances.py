"""What articles add to each other's quotes: the fullest name of each speaker, and which quotes are one utterance.

It is asked within one storyline. Over a whole collection a surname soon has several bearers, or one that is somebody
else, and any two reports of an arrest share words: on the texts of ECB+ 664 of 3,653 pairs of quotes that were taken
for one utterance so were of different topics; within storylines 0 of 2,915 are, and 2,689 of one event, 20 more.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from copydesk.claims.lexicon import BODIES, DOCUMENTS
from copydesk.records import ArticleId, Attribution, Quote
from copydesk.settings import ClaimSettings
from copydesk.text.closed import FUNCTION
from copydesk.text.ids import stable_id
from copydesk.text.normal import fold
from copydesk.text.places import is_known_place

# Words that nearly every quote has: they count for little when two are compared, and never bring two together.
_STOP = FUNCTION | {"said"}
_PART = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_STOP_WEIGHT = 0.25
_NUMBER_WEIGHT = 1.5
_STEM = 5
_COMPANY_NAME = 2
"""Words of a company's name and its kind. Longer ones open with a place too often: `Kesh Press Service` is not Kesh."""


def attribute(quotes: Sequence[Quote], *, settings: ClaimSettings) -> tuple[Attribution, ...]:
    """One attribution for each quote of a storyline, in their order: its speaker's fullest name and its utterance.

    `utterance` is None where no quote of another article is a variant of it.
    """
    speakers = fullest_names([quote.speaker for quote in quotes])
    utterances = _utterances(quotes, speakers, settings)
    speakers = _one_spelling(speakers, utterances, settings)
    return tuple(
        Attribution(
            id=stable_id("attribution", quote.id),
            quote=quote.id,
            speaker=speakers[number],
            utterance=utterances.get(number),
        )
        for number, quote in enumerate(quotes)
    )


# -- names -----------------------------------------------------------------------------------------------------------


def fullest_names(given: Sequence[str | None]) -> list[str | None]:
    """Each speaker by the fullest form that any article among these gives, where only one person can be meant."""
    named: Mapping[str, Counter[str]] = defaultdict(Counter)
    opened: dict[str, set[str]] = defaultdict(set)
    for speaker in given:
        for name in _parts(speaker):
            if " " in name and name[0].isupper():
                named[fold(name.split()[-1])][name] += 1
                if _is_company(name):
                    opened[fold(name.split()[0])].add(name)
    named = {last: _with_bare(found) for last, found in named.items()}
    return [_joined(_company(_full(name, named), opened) for name in _parts(speaker)) for speaker in given]


def _parts(speaker: str | None) -> list[str]:
    return [part for part in (speaker or "").split("; ") if part]


def _joined(names: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(names)) or None


def _full(name: str, named: Mapping[str, Counter[str]]) -> str:
    """A surname's one full name; of several spellings of a full name, the one with its accents, then the commonest."""
    found = named.get(fold(name.rsplit(maxsplit=1)[-1]))
    if not found or not name[:1].isupper():
        return name
    name = _bare(name, found)
    same = [form for form in found if " " not in name or fold(form) == fold(name)]
    if not same or len({fold(form) for form in same}) > 1:
        return name
    return max(same, key=lambda form: (not form.isascii(), found[form], form))


def _with_bare(found: Counter[str]) -> Counter[str]:
    """The forms of a name, each by its bare form."""
    bare: Counter[str] = Counter()
    for name, count in found.items():
        bare[_bare(name, found)] += count
    return bare


def _bare(name: str, found: Mapping[str, int]) -> str:
    """A name without the word that one page set before it (`Boffin Ana Mor`), where more pages have it without."""
    rest = name.partition(" ")[2]
    return rest if " " in rest and found.get(rest, 0) > found.get(name, 0) else name


def _is_company(name: str) -> bool:
    """Whether a name may be a company's and its kind, and is no body of a place: `Vestra Biopharm`."""
    words = name.split()
    plain = len(words) == _COMPANY_NAME and words[1][:1].isupper() and fold(words[1]) not in DOCUMENTS | BODIES
    return plain and not is_known_place(words[0])


def _company(name: str, opened: dict[str, set[str]]) -> str:
    """The full name that one word opens, where that can only be one: `Vestra` is `Vestra Biopharm`."""
    longer = opened.get(fold(name), set()) if " " not in name and name[:1].isupper() else set()
    return next(iter(longer)) if len(longer) == 1 else name


def _one_spelling(speakers: list[str | None], utterances: dict[int, str], settings: ClaimSettings) -> list[str | None]:
    """The speakers with one spelling for a name that two articles spell in two ways over the same words."""
    counted = Counter(name for speaker in speakers for name in _parts(speaker))
    together: dict[str, set[str]] = defaultdict(set)
    for number, utterance in utterances.items():
        together[utterance].update(_parts(speakers[number]))
    chosen: dict[str, str] = {}
    for names in together.values():
        for one in names:
            alike = [other for other in names if is_respelled(one, other, settings.alike_spelling)]
            chosen[one] = max([*alike, chosen.get(one, one)], key=lambda name: (counted[name], name))
    return [_joined(chosen.get(name, name) for name in _parts(speaker)) for speaker in speakers]


def is_respelled(one: str, other: str, alike: float) -> bool:
    """Whether two names are of as many words, each nearly the same: transliterations of one name."""
    left, right = fold(one).split(), fold(other).split()
    return len(left) == len(right) and all(
        fuzz.ratio(a, b) >= alike and (a[:1] == b[:1] or _ends_alike(a, b)) for a, b in zip(left, right, strict=True)
    )


def _ends_alike(one: str, other: str) -> bool:
    """Whether two words end alike, whatever letters write their first sound: `Tsiklauri`, `Ziklauri`."""
    return min(len(one), len(other)) > 4 and one[-3:] == other[-3:]


# -- utterances ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wording:
    """One wording by one speaker, with the quotes that have it; `weight` is that of all its stems."""

    plain: str
    words: int
    stems: dict[str, float]
    numbers: frozenset[str]
    weight: float
    speakers: frozenset[str]
    articles: frozenset[ArticleId]
    members: tuple[int, ...]


def _utterances(quotes: Sequence[Quote], speakers: list[str | None], settings: ClaimSettings) -> dict[int, str]:
    """Utterance ids by quote: wordings linked by pairs that are alike enough, one an article where they compete."""
    wordings = _wordings(quotes, speakers)
    scores = {
        pair: score
        for pair in _candidates(wordings, settings)
        if (score := _likeness(wordings[pair[0]], wordings[pair[1]], settings)) > 0
    }
    best = _best(wordings, scores)
    parent = list(range(len(wordings)))
    places = [{article: [number] for article in wording.articles} for number, wording in enumerate(wordings)]
    for left, right in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        score = scores[left, right]
        rivalled = score < max(best[left, article] for article in wordings[right].articles) or score < max(
            best[right, article] for article in wordings[left].articles
        )
        one, other = sorted((_root(parent, left), _root(parent, right)))
        shared = places[one].keys() & places[other].keys()
        halves = score >= settings.half_an_utterance and all(
            _are_halves(wordings, places[one][article], places[other][article]) for article in shared
        )
        allowed = halves if shared else not rivalled
        if one != other and (score >= settings.surely_one_utterance or allowed):
            parent[other] = one
            for article, members in places[other].items():
                places[one].setdefault(article, []).extend(members)
    return _named_groups(quotes, wordings, parent)


def _are_halves(wordings: list[_Wording], left: list[int], right: list[int]) -> bool:
    """Whether wordings of one article have nothing in common, so that both may be parts of one longer utterance."""
    one = {stem for number in left for stem, weight in wordings[number].stems.items() if weight > _STOP_WEIGHT}
    other = {stem for number in right for stem, weight in wordings[number].stems.items() if weight > _STOP_WEIGHT}
    return not one & other


def _named_groups(quotes: Sequence[Quote], wordings: list[_Wording], parent: list[int]) -> dict[int, str]:
    groups: dict[int, list[int]] = defaultdict(list)
    for number, wording in enumerate(wordings):
        groups[_root(parent, number)].extend(wording.members)
    return {
        number: stable_id("utterance", quotes[min(members)].id)
        for members in groups.values()
        if len({quotes[number].article for number in members}) > 1
        for number in members
    }


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _wordings(quotes: Sequence[Quote], speakers: list[str | None]) -> list[_Wording]:
    """Quotes of the same words by the same speaker folded into one, so that copies cost nothing."""
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, quote in enumerate(quotes):
        plain = " ".join(_PART.findall(fold(quote.text.replace("[", "").replace("]", ""))))
        if plain:
            members[plain, speakers[number] or ""].append(number)
    return [_wording(quotes, plain, speaker, numbers) for (plain, speaker), numbers in members.items()]


def _wording(quotes: Sequence[Quote], plain: str, speaker: str, members: list[int]) -> _Wording:
    stems = _stems(plain)
    return _Wording(
        plain=plain,
        words=len(plain.split()),
        stems=stems,
        numbers=frozenset(stem for stem in stems if stem[0].isdigit()),
        weight=sum(stems.values()),
        speakers=frozenset(fold(part) for part in _parts(speaker)),
        articles=frozenset(quotes[number].article for number in members),
        members=tuple(members),
    )


def _stems(plain: str) -> dict[str, float]:
    """The heads of the words of a quote, with what each counts for."""
    weights = {}
    for word in plain.split():
        if word[0].isdigit():
            weights[word] = _NUMBER_WEIGHT
        else:
            weights[word[:_STEM]] = _STOP_WEIGHT if word in _STOP else 1.0
    return weights


def _candidates(wordings: list[_Wording], settings: ClaimSettings) -> list[tuple[int, int]]:
    """Pairs of wordings of different articles that share a word which is not too common."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, wording in enumerate(wordings):
        for stem, weight in wording.stems.items():
            if weight > _STOP_WEIGHT:
                places[stem].append(number)
    pairs = {
        (left, right)
        for numbers in places.values()
        if len(numbers) <= settings.commonest_quote_word
        for at, left in enumerate(numbers)
        for right in numbers[at + 1 :]
        if wordings[left].articles != wordings[right].articles or len(wordings[left].articles) > 1
    }
    return sorted(pairs)


def _likeness(left: _Wording, right: _Wording, settings: ClaimSettings) -> float:
    """How surely two wordings are one utterance, 0 to 1; 0 below what the settings ask for."""
    # Both state numbers and none of them is in both: another month's figure, in the words of the last.
    if left.numbers and right.numbers and not left.numbers & right.numbers:
        return 0.0
    common = left.stems.keys() & right.stems.keys()
    shared = sum(min(left.stems[stem], right.stems[stem]) for stem in common)
    contained = shared / min(left.weight, right.weight)
    telling = sum(left.stems[stem] >= 1 for stem in common)
    if _same_speaker(left.speakers, right.speakers):
        enough = telling >= settings.shared_words or contained >= settings.surely_one_utterance
        score = max(contained, _partial(left, right, settings.surely_one_utterance)) if enough else 0.0
        return score if score >= settings.alike_same_speaker else 0.0
    if telling > settings.shared_words and contained >= settings.surely_one_utterance:
        return contained
    if min(left.words, right.words) < settings.shortest_alike:
        return 0.0
    unknown = not left.speakers or not right.speakers
    return _partial(left, right, settings.alike_unknown_speaker if unknown else settings.alike_other_speaker)


def _partial(left: _Wording, right: _Wording, least: float) -> float:
    """How far the shorter of two wordings stands in the longer, 0 to 1; 0 below `least`, which is soon seen."""
    return fuzz.partial_ratio(left.plain, right.plain, score_cutoff=least * 100) / 100


def _same_speaker(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two speakers share a name, also one that is spelled in another way or a part of the other."""
    if left & right:
        return True
    return any(_near(one, other) for one in left for other in right)


def _near(one: str, other: str) -> bool:
    short, long = sorted((set(one.split()), set(other.split())), key=len)
    if short <= long and not short <= DOCUMENTS:
        return True
    return one[:1] == other[:1] and fuzz.ratio(one, other) >= 80


def _best(wordings: list[_Wording], scores: dict[tuple[int, int], float]) -> dict[tuple[int, ArticleId], float]:
    """The best score of each wording with anything of each other article."""
    best: dict[tuple[int, ArticleId], float] = defaultdict(float)
    for (left, right), score in scores.items():
        for one, other in ((left, right), (right, left)):
            for article in wordings[other].articles:
                best[one, article] = max(best[one, article], score)
    return best
