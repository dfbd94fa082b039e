"""Answers kept of texts, bounded by their letters."""

import re
from pathlib import Path
from threading import Barrier, Thread

import pytest

from copydesk.text.remembering import AT_LEAST, Remembered, remembered

SOURCE = Path(__file__).parents[2] / "src" / "copydesk"


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def shout(asked: list[str]) -> Remembered[str]:
    @remembered(letters=10)
    def shout(text: str) -> str:
        """The text in capitals."""
        asked.append(text)
        return text.upper()

    return shout


def test_what_was_asked_before_is_not_made_again(shout: Remembered[str], asked: list[str]):
    assert [shout("quay"), shout("quay")] == ["QUAY", "QUAY"]
    assert asked == ["quay"]


def test_the_text_that_was_longest_not_asked_about_makes_room(shout: Remembered[str], asked: list[str]):
    for text in ("one", "two", "four", "one", "six", "one", "two"):
        shout(text)
    # Thirteen letters would be kept with "six", so "two" went, which was not asked about since "one" was again.
    assert asked == ["one", "two", "four", "six", "two"]


def test_the_letters_that_are_kept_are_bounded(shout: Remembered[str]):
    for number in range(1000):
        shout(f"text {number % 37}")
        assert shout.letters <= 10 or shout.letters <= AT_LEAST * len("text 99")


def test_two_texts_are_kept_however_long(shout: Remembered[str], asked: list[str]):
    pair = ("a" * 1000, "b" * 1000)
    for _ in range(3):
        assert [shout(text) for text in pair] == [text.upper() for text in pair]
    assert asked == list(pair)


def test_what_is_forgotten_is_made_anew(shout: Remembered[str], asked: list[str]):
    shout("quay")
    shout.forget()
    assert shout.letters == 0
    assert shout("quay") == "QUAY"
    assert asked == ["quay", "quay"]


def test_a_fault_is_not_remembered():
    @remembered(letters=10)
    def refuse(text: str) -> str:
        raise ValueError(text)

    for _ in range(2):
        with pytest.raises(ValueError, match="quay"):
            refuse("quay")
    assert refuse.letters == 0


def test_it_is_called_and_told_of_as_the_function(shout: Remembered[str]):
    assert shout.__doc__ == "The text in capitals."


def test_threads_that_ask_at_once_keep_count_of_the_letters():
    known = Remembered(len, 100)
    start = Barrier(4)

    def ask() -> None:
        start.wait()
        for number in range(2_000):
            assert known(f"{number % 50}") == len(f"{number % 50}")

    threads = [Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert known.letters == sum(len(f"{number}") for number in range(50))


def test_nothing_remembers_more_words_than_a_process_can_hold_for_weeks():
    sizes = [
        (path.name, int(size.replace("_", "")))
        for path in SOURCE.rglob("*.py")
        for size in re.findall(r"lru_cache\(maxsize=([\d_]+)\)", path.read_text(encoding="utf-8"))
    ]
    assert len(sizes) > 20
    # A word and what is known of it take 200 to 300 bytes: of each sort at most 10 MB.
    assert [one for one in sizes if one[1] > 32_768] == []
