"""What tests in a real browser share: a desk that is served, a browser at it, and what no page may do."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "examples" / "newsroom" / "pages"
AS_OF = "2038-12-31"
STORY = "Varenia and Ostmere Union sign 25-year"
SPUN = "appears to be an automated rewording"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 60_000
"""Milliseconds that a page may take: machines that run tests are busy."""
DIRECT = build_opener(ProxyHandler({}))
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def system_browser():
    """The browser of this machine; none is ever downloaded."""
    asked = os.environ.get("COPYDESK_BROWSER")
    found = shutil.which(asked) if asked else next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, (
        "no browser found: install chromium (on Debian: apt-get install chromium), or name yours in COPYDESK_BROWSER"
    )
    return found


def copydesk(*words, timeout=600):
    """Run the command as a person would."""
    command = [sys.executable, "-m", "copydesk", *map(str, words)]
    return subprocess.run(command, check=True, timeout=timeout, capture_output=True, text=True, cwd=ROOT)


def made_desk(folder):
    """A desk that has read the sample newsroom, with a brief of it in the same folder: what `make demo` does."""
    copydesk("--desk", folder / "newsroom.desk", "brief", PAGES, "--as-of", AS_OF, "-o", folder)
    return folder / "newsroom.desk"


@contextmanager
def served(path):
    """Serve a desk by its command, in a process of its own; its address comes back."""
    port = free_port()
    command = [sys.executable, "-m", "copydesk", "--desk", str(path), "serve", "--port", str(port)]
    log = Path(path).with_suffix(".log")
    with log.open("wb") as told, subprocess.Popen(command, stdout=told, stderr=told, cwd=ROOT) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for_answer(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(60)
    told = log.read_text(encoding="utf-8")
    assert "Traceback" not in told, told


def free_port():
    """A port that nobody answers at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _wait_for_answer(address, server, log):
    end = time.monotonic() + 90
    while True:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < end, "the server does not answer"
        try:
            with DIRECT.open(address, timeout=10):
                return
        except URLError:
            time.sleep(0.1)


class Watch:
    """What went wrong on the pages of a browser: faults of scripts, words on the console, requests to others."""

    def __init__(self, context, address=None):
        self.wrong = []
        self._ours = urlsplit(address).netloc if address else None
        context.on("page", self._page)
        context.on("request", self._request)
        context.on("weberror", lambda error: self.wrong.append(f"fault of a script: {error.error}"))

    def _page(self, page):
        page.on("console", self._console)
        page.on("crash", lambda one: self.wrong.append(f"crashed: {one.url}"))

    def _console(self, message):
        # What breaks the content security policy is told on the console as an error.
        if message.type in ("error", "warning"):
            self.wrong.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _request(self, request):
        place = urlsplit(request.url)
        if place.scheme not in ("data", "file") and place.netloc != self._ours:
            self.wrong.append(f"asked another: {request.url}")
        if place.scheme == "file" and self._ours:
            self.wrong.append(f"asked a file: {request.url}")


@contextmanager
def person(browser, address=None, *, size=DESK, **told):
    """A page of a browser of its own, at the desk; what may not happen is asked about when it is left."""
    context = browser.new_context(base_url=address, viewport=size, **told)
    context.set_default_timeout(PATIENCE)
    watch = Watch(context, address)
    try:
        yield context.new_page()
    finally:
        context.close()
    assert watch.wrong == [], watch.wrong


def overflow(page):
    """Which elements reach beyond the width of the window, where the page can be pushed sideways at all."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll("body *")]
            .filter((one) => one.getBoundingClientRect().right > width + 1 && !one.closest(".wide"))
            .map((one) => one.tagName + "." + one.className + ": " + one.textContent.trim().slice(0, 60)).slice(0, 5);
        }"""
    )


def overlaps(page):
    """Which pieces of text stand on each other; each is told with the other."""
    return page.evaluate(
        """() => {
          const kinds = "p, li, h1, h2, h3, h4, th, td, dt, dd, summary, figcaption, blockquote, svg.tree";
          const seen = {contentVisibilityAuto: true};
          const shown = [...document.querySelectorAll(kinds)]
            .filter((one) => !one.querySelector(kinds) && one.checkVisibility(seen) && !one.closest(".unseen"))
            .map((one) => [one, one.getBoundingClientRect()])
            .filter(([one, box]) => box.width > 2 && box.height > 2)
            .sort((a, b) => a[1].top - b[1].top);
          const found = [];
          shown.forEach(([one, box], place) => {
            for (const [other, next] of shown.slice(place + 1)) {
              if (next.top >= box.bottom - 2) break;
              const beside = next.left >= box.right - 2 || next.right <= box.left + 2;
              if (!beside && !one.contains(other)) {
                found.push([one, other].map((each) => each.textContent.trim().slice(0, 60)).join(" / "));
              }
            }
          });
          return found.slice(0, 5);
        }"""
    )


def axe(page):
    """What axe finds serious or critical on a page: the rule, and where."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:4]
    ]


@contextmanager
def host(folder):
    """Give the files of a folder out, as any host of plain files does; its address comes back."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
