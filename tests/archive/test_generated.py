"""Ten thousand made-up articles with known copies and events: a pool that works on disk and Spark make the same."""

import json
import os
import sys
from pathlib import Path

import pytest

from archive.helpers import AS_OF, same, worked
from copydesk.archive import Archive, load
from copydesk.desk import open_desk
from copydesk.settings import EngineSettings, Settings

pytestmark = [
    pytest.mark.slow,
    # The gateway between Python and Java leaves its sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed .*socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),
]
BENCH = Path(__file__).parents[2] / "bench"
AMOUNT = int(os.environ.get("COPYDESK_GENERATED", "10000"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    sys.path.insert(0, str(BENCH))
    try:
        from known_news import known_news
    finally:
        sys.path.remove(str(BENCH))
    path = tmp_path_factory.mktemp("generated") / "news.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(one.page) + "\n" for one in known_news(AMOUNT, seed=7, copied_one_in=20))
    return path


def test_a_pool_and_spark_make_the_same_records_of_ten_thousand_articles(pages, spark_engine, tmp_path):
    archive = Archive(spark_engine, [str(pages)], str(tmp_path / "archive"), as_of=AS_OF, settings=Settings())
    made = {step.step: step.records for step in archive.run() if step.done}
    assert made["articles"] == AMOUNT
    # So little memory that keys and pairs are parted on disk.
    little = Settings(engine=EngineSettings(memory="32MB"))
    with open_desk() as loaded, open_desk(tmp_path / "run.desk", settings=little, workers=2) as run:
        for _ in load(tmp_path / "archive", loaded.store):
            pass
        list(run.add([str(pages)], as_of=AS_OF))
        worked(run)
        counts = run.counts()
        assert counts["Copy"] > AMOUNT // 40
        assert counts["Story"] > AMOUNT // 20
        same(run, loaded)
