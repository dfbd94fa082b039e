"""A cluster of Spark's own kind on this machine: a master and two workers in processes of their own, and their deaths.

It is what `sbin/start-all.sh` starts on several machines: an executor is a child of the worker of its machine, not of
the driver, and lives and dies apart from it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

CORES = 1
MEMORY = "640m"
PATIENCE = 180
"""Seconds that something may take to come about on a machine with other work: the start of a Java, say."""
AT_WORK = 0.05
"""Seconds of processor that a Python process has spent since it was first seen: it has begun with its task."""


class Cluster:
    """A master and its workers, which end with the block that they are made for."""

    def __init__(self, folder, *, workers=2):
        self.folder = folder
        self._processes = []
        self._amount = workers
        self.address = f"spark://127.0.0.1:{free_port()}"

    def __enter__(self):
        folder = self.folder
        folder.mkdir()
        port = self.address.rpartition(":")[2]
        self._start("master", "--port", port)
        wait_for(lambda: "Starting Spark master" in told(folder / "master.log"), "the master")
        for number in range(self._amount):
            own = ("--cores", str(CORES), "--memory", MEMORY, "--work-dir", str(folder / f"work-{number}"))
            self._start("worker", *own, self.address, log=f"worker-{number}")
        return self

    def __exit__(self, *_):
        for process in self._processes:
            for one in [*descendants(process.pid), process.pid]:
                kill(one)
            process.wait()

    def _start(self, what, *words, log=None):
        home = Path(find_spec("pyspark").origin).parent
        java = f"org.apache.spark.deploy.{what}.{what.capitalize()}"
        command = [home / "bin" / "spark-class", java, "--host", "127.0.0.1", "--webui-port", "0", *words]
        here = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "128m"}
        env = {**os.environ, **here, "PYSPARK_PYTHON": sys.executable}
        with (self.folder / f"{log or what}.log").open("wb") as out:
            self._processes.append(
                subprocess.Popen(list(map(str, command)), stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=env)
            )

    def ready(self):
        """Wait until the workers have told the master that they are there."""
        for number in range(self._amount):
            log = self.folder / f"worker-{number}.log"
            wait_for(lambda log=log: "Successfully registered with master" in told(log), "a worker")

    def kill_executor(self):
        """Kill the Java of an executor of which a Python process is at work on a task."""
        _, java, _ = self._busy()
        kill(java)

    def kill_python(self):
        """Kill a Python process that is at work on a task."""
        _, _, python = self._busy()
        kill(python)

    def kill_machine(self):
        """Kill a worker with all that runs below it, while a Python process is at work there."""
        worker, _, _ = self._busy()
        for one in [*descendants(worker), worker]:
            kill(one)

    def _busy(self):
        """A worker, the Java of its executor, and a Python process of that which is in the middle of a task."""
        first = {}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for worker in self._processes[1:]:
                for java, python in pythons(worker.pid):
                    runs, now = state_of(python)
                    if runs and now - first.setdefault(python, now) >= AT_WORK:
                        return worker.pid, java, python
            time.sleep(0.005)
        raise TimeoutError("no Python process of an executor was at work")


def pythons(worker):
    """The Python processes that are given tasks below a worker, each with the Java that gives them."""
    for java in children(worker):
        if b"CoarseGrainedExecutorBackend" in words_of(java):
            for daemon in children(java):
                for python in children(daemon):
                    yield java, python


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def wait_for(happened, what):
    deadline = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come")
        time.sleep(0.2)


def told(log):
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""


def kill(process):
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def children(parent):
    for place in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            yield from map(int, place.read_text().split())
        except OSError:  # it has ended meanwhile
            continue


def descendants(parent):
    for child in list(children(parent)):
        yield child
        yield from descendants(child)


def words_of(process):
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def state_of(process):
    """Whether a process has work to do at this moment, waiting for nothing, and the processor time it has used."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended
        return False, 0.0
    return fields[0] == "R", sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
