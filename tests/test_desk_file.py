"""Desk files: what can be meant is read, what cannot is refused with the place and the cure."""

import pytest

from copydesk.desk_file import read_desk_file, seconds
from copydesk.errors import UsageError


def read(tmp_path, text):
    path = tmp_path / "coast.toml"
    path.write_text(text, encoding="utf-8")
    return read_desk_file(path)


@pytest.mark.parametrize(
    ("told", "meant"),
    [("30m", 1800), ("2 hours", 7200), ("1.5d", 129_600), ("1 day", 86_400), (90, 90), ("45 s", 45), ("1 second", 1)],
)
def test_times_are_read(told, meant):
    assert seconds(told) == meant


@pytest.mark.parametrize("told", ["soon", "", "-3m", "m", "3 weeks", True, -1, [3], float("nan")])
def test_what_is_no_time_is_none(told):
    assert seconds(told) is None


def test_a_file_that_says_little_has_defaults_and_a_desk_of_its_name(tmp_path):
    planned = read(tmp_path, "")
    assert planned.desk == tmp_path / "coast.desk"
    assert planned.watch.every == 1800
    assert planned.settings.fetch.delay_seconds == 2.0


def test_the_longer_of_two_pauses_is_kept(tmp_path):
    told = '[watch]\ndelay = "1s"\n[settings.fetch]\ndelay_seconds = 4\n'
    assert read(tmp_path, told).settings.fetch.delay_seconds == 4.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("desk = 3", "desk must be"),
        ("[wacht]", "there is no 'wacht'"),
        ("watch = 3", r"write \[watch\]"),
        ("[watch]\nfeed = []", "has no 'feed'"),
        ('[watch]\nfeeds = "https://one.example/"', "must be a list"),
        ('[watch]\nfeeds = ["one.example/feed"]', "is no address"),
        ("[watch]\nfeeds = [3]", "must be str"),
        ('[watch]\nevery = "soon"', "must be a time"),
        ('[watch]\nevery = "5s"', "a minute at least"),
        ('[watch]\nagain = ["2h", "1h"]', "the times of again rise"),
        ("[watch]\nmost = 0", "1 at least"),
        ("[watch]\nmost = -5", "must be int"),
        ('[digest]\naddress = "desk.example"', "must begin with http"),
        ("[digest]\nmail = 3", "must be a table"),
        ('[digest.mail]\nserver = "mail.example"', "needs sender, to"),
        ('[digest.mail]\nserver = "m"\nsender = "a@b.example"\nto = ["x, y"]', "no address of mail"),
        (
            '[digest.mail]\nserver = "m"\nsender = "a@b.example\\r\\nBcc: x@y"\nto = ["x@y.example"]',
            "no address of mail",
        ),
        ('[digest.mail]\nserver = "m"\nsender = "a@b.c"\nto = ["x@y.z"]\nsecurity = "ssl"', "starttls, tls or none"),
        ("[settings.fetch]\nretry = 3", "has no setting"),
        ("desk = ", "cannot be read as a desk file"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(tmp_path, text, said):
    with pytest.raises(UsageError, match=said):
        read(tmp_path, text)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"docs/watching\.md shows one"):
        read_desk_file(tmp_path / "nowhere.toml")
