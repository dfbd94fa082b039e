"""A desk of some sample pages, served: each test gets a file of its own and a browser at it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from copydesk.desk import open_desk
from copydesk.web.app import desk_app
from web_helpers import HERE, no_work

PAGES = Path(__file__).parents[2] / "examples" / "newsroom" / "pages"


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A desk file that has read the ferry pages of the sample newsroom and one page of another event."""
    path = tmp_path_factory.mktemp("filled") / "news.desk"
    pages = [*sorted(PAGES.glob("eidsund-ferry-a*.html")), *sorted(PAGES.glob("sarova-summit-a1.html"))]
    with open_desk(path) as desk:
        list(desk.add([str(page) for page in pages], as_of=date(2038, 12, 31), keep=True))
        list(desk.run())
    return path


@pytest.fixture
def desk_file(filled, tmp_path):
    """A copy of the filled desk, to be written on."""
    with open_desk(filled):
        pass  # what stands in its log goes into the file
    return Path(shutil.copy(filled, tmp_path / "news.desk"))


@pytest.fixture
def serve():
    """Serve a desk file; the browser comes back. `closed` when the test ends."""
    open_ones = []

    def serving(path, *, address=HERE, **told):
        app = desk_app(path, work=no_work, **told)
        browser = TestClient(app, base_url=address, client=("127.0.0.1", 50_000))
        browser.__enter__()
        open_ones.append(browser)
        return browser

    yield serving
    for browser in open_ones:
        browser.__exit__(None, None, None)


@pytest.fixture
def browser(serve, desk_file):
    """A browser at a filled desk."""
    return serve(desk_file)
