"""People's decisions on a desk: kept, followed by the next run, taken back."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from copydesk.cli import cli
from copydesk.desk import Desk, open_desk
from copydesk.errors import UsageError

AT = "2031-01-01T12:00:00+00:00"
TEXTS = {
    "quay.txt": "Crane falls on quay\nThe crane of Gronneset fell on the quay on Thursday, the harbour master of"
    " Eidsund said.\nNobody was hurt when the boom came down, and the ferry Lomvi left an hour late.\n",
    "rate.txt": "Bank raises its rate\nThe Ostmere Reserve Bank raised its lending rate on Thursday, its governor"
    " said.\nInflation in Halberg was broader than any model had foreseen, she told reporters.\n",
}


@pytest.fixture
def desk(tmp_path: Path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with open_desk(tmp_path / "news.desk", workers=1) as opened:
        list(opened.add([str(tmp_path / name) for name in TEXTS], as_of=date(2031, 1, 1)))
        list(opened.run())
        yield opened


def labels(desk: Desk) -> list[str]:
    list(desk.run())
    return sorted(story.label for story in desk.stories())


def test_a_merge_stands_until_it_is_taken_back(desk: Desk) -> None:
    before = labels(desk)
    assert len(before) == 2
    merge = desk.merge([story.id for story in desk.stories()], by="Ada", at=AT)
    assert len(labels(desk)) == 1
    assert desk.decisions() == (merge,)
    assert desk.stories()[0].decisions == (merge.id,)
    assert desk.undo(merge.id[:12], by="Ada", at=AT) == merge
    assert labels(desk) == before


def test_a_name_a_split_and_a_pin(desk: Desk) -> None:
    first, second = desk.stories()
    desk.merge([first.id, second.id], at=AT)
    list(desk.run())
    (both,) = desk.stories()
    desk.rename(both.id, " Two things ", at=AT.replace("12:", "13:"))
    assert labels(desk) == ["Two things"]
    desk.split(both.id, [second.articles[0]], at=AT.replace("12:", "14:"))
    assert len(labels(desk)) == 2
    desk.pin(first.articles[0], at=AT.replace("12:", "15:"))
    with pytest.raises(UsageError, match="is pinned"):
        desk.merge([first.id, second.id], at=AT)


def test_a_run_after_a_decision_does_not_read_pages_again(desk: Desk) -> None:
    desk.rename(desk.stories()[0].id, "Another", at=AT)
    todo = {progress.step: progress.total for progress in desk.run()}
    assert todo["articles"] == todo["quotes"] == todo["datings"] == 0
    assert todo["stories"] == 1


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda desk: desk.merge([desk.stories()[0].id], at=AT), "two stories or more"),
        (lambda desk: desk.merge(["story-none", "story-nil"], at=AT), "names no story"),
        (lambda desk: desk.merge(["story-", "story-"], at=AT), "several stories"),
        (lambda desk: desk.rename(desk.stories()[0].id, "  ", at=AT), "empty name"),
        (lambda desk: desk.split(desk.stories()[0].id, [desk.stories()[1].articles[0]], at=AT), "no article of"),
        (lambda desk: desk.split(desk.stories()[0].id, desk.stories()[0].articles, at=AT), "all articles"),
        (lambda desk: desk.undo("decision-none", at=AT), "names no decision"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_the_cure(desk: Desk, ask, told) -> None:
    with pytest.raises(UsageError, match=told):
        ask(desk)
    assert desk.decisions() == ()


def test_the_commands(desk: Desk, tmp_path: Path) -> None:
    file = str(tmp_path / "news.desk")
    first, second = (story.id for story in desk.stories())
    desk.close()

    def say(*words: str) -> str:
        done = CliRunner().invoke(cli, ["--desk", file, *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert say("stories", "--format", "text").count("independent account") == 2
    decision = say("merge", first, second, "--by", "Ada").split()[0]
    say("rename", first, "Both")
    say("run")
    assert "Both" in say("stories", "--format", "text")
    assert "by Ada" in say("decisions", "--format", "text")
    assert "no longer" in say("undo", decision)
    say("run")
    assert say("stories", "--format", "jsonl").count('"label"') == 2
