"""The web desk over a desk on a server of PostgreSQL."""

import re
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from copydesk.store.address import beside, place_of
from copydesk.store.moving import move
from copydesk.web.app import desk_app
from web_helpers import HERE

pytestmark = pytest.mark.slow


@pytest.fixture
def at_server(filled, database, tmp_path, monkeypatch):
    """A filled desk on a server; its jobs and files lie in a folder of the test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for _ in move(filled, place_of(database)):
        pass
    return place_of(database)


def shown(page: str) -> str:
    """A screen but for what is new with each visit."""
    return re.sub(r"\b[0-9a-f]{64}\b", "", page)


def test_every_list_and_search_is_that_of_the_desk_file(serve, filled, at_server, tmp_path):
    file, server = serve(filled), serve(at_server)
    assert (tmp_path / "state" / "copydesk").is_dir()
    for path in (
        "/",
        "/?order=accounts",
        "/sources",
        "/search?words=ferry",
        "/search?words=%22the+harbour%22",
        "/notes",
    ):
        mine, theirs = server.get(path), file.get(path)
        assert (mine.status_code, theirs.status_code) == (200, 200), path
        assert shown(mine.text) == shown(theirs.text), path
    stories = re.findall(r'href="/?(stories/[^"/?#]+)', server.get("/").text)
    assert stories
    for path in sorted(set(stories)):
        assert shown(server.get(f"/{path}").text) == shown(file.get(f"/{path}").text)


def test_many_ask_at_once_and_a_restart_of_the_server_is_got_over(serve, at_server, postgres):
    browser = serve(at_server)
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(browser.get("/").status_code)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert seen == [200] * 8
    postgres.restart()
    assert browser.get("/").status_code == 200
    assert browser.get("/search?words=ferry").status_code == 200


def test_what_is_added_on_the_screen_is_read_by_a_process_of_its_own(at_server):
    app = desk_app(at_server)
    with TestClient(app, base_url=HERE, client=("127.0.0.1", 50_000)) as browser:
        board = app.state.serving.board
        place = board.files()
        (place / "pelican.txt").write_text(
            "Pelican on the quay\n\nA painted pelican stood on the quay, the port said.\n"
        )
        from datetime import date

        ident = board.add(place, names=["pelican.txt"], as_of=date(2038, 12, 31))
        for _ in range(600):
            if board.job(ident).over:
                break
            threading.Event().wait(0.2)
        assert board.job(ident).state == "done"
        assert "Pelican on the quay" in browser.get("/search?words=pelican").text
    assert Path(beside(at_server, ".work")).is_dir()
