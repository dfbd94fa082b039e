"""The house, held to its plan: imports go down, rooms do not know each other, nothing grows too large."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "copydesk"
MODULES = sorted(SOURCE.rglob("*.py"))
ROOMS = ("pages", "articles", "copies", "stories", "claims", "checks", "reports")
CORE = ("records", "settings", "manners", "errors", "text")
# What each part may import of ours, besides itself. `flow` and `desk` know the rooms; faces know the desk.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "kinds": (),
    "views": (),
    "workings": ("kinds",),
    "findings": ("kinds", "views"),
    "staff": ("kinds",),
    "outlining": ("kinds", "records"),
    "records": ("findings", "kinds", "outlining", "staff", "views", "workings"),
    "errors": (),
    "text": (),
    "manners": (),
    # What packages add, by entry points; it knows nothing of rooms, and is asked by whoever a setting tells to.
    "plugging": CORE,
    "registries": ("errors",),
    "copy_settings": (),
    "engine_settings": ("errors",),
    "story_settings": ("errors",),
    "settings": ("errors", "manners", "copy_settings", "engine_settings", "story_settings"),
    "settings_file": ("errors", "settings", "plugging", "registries"),
    **dict.fromkeys(ROOMS, CORE),
    "pages": (*CORE, "plugging"),  # the one room that opens files asks readers too
    "reports": (*CORE, "views"),
    "engine": CORE,
    "store": CORE,
    "page_steps": (*CORE, "pages", "articles", "engine", "plugging"),
    "claim_steps": (*CORE, "claims", "engine", "plugging"),
    "jobs": (*CORE, "articles", "copies", "engine", "stories", "store"),
    "flow": (*CORE, *ROOMS, "engine", "store", "jobs", "page_steps", "claim_steps"),
    # A face of the outside world like the store: rooms do not know it, and nothing else may reach the network.
    "fetching": (*CORE, "logs", "pages"),
    "meeting": (*CORE, "engine", "store"),
    "asking": (*CORE, "flow", "store"),
    "slicing": (*CORE, "reports", "store"),
    "sites": (*CORE, "stories", "store"),
    "deciding": (*CORE, "store"),
    "people": (*CORE, "reports", "store"),
    "searching": (*CORE, "claims", "store"),
    "carrying": (*CORE, "copies", "store"),
    "noting": (*CORE, "store"),
    "tabular": ("errors", "views"),
    "tables": (*CORE, "reports", "tabular"),
    "running": (*CORE, "engine", "flow", "jobs", "meeting", "observing", "plugging", "store"),
    # Lines of a log; whoever has something to tell may import it.
    "logs": ("errors",),
    # What runs took and why; `running` writes it, faces show it.
    "observing": (*CORE, "flow", "logs", "store"),
    "annotating": (*CORE, "noting", "store"),
    "news": (*CORE, "articles", "copies", "store"),
    "changing": (*CORE, "news", "reports", "store"),
    "desk_file": (*CORE, "settings_file", "store"),
    # Beside `fetching` the only part that sends anything: mail and alerts, to whom the desk file names.
    "digests": (*CORE, "changing", "desk", "desk_file", "exports", "fetching", "plugging", "reports", "store"),
    "watching": (*CORE, "changing", "desk", "desk_file", "fetching", "logs", "pages", "reports", "store"),
    # A face of files like `exports`; it takes the desk story by story.
    "publishing": (*CORE, "desk", "exports", "reports", "store"),
    "desk": (
        *CORE,
        "engine_settings",
        "plugging",
        "pages",
        "reports",
        "flow",
        "jobs",
        "meeting",
        "asking",
        "slicing",
        "sites",
        "deciding",
        "news",
        "people",
        "searching",
        "carrying",
        "noting",
        "annotating",
        "running",
        "observing",
        "tables",
        "tabular",
        "engine",
        "store",
        "fetching",
    ),
    "reading": (*CORE, "pages", "articles", "engine", "fetching", "page_steps"),
    "comparing": (*CORE, "copies", "flow", "reading", "reports"),
    # A face of files: it is given a collection, and sets it in other people's forms.
    "exports": (*CORE, "plugging", "reports", "tables", "tabular"),
    # For those who write plug-ins, in their own repositories.
    "testing": (*CORE, "desk", "exports", "pages", "plugging", "registries", "reports"),
    # Beside `exports` a face of files: a case is taken from a desk, and its pages are read again when it is checked.
    "evidence": (
        *CORE,
        "annotating",
        "articles",
        "desk",
        "exports",
        "fetching",
        "flow",
        "pages",
        "reading",
        "reports",
        "store",
    ),
    "archive": (
        *CORE,
        *("articles", "copies", "desk", "engine", "flow", "jobs", "logs", "observing", "pages", "plugging", "running"),
        *("store", "stories", "tabular"),
    ),
    "planning": (*CORE, "desk", "flow", "jobs", "engine", "store"),
    "__main__": ("cli",),
    "cli": (
        *CORE,
        "plugging",
        "registries",
        "archive",
        "settings_file",
        "desk",
        "asking",
        "annotating",
        "carrying",
        "exports",
        "noting",
        "searching",
        "running",
        "logs",
        "observing",
        "news",
        "planning",
        "publishing",
        "reports",
        "engine",
        "store",
        "flow",
        "pages",
        "articles",
        "reading",
        "comparing",
        "desk_file",
        "digests",
        "evidence",
        "fetching",
        "watching",
        "web",
        "assistants",
    ),
    # Faces like the command line.
    "assistants": (*CORE, "carrying", "desk", "reports", "searching"),
    "web": (
        *CORE,
        "desk",
        "logs",
        "observing",
        "evidence",
        "sites",
        "searching",
        "carrying",
        "noting",
        "annotating",
        "tables",
        "tabular",
        "flow",
        "reports",
        "store",
        "fetching",
    ),
}


def parts(path: Path) -> str:
    """The part of the house a module belongs to: a folder of the package, or a module at its top."""
    return path.relative_to(SOURCE).with_suffix("").parts[0]


def imported(path: Path) -> Iterator[str]:
    """The parts of the house that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written whole"
            names = [node.module or ""]
        yield from (name.split(".")[1] for name in names if name.startswith("copydesk."))


