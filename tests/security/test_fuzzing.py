"""A small budget of fuzzing for everything that reads what strangers hand over; `scripts/fuzz.py` has the large one."""

import random
import time

import pytest

from fuzzing import LONGEST, SECONDS, TARGETS, neighbour

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
        began = time.process_time()
        target.run(raw)
        assert time.process_time() - began < SECONDS, raw[:200]
        tried += 1
    assert tried > 5


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
