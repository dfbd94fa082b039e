"""`copydesk serve`: for this machine alone, unless the desk has people with tokens."""

import importlib.util
import json
import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families

from copydesk.cli import main
from copydesk.desk import open_desk


@pytest.mark.parametrize("wider", [("--host", "0.0.0.0"), ("--host", "192.0.2.1"), ("--name", "desk.example.org")])
def test_to_answer_others_without_tokens_is_refused_with_the_cure(tmp_path, capsys, wider):
    assert main(["--desk", str(tmp_path / "news.desk"), "serve", *wider]) == 2
    assert re.search(r"people add NAME", capsys.readouterr().err)


def test_what_is_missing_is_named_with_the_cure(tmp_path, capsys, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "uvicorn" else find(name))
    monkeypatch.setattr("copydesk.cli.serving.find_spec", importlib.util.find_spec)
    assert main(["--desk", str(tmp_path / "news.desk"), "serve"]) == 2
    assert capsys.readouterr().err == "copydesk: the web desk needs uvicorn: pip install 'copydesk[web]'\n"


def test_what_is_no_desk_is_refused(tmp_path, capsys):
    (tmp_path / "bad.desk").write_text("this is no desk at all, but a text")
    assert main(["serve", "--desk", str(tmp_path / "bad.desk")]) == 4
    assert "not a desk" in capsys.readouterr().err


def test_a_desk_is_served_until_it_is_told_to_end(tmp_path):
    words = [sys.executable, "-u", "-m", "copydesk", "--desk", "news.desk", "serve", "--port", str(free_port())]
    with subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as server:
        address = re.search(r"http://\S+", server.stderr.readline()).group()
        assert "This desk is empty" in asked(address)
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
        assert server.stderr.read() == ""
    with open_desk(tmp_path / "news.desk", read_only=True) as desk:
        assert desk.counts()["Page"] == 0


def test_prometheus_reads_the_metrics_of_a_server_that_writes_its_log(tmp_path):
    words = [sys.executable, "-u", "-m", "copydesk", "--desk", "news.desk", "--log", "a.log", "serve"]
    with subprocess.Popen(
        [*words, "--port", str(free_port())], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    ) as server:
        address = re.search(r"http://\S+", server.stderr.readline()).group()
        asked(f"{address}search?words=harbour")
        families = {one.name: one for one in text_string_to_metric_families(asked(f"{address}metrics"))}
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
    (search,) = [one for one in families["copydesk_requests"].samples if one.labels.get("route") == "/search"]
    assert (search.value, search.labels["status"]) == (1, "2xx")
    assert families["copydesk_desk_size_bytes"].samples[0].value > 0
    lines = [json.loads(line) for line in (tmp_path / "a.log").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["serve.started", "request", "request", "serve.ended"]
    assert "harbour" not in json.dumps(lines)


def asked(address):
    """What stands at an address, once somebody answers there."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"nobody answers at {address}")


def free_port():
    """A port that was free a moment ago."""
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