@pytest.mark.parametrize("path", [path for path in MODULES if parts(path) != "__init__"], ids=str)
def test_imports_go_down_and_rooms_do_not_import_rooms(path):
    part = parts(path)
    allowed = {part, *MAY_IMPORT[part]}
    assert set(imported(path)) <= allowed


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_module_is_over_500_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_function_is_over_60_lines_and_none_takes_more_than_four_by_position(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            told = ast.get_docstring(node, clean=False)
            length = (node.end_lineno or 0) - node.lineno + 1 - len((told or "").splitlines())
            assert length <= 60, f"{node.name} has {length} lines"
            asked = [one for one in node.args.args if one.arg not in ("self", "cls")]
            assert len(asked) <= 4, f"{node.name} takes {len(asked)} by position"


@pytest.mark.parametrize("word", ["sqlite3", "SELECT "])
def test_only_the_store_speaks_sql(word):
    speakers = {parts(path) for path in MODULES if word in path.read_text(encoding="utf-8")}
    assert speakers - {"cli"} <= {"store"}  # `doctor` asks which SQLite there is


@pytest.mark.parametrize("word", ["httpcore", "import socket", "urlopen", "http.client"])
def test_only_fetching_reaches_the_network(word):
    assert {parts(path) for path in MODULES if word in path.read_text(encoding="utf-8")} <= {"fetching"}


@pytest.mark.parametrize("word", ["smtplib", "import apprise"])
def test_only_digests_send_mail_and_alerts(word):
    assert {parts(path) for path in MODULES if word in path.read_text(encoding="utf-8")} == {"digests"}


def test_rooms_look_at_no_clock_and_roll_no_dice():
    for path in MODULES:
        if parts(path) in (*ROOMS, "text"):
            code = path.read_text(encoding="utf-8")
            for word in ("date.today", "datetime.now", "time.time(", "import random", "urlopen", "socket"):
                assert word not in code, f"{path}: {word}"


def test_importing_copydesk_loads_nothing_heavy():
    heavy = "('numpy', 'pyarrow', 'pyspark', 'jinja2', 'starlette', 'fastapi', 'mcp')"
    code = f"import sys, copydesk; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
