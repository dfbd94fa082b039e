"""No password and no token stands in what is told of runs: logs, records, `explain`, errors, `doctor`."""

import pytest

from copydesk.cli import main
from copydesk.logs import hush
from copydesk.observing.keeping import StepNotes
from copydesk.observing.measuring import Meter
from copydesk.records import Article, Failure
from copydesk.store import Outcome, StepRun

SECRET = "hunter2-do-not-tell"
DATABASE = f"postgresql://desk:{SECRET}@127.0.0.1:9/news?connect_timeout=1"
QUERIED = f"postgresql://127.0.0.1:9/news?user=desk&password={SECRET}&connect_timeout=1"
MAIL = f"""desk = "news.desk"
[digest.mail]
server = "smtp://ada:{SECRET}@127.0.0.1:9"
sender = "a@b.example"
to = ["c@d.example"]
"""


@pytest.fixture(autouse=True)
def quiet_again():
    yield
    hush()


@pytest.mark.parametrize("command", [("run",), ("explain",), ("doctor",)])
@pytest.mark.parametrize("desk", [DATABASE, QUERIED])
def test_the_password_of_a_database_that_does_not_answer(tmp_path, capsys, monkeypatch, command, desk):
    pytest.importorskip("psycopg")
    monkeypatch.chdir(tmp_path)
    assert main(["--log", "a.log", "--desk", desk, *command]) != 0
    told = capsys.readouterr()
    log = (tmp_path / "a.log").read_text()
    assert SECRET not in told.out + told.err + log
    assert "127.0.0.1" in told.out + told.err


def test_the_password_of_a_mail_server(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desk.toml").write_text(MAIL)
    monkeypatch.setenv("COPYDESK_SMTP_PASSWORD", SECRET)
    for words in (("digest", "desk.toml"), ("watch", "desk.toml", "--once"), ("doctor",)):
        main(["--log", "a.log", *words])
    told = capsys.readouterr()
    log = (tmp_path / "a.log").read_text() if (tmp_path / "a.log").exists() else ""
    assert SECRET not in log
    assert SECRET not in told.out + told.err


def test_what_failed_with_a_secret_in_its_reason_or_input():
    source = f"https://ada:{SECRET}@example.org/story?token={SECRET}"
    failure = Failure(id="x-1", step="articles", input=source, reason=f"asked with Bearer {SECRET} at {source}")
    notes = StepNotes(StepRun("articles", Article, 1, "x"), Meter())
    notes.kept([Outcome("job", "inputs", (), failure)])
    (kept,) = notes.record().failures
    assert SECRET not in kept.input + kept.reason
    assert "example.org/story" in kept.input
