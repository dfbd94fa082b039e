"""Each command, format, screen, section of settings, optional part and record has its place in the documents."""

import re
import tomllib
from importlib.metadata import requires

import pytest

from copydesk.cli import cli
from copydesk.exports import FORMATS
from copydesk.reports.contract import FILES
from copydesk.settings import section_names
from docs_blocks import ROOT, check_script, page_blocks, words_of
from quality.history import HISTORY, floors_of, read_history

DOCS = ROOT / "docs"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))}
WHOLE = "\n".join(TEXTS.values())
# Parts that nobody installs who is not at work on copydesk itself.
FOR_MAKERS = {"bench", "browser", "dev", "docs", "fuzz"}


def rows(page):
    """The rows of the tables of a page, each its cells."""
    lines = re.findall(r"^\|(.*)\|$", TEXTS[page], flags=re.MULTILINE)
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)] for line in lines]


def shown_in(page):
    """The commands that the blocks of a page call, those of its sections too."""
    found = set()
    for block in page_blocks():
        if block.page == page and block.language in {"", "sh", "console"}:
            for line in block.lines[: 1 if block.language == "console" else None]:
                words = words_of(line.removeprefix("$ ").partition(" | ")[0])[1]
                found.update(word for word in words if word in cli.commands)
    return found


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_each_command_has_its_row_and_a_page_that_shows_it(name):
    (row,) = [row for row in rows("commands.md") if row[0] == f"`{name}`"]
    place = re.search(r"\]\(([\w-]+\.md)?(?:#[\w-]+)?\)", row[2])[1] or "commands.md"
    assert name in shown_in(place), f"{place} shows no `copydesk {name}`"


def test_no_command_is_told_that_is_none():
    assert {row[0].strip("`") for row in rows("commands.md")} - {"command", "---"} == set(cli.commands)


@pytest.mark.parametrize("name", FORMATS)
def test_each_form_of_export_has_its_row_among_the_formats(name):
    assert any(f"--to {name}" in row[1] for row in rows("formats.md") if len(row) > 1)


def test_each_kind_of_file_that_is_read_is_among_the_formats():
    from copydesk.pages.walking import SUFFIXES

    told = TEXTS["formats.md"] + TEXTS["reading.md"]
    assert not [suffix for suffix in SUFFIXES if suffix not in told]


def screens():
    """The addresses at which the web desk shows something, `…` for what varies, in the order of its routes."""
    from copydesk.web.app import ROUTES

    # The first screen again, files of all screens, what renews one, and what programs ask for.
    unseen = {"/index.html", "/static/…", "/events", "/metrics"}
    asked = [re.sub(r"\{\w+\}", "…", route.path) for route in ROUTES if "GET" in (route.methods or ())]
    return list(dict.fromkeys(path for path in asked if path not in unseen))


@pytest.mark.parametrize("path", screens())
def test_each_screen_has_its_section_with_a_picture(path):
    sections = re.split(r"^## ", TEXTS["screens.md"], flags=re.MULTILINE)[1:]
    (section,) = [one for one in sections if f"`{path}`" in one.split("\n\n")[1]]
    pictures = re.findall(r"!\[[^\]]+\]\((screens/[\w-]+\.png)\)", section)
    assert pictures or path == "/login"
    assert all((DOCS / picture).exists() for picture in pictures), "make screens"


def test_no_picture_lies_about_unused():
    shown = {name for text in TEXTS.values() for name in re.findall(r"screens/([\w-]+\.png)", text)}
    assert {path.name for path in (DOCS / "screens").glob("*.png")} == shown


@pytest.mark.parametrize("name", section_names())
def test_each_section_of_settings_is_in_the_reference(name):
    assert f"### `[{name}]`" in TEXTS["reference.md"]


def optional_parts():
    found = (re.search(r"extra == ['\"]([^'\"]+)", one) for one in requires("copydesk") or ())
    parts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    return sorted({*parts, *(one[1] for one in found if one)} - FOR_MAKERS)


@pytest.mark.parametrize("part", optional_parts())
def test_each_optional_part_is_told_how_to_install(part):
    assert re.search(rf"copydesk\[(?:\w+,)*{part}(?:,\w+)*\]", WHOLE)


@pytest.mark.parametrize("file", FILES)
def test_each_kind_of_record_has_its_section_in_the_contract(file):
    assert re.search(rf"^## {re.escape(file)}\b", TEXTS["contract.md"], flags=re.MULTILINE)


def test_each_field_of_each_record_is_in_the_contract(newsroom):
    text = TEXTS["contract.md"]
    for file, lines in FILES.items():
        for row in lines(newsroom.collection()):
            missing = [name for name in row if not re.search(rf"\b{name}\b", text)]
            assert not missing, f"{file}: {missing}"
            break


def test_each_kind_of_record_that_is_served_and_each_step_that_makes_one_has_its_row():
    from copydesk.flow import FLOW
    from copydesk.web.rest.resources import RESOURCES

    served = " ".join(row[0] for row in rows("rest.md"))
    assert not [one.name for one in RESOURCES if f"`/{one.name}`" not in served]
    told = {name.strip() for row in rows("tour.md") for name in row[0].split(",")}
    assert not [step.name for step in FLOW if step.name not in told]


def test_figures_of_quality_stand_on_the_page_of_their_part_and_their_commands_exist():
    told = [row for row in rows("quality.md") if "](" in row[-1]]
    assert len(told) > 12
    for row in told:
        page = TEXTS[re.search(r"\]\(([\w-]+\.md)", row[-1])[1]]
        for figure in re.findall(r"(?<![\w.])\d*\.?\d+(?:,\d+)*", row[1]):
            assert figure in page, f"{row[0]}: {figure} does not stand in {row[-1]}"
        for command in re.findall(r"`python ([^`]+)`", "|".join(row)):
            check_script(command.split())


def test_floors_of_quality_are_those_that_are_held():
    history = read_history(HISTORY.read_text(encoding="utf-8"))
    told = {row[0].strip("`"): float(row[2]) for row in rows("quality.md") if row[0].startswith("`")}
    assert told == floors_of(history)
    page = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    assert f"{len(history)} entries, the last `{history[-1].link}`" in page, (
        "an entry went, or scripts/floors.py did not"
    )
