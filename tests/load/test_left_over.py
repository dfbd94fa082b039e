"""What an answer leaves behind when it is given: little, or a server that is asked all day grows."""

import gc
import shutil
from datetime import date
from pathlib import Path
from types import FunctionType

import pytest
from starlette.testclient import TestClient

from copydesk.desk import open_desk
from copydesk.web.app import desk_app
from web_helpers import HERE, no_work

PAGES = Path(__file__).parents[2] / "examples" / "newsroom" / "pages"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    folder = tmp_path_factory.mktemp("left")
    page = shutil.copy(sorted(PAGES.glob("eidsund-ferry-a*.html"))[0], folder)
    with open_desk(folder / "news.desk") as desk:
        list(desk.add([page], as_of=date(2038, 12, 31)))
        list(desk.run())
    with TestClient(desk_app(folder / "news.desk", work=no_work), base_url=HERE, client=("127.0.0.1", 50_000)) as one:
        yield one


@pytest.mark.parametrize("name", ["inbox", "stories", "articles", "facts", "jobs", "search?words=ferry"])
def test_an_answer_to_a_program_looks_up_no_more_how_anything_is_called(browser, name):
    for _ in range(2):
        assert browser.get(f"/api/v1/{name}").status_code == 200
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        browser.get(f"/api/v1/{name}")
        gc.collect()
        left = [one for one in gc.garbage if isinstance(one, type | FunctionType)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    # How a builtin is called is told by classes that are made for it, with all modules at hand.
    assert [one for one in left if one.__module__ == "inspect"] == []
