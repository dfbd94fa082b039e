"""The signs of a page's texts, found at once, are those that are found in each of them alone."""

import pytest

from copydesk.articles.cues import DENSE, Cue, is_date_line, search_cues
from copydesk.articles.letters import ODD, classes
from copydesk.articles.notes import dateline_of
from copydesk.articles.shapes import measure
from copydesk.articles.signs import NAMES, signs_of

LONG = (
    "The harbour master counted the boats again before noon and wrote the number down in the great book of the port. "
)
TEXTS = (
    "Share this",
    "SHARE",
    "by Ann Harbour",
    "Related stories",
    "_Related_ stories",
    "(c) 2031 Harbour Press",
    "\u00a9 2031 Harbour Press",
    "Photo: Ann Harbour",
    "Sign up for our newsletter",
    "T\u00fcm haklar\u0131 sakl\u0131d\u0131r",
    "\u76f8\u5173\u65b0\u95fb",
    "The ferry left the harbour.",
    LONG * 2 + "Now it is all on Facebook and nowhere else that we know of, said the harbour master once more.",
    (LONG * 3)[:297] + " via the harbour",
    LONG * 3 + "Share this",
    "12 March 2031",
    "M\u00e4rz 3, 2031",
    "3.4.2031",
    "2031-04-03 12:30",
    "3 days ago",
    "vor 3 Stunden",
    "12 boats",
    "2031\u5e744\u67083\u65e5",
    "HARBOUR CITY \u2014 The ferry left the harbour at noon.",
    "See www.harbour.example",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_among_others_has_the_signs_that_it_has_alone(text: str) -> None:
    texts = (*TEXTS, text)
    signs = signs_of(texts, measure(texts))
    found = {name for name, holds in zip(NAMES, signs.cues[:, -1].tolist(), strict=True) if holds}
    assert found == {(cue.name or "").lower() for cue in Cue if search_cues(text[:300]) & cue.value}
    assert signs.dates[-1] == (is_date_line(text) and any(map(str.isdigit, text)))
    assert signs.datelines[-1] == (len(text) > 40 and dateline_of(text) is not None)
    assert signs.addresses[-1] == ("www" in text)


def test_signs_are_found_where_they_are_expected() -> None:
    signs = signs_of(TEXTS, measure(TEXTS))
    cued = {text for text, holds in zip(TEXTS, signs.cues.any(axis=0).tolist(), strict=True) if holds}
    assert {
        "Share this",
        "by Ann Harbour",
        "Related stories",
        "\u76f8\u5173\u65b0\u95fb",
        "\u00a9 2031 Harbour Press",
    } <= cued
    assert "The ferry left the harbour." not in cued
    assert TEXTS[-1] not in cued
    assert {TEXTS[place] for place in signs.dates.nonzero()[0].tolist()} >= {
        "12 March 2031",
        "3.4.2031",
        "vor 3 Stunden",
    }


def test_what_stands_in_scripts_without_spaces_is_asked_letter_by_letter() -> None:
    flags, _ = classes()
    assert all(flags[code] & ODD for code in range(0x10000) if DENSE.match(chr(code)))
