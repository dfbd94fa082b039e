"""The words that a reader is given: hedged, with numbers, and never a verdict."""

import ast
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import copydesk.reports
from copydesk.records import EventDate, Ladder, Published
from copydesk.reports import wording

ROOM = Path(copydesk.reports.__file__).parent
VERDICTS = re.compile(
    r"\b(?:cop(?:ied|ying|ycat\w*)|stole\w*|steal\w*|theft|plagiari\w*|fake\w*|original\w*|wrong\w*|false)\b",
    re.IGNORECASE,
)


def strings(path):
    """Every string of a module but its docstrings: what could be shown."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in notes
    ]


def statements(path):
    """The strings of a room that are put into words for a reader: with blanks to fill, or given as `why` or `text`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    patterns = {id(part) for call in ast.walk(tree) if _compiles(call) for part in ast.walk(call)}
    filled = [one for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) and id(one) not in patterns]
    given = [one.value for one in ast.walk(tree) if isinstance(one, ast.keyword) and one.arg in {"why", "text"}]
    assigned = [
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Assign) and any(getattr(target, "id", "") in {"why", "told"} for target in one.targets)
    ]
    parts = [part for one in (*filled, *given, *assigned) for part in ast.walk(one)]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _compiles(node):
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"compile", "search", "match"}


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.name)
def test_no_string_of_a_module_gives_a_verdict(path):
    assert [words for words in strings(path) if VERDICTS.search(words)] == []


@pytest.mark.parametrize("room", ["articles", "checks", "copies", "stories"])
def test_no_statement_of_evidence_gives_a_verdict(room):
    told = [words for path in sorted((ROOM.parent / room).rglob("*.py")) for words in statements(path)]
    assert [words for words in told if VERDICTS.search(words)] == []


@pytest.mark.parametrize("path", sorted((ROOM / "templates").glob("*.html")), ids=lambda path: path.name)
def test_no_template_gives_a_verdict(path):
    assert VERDICTS.findall(path.read_text(encoding="utf-8")) == []


def test_the_search_for_verdicts_finds_one():
    assert VERDICTS.search("This page COPIED it.")
    assert VERDICTS.search("the original text")
    assert not VERDICTS.search("Copies of one text family; a carbon copy; the copy tree")


def test_the_ladder_of_words_is_the_fixed_one():
    assert wording.SAME_EVENT == "about the same event as"
    assert wording.SHARES == "shares {passages} ({shared} of {total} words) with"
    assert wording.MATCHES == "most of its text matches"
    assert wording.REWORDED == "appears to be an automated rewording of"
    assert wording.CREDITED == "carries the text of, with credit to"


@pytest.fixture
def pair(collection):
    """The pair with `a` and `b` in the order that `relation` takes."""
    found = {one.id: one for one in collection.articles}
    copy = collection.copies[0]
    return copy, found[copy.a], found[copy.b]


@pytest.mark.parametrize(
    ("kind", "way", "says"),
    [
        ("spun", "b_to_a", "appears to be an automated rewording of"),
        ("edited", "b_to_a", "most of its text matches"),
        ("verbatim", "unknown", "most of its text matches"),
        ("translated", "a_to_b", "appears to be a translation of"),
        ("quotes_only", "b_to_a", "about the same event as"),
        ("partial", "b_to_a", "shares 2 passages (21 of 21 words) with"),
        ("spun", "unknown", "shares 2 passages (20 of 20 words) with"),
        ("translated", "common_source", "shares 2 passages (20 of 20 words) with"),
    ],
)
def test_each_kind_of_copy_has_its_rung(pair, kind, way, says):
    copy, left, right = pair
    assert wording.relation(replace(copy, kind=kind, direction=way), left, right).says == says


def test_a_page_that_credits_the_outlet_of_its_source_is_said_to_do_so(pair):
    copy, left, right = pair
    left = replace(left, credited_to="HOLM WIRE")
    assert wording.relation(replace(copy, kind="verbatim"), left, right).says == "carries the text of, with credit to"
    assert (
        wording.relation(replace(copy, direction="unknown", kind="verbatim"), left, right).says
        == "most of its text matches"
    )


def test_the_derived_text_is_the_subject(pair):
    copy, left, right = pair
    assert wording.relation(copy, left, right).first is left
    assert wording.relation(replace(copy, direction="a_to_b"), left, right).first is right


def test_direction_says_only_which_page_was_published_earlier_and_on_what_that_rests():
    early, late = day(4), day(6)
    assert wording.direction("a_to_b", early, late) == (
        "published earlier according to its page (2031-05-04, from metadata); the other 2031-05-06, from metadata"
    )
    assert wording.direction("unknown", early, late) == "direction not established"
    assert "do not settle it" in wording.direction("a_to_b", late, early)
    assert "do not settle it" in wording.direction("a_to_b", None, late)
    assert "common source" in wording.direction("common_source", early, late)


