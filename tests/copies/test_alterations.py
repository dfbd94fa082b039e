"""One small pair of texts for each kind of alteration, and one for each rewriting that is none."""

from __future__ import annotations

from datetime import date

import pytest

import making
from copydesk.copies.alterations import alterations, mutual_alterations, rank
from copydesk.records import Alteration, Article, Block, CopyKind, Passage, Published
from copydesk.settings import CopySettings

SETTINGS = CopySettings()
OPENING = "The harbour council of Tarnholt met in the old customs house on the quay."
CLOSING = "Residents may comment on the plan in writing, the clerk of the council explained."


def article(text: str, **fields: object) -> Article:
    return making.article("one", text, **fields)


def compared(source: Article, copy: Article, kind: CopyKind) -> tuple[Alteration, ...]:
    whole = Passage(a=(0, len(source.text)), b=(0, len(copy.text)), same=False)
    return alterations(source, copy, (whole,), kind=kind, settings=SETTINGS)


def changes(before: str, after: str, kind: CopyKind = "edited") -> list[tuple[str, str, str, bool]]:
    """What is told of one sentence between two that were kept; rephrasing left out."""
    left, right = (article(f"{OPENING}\n{middle}\n{CLOSING}".replace("\n\n", "\n")) for middle in (before, after))
    found = [one for one in compared(left, right, kind) if one.kind != "wording"]
    for one in found:
        assert one.a is None or left.text[slice(*one.a)] == one.before
        assert one.b is None or right.text[slice(*one.b)] == one.after
    return [(one.kind, one.before, one.after, one.material) for one in found]


# -- one for each kind -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "The ferry carried 312 passengers and a crew of eleven across the sound.",
            "The ferry carried 321 passengers and a crew of eleven across the sound.",
            ("number", "312", "321", True),
        ),
        (
            "Police counted several hundred people, and two leaders spoke to them in the square.",
            "Police counted several hundred people, and four leaders spoke to them in the square.",
            ("number", "two", "four", True),
        ),
        (
            "The pipeline will bring 38bn cubic metres of gas each year to the coast.",
            "The pipeline will bring 38bn cubic yards of gas each year to the coast.",
            ("unit", "38bn cubic metres", "38bn cubic yards", True),
        ),
        (
            "The minister is expected to visit the islands on Monday and then return.",
            "The minister is expected to visit the islands on Saturday and then return.",
            ("date", "Monday", "Saturday", True),
        ),
        (
            "The bridge was closed for repairs in March 2019 after an inspection.",
            "The bridge was closed for repairs in March 2016 after an inspection.",
            ("date", "March 2019", "March 2016", True),
        ),
        (
            "The leaders plan to hold further talks in the coming weeks, officials said.",
            "The leaders plan to hold further talks in the coming months, officials said.",
            ("date", "weeks", "months", True),
        ),
        (
            "The chief engineer, Tormod Skarvik, said that the gates had held all night.",
            "The chief engineer, Tormod Halloran, said that the gates had held all night.",
            ("name", "Tormod Skarvik", "Tormod Halloran", True),
        ),
        (
            "The storm reached the coast near Eidsund before dawn and tore down the mast.",
            "The storm reached the coast near Porvik before dawn and tore down the mast.",
            ("place", "Eidsund", "Porvik", True),
        ),
        (
            'The captain said the crew had "no fear of the ice" and would sail again.',
            'The captain said the crew had "no love of the ice" and would sail again.',
            ("quote", "no fear of the ice", "no love of the ice", True),
        ),
        (
            "The engineers did not find a fault in the steering of the ferry.",
            "The engineers did find a fault in the steering of the ferry.",
            ("negation", "did not find", "did find", True),
        ),
        (
            "The engineers found a fault in the steering of the ferry.",
            "The engineers never found a fault in the steering of the ferry.",
            ("negation", "found", "never found", True),
        ),
        (
            "About 800 people climbed over the barriers at the north end, according to police.",
            "About 800 people climbed over the barriers at the north end.",
            ("dropped_attribution", ", according to police", "", True),
        ),
        (
            "Police said two men were detained at the gates of the palace.",
            "Two men were detained at the gates of the palace.",
            ("dropped_attribution", "Police said", "", True),
        ),
        (
            '"The ship moved," she told Meridian Wire. "The crane stood still all day."',
            '"The ship moved," she said. "The crane stood still all day."',
            ("dropped_attribution", "told Meridian Wire", "said", True),
        ),
        (
            "The council will vote on the new pier in the first days of May.",
            "The council will vote buy cheap casino bonus codes online on the new pier in the first days of May.",
            ("inserted_spam", "", "buy cheap casino bonus codes online", True),
        ),
    ],
)
def test_told(before: str, after: str, expected: tuple[str, str, str, bool]) -> None:
    assert changes(before, after) == [expected]


