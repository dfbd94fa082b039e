"""A folder in which the commands of the documents run: pages under the names that documents use, a desk, a web server.

What a page calls `saved-pages/`, `page.html`, `news.desk` and so on is there. Hosts of the documentation
(`example.org` and what ends with `.example`) are one server on this machine. An id of which only the kind counts,
such as `story-0f3a9c11`, stands for one of its kind on the desk.
"""

import csv
import gzip
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing, suppress
from email.message import EmailMessage
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen
from uuid import NAMESPACE_URL, uuid5

import pyarrow.parquet

from copydesk.cli import main
from copydesk.desk import open_desk
from copydesk.errors import CopydeskError
from docs_blocks import check_words, words_of
from fetching.servers import Server, page

EXAMPLES = Path(__file__).parents[1] / "examples"
PAGES = EXAMPLES / "newsroom" / "pages"
FERRY, REPRINT = (PAGES / f"eidsund-ferry-{name}.html" for name in ("a1", "a3"))
# Names of pages that stand for any.
STANDING_FOR = {"page-17": "eidsund-ferry-a2.txt", "page-4": "eidsund-ferry-a6.html"}
AN_ID = re.compile(r"\b(story|check|quote|figure|line|article|copy|family|decision)-(?:[0-9a-f]{3,16}\b|…)")
A_HOST = re.compile(r"https?://(?:[\w.-]+\.)?(?:example\.org|example)(?=[/\s'\"]|$)")
PATIENCE = 120  # seconds for a program to come up, on a machine with other work
DESK_FILE = 'desk = "news.desk"\n[watch]\nfolders = ["inbox"]\n[digest]\nfolder = "public"\n'


