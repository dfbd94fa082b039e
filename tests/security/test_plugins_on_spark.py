"""Readers of plug-ins under the Spark engine: what somebody installed runs where it is installed, or is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.conftest import spark_engine  # noqa: F401  the engine of the session
from archive.helpers import AS_OF
from copydesk.archive import Archive
from copydesk.errors import CopydeskError
from copydesk.settings import PageSettings, Settings
from plugging.conftest import EXAMPLE, install, quayside  # noqa: F401  they install the package

pytestmark = [
    pytest.mark.slow,
    # The gateway between Python and Java leaves its sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed .*socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),
]
TESTS = str(Path(__file__).parents[1])
REPORT = (EXAMPLE / "tests" / "report.nitf").read_bytes()


@pytest.fixture
def wire(tmp_path):
    """A folder with two reports in the form of the plug-in."""
    folder = tmp_path / "wire"
    folder.mkdir()
    (folder / "a.nitf").write_bytes(REPORT)
    (folder / "b.nitf").write_bytes(REPORT.replace(b"Corvina", b"Merle"))
    (tmp_path / "settings.toml").write_text('[pages]\nreaders = ["nitf"]\n', encoding="utf-8")
    return folder


READ = """
import sys
from archive.conftest import QUICK
from archive.helpers import AS_OF
from copydesk.archive import Archive
from copydesk.engine.spark import SparkEngine
from copydesk.records import Page
from copydesk.settings import PageSettings, Settings

archive = Archive(SparkEngine("local[2]", options=QUICK), ["wire"], "out", as_of=AS_OF,
                  settings=Settings(pages=PageSettings(readers=("nitf",))))
next(step for step in archive.run() if step.done)
for page in archive.sample(9)[0]:
    print(page.source, page.outlet)
"""


def test_a_reader_that_is_installed_for_the_workers_too_reads_there(quayside, wire):  # noqa: F811, ARG001
    path = os.pathsep.join([*sys.path[:2], TESTS, *filter(None, [os.environ.get("PYTHONPATH")])])
    around = {**os.environ, "PYTHONPATH": path}
    words = [sys.executable, "-c", READ]
    done = subprocess.run(words, cwd=wire.parent, env=around, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert sorted(done.stdout.splitlines()) == ["wire/a.nitf Meridian Wire", "wire/b.nitf Meridian Wire"]


def test_a_reader_that_the_workers_do_not_have_is_named(quayside, spark_engine, wire, tmp_path):  # noqa: F811, ARG001
    """It is found here, where the run is asked for, and not in the processes of Spark."""
    settings = Settings(pages=PageSettings(readers=("nitf",)))
    archive = Archive(spark_engine, [str(wire)], str(tmp_path / "out"), as_of=AS_OF, settings=settings)
    with pytest.raises(CopydeskError) as told:
        list(archive.run())
    assert "nitf" in str(told.value)
    assert "Traceback" not in str(told.value)


def test_a_reader_that_nobody_has_is_named_before_anything_runs(wire, tmp_path):
    (tmp_path / "settings.toml").write_text('[pages]\nreaders = ["gone"]\n', encoding="utf-8")
    words = [sys.executable, "-m", "copydesk", "--settings", "settings.toml", "run", "--engine", "spark", "wire", "out"]
    done = subprocess.run(words, cwd=wire.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "'gone'" in done.stderr
    assert not (tmp_path / "out").exists()
