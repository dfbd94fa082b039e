"""New articles beside those that were blocked before: what changes of the candidate pairs, and no more than that.

The law (`tests/laws/test_arrivals.py`): whatever comes and goes, in whatever order and portions, the pairs are those
that `block` gives for what stands in the end. Only keys of articles that come or go can join other pairs than before;
so the index is asked who else has them, and the pairs that they join are counted before and after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from copydesk.engine.base import FAMILIES, Change, KeyIndex, Known
from copydesk.records import Candidate, Fingerprint
from copydesk.settings import BlockLimits
from copydesk.text.ids import stable_id

if TYPE_CHECKING:
    from collections.abc import Iterator

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


def extend(
    prints: Sequence[Fingerprint], gone: Sequence[str], index: KeyIndex, *, known: Known, limits: BlockLimits
) -> Change:
    """What of the candidate pairs changes when `prints` come to an index, and the articles `gone` leave it.

    An article whose print changes both comes and goes. The index is left as it is; `known` gives the candidates that
    stand.
    """
    leaving = index.numbers(gone)
    touched = {family: np.union1d(_own(prints, family)[0], index.keys_of(family, leaving)[0]) for family in FAMILIES}
    scene = _scene(prints, leaving, index, touched)
    moved = _moved(scene, {one.article for one in prints} | set(gone), set(gone), limits)
    held = known([stable_id("pair", *one.pair) for one in moved if one.stood])
    counted: list[Candidate] = []
    lifted: list[tuple[str, str]] = []
    for one in moved:
        standing = held.get(stable_id("pair", *one.pair))
        if one.own:
            counted.append(_candidate(*one.pair, one.after))
        elif standing is not None:
            # What the two have in common beside the touched keys is in the counts that are known.
            rest = [getattr(standing, family) - count for family, count in zip(FAMILIES, one.before, strict=True)]
            counted.append(_candidate(*one.pair, [few + more for few, more in zip(rest, one.after, strict=True)]))
        elif any(more > few for few, more in zip(one.before, one.after, strict=True)):
            lifted.append(one.pair)
    counted.extend(_recounted(lifted, prints, leaving, index, limits=limits) if lifted else ())
    made = sorted((one for one in counted if _enough(one, limits)), key=lambda one: one.id)
    dropped = sorted(one.id for one in counted if one.id in held and not _enough(one, limits))
    return Change(tuple(one for one in made if held.get(one.id) != one), tuple(dropped))


class _Moved(NamedTuple):
    """A pair that may be joined otherwise than before, and by how many touched keys of each family it was and is.

    `own` when one of the two comes or goes: then these are all their keys. `stood` when it may be a candidate already.
    """

    pair: tuple[str, str]
    before: Sequence[int]
    after: Sequence[int]
    own: bool
    stood: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """Who has the touched keys, before and after: of each family the keys, and the places in `ids` of who has them."""

    ids: Sequence[str]
    before: Mapping[str, tuple[Numbers, Numbers]]
    after: Mapping[str, tuple[Numbers, Numbers]]


def _scene(prints: Sequence[Fingerprint], leaving: Numbers, index: KeyIndex, touched: Mapping[str, Numbers]) -> _Scene:
    """What the index and the prints that come say of these keys."""
    held = {family: index.holders(family, touched[family]) for family in FAMILIES}
    numbers = np.unique(np.concatenate([owners for _, owners in held.values()]))
    names = index.names(numbers)
    ids = sorted({*names, *(one.article for one in prints)})
    place = {ident: number for number, ident in enumerate(ids)}
    of_held = np.array([place[name] for name in names], dtype=np.int64)
    of_new = np.array([place[one.article] for one in prints], dtype=np.int64)
    before, after = {}, {}
    for family, (keys, owners) in held.items():
        places = of_held[np.searchsorted(numbers, owners)]
        stays = ~np.isin(owners, leaving)
        mine, rows = _own(prints, family)
        rows = rows[asked := _among(mine, touched[family])]
        before[family] = (keys, places)
        after[family] = (
            np.concatenate((keys[stays], mine[asked])),
            np.concatenate((places[stays], of_new[rows])),
        )
    return _Scene(ids=ids, before=before, after=after)


def _own(prints: Sequence[Fingerprint], family: str) -> tuple[Numbers, Numbers]:
    """The keys of prints, and which print each is of."""
    lists = [np.asarray(getattr(one, family), dtype=np.int64) for one in prints]
    keys = np.concatenate([*lists, np.zeros(0, dtype=np.int64)])
    return keys, np.repeat(np.arange(len(lists), dtype=np.int64), [len(one) for one in lists])


def _among(keys: Numbers, ordered: Numbers) -> Flags:
    """Which keys are among the ordered ones."""
    if not len(ordered):
        return np.zeros(len(keys), dtype=bool)
    places = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    return np.asarray(ordered[places] == keys)


def _moved(scene: _Scene, changes: set[str], gone: set[str], limits: BlockLimits) -> list[_Moved]:
    """The pairs that may be joined otherwise than before.

    Two articles that stay are joined as before by a key that was and is rare, so these pairs are left out; so are pairs
    with an article that is new alone and share too little.
    """
    changing, going = (np.array([one in some for one in scene.ids], dtype=bool) for some in (changes, gone))
    counts = []
    for family in FAMILIES:
        sides = scene.before[family], scene.after[family]
        common = np.unique(np.concatenate([_common(keys, limits.most_articles) for keys, _ in sides]))
        wanted = _Filter(len(scene.ids), limits.most_articles, changing, common)
        counts.append([_joined(*side, wanted) for side in sides])
    pairs = np.unique(np.concatenate([codes for sides in counts for codes, _ in sides]))
    before, after = (np.stack([_looked_up(pairs, *sides[number]) for sides in counts]) for number in (0, 1))
    left, right = np.divmod(pairs, max(1, len(scene.ids)))
    own, went = changing[left] | changing[right], going[left] | going[right]
    least = np.array([[getattr(limits, f"least_{family}")] for family in FAMILIES])
    stood = went | (~own & (before != after).any(axis=0))
    told = np.flatnonzero(stood | (own & (after >= least).any(axis=0)))
    columns = (left, right, before.T, after.T, own, stood)
    rows = zip(*(column[told].tolist() for column in columns), strict=True)
    return [_Moved((scene.ids[one], scene.ids[other]), *rest) for one, other, *rest in rows]


def _common(keys: Numbers, most: int) -> Numbers:
    """The keys that stand in more articles than all pairs of which are joined."""
    found, counts = np.unique(keys, return_counts=True)
    return found[counts > most]


@dataclass(frozen=True, slots=True)
class _Filter:
    """Which pairs are wanted: with an article that `changes`, or by a key of `common`; of so many articles in all."""

    articles: int
    most: int
    changes: Flags
    common: Numbers


def _joined(keys: Numbers, places: Numbers, wanted: _Filter) -> tuple[Numbers, Numbers]:
    """Pairs of articles, written as `left * articles + right` in order, and how many of the keys join each."""
    order = np.lexsort((places, keys))
    keys, places = keys[order], places[order]
    starts = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
    sizes = np.diff(starts, append=len(keys))
    found = [np.zeros(0, dtype=np.int64)]
    for size in np.unique(sizes[sizes > 1]).tolist():
        firsts = starts[sizes == size]
        members = places[firsts[:, None] + np.arange(size)]
        ones = np.arange(size - 1)
        left, right = np.triu_indices(size, 1) if size <= wanted.most else (ones, ones + 1)
        lefts, rights = members[:, left], members[:, right]
        kept = wanted.changes[lefts] | wanted.changes[rights] | _among(keys[firsts], wanted.common)[:, None]
        found.append((lefts * wanted.articles + rights)[kept])
    return np.unique(np.concatenate(found), return_counts=True)


def _looked_up(wanted: Numbers, pairs: Numbers, counts: Numbers) -> Numbers:
    """The counts of the wanted pairs, 0 where a pair has none."""
    if not len(pairs):
        return np.zeros(len(wanted), dtype=np.int64)
    places = np.minimum(np.searchsorted(pairs, wanted), len(pairs) - 1)
    return np.where(pairs[places] == wanted, counts[places], 0)


def _recounted(
    pairs: Sequence[tuple[str, str]],
    prints: Sequence[Fingerprint],
    leaving: Numbers,
    index: KeyIndex,
    *,
    limits: BlockLimits,
) -> Iterator[Candidate]:
    """Pairs of articles that stood and were no candidates, counted by all their keys: a key that was common is rare."""
    ends = index.numbers(sorted({end for pair in pairs for end in pair}))
    scene = _scene(prints, leaving, index, {family: np.unique(index.keys_of(family, ends)[0]) for family in FAMILIES})
    place = {ident: number for number, ident in enumerate(scene.ids)}
    wanted = {pair: place[pair[0]] * len(place) + place[pair[1]] for pair in pairs if set(pair) <= place.keys()}
    asked = np.array(sorted({ident for pair in wanted for ident in pair}))
    changes = np.isin(np.array(scene.ids), asked)
    none = np.zeros(0, dtype=np.int64)
    sought = _Filter(len(scene.ids), limits.most_articles, changes, none)
    joined = [_joined(*scene.after[family], sought) for family in FAMILIES]
    codes = np.array(list(wanted.values()), dtype=np.int64)
    counts = np.stack([_looked_up(codes, *one) for one in joined]).T.tolist()
    for pair, row in zip(wanted, counts, strict=True):
        yield _candidate(*pair, row)


def _candidate(left: str, right: str, counts: Sequence[int]) -> Candidate:
    families = dict(zip(FAMILIES, counts, strict=True))
    return Candidate(id=stable_id("pair", left, right), a=left, b=right, **families)  # type: ignore[arg-type]


def _enough(one: Candidate, limits: BlockLimits) -> bool:
    return any(getattr(one, family) >= getattr(limits, f"least_{family}") for family in FAMILIES)
