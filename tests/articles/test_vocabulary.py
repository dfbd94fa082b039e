"""Words of a text, of any script: quick for plain letters, and the same for all others."""

import re

from copydesk.articles.vocabulary import bare_letters, small_words, vocabulary_of, words_in

MIXED = (
    "The harbour\u2019s caf\u00e9_bar, \u201cd\u00e9j\u00e0 vu\u201d \u2014 3rd of May;\u00a0"
    "\u6771\u4eac\u6e7e\u306e\u6e2f \u00c9tats x_y \u0130zmir"
)


def test_words_are_letters_and_digits_on_end_in_any_script():
    plain = "It's 3rd-rate_work, isn't it?"

    assert words_in(plain) == re.findall(r"[^\W_]+", plain)
    assert words_in(MIXED) == re.findall(r"[^\W_]+", MIXED)


def test_the_vocabulary_holds_longer_words_in_lower_case_and_pairs_of_dense_scripts():
    words = vocabulary_of(MIXED)

    assert {"harbour", "caf\u00e9", "d\u00e9j\u00e0", "\u00e9tats", "\u6771\u4eac"} <= words.content
    assert "the" not in words.content
    assert {"harbour", "of"} <= words.small
    assert "The" not in words.small


def test_small_words_begin_with_a_small_letter_within_no_other_word():
    texts = ["Harbour opens today", "_hidden 3rd caf\u00e9 \u00c9tats", "iPhone"]

    expected = {word for text in texts for word in re.findall(r"(?<!\w)[^\W\d_A-Z]\w*", text)}

    assert small_words(texts) == expected >= {"opens", "today", "caf\u00e9", "iPhone"}


def test_bare_letters_keep_one_text_for_each():
    texts = ["The \u201cHarbour\u201d\nOpens", "", "\u2014 caf\u00e9_bar \u00ab3\u00bb"]

    assert bare_letters(texts) == ["theharbouropens", "", "caf\u00e9bar3"]
    assert bare_letters([]) == []
