"""The site of the documents in a real browser, opened from its folder: open to everybody, and asking nobody."""

import subprocess
import sys

import pytest

from browser_helpers import DESK, PATIENCE, PHONE, ROOT, axe, overflow

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs") / "site"
    command = [sys.executable, ROOT / "scripts" / "docs_site.py", "--out", folder]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def reader(chromium):
    """Opens a page of a browser of a width and a look; what it asks of the web comes with it."""
    contexts = []

    def opened(size, look):
        context = chromium.new_context(viewport=size, color_scheme=look)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        asked = []
        context.on("request", lambda one: None if one.url.startswith(("file:", "data:")) else asked.append(one.url))
        return context.new_page(), asked

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["index", "first-desk", "screens", "quality", "reference"])
@pytest.mark.parametrize(("size", "look"), [(DESK, "light"), (PHONE, "dark")], ids=["wide", "narrow"])
def test_a_page_is_open_to_everybody_and_asks_nobody(site, reader, name, size, look):
    page, asked = reader(size, look)
    page.goto((site / f"{name}.html").as_uri())
    assert page.get_by_role("heading", level=1).count() == 1
    assert overflow(page) == []
    assert axe(page) == []
    assert asked == []


def test_the_search_finds_a_page_without_a_server(site, reader):
    page, asked = reader(DESK, "light")
    page.goto((site / "search.html").as_uri() + "?q=ledger")
    page.get_by_role("link", name="The ledger: who said what").first.wait_for()
    assert asked == []
