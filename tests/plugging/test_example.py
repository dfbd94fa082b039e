"""The example package does what it says, asked for through the command line; and its own tests pass."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from copydesk.cli import main
from copydesk.desk import open_desk

EXAMPLE = Path(__file__).parents[2] / "examples" / "plugin"
NEWSROOM = EXAMPLE.parent / "newsroom" / "pages"
REPORT = (EXAMPLE / "tests" / "report.nitf").read_bytes()
INTERVIEW = """\
Mayor of Hallen on the wreck in the harbour

We asked the mayor of Hallen what becomes of the harbour after the dredger Corvina sank there on Tuesday morning.
INES VOLD: Will the port be closed to tankers for long, and who pays for the divers that are at work?
TAL MERIN: It will be open by the weekend, and the town will not pay a single crown for what others have broken.
"""


@pytest.fixture
def desk(quayside, tmp_path, monkeypatch):  # noqa: ARG001  it installs the package
    """A folder in which the command line is asked, with settings that name plug-ins."""
    monkeypatch.chdir(tmp_path)
    Path("settings.toml").write_text(
        '[pages]\nreaders = ["nitf"]\n[articles]\nlanguage_model = "named:nl"\n'
        '[claims]\nquote_model = "transcripts"\n[stories]\nregistries = ["quayside-owners"]\n'
    )
    return ["--settings", "settings.toml", "--desk", "news.desk"]


def ask(capsys, *words):
    """What a command prints; it must end well."""
    status = main(list(words))
    told = capsys.readouterr()
    assert status == 0, told.err
    return told.out


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def test_the_plug_ins_are_listed_with_their_package(quayside, capsys):
    listed = {(row["kind"], row["name"]): row for row in rows(ask(capsys, "plugins", "--format", "jsonl"))}
    told = {(group.removeprefix("copydesk."), name) for group, of in quayside["entry-points"].items() for name in of}
    kinds = {"readers": "reader", "exporters": "exporter", "models": "model"}
    kinds |= {"notifiers": "notifier", "registries": "registry"}
    assert {(kinds[group], name) for group, name in told} <= set(listed)
    nitf = listed["reader", "nitf"]
    assert (nitf["package"], nitf["version"], nitf["wrong"]) == ("copydesk-quayside", "1.0", None)
    assert "ok  plug-in reader nitf: copydesk-quayside 1.0" in ask(capsys, "doctor", "--format", "text")


def test_files_of_a_reader_are_found_in_folders_and_archives_and_stay_when_it_goes(desk, tmp_path, capsys):
    folder = tmp_path / "wire"
    folder.mkdir()
    (folder / "a.nitf").write_bytes(REPORT)
    (folder / "b.xml").write_bytes(REPORT.replace(b"Corvina", b"Merle"))
    (folder / "other.xml").write_text("<stock><sugar/></stock>")
    with zipfile.ZipFile(folder / "c.zip", "w") as packed:
        packed.writestr("late.nitf", REPORT.replace(b"Corvina", b"Lark"))
    ask(capsys, *desk, "add", "wire", "--as-of", "2031-05-07")
    for path in folder.iterdir():
        path.unlink()
    ask(capsys, *desk, "run")
    ask(capsys, *desk, "export", "out")
    articles = rows(Path("out/articles.jsonl").read_text(encoding="utf-8"))
    assert {Path(one["page"]).name for one in articles} == {"a.nitf", "b.xml", "c.zip#late.nitf"}
    for one in articles:
        assert (one["outlet"], one["byline"]) == ("Meridian Wire", ["Ines Vold"])
        assert one["published"]["low"] == "2031-05-06"
        assert one["language"] == "nl"


def test_a_model_of_quotes_takes_the_place_of_ours_and_another_makes_the_step_pending(desk, capsys):
    Path("talk.txt").write_text(INTERVIEW, encoding="utf-8")
    ask(capsys, *desk, "add", "talk.txt", "--as-of", "2031-05-07")
    ask(capsys, *desk, "run")
    ask(capsys, *desk, "export", "out")
    quotes = rows(Path("out/quotes.jsonl").read_text(encoding="utf-8"))
    assert [quote["speaker"] for quote in quotes] == ["Ines Vold", "Tal Merin"]
    ours = ["--desk", "news.desk"]
    ask(capsys, *ours, "run")
    ask(capsys, *ours, "export", "ours")
    assert "Ines Vold" not in {one["speaker"] for one in rows(Path("ours/quotes.jsonl").read_text(encoding="utf-8"))}


@pytest.mark.usefixtures("desk")
def test_an_exporter_writes_in_public_and_is_listed(capsys):
    pages = [str(path) for path in sorted(NEWSROOM.glob("eidsund-ferry-a*.txt"))]
    ask(capsys, "--desk", "all.desk", "add", *pages, "--as-of", "2038-12-31")
    ask(capsys, "--desk", "all.desk", "run")
    ask(capsys, "--desk", "all.desk", "export", "site", "--to", "briefing", "--public")
    assert "independent accounts" in Path("site/briefing.md").read_text(encoding="utf-8")
    assert "briefing.md" in ask(capsys, "export", "--to", "list", "--format", "text")


def test_a_registry_joins_the_papers_of_one_group_and_tells_through_whom(desk, capsys):
    for name in ("Sunrise Tribune", "Northgate Herald"):
        told = REPORT.replace(b"Meridian Wire", name.encode()).replace(b"www.meridianwire", name[:5].encode())
        Path(f"{name}.nitf").write_bytes(told)
    ask(capsys, *desk, "add", "Sunrise Tribune.nitf", "Northgate Herald.nitf", "--as-of", "2031-05-07")
    ask(capsys, *desk, "run")
    ask(capsys, *desk, "export", "out")
    (story,) = rows(Path("out/stories.jsonl").read_text(encoding="utf-8"))
    assert (story["ladder"]["publishers"], story["ladder"]["owners"]) == (2, 1)
    with open_desk(Path("news.desk")) as opened:
        (kept,) = opened.collection().stories
    owner = next(rung for rung in kept.ladder.rungs if rung.kind == "owner")
    assert owner.name == "Quay Group"
    assert "Northgate Herald through Standard Press (register of companies" in owner.why


def test_a_notifier_gets_the_digest_that_a_desk_file_sends(desk, tmp_path, capsys):
    Path("desk.toml").write_text(f'desk = "news.desk"\n[digest]\nnotify = ["log:{tmp_path}/told.jsonl"]\n')
    for name in ("sunrise", "ledger"):
        text = REPORT.replace(b"Meridian Wire", name.encode()).replace(b"Corvina", name.encode())
        Path(f"{name}.nitf").write_bytes(text)
    one, other = Path("one.txt"), Path("other.txt")
    one.write_text(INTERVIEW, encoding="utf-8")
    other.write_text(INTERVIEW.replace("by the weekend", "by the 14th of May"), encoding="utf-8")
    ask(capsys, *desk, "add", "sunrise.nitf", "ledger.nitf", str(one), str(other), "--as-of", "2031-05-07")
    ask(capsys, *desk, "run")
    ask(capsys, "digest", "desk.toml")
    lines = rows(Path("told.jsonl").read_text(encoding="utf-8"))
    assert lines
    assert all(line["lines"] for line in lines)


@pytest.mark.slow
def test_its_own_tests_pass(tmp_path):
    path = os.pathsep.join([str(EXAMPLE / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
        "--rootdir",
        str(EXAMPLE),
    ]
    done = subprocess.run(
        [*words, "--rootdir", str(EXAMPLE), str(EXAMPLE / "tests")],
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_it_installs_without_a_network_and_its_plug_ins_are_found(tmp_path):
    pytest.importorskip("hatchling")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps"]
    sources = tmp_path / "sources"
    shutil.copytree(EXAMPLE, sources, ignore=shutil.ignore_patterns("__pycache__"))
    target = tmp_path / "target"
    subprocess.run([*pip, "--no-build-isolation", "--target", str(target), str(sources)], check=True)
    done = subprocess.run(
        [sys.executable, "-m", "copydesk", "plugins", "--format", "jsonl"],
        env={**os.environ, "PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = {row["name"]: row["wrong"] for row in rows(done.stdout)}
    assert {"nitf", "briefing", "transcripts", "named", "log", "quayside-owners"} <= found.keys()
    assert not any(found.values())
