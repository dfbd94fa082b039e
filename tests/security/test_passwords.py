"""No password is printed or written into a file: of the address of a desk, of a feed, of a mail server."""

import base64
import json
import socketserver
import threading
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage

import pytest

from copydesk.cli import cli, main
from copydesk.desk_file import MailPlan
from copydesk.digests.mailing import send
from copydesk.errors import NotSent

SECRET = "s3cret@x"
WRITTEN = ("s3cret", *(base64.b64encode(one).decode().rstrip("=") for one in (b"s3cret@x", b"\0ada\0s3cret@x")))
NOWHERE = "postgresql://ada:s3cret%40x@127.0.0.1:9/news?connect_timeout=2"
ADDRESSES = (
    NOWHERE,
    "postgresql://127.0.0.1:9/news?user=ada&password=s3cret%40x",
    "postgres://ada:s3cret%40x@127.0.0.1:nine/news",
    "postgresql://ada:s3cret@x@127.0.0.1:9/news",
    "postgresql://ada:s3cret/x@127.0.0.1:9/news",
    "postgresql://ada:x/s3cret@127.0.0.1:9/news",
    "postgresql://ada:x?s3cret#y@127.0.0.1:9/news",
    "postgresq://ada:s3cret%40x@127.0.0.1:9/news",
    "mysql://ada:s3cret%40x@127.0.0.1:9/news",
    "https://ada:s3cret%40x@127.0.0.1:9/news",
    "sqlite:gone/postgresql://ada:s3cret%40x@127.0.0.1:9/news",
)
PAGE = """Ferry rams crane in Eidsund

A ferry struck a crane in Eidsund on Thursday, 17 May 2031, police said. Nobody was hurt, and 43 people went home.
“The light was green when we came in,” Captain Ida Holm said. The harbour opened again at noon.
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPYDESK_DESK", raising=False)
    monkeypatch.setenv("COPYDESK_SMTP_PASSWORD", SECRET)
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def said(capfd):
    """What a command prints; it may end as it likes, but it may not tell the secret."""

    def run(*words):
        status = main([*words])
        out, err = capfd.readouterr()
        assert not [one for one in WRITTEN if one in out + err], out + err
        return status, out + err

    return run


# -- addresses of desks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_no_command_tells_the_password_of_a_desk_that_it_cannot_reach(said, name):
    pytest.importorskip("psycopg")
    if name not in ("serve", "mcp"):
        said("--desk", NOWHERE, name, "a.txt")
    said("--desk", NOWHERE, name)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_form_of_an_address_is_told_with_its_password(said, address):
    pytest.importorskip("psycopg")
    for words in (["run"], ["doctor"], ["doctor", "--plan"], ["add", "a.txt"], ["move", address, "other.desk"]):
        status, told = said("--desk", address, *words)
        assert status != 0
        assert told


def test_an_address_that_is_taken_from_the_environment_is_told_no_more(said, monkeypatch):
    pytest.importorskip("psycopg")
    monkeypatch.setenv("COPYDESK_DESK", NOWHERE)
    assert said("run")[0] == 4
    assert said("run", "--nonsense")[0] == 2


def test_a_fault_of_ours_does_not_tell_it_either(said, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError(f"cannot work with {NOWHERE}")

    monkeypatch.setattr("copydesk.desk.open_desk", broken)
    monkeypatch.setattr("copydesk.cli.reading.open_desk", broken, raising=False)
    said("--desk", NOWHERE, "run")


# -- desk files -------------------------------------------------------------------------------------------------------

DESK_FILES = {
    "the desk": 'desk = "{desk}"\n[watch]\nfolders = ["in"]\n',
    "a feed": 'desk = "a.desk"\n[watch]\nfeeds = ["ftp://ada:s3cret%40x@a.example/feed"]\n',
    "a feed of the web": 'desk = "a.desk"\n[watch]\nfeeds = ["https://ada:s3cret%40x@a.example/feed"]\n',
    "the folder of a digest": 'desk = "a.desk"\n[digest]\nfolder = "o"\naddress = "ftp://ada:s3cret%40x@a.example"\n',
    "an alert": 'desk = "a.desk"\n[digest]\nalerts = ["nonsense://ada:s3cret%40x@a.example"]\n',
    "a mail server": 'desk = "a.desk"\n[digest.mail]\nserver = "ada:s3cret%40x@a.example"\nsender = "a"\nto = ["b"]\n',
    "a word that is none": 'desk = "a.desk"\npasword = "s3cret%40x"\n[watch]\nfolders = ["in"]\n',
    "a password that nobody asked for": 'desk = "a.desk"\n[digest.mail]\npassword = "s3cret%40x"\n',
}


@pytest.mark.parametrize("name", DESK_FILES)
@pytest.mark.parametrize("command", [["watch", "--once"], ["digest"]])
def test_no_desk_file_is_told_with_its_passwords(said, here, name, command):
    pytest.importorskip("psycopg")
    (here / "in").mkdir()
    (here / "desk.toml").write_text(DESK_FILES[name].replace("{desk}", NOWHERE), encoding="utf-8")
    assert said(*command, "desk.toml")[1]


# -- mail -------------------------------------------------------------------------------------------------------------


class Echo(socketserver.StreamRequestHandler):
    """A mail server that lets nobody in, and says back what it was told."""

    def handle(self):
        self.wfile.write(b"220 mail.example\r\n")
        for line in self.rfile:
            word = line.split()[0].upper() if line.split() else b""
            if word == b"EHLO":
                self.wfile.write(b"250-mail.example\r\n250 AUTH PLAIN\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            elif word == b"AUTH" and len(line.split()) > 2:
                given = line.split()[-1]
                words = base64.b64decode(given + b"==").replace(b"\0", b" ")
                self.wfile.write(b"535 no: " + given + b" that is " + words + b"\r\n")
            else:
                self.wfile.write(b"535 no: " + line)


@contextmanager
def echoing():
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_mail_server_that_says_the_password_back_is_not_quoted():
    message = EmailMessage()
    message["From"], message["To"] = "a@b.example", "c@d.example"
    plan = MailPlan(server="127.0.0.1", security="none", user="ada", sender="a@b.example", to=("c@d.example",))
    with echoing() as port, pytest.raises(NotSent) as told:
        send(message, replace(plan, port=port))
    assert "does not let ada in" in str(told.value)
    assert "***" in str(told.value)
    assert not [one for one in WRITTEN if one in str(told.value)]


# -- what is kept -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_desk_with_a_password_in_its_address_tells_it_nowhere(said, here, database):
    scheme, _, rest = database.partition("://")
    ask = "&" if "?" in rest else "?"
    address = f"{scheme}://{rest}{ask}password=s3cret%40x"
    for words in (
        ["add", "a.txt"],
        ["run"],
        ["doctor"],
        ["doctor", "--plan"],
        ["search", "ferry", "--format", "jsonl"],
        ["export", "out"],
        ["brief", "a.txt", "-o", "brief"],
        ["publish", "site"],
        ["move", address, "moved.desk"],
    ):
        status, told = said("--desk", address, *words)
        assert status in (0, 1), (words, told)
    written = [path for path in here.rglob("*") if path.is_file()]
    assert len(written) > 10
    for path in written:
        raw = path.read_bytes()
        assert not [one for one in WRITTEN if one.encode() in raw], path
    assert json.loads((here / "out" / "export.json").read_text(encoding="utf-8"))["counts"]
