"""Which English words stand next to each other."""

import numpy as np

from copydesk.copies.collocations import crc, pair_keys, phrasing


def seen(words):
    return phrasing(words.split()).seen.tolist()


def test_what_people_write_was_seen_and_what_spinners_write_was_not():
    usual = phrasing("two of them are in intensive care at the hospital".split())
    odd = phrasing("two of them are in thorough attention at the infirmary".split())

    assert usual.known.all()
    assert usual.seen.sum() > odd.seen.sum()
    assert usual.likely.mean() > odd.likely.mean()


def test_a_word_that_the_table_does_not_know_makes_no_pair():
    found = phrasing(["the", "qzxvw", "said"])

    assert found.known.tolist() == [False, False]
    assert found.seen.tolist() == [False, False]


def test_an_unseen_pair_of_known_words_is_likelier_the_more_usual_its_second_word_is():
    rare, usual = phrasing(["banister", "crevice"]), phrasing(["banister", "the"])

    assert rare.likely[0] < usual.likely[0] < 0


def test_texts_of_one_word_or_none_have_no_pairs():
    assert len(phrasing([]).seen) == 0
    assert len(phrasing(["the"]).seen) == 0


def test_order_matters_for_the_key_of_a_pair():
    codes = np.array([crc("of"), crc("the")], dtype=np.uint64)

    assert pair_keys(codes[:1], codes[1:]) != pair_keys(codes[1:], codes[:1])
    assert seen("prime minister") == [True]
    assert seen("minister prime") == [False]
