"""Paragraphs that were dropped, sentences and runs of words that were put in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from copydesk.copies.altered.pairing import Pairing
from copydesk.copies.altered.spam import is_advert, is_bare, spam_runs
from copydesk.copies.altered.tokens import Token
from copydesk.records import Alteration, Range
from copydesk.text.sentences import paragraphs, sentences

_REWORDED = frozenset({"translated", "spun"})
_SHORTEST_CLAIM = 6
"""Words. Rewording leaves shorter sentences over, which say what the one beside them says."""


def block_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """Paragraphs of the source without a counterpart; sentences of the copy without one, and adverts inside others."""
    if pairing.kind == "partial":
        return
    kept = [place[0] for place in sentences(pairing.source.text) if _is_kept(pairing, place)]
    for place in paragraphs(pairing.source.text):
        has_kept = bisect_left(kept, place[0]) < bisect_left(kept, place[1])
        if not has_kept and _stands_alone(pairing, pairing.left, pairing.right_of, place):
            yield pairing.alteration("dropped_paragraph", place, None, material=True)
    adverts = list(_adverts(pairing))
    put_in = [
        place for place in sentences(pairing.copy.text) if _stands_alone(pairing, pairing.right, pairing.left_of, place)
    ]
    yield from _put_in(pairing, put_in, adverts)
    for run in adverts:
        if not _holds(run, put_in):
            yield pairing.alteration("inserted_spam", None, run, material=True)
    for run in _clauses(pairing):
        if not _holds(run, put_in) and not _holds(run, adverts):
            yield pairing.alteration("inserted_claim", None, run, material=True)


def _put_in(pairing: Pairing, put_in: Sequence[Range], adverts: Sequence[Range]) -> Iterator[Alteration]:
    """Whole sentences that were put in: adverts, or claims; what rewording left over of the source's own is neither."""
    for place in put_in:
        row = [token for token in pairing.right[slice(*pairing.right_numbers(place))] if token.kind != "mark"]
        advert = is_advert(row, pairing.copy.outlet, least=pairing.settings.least_advert_weight)
        bare = pairing.kind in _REWORDED and len(row) >= _LEAST_OF_ANCHOR and is_bare(row)
        if advert or bare or _holds(place, adverts):
            yield pairing.alteration("inserted_spam", None, place, material=True)
        elif pairing.kind not in _REWORDED or not (_split_off(pairing, place) or len(row) < _SHORTEST_CLAIM):
            yield pairing.alteration("inserted_claim", None, place, material=True)


_KEPT_SENTENCE = 0.7
"""Share of a sentence's words that stand in the copy as they were, so that it is that sentence and no other: of the
paragraph that it stood in something was cut, but that was not dropped."""


def _is_kept(pairing: Pairing, sentence: Range) -> bool:
    """Whether most words of a sentence of the source stand in the copy as they were."""
    numbers = range(*pairing.left_numbers(sentence))
    spoken = [n for n in numbers if pairing.left[n].kind not in {"mark", "function"}]
    kept = sum((m := pairing.right_of[n]) is not None and pairing.right[m].key == pairing.left[n].key for n in spoken)
    return bool(spoken) and kept >= _KEPT_SENTENCE * len(spoken)


def _split_off(pairing: Pairing, place: Range) -> bool:
    """Whether a sentence repeats a name or a number of the source's paragraphs beside it.

    Rewording cuts long sentences into several, of which alignment leaves one over at times.
    """
    first, last = pairing.right_numbers(place)
    before = next((m for n in range(first - 1, -1, -1) if (m := pairing.left_of[n]) is not None), None)
    behind = next((m for n in range(last, len(pairing.right)) if (m := pairing.left_of[n]) is not None), None)
    beside = [pairing.left[m].start for m in (before, behind) if m is not None]
    told = {
        token.key
        for start, end in paragraphs(pairing.source.text)
        if any(start <= near < end for near in beside)
        for token in pairing.left[slice(*pairing.left_numbers((start, end)))]
        if token.kind in {"name", "number", "date"}
    }
    return any(t.key in told for t in pairing.right[first:last] if t.kind in {"name", "number", "date"})


def _adverts(pairing: Pairing) -> Iterator[Range]:
    """The places in the copy of runs of advertising words that the source has nothing of."""
    row = pairing.right
    known = {token.key for token in pairing.left}
    fresh = [token.key not in known or pairing.left_of[n] is None for n, token in enumerate(row)]
    runs = list(spam_runs(row, fresh, pairing.copy.outlet, least=pairing.settings.least_advert_weight))
    runs += [run for run in _anchors(pairing) if not _holds(run, runs)]
    for first, last in runs:
        yield row[first].start, row[last - 1].end


def _anchors(pairing: Pairing) -> Iterator[Range]:
    """Runs of token numbers between two words that stand side by side in the source: the text of a link put in there.

    Such a text is all of things and their praise, in one breath, so that fewer words of the trade tell it than
    elsewhere.
    """
    row, facing = pairing.right, pairing.left_of
    for first, last in _gaps(facing):
        before, behind = facing[first - 1] if first else None, facing[last] if last < len(row) else None
        beside = before is not None and behind is not None and 0 < behind - before <= _SIDE_BY_SIDE
        in_one_breath = last - first >= _LEAST_OF_ANCHOR and all(token.kind != "mark" for token in row[first:last])
        least = pairing.settings.least_advert_weight
        run = row[first:last]
        if beside and in_one_breath and (is_advert(run, pairing.copy.outlet, least=least) or _breaks_in(pairing, run)):
            yield first, last


def _breaks_in(pairing: Pairing, run: Sequence[Token]) -> bool:
    """Whether words were put into a spun text that no spinning program puts there, which replaces word by word.

    A choice that was left open is its own doing, and a run that a number or a small word ends is of some sentence.
    """
    ends = {run[0].kind, run[-1].kind} <= {"word", "name"}
    own = any(token.kind in {"number", "date"} or token.key[0] == "{" for token in run)
    return pairing.kind == "spun" and len(run) >= _LEAST_BREAKING_IN and ends and not own and is_bare(run)


_LEAST_BREAKING_IN = 4


_SIDE_BY_SIDE = 2
_LEAST_OF_ANCHOR = 3


def _clauses(pairing: Pairing) -> Iterator[Range]:
    """Runs of words that were put inside a sentence that the copy otherwise keeps as it was."""
    if pairing.kind in _REWORDED:
        return
    row = pairing.right
    for first, last in _gaps(pairing.left_of):
        spoken = [token for token in row[first:last] if token.kind not in {"mark", "function"}]
        if len(spoken) >= pairing.settings.least_words_of_clause:
            yield row[first].start, row[last - 1].end


def _gaps(facing: Sequence[int | None]) -> Iterator[Range]:
    """Runs of tokens that face nothing."""
    first = None
    for number, other in enumerate((*facing, 0)):
        if other is None and first is None:
            first = number
        elif other is not None and first is not None:
            yield first, number
            first = None


def _holds(place: Range, others: Sequence[Range]) -> bool:
    return any(other[0] < place[1] and place[0] < other[1] for other in others)


def _stands_alone(pairing: Pairing, row: Sequence[Token], facing: Sequence[int | None], place: Range) -> bool:
    """Whether hardly a word of a place in the source or the copy (whose tokens are `row`) faces anything."""
    numbers = pairing.left_numbers(place) if row is pairing.left else pairing.right_numbers(place)
    spoken = [n for n in range(*numbers) if row[n].kind != "mark"]
    return bool(spoken) and sum(facing[n] is not None for n in spoken) < pairing.settings.least_facing * len(spoken)
