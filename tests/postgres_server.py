"""A PostgreSQL server for tests: made in a folder of its own, on a socket there, and stopped at the end.

Its programs are those on the PATH or of Debian. It refuses to run as root, so root hands it to `postgres` or `nobody`.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

NOBODY = ("postgres", "nobody")
# Tests need no disk that outlives a crash of the machine; a crash of the server loses nothing by it.
SETTINGS = ("fsync=off", "full_page_writes=off", "listen_addresses=", "shared_buffers=64MB", "max_connections=40")
PATIENCE = 300
"""Tenths of a second that a server may take to begin."""
PARENT_ENDS = 1
"""`PR_SET_PDEATHSIG` of prctl(2)."""


class Server:
    """A server that runs; `address` names a database of it."""

    def __init__(self) -> None:
        user = _user()
        self._as_user: dict[str, Any] = {}
        if user is not None:
            self._as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self._folder = Path(tempfile.mkdtemp(prefix="copydesk-pg-"))
        if user is not None:
            os.chown(self._folder, user.pw_uid, user.pw_gid)
        self._folder.chmod(0o755)
        self._made = 0
        self.do("initdb", "-D", self._data, "-U", "desk", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "-N")
        self.start()

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def start(self) -> None:
        """Begin to answer."""
        words = ("-D", self._data, "-k", str(self._folder), *(word for one in SETTINGS for word in ("-c", one)))
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [_program("postgres"), *words],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_us,  # noqa: PLW1509  tests begin it from the one thread they have
                **self._as_user,
            )
        for _ in range(PATIENCE):
            try:
                psycopg.connect(self.address("postgres")).close()
            except psycopg.OperationalError:
                assert self._process.poll() is None, (self._folder / "log").read_text()
                time.sleep(0.1)
            else:
                return
        raise AssertionError((self._folder / "log").read_text())

    def stop(self) -> None:
        """End at once, as when the power fails: nobody is told."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(60)

    def restart(self) -> None:
        """End at once and begin again."""
        self.stop()
        self.start()

    def database(self, *, encoding: str = "UTF8") -> str:
        """The address of a new, empty database."""
        self._made += 1
        name = f"desk{self._made}"
        # English order, in which small and large letters stand side by side: a desk must not order by it.
        locale = ("--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8")
        locale = locale if encoding == "UTF8" else ("--locale=C",)
        words = (*locale, "--template=template0", f"--encoding={encoding}")
        self.do("createdb", "-h", str(self._folder), "-U", "desk", *words, name)
        return self.address(name)

    def address(self, database: str) -> str:
        """The address of a database."""
        return f"postgresql://desk@/{database}?host={self._folder}"

    def close(self) -> None:
        """Stop, and remove everything."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def do(self, program: str, *words: str) -> bytes:
        """What a program of the server prints."""
        done = subprocess.run(
            [_program(program), *words],
            cwd=self._folder,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            **self._as_user,
        )
        assert done.returncode == 0, f"{program} failed: {done.stdout!r}"
        return done.stdout


def _end_with_us() -> None:
    """Have the server end when the tests do, however they end (Linux has a way to ask for it)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_ENDS, signal.SIGQUIT)


def _user() -> pwd.struct_passwd | None:
    """Whom root hands the server to; anybody else runs it themselves."""
    if os.getuid() != 0:
        return None
    return next(user for user in pwd.getpwall() if user.pw_name in NOBODY)


def _program(name: str) -> str:
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = shutil.which(name) or (str(debian[-1]) if debian else None)
    assert found is not None, f"{name} is missing; install the server of PostgreSQL, for instance Debian's `postgresql`"
    return found
