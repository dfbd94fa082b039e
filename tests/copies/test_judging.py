"""Which pairs are copies, and which are worth aligning, as far as can be told of many at once."""

import dataclasses

import numpy as np
import pytest

from copydesk.copies import compare, fingerprints, worth_comparing
from copydesk.copies.fingerprints import prints_of
from copydesk.copies.judging import judge_pairs
from copydesk.engine.blocking import block, join
from copydesk.records import Candidate
from copydesk.settings import BlockLimits, CopySettings

SETTINGS = CopySettings()
# Every pair that shares any key is looked at, so that judging and not meeting decides.
ALL = BlockLimits(least_shingles=1, least_anchors=1, least_skips=1, least_quotations=1)


def judged(left, right):
    prints = prints_of([left.text, right.text], settings=SETTINGS)
    pairs = join(prints.families, 2, ALL)
    return judge_pairs(prints.outlines, pairs.left, pairs.right, pairs.counts, settings=SETTINGS)


def test_copies_that_keep_some_words_are_known_in_bulk(agency, regional, column, portal):
    assert all(judged(agency, one).copies.all() for one in (regional, column, portal))


def test_a_copy_without_one_word_in_three_lies_far_from_an_account_of_its_own(agency, spun, translated, own_report):
    own = judged(agency, own_report).odds[0]

    assert all(judged(agency, one).odds[0] > own + 5 for one in (spun, translated))


def test_an_account_of_the_same_event_is_no_copy(agency, own_report):
    assert not judged(agency, own_report).copies.any()


def test_a_shared_quotation_is_no_copy_whatever_its_length(agency, own_report):
    quotation = (
        ' "Nobody will ride in one of these until I know why this one fell, and I shall know it by Friday or go."'
    )
    longer = [dataclasses.replace(one, text=one.text + quotation * 3) for one in (agency, own_report)]

    assert not judged(*longer).copies.any()


def test_what_stands_behind_the_first_thousands_of_words_counts_too(agency, column, make):
    own = " ".join(f"Sentence {number} tells of matter number {number * 7}." for number in range(3_000))
    book = make("book", f"{own}\n{column.text}\n{own}")

    assert judged(agency, book).copies.all()


def test_whatever_comparing_calls_shared_is_worth_comparing(agency, relatives, own_report):
    articles = [agency, *relatives, own_report]
    by_id = {one.id: one for one in articles}
    pairs = [
        (pair, by_id[pair.a], by_id[pair.b])
        for pair in block(fingerprints(articles, settings=SETTINGS), SETTINGS.block)
    ]
    worth = worth_comparing(pairs, settings=SETTINGS)

    shared = [compare(left, right, settings=SETTINGS) is not None for _, left, right in pairs]
    assert sum(shared) >= len(relatives)
    assert all(wanted for wanted, shares in zip(worth, shared, strict=True) if shares)


def test_strangers_that_met_by_names_are_not_worth_comparing(agency, make):
    other = make(
        "z",
        "On Saturday the team of Port Orla, led by Ketil Aabrand, plays the final of the cup. The Tamsin ground has"
        " 4,000 seats, and all of them are sold, since the ground was made smaller when its roof was mended. Fans of"
        " the visitors, who come by boat, will be led to the northern stand by the Sankt Brida road and searched. A win"
        " would be the first since Jorun Vadel played for them. The match will be shown in the market, as long as the"
        " weather holds, on a screen lent by the Coastal Wire.",
    )
    pair = Candidate(id="pair", a=agency.id, b=other.id, shingles=0, anchors=5, skips=0, quotations=0)

    assert worth_comparing([(pair, agency, other)], settings=SETTINGS) == [False]


def test_very_short_texts_are_compared_whatever_they_share(make):
    left, right = make("x", "Anna Berg sold 40 boats in Orla."), make("y", "Orla lost 3 boats, said Anna Berg.")
    pair = Candidate(id="pair", a=left.id, b=right.id, shingles=0, anchors=4, skips=0, quotations=0)

    assert worth_comparing([(pair, left, right)], settings=SETTINGS) == [True]


def test_no_pairs_and_no_articles_are_nothing():
    assert worth_comparing([], settings=SETTINGS) == []
    assert fingerprints([], settings=SETTINGS) == ()


@pytest.mark.parametrize("text", ["", "a", "One word."])
def test_a_text_without_words_to_speak_of_is_judged_without_a_fault(agency, text):
    prints = prints_of([agency.text, text], settings=SETTINGS)
    counts = {name: np.array([1]) for name in ("shingles", "anchors", "skips", "quotations")}
    found = judge_pairs(prints.outlines, np.array([0]), np.array([1]), counts, settings=SETTINGS)

    assert not found.copies.any()
