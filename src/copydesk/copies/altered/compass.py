"""Points of the compass that are others in the copy: the north made the south."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.copies.altered.pairing import Pairing
from copydesk.copies.altered.tokens import Token
from copydesk.records import Alteration, Range

_POINTS = {
    form: point
    for point in ("north", "south", "east", "west")
    for form in (point, f"{point}ern", f"{point}wards", f"{point}ward", f"{point}erly")
} | {
    form: first + second
    for first in ("north", "south")
    for second in ("east", "west")
    for form in (first + second, f"{first}{second}ern")
}


def compass_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """Points of the compass, outside names, that face others; `south-west` is one, and `western` is `west`."""
    done = -1
    for number, token in enumerate(pairing.left):
        facing = pairing.right_of[number]
        if number <= done or facing is None or not _is_point(token) or not _is_point(pairing.right[facing]):
            continue
        mine, theirs = _whole(pairing.left, number), _whole(pairing.right, facing)
        done = mine[1] - 1
        if _point(pairing.left, mine) != _point(pairing.right, theirs):
            yield pairing.alteration("place", _place(pairing.left, mine), _place(pairing.right, theirs), material=True)


def _is_point(token: Token) -> bool:
    return token.key in _POINTS and token.kind in {"word", "function"}


def _whole(row: Sequence[Token], number: int) -> Range:
    """The numbers of a point with the one it is joined to by a hyphen or a space: south-west, north west."""
    first, last = number, number + 1
    while first > 0 and _is_point(row[first - 1]) and row[first].start - row[first - 1].end == 1:
        first -= 1
    while last < len(row) and _is_point(row[last]) and row[last].start - row[last - 1].end == 1:
        last += 1
    return first, last


def _point(row: Sequence[Token], numbers: Range) -> str:
    return "".join(_POINTS[token.key] for token in row[slice(*numbers)])


def _place(row: Sequence[Token], numbers: Range) -> Range:
    return row[numbers[0]].start, row[numbers[1] - 1].end
