"""The report: hedged, inert, readable in print, and honest about what is not there."""

import json
import re
from dataclasses import replace
from io import BytesIO

import pytest
from lxml import html as lxml_html
from pypdf import PdfReader

from copydesk.errors import UsageError
from copydesk.evidence import printing, telling
from copydesk.evidence.archive import archive
from copydesk.evidence.paging import page
from copydesk.reports.holdings import hold
from evidence.packing import FIRST, MADE_AT, SECOND, a_case, a_desk

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TYPST = '#read("/etc/passwd") #panic("x") $a$ *b* @c <d> \\ // comment'


def told(case):
    kept = archive(case.pages, settings=case.settings.pages, program="copydesk 1", made_at="2031-05-09T12:00:00Z").kept
    by_page = {one.page.id: one for one in kept}
    return telling.report(case, hold(case.collection), by_page, program="copydesk 1", made_at="2031-05-09T12:00:00Z")


@pytest.fixture
def case(tmp_path):
    with a_desk(tmp_path) as desk:
        yield a_case(desk)


@pytest.fixture(scope="module")
def of_the_newsroom(newsroom):
    from copydesk.evidence import gather

    story = max(newsroom.stories(), key=lambda story: len(story.articles))
    return gather(newsroom, story.id)


def words_of(raw):
    return " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(raw)).pages).split())


def test_the_report_says_the_ladder_who_carries_what_the_accounts_say_and_what_is_open(of_the_newsroom):
    found = page(told(of_the_newsroom))
    for words in (
        "independent account",
        "measures independent reporting in this collection, not truth",
        "What is not established",
        "Who carries whose text",
        "Where accounts differ",
        "Days of publication and what they rest on",
        "Method and limits",
        "Other explanations to rule out",
        "SHA-256",
    ):
        assert words in found, words


@pytest.mark.parametrize("word", ["copied", "stole", "plagiar", "fake", "liar", "wrong", "original"])
def test_no_word_of_ours_is_a_verdict(case, word):
    tree = lxml_html.fromstring(page(told(case)))
    assert word not in tree.text_content().lower()


def test_what_pages_wrote_is_inert_in_the_page(tmp_path):
    pages = {"first.txt": FIRST.replace("Harbour crane", SCRIPT), "second.txt": SECOND.replace("Ole Myhre", SCRIPT)}
    with a_desk(tmp_path, pages) as desk:
        values = told(a_case(desk))
    values["title"] = values["sources"][0]["outlet"] = SCRIPT
    found = page(values)
    tree = lxml_html.fromstring(found)
    assert not tree.xpath("//script | //img | //iframe | //link | //object | //form")
    assert not [one for one in tree.iter() for name in one.attrib if name.startswith("on")]
    assert {one.get("href")[0] for one in tree.xpath("//a")} == {"#"}
    assert not re.search(r"(?:src|url\()\s*=?\s*['\"]?https?:", found)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_what_pages_wrote_is_set_as_text_in_print(case):
    values = told(case)
    values["title"] = values["what"] = TYPST
    values["sources"][0]["title"] = TYPST
    found = words_of(printing.printed(values, made_at=MADE_AT).raw)
    assert TYPST in found


def test_the_print_is_a_tagged_pdf_with_title_language_and_the_words_of_the_report(of_the_newsroom):
    values = told(of_the_newsroom)
    made = printing.printed(values, made_at=MADE_AT)
    assert made.undrawn == ()
    found = PdfReader(BytesIO(made.raw))
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert found.metadata.title == f"Evidence: {values['title']}"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    words = words_of(made.raw)
    for said in (*values["open"][:3], values["ladder"], values["limits"][3]):
        assert " ".join(said.split()) in words


def test_the_print_is_the_same_each_time(case):
    assert printing.printed(told(case), made_at=MADE_AT).raw == printing.printed(told(case), made_at=MADE_AT).raw


@pytest.mark.parametrize("words", ["Λιμάνι του Θόρου", "Порт Тарн закрыт", "Høyre ø łódź čaj", "נמל טארן"])
def test_other_scripts_that_the_bundled_fonts_have_are_drawn(case, words):
    values = told(case)
    values["title"] = words
    made = printing.printed(values, made_at=MADE_AT)
    assert made.undrawn == ()
    assert set("".join(words.split())) <= set(words_of(made.raw))


def test_signs_that_no_font_has_are_boxes_and_the_report_says_so(case):
    values = told(case)
    values["title"] = "Crane \U0001e900\U0001e901 falls"
    made = printing.printed(values, made_at=MADE_AT)
    assert set(made.undrawn) == {"\U0001e900", "\U0001e901"}
    found = words_of(made.raw)
    assert "2 different signs on these pages could not be drawn" in found
    assert "report.html in this pack has them all" in found
    assert "\U0001e900" in page(values)


def test_signs_that_steer_are_neither_printed_nor_shown(case):
    values = told(case)
    values["title"] = "Crane\u202e llaf\x07s"
    assert "\u202e" not in page(values)
    assert printing.printed(values, made_at=MADE_AT).undrawn in ((), ("\ufffd",))


def test_without_the_library_of_the_print_one_is_told_what_to_install(case, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(UsageError, match=r"copydesk\[evidence\]"):
        printing.printed(told(case), made_at=MADE_AT)


def test_the_values_of_a_report_are_those_of_json(of_the_newsroom):
    values = told(of_the_newsroom)
    assert json.loads(json.dumps(values)) == values


def test_readings_keep_the_spaces_around_what_differs(case):
    (pair,) = told(case)["pairs"]
    assert pair["changes"]
    for change in pair["changes"]:
        for lead, words, tail in (change["before"], change["after"]):
            assert not words or not lead or lead[-1] in " \u201c\"'(-…" or not lead[-1].isalnum()
            assert not words or not tail or not tail[0].isalnum()


def test_what_is_left_out_for_its_amount_is_counted(case, monkeypatch):
    monkeypatch.setattr(telling, "MOST_CHANGES", 1)
    monkeypatch.setattr(telling, "MOST_ROWS", 0)
    values = told(case)
    (pair,) = values["pairs"]
    assert len(pair["changes"]) + pair["changes_more"] > 1
    assert all(part["rows"] == [] and part["more"] for part in values["parts"])


def test_articles_beyond_the_most_of_a_pack_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("copydesk.evidence.gathering.MOST_ARTICLES", 1)
    with a_desk(tmp_path) as desk:
        found = a_case(desk)
    assert len(found.collection.articles) == 1
    assert found.left_out == 1
    assert any("1 more article" in said for said in told(found)["short"])


def test_failures_of_the_desk_are_told(case):
    assert any("3 failures" in said for said in told(replace(case, unread=3))["open"])
