"""The ledger of a story: which readings stand in which row, in what order, and what comparing and copying gave."""

from dataclasses import replace

import pytest

from copydesk.records import Alteration, Check, Fact, Figure, Passage, Side
from copydesk.reports.cards import voices
from copydesk.reports.claim_words import UNNAMED, counted, hedge, in_si, measured
from copydesk.reports.holdings import hold
from copydesk.reports.ledger import compared, fact_row, ledger, scope
from reports.conftest import OWN, SPUN, WIRE, span


@pytest.fixture
def rows():
    """The rows of the crash in a collection."""

    def made(collection):
        holdings = hold(collection)
        story = holdings.stories["story-crash"]
        return ledger(story, scope(holdings, voices(story, holdings)))

    return made


def side(article, text, words):
    start, end = span(text, words)
    return Side(article=article, start=start, end=end, text=words, family="family-x")


def words(row):
    return [(one.letter, one.words, len(one.places)) for one in row.readings]


def test_a_fact_has_a_reading_for_each_family_and_each_amount_with_what_comparing_and_copying_did(collection, rows):
    row = rows(collection)[0]
    assert (row.id, row.kind, row.subject, row.families) == ("fact-1", "figure", "people hurt", 2)
    assert words(row) == [("A", "12 people", 1), ("A", "21 humans", 1), ("B", "Nine passengers", 1)]
    assert row.outcomes == ("conflict", "altered")
    assert [one.altered for one in row.readings] == [(), ("copy-1",), ()]
    assert [check.id for check in row.checks] == ["check-1"]


def test_an_utterance_has_a_reading_for_each_wording_and_tells_who_said_it(collection, rows):
    row = rows(collection)[1]
    assert (row.id, row.kind, row.subject, row.families) == ("utterance-1", "quote", "Ada Brekke", 1)
    assert words(row) == [("A", "The brakes failed", 1), ("A", "The brake pads flopped", 1)]
    assert row.outcomes == ("altered",)
    assert row.shared


def test_words_of_a_source_and_of_its_copy_that_are_alike_were_not_altered_whatever_stands_beside_them(
    collection, rows
):
    wire, spun = (one for one in collection.articles[:2])
    told = collection.figures[0], replace(collection.figures[2], surface="12 humans", value=12, low=12, high=12)
    facts = (replace(collection.facts[0], figures=tuple(one.id for one in told)),)
    row = next(one for one in rows(replace(collection, figures=told, facts=facts, checks=())) if one.kind == "figure")
    assert [place.article for place in row.readings[0].places] == [wire.id, spun.id]
    assert row.outcomes == ()


def test_what_a_copy_of_a_copy_put_right_again_is_the_words_of_the_source(collection, rows):
    wire, spun, *others = collection.articles
    again = replace(wire, id="article-again", published=None)
    (found,) = collection.copies
    back = replace(
        found,
        id="copy-2",
        a=again.id,
        b=spun.id,
        passages=(),
        alterations=tuple(
            replace(one, before=one.after, after=one.before, a=one.b, b=one.a) for one in found.alterations
        ),
    )
    told = (*collection.figures, replace(collection.figures[0], id="figure-4", article=again.id))
    crash = collection.stories[0]
    story = replace(
        crash,
        articles=(*crash.articles, again.id),
        families=((*crash.families[0], again.id), crash.families[1]),
    )
    whole = replace(
        collection,
        articles=(wire, spun, again, *others),
        copies=(found, back),
        figures=told,
        facts=(replace(collection.facts[0], figures=tuple(one.id for one in told)),),
        stories=(story, collection.stories[1]),
    )
    (row,) = [one for one in rows(whole) if one.kind == "figure"]
    assert words(row) == [("A", "12 people", 2), ("A", "21 humans", 1), ("B", "Nine passengers", 1)]
    assert [one.altered for one in row.readings] == [(), ("copy-1",), ()]


def test_words_that_a_comparison_puts_beside_an_utterance_stand_in_its_row_though_they_are_of_another_story(
    collection, rows
):
    check = replace(
        collection.checks[0],
        kind="words",
        outcome="compatible",
        sides=(
            side("article-wire", WIRE, "The brakes failed"),
            side("article-spun", SPUN, "The brake pads flopped"),
            side("article-later", collection.articles[3].text, "nobody was to blame"),
        ),
    )
    (row,) = [one for one in rows(replace(collection, checks=(check,))) if one.kind == "quote"]
    assert words(row) == [
        ("A", "The brakes failed", 1),
        ("A", "The brake pads flopped", 1),
        ("", "nobody was to blame", 1),
    ]
    assert row.outcomes == ("altered", "compatible")


def test_a_fact_that_nothing_was_compared_in_and_one_family_gives_is_not_shared(collection, rows):
    alone = replace(collection, facts=(replace(collection.facts[0], figures=("figure-2",)),), checks=())
    (row,) = [one for one in rows(alone) if one.kind == "figure"]
    assert (row.outcomes, row.families, row.shared) == ((), 1, False)


