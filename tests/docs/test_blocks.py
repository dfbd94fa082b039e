"""Every code block of the documents runs, or is parsed and says why it does not run."""

import configparser
import doctest
import json
import re
import shlex
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from copydesk.cli import main
from copydesk.desk_file import read_desk_file
from copydesk.reports.contract import FILES
from copydesk.settings_file import settings_of
from docs_blocks import (
    LANGUAGES,
    OWN,
    PAGES,
    POSTGRES,
    ROOT,
    SHELL,
    blocks_of,
    check_line,
    check_words,
    page_blocks,
    parsed_only,
    words_of,
)
from docs_world import World
from evidence import test_stamps

# Pages whose commands start servers, or do the whole job more than once, run with the slow tests.
SLOW = {
    "README.md",
    "assistants.md",
    "commands.md",
    "desk-web.md",
    "first-desk.md",
    "for-engineers.md",
    "for-operators.md",
    "for-reporters.md",
    "for-researchers.md",
    "rest.md",
    "screens.md",
    "tutorial.md",
    "watching.md",
}
authority = test_stamps.authority  # an authority for time stamps, which openssl plays
GENERATED = "reference.md"  # held to the code by scripts/reference.py --check


@pytest.fixture
def world(newsroom, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPYDESK_DESK", raising=False)
    made = World(tmp_path, newsroom)
    yield made
    made.close()


def runs(block):
    """Whether a block is run, and not only parsed."""
    return block.not_run is None and block.language in {*SHELL, "python"}


def asks_postgres(block):
    """Whether commands of a block ask a server of PostgreSQL."""
    return block.language in SHELL and any(POSTGRES in line and line.split()[0] in OWN for line in block.lines)


def asks_for_stamps(block):
    """Whether commands of a block ask an authority for a time stamp."""
    return block.language in SHELL and any("--timestamp-server" in line for line in block.lines)


def pages():
    for path in PAGES:
        if any(runs(block) for block in blocks_of(path)):
            yield pytest.param(path, id=path.name, marks=[pytest.mark.slow] if path.name in SLOW else [])


@pytest.mark.parametrize("block", page_blocks(), ids=lambda block: block.place)
def test_a_block_is_of_a_sort_that_is_held(block):
    assert block.language in LANGUAGES, "a language that no test knows"
    if block.language in SHELL and not (block.not_run and not any(looks_like_a_command(one) for one in block.lines)):
        for line in block.lines:
            check_line(line)
    elif block.language == "console":
        # scripts/examples.py runs it and compares.
        assert block.text.startswith("$ copydesk "), "an example begins with its command"
    elif block.language == "text" and block.page != GENERATED:
        assert block.not_run, "what stands in a block of text is held to nothing: say why"
    elif block.language == "python" and block.not_run:
        compile(block.text, block.place, "exec")


def looks_like_a_command(line):
    return line.split()[0].endswith("copydesk")


@pytest.mark.parametrize("path", list(pages()))
def test_the_commands_and_the_python_of_a_page_run(path, world, capfd):
    names = {"__name__": "__main__"}
    for block in filter(runs, blocks_of(path)):
        if block.language == "python":
            run_python(block, names, world)
            assert "Failure(" not in capfd.readouterr().out, block.place
            continue
        for line in block.lines:
            if parsed_only(line) is None:
                world.run(
                    line.replace(".venv/bin/copydesk", "copydesk").replace("demo/newsroom.desk", "news.desk"), capfd
                )
    for name in names.values():
        if hasattr(name, "close"):
            name.close()


@pytest.mark.slow
@pytest.mark.parametrize("block", [one for one in page_blocks() if asks_postgres(one)], ids=lambda one: one.place)
def test_commands_that_ask_a_server_of_postgresql_run(block, world, database, capfd):
    shutil.copy("news.desk", "large.desk")
    for line in block.lines:
        if POSTGRES in line and line.split()[0] in OWN:
            world.run(line.replace(POSTGRES, database).replace("sqlite:news.desk", "sqlite:back.desk"), capfd)


@pytest.mark.slow
@pytest.mark.parametrize("block", [one for one in page_blocks() if asks_for_stamps(one)], ids=lambda one: one.place)
def test_commands_that_ask_an_authority_for_time_stamps_run(block, world, authority):
    fetch = f"[fetch]\nports = [{authority.server.server_port}]\nallow_private_addresses = true\n"
    Path("authority.toml").write_text(fetch, encoding="utf-8")
    shutil.copy(authority.folder / "root.pem", "authority.pem")
    for line in block.lines:
        words = words_of(world.meant(line).replace("https://tsa.example/tsr", authority.address))[1]
        assert main(["--settings", "authority.toml", *words]) == 0, line


def run_python(block, names, world):
    """Python as a script, or as talked to: then it must answer what is shown. Names last through a page."""
    if ">>>" not in block.text:
        exec(compile(world.python(block.text), block.place, "exec"), names)
        return
    runner = doctest.DocTestRunner()
    asked = doctest.DocTestParser().get_doctest(block.text, names, block.place, None, None)
    failed, tried = runner.run(asked, out=sys.stdout.write, clear_globs=False)
    names.update(asked.globs)
    assert (failed, tried > 0) == (0, True), block.place


@pytest.mark.parametrize("block", [one for one in page_blocks() if one.language == "json"], ids=lambda one: one.place)
def test_json_that_is_shown_is_what_the_program_takes_or_gives(block, newsroom):
    try:
        shown = [json.loads(block.text)]
    except json.JSONDecodeError:
        shown = [json.loads(line) for line in re.sub(r"\n (?=\S)", " ", block.text).splitlines()]
    fields = [
        set(next(iter(rows(newsroom.collection())))) for rows in FILES.values() if any(rows(newsroom.collection()))
    ]
    for one in shown:
        if "mcpServers" in one:
            for server in one["mcpServers"].values():
                assert check_words(server["args"]) == ["mcp"]
        else:
            assert any(set(one) <= known for known in fields), f"no record has just these fields: {sorted(one)}"


@pytest.mark.parametrize("block", [one for one in page_blocks() if one.language == "toml"], ids=lambda one: one.place)
def test_toml_that_is_shown_is_settings_or_a_desk_file(block, tmp_path):
    tables = tomllib.loads(block.text)
    if "project" in tables:
        assert all(name.startswith("copydesk.") for name in tables["project"]["entry-points"])
    elif "desk" in tables:
        (tmp_path / "desk.toml").write_text(block.text, encoding="utf-8")
        assert read_desk_file(tmp_path / "desk.toml").desk.parent == tmp_path
    else:
        settings_of(Path(block.place), tables)


@pytest.mark.parametrize("block", [one for one in page_blocks() if one.language == "ini"], ids=lambda one: one.place)
def test_a_unit_of_systemd_starts_a_command_that_exists(block):
    unit = configparser.ConfigParser()
    unit.read_string(block.text)
    program, *words = shlex.split(unit["Service"]["ExecStart"])
    assert program.endswith("/copydesk")
    assert check_words(words)


def test_commands_in_the_examples_of_the_help_exist():
    text = (ROOT / "docs" / GENERATED).read_text(encoding="utf-8")
    lines = re.findall(r"^ {4}(copydesk (?!\[).*)$", text, flags=re.MULTILINE)
    assert len(lines) > 50
    for line in lines:
        check_line(line)
