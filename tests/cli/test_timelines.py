"""`copydesk timeline`: what it prints of a small desk, in each form."""

import json
from pathlib import Path

import pytest

from copydesk.cli import main
from reports.calendars import read_calendar

PAGES = Path(__file__).parents[2] / "examples" / "newsroom" / "pages"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("desk") / "news.desk")
    pages = [str(path) for name in ("a1", "a9", "a10") for path in PAGES.glob(f"porto-lume-flood-{name}.*")]
    assert main(["--desk", path, "--quiet", "add", *pages, "--as-of", "2038-12-31"]) == 0
    assert main(["--desk", path, "--quiet", "run"]) == 0
    return path


def said(capsys, *words):
    status = main([*words])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_a_storyline_is_told_as_text_as_json_and_as_a_calendar(desk, capsys):
    _, lines, _ = said(capsys, "--desk", desk, "timeline")
    (line,) = [json.loads(one) for one in lines.splitlines()]
    dated = line["events"]
    assert len(dated) + len(line["undated"]) >= 2
    status, told, _ = said(capsys, "--desk", desk, "timeline", line["storyline"][:9], "--format", "text")
    assert status == 0
    for event in dated:
        assert event["event_date"]["low"] in told
    status, made, _ = said(capsys, "--desk", desk, "timeline", dated[0]["story"], "--format", "ics")
    entries = read_calendar(made.encode())
    assert [one["UID"] for one in entries] == [f"{one['story']}@copydesk" for one in dated]


def test_a_name_that_is_none_says_where_names_are_found(desk, capsys):
    status, _, error = said(capsys, "--desk", desk, "timeline", "line-nowhere")
    assert status == 2
    assert "give an id as `copydesk timeline` prints it" in error
