"""People at a desk: tokens that are told once, links that end, and a log that nothing is taken from."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from copydesk.cli import cli
from copydesk.desk import open_desk
from copydesk.errors import UsageError

AT = "2031-03-20T09:00:00+00:00"
PAGE = (
    "Crane falls on quay\nThe crane of Gronneset fell on the quay on Thursday, the harbour master of Eidsund said.\n"
    "Nobody was hurt when the boom came down, and the ferry Lomvi left an hour late.\n"
)


@pytest.fixture
def path(tmp_path: Path):
    (tmp_path / "quay.txt").write_text(PAGE, encoding="utf-8")
    with open_desk(tmp_path / "news.desk") as desk:
        list(desk.add([str(tmp_path / "quay.txt")], as_of=date(2031, 3, 20)))
        list(desk.run())
    return tmp_path / "news.desk"


@pytest.fixture
def desk(path):
    with open_desk(path) as opened:
        yield opened


def test_a_token_tells_who_somebody_is_until_it_is_taken_from_them(desk):
    ada, token = desk.people.add("Ada", at=AT)
    ben, other = desk.people.add("Ben", right="read", by="Ada", at=AT)
    assert desk.people.who(token) == ada
    assert desk.people.who(other) == ben
    assert (ada.right, ben.right) == ("write", "read")
    assert desk.people.remove("ADA", at=AT) == ada
    assert desk.people.who(token) is None
    assert desk.people.who(other) == ben


def test_a_renewed_token_opens_the_desk_and_the_old_one_does_not(desk):
    ada, old = desk.people.add("Ada", at=AT)
    desk.people.save("Ada", "ferries", "words=ferry", at=AT)
    assert desk.people.renew("ada", by="Ben", at=AT).person == ada
    _, new = desk.people.renew(ada.id, at=AT)
    assert desk.people.who(new) == ada
    assert desk.people.who(old) is None
    assert [one.name for one in desk.people.saved("Ada")] == ["ferries"]
    assert [(one.action, one.by) for one in desk.people.audit(limit=2)] == [
        ("token renewed", None),
        ("token renewed", "Ben"),
    ]
    with pytest.raises(UsageError, match="there is no 'Cy' at this desk"):
        desk.people.renew("Cy", at=AT)


@pytest.mark.parametrize(
    "wrong",
    ["", ".", "person-1", "person-1.", "person-1.x", "person-2.{secret}", "share-1.{secret}", "{secret}", "x" * 9_999],
)
def test_no_other_token_opens_the_desk(desk, wrong):
    _, token = desk.people.add("Ada", at=AT)
    assert desk.people.who(wrong.format(secret=token.partition(".")[2])) is None
    assert desk.people.who(f"{token}x") is None
    assert desk.people.who(token + "\udc80") is None


def test_neither_a_token_nor_its_secret_is_kept(desk, path):
    _, token = desk.people.add("Ada", at=AT)
    _, link = desk.people.share(desk.stories()[0], ends=date(2031, 4, 1), at=AT)
    desk.close()
    kept = b"".join(one.read_bytes() for one in path.parent.glob("news.desk*"))
    for told in (token, link):
        assert told.partition(".")[2].encode() not in kept


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "\x07"])
def test_a_name_is_something_to_call_somebody_by(desk, name):
    with pytest.raises(UsageError, match="is no name"):
        desk.people.add(name, at=AT)


def test_two_people_have_two_names(desk):
    desk.people.add("Ada  Okoro", at=AT)
    with pytest.raises(UsageError, match="there is a 'ada okoro'"):
        desk.people.add("ada okoro", at=AT)
    with pytest.raises(UsageError, match="there is no 'Ben'"):
        desk.people.remove("Ben", at=AT)


def test_a_link_shows_its_story_through_its_last_day_and_not_once_withdrawn(desk):
    (story,) = desk.stories()
    share, token = desk.people.share(story, ends=date(2031, 4, 1), by="Ada", at=AT)
    assert desk.people.shared(token, on=date(2031, 4, 1)) == share
    assert desk.people.shared(token, on=date(2031, 4, 2)) is None
    assert desk.people.shared(token[:-1], on=date(2031, 4, 1)) is None
    assert desk.people.who(token) is None
    gone = desk.people.withdraw(share.id, by="Ada", at=AT)
    assert (gone.id, gone.withdrawn_at) == (share.id, AT)
    assert desk.people.shares() == (gone,)
    assert desk.people.shared(token, on=date(2031, 4, 1)) is None
    with pytest.raises(UsageError, match="was withdrawn before"):
        desk.people.withdraw(share.id, at=AT)
    with pytest.raises(UsageError, match="is no link of this desk"):
        desk.people.withdraw("share-7", at=AT)


def test_every_change_by_hand_is_in_the_log_and_no_token_is(desk):
    (story,) = desk.stories()
    _, token = desk.people.add("Ada", at=AT)
    decision = desk.rename(story.id, "Crane of Gronneset", by="Ada", at=AT)
    desk.undo(decision.id, by="Ben", at=AT)
    desk.people.share(story, ends=date(2031, 4, 1), by="Ada", at=AT)
    desk.people.withdraw("share-1", by="Ada", at=AT)
    desk.people.remove("Ada", by="Ben", at=AT)
    told = [(line.action, line.target, line.by) for line in reversed(desk.people.audit())]
    assert told == [
        ("person added", "person-1", None),
        ("rename", decision.id, "Ada"),
        ("undo", decision.id, "Ben"),
        ("story shared", story.id, "Ada"),
        ("share withdrawn", story.id, "Ada"),
        ("person removed", "person-1", "Ben"),
    ]
    assert "Crane of Gronneset" in desk.people.audit(target=decision.id)[1].words
    assert not any(token.partition(".")[2] in line.words for line in desk.people.audit())


def test_a_saved_search_is_its_persons_own(desk):
    kept = desk.people.save("Ada", " ferries ", "words=ferry", at=AT)
    assert kept.name == "ferries"
    with pytest.raises(UsageError, match="is no search that was saved by Ben"):
        desk.people.unsave("Ben", kept.id)
    with pytest.raises(UsageError, match="is no name"):
        desk.people.save("Ada", "long", "x" * 2_001, at=AT)
    desk.people.unsave("Ada", kept.id)
    assert desk.people.saved("Ada") == ()


def test_the_command_line_tells_a_token_once(path):
    def say(*words: str) -> str:
        done = CliRunner().invoke(cli, ["--desk", str(path), *words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    token = say("people", "add", "Ada", "--read-only").splitlines()[1]
    assert token not in say("people", "list")
    assert '"right": "read"' in say("people", "list", "--format", "jsonl")
    with open_desk(path, read_only=True) as desk:
        assert desk.people.who(token).name == "Ada"
        (story,) = desk.stories()
    link = say("people", "share", story.id, "--days", "3", "--by", "Ada").splitlines()[1]
    assert link.startswith("/shared/share-1.")
    assert story.id in say("people", "shares", "--format", "text")
    assert "no more" in say("people", "withdraw", "share-1")
    renewed = say("people", "renew", "ada").splitlines()[1]
    with open_desk(path, read_only=True) as desk:
        assert (desk.people.who(renewed).name, desk.people.who(token)) == ("Ada", None)
    assert "may no longer read" in say("people", "remove", "ada")
    log = say("people", "log", "--format", "text")
    assert log.count("UTC") == 5
    assert token not in log
    assert renewed not in log
