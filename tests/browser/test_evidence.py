"""The report of an evidence pack in a real browser: open to everybody, and inert whatever pages wrote."""

import zipfile

import pytest

from browser_helpers import DESK, PHONE, STORY, axe, copydesk, host, overflow, overlaps, person
from evidence.packing import FIRST, SECOND, a_pack

pytestmark = pytest.mark.slow

HARM = '<script>document.title="ran"</script><img src=/asked onerror="document.title=1"><svg onload=alert(1)>'


@pytest.fixture(scope="module")
def reports(newsroom_desk, tmp_path_factory):
    """The address of a folder with the reports of the largest story of the newsroom, and of pages that mean harm."""
    folder = tmp_path_factory.mktemp("reports")
    lines = copydesk("--desk", newsroom_desk, "stories", "--format", "text").stdout.splitlines()
    story = next(word for line in lines if STORY in line for word in line.split() if word.startswith("story-"))
    copydesk("--desk", newsroom_desk, "evidence", story, "-o", folder / "newsroom.wacz", "--no-pdf")
    pages = {
        "first.txt": FIRST.replace("Harbour", HARM),
        "second.txt": SECOND.replace("Ole Myhre", f"Ole Myhre {HARM}"),
    }
    a_pack(folder, pages).rename(folder / "harm.wacz")
    (folder / "favicon.ico").write_bytes(b"")  # asked for by the browser itself
    for name in ("newsroom", "harm"):
        with zipfile.ZipFile(folder / f"{name}.wacz") as file:
            (folder / f"{name}.html").write_bytes(file.read("copydesk/report.html"))

    with host(folder) as address:
        yield address


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["wide", "narrow"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_report_is_open_to_everybody(chromium, reports, size, look):
    with person(chromium, reports, size=size, color_scheme=look, bypass_csp=True) as page:
        page.goto("/newsroom.html")
        assert page.get_by_role("heading", level=1).count() == 1
        assert overflow(page) == []
        assert overlaps(page) == []
        assert axe(page) == []


def test_what_pages_wrote_neither_runs_nor_asks(chromium, reports):
    with person(chromium, reports) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: asked.append(dialog.message))
        page.goto("/harm.html")
        assert page.title().startswith("Evidence: ")
        assert "<script>" in page.inner_text("body")
        assert page.locator("script, img, svg").count() == 0
    assert [one for one in asked if not one.endswith(("/harm.html", "/favicon.ico"))] == []