def test_a_dropped_paragraph_is_told_with_its_place_in_the_source() -> None:
    dropped = "A commission of three judges will look into the purchase of the crane."
    assert changes(dropped, "") == [("dropped_paragraph", dropped, "", True)]


def test_an_inserted_sentence_is_told_with_its_place_in_the_copy() -> None:
    inserted = "Bakers in the upper town expect the price of bread to double by winter."
    assert changes("", inserted) == [("inserted_claim", "", inserted, True)]


def test_a_clause_put_inside_a_kept_sentence_is_a_claim() -> None:
    found = changes(
        "The harbour master will open the eastern basin to boats again.",
        "The harbour master, whose brother owns two large trawlers, will open the eastern basin to boats again.",
    )
    assert found == [("inserted_claim", "", ", whose brother owns two large trawlers,", True)]


def test_an_inserted_sentence_that_advertises_is_spam() -> None:
    inserted = "Click here to buy cheap pills online with free shipping today."
    assert changes("", inserted) == [("inserted_spam", "", inserted, True)]


def test_rephrasing_is_wording_and_immaterial_once_a_sentence() -> None:
    source = article("The council turned down the plan for a second pier after a long debate on Friday.")
    copy = article("The council rejected the plan for a second pier after a lengthy debate on Friday.")
    (found,) = compared(source, copy, "edited")
    assert (found.kind, found.before, found.after, found.material) == (
        "wording",
        "turned down the plan for a second pier after a long",
        "rejected the plan for a second pier after a lengthy",
        False,
    )


# -- spun texts: hardly a word was kept --------------------------------------------------------------------------------


def test_in_a_spun_copy_names_face_what_was_put_in_their_place() -> None:
    found = changes(
        "Annegret Thiessel, governor of the Reserve Bank, told reporters in Halberg that rates would rise.",
        "Annegret Thistle, boss of the Hold Bank, informed journalists inside Half-Mountain that prices would climb.",
        "spun",
    )
    assert ("name", "Annegret Thiessel", "Annegret Thistle", True) in [(k, b, a, True) for k, b, a, _ in found]
    assert ("name", "Reserve Bank", "Hold Bank", True) in found
    assert any(kind == "place" and before == "Halberg" for kind, before, _, _ in found)


def test_in_a_spun_copy_a_title_in_small_letters_is_part_of_the_name() -> None:
    found = changes(
        "The Varenian president, Ilmar Teodorsk, opened the bridge.",
        "The Varenian chairman, Ilmar Teodorsk, opened the bridge.",
        "spun",
    )
    assert found == [("name", "president, Ilmar Teodorsk", "chairman, Ilmar Teodorsk", True)]


def test_in_a_spun_copy_days_that_changed_places_are_told_both() -> None:
    found = changes(
        "He will visit Sarova on Monday and travel on to Zelin on Tuesday.",
        "He will visit Sarova on Saturday and travel on to Zelin on Monday.",
        "spun",
    )
    assert found == [("date", "Monday", "Saturday", True), ("date", "Tuesday", "Monday", True)]


def test_a_number_made_vague_is_told() -> None:
    found = changes(
        "It sells two of every dozen loaves to the two sides in the strait.",
        "It vends two of every dozen loaves to the few sides in the strait.",
        "spun",
    )
    assert found == [("number", "two", "few", True)]


def test_a_day_cut_out_of_its_sentence_is_told() -> None:
    found = changes(
        "The chancellor has not entered the port since March 2028 because of the fever.",
        "The chancellor has not entered the port since because of the fever.",
        "spun",
    )
    assert [(kind, after) for kind, _, after, _ in found] == [("date", "")]


