"""What crosses into another process: every input once, and what inputs share hardly oftener."""

from copydesk.engine.packing import packed, unpacked


def sizes(count: int) -> tuple[int, int]:
    """Bytes in all, and batches, of so many inputs that share one thing as large as all of them."""
    shared = tuple(range(10**6, 10**6 + 100 * count))
    batches = list(packed(iter([(f"input {number}", shared) for number in range(count)]), 8))
    return sum(len(one.body) for one in batches), len(batches)


def test_batches_hold_the_inputs_in_their_order():
    batches = list(packed(iter(range(20)), 8))
    assert [one.inputs for one in batches] == [8, 8, 4]
    assert [number for one in batches for number in unpacked(one)] == list(range(20))
    assert list(packed(iter(()), 8)) == []
    assert [one.inputs for one in packed(iter(range(3)), 1)] == [1, 1, 1]


def test_what_inputs_share_is_packed_once_for_many_and_shared_again():
    shared = tuple(range(10_000))
    (batch,) = packed(iter([(number, shared) for number in range(100)]), 8)
    found = unpacked(batch)
    assert [number for number, _ in found] == list(range(100))
    assert all(one is found[0][1] for _, one in found)


def test_inputs_that_share_a_thing_as_large_as_all_of_them_grow_with_their_number_and_not_its_square():
    (few, _), (many, _) = sizes(100), sizes(1_000)
    assert many < 12 * few
