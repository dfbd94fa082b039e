"""What two articles share, and what that is called."""

import dataclasses

import pytest

from copydesk.copies import compare
from copydesk.records import Block
from copydesk.settings import CopySettings

SETTINGS = CopySettings()


def test_a_machine_reworded_text_is_spun(agency, spun):
    match = compare(agency, spun, settings=SETTINGS)

    assert match.kind == "spun"
    assert match.confidence >= 0.95
    assert match.coverage_b >= 0.95


def test_a_fluent_rewording_that_keeps_names_and_turns_clauses_is_translated(agency, translated):
    match = compare(agency, translated, settings=SETTINGS)

    assert match.kind == "translated"
    assert match.confidence >= 0.95


def test_the_same_words_are_verbatim_whatever_marks_are_used(agency, portal):
    match = compare(agency, portal, settings=SETTINGS)

    assert match.kind == "verbatim"
    assert match.score == pytest.approx(1.0)
    assert (match.coverage_a, match.coverage_b) == (1.0, 1.0)
    assert [passage.same for passage in match.passages] == [True]


def test_a_text_cut_from_the_end_is_still_word_for_word(agency, make):
    cut = make("h-cut", "\n".join(agency.text.split("\n")[:5]))

    assert compare(agency, cut, settings=SETTINGS).kind == "verbatim"


def test_cutting_moving_and_adding_paragraphs_is_editing(agency, regional):
    match = compare(agency, regional, settings=SETTINGS)

    assert match.kind == "edited"
    moved = [passage.b[0] for passage in match.passages]
    assert moved != sorted(moved)


def test_sentences_inside_a_text_on_its_own_topic_are_a_copy_in_part(agency, column):
    match = compare(agency, column, settings=SETTINGS)

    assert match.kind == "partial"
    carried = " ".join(column.text[slice(*passage.b)] for passage in match.passages)
    assert "a certificate for the work" in carried
    assert "my students" not in carried


def test_an_independent_report_of_the_event_is_no_copy(agency, own_report, spun):
    assert compare(agency, own_report, settings=SETTINGS) is None
    assert compare(spun, own_report, settings=SETTINGS) is None


def test_a_long_quotation_that_two_reports_share_is_told_apart_from_a_copy(agency, own_report):
    quoting = dataclasses.replace(
        own_report,
        text=own_report.text.replace(
            "He said that nobody would ride in one of these lifts until he knew why it had failed.",
            'He said: "Nobody will ride in one of these until I know why this one fell."',
        ),
    )

    match = compare(agency, quoting, settings=SETTINGS)

    assert match.kind == "quotes_only"
    assert [agency.text[slice(*passage.a)] for passage in match.passages] == [
        "Nobody will ride in one of these until I know why this one fell"
    ]
    assert match.cues == ()


def test_notices_that_two_pages_of_one_site_carry_are_no_copy(agency, own_report):
    notice = (
        "\nThe Harbour Letter has no owner but its readers and sends what they pay to its reporters in the ports."
        "\nThis month readers in 87 towns gave what they could, and every one of them reads the same page as you do."
    )
    left, right = (
        dataclasses.replace(one, text=one.text + notice, outlet="Harbour Letter") for one in (agency, own_report)
    )

    assert compare(left, right, settings=SETTINGS) is None


def test_pages_of_one_site_are_known_by_their_furniture_when_they_do_not_say_it(agency, column):
    furniture = tuple(Block(kind="navigation", text=f"Section of the site number {number}") for number in range(6))
    left, right = (dataclasses.replace(one, outlet=None, blocks=furniture) for one in (agency, column))

    assert compare(left, right, settings=SETTINGS) is None
    assert compare(left, dataclasses.replace(right, blocks=()), settings=SETTINGS).kind == "partial"
    assert compare(left, dataclasses.replace(right, position=1), settings=SETTINGS).kind == "partial"


@pytest.mark.parametrize(
    "text", ["", "One line", "\n\n", "…!?", "日本語の文章です。二つ目の文です。", "a" * 100_000, "a " * 50_000]
)
def test_no_text_is_too_odd_to_be_compared(agency, make, text):
    odd = make("z-odd", text)

    assert compare(agency, odd, settings=SETTINGS) is None
    twin = compare(odd, make("zz-twin", text), settings=SETTINGS)
    assert twin is None or twin.kind == "verbatim"


def test_what_is_said_of_a_pair_rests_on_counts(agency, spun):
    told = [evidence.text for evidence in compare(agency, spun, settings=SETTINGS).why]

    assert any("in the same order" in text for text in told)
    assert all(any(character.isdigit() for character in text) for text in told)
