"""Laws of alterations: a text is no alteration of itself, and every place holds the words it is said to hold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import making
from copydesk.copies.alterations import alterations
from copydesk.records import Article, CopyKind, Passage
from copydesk.settings import CopySettings

WORDS = st.sampled_from(
    "the of Norvane Halberg not 14 fourteen 3.4% 38bn metres yards Monday March 2031 ferry council said “sailed back”"
    " ‘quay’ according to police Ilse Tamarind O'Neill €5m 9.22pm — … ! 船 ’s never one in five casino bonus"
    " UK U.S. South-West northern safe unsafe didn't failed to confirmed denied $5m L85m basis points half a nautical"
    " 2.3bn crowns litre Halberg-40 US-led {ferry|boat} 6.15am Brandt & Sons’ Under".split()
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=14).map(lambda words: " ".join(words) + ".")
TEXTS = st.lists(SENTENCES, min_size=1, max_size=6).map("\n".join) | st.text(max_size=80)
KINDS: st.SearchStrategy[CopyKind] = st.sampled_from(["verbatim", "edited", "translated", "spun", "partial"])


def article(text: str) -> Article:
    return making.article("one", text)


def passages(left: str, right: str) -> tuple[Passage, ...]:
    return (Passage(a=(0, max(1, len(left))), b=(0, max(1, len(right))), same=False),)


@settings(deadline=None)
@given(TEXTS, KINDS)
def test_a_text_is_no_alteration_of_itself(text: str, kind: CopyKind) -> None:
    one = article(text)
    assert alterations(one, one, passages(text, text), kind=kind, settings=CopySettings()) == ()


@settings(deadline=None)
@given(TEXTS, TEXTS, KINDS)
def test_places_hold_the_words_that_are_told(left: str, right: str, kind: CopyKind) -> None:
    found = alterations(article(left), article(right), passages(left, right), kind=kind, settings=CopySettings())
    for one in found:
        assert one.a is not None or one.b is not None
        assert one.before == (left[slice(*one.a)] if one.a else "")
        assert one.after == (right[slice(*one.b)] if one.b else "")
        assert one.before != one.after
