"""Verbs over Spark's tables: what an engine does where the rows lie, with nothing brought to the driver.

`pairs` is `block` and `components` is `components` of `engine.base`, from tables to tables; the contract suite
holds them to the same answers.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from copydesk.engine.base import FAMILIES
from copydesk.engine.local import LocalEngine
from copydesk.settings import BlockLimits

ONE_TASK = 500_000
"""Lines between articles up to which one task finds what hangs together: some 300 MB, and no round over all machines.
Two articles in ten have a copy, so this is an archive of some two million pages."""
_LABELS = "member string, label string"


def pairs(prints: Any, limits: BlockLimits) -> Any:
    """Pairs of owners `a` and `b` with the count of keys that join them, a column for each family of keys.

    `prints` has the column `owner` and one with a list of keys for each family. Only pairs of which one of the counts
    is enough. How many owners have a key is counted first, so that no join meets a key that more have than the limit:
    those join each owner with the next alone.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    exploded = [
        prints.select(f.lit(number).alias("family"), "owner", f.explode(name).alias("key"))
        for number, name in enumerate(FAMILIES)
    ]
    of_key = Window.partitionBy("family", "key")
    keys = functools.reduce(lambda left, right: left.unionAll(right), exploded)
    keys = keys.withColumn("held", f.count("*").over(of_key)).filter("held > 1")
    rare, common = keys.filter(f.col("held") <= limits.most_articles), keys.filter(f.col("held") > limits.most_articles)
    left = rare.select("family", "key", f.col("owner").alias("a"))
    right = rare.select("family", "key", f.col("owner").alias("b"))
    joined = left.join(right, ["family", "key"]).filter("a < b").select("family", "a", "b")
    following = f.lead("owner").over(of_key.orderBy("owner"))
    chained = common.select("family", f.col("owner").alias("a"), following.alias("b")).filter("b is not null")
    counts = [f.count_if(f.col("family") == number).alias(name) for number, name in enumerate(FAMILIES)]
    enough = " or ".join(f"{name} >= {getattr(limits, f'least_{name}')}" for name in FAMILIES)
    return joined.unionAll(chained).groupBy("a", "b").agg(*counts).filter(enough)


def components(edges: Any, *, one_task: int = ONE_TASK) -> Any:
    """The connected sets of ends: `label` is the least of a set, `member` each of it; `edges` has columns `a`, `b`.

    Up to `one_task` edges go to one task. More are led to stars by alternating rounds (Kiveris and others, "Connected
    components in MapReduce and beyond", 2014): each end joins its greater neighbours to the least of all, then its
    lesser ones. Rounds are checkpointed, so that a lost machine costs one of them; the session needs a checkpoint
    folder.
    """
    from pyspark.sql import functions as f

    edges = edges.select(f.greatest("a", "b").alias("high"), f.least("a", "b").alias("low")).distinct().checkpoint()
    if edges.limit(one_task + 1).count() <= one_task:
        return edges.groupBy(f.lit(0)).applyInArrow(_in_one_task, _LABELS)
    ends = edges.select(f.col("high").alias("member")).union(edges.select(f.col("low").alias("member"))).distinct()
    lines, before = edges.filter("high <> low"), None
    while (now := _told(lines)) != before:
        before = now
        lines = _small_star(_large_star(lines)).checkpoint()
    stars = lines.select(f.col("high").alias("member"), f.col("low").alias("label"))
    return ends.join(stars, "member", "left").select("member", f.coalesce("label", "member").alias("label"))


def _large_star(lines: Any) -> Any:
    """Each end's greater neighbours joined to the least of all its neighbours and itself."""
    from pyspark.sql import functions as f

    there = lines.select(f.col("high").alias("end"), f.col("low").alias("other"))
    back = lines.select(f.col("low").alias("end"), f.col("high").alias("other"))
    both = there.union(back)
    least = both.groupBy("end").agg(f.min("other").alias("least")).withColumn("least", f.least("least", "end"))
    greater = both.filter("other > end").join(least, "end")
    return greater.select(f.col("other").alias("high"), f.col("least").alias("low")).distinct()


def _small_star(lines: Any) -> Any:
    """Each end's lesser neighbours, and itself, joined to the least of them."""
    from pyspark.sql import functions as f

    least = lines.groupBy("high").agg(f.min("low").alias("least"))
    lesser = lines.join(least, "high").select(f.col("low").alias("high"), f.col("least").alias("low"))
    itself = least.select("high", f.col("least").alias("low"))
    return lesser.union(itself).filter("high <> low").distinct()


def _told(lines: Any) -> tuple[Any, ...]:
    """What two tables of lines share only when they are one."""
    from pyspark.sql import functions as f

    total = f.sum(f.xxhash64("high", "low").cast("decimal(38,0)"))
    return tuple(lines.agg(f.count("*"), total).first())


def _in_one_task(table: Any) -> Any:
    """In a worker: the label of every end of all edges."""
    import pyarrow as pa

    found = LocalEngine(1).components(_edges(table))
    members = [(member, together[0]) for together in found for member in together]
    columns = [pa.array(column, pa.string()) for column in (zip(*members, strict=True) if members else ((), ()))]
    return pa.table(columns, names=["member", "label"])


def _edges(table: Any) -> Iterator[tuple[str, str]]:
    return zip(table.column("high").to_pylist(), table.column("low").to_pylist(), strict=True)
