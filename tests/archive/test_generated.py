"""Thousands of made-up articles with known copies and events: a pool that works on disk and Spark make the same."""

import json
import os

import pytest

from archive.helpers import AS_OF, same, worked
from benches import benches
from copydesk.archive import Archive, load
from copydesk.archive.columns import JOBS, RECORDS
from copydesk.archive.steps import MAKES
from copydesk.desk import open_desk
from copydesk.settings import EngineSettings, Settings

pytestmark = [
    pytest.mark.slow,
    # The gateway between Python and Java leaves its sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed .*socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),
]
AMOUNT = int(os.environ.get("COPYDESK_GENERATED", "2000"))
"""Articles that go through all steps; ten thousand were compared once (docs/spark.md) and take a quarter of an hour."""
MANY = 10_000
# So little memory that keys and pairs are parted on disk.
LITTLE = Settings(engine=EngineSettings(memory="32MB"))


@pytest.fixture(scope="module")
def known_news():
    (module,) = benches("known_news")
    return module.known_news


def written(known_news, amount, path):
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(one.page) + "\n" for one in known_news(amount, seed=7, copied_one_in=20))
    return path


def test_a_pool_and_spark_make_the_same_of_thousands_of_articles(known_news, spark_engine, tmp_path):
    pages = written(known_news, AMOUNT, tmp_path / "news.jsonl")
    archive = Archive(spark_engine, [str(pages)], str(tmp_path / "archive"), as_of=AS_OF, settings=Settings())
    made = {step.step: step.records for step in archive.run() if step.done}
    assert made["articles"] == AMOUNT
    with open_desk() as loaded, open_desk(tmp_path / "run.desk", settings=LITTLE, workers=2) as run:
        for _ in load(tmp_path / "archive", loaded.store):
            pass
        list(run.add([str(pages)], as_of=AS_OF))
        worked(run)
        counts = run.counts()
        assert counts["Copy"] > AMOUNT // 40
        assert counts["Story"] > AMOUNT // 20
        same(run, loaded)


def test_a_desk_and_spark_find_the_same_families_among_ten_thousand_articles(known_news, spark_engine, tmp_path):
    pages = written(known_news, MANY, tmp_path / "news.jsonl")
    archive = Archive(spark_engine, [str(pages)], str(tmp_path / "archive"), as_of=AS_OF, settings=Settings())
    done = [step.step for step in archive.run(through="families") if step.done]
    assert done[-1] == "families"
    with open_desk(tmp_path / "run.desk", settings=LITTLE, workers=2) as desk:
        list(desk.add([str(pages)], as_of=AS_OF))
        for _ in desk.run(through="families"):
            pass
        assert desk.counts()["Family"] > MANY // 40
        for name in done:
            rows = archive._rows(name).select("rows", "job", "inputs", "id", "digest").toArrow().to_pylist()
            assert {row["id"]: row["digest"] for row in rows if row["rows"] == RECORDS} == desk.store.digests(
                MAKES[name]
            )
            if name != "candidates":  # whose one job stands for all
                jobs = {row["job"]: row["inputs"] for row in rows if row["rows"] == JOBS}
                assert jobs == {job: line.inputs for job, line in desk.store.ledger(name).items()}
