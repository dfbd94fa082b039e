"""Advertising that was put into a copied text: runs of words of the trade that the source has nothing of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.copies.altered.tokens import FUNCTION, Token, key_of
from copydesk.records import Range
from copydesk.text.words import words

# Words that news seldom puts in a run and link farms live by, trade by trade. By themselves they are ordinary; two or
# three on end are not. General knowledge of what such pages sell.
_STRONG = frozenset(
    # gambling and lending
    "casino casinos slots slot jackpot poker roulette blackjack bingo sportsbook betting lottery lotto crypto bitcoin"
    " ethereum nft altcoin forex payday refinance refinancing"
    # dating and what goes by that name
    " dating singles hookup hookups escort escorts webcam flirt milfs nudes"
    # drugs and bodies
    " viagra cialis pills pharmacy prescription supplements slimming keto cbd hemp thc vape vapes gummies detox botox"
    " testosterone erectile libido liposuction whitening veneers"
    # shopping
    " replica coupon coupons promo discount discounts voucher vouchers deals cheap cheapest"
    " giveaway clearance wholesale"
    " buy"
    # pages that want readers
    " click subscribe follow followers button newsletter signup login download downloads torrent"
    " seo backlinks hosting"
    " vpn antivirus wordpress swipe"
    # what students and believers are sold
    " essay essays dissertation ghostwriter homework horoscope tarot psychic astrology".split()
)
# Words that go with them, ordinary by themselves.
_WEAK = frozenset(
    # praise and haste
    "best top free instant fast easy quick amazing affordable budget low lowest guaranteed approval"
    " overnight now today"
    " tonight daily every single day weekend secret secrets trick tricks hacks tips simple proven"
    " ultimate perfect rated"
    " rating ratings reviews review picks ranking unbelievable believe shocking luxury custom"
    # where and for whom
    " online near me you your local home area women men girls mothers people adult mature"
    # selling
    " price prices pricing cost costs quote quotes offer offers sale sell order purchase shop shops"
    " shopping store stores"
    " delivery shipping rent rental hire service services specials warehouse factory brand brands"
    " code codes bonus deposit"
    " no without check compare gift prize reward rewards claim win get"
    # money
    " cash money earn income passive profit profits loan loans lender lenders credit mortgage"
    " broker brokers insurance"
    " advance advances trading stocks rates rate gold investment"
    # trades and goods
    " lawyer attorney injury plumber electrician locksmith roofing roof repair cleaning removal"
    " installation pest garage"
    " kitchen furniture sofa mattress carpet shoes sneakers sandals handbags watches jewellery"
    " jewelry perfume skincare"
    " cream aging hair transplant dental teeth implants braces weight diet fat belly muscle workout"
    " remedies relief pain"
    " tablets sleep"
    # screens and travel
    " movies episodes stream streaming watch games game mobile phone app apps laptop software unlimited subscription"
    " lifetime flights hotel hotels villas cruise tickets visa cars used charter chat love meet date friend"
    # learning and work
    " course courses degree diploma learn jobs hiring remote freelance membership experience"
    # pages that want readers
    " sign up read more reading keep continue like likes share post page link channel profile bio"
    " website websites site"
    " sites story stories news full visit join discover find searching looking search here miss tap gambling".split()
)
# Pairs of search pages and shops: the second word of one weighs as much as a word of the trade.
_PAIRS = frozenset(
    "near me|sign up|for sale|no deposit|credit check|read more|keep reading|continue reading|click here|cash loan"
    "|personal loan|free shipping|best price|buy now|for hire|bad credit|check out|our website|our"
    " newsletter|our shop"
    "|your inbox|your area|your postcode|free trial|free quote|like and|and share|learn more|find out".split("|")
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


def is_advert(row: Sequence[Token], outlet: str | None, *, least: float) -> bool:
    """Whether a stretch that the source has nothing of advertises.

    It weighs `least` with a word of the trade among few others; or it is bare of the small words of a sentence, as
    what is typed into a search page is, and half of it goes with the trade.
    """
    own = {key_of(word.text) for word in words(outlet or "")} - FUNCTION
    spoken = [token for token in row if token.kind != "mark"]
    weights = _weights(spoken, own)
    total, strongest = sum(weights), max(weights, default=0.0)
    if total >= max(least, _LEAST_DENSITY * len(spoken)) and strongest >= _STRONG_WEIGHT:
        return True
    return is_bare(spoken) and total >= max(_LEAST_BARE, _BARE_DENSITY * len(spoken))


def is_bare(row: Sequence[Token]) -> bool:
    """Whether a short stretch has hardly any of the small words that a sentence is held together by."""
    spoken = [token for token in row if token.kind != "mark"]
    small = sum(token.key in FUNCTION and token.key not in _WEAK for token in spoken)
    return len(spoken) <= _LONGEST_BARE and small <= _MOST_SMALL * len(spoken)


_LEAST_DENSITY = 0.12
"""Weight a word: a report on trade has words of the trade too, but not so many."""
_LONGEST_BARE, _MOST_SMALL = 12, 0.25
_LEAST_BARE, _BARE_DENSITY = 1.0, 0.3
"""Of the words of a search three in five go with the trade; a sentence of news has twice as many small words."""


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
