"""`copydesk export --to`: what it writes, what it refuses, and that the plain export stays what it was."""

import json
import shutil
import sqlite3

import pytest

from copydesk.cli import main
from copydesk.exports import FORMATS


@pytest.fixture(scope="module")
def desk(newsroom, tmp_path_factory):
    path = tmp_path_factory.mktemp("exports") / "news.desk"
    with sqlite3.connect(path) as file:
        newsroom.store._base.connection.backup(file)
    file.close()
    return str(path)


@pytest.fixture
def export(desk, capsys):
    def run(*words, status=0):
        assert main(["--desk", desk, "export", *words]) == status
        told = capsys.readouterr()
        return told.out if status == 0 else told.err

    return run


def test_the_plain_export_is_the_contract_and_nothing_else(export, newsroom_export, tmp_path):
    export(str(tmp_path / "out"))
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == {
        path.name: path.read_bytes() for path in newsroom_export.iterdir()
    }


def test_every_format_in_one_go_is_told_with_what_was_written(export, tmp_path):
    folder = tmp_path / "out"
    counts = json.loads(export(str(folder), *(word for name in FORMATS for word in ("--to", name))))["counts"]
    assert all((folder / path).exists() for path in counts)
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {name if name in counts else f"{name.split('/')[0]}/" for name in files} == set(counts)
    assert not (folder / "export.json").exists()
    assert not (folder / "claimreview.jsonld").exists()


def test_the_same_desk_gives_the_same_bytes(export, tmp_path):
    for name in ("one", "two"):
        export(str(tmp_path / name), *(word for form in FORMATS for word in ("--to", form)))
    one, two = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    )
    assert one == two
    shutil.rmtree(tmp_path / "one")


def test_the_list_needs_no_desk_and_no_folder(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["export", "--to", "list", "--format", "text"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == list(FORMATS)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Missing argument 'OUT'"),
        (("out", "--to", "pdf"), "there is no format 'pdf'; there are csv"),
        (("out", "--public"), "name a form with --to"),
        (("out", "--to", "csv", "--public"), "csv holds whole articles"),
        (("out", "--to", "tei", "--one-per-family"), "are for --to dataset"),
        (("out", "--to", "dataset", "--include-reserved", " "), "needs the reason in words"),
    ],
)
def test_what_cannot_be_is_refused_with_the_cure(export, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    assert said in export(*words, status=2)
    assert not (tmp_path / "out").exists()


def test_a_signed_note_becomes_a_draft_of_a_review(newsroom, export, desk, tmp_path):
    article = newsroom.articles()[0]
    words = article.text[:20]
    assert main(["--desk", desk, "notes", "add", article.id, "Verdict: Unproven", "--exact", words, "--by", "Ada"]) == 0
    export(str(tmp_path), "--to", "claimreview")
    (review,) = json.loads((tmp_path / "claimreview.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert review["claimReviewed"] == words
