"""What the source of the package does not do: unpickle what came from outside, run text, go around escaping."""

import ast
from functools import cache
from pathlib import Path

import pytest

import copydesk

PACKAGE = Path(copydesk.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
BETWEEN_OWN_PROCESSES = {"engine/packing.py", "engine/spark.py", "engine/spools.py"}
"""The only places that pickle: what a process of ours packed for another, or into a file without a name."""
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml"}


def calls(tree):
    """The names of everything that is called, with what stands before a dot, and of what is given by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), {one.arg for one in node.keywords}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@cache
def parsed():
    """Of each file of the package what it calls and what it imports."""
    trees = ((path, ast.parse(path.read_text(encoding="utf-8"))) for path in FILES)
    return {path.relative_to(PACKAGE).as_posix(): (list(calls(tree)), list(imported(tree))) for path, tree in trees}


def every_call():
    """Each call of the package: the file, what is called, and what is given by name."""
    return [(name, called, given) for name, (found, _) in parsed().items() for called, given in found]


def test_pickle_stands_only_between_processes_of_ours():
    found = {
        name
        for name, (_, modules) in parsed().items()
        for module in modules
        if any(module == unsafe or module.startswith(f"{unsafe}.") for unsafe in UNSAFE_MODULES)
    }
    assert found == BETWEEN_OWN_PROCESSES


def test_xml_is_read_by_the_reader_that_refuses_entities_alone():
    readers = ("fromstring", "iterparse", "parseString", "XMLParser", "ParserCreate", "ET.parse", "minidom.parse")
    found = {name for name, called, _ in every_call() if called.endswith(readers)}
    assert found == {"pages/xmltree.py"}


@pytest.mark.parametrize("forbidden", ["eval", "os.system", "os.popen", "compile", "__import__"])
def test_no_text_is_run(forbidden):
    assert not [name for name, called, _ in every_call() if called == forbidden]


def test_the_readers_of_records_alone_are_written_and_run_and_that_from_their_types():
    assert {name for name, called, _ in every_call() if called == "exec"} == {"store/readers.py"}


def test_no_shell_is_asked():
    assert not [name for name, called, given in every_call() if called.startswith("subprocess.") and "shell" in given]


def test_arrays_are_read_without_pickle():
    loads = [(name, given) for name, called, given in every_call() if called in ("np.load", "numpy.load")]
    assert loads
    assert not [name for name, given in loads if "allow_pickle" in given]


def test_no_archive_is_unpacked_to_disk():
    unpacking = (".extractall", ".extract", "unpack_archive")
    assert not [name for name, called, _ in every_call() if called.endswith(unpacking)]


def test_templates_do_not_go_around_escaping():
    for path in [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.xml")]:
        text = path.read_text(encoding="utf-8")
        assert "autoescape false" not in text, path