def test_a_day_that_the_page_does_not_give_is_not_said_to_be_according_to_it():
    bounded = replace(day(4), basis="copy")
    assert (
        wording.earlier(bounded)
        == "published earlier as far as this collection shows (2031-05-04, bounded by a dated copy)"
    )


def day(number):
    at = date(2031, 5, number)
    return Published(low=at, high=at, precision="day", basis="metadata", confidence=0.9)


def test_days_stand_with_their_basis_and_confidence_as_word_and_number():
    assert wording.published(day(4)) == "2031-05-04 (from metadata, likely, 0.90)"
    assert wording.published(None) == "not dated"
    span = EventDate(low=date(2031, 5, 1), high=date(2031, 5, 31), basis="text")
    assert wording.event(span) == "2031-05-01 to 2031-05-31 (from days named in the text)"
    assert wording.event(replace(span, basis="something new")) == "2031-05-01 to 2031-05-31 (something new)"
    assert wording.event(None) == "day not established"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.0, "very likely, 1.00"),
        (0.8, "likely, 0.80"),
        (0.6, "more likely than not, 0.60"),
        (0.1, "uncertain, 0.10"),
        (-0.1, "uncertain, -0.10"),
    ],
)
def test_a_confidence_is_a_word_with_its_number(value, words):
    assert wording.confidence(value) == words


def test_a_ladder_leaves_out_rungs_that_are_not_known():
    ladder = Ladder(pages=14, texts=6, publishers=0, owners=0, accounts=1, documents=2)
    assert wording.steps(ladder) == ((14, "pages"), (6, "texts"), (1, "independent account"))
    full = replace(ladder, publishers=5, owners=4)
    assert wording.ladder_line(full) == (
        "14 pages › 6 texts › 5 publishers › 4 owners › 1 independent account · 2 primary documents leaned on"
    )
    assert wording.leaned_on(replace(ladder, documents=0)) is None
    assert wording.leaned_on(replace(ladder, documents=1)) == "1 primary document leaned on"


def test_counts_agree_with_their_nouns():
    assert wording.changes(1, 212) == "1 material change, 212 wording changes"
    assert wording.counted(1200, "story") == "1,200 stories"


def test_every_kind_that_a_record_may_have_has_its_words():
    from typing import get_args

    from copydesk import records

    assert set(wording.OUTCOMES) == set(wording.OUTCOME_MARKS) == set(get_args(records.Outcome))
    assert set(wording.ALTERATIONS) == set(get_args(records.AlterationKind))
    assert set(wording.COPIES) == set(get_args(records.CopyKind))
    assert set(wording.BLOCKS) == set(get_args(records.BlockKind))
    assert set(wording.ROLES) == set(get_args(records.DateRole))
    assert set(wording.CHECKS) == set(get_args(records.CheckKind))
    assert set(wording.QUOTES) == set(get_args(records.QuoteKind))
    assert set(wording.BASES) == set(get_args(records.DateBasis))


def test_no_two_kinds_of_alteration_share_a_letter():
    letters = [sort.letter for sort in wording.ALTERATIONS.values()]
    assert len(letters) == len(set(letters))


def test_a_change_in_one_line_says_what_was_dropped_or_put_in(collection):
    number = next(one for one in collection.copies[0].alterations if one.kind == "number")
    assert wording.change(number) == "12 people → 21 humans"
    assert wording.change(replace(number, after="")) == "12 people (not in the other text)"
    assert wording.change(replace(number, before="")) == "21 humans (not in the other text)"


@pytest.mark.parametrize(
    ("value", "said"), [(0.799, "likely, 0.80"), (0.794, "more likely than not, 0.79"), (0.0, "uncertain, 0.00")]
)
def test_the_word_of_a_confidence_is_that_of_the_number_beside_it(value, said):
    assert wording.confidence(value) == said


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("text", "from days named in the text"),
        ("text, named by 2 of 3 accounts", "from days named in the text, named by 2 of 3 accounts"),
        ("text; named as May 2031 by “A”", "from days named in the text; named as May 2031 by “A”"),
        ("known day: “Friday” of Opening, 2031-05-09", "known day: “Friday” of Opening, 2031-05-09"),
    ],
)
def test_what_the_day_of_an_event_rests_on_is_told_whole(basis, said):
    dated = EventDate(low=date(2031, 5, 5), high=date(2031, 5, 9), basis=basis)
    assert wording.event(dated) == f"2031-05-05 to 2031-05-09 ({said})"
    assert wording.event_days(dated) == "between 2031-05-05 and 2031-05-09"
