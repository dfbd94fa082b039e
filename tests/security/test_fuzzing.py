"""A small budget of fuzzing for everything that reads what strangers hand over; `scripts/fuzz.py` has the large one."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fuzzing import LONGEST, SECONDS, TARGETS, neighbour
from timing import quickest

BUDGET = 2.0
"""Seconds of CPU for each target."""


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_neighbours_of_sound_inputs_break_nothing(name):
    target, chance = TARGETS[name], random.Random(f"{name}: the same in every run")
    seeds = target.seeds()
    for raw in seeds:
        target.run(raw)
    end = time.process_time() + BUDGET
    tried = 0
    while time.process_time() < end:
        raw = neighbour(chance.choice(seeds), LONGEST, chance)
        assert quickest(lambda raw=raw: target.run(raw), SECONDS) < SECONDS, raw[:200]
        tried += 1
    assert tried > 5


@pytest.mark.slow
def test_the_script_gives_its_targets_the_same_time_and_tells_of_each(tmp_path):
    script = Path(__file__).parents[2] / "scripts" / "fuzz.py"
    targets = ["--target", "register", "--target", "robots"]
    words = [sys.executable, str(script), "--minutes", "0.05", "--findings", str(tmp_path), "--unguided", *targets]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "minutes.json").read_text()) == {"register": 0.025, "robots": 0.025}
    told = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}
    for name in ("register", "robots"):
        assert int(told[name][0].replace(",", "")) > 10
        assert float(told[name][2].rstrip("s")) < 2
        assert (tmp_path / "slowest" / name).exists()


@pytest.mark.parametrize(
    "name", ["register", "robots", "columns", "codec", "toml", "search", "annotations", "door-eml", "door-rss"]
)
def test_a_few_neighbours(name):
    target, chance = TARGETS[name], random.Random(name)
    seeds = target.seeds()
    for raw in seeds + [neighbour(chance.choice(seeds), LONGEST, chance) for _ in range(20)]:
        target.run(raw)


def test_a_day_beyond_all_calendars_in_a_mail():
    TARGETS["door-eml"].run(b"From: a@b.example\nDate: 1 Jan 99999999999999999999 00:00\nMIME-Version: 1.0\n\nWords.\n")


@pytest.mark.parametrize("head", ["Content-Transfer-Encoding", "Content-Type", "Content-Location", "Subject", "From"])
def test_a_head_of_a_mail_that_is_nested_without_end(head):
    for opening in (b"(", b'"', b"<", b"=?utf-8?q?("):
        raw = b"MIME-Version: 1.0\nDate: 1 May 2031 00:00 GMT\n%s: a%s\n\nWords.\n" % (head.encode(), opening * 900)
        for suffix in ("eml", "mhtml"):
            TARGETS[f"door-{suffix}"].run(raw)


def test_a_desk_file_nested_without_end():
    TARGETS["toml"].run(b"desk = " + b"[" * 9_000)
    TARGETS["toml"].run(b"[watch]\nfeeds = " + b"{a=" * 9_000)


def test_a_query_of_bytes_that_are_no_text():
    TARGETS["api"].run(b"GET\n/search?words=\x87\xff\n\n")
    TARGETS["api"].run(b"GET\n/api/v1/search?words=\x87&days=\xff\n\n")
