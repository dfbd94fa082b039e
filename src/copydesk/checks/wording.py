"""One utterance in several accounts: are its words the same?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from copydesk.checks.accounts import Account, side_at
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Attribution, Check, Dossier, Quote
from copydesk.settings import CheckSettings
from copydesk.text.normal import fold

_PLAIN = re.compile(r"[^\w\s]")


def wording_checks(
    dossier: Dossier, told: Sequence[Account], story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """One check for every utterance that several accounts quote or report."""
    of_article = {account.article.id: account for account in told}
    attributed = {one.quote: one for one in dossier.attributions}
    variants: dict[str, list[tuple[Quote, Account, Attribution]]] = {}
    for quote in dossier.quotes:
        known = attributed.get(quote.id)
        if known and known.utterance and quote.article in of_article:
            variants.setdefault(known.utterance, []).append((quote, of_article[quote.article], known))
    for group in variants.values():
        if len({account.family for _, account, _ in group}) > 1:
            yield _compared(group, story, settings)


def _compared(group: list[tuple[Quote, Account, Attribution]], story: str, settings: CheckSettings) -> Check:
    sides = [side_at(account, quote.start, quote.end, settings=settings) for quote, account, _ in group]
    speaker = next((known.speaker for _, _, known in group if known.speaker), None)
    likeness = _likeness([quote.text for quote, _, _ in group])
    same = likeness >= settings.same_words
    told = "in the same words" if same else "in different words, as translations and summaries are"
    by = f" by {speaker}" if speaker else ""
    verdict = Verdict("words", "agrees" if same else "compatible", f"one utterance{by}, {told}")
    return make_check(story, speaker or group[0][0].text, verdict, sides)


def _likeness(texts: list[str]) -> float:
    """The least likeness of any of the texts to the longest, 0 to 100, part against whole."""
    plain = sorted((_PLAIN.sub(" ", fold(text)) for text in texts), key=len)
    return min((fuzz.partial_ratio(one, plain[-1]) for one in plain[:-1]), default=100.0)
