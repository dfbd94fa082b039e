"""What two articles share, and what that is called."""

import dataclasses
import random

import pytest

from copydesk.copies import compare
from copydesk.copies.measures import side_of
from copydesk.copies.reading import MOST_SENTENCES
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
    why = compare(agency, spun, settings=SETTINGS).why
    told = [evidence.text for evidence in why if evidence.kind in {"order", "wording"}]

    assert any("in the same order" in text for text in told)
    assert all(any(character.isdigit() for character in text) for text in told)


def test_one_text_embedded_in_another_of_one_site_is_told_where_it_opens_it(agency, make):
    """Background stands further on; a text that begins with another's first paragraphs carries that text."""
    lines = agency.text.split("\n")
    own = "\n".join(FILLING)
    opens = make("z-opens", "\n".join([*lines[:3], own, own[::-1]]), outlet="Coastal Wire")
    background = make("z-background", "\n".join([own, *lines[3:6], own[::-1]]), outlet="Coastal Wire")
    source = dataclasses.replace(agency, outlet="Coastal Wire")

    assert compare(source, opens, settings=SETTINGS).kind == "partial"
    assert compare(source, background, settings=SETTINGS) is None


@pytest.mark.parametrize("words", [9, 25])
def test_what_both_texts_end_with_is_nobodys_own(agency, own_report, words):
    notice = "\n" + " ".join(f"notice{number}" for number in range(words))
    left, right = (dataclasses.replace(one, text=one.text + notice) for one in (agency, own_report))

    assert compare(left, right, settings=SETTINGS) is None


def test_a_copy_that_ends_as_its_source_does_is_still_one_and_says_so(agency, spun):
    signature = "\nReporting by the port desk"
    source, copy = (dataclasses.replace(one, text=one.text + signature) for one in (agency, spun))
    match = compare(source, copy, settings=SETTINGS)

    assert match.kind == "spun"
    assert any(one.kind == "furniture" and " 5 words" in one.text for one in match.why)


def test_a_text_in_which_a_number_differs_is_edited_and_not_word_for_word(agency, make):
    changed = make("z-changed", agency.text.replace("300 tonnes", "330 tonnes"))

    assert compare(agency, changed, settings=SETTINGS).kind == "edited"


def test_a_text_with_a_hole_in_its_middle_is_edited(agency, make):
    lines = agency.text.split("\n")
    holed = make("z-holed", "\n".join([*lines[:2], *lines[4:]]))

    assert compare(agency, holed, settings=SETTINGS).kind == "edited"


def test_one_form_of_words_filled_in_twice_is_no_copy(make):
    form = (
        "The bakery of {0} {1} in {2} sold {3} loaves last week, fewer than the {4} of the week before."
        " Flour came from {5} and {6}, on {7} carts.\nMaster baker {8} {9} put it down to the rain."
        " The oven of {0} was out of use for {10} hours while {11} men from {2} mended the door.\n"
        "Bread will cost {12} pennies from now on, as it does in {13} and {14} already, where {15} bakers left."
    )
    first = "Orla Vadel Tamsin 412 519 Hestmark Nessa 14 Jorun Moe 31 6 85 Merin Talby 23".split()
    other = "Karst Ebner Lomvi 288 344 Gorvik Ustrup 9 Pavla Rhee 17 4 60 Sandal Fennholt 38".split()
    left, right = make("one", form.format(*first)), make("two", form.format(*other))
    mangled = make(
        "three",
        form.format(*[mine if at % 2 else his for at, (mine, his) in enumerate(zip(first, other, strict=True))]),
    )

    assert compare(left, right, settings=SETTINGS) is None
    assert compare(left, mangled, settings=SETTINGS) is not None


def test_half_of_a_text_reworded_is_still_found(agency, make, spun):
    half = make("z-half", "\n".join(spun.text.split("\n")[::2]))

    match = compare(agency, half, settings=SETTINGS)

    assert match.kind == "spun"
    assert match.coverage_a < match.coverage_b


def test_paragraphs_in_another_order_hide_no_reworded_copy(agency, make, spun, own_report):
    lines = spun.text.split("\n")
    shuffled = make("z-shuffled", "\n".join([*lines[3:], *lines[:3]]))

    match = compare(agency, shuffled, settings=SETTINGS)

    assert match.kind == "spun"
    assert [passage.b for passage in match.passages] != sorted(passage.b for passage in match.passages)
    assert compare(shuffled, own_report, settings=SETTINGS) is None


def test_a_copy_in_the_middle_of_a_book_is_found_at_its_place(agency, make):
    chance = random.Random(1)
    words = [f"w{number}" for number in range(3_000)]
    pages = "\n".join(" ".join(chance.choices(words, k=12)).capitalize() + "." for _ in range(3_000))
    half = pages.index("\n", len(pages) // 2) + 1
    book = make("z-book", f"{pages[:half]}{agency.text}\n{pages[half:]}")

    match = compare(agency, book, settings=SETTINGS)

    assert match.kind == "verbatim"
    assert [book.text[slice(*passage.b)] for passage in match.passages] == [agency.text]
    assert match.coverage_a == pytest.approx(1.0)
    assert match.coverage_b < 0.05
    assert any(one.kind == "bounds" for one in match.why)


def test_what_else_may_explain_shared_words_is_told(agency, spun):
    credited = [dataclasses.replace(one, credited_to="Coastal Wire") for one in (agency, spun)]
    silent = [
        dataclasses.replace(one, credited_to=None, outlet=outlet)
        for one, outlet in ((agency, "Port Mirror"), (spun, "Quick Page"))
    ]

    assert "common_credit" in {one.kind for one in compare(*credited, settings=SETTINGS).why}
    assert "no_credit" in {one.kind for one in compare(*silent, settings=SETTINGS).why}
    naming = [silent[0], dataclasses.replace(silent[1], credited_to="Port Mirror")]
    assert "no_credit" not in {one.kind for one in compare(*naming, settings=SETTINGS).why}


def test_sentences_beside_a_statement_in_both_texts_may_be_a_release(make):
    release = (
        "The harbour company said in a statement that all nine cranes on the east pier would be rebuilt by the end of"
        " May. It will pay each docker who stays at home for the lost shifts of this week and of the next."
    )
    first = make("one", f"Snow fell on the town all night, and the schools were shut.\n{release}\n{FILLING[0]}")
    other = make("two", f"Two trains were late from the north.\n{FILLING[1]}\n{release}\nIt will snow again.")

    match = compare(first, other, settings=SETTINGS)

    assert match.kind == "partial"
    assert "common_release" in {one.kind for one in match.why}


FILLING = (
    """A baker in the old street gave bread away to those who had no light. Children slid down the hill behind the \
church on trays. The mayor asked all who own a shovel to come to the bridge at noon, and forty of them came.""",
    """The gauge at the mill stood at minus eleven. Farmers drove their sheep down from the moor before dusk. On the \
radio a singer remembered a winter long ago when the whole bay froze and men walked over to the island.""",
)


def test_a_text_of_thousands_of_sentences_takes_no_memory_by_their_square(make):
    chance = random.Random(2)
    left, right = (
        make(name, " ".join(f"W{chance.randrange(500)}." for _ in range(SETTINGS.most_words)))
        for name in ("one", "two")
    )

    assert len(side_of(left.text).reading.sentences) <= MOST_SENTENCES
    assert compare(left, right, settings=SETTINGS) is None
    assert compare(left, make("twin", left.text), settings=SETTINGS).kind == "verbatim"
