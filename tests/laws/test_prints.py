"""What holds for the words, keys and judgements of texts done many at once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from copydesk.copies import fingerprint, fingerprints
from copydesk.copies.fingerprints import PORTION, prints_of, quoted_words
from copydesk.copies.judging import judge_pairs, worth_aligning
from copydesk.copies.reading import key_of
from copydesk.copies.tokens import hash_of, tokenise
from copydesk.text.words import words
from laws.test_copies import ODD_TEXTS, SETTINGS, TEXTS, article

BATCHES = st.lists(TEXTS | ODD_TEXTS, min_size=1, max_size=5)
# Words of scripts without spaces are one a character here, and there only where the whole word is of one script.
SPACED = st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0x303F), max_size=200)


@given(st.lists(TEXTS | SPACED, min_size=1, max_size=4))
def test_words_are_those_of_the_texts_one_by_one(texts):
    tokens = tokenise(texts)

    for number, text in enumerate(texts):
        rows = slice(tokens.first[number], tokens.first[number + 1])
        found = words(text)
        assert list(zip(tokens.start[rows], tokens.end[rows], strict=True)) == [(one.start, one.end) for one in found]
        assert tokens.hash[rows].tolist() == [hash_of(key_of(one.text)) for one in found]
        assert set(tokens.text[rows].tolist()) <= {number}


@given(st.lists(TEXTS | SPACED, min_size=1, max_size=4))
def test_quotations_are_those_of_the_texts_one_by_one(texts):
    tokens = tokenise(texts)

    for number, text in enumerate(texts):
        quoted = tokens.quoted[tokens.first[number] : tokens.first[number + 1]]
        assert (quoted > 0).tolist() == [one > 0 for one in quoted_words(text, words(text))]


@given(BATCHES)
def test_keys_of_a_text_do_not_depend_on_its_batch(texts):
    articles = [article(f"a{number}", text) for number, text in enumerate(texts)]

    assert fingerprints(articles, settings=SETTINGS) == tuple(fingerprint(one, settings=SETTINGS) for one in articles)


def test_keys_do_not_depend_on_where_a_portion_ends():
    text = "Anna Berg sold 14 boats to Tal Merin in 2031. The harbour police opened a letter. "
    long = text * (PORTION // len(text) + 1)
    one, whole = (prints_of(texts, settings=SETTINGS) for texts in ([text], [long, text, text]))

    for name, family in whole.families.items():
        for number in (1, 2):
            mine = family.keys[family.owners == number]
            assert sorted(mine.tolist()) == sorted(one.families[name].keys.tolist())


@given(TEXTS | ODD_TEXTS, TEXTS | ODD_TEXTS, st.integers(0, 9), st.integers(0, 9))
def test_a_pair_is_judged_alike_from_either_side(left, right, shingles, skips):
    outlines = prints_of([left, right], settings=SETTINGS).outlines
    counts = {"shingles": shingles, "anchors": 2, "skips": skips, "quotations": 0}
    arrays = {name: np.array([count, count]) for name, count in counts.items()}
    sides = np.array([0, 1]), np.array([1, 0])
    judged = judge_pairs(outlines, *sides, arrays, settings=SETTINGS)
    worth = worth_aligning(outlines, *sides, arrays, settings=SETTINGS)

    assert judged.odds[0] == judged.odds[1]
    assert worth[0] == worth[1]
