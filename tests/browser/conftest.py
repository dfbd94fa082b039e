"""A real browser, and a desk that is served by its own command."""

import shutil

import pytest

from browser_helpers import PATIENCE, made_desk, served, system_browser


@pytest.fixture(scope="module")
def chromium():
    """The browser of this machine. Of each module its own: playwright's loop may not run on below other tests."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=system_browser(), args=["--disable-quic", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def newsroom_desk(tmp_path_factory):
    """A desk file that has read the sample newsroom; for copying, not for serving."""
    return made_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def filled(newsroom_desk, tmp_path_factory):
    """The address of a served desk that has read the sample newsroom."""
    path = shutil.copy(newsroom_desk, tmp_path_factory.mktemp("served") / "newsroom.desk")
    with served(path) as address:
        yield address


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """The address of a served desk on which there is nothing yet."""
    with served(tmp_path_factory.mktemp("empty") / "new.desk") as address:
        yield address


@pytest.fixture(scope="session")
def brief(newsroom_desk):
    """The folder of a brief of the sample newsroom."""
    return newsroom_desk.parent
