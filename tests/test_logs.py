"""Lines of a log: one an event, short, and without what nobody may read."""

import io
import json
import logging
import subprocess
import sys

import pytest

from copydesk import logs
from copydesk.errors import UsageError

SECRETS = [
    ("postgresql://desk:hunter2@db.example.org/news", "hunter2"),
    ("postgresql://db.example.org/news?user=desk&password=hunter2&connect_timeout=3", "hunter2"),
    ("postgresql://desk:hun/ter2@db.example.org/news", "ter2"),
    ("postgresql://desk:hun?ter2#x@db.example.org/news", "ter2"),
    ("postgresql://desk:p@hunter2@db.example.org/news", "hunter2"),
    ("smtp://ada:hunter2@mail.example.org:587", "hunter2"),
    ("host=db.example.org password=hunter2 dbname=news", "hunter2"),
    ("host=db.example.org password='two words' dbname=news", "two words"),
    ("COPYDESK_SMTP_PASSWORD=hunter2 is set", "hunter2"),
    ('{"token": "hunter2", "name": "Ada"}', "hunter2"),
    ("Authorization: Bearer person-1.XyZabcdefgh12345", "XyZabcdefgh12345"),
    ("the token person-1.XyZabcdefgh12345 opens nothing", "XyZabcdefgh12345"),
    ("/shared/share-4.XyZabcdefgh12345/stories/story-1.html", "XyZabcdefgh12345"),
    ("https://example.org/story?session=hunter2&page=3", "hunter2"),
    ("not read: https://example.org/story?k=hunter2", "hunter2"),
    ("https://ada:hunter2@example.org/", "hunter2"),
]


@pytest.fixture(autouse=True)
def quiet_again():
    yield
    logs.hush()


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


@pytest.mark.parametrize(("said", "secret"), SECRETS)
def test_no_secret_stands_in_a_line(tmp_path, said, secret):
    logs.listen(str(tmp_path / "a.log"))
    logs.tell("run.ended", said=said, nested={"list": [said, {"deep": said}]})
    logging.getLogger("copydesk.web.desks").warning("it said %s", said)
    written = (tmp_path / "a.log").read_text()
    assert secret not in written
    assert written.count("\n") == 2


@pytest.mark.parametrize(
    "plain",
    [
        "copydesk-0.1",
        "https://example.org/a/story.html",
        "https://blog.example/@ada/1",
        "the secretary's tokens",
        "a: b",
    ],
)
def test_what_is_no_secret_stays(tmp_path, plain):
    logs.listen(str(tmp_path / "a.log"))
    logs.tell("run.ended", said=plain)
    assert lines(tmp_path / "a.log")[0]["said"] == plain


def test_a_line_says_when_in_utc_how_grave_what_and_what_is_known(tmp_path):
    logs.listen(str(tmp_path / "a.log"))
    logs.tell("run.step", step="prints", done=3, seconds=0.25, memory=None)
    (line,) = lines(tmp_path / "a.log")
    assert line["time"].endswith("+00:00")
    assert (line["level"], line["event"], line["step"], line["done"], line["memory"]) == (
        "info",
        "run.step",
        "prints",
        3,
        None,
    )


def test_no_value_begins_a_line_steers_a_terminal_or_takes_the_place_of_what_is_ours(tmp_path):
    logs.listen(str(tmp_path / "a.log"))
    logs.tell("run.ended", said='x\n{"event": "forged"}\r\x1b[2J\u2028\u202e\udc00', time="never", level="none")
    raw = (tmp_path / "a.log").read_bytes()
    assert raw.count(b"\n") == 1
    assert raw.isascii()
    assert b"\x1b" not in raw
    (line,) = lines(tmp_path / "a.log")
    assert line["event"] == "run.ended"
    assert line["level"] == "info"
    assert line["time"] != "never"


def test_a_line_stays_short_whatever_it_is_told(tmp_path):
    logs.listen(str(tmp_path / "a.log"))
    logs.tell("run.ended", said="x" * 10**6, many=list(range(10**5)), **{f"v{n}": n for n in range(1000)})
    (line,) = lines(tmp_path / "a.log")
    assert len(line["said"]) == logs.LONGEST
    assert len(line["many"]) == logs.MOST
    assert len(line) <= logs.MOST + 4


def test_of_an_error_it_is_told_where_it_came_from_and_not_its_words(tmp_path):
    logs.listen(str(tmp_path / "a.log"))
    try:
        int("Sixty words of a page")
    except ValueError:
        logs.fail("request", route="/")
    (line,) = lines(tmp_path / "a.log")
    assert line["error"] == "ValueError"
    assert line["at"][-1].startswith("test_logs.py:")
    assert "Sixty" not in json.dumps(line)


def test_who_does_not_listen_hears_nothing_and_who_listens_twice_hears_once(tmp_path, capsys):
    logs.tell("run.started")
    logs.listen(str(tmp_path / "a.log"))
    logs.listen(str(tmp_path / "a.log"))
    logs.tell("run.started")
    logs.listen(None)
    logs.tell("run.started")
    assert len(lines(tmp_path / "a.log")) == 1
    assert capsys.readouterr() == ("", "")


def test_a_file_that_is_moved_away_is_begun_anew(tmp_path):
    logs.listen(str(tmp_path / "a.log"))
    logs.tell("run.started")
    (tmp_path / "a.log").rename(tmp_path / "a.log.1")
    logs.tell("run.ended")
    assert [line["event"] for line in lines(tmp_path / "a.log")] == ["run.ended"]


def test_standard_error_is_a_dash_and_a_file_that_cannot_be_written_is_named(tmp_path, capsys):
    logs.listen("-")
    logs.tell("run.started")
    assert json.loads(capsys.readouterr().err)["event"] == "run.started"
    with pytest.raises(UsageError, match="cannot be written"):
        logs.listen(str(tmp_path / "no" / "such" / "a.log"))


def test_a_program_that_uses_copydesk_hears_events_as_it_has_set_up():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logs.LOGGER.addHandler(handler)
    logs.LOGGER.setLevel(logging.INFO)
    try:
        logs.tell("run.step", step="prints", done=3)
    finally:
        logs.LOGGER.removeHandler(handler)
        logs.LOGGER.setLevel(logging.NOTSET)
    assert stream.getvalue() == 'run.step step="prints" done=3\n'


def test_importing_copydesk_alone_complains_of_nobody_who_listens():
    code = "import logging, copydesk; logging.getLogger('copydesk.web').error('a fault')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
