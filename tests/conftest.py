"""Settings of the whole suite, and the sample newsroom read once."""

import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every machine and in every run, and no deadline: shared machines stall.
settings.register_profile(
    "fixed",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
settings.load_profile("fixed")


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/*.json from what is read now")
    parser.addoption("--update-screens", action="store_true", help="take the pictures of docs/screens anew")


NEWSROOM = Path(__file__).parents[1] / "examples" / "newsroom"


@pytest.fixture(scope="session")
def newsroom():
    """A desk that has read the sample newsroom; for asking, not for changing."""
    from copydesk.desk import open_desk

    with open_desk() as desk:
        assert all(hasattr(one, "sha256") for one in desk.add([str(NEWSROOM / "pages")], as_of=date(2038, 12, 31)))
        for _ in desk.run():
            pass
        yield desk


@pytest.fixture(scope="session")
def postgres():
    """A server of PostgreSQL that runs as long as the tests."""
    from postgres_server import Server

    server = Server()
    yield server
    server.close()


@pytest.fixture
def database(postgres):
    """The address of an empty database."""
    return postgres.database()


@pytest.fixture(scope="module")
def beside_the_newsroom(newsroom, tmp_path_factory):
    """Work in a folder with `news.desk` and `examples`, as the commands of the documentation do."""
    folder = tmp_path_factory.mktemp("docs")
    with closing(sqlite3.connect(folder / "news.desk")) as file:
        newsroom.store._base.connection.backup(file)
    (folder / "examples").symlink_to(NEWSROOM.parent)
    before = Path.cwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)


@pytest.fixture(scope="session")
def newsroom_export(newsroom, tmp_path_factory):
    """The exported files of the sample newsroom."""
    folder = tmp_path_factory.mktemp("newsroom")
    newsroom.export(folder)
    return folder
