"""A run over many jobs: portions change nothing, and what is gone is dropped."""

from datetime import date
from unittest.mock import patch

import pytest

from copydesk import jobs, running
from copydesk.desk import Desk
from copydesk.engine import LocalEngine
from copydesk.engine.spools import Scratch
from copydesk.engine_settings import EngineSettings, size_of
from copydesk.errors import UsageError
from copydesk.records import Article
from copydesk.settings import Settings
from copydesk.store import SqliteStore

WORDS = "The ferry Rauna struck the quay at Vessel on Tuesday and {} people were hurt, Ilse Tamarind said."


@pytest.fixture
def pages(tmp_path):
    """Twelve short reports, some of them copies."""
    for number in range(12):
        body = "\n\n".join((WORDS.format(number // 3), f"Nobody knew of harbour {number} before. " * 3))
        (tmp_path / f"{number:02}.txt").write_text(f"Ferry strikes quay {number // 3}\n\n{body}\n", encoding="utf-8")
    return tmp_path


def filled(folder, scratch=None):
    desk = Desk(SqliteStore(None), engine=LocalEngine(scratch=scratch), scratch=scratch)
    list(desk.add([str(folder)], as_of=date(2038, 12, 31)))
    list(desk.run())
    return desk


def test_small_portions_and_little_memory_change_nothing(pages):
    whole = filled(pages)
    with (
        patch.object(running, "LOOKED_AT", 3),
        patch.object(running, "READ_TOGETHER", 2),
        patch.object(running, "LAID_OUT", 2),
        patch.object(jobs, "ASKED", 2),
        patch.object(running, "INPUT", 1),
    ):
        apart = filled(pages, Scratch(folder=pages, memory=2**12))
    assert apart.store.snapshot() == whole.store.snapshot()
    assert sorted(one.suffix for one in pages.iterdir()) == [".txt"] * 12
    whole.close()
    apart.close()


def test_what_is_too_large_for_the_memory_is_refused_with_the_reason_and_done_when_there_is_more(pages):
    whole = filled(pages)
    with patch.object(running, "INPUT", 2**30):
        desk = filled(pages)
        (refused,) = {one.step for one in desk.failures()} & {"families"}
    reasons = [one.reason for one in desk.failures() if one.step == refused]
    assert reasons
    assert all("with --memory" in reason for reason in reasons)
    list(desk.run())
    assert len(desk.failures()) == 0
    assert desk.store.snapshot() == whole.store.snapshot()
    desk.close()
    whole.close()


def test_a_second_run_has_nothing_to_do_and_what_is_gone_goes(pages):
    desk = filled(pages)
    assert all(progress.total == 0 for progress in desk.run())
    held = sorted(article.id for article in desk.store.all(Article))
    run = running.StepRun("articles", Article, 0, "")
    desk.store.put(run, [running.Outcome("a page that is gone", "", ())])
    list(desk.run(through="articles"))
    assert "a page that is gone" not in desk.store.ledger("articles")
    assert sorted(article.id for article in desk.store.all(Article)) == held
    desk.close()


@pytest.mark.parametrize(
    ("written", "size"), [("2GB", 2**31), ("512 MB", 2**29), ("1.5g", 3 * 2**29), ("1048576", 2**20), ("4GiB", 2**32)]
)
def test_sizes_are_read_as_people_write_them(written, size):
    assert size_of(written) == size


@pytest.mark.parametrize("written", ["", "much", "-1GB", "1KB", "nan", "2 bananas"])
def test_what_is_no_size_is_refused_with_an_example(written):
    with pytest.raises(UsageError, match="2GB or 512MB"):
        EngineSettings(memory=written)


def test_memory_decides_nothing_so_it_is_in_no_digest():
    assert Settings(engine=EngineSettings(memory="8GB")).digest() == Settings().digest()
