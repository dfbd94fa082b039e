"""The folder of an archive: a folder of Parquet for each step, and `run.json`, which says what is finished.

Beside them stands `history.json`, which tells what its runs did and took.

A step is finished when `run.json` says so, which is written after Spark's own mark of a whole table. Places may be
folders of this machine or addresses that Hadoop knows (`hdfs://`, `s3a://`); every machine of the cluster must reach
them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from copydesk.engine.spark import reason_of_spark
from copydesk.errors import CopydeskError, UsageError

RUN = "run.json"
ROUNDS = "_rounds"
"""What steps keep between rounds, for machines that are lost; it goes when a step is finished."""
FORM = 1
"""The form of the folder; a later one is refused."""


class Folder:
    """An archive's folder, through the file systems of a Spark session."""

    def __init__(self, session: Any, place: str) -> None:
        self._java = session.sparkContext._jvm  # noqa: SLF001  PySpark offers no other way to Hadoop's file systems
        self.place = whole_address(place)
        self._path = self._java.org.apache.hadoop.fs.Path
        hadoop = session.sparkContext._jsc.hadoopConfiguration()  # noqa: SLF001
        with _told(self.place):
            # One of its own, without the sums that Hadoop keeps beside local files: `run.json` may come without Hadoop.
            here = self._path(self.place).toUri()
            self._files = self._java.org.apache.hadoop.fs.FileSystem.newInstance(here, hadoop)
            self._files.setVerifyChecksum(False)
            self._files.setWriteChecksum(False)
            session.sparkContext.setCheckpointDir(self.of(ROUNDS))

    def of(self, name: str) -> str:
        """The address of what is called so in it."""
        return f"{self.place}/{name}"

    def state(self) -> dict[str, Any] | None:
        """What `run.json` says; None where there is none.

        Raises:
            UsageError: there are files and no `run.json`, or one that is not understood.

        """
        if (text := self.text(RUN)) is not None:
            return understood(text, self.place)
        with _told(self.place):
            here = self._path(self.place)
            held = self._files.listStatus(here) if self._files.exists(here) else ()
            names = [one.getPath().getName() for one in held]
        if any(not name.startswith("_") for name in names):
            raise UsageError(f"{self.place} holds files and no archive of copydesk; name a new or an empty folder")
        return None

    def keep(self, state: dict[str, Any]) -> None:
        """Write `run.json`, whole or not at all."""
        self.write(RUN, json.dumps(state, ensure_ascii=False, indent=1))

    def text(self, name: str) -> str | None:
        """What the file of this name says; None where there is none."""
        with _told(self.place):
            for one in (name, f"{name}.new"):
                if self._files.exists(self._path(self.of(one))):
                    return self._read(one)
        return None

    def write(self, name: str, text: str) -> None:
        """Write a file, whole or not at all."""
        whole, new = self._path(self.of(name)), self._path(self.of(f"{name}.new"))
        with _told(self.place):
            stream = self._files.create(new, True)
            stream.write(bytearray(text.encode()))
            stream.close()
            self._files.delete(whole, False)
            self._files.rename(new, whole)

    def drop(self, name: str) -> None:
        """Delete a folder in it, if there is one."""
        with _told(self.place):
            self._files.delete(self._path(self.of(name)), True)

    def _read(self, name: str) -> str:
        stream = self._files.open(self._path(self.of(name)))
        try:
            return str(self._java.org.apache.commons.io.IOUtils.toString(stream, "UTF-8"))
        finally:
            stream.close()


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Turn what Hadoop says into an error that names the place and the cure."""
    from py4j.protocol import Py4JError

    try:
        yield
    except Py4JError as error:
        cure = "check the address, and that this user may write there"
        raise CopydeskError(f"{place}: {reason_of_spark(error)}; {cure}") from error


def understood(text: str, place: str) -> dict[str, Any]:
    """What a `run.json` says.

    Raises:
        UsageError: it is damaged, or of a later copydesk.

    """
    try:
        state: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{place}/{RUN} is damaged ({error}); delete the folder and run again") from error
    if state.get("form") != FORM:
        raise UsageError(f"{place} was made by another version of copydesk; make it again, or use that version")
    return state


def refuse_other(place: str, told: dict[str, Any], held: dict[str, Any] | None) -> None:
    """Let no archive be gone on with that was made of other pages.

    Raises:
        UsageError: what `held` says of its sources is not what is `told` of them now.

    """
    for name, value in told.items() if held is not None else ():
        if held is not None and held[name] != value:
            cure = f"name another folder, or say again what it was made of: {' '.join(held['sources'])}"
            raise UsageError(f"{place} was made with another {name} ({held[name]}); {cure}")


def whole_address(place: str) -> str:
    """A place as all machines name it: an address as it is, a path from the root."""
    if "://" in place:
        return place.rstrip("/")
    return f"file://{Path(os.path.abspath(place)).as_posix()}"  # noqa: PTH100  links stay as they were named
