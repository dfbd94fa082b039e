"""Advertising that was put into a copied text: runs of words of the trade that the source has nothing of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.copies.altered.tokens import FUNCTION, Token, key_of
from copydesk.records import Range
from copydesk.text.words import words

# Words that news seldom puts in a run and link farms live by: gambling, lending, dating, drugs sold by post, shopping,
# followers, and the phrases of search pages. By themselves they are ordinary; two or three on end are not.
_STRONG = frozenset(
    "casino casinos slots jackpot poker roulette sportsbook betting lottery crypto bitcoin forex"
    " payday refinance dating singles hookup hookups escort escorts webcam"
    " viagra cialis pills pharmacy prescription supplements slimming replica"
    " coupon coupons promo discount discounts voucher vouchers deals cheap cheapest giveaway"
    " buy click subscribe follow followers button newsletter signup download seo backlinks hosting vpn"
    " antivirus".split()
)
# Words that go with them, ordinary by themselves.
_WEAK = frozenset(
    "best top free instant fast easy quick online near me sign up used now today here more read reading keep continue"
    " check credit bonus code codes offer offers review reviews rate rates site sites website websites guide tips"
    " compare price prices cost affordable local home guaranteed approval no deposit overnight delivery shipping"
    " without miss searching looking find discover visit learn join get win earn money cash advance advances daily"
    " every single day date meet tonight chance people story stories news full girls women men sale order purchase"
    " shop loan loans lender lenders mortgage insurance membership essay essays service share like weight tablets"
    " gambling chat".split()
)
# Pairs of search pages and shops: the second word of one weighs as much as a word of the trade.
_PAIRS = frozenset(
    "near me|sign up|for sale|no deposit|credit check|read more|keep reading|continue reading|click here|cash loan"
    "|personal loan|free shipping|best price|buy now".split("|")
)
_STRONG_WEIGHT, _WEAK_WEIGHT = 1.0, 0.5
_WIDEST_GAP = 2
"""So many words of no weight may stand between two of the trade."""


def spam_runs(row: Sequence[Token], fresh: Sequence[bool], outlet: str | None, *, least: float) -> Iterator[Range]:
    """Runs of token numbers whose words of the trade weigh `least` together, one strong word among them at least.

    Only `fresh` tokens count, those that the source has no like of. The name of the copy's own outlet weighs as much as
    a strong word: a site speaks of itself where it promotes itself.
    """
    own = {key_of(word.text) for word in words(outlet or "")} - FUNCTION
    weights = [weight if new else 0.0 for weight, new in zip(_weights(row, own), fresh, strict=True)]
    for first, last in _clusters(row, weights):
        inside = weights[first:last]
        if sum(inside) >= least and max(inside) >= _STRONG_WEIGHT:
            yield _widened(row, fresh, first, last)


def spam_weight(row: Sequence[Token], outlet: str | None) -> float:
    """The weight of the words of the trade in a stretch that stands alone."""
    own = {key_of(word.text) for word in words(outlet or "")} - FUNCTION
    return sum(_weights(row, own))


def _weights(row: Sequence[Token], own: set[str]) -> list[float]:
    before = ["", *(token.key for token in row)][: len(row)]
    return [
        _STRONG_WEIGHT if f"{key} {token.key}" in _PAIRS else _weight(token, own)
        for key, token in zip(before, row, strict=True)
    ]


def _weight(token: Token, own: set[str]) -> float:
    if token.key in _STRONG or token.key in own:
        return _STRONG_WEIGHT
    return _WEAK_WEIGHT if token.key in _WEAK else 0.0


def _clusters(row: Sequence[Token], weights: Sequence[float]) -> Iterator[Range]:
    """Runs of weighted tokens, a few others between them allowed, none across the end of a sentence."""
    first = last = None
    for number, weight in enumerate(weights):
        ends = row[number].kind == "mark" and row[number].key in ".!?"
        if first is not None and last is not None and (ends or number - last > _WIDEST_GAP + 1):
            yield first, last
            first = last = None
        if weight:
            first, last = (number if first is None else first), number + 1
    if first is not None and last is not None:
        yield first, last


def _widened(row: Sequence[Token], fresh: Sequence[bool], first: int, last: int) -> Range:
    """A run with the fresh words right before it and behind it."""
    while first > 0 and fresh[first - 1] and row[first - 1].kind in {"word", "name"}:
        first -= 1
    while last < len(row) and fresh[last] and row[last].kind in {"word", "name"}:
        last += 1
    return first, last
