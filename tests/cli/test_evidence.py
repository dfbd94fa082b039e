"""`evidence` and `verify` from the command line: their words, their answers, their exit statuses."""

import json

import pytest

from copydesk.cli import main


@pytest.fixture
def story(newsroom):
    return max(newsroom.stories(), key=lambda story: len(story.articles)).id


def made(story, *more):
    words = ["--desk", "news.desk", "evidence", story, "-o", "case.wacz", "--made-at", "2038-12-31T10:00:00Z"]
    return main([*words, "--no-pdf", *more])


@pytest.fixture
def here(beside_the_newsroom):
    yield beside_the_newsroom
    for path in beside_the_newsroom.glob("*.wacz"):
        path.unlink()


@pytest.mark.usefixtures("here")
def test_a_pack_is_made_and_verified(story, capsys):
    assert made(story[:12]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["pack"] == "case.wacz"
    assert sum(row["pages"].values()) == row["pages"]["bytes"]
    assert main(["verify", "case.wacz", "--digest", row["sha256"], "--format", "text"]) == 0
    told = capsys.readouterr().out
    assert told.splitlines()[-1] == "case.wacz: whole"
    assert "read the same" in told
    assert "DIFFERS" not in told


@pytest.mark.usefixtures("here")
def test_readable_text_tells_the_digest_to_keep(story, capsys):
    assert made(story, "--format", "text") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("case.wacz: ")
    assert second.startswith("SHA-256 ")


@pytest.mark.usefixtures("here")
def test_a_changed_pack_ends_with_status_one(story, here, capsys):
    assert made(story) == 0
    raw = bytearray((here / "case.wacz").read_bytes())
    raw[len(raw) // 2] ^= 4
    (here / "case.wacz").write_bytes(raw)
    capsys.readouterr()
    assert main(["verify", "case.wacz", "--format", "text"]) == 1
    told = capsys.readouterr().out
    assert "DIFFERS  seal: a byte of the file has changed" in told
    assert told.splitlines()[-1].endswith("differ")
    assert main(["verify", "case.wacz", "--format", "jsonl"]) == 1
    states = [json.loads(line)["state"] for line in capsys.readouterr().out.splitlines()]
    assert "differs" in states


@pytest.mark.usefixtures("here")
def test_what_is_no_pack_ends_with_status_three(capsys):
    assert main(["verify", "news.desk"]) == 3
    assert "no evidence pack" in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_words_that_are_off_end_with_status_two(story, capsys):
    assert main(["verify", "nothing.wacz"]) == 2
    assert main(["--desk", "news.desk", "evidence", "story-nothing", "-o", "case.wacz"]) == 2
    assert made(story, "--timestamp-server", "no address") == 2
    assert main(["--desk", "news.desk", "evidence", story, "-o", "news.desk/case.wacz"]) == 2
    assert "nothing can be written there" in capsys.readouterr().err
