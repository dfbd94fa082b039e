"""Names of people, datelines, credits, dates of lines, and site names in titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.articles.bylines import people
from copydesk.articles.cues import is_date_line
from copydesk.articles.heads import _SEPARATOR, _may_separate, without_site
from copydesk.articles.notes import credited, dateline_of, is_credit, label_of


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ilka Brandt", ("Ilka Brandt",)),
        ("Ilka Brandt and Joos Merrin", ("Ilka Brandt", "Joos Merrin")),
        ("Von Ilka Brandt und Joos van der Merrin", ("Ilka Brandt", "Joos van der Merrin")),
        ("By Ilka Brandt, health correspondent", ("Ilka Brandt",)),
        ("Ilka Brandt in Arnholt", ("Ilka Brandt",)),
        ("By Valley Echo staff", ()),
        ("admin", ()),
        ("Sports desk", ()),
        ("Mayor opens bridge and is sorry", ()),
    ],
)
def test_a_byline_gives_people_only(byline: str, names: tuple[str, ...]) -> None:
    assert people(byline) == names


@pytest.mark.parametrize(
    ("paragraph", "dateline"),
    [
        ("ARNHOLT, May 7 — A cable car", "ARNHOLT, May 7 —"),
        ("ARNHOLT, 7 May 2031 – A cable car", "ARNHOLT, 7 May 2031 –"),
        ("VALE DE LUZ — A cable car", "VALE DE LUZ —"),
        ("ARNHOLT (AP) - A cable car", "ARNHOLT (AP) -"),
        ("(Wire) — A cable car", "(Wire) —"),
        ("The driver — a man of 40 — ran away", None),
        ("A well-known driver ran away", None),
        ("He said: 'I ran — away'", None),
        ("Arnholt 2. April – Die Fähre hielt.", "Arnholt 2. April –"),
        ("ARNHOLT, Lower Coast - The ferry stopped.", "ARNHOLT, Lower Coast -"),
        ("Arnholt Boat Show 2031 - Pictures", None),
    ],
)
def test_a_dateline_is_a_place_a_day_or_an_agency_before_a_dash(paragraph: str, dateline: str | None) -> None:
    assert dateline_of(paragraph) == dateline


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Source: Meridian Wire. All rights reserved", "Meridian Wire"),
        ("By arrangement with The Harbour Standard", "The Harbour Standard"),
        ("Meridian Wire24-02-2031", "Meridian Wire"),
        ("Source: Valley Echo", None),
        ("Sources told the Echo that nothing had happened", None),
    ],
)
def test_a_credit_names_another_outlet(line: str, name: str | None) -> None:
    assert credited([line], None, own=["Valley Echo"]) == name


def test_a_glued_label_gives_name_and_date() -> None:
    assert label_of("Meridian Wire24-02-2031") == ("Meridian Wire", "24-02-2031")
    assert label_of("On 24-02-2031 nothing happened") is None


@pytest.mark.parametrize("text", ["Sources told the Echo that he ran.", "Translated into money, that is little."])
def test_a_sentence_is_no_credit(text: str) -> None:
    assert not is_credit(text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Posted: Saturday, October 19, 2030 6:34 am", True),
        ("19.10.2030, 11:12 (UTC+3) Updated: 04.11.2030", True),
        ("time46 minutes ago", True),
        ("Am 3. Mai 2031 veröffentlicht", True),
        ("2031年5月7日", True),
        ("PUBLIÉ LE 3 FÉVRIER 2031", True),
        ("12031年5月7日", True),
        ("٧ May 2031", True),
        ("On May 7 a cable car stopped above the gorge", False),
        ("Nothing happened", False),
    ],
)
def test_a_date_line_holds_a_date_and_little_else(line: str, *, expected: bool) -> None:
    assert is_date_line(line) is expected


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Cable car strands 41 | Valley Echo", "Cable car strands 41"),
        ("Cable car strands 41 - News - Valley Echo", "Cable car strands 41"),
        ("Cable car strands 41", "Cable car strands 41"),
    ],
)
def test_a_title_loses_the_name_of_its_site(title: str, bare: str) -> None:
    assert without_site(title, ["Valley Echo"]) == bare


@given(st.text(alphabet="ab |\uff5c\u2013:-/\u00a0\n"))
def test_no_separator_is_passed_over(title: str) -> None:
    assert _may_separate(title) or _SEPARATOR.search(title) is None
