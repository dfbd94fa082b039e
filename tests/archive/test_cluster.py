"""A cluster of Spark in which things die: the archive that it makes is the one that nobody disturbed."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

import copydesk
from archive.cluster import Cluster
from archive.helpers import PAGES, same
from copydesk.archive import load, remembered_in
from copydesk.archive.steps import MAKES
from copydesk.desk import open_desk
from copydesk.observing.keeping import runs

pytestmark = pytest.mark.slow
LONGEST = 1_500
"""Seconds after which the run is given up: it takes two minutes on two cores that do nothing else."""
QUICK = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=128m"
CONF = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "512m",
    "spark.driver.extraJavaOptions": QUICK,
    "spark.executor.extraJavaOptions": QUICK,
    "spark.sql.codegen.wholeStage": "false",
    # Workers are started by nobody who knows where copydesk lies, unless it is installed in their Python.
    "spark.executorEnv.PYTHONPATH": str(Path(copydesk.__file__).parents[1]),
}


def test_java_python_and_a_machine_that_are_killed_in_the_middle_of_a_step_cost_no_record(newsroom, tmp_path):
    folder, log = tmp_path / "archive", tmp_path / "log"
    with Cluster(tmp_path / "cluster") as cluster:
        cluster.ready()
        # Each is killed once the step before is done, and a process is at work on a task of the next.
        deaths = {"frames": cluster.kill_executor, "families": cluster.kill_python, "facts": cluster.kill_machine}
        status = ran(cluster.address, folder, deaths, log=log)
    assert status == 0
    assert deaths == {}
    (record,) = runs(remembered_in(folder))
    assert (record.state, record.measured) == ("done", "tasks")
    lost = {one.step: one.lost_tasks for one in record.steps if one.lost_tasks}
    assert set(lost) >= {"articles", "copies", "checks"}
    for one in record.steps:
        assert one.cpu_seconds > 0
        assert one.worker_memory > 50 * 2**20
    told = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [one["event"] for one in told if one["event"] != "run.step"] == ["run.started", "run.ended"]
    assert [one["step"] for one in told if one["event"] == "run.step"] == [
        one.step for one in record.steps if one.pending
    ]
    assert {one["step"]: one["lost_tasks"] for one in told if one.get("lost_tasks")} == lost
    with open_desk() as desk:
        for _ in load(folder, desk.store):
            pass
        same(newsroom, desk)
        assert [one.id for one in desk.runs()] == ["run-1"]


def ran(master, folder, deaths, *, log):
    """Make the archive of the sample newsroom. What is to die behind a step dies and is struck off; the exit status."""
    conf = [word for name, value in CONF.items() for word in ("--conf", f"{name}={value}")]
    words = [
        "--log",
        str(log),
        "run",
        "--engine",
        "spark",
        "--master",
        master,
        *conf,
        "--no-plan",
        "--as-of",
        "2038-12-31",
    ]
    command = [sys.executable, "-m", "copydesk", *words, str(PAGES), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
        patience = Timer(LONGEST, run.kill)
        patience.start()
        try:
            done = []
            for line in run.stdout:
                done.append(json.loads(line)["step"])
                if death := deaths.pop(done[-1], None):
                    death()
        except BaseException:
            run.kill()
            raise
        finally:
            patience.cancel()
    assert done == list(MAKES)[: len(done)]
    return run.returncode
