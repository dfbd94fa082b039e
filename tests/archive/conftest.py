"""The sample newsroom as an archive that Spark made, once for all tests."""

from typing import NamedTuple

import pytest

from archive.helpers import AS_OF, PAGES
from copydesk.settings import Settings

QUICK = {
    # Java compiles what runs long; nothing does here.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m",
    "spark.sql.codegen.wholeStage": "false",
}


class OnSpark(NamedTuple):
    """An archive made by Spark: the engine, its folder, and what was told of each step."""

    engine: object
    archive: object
    folder: object
    steps: list


@pytest.fixture(scope="session")
def spark_engine():
    """Spark on two cores of this machine; where Java or PySpark is missing, the tests fail and say so."""
    from copydesk.engine.spark import SparkEngine

    made = SparkEngine("local[2]", options=QUICK)
    made.session()
    yield made
    made.close()


@pytest.fixture(scope="session")
def on_spark(spark_engine, tmp_path_factory):
    """The sample newsroom, all steps."""
    from copydesk.archive import Archive

    folder = tmp_path_factory.mktemp("spark") / "newsroom"
    archive = Archive(spark_engine, [str(PAGES)], str(folder), as_of=AS_OF, settings=Settings())
    return OnSpark(spark_engine, archive, folder, [step for step in archive.run() if step.done])
