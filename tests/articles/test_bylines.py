"""People of a byline, in many languages and scripts; nobody rather than a desk, a place, a heading or the subject."""

from __future__ import annotations

import pytest

from copydesk.articles.bylines import byline_at, opens_byline, people, signature, signer, spelled
from copydesk.articles.pieces import Piece
from copydesk.articles.vocabulary import vocabulary_of

BODY = vocabulary_of("A cable car stopped above the gorge. Mayor Osric Thane said it was old, and more would follow.")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ilka Brandt and Joos Merrin", ("Ilka Brandt", "Joos Merrin")),
        ("By Ilka Brandt, Joos Merrin and Tove Aas", ("Ilka Brandt", "Joos Merrin", "Tove Aas")),
        ("Von Ilka Brandt und Joos van der Merrin", ("Ilka Brandt", "Joos van der Merrin")),
        ("Par Ilka Brandt, avec Joos Merrin", ("Ilka Brandt", "Joos Merrin")),
        ("Di Ilka Brandt", ("Ilka Brandt",)),
        ("A cura di Ilka Brandt", ("Ilka Brandt",)),
        ("Por Ilka Brandt y Joos Merrin", ("Ilka Brandt", "Joos Merrin")),
        ("Escrito por Ilka Brandt", ("Ilka Brandt",)),
        ("Text: Ilka Brandt  Foto: Joos Merrin", ("Ilka Brandt",)),
        (
            "\u0410\u0432\u0442\u043e\u0440: \u0418\u043b\u044c\u043a\u0430 \u0411\u0440\u0430\u043d\u0434\u0442",
            ("\u0418\u043b\u044c\u043a\u0430 \u0411\u0440\u0430\u043d\u0434\u0442",),
        ),
        ("\u6587\uff0f\u6797\u7f8e\u82b3", ("\u6797\u7f8e\u82b3",)),
        ("\u8a18\u8005 \u6797\u7f8e\u82b3", ("\u6797\u7f8e\u82b3",)),
        ("\uae40\ubbfc\uc11c \uae30\uc790", ("\uae40\ubbfc\uc11c",)),
        ("Ilka Brandt | Health Reporter", ("Ilka Brandt",)),
        ("By Ilka Brandt | Joos Merrin", ("Ilka Brandt", "Joos Merrin")),
        ("By ILKA BRANDT and JOOS MERRIN, Valley Press Agency", ("ILKA BRANDT", "JOOS MERRIN")),
        ("Analysis by Ilka Brandt, editor-at-large", ("Ilka Brandt",)),
        ("Ilka Brandt - May 7, 2031, 8:15 pm", ("Ilka Brandt",)),
        ("By Ilka Brandt May 7, 2031", ("Ilka Brandt",)),
        ("By Ilka Brandt@ilkab", ("Ilka Brandt",)),
        ("By Ilka Brandt (ilka@valley-echo.example)", ("Ilka Brandt",)),
        ("By Dr. Ilka Brandt in Arnholt", ("Ilka Brandt",)),
        ("By Ilka Brandt Ilka Brandt", ("Ilka Brandt",)),
        ("Echo Newsroom May 7", ()),
        ("By Sports Desk", ()),
        ("By admin", ()),
        ("Our Editors", ()),
        ("The Harbour", ()),
        ("by hours ago", ()),
        ("", ()),
    ],
)
def test_a_byline_gives_people_only(line: str, names: tuple[str, ...]) -> None:
    assert people(line) == names


def test_an_outlet_is_nobody_and_goes_from_the_end_of_a_name() -> None:
    known = frozenset({"valley echo"})
    assert people("By Valley Echo", known=known) == ()
    assert people("By Ilka Brandt Valley Echo", known=known) == ("Ilka Brandt",)


def test_a_heading_is_no_name() -> None:
    assert people("Key Points", small=frozenset({"key", "points"})) == ()


def test_a_headline_that_begins_with_by_is_no_byline() -> None:
    assert opens_byline("By Ilka Brandt")
    assert opens_byline("by Ilka Brandt")
    assert not opens_byline("By twelfths")
    assert not opens_byline("Storytelling wins")


def test_capitals_are_spelled_as_others_spell_them() -> None:
    assert spelled(["ILKA BRANDT", "Joos Merrin"], ["Ilka Brandt"]) == ("Ilka Brandt", "Joos Merrin")


def at(*lines: str) -> tuple[str, ...]:
    """The people of the byline among lines, the first of which is the headline."""
    found = byline_at([Piece(line) for line in lines], range(len(lines)), 0, known=frozenset(), words=BODY)
    return found.people if found else ()


@pytest.mark.parametrize(
    "lines",
    [
        ("Cable car stops", "Ilka Brandt", "7 May 2031"),
        ("Cable car stops", "Ilka Brandt @ilkab / 2 days"),
        ("Cable car stops", "Ilka Brandt, Health Correspondent"),
        ("Cable car stops", "7 May 2031 Ilka Brandt"),
        ("Cable car stops", "Ilka Brandt", "A cable car stopped.", "Ilka Brandt writes about what hangs on ropes."),
    ],
)
def test_a_line_of_names_needs_a_date_an_office_or_a_box_about_its_author(lines: tuple[str, ...]) -> None:
    assert at(*lines) == ("Ilka Brandt",)


@pytest.mark.parametrize(
    "lines",
    [
        ("Cable car stops", "Mayor Osric Thane", "7 May 2031"),
        ("Cable car stops", "Ilka Brandt"),
        ("Cable car stops", "Photo: Ilka Brandt", "7 May 2031"),
        ("Cable car stops", "Facebook Twitter", "7 May 2031"),
    ],
)
def test_whom_the_article_is_about_or_who_took_a_picture_is_no_author(lines: tuple[str, ...]) -> None:
    assert at(*lines) == ()


def test_a_desk_stands_for_a_byline_and_names_nobody() -> None:
    pieces = [Piece("Cable car stops"), Piece("Echo sports desk"), Piece("7 May 2031")]
    found = byline_at(pieces, range(3), 0, known=frozenset(), words=BODY)
    assert found is not None
    assert (found.place, found.people) == (1, ())


def test_a_name_and_a_place_under_the_last_paragraph_sign_it() -> None:
    found = signature([Piece("A paragraph."), Piece("Ilka Brandt, Arnholt")], 1, known=frozenset(), words=BODY)
    assert found is not None
    assert found.people == ("Ilka Brandt",)
    assert signature([Piece("A paragraph."), Piece("Read more, Sign up")], 1, known=frozenset(), words=BODY) is None
    assert signature([Piece("A paragraph.")], 1, known=frozenset(), words=BODY) is None


def test_reporters_named_under_an_article_are_its_people() -> None:
    assert signer("(Reporting by Ilka Brandt and Joos Merrin; editing by Tove Aas)") == ("Ilka Brandt", "Joos Merrin")
