"""Titles, names and texts are printed; none of them steers the terminal or reorders a line."""

import json
import re

import pytest

from copydesk.cli import main
from copydesk.cli.shown import as_json, for_screen, note

ESCAPES = "\x1b]0;owned\x1b[2J\x9b31m\x90q\x9c\x7f"
TRICKS = "\u202egnp.exe\u2066\u200f"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PAGE = f"""Ferry rams crane {ESCAPES} in Eidsund {TRICKS}
By Ada {ESCAPES} Brenn

A ferry struck a crane in Eidsund on Thursday, police said. {ESCAPES} Nobody was hurt, and 43 people went home.
“The light was green {TRICKS} when we came in,” Captain Ida Holm said. The harbour opened again at noon {ESCAPES}.
The crane was built in 1998 and was last inspected in March 2030, according to the register of the port.
"""
COMMANDS = {
    "read": ["read", "a.txt"],
    "read for people": ["read", "a.txt", "--format", "screen"],
    "explain a page": ["read", "a.txt", "--explain", "--format", "screen"],
    "add": ["--desk", "a.desk", "add", "a.txt"],
    "run": ["--desk", "a.desk", "run"],
    "articles": ["--desk", "a.desk", "search", "ferry"],
    "articles as rows": ["--desk", "a.desk", "search", "ferry", "--format", "jsonl"],
}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPYDESK_DESK", raising=False)
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")


def test_no_command_prints_what_steers_a_terminal(capfd):
    for name, words in COMMANDS.items():
        assert main([*words]) == 0, name
        out, err = capfd.readouterr()
        assert out or err
        assert STEERING.search(out + err) is None, name


def test_the_name_of_a_file_does_not_steer_it_either(capfd):
    assert main(["read", f"gone-{ESCAPES}.html"]) == 3
    out, err = capfd.readouterr()
    assert "gone-" in err
    assert STEERING.search(out + err) is None


def test_rows_say_the_same_with_everything_escaped():
    row = {"title": f"é{ESCAPES}{TRICKS}\ud800"}
    assert STEERING.search(as_json(row)) is None
    assert "é" in as_json(row)
    assert json.loads(as_json(row)) == row


def test_what_goes_into_a_file_is_as_it_is_and_what_goes_to_a_screen_is_not(monkeypatch):
    assert for_screen(ESCAPES) == ESCAPES
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert STEERING.search(for_screen(f"{ESCAPES}{TRICKS}")) is None


def test_a_note_begins_no_line_that_looks_like_ours(capfd):
    note("not read: a\r\x1b[1Acopydesk: all is well")
    assert STEERING.search(capfd.readouterr().err) is None
