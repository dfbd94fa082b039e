"""What each plug-in promises, by the suites of copydesk, and what each is for."""

import json
from pathlib import Path

import pytest
from quayside.briefing import exporter
from quayside.log import notifier
from quayside.naming import Named
from quayside.nitf import reader
from quayside.owners import registry
from quayside.transcripts import Transcripts

from copydesk.plugging import kept_quotes
from copydesk.registries import register_of
from copydesk.testing import (
    ExporterSuite,
    LanguageModelSuite,
    NotifierSuite,
    QuoteModelSuite,
    ReaderSuite,
    RegistrySuite,
    article,
    given,
    notice,
)

REPORT = (Path(__file__).parent / "report.nitf").read_bytes()
INTERVIEW = "Ines Vold asked the mayor about the port.\nVOLD: Will it close?\nMAYOR TAL MERIN: It will not."


class TestReader(ReaderSuite):
    plug_in = reader
    file = REPORT
    name = "report.nitf"


class TestExporter(ExporterSuite):
    plug_in = exporter


class TestTranscripts(QuoteModelSuite):
    plug_in = Transcripts


class TestNamed(LanguageModelSuite):
    plug_in = Named
    argument = "en"


class TestNotifier(NotifierSuite):
    plug_in = notifier


class TestRegistry(RegistrySuite):
    plug_in = registry


def test_a_report_is_a_page_with_what_its_head_says():
    (page,) = reader.read(REPORT, "report.nitf")
    assert (page.outlet, page.author, page.published) == ("Meridian Wire", "Ines Vold", "2031-05-06")
    assert page.title == "Dredger sinks off Hallen & crew is saved"
    assert page.url == "https://www.meridianwire.example/2031/dredger"
    assert "said the harbour master, Petra Loke. Two were" in page.content


def test_a_report_with_an_entity_of_its_own_is_not_read():
    hostile = REPORT.replace(b"<!DOCTYPE nitf>", b'<!DOCTYPE nitf [<!ENTITY all SYSTEM "file:///etc/passwd">]>')
    with pytest.raises(ValueError, match="declares an entity"):
        list(reader.read(hostile.replace(b"Petra Loke", b"&all;"), "report.nitf"))


def test_turns_of_an_interview_are_quotes_of_who_speaks():
    one = article(INTERVIEW)
    (quotes,) = kept_quotes([one], Transcripts("").quotes([one]))
    assert [(quote.speaker, one.text[quote.start : quote.end]) for quote in quotes] == [
        ("Vold", "Will it close?"),
        ("Mayor Tal Merin", "It will not."),
    ]


def test_the_briefing_has_nothing_that_acts(tmp_path):
    exporter.write(given(["Market <script>alert(1)</script> [closes](https://evil.example)\n\nIt did. " * 9]), tmp_path)
    text = (tmp_path / "briefing.md").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "](https" not in text


def test_the_log_has_a_line_for_each_story_of_each_digest(tmp_path):
    place = tmp_path / "digest.jsonl"
    for _ in range(2):
        notifier.notify(notice(), str(place))
    lines = [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]
    assert [line["label"] for line in lines] == ["A ferry runs aground off Eidsund"] * 2


def test_papers_of_two_publishers_belong_to_one_group():
    lines = register_of(registry.text(), name="owners").lines()
    owners = {line.split("\t")[0].split("|")[0]: line.split("\t")[1] for line in lines}
    assert owners["Sunrise Tribune"] == owners["Northgate Herald"] == "Quay Group"
    assert owners["WorldLens"] == ""
