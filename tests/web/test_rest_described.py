"""The interface for programs does what its description says, whatever it is sent (schemathesis, a real server)."""

import shutil
import threading
import time

import pytest
import schemathesis
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, settings

from copydesk.web.app import desk_app
from copydesk.web.limits import Limits
from copydesk.web.rest.api import described, router
from web_helpers import no_work

pytestmark = pytest.mark.slow
UNBOUNDED = Limits(reads_a_second=1e6, reads_at_once=1e6, writes_a_second=1e6, writes_at_once=1e6)


app = FastAPI(title="copydesk")
app.include_router(router())
described = schemathesis.openapi.from_dict(described(app))


@pytest.fixture(scope="module")
def served(filled, tmp_path_factory):
    """The address of a real server over a desk with some pages, notes and jobs."""
    path = shutil.copy(filled, tmp_path_factory.mktemp("served") / "news.desk")
    server = uvicorn.Server(uvicorn.Config(desk_app(path, work=no_work, limits=UNBOUNDED), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    (listening,) = server.servers
    yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@described.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case, served):
    case.call_and_validate(base_url=served)
