"""A PostgreSQL server for tests: made in a folder of its own, on a socket there, and stopped at the end.

Its programs are those on the PATH or of Debian. It refuses to run as root, so root hands it to `postgres` or `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

NOBODY = ("postgres", "nobody")
# Tests need no disk that outlives a crash of the machine; a crash of the server loses nothing by it.
OPTIONS = "-c fsync=off -c full_page_writes=off -c listen_addresses='' -c shared_buffers=64MB -c max_connections=40"


class Server:
    """A server that runs; `address` names a database of it."""

    def __init__(self) -> None:
        self._user = _user()
        self._folder = Path(tempfile.mkdtemp(prefix="copydesk-pg-"))
        if self._user is not None:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        self._folder.chmod(0o755)
        self._made = 0
        self._do("initdb", "-D", self._data, "-U", "desk", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "-N")
        self.start()

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def start(self) -> None:
        """Begin to answer."""
        log = str(self._folder / "log")
        self._do("pg_ctl", "-D", self._data, "-w", "-l", log, "-o", f"{OPTIONS} -k {self._folder}", "start")

    def stop(self) -> None:
        """End at once, as when the power fails: nobody is told."""
        self._do("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

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
        self._do("createdb", "-h", str(self._folder), "-U", "desk", *words, name)
        return self.address(name)

    def address(self, database: str) -> str:
        """The address of a database."""
        return f"postgresql://desk@/{database}?host={self._folder}"

    def close(self) -> None:
        """Stop, and remove everything."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _do(self, program: str, *words: str) -> None:
        as_user = {} if self._user is None else {"user": self._user.pw_uid, "group": self._user.pw_gid}
        done = subprocess.run(
            [_program(program), *words],
            cwd=self._folder,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            extra_groups=[] if as_user else None,
            check=False,
            **as_user,
        )
        assert done.returncode == 0, f"{program} failed: {done.stdout!r}"


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
