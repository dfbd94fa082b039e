"""What the source of the package does not do: unpickle what came from outside, run text, go around escaping."""

import ast
from pathlib import Path

import pytest

import copydesk

PACKAGE = Path(copydesk.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
BETWEEN_OWN_PROCESSES = {"engine/packing.py", "engine/spark.py", "engine/spools.py"}
"""The only places that pickle: what a process of ours packed for another, or into a file without a name."""
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml"}


def calls(tree):
    """The names of everything that is called, with what stands before a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def parsed():
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def test_pickle_stands_only_between_processes_of_ours():
    found = {
        name
        for name, tree in parsed().items()
        for module in imported(tree)
        if any(module == unsafe or module.startswith(f"{unsafe}.") for unsafe in UNSAFE_MODULES)
    }
    assert found == BETWEEN_OWN_PROCESSES


def test_xml_is_read_by_the_reader_that_refuses_entities_alone():
    readers = ("fromstring", "iterparse", "parseString", "XMLParser", "ParserCreate", "ET.parse", "minidom.parse")
    found = {name for name, tree in parsed().items() for called, _ in calls(tree) if called.endswith(readers)}
    assert found == {"pages/xmltree.py"}


@pytest.mark.parametrize("forbidden", ["eval", "os.system", "os.popen", "compile", "__import__"])
def test_no_text_is_run(forbidden):
    assert not [name for name, tree in parsed().items() for called, _ in calls(tree) if called == forbidden]


def test_the_readers_of_records_alone_are_written_and_run_and_that_from_their_types():
    assert {name for name, tree in parsed().items() for called, _ in calls(tree) if called == "exec"} == {
        "store/readers.py"
    }


def test_no_shell_is_asked():
    for name, tree in parsed().items():
        for called, node in calls(tree):
            if called.startswith("subprocess."):
                assert not [one for one in node.keywords if one.arg == "shell"], name


def test_arrays_are_read_without_pickle():
    for name, tree in parsed().items():
        for called, node in calls(tree):
            if called.endswith((".load", "np.load")) and called.split(".")[0] in ("np", "numpy"):
                assert not [one for one in node.keywords if one.arg == "allow_pickle"], name


def test_no_archive_is_unpacked_to_disk():
    for name, tree in parsed().items():
        called = {one for one, _ in calls(tree)}
        assert not {one for one in called if one.endswith((".extractall", ".extract", "unpack_archive"))}, name


def test_templates_do_not_go_around_escaping():
    for path in [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.xml")]:
        text = path.read_text(encoding="utf-8")
        assert "autoescape false" not in text, path
