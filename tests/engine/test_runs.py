"""Pairs found on disk: no step by the square, memory as given, and nothing left behind; counted, not timed."""

import errno
import random
import subprocess
import sys
import tracemalloc

import pytest

from copydesk.engine import spools
from copydesk.engine.blocking import block
from copydesk.engine.runs import Sizes, block_on_disk
from copydesk.engine.spools import Scratch, Spool, sort
from copydesk.errors import DeskError
from copydesk.records import Fingerprint
from copydesk.settings import BlockLimits

KEYS = 40


def print_of(number, keys):
    return Fingerprint(
        id=f"f-{number:06}", article=f"a-{number:06}", words=99, shingles=tuple(sorted(keys)), anchors=(), quotations=()
    )


def one_text(count):
    return (print_of(number, range(KEYS)) for number in range(count))


def copies_with_a_tenth_replaced(count):
    dice = random.Random(5)
    for number in range(count):
        yield print_of(number, {key if dice.random() < 0.9 else dice.randrange(2**60) for key in range(KEYS)})


def strangers(count):
    dice = random.Random(7)
    return (print_of(number, {dice.randrange(2**62) for _ in range(KEYS)}) for number in range(count))


def frame_and_strangers(count):
    """Every page has what its site repeats, and words of its own."""
    dice = random.Random(9)
    return (print_of(number, {*range(9), *(dice.randrange(2**62) for _ in range(KEYS))}) for number in range(count))


def sizes_of(prints, memory=2**20):
    """How the work was cut, and how many pairs there are."""
    told: list[Sizes] = []
    pairs = sum(1 for _ in block_on_disk(prints, BlockLimits(), Scratch(memory=memory), told=told.append))
    return told[0], pairs


@pytest.mark.parametrize("shape", [one_text, copies_with_a_tenth_replaced, frame_and_strangers])
def test_pairs_of_large_shapes_grow_with_the_articles_and_not_with_their_square(shape):
    (few, few_pairs), (many, many_pairs) = sizes_of(shape(500)), sizes_of(shape(4_000))
    assert few_pairs > 400
    assert many_pairs < 8.5 * few_pairs
    # Rows are counted within each part by themselves, so that a pair may stand in several.
    assert many.pairs / max(1, many.key_parts) < 8.5 * few.pairs / max(1, few.key_parts)


def test_the_smaller_the_memory_the_more_parts():
    parts = [sizes_of(strangers(500), memory)[0].key_parts for memory in (2**24, 2**19, 2**16)]
    assert parts == sorted(parts)
    assert parts[0] == 1
    assert parts[-1] > 20


def test_pairs_are_the_same_whatever_the_memory_and_the_workers():
    prints = [*copies_with_a_tenth_replaced(150), *(print_of(number + 150, range(5, 9)) for number in range(20))]
    wanted = block(prints, BlockLimits())
    for memory, workers in ((2**12, 1), (2**16, 3), (2**24, 2)):
        found = tuple(block_on_disk(iter(prints[::-1]), BlockLimits(), Scratch(memory=memory), workers=workers))
        assert found == wanted


def peak_of(count):
    """The most memory that is taken for the pairs of so many strangers, in bytes."""
    tracemalloc.start()
    for _ in block_on_disk(strangers(count), BlockLimits(), Scratch(memory=2**20)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_grows_by_the_names_of_articles_and_not_by_their_keys():
    few, many = peak_of(4_000), peak_of(8_000)
    assert many - few < 4_000 * 200


def test_values_are_sorted_on_disk_as_in_memory(tmp_path):
    dice = random.Random(1)
    values = [(dice.randrange(50), number) for number in range(2_000)]
    few = Scratch(folder=tmp_path, memory=100 * spools.VALUE)
    assert list(sort(iter(values), lambda one: one[0], few)) == sorted(values, key=lambda one: one[0])
    assert list(sort([], lambda one: one, few)) == []


def test_a_spool_gives_back_what_was_added_once_or_often(tmp_path):
    spool = Spool[int](Scratch(folder=tmp_path, memory=2**10))
    for number in range(5_000):
        spool.add(number)
    assert len(spool) == 5_000
    assert list(spool) == list(range(5_000))
    assert list(spool) == list(range(5_000))
    spool.close()


def test_a_process_that_is_killed_leaves_no_file(tmp_path):
    program = f"""
import os, pathlib
from copydesk.engine.spools import Scratch, Spool
spool = Spool(Scratch(folder=pathlib.Path({str(tmp_path)!r}), memory=2**12))
for number in range(50_000):
    spool.add(number)
os.kill(os.getpid(), 9)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -9
    assert list(tmp_path.iterdir()) == []


class FullDisk:
    """A file on a disk on which there is no room."""

    def write(self, _body):
        raise OSError(errno.ENOSPC, "No space left on device")

    def close(self):
        pass


def test_a_full_disk_is_told_with_its_cure(monkeypatch):
    monkeypatch.setattr(Scratch, "file", lambda _: FullDisk())
    with pytest.raises(DeskError, match="free space and run again"):
        tuple(block_on_disk(strangers(3_000), BlockLimits(), Scratch(memory=2**16)))