def test_a_word_put_inside_a_name_by_a_spinning_program_is_told() -> None:
    found = changes(
        "It was the start of the Winter Regatta on the fjord.",
        "It was the start of the Winter months Regatta on the fjord.",
        "spun",
    )
    assert found == [("name", "Winter Regatta", "Winter months Regatta", False)]


def test_a_choice_that_a_spinning_program_left_open_is_told() -> None:
    found = changes(
        "The baker, Adele Pancake, was at her oven when the water came.",
        "The baker, Adele {Pancake|Flapjack}, was at her oven when the water came.",
        "spun",
    )
    assert [(kind, before) for kind, before, _, _ in found] == [("name", "Adele Pancake")]


def test_a_term_that_a_spun_copy_calls_by_several_words_is_told_as_material_wording() -> None:
    source = article(
        "Inspectors checked the ferry at dawn.\nThe ferry sailed at noon.\nA tug met the ferry off the island."
    )
    copy = article(
        "Inspectors checked the pixie at dawn.\nThe barge sailed at noon.\nA tug met the shuttle off the island."
    )
    found = [one for one in compared(source, copy, "spun") if one.material]
    assert [(one.kind, one.before, one.after) for one in found] == [
        ("wording", "ferry", "pixie"),
        ("wording", "ferry", "barge"),
        ("wording", "ferry", "shuttle"),
    ]


def test_a_long_quotation_is_told_clause_by_clause() -> None:
    spoken = (
        "The parties oppose any new fleet in the strait, call on all neighbours to open their ports to trade, respect"
        " the borders that were drawn after the war, and will settle what divides them at one table without threats"
    )
    found = changes(f"“{spoken},” it said.", f"“{spoken.replace('borders', 'boarders')},” it said.")
    assert [(kind, before) for kind, before, _, _ in found] == [
        ("quote", "respect the borders that were drawn after the war, ")
    ]


# -- rewriting that changes nothing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The commission of 14 members met twice.", "The commission of fourteen members met twice."),
        ("The grid takes 10bn cubic metres of gas.", "The grid takes 10 billion cubic metres of gas."),
        ("The grid takes 6.5bn cubic metres of gas.", "The grid takes 6.5 billion cubic meters of gas."),
        ("Prices rose by 3.4% over the year.", "Prices rose by 3.4 percent over the year."),
        ("Prices rose by 3.4 per cent over the year.", "Prices rose by 3.4% over the year."),
        ("The bank raised rates by 50 basis points.", "The bank raised rates by half a percentage point."),
        ("About nine in ten of them are pensioners.", "About 90% of them are pensioners."),
        ("The wreck lies 4,200 metres down.", "The wreck lies 4200 metres down."),
        ("The text is due by 30 June at the latest.", "The text is due by June 30 at the latest."),
        ("Play went on at 9.22pm before the stand.", "Play went on at 9:22 p.m. before the stand."),
        ("“We waited 14 days,” she said of it.", "“We waited fourteen days,” she said of it."),
        ("“We waited. Nobody came,” she said.", "“We waited.\nNobody came,” she said."),
        ("It said the men were ‘safe’ in port.", "It said the men were 'safe' in port."),
        ("“We cannot say,” she said of it all.", '"We cannot say," she said of it all.'),
        ("“[W]e cannot say,” she said of it.", "“We cannot say,” she said of it."),
        ("She said it was Norvane's oldest pier.", "She said it was Norvane’s oldest pier."),
        ('She called it "a question of honour".', 'She called it "a question of honor".'),
        ("The ferry sailed late on Thursday.", "The ferry sailed late yesterday."),
        ("The ferry sailed on Thursday morning.", "The ferry sailed on Thursday, 17 October, in the morning."),
    ],
)
def test_harmless_rewriting_is_not_told(before: str, after: str) -> None:
    assert changes(before, after) == []


