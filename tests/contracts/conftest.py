"""Every store there is, for the suites that each of them must pass."""

from threading import current_thread, main_thread

import pytest

from copydesk.store import PostgresStore, SqliteStore
from copydesk.store.address import Address

KINDS = ["file", "memory", pytest.param("postgres", marks=pytest.mark.slow)]


@pytest.fixture(params=KINDS)
def store(request, tmp_path):
    """A store with nothing in it."""
    if request.param == "postgres":
        made = PostgresStore(Address(request.getfixturevalue("database")))
    else:
        made = SqliteStore(tmp_path / "test.desk" if request.param == "file" else None)
    yield made
    made.close()


@pytest.fixture(params=["file", pytest.param("postgres", marks=pytest.mark.slow)])
def openings(request, tmp_path):
    """What opens one desk again and again: for writing, or for reading alone."""
    if request.param == "postgres":
        place, kind = Address(request.getfixturevalue("database")), PostgresStore
    else:
        place, kind = tmp_path / "shared.desk", SqliteStore
    opened = []

    def opens(*, read_only=False):
        one = kind(place, read_only=read_only)
        if current_thread() is main_thread():  # who opens one elsewhere closes it there
            opened.append(one)
        return one

    yield opens
    for one in opened:
        one.close()