def test_a_comparison_of_neither_a_fact_nor_an_utterance_is_a_row_of_its_own_also_with_sides_in_other_stories(
    collection, rows
):
    told = (
        side("article-own", OWN, "The driver was not questioned."),
        side("article-later", collection.articles[3].text, "a judge found that nobody was to blame"),
    )
    denial = Check(
        id="check-2",
        story="line-1",
        subject="the driver",
        kind="polarity",
        outcome="conflict",
        sides=told,
        confidence=0.6,
        why="one says what the other denies",
    )
    row = next(one for one in rows(replace(collection, checks=(*collection.checks, denial))) if one.kind == "statement")
    assert (row.id, row.families) == ("check-2", 1)
    assert words(row) == [
        ("B", "The driver was not questioned.", 1),
        ("", "a judge found that nobody was to blame", 1),
    ]


def test_a_comparison_belongs_to_the_fact_that_most_of_its_sides_hold(collection):
    day = Figure(
        id="figure-9",
        article="article-own",
        start=0,
        end=4,
        surface="Nine",
        value=9,
        low=9,
        high=9,
        unit=None,
        per=None,
        measures="beds",
        approximate=False,
    )
    beds = Fact(id="fact-0", story="line-1", measures="beds", figures=("figure-9",))
    holdings = hold(replace(collection, figures=(*collection.figures, day), facts=(beds, *collection.facts)))
    assert {name: [one.id for one in found] for name, found in compared(collection.checks, holdings).items()} == {
        "fact-1": ["check-1"]
    }
    lonely = (replace(collection.checks[0], sides=collection.checks[0].sides[1:]),)
    assert list(compared(lonely, holdings)) == [""]


def test_conflicts_come_first_then_what_changed_then_what_agrees(collection, rows):
    figures = [replace(collection.figures[0], id=f"figure-{name}", start=0, end=5) for name in "abc"]
    facts = [Fact(id=f"fact-{name}", story="line-1", measures=name, figures=(f"figure-{name}",)) for name in "abc"]
    sides = (side("article-wire", WIRE, "A bus"), side("article-own", OWN, "Nine"))
    checks = [
        replace(collection.checks[0], id=f"check-{number}", outcome=outcome, kind="when", sides=sides)
        for number, outcome in enumerate(("agrees", "changed", "conflict", "different"))
    ]
    told = replace(collection, copies=(), quotes=(), figures=tuple(figures), facts=tuple(facts), checks=tuple(checks))
    assert [row.outcomes[:1] for row in rows(told)] == [
        ("conflict",), ("different",), ("changed",), ("agrees",), (), (), ()
    ]  # fmt: skip


def test_an_alteration_counts_for_a_quote_within_it_and_of_its_words_wherever_it_touches_it(collection, rows):
    (copy,) = collection.copies

    def outcomes(kind, before, after):
        one = Alteration(
            kind=kind, before=before, after=after, a=span(SPUN, after), b=span(WIRE, before), material=True
        )
        whole = (Passage(a=(0, len(SPUN)), b=(0, len(WIRE)), same=False),)
        found = rows(replace(collection, copies=(replace(copy, alterations=(one,), passages=whole),), checks=()))
        return [row.outcomes for row in found if row.kind == "quote"]

    assert outcomes("quote", '"The brakes failed,"', '"The brake pads flopped,"') == [("altered",)]
    assert outcomes("negation", "failed", "flopped") == [("altered",)]
    assert outcomes("negation", 'failed," said Ada', 'flopped," said Ada') == [()]
    assert outcomes("name", "failed", "flopped") == [()]


def test_a_figure_in_somebodys_words_is_theirs(collection):
    end = WIRE.index("\n")
    inside = replace(collection.quotes[0], id="quote-9", start=0, end=end, kind="reported", via="police")
    holdings = hold(replace(collection, quotes=(*collection.quotes, inside), attributions=()))
    row = fact_row(holdings.facts["fact-1"], (), scope(holdings))
    assert [(one.words, one.speaker, one.via) for one in row.readings] == [
        ("12 people", "Ada Brekke", "police"),
        ("Nine passengers", None, None),
        ("21 humans", None, None),
    ]


def test_without_a_story_copies_still_fold_into_their_family(collection):
    holdings = hold(replace(collection, figures=tuple(replace(one, value=9) for one in collection.figures)))
    row = fact_row(holdings.facts["fact-1"], (), scope(holdings))
    assert row.families == 2
    assert {one.family for one in row.readings} == {"family-1", "article-own"}


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        ((12, 12, False), None),
        ((12, None, True), "at least"),
        ((None, 12, True), "at most"),
        ((10, 14, True), "a range"),
        ((12, 12, True), "about"),
        ((None, None, True), "about"),
        ((None, None, False), None),
    ],
)
def test_a_hedge_is_told_in_a_word(collection, bounds, told):
    low, high, approximate = bounds
    assert hedge(replace(collection.figures[0], low=low, high=high, approximate=approximate)) == told


def test_what_is_measured_comes_apart_from_its_unit():
    assert measured("person: … took part") == ("… took part", "person")
    assert measured("people hurt") == ("people hurt", None)
    assert measured("ratio") == ("ratio", None)
    assert measured("") == (UNNAMED, None)
    assert counted("person: … took part") == "… took part (person)"
    assert counted("people hurt") == "people hurt"


def test_an_amount_is_given_in_si_units_where_the_page_has_others(collection):
    one = collection.figures[0]
    assert in_si(one) is None
    assert in_si(replace(one, unit="mile", value=9.0, si_value=14484.1, si_unit="metre")) == "14,484.1 metre"
    assert in_si(replace(one, unit="metre", value=9.0, si_value=9.0, si_unit="metre")) is None