def test_words_that_were_quoted_and_are_given_as_the_copys_own_are_told() -> None:
    quoted = "The master swore that “the gates were open all night long” to the panel."
    other = "“We saw nothing,” the watchman said to the panel."
    source = article(f"{OPENING}\n{quoted}\n{other}")
    bare = quoted.replace("“", "").replace("”", "")
    (found,) = compared(source, article(f"{OPENING}\n{bare}\n{other}"), "edited")
    said = "the gates were open all night long"
    assert (found.kind, found.before, found.after) == ("quote", f"“{said}”", said)
    assert compared(source, article(f"{OPENING}\n{bare}\n{other.replace('“', '').replace('”', '')}"), "edited") == ()


@pytest.mark.parametrize(("day", "same"), [(20, True), (21, False)])
def test_a_weekday_is_the_day_of_the_month_that_it_fell_on(day: int, same: bool) -> None:
    published = Published(
        low=date(2031, 3, 21), high=date(2031, 3, 21), precision="day", basis="printed", confidence=1.0
    )
    source = article(f"{OPENING}\nThe strike began on Thursday at the two smaller gates.", published=published)
    copy = article(f"{OPENING}\nThe strike began on {day} March at the two smaller gates.")
    found = [(one.kind, one.before, one.after) for one in compared(source, copy, "edited") if one.kind != "wording"]
    assert found == ([] if same else [("date", "Thursday", f"{day} March")])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "The visitors' leader, Viktor Orbány, came late to the hall.",
            "The visitors' leader, Viktor Orbany, came late to the hall.",
            ("name", "Viktor Orbány", "Viktor Orbany", False),
        ),
        (
            "The witness, Bohdan Kraj, left before the end of the hearing.",
            "The witness, Bogdan Kray, left before the end of the hearing.",
            ("name", "Bohdan Kraj", "Bogdan Kray", False),
        ),
        (
            "New figures of the Union Statistics Office were out early this week.",
            "New figures of the Statistics Office of the Union were out early this week.",
            ("name", "Union Statistics Office", "Statistics Office of the Union", False),
        ),
        (
            "A freight line of 640km will be built along the river.",
            "A freight line of 400 miles will be built along the river.",
            ("unit", "640km", "400 miles", False),
        ),
    ],
)
def test_spelling_and_form_are_told_as_immaterial(
    before: str, after: str, expected: tuple[str, str, str, bool]
) -> None:
    assert changes(before, after, "translated") == [expected]


def test_a_moved_paragraph_is_neither_dropped_nor_inserted() -> None:
    paragraphs = [
        "The harbour council of Tarnholt met in the old customs house on the quay.",
        "Two tugs brought the damaged tanker into the basin before the tide turned.",
        "A teacher from the upper town handed in a petition with nine hundred names.",
        "The mayor thanked the lifeboat crew for a night without a single accident.",
    ]
    source, copy = article("\n".join(paragraphs)), article("\n".join([*paragraphs[2:], *paragraphs[:2]]))
    assert compared(source, copy, "edited") == ()


# -- what stands outside the text --------------------------------------------------------------------------------------


def test_a_lost_byline_and_a_lost_credit_are_one_dropped_attribution_without_a_place() -> None:
    source = article(
        OPENING,
        byline=("Ilse Tamarind",),
        blocks=(
            Block(kind="byline", text="By Ilse Tamarind"),
            Block(kind="credit", text="Reporting by Ilse Tamarind; editing by Guido Frayne"),
        ),
    )
    found = compared(source, article(OPENING, blocks=(Block(kind="body", text=OPENING),)), "verbatim")
    assert [(one.kind, one.before, one.a, one.b) for one in found] == [
        (
            "dropped_attribution",
            "By Ilse Tamarind\nReporting by Ilse Tamarind; editing by Guido Frayne",
            None,
            None,
        ),
    ]


def test_a_byline_that_the_copy_prints_is_not_lost() -> None:
    source = article(OPENING, byline=("Ilse Tamarind",), blocks=(Block(kind="byline", text="By Ilse Tamarind"),))
    copy = article(OPENING, blocks=(Block(kind="byline", text="ILSE TAMARIND, correspondent"),))
    assert compared(source, copy, "verbatim") == ()


def test_a_credit_line_is_not_lost_where_the_copy_credits_the_same_outlet() -> None:
    source = article(OPENING, outlet="Meridian Wire", blocks=(Block(kind="credit", text="© Meridian Wire"),))
    copy = article(OPENING, credited_to="Meridian Wire", blocks=(Block(kind="credit", text="Source: Meridian Wire"),))
    assert compared(source, copy, "verbatim") == ()


