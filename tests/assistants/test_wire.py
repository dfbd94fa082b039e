"""The wire itself, byte by byte: whatever a client sends is answered as JSON-RPC asks, or the server ends well."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from copydesk.assistants.talking import LONGEST_LINE
from copydesk.desk import open_desk

PATIENCE = 60
HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}
STATUS = Path("/proc/self/status")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("wire") / "news.desk"
    open_desk(path).close()
    return path


class Wire:
    """A server that is started by its command, and its raw lines."""

    def __init__(self, process):
        self.process, self._lines = process, Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self._lines.put(json.loads(line))

    def send(self, raw):
        self.process.stdin.write(raw)
        self.process.stdin.flush()

    def ask(self, ident, method, **params):
        self.send(json.dumps({"jsonrpc": "2.0", "id": ident, "method": method, "params": params}).encode() + b"\n")

    def next(self):
        return self._lines.get(timeout=PATIENCE)

    def quiet(self):
        """Whether nothing is told, which a question behind it proves."""
        self.ask("still there", "ping")
        return self.next() == {"jsonrpc": "2.0", "id": "still there", "result": {}}

    def memory(self):
        """The most that the server ever held, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024


@contextmanager
def server(desk, *, hello=True):
    command = [sys.executable, "-m", "copydesk", "--desk", str(desk), "mcp"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        wire = Wire(process)
        if hello:
            wire.ask(1, "initialize", **HELLO)
            assert wire.next()["result"]["serverInfo"]["name"] == "copydesk"
            wire.send(b'{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
        try:
            yield wire
        finally:
            process.kill()


def ended(wire):
    """How the server ended, what it told at last, and what it complained of."""
    if not wire.process.stdin.closed:
        wire.process.stdin.close()
    status = wire.process.wait(PATIENCE)
    told = []
    try:
        while True:
            told.append(wire._lines.get(timeout=1))
    except Empty:
        return status, told, wire.process.stderr.read().decode()


BROKEN = {
    "half an object": (b'{"jsonrpc":"2.0","id":3,"meth', -32700),
    "no JSON": (b"hello there", -32700),
    "no UTF-8": (b"\xff\xfe{\x80", -32700),
    "nested without end": (b"[" * 50_000, -32700),
    "a batch of nothing": (b"[]", -32600),
    "a batch": (b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600),
    "a number": (b"17", -32600),
    "null": (b"null", -32600),
    "no version": (b'{"id":4,"method":"ping"}', -32600),
    "another version": (b'{"jsonrpc":"1.0","id":4,"method":"ping"}', -32600),
    "no method": (b'{"jsonrpc":"2.0","id":4}', -32600),
    "a method that is no word": (b'{"jsonrpc":"2.0","id":4,"method":{"a":1}}', -32600),
}


def test_what_is_no_message_is_answered_so_and_the_next_question_is_answered(desk):
    with server(desk) as wire:
        for name, (raw, code) in BROKEN.items():
            wire.send(raw + b"\n")
            answer = wire.next()
            assert (answer["jsonrpc"], answer["id"], answer["error"]["code"]) == ("2.0", None, code), name
            assert "hello" not in answer["error"]["message"]
        wire.send(b"\n   \n\r\n")
        assert wire.quiet()
        wire.send(b'{"jsonrpc":"2.0","method":"notifications/nobody-knows"}\n')
        assert wire.quiet()
        wire.ask(5, "no/such/method")
        assert wire.next()["error"]["code"] == -32601
        wire.ask(6, "tools/call", name="no such tool", arguments={})
        assert wire.next()["result"]["isError"]
        wire.ask(7, "tools/call", name="figures", arguments={"says": ["5", 6]})
        assert wire.next()["result"]["isError"]
        # Bytes that come one by one, and two messages in one piece.
        for byte in b'{"jsonrpc":"2.0","id":8,"method":"ping"}\n{"jsonrpc":"2.0","id":9,"method":"ping"}\n':
            wire.send(bytes([byte]))
        assert [wire.next()["id"], wire.next()["id"]] == [8, 9]
        assert ended(wire) == (0, [], "")


@pytest.mark.skipif(not STATUS.exists(), reason="what a process held is told by Linux")
def test_a_line_without_end_is_refused_and_not_held_and_many_leave_nothing_behind(desk):
    with server(desk) as wire:
        wire.send(b'{"jsonrpc":"2.0","id":2,"method":"ping","params":{"_meta":{"x":"' + b"x" * 900_000 + b'"}}}\n')
        assert wire.next()["id"] == 2
        before = wire.memory()
        for _ in range(40):
            wire.send(b"x" * 1_000_000)
        wire.send(b"\n")
        answer = wire.next()
        assert answer["error"]["code"] == -32600
        assert f"{LONGEST_LINE:,} bytes" in answer["error"]["message"]
        for _ in range(20):
            wire.send(b'"' + b"y" * LONGEST_LINE + b'"\n')
            assert wire.next()["error"]["code"] == -32600
        assert wire.quiet()
        assert wire.memory() - before < 12_000_000
        for _ in range(500):
            wire.send(b"{\n")
        assert {wire.next()["error"]["code"] for _ in range(500)} == {-32700}
        assert wire.quiet()
        assert wire.memory() - before < 12_000_000
        assert ended(wire) == (0, [], "")


@pytest.mark.parametrize("last", [b"", b'{"jsonrpc":"2.0","id":3,"meth', b"x" * (LONGEST_LINE + 5)])
def test_it_ends_well_when_the_client_hangs_up_in_the_middle_of_a_line(desk, last):
    with server(desk, hello=False) as wire:
        wire.send(last)
        status, told, complaint = ended(wire)
    assert (status, complaint) == (0, "")
    assert [one["id"] for one in told] == ([None] if last else [])


def test_it_ends_well_when_nobody_listens_any_more(desk):
    command = [sys.executable, "-m", "copydesk", "--desk", str(desk), "mcp"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        process.stdout.close()
        process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n' * 3)
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == b""
