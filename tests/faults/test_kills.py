"""Desks whose commands are killed at random moments end as an unbroken one does."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from killing import Kept

BENCH = Path(__file__).parents[2] / "bench/kills.py"


@pytest.mark.slow
def test_a_desk_that_is_killed_again_and_again_loses_and_doubles_nothing():
    words = ["--kills", "12", "--pages", "16", "--seed", "5"]
    told = subprocess.run([sys.executable, BENCH, *words], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    *desks, total = map(json.loads, told.stdout.splitlines())
    assert sum(len(desk["kills"]) for desk in desks) == sum(total["kills"].values()) == 12
    assert [desk["differs"] for desk in desks] == [[]] * len(desks)


def test_what_is_otherwise_is_told():
    whole = Kept({"Page": {"p": "1"}, "Quote": {}}, (("pages", "p"),), {"articles.jsonl": b"a\n"})
    assert whole.differs(whole) == []
    lost = Kept({"Page": {}, "Quote": {}}, (), {"articles.jsonl": b"a\n", "more.jsonl": b""})
    assert whole.differs(lost) == ["records of Page", "ledger", "more.jsonl"]
