"""`serve`: the web desk, for whoever sits at this machine, or for people with tokens."""

from __future__ import annotations

import gc
import ipaddress
import logging
import os
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import click

from copydesk import logs
from copydesk.cli import options
from copydesk.cli.app import Call, pass_call
from copydesk.cli.heaps import giving_back, share_heaps
from copydesk.cli.shown import note
from copydesk.errors import UsageError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from copydesk.store.address import Place

PORT = 8765
NEEDED = {
    "fastapi": "fastapi",
    "uvicorn": "uvicorn",
    "multipart": "python-multipart",
    "prometheus_client": "prometheus-client",
}
"""The libraries of the optional part `web`, by the name under which each is imported."""
OPEN_SECONDS = 1.0
"""When the browser is opened: once the server surely answers."""
CLOSE_SECONDS = 2
"""How long the server waits for pages that count along before it ends."""
RECORDS_OF_A_SCREEN = 50_000
"""Objects after which Python looks for circles among them: more than the largest screen makes."""
MOST_AT_ONCE = 256
"""Connections at one time; a browser opens six."""


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk serve",
        "copydesk serve --desk news.desk --open",
        "copydesk --desk news.desk serve --host 0.0.0.0 --name desk.example.org",
    )
)
@click.option(
    "--desk",
    type=click.Path(dir_okay=False),
    callback=options.place,
    help="The desk, if it is not named before.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of this machine to answer at.")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="The port to answer at.")
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="NAME",
    help="A name under which others reach this machine, as behind a proxy; may be given again.",
)
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@pass_call
def serve(  # noqa: PLR0913  one parameter an option
    call: Call, *, desk: Place | None, host: str, port: int, names: tuple[str, ...], show: bool
) -> None:
    """Serve the desk as a web site: stories, search, notes, adding pages.

    It answers this machine alone. To answer others (by --host or --name) the desk must have people with tokens:
    `copydesk people add NAME` gives one. The desk is made if there is none yet. Ctrl-C ends it; what was being read is
    taken up again at the next start. docs/desk-web.md tells more.
    """
    missing = [name for module, name in NEEDED.items() if find_spec(module) is None]
    if missing:
        raise UsageError(f"the web desk needs {', '.join(missing)}: pip install 'copydesk[web]'")
    from copydesk.cli.app import DESK_FILE

    path = desk or call.desk or Path(DESK_FILE)
    call = replace(call, desk=path)
    wide = bool(names) or not _is_loopback(host)
    with call.open() as opened:
        if wide and not opened.people.everyone():
            raise UsageError(
                f"to answer others than this machine, {path} needs people with tokens: give yourself one first with"
                f" `copydesk --desk {path} people add NAME`, then serve again"
            )
    from copydesk.web.app import desk_app
    from copydesk.web.working import alone

    called = frozenset(one.casefold() for one in names)
    with alone(path), _heard(call.log):
        app = desk_app(path, call.settings, names=called, wide=wide, workers=call.cores())
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        note(f"{path} is served at {address} ({'people with tokens' if wide else 'this machine only'}); Ctrl-C ends it")
        if show:
            opener = Timer(OPEN_SECONDS, webbrowser.open, [address])
            opener.daemon = True
            opener.start()
        _serve(app, host, port)


def _serve(app: FastAPI, host: str, port: int) -> None:
    """Answer until somebody ends it."""
    import uvicorn

    # A screen makes some ten thousand records and lets them go again: to look through them for circles every 700, and
    # through all that the server has from its start, took a fifth of the work on a large story.
    gc.collect()
    gc.freeze()
    gc.set_threshold(RECORDS_OF_A_SCREEN, *gc.get_threshold()[1:])
    share_heaps()
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=MOST_AT_ONCE,
            timeout_graceful_shutdown=CLOSE_SECONDS,
        )
    )
    try:
        with suppress(KeyboardInterrupt), giving_back():
            server.run()
    except SystemExit as error:
        said = f"nothing can be served at {host}:{port}: is another desk there? give another --port"
        raise UsageError(said) from error


@contextmanager
def _heard(log: str | None) -> Iterator[None]:
    """Faults are told in any case; the processes that do long work write into the same log."""
    before = os.environ.get(logs.NAME)
    if log:
        os.environ[logs.NAME] = log
    else:
        logs.listen(logs.STANDARD_ERROR, least=logging.WARNING)
    try:
        yield
    finally:
        os.environ.pop(logs.NAME, None)
        if before is not None:
            os.environ[logs.NAME] = before


def _is_loopback(host: str) -> bool:
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
