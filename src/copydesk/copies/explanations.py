"""What may explain that two texts share words, besides one having taken them from the other, as far as pages tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.records import Article, CopyKind, Evidence, Passage
from copydesk.text.normal import fold
from copydesk.text.sentences import paragraphs

# What reports call a text that is given to all of them at once.
_RELEASE = re.compile(
    r"\b(?:press|news|media) (?:release|statement|note|notice)\b|\b(?:in|by) an? (?:\w+ )?statement\b"
    r"|\bjoint statement\b"
    r"|\bstatement (?:said|says|read|issued|released)\b|\bcommuniqu[eé]\b|\bprepared remarks\b",
    re.IGNORECASE,
)


def explanations(left: Article, right: Article, passages: Sequence[Passage], *, kind: CopyKind) -> tuple[Evidence, ...]:
    """A credit that both pages give, a release that both name beside the shared words, or that neither names the other.

    None of them is evidence of direction. The statements are the same whichever article comes first.
    """
    if kind == "quotes_only":
        return ()
    # A report that is carried whole may name a release anywhere; sentences that two reports share may come from it.
    return (*_credits(left, right), *(_release(left, right, passages) if kind == "partial" else ()))


def _credits(left: Article, right: Article) -> Iterator[Evidence]:
    credited = [fold(one.credited_to or "") for one in (left, right)]
    if credited[0] and credited[0] == credited[1]:
        text = f"both pages credit {left.credited_to}: both may carry what it sends to many"
        yield Evidence(kind="common_credit", text=text)
        return
    first, second = sorted((left.outlet or "", right.outlet or ""))
    named = first in f"{left.text}\n{right.text}" or second in f"{left.text}\n{right.text}"
    if first and fold(first) != fold(second) and not any(credited) and not named:
        yield Evidence(kind="no_credit", text=f"neither page credits the other: {first} and {second} name no source")


def _release(left: Article, right: Article, passages: Sequence[Passage]) -> Iterator[Evidence]:
    """That both texts name a release in a paragraph of which they share words."""
    beside = [_RELEASE.search(text) for text in _beside(left.text, right.text, passages)]
    if all(beside):
        text = "both texts name a statement or a release beside the shared words: it may have been given to both"
        yield Evidence(kind="common_release", text=text)


def _beside(left: str, right: str, passages: Sequence[Passage]) -> tuple[str, str]:
    """The paragraphs that hold equal passages, on either side."""
    equal = [passage for passage in passages if passage.same]
    return _holding(left, [one.a for one in equal]), _holding(right, [one.b for one in equal])


def _holding(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    ends = sorted(stretches)
    kept, place = [], 0
    for start, end in paragraphs(text):
        while place < len(ends) and ends[place][1] <= start:
            place += 1
        if place < len(ends) and ends[place][0] < end:
            kept.append(text[start:end])
    return "\n".join(kept)
