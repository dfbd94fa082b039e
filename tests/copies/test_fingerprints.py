"""The keys by which copies meet."""

import dataclasses
from itertools import pairwise

from copydesk.copies import fingerprint
from copydesk.engine.blocking import block
from copydesk.settings import CopySettings

SETTINGS = CopySettings()


def meeting(*articles):
    prints = [fingerprint(article, settings=SETTINGS) for article in articles]
    return {(pair.a, pair.b): pair for pair in block(prints, SETTINGS.block)}


def test_every_copy_of_a_text_meets_it(agency, relatives):
    assert {(agency.id, other.id) for other in relatives} <= set(meeting(agency, *relatives))


def test_a_reworded_copy_meets_its_source_by_names_and_numbers_alone(agency, spun):
    pair = meeting(agency, spun)[agency.id, spun.id]

    assert pair.anchors >= SETTINGS.block.least_anchors
    assert pair.anchors > 10 * pair.shingles


def test_texts_on_different_matters_do_not_meet(agency, make):
    other = make("z", "The spring fair opens on Saturday. Bakers, smiths and weavers show their work until 9 June.")

    assert meeting(agency, other) == {}


def test_a_text_that_very_many_carry_still_hangs_together(agency):
    many = [dataclasses.replace(agency, id=f"m{number:03}") for number in range(SETTINGS.block.most_articles + 10)]

    assert set(meeting(*many)) == {(one.id, other.id) for one, other in pairwise(many)}


def test_a_quotation_is_a_key_of_its_own_and_no_shingle(agency, own_report):
    quotation = '"Nobody will ride in one of these until I know why this one fell," he said.'
    pair = meeting(agency, dataclasses.replace(own_report, text=quotation))[agency.id, own_report.id]

    assert pair.quotations >= 1
    assert pair.shingles == 0


def test_hashes_are_the_same_in_every_run(make):
    print_ = fingerprint(
        make("a", 'Anna Berg paid 40 crowns to Carl Dahl in 2030. "We are glad that it is over now."'),
        settings=SETTINGS,
    )

    assert print_.quotations == (7375826409593630692, 8738577168800508436)
    assert all(0 <= key < 2**63 for key in (*print_.shingles, *print_.anchors, *print_.skips, *print_.quotations))


def test_a_text_without_names_still_has_keys(make):
    text = "the weather turned colder overnight and everybody stayed indoors because roads became dangerously slippery."

    assert fingerprint(make("a", text), settings=SETTINGS).skips
    assert fingerprint(make("b", ""), settings=SETTINGS).skips == ()