class World:
    """A folder that is the working folder as long as it is open; `run` runs a line of a shell there."""

    def __init__(self, folder, newsroom):
        self.folder, self.newsroom, self._given = folder, newsroom, {}
        self.server = Server()
        self._fill()

    def close(self):
        self.server.close()

    def _fill(self):
        with closing(sqlite3.connect(self.folder / "news.desk")) as file:
            self.newsroom.store._base.connection.backup(file)
        (self.folder / "examples").symlink_to(EXAMPLES)
        for name in ("page.html", "ferry.html"):
            shutil.copy(FERRY, self.folder / name)
        shutil.copy(REPRINT, self.folder / "reprint.html")
        for name in ("saved-pages", "pages", "inbox"):
            (self.folder / name).mkdir()
            for path in (FERRY, REPRINT, PAGES / "eidsund-ferry-a7.html"):
                os.utime(shutil.copy(path, self.folder / name), (1e9, 1e9))  # a watch waits for files just written
        fill_with_forms(self.folder)
        for name in ("crawl.warc.gz", "archive.warc.gz"):
            self._archive(self.folder / name)
        for path in ("/", "/story", "/other"):
            self.server.says[path] = page(FERRY.read_text(encoding="utf-8"))
        (self.folder / "addresses.txt").write_text(f"{self.server.url('/story')}\n", encoding="utf-8")
        entry = f"<url><loc>{self.server.url('/other')}</loc></url>"
        listed = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entry}</urlset>'
        (self.folder / "sitemap.xml").write_text(listed, encoding="utf-8")
        (self.folder / "desk.toml").write_text(DESK_FILE, encoding="utf-8")
        quick = f"[fetch]\nports = [{self.server.port}]\ndelay_seconds = 0\nretries = 0\n"
        quick += "allow_private_addresses = true\n"
        (self.folder / "quick.toml").write_text(quick, encoding="utf-8")

    def _archive(self, path):
        with path.open("wb") as file:
            for source in (FERRY, REPRINT):
                file.write(gzip.compress(record(f"https://news.example/{source.name}", source.read_bytes())))

    def meant(self, line):
        """A line with what stands in it for something put in its place."""
        for name, other in STANDING_FOR.items():
            line = re.sub(rf"(?<=\s){name}(?=\s|$)", other, line)
        return AN_ID.sub(self._an_id, line)

    def _an_id(self, found):
        if found[1] in {"article", "family", "copy"} or "…" not in found[0]:
            with suppress(CopydeskError):
                self.newsroom.explain(found[0])
                return found[0]
        if found[1] == "decision":
            with open_desk(self.folder / "news.desk") as desk:
                return desk.decisions()[0].id
        collection = self.newsroom.collection()
        if found[1] == "line":
            return next(story.storyline for story in collection.stories if story.storyline)
        if found[1] == "story":
            return self._given.setdefault(found[0], self._ranked()[len(self._given)].id)
        if found[1] == "article":
            return self._ranked()[0].articles[-1]
        kinds = {"check": "checks", "quote": "quotes", "figure": "figures"}
        return getattr(collection, kinds[found[1]])[0].id

    def python(self, text):
        """A script, its addresses those of our server, and allowed to ask it."""
        if not A_HOST.search(text):
            return text
        settings = '__import__("copydesk.settings_file").settings_file.load_settings(Path("quick.toml"))'
        text = text.replace('open_desk("news.desk")', f'open_desk("news.desk", settings={settings})')
        return "from pathlib import Path\n" + A_HOST.sub(self.server.url().rstrip("/"), text)

    def _ranked(self):
        return sorted(self.newsroom.stories(), key=lambda story: -len(story.articles))

    def run(self, line, captured):
        """Run a line of a shell block; it must end well. What it printed comes back."""
        line = self.meant(line)
        if " | " in line or " < " in line:
            return self._in_a_shell(line)
        program, words, place = words_of(line)
        if program == "curl":
            return ask(words, self.folder / "news.desk")
        named = check_words(words)
        if named == ["serve"]:
            return serve(words)
        if named == ["watch"] and "--once" not in words:
            return watch(words)
        if named == ["mcp"]:
            return subprocess.run(program_of(words), stdin=subprocess.DEVNULL, check=True, timeout=PATIENCE)
        before = ["--workers", "1"]
        if A_HOST.search(line) or "--urls" in words or "--fetch" in words:
            words = [A_HOST.sub(self.server.url().rstrip("/"), word) for word in words]
            if named[0] in {"read", "add", "brief", "compare", "copies"}:
                before += ["--settings", "quick.toml"]
        status = main([*before, *words])
        out, err = captured.readouterr()
        assert status == 0, f"{line}\n{err}"
        if place:
            Path(place).write_text(out, encoding="utf-8")
        return out

    def _in_a_shell(self, line):
        paths = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(
            ["sh", "-ec", line], check=False, env=paths, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        return done.stdout


def fill_with_forms(folder):
    """The same two pages in every form that pages come in."""
    texts = [path.read_text(encoding="utf-8") for path in (FERRY, PAGES / "eidsund-ferry-a6.html")]
    rows = [{"html": text, "url": f"https://news.example/{place}"} for place, text in enumerate(texts)]
    (folder / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "pages.parquet")
    words = "The ferry struck the crane at about 11 knots, police said on Friday. Seven people were killed."
    with (folder / "pages.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("body", "link"), (words, "https://news.example/3")])
    with zipfile.ZipFile(folder / "pages.zip", "w") as file:
        file.write(FERRY, FERRY.name)
    entry = f"<item><title>Ferry</title><link>https://news.example/4</link><description>{words}</description></item>"
    feed = f'<rss version="2.0"><channel><title>News</title>{entry}</channel></rss>'
    (folder / "feed.xml").write_text(feed, encoding="utf-8")
    letter = f"From: desk@news.example\nSubject: Ferry\nContent-Type: text/plain\n\n{words}\n"
    (folder / "letters.mbox").write_text(f"From desk@news.example Fri Oct 18 10:00:00 2030\n{letter}", encoding="utf-8")
    saved = EmailMessage()
    saved["Snapshot-Content-Location"] = "https://news.example/5"
    saved.set_content(texts[0], subtype="html")
    saved.make_mixed()
    saved.replace_header("Content-Type", saved["Content-Type"].replace("mixed", "related"))
    (folder / "saved.mhtml").write_bytes(saved.as_bytes())


def record(address, body):
    """A record of a web archive that holds a page."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    heads = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, address)}>",
        "WARC-Date": "2031-05-02T10:00:00Z",
        "WARC-Target-URI": address,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(answer)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
    return f"WARC/1.1\r\n{head}\r\n".encode() + answer + b"\r\n\r\n"


def program_of(words):
    """The words that start copydesk as a program of its own."""
    return [sys.executable, "-m", "copydesk", *words]


def serve(words):
    """Serve a desk until it answers, and end it as a person would; at a port that is free."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "BROWSER": "true"}
    with subprocess.Popen(program_of([*words, "--port", str(port)]), env=environment, stderr=subprocess.PIPE) as server:
        assert answers(f"http://127.0.0.1:{port}/", server) in {200, 401, 403}
        end(server)


def answers(address, server):
    """The status with which a server answers when it is up."""
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last and server.poll() is None:
        with suppress(OSError):
            try:
                return urlopen(address, timeout=10).status
            except HTTPError as error:
                return error.code
        time.sleep(0.1)
    return None


def watch(words):
    """Watch until a round was told, and end it."""
    with subprocess.Popen(program_of(words), stdout=subprocess.PIPE, text=True) as watcher:
        line = next(line for line in watcher.stdout if '"files"' in line)
        end(watcher)
    return line


def end(program):
    """Ask a program to end, as the system does when it is shut down; ours end by themselves then."""
    program.terminate()
    try:
        program.communicate(timeout=PATIENCE)
    finally:
        program.kill()
    assert program.returncode in {0, -signal.SIGTERM}, program.returncode


def ask(words, desk):
    """What `curl` would ask of the web desk, asked of it: `-d` sends a text, `-F` files."""
    from starlette.testclient import TestClient

    from copydesk.web.app import desk_app
    from web_helpers import HERE, no_work

    told, files, heads, rest = None, [], {}, list(words)
    (address,) = (word for word in rest if word.startswith(HERE))
    while rest:
        word = rest.pop(0)
        if word == "-d":
            told = rest.pop(0)
        elif word == "-H":
            name, _, value = rest.pop(0).partition(": ")
            heads[name] = value
        elif word == "-F":
            name, _, place = rest.pop(0).partition("=@")
            files.append((name, (place, Path(place).read_bytes())))
        else:
            assert word in {"-s", address}, f"curl {word}"
    with TestClient(desk_app(desk, work=no_work), base_url=HERE, client=("127.0.0.1", 50_000)) as client:
        if told is None and not files:
            answer = client.get(address, headers=heads)
        else:
            answer = client.post(address, content=told, files=files or None, headers=heads)
    assert answer.status_code < 300, f"{address}: {answer.text}"
    return answer.text
