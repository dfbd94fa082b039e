"""The evidence pack of a story as a download: the same file that `copydesk evidence` writes."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from copydesk.evidence import gather, make
from copydesk.web.sending import line, sent
from copydesk.web.serving import Refused, reading

MOST_ARTICLES = 60
"""Articles of a pack that is made while a person waits: some two seconds of work."""
_MAKING = Lock()


def packed(request: Request, form: FormData) -> Response:
    """Make the pack of a story, with what was noted if that is asked for, and hand it out."""
    with reading(request) as desk:
        case = gather(desk, line(form, "story"), notes=line(form, "notes") == "yes")
    if len(case.collection.articles) > MOST_ARTICLES:
        raise Refused(
            f"the pack of this story holds more than {MOST_ARTICLES} articles; on the machine of the desk write it with"
            f" copydesk evidence {case.story.id} -o PACK"
        )
    if not _MAKING.acquire(blocking=False):
        raise Refused("another pack is being made; try again in a moment")
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "pack.wacz"
            at = datetime.now(UTC).replace(microsecond=0)
            made = make(case, path, made_at=at, pdf=find_spec("typst") is not None)
            raw = path.read_bytes()
    finally:
        _MAKING.release()
    head = {
        "content-disposition": f'attachment; filename="{case.story.id}.wacz"',
        "x-sha256": made.sha256,
        "cache-control": "no-store",
    }
    return Response(raw, media_type="application/wacz+zip", headers=head)


ROUTES = (Route("/evidence", sent(packed), methods=["POST"]),)
