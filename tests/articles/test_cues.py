"""What words say of a line, in many languages: share rows, offers, comments, credits; no short cut misses one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.articles import cues
from copydesk.articles.cues import PHRASES, Cue, cues_of

# The Latin letters without those few whose small form begins otherwise.
_LETTERS = st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="\u0130\u017f\u0131")
_PATTERNS = ("SHARE", "PROMOTION", "OFFER", "COMMENTS", "RELATED", "LEGAL", "PHOTO", "BY", "LABEL", "CREDIT")


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("Share on Facebook", Cue.SHARE),
        ("Artikel teilen", Cue.SHARE),
        ("\u041f\u043e\u0434\u0435\u043b\u0438\u0442\u044c\u0441\u044f", Cue.SHARE),
        ("Sign up for our newsletter today", Cue.OFFER),
        ("SUSCRÍBETE", Cue.OFFER),
        ("Jetzt abonnieren", Cue.PROMOTION),
        ("12 Kommentare", Cue.COMMENTS),
        ("\u30b3\u30e1\u30f3\u30c8 3", Cue.COMMENTS),
        ("Lire aussi : le pont est ouvert", Cue.RELATED),
        ("\u95a2\u9023\u8a18\u4e8b", Cue.RELATED),
        ("\u00a9 2031 Valley Echo", Cue.LEGAL),
        ("\u7248\u6743\u6240\u6709", Cue.LEGAL),
        ("Photo: Ilka Brandt", Cue.PHOTO),
        ("Von Ilka Brandt", Cue.BY),
        ("Quelle: Valley Echo", Cue.CREDIT),
        ("\u6765\u6e90\uff1a\u5c71\u8c37\u56de\u58f0", Cue.CREDIT),
        ("First published in Valley Echo", Cue.CREDIT),
    ],
)
def test_a_line_shows_its_cue(line: str, cue: Cue) -> None:
    assert cues_of(line) & cue


def test_a_paragraph_of_news_shows_none() -> None:
    assert not cues_of("The cable car stopped above the gorge at noon, and forty-one people waited for six hours.")


@given(st.sampled_from(_PATTERNS).flatmap(lambda name: st.from_regex(getattr(cues, name), alphabet=_LETTERS)))
def test_every_cue_is_found_that_its_pattern_finds(text: str) -> None:
    text = text[:300]
    wanted = {name for name in _PATTERNS if getattr(cues, name).search(text)}
    assert {name for name in _PATTERNS if cues_of(text) & Cue[name]} == wanted


def test_every_plain_phrase_is_found() -> None:
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        name, _, phrase = line.split("\t")
        if phrase.replace(" ", "").replace("-", "").isalpha():
            assert cues_of(phrase.capitalize()) & Cue[name.upper()], phrase


def test_phrases_stand_in_order_of_use_and_once() -> None:
    lines = PHRASES.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines))
    assert {line.split("\t")[0].upper() for line in lines} <= {cue.name for cue in Cue}