def test_a_dateline_is_lost_where_nothing_else_tells_the_day() -> None:
    source = article(OPENING, dateline="TARNHOLT, March 20 —")
    found = compared(source, article(OPENING), "edited")
    assert [(one.kind, one.before, one.a, one.b) for one in found] == [("date", "TARNHOLT, March 20 —", None, None)]
    assert compared(source, article(OPENING), "verbatim") == ()


def test_a_dateline_of_another_day_is_told() -> None:
    source, same = article(OPENING, dateline="TARNHOLT, March 20 —"), article(OPENING, dateline="TARNHOLT, 20 March –")
    assert compared(source, same, "edited") == ()
    (found,) = compared(source, article(OPENING, dateline="TARNHOLT, 21 March 2031 –"), "edited")
    assert (found.kind, found.after, found.a, found.b) == ("date", "TARNHOLT, 21 March 2031 –", None, None)


# -- kinds and order ---------------------------------------------------------------------------------------------------


def test_of_a_partial_copy_only_the_passages_count() -> None:
    shared = "The bank raised its main rate to 9.25% on Thursday, the highest in 21 years."
    altered = "The bank raised its main rate to 9.75% on Thursday, the highest in 21 years."
    own = "My grandmother kept her savings in a biscuit tin and never trusted a clerk."
    source, copy = article(f"{OPENING}\n{shared}\n{CLOSING}"), article(f"{own}\n{altered}")
    start, after = source.text.index(shared), copy.text.index(altered)
    passage = Passage(a=(start, start + len(shared)), b=(after, after + len(altered)), same=False)
    found = alterations(source, copy, (passage,), kind="partial", settings=SETTINGS)
    assert [(one.kind, one.before, one.after) for one in found] == [("number", "9.25%", "9.75%")]


def test_shared_quotations_and_texts_without_passages_have_no_alterations() -> None:
    source, copy = article(OPENING), article(CLOSING)
    whole = Passage(a=(0, len(OPENING)), b=(0, len(CLOSING)), same=False)
    assert alterations(source, copy, (whole,), kind="quotes_only", settings=SETTINGS) == ()
    assert alterations(source, copy, (), kind="edited", settings=SETTINGS) == ()


def test_while_no_direction_is_known_an_advert_is_one_on_either_side() -> None:
    plain = "The council will vote on the new pier in the second week of the month."
    spammed = plain.replace("vote on", "vote buy cheap casino bonus codes online on").replace("second", "third")
    left, right = article(spammed), article(plain)
    whole = Passage(a=(0, len(spammed)), b=(0, len(plain)), same=False)
    found = mutual_alterations(left, right, (whole,), kind="spun", settings=SETTINGS)
    assert [(one.kind, one.before, one.after) for one in found if one.material] == [
        ("inserted_spam", "buy cheap casino bonus codes online", ""),
        ("number", "third week", "second week"),
    ]
    assert all(one.a is None or spammed[slice(*one.a)] == one.before for one in found)


def test_ranked_by_how_much_they_matter() -> None:
    def one(kind: str, *, material: bool) -> Alteration:
        return Alteration(kind=kind, before="x", after="y", a=(0, 1), b=(0, 1), material=material)  # type: ignore[arg-type]

    wording, spelling = one("wording", material=False), one("name", material=False)
    negation, place = one("negation", material=True), one("place", material=True)
    assert rank([wording, spelling, place, negation]) == (negation, place, spelling, wording)


def test_the_bare_words_of_a_link_between_two_words_of_the_source_are_spam() -> None:
    before = "Members agreed on Tuesday to close the bridge until the spring so that its piers can be mended."
    after = before.replace("until the", "best sofa prices Oldwick delivered free until the")
    assert changes(before, after, "spun") == [
        ("inserted_spam", "", "best sofa prices Oldwick delivered free", True),
    ]


def test_people_are_no_measure() -> None:
    before = "The union has 61 miners on its list and 23 miners on its board."
    assert not [one for one in changes(before, before.replace("miners", "diggers"), "spun") if one[0] == "unit"]
