"""The cuts of `jobs`, once more as relations: which records each job of a step is done to, told by columns alone.

A *twin* gives for each kind that a step reads a table of which job wants which record, and at which place among its
inputs. That no twin says anything else than its cut is a test (`tests/archive/test_spark.py`); what the order of places
is for is the digest of a job's inputs, by which a desk that takes the archive over knows that the job is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, get_args

from copydesk.archive.columns import BODY
from copydesk.articles import edition_keys
from copydesk.copies import hangs_together
from copydesk.engine.frames import components
from copydesk.jobs import WHOLE
from copydesk.records import (
    Article,
    Attribution,
    Candidate,
    Check,
    Copy,
    CopyKind,
    Dating,
    Edition,
    Fact,
    Family,
    Figure,
    Frame,
    Happening,
    Layout,
    Match,
    Outline,
    Page,
    Quote,
    Story,
)
from copydesk.stories import waits

AFTER = "\x01"
"""Parts the keys by which places are ordered; it stands before all that ids are made of."""

Table = Callable[[type[Any]], Any]
"""The table of the records of a kind, as a Spark `DataFrame` with the columns of `archive.columns`."""


class Part(NamedTuple):
    """Which job is done to which records of one kind: columns `job`, `place` (a text that orders), `near`, `id`.

    Jobs of which `near` is one follow one another where they are done. A record that is `shared` by many of them goes
    there once: a family of thousands, an article that meets hundreds.
    """

    kind: type[Any]
    frame: Any
    shared: bool = False


Twin = Callable[[Table], Iterator[Part]]


def each(kind: type[Any]) -> Twin:
    """One job for every record of a kind, named for it."""

    def twin(table: Table) -> Iterator[Part]:
        yield _part(kind, table(kind), "id")

    return twin


def pages(table: Table) -> Iterator[Part]:
    """One job for every page, over it and the frame of its site; pages of one file follow one another."""
    from pyspark.sql import functions as f

    near = page_order()
    yield _part(Page, table(Page), "id", near=near)
    framed = table(Frame).select("id", "page").join(table(Page).select(_as("id", "page"), near.alias("near")), "page")
    yield _part(Frame, framed, "page", place=(f.lit("1"),), near="near")


def laid_out(table: Table) -> Iterator[Part]:
    """One job for every page, those of one file together."""
    yield _part(Page, table(Page), "id", near=page_order())


def page_order() -> Any:
    """A text that orders pages as they lie in their files, so that no file is opened for each of them anew."""
    from pyspark.sql import functions as f

    file = f.regexp_replace("source", "#[^#]*$", "")
    return f.concat_ws(AFTER, file, f.lpad(f.coalesce("offset", f.lit(0)).cast("string"), 15, "0"))


def sites(table: Table) -> Iterator[Part]:
    """One job for every site of which there are several pages, over their layouts."""
    several = table(Layout).groupBy("site").count().filter("count > 1").select("site")
    yield _part(Layout, table(Layout).select("id", "site").join(several, "site"), "site", place=("id",))


def readings(table: Table) -> Iterator[Part]:
    """One job for every set of articles that may be editions of one another, as they came, by pages and addresses."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    keyed = table(Article).select("id", "source", "url").mapInArrow(_keyed, "key string, id string")
    first = f.min("id").over(Window.partitionBy("key"))
    many = f.count("*").over(Window.partitionBy("key"))
    shared = keyed.select(f.col("id").alias("a"), first.alias("b"), many.alias("many")).filter("many > 1")
    found = components(shared.select("a", "b"))
    named = found.withColumnRenamed("member", "id").join(arrivals(table), "id")
    yield _part(Article, named, "label", place=("came",))


def _keyed(arrived: Iterator[Any]) -> Iterator[Any]:
    """In a worker: every key by which an article may meet another edition."""
    import pyarrow as pa

    for batch in arrived:
        columns = (batch.column(name).to_pylist() for name in ("id", "source", "url"))
        rows = [(key, ident) for ident, source, url in zip(*columns, strict=True) for key in edition_keys(source, url)]
        found = [pa.array(column, pa.string()) for column in (zip(*rows, strict=True) if rows else ((), ()))]
        yield pa.RecordBatch.from_arrays(found, names=["key", "id"])


def candidate_pairs(table: Table) -> Iterator[Part]:
    """One job for every candidate pair, over its two articles."""
    held = table(Candidate).select("id", "a", "b", _as("a", "near"))
    yield _part(Candidate, held, "id", near="near")
    yield from _both(held, shared=True)


def _both(held: Any, *, shared: bool) -> Iterator[Part]:
    """The two articles of every pair; where pairs of one first article are near each other, that one is shared."""
    from pyspark.sql import functions as f

    for side, place in (("a", "1"), ("b", "2")):
        frame = held.select(_as("id", "job"), _as(side, "id"), "near")
        yield _part(Article, frame, "job", place=(f.lit(place),), near="near", shared=shared and side == "a")


def families(table: Table) -> Iterator[Part]:
    """One job for every set of articles that matches hold together, the article that came first being the first."""
    from pyspark.sql import functions as f

    matches = table(Match).select("id", "a", "b", "kind").filter(f.col("kind").isin(_holding()))
    members = components(matches.select("a", "b")).withColumnRenamed("member", "id").checkpoint()
    named = members.join(arrivals(table), "id")
    founder = named.groupBy("label").agg(f.min_by("id", "came").alias("founder"))
    yield _part(Article, named.join(founder, "label"), "founder", place=(f.lit("1"), "came"))
    inside = matches.join(members.select(_as("id", "a"), "label"), "a").join(founder, "label")
    yield _part(Match, inside, "founder", place=(f.lit("2"), "id"))


def _holding() -> list[str]:
    """The kinds of a match that make its articles one family: nothing else of it decides."""
    return [kind for kind in get_args(CopyKind) if hangs_together(_OfKind(kind))]  # type: ignore[arg-type]


class _OfKind(NamedTuple):
    kind: str


def arrivals(table: Table) -> Any:
    """When each article came: as on a desk where all pages were put before they were read, in the order of their ids.

    Columns `id` and `came`, a text that orders.
    """
    from pyspark.sql import functions as f

    return table(Article).select("id", _key("job", f.lpad(f.col("place").cast("string"), 9, "0")).alias("came"))


def matched_pairs(table: Table) -> Iterator[Part]:
    """One job for every match, over its two articles and the family that holds both; those of one family together."""
    from pyspark.sql import functions as f

    of_family = table(Family).select(_as("id", "family"), f.explode("articles").alias("a"))
    held = table(Match).select("id", "a", "b").join(of_family, "a", "left")
    held = held.select("id", "a", "b", f.coalesce("family", "id").alias("near"))
    yield _part(Match, held, "id", near="near")
    yield from _both(held, shared=False)
    ends = held.select(_as("id", "job"), "near", f.explode(f.array("a", "b")).alias("a"))
    found = ends.join(of_family, "a").select("job", "near", _as("family", "id")).distinct()
    yield _part(Family, found, "job", place=("id",), near="near", shared=True)


def beside_kin(table: Table) -> Iterator[Part]:
    """One job for every article, over it and the one of its family that came first, or whose edition it is, if any."""
    from pyspark.sql import functions as f

    came = arrivals(table)
    members = table(Family).select(_as("id", "family"), f.explode("articles").alias("id"))
    founders = members.join(came, "id").groupBy("family").agg(f.min_by("id", "came").alias("founder"))
    of_family = members.join(founders, "family").select("id", "founder")
    of_edition = table(Edition).groupBy(_as("article", "id")).agg(f.max_by("edition_of", "id").alias("first"))
    beside = came.join(of_family, "id", "left").join(of_edition, "id", "left")
    beside = beside.select("id", f.coalesce("founder", "first", "id").alias("beside"))
    yield _part(Article, beside, "id", place=(f.lit("1"),), near="beside")
    kin = beside.filter("id <> beside").select(_as("id", "job"), _as("beside", "id"))
    yield _part(Article, kin, "job", place=(f.lit("2"),), near="id", shared=True)


def accounts(table: Table) -> Iterator[Part]:
    """One job for every family, and for every article in none (no later edition): over its articles as they came."""
    from pyspark.sql import functions as f

    current = arrivals(table).join(table(Edition).select(_as("article", "id")), "id", "left_anti")
    members = table(Family).select(_as("id", "family"), f.explode("articles").alias("id"))
    found = current.join(members, "id", "left").withColumn("job", f.coalesce("family", "id"))
    yield _part(Article, found, "job", place=(f.lit("1"), "came"))
    families = found.filter("family is not null").select("job", _as("job", "id")).distinct()
    yield _part(Family, families, "job", place=(f.lit("2"),))


def outlined(table: Table) -> Iterator[Part]:
    """One job for every account that tells its day, over its outline, and one over all for those that wait for it."""
    from pyspark.sql import functions as f

    leads = table(Outline).select("id", "face", "lead", "blank")
    held = leads.mapInArrow(_waiting, "id string, face string, waits boolean")
    yield _part(Outline, held.filter("not waits"), "face")
    waiting = held.select(f.max("waits").alias("waiting")).filter("waiting")
    came = held.join(arrivals(table).withColumnRenamed("id", "face"), "face").crossJoin(waiting)
    yield _part(Outline, came.withColumn("job", f.lit(WHOLE)), "job", place=("came",))


def _waiting(arrived: Iterator[Any]) -> Iterator[Any]:
    """In a worker: whether each account waits, by the rule of its room."""
    import pyarrow as pa

    for batch in arrived:
        told = zip(batch.column("lead").to_pylist(), batch.column("blank").to_pylist(), strict=True)
        found = pa.array([waits(lead, blank=blank) for lead, blank in told], pa.bool_())
        yield pa.RecordBatch.from_arrays([batch.column("id"), batch.column("face"), found], ["id", "face", "waits"])


def dated(table: Table) -> Iterator[Part]:
    """One job over all outlines, and over the datings of all articles in the order in which they came."""
    from pyspark.sql import functions as f

    outlines = table(Outline).select("id", f.lit(WHOLE).alias("job"))
    yield _part(Outline, outlines, "job", place=(f.lit("1"), "id"))
    held = table(Dating).select("id", "article").join(arrivals(table).withColumnRenamed("id", "article"), "article")
    yield _part(Dating, held.withColumn("job", f.lit(WHOLE)), "job", place=(f.lit("2"), "came"))


def happenings(table: Table) -> Iterator[Part]:
    """One job for every event: over what the collection tells of it, its articles, and other editions of them."""
    from pyspark.sql import functions as f

    accounts_of = f.from_json(BODY.name, "accounts array<array<string>>")["accounts"]
    held = table(Happening).select("id", _as("story", "job"), f.flatten(accounts_of).alias("articles"))
    yield _part(Happening, held, "job", place=(f.lit("1"),))
    members = _members(held)
    yield _part(Article, members.withColumn("id", f.col("article")), "job", place=(f.lit("2"), "number"))
    beside = members.join(table(Edition).select("id", _as("edition_of", "article")), "article")
    yield _part(Edition, beside, "job", place=(f.lit("3"), "number", "id"))


def lines(kind: type[Any]) -> Twin:
    """One job for every storyline (or story that belongs to none), over what of a kind was read from its articles."""

    def twin(table: Table) -> Iterator[Part]:
        held = table(kind).select("id", "article").join(_of_lines(table), "article").select("job", "id").distinct()
        yield _part(kind, held, "job", place=("id",))

    return twin


def _of_lines(table: Table) -> Any:
    """The articles of each storyline, each once: columns `job` and `article`."""
    from pyspark.sql import functions as f

    found = table(Story).select(f.coalesce("storyline", "id").alias("job"), f.explode("articles").alias("article"))
    return found.distinct()


def dossiers(*reads: type[Any]) -> Twin:
    """One job for every storyline (or story that belongs to none), over all that is known of its articles."""

    def twin(table: Table) -> Iterator[Part]:
        from pyspark.sql import functions as f

        stories = table(Story).select("id", f.coalesce("storyline", "id").alias("job"))
        yield _part(Story, stories, "job", place=(f.lit("1"), "id"))
        members = _of_lines(table)
        yield _part(
            Article, members.withColumn("id", f.col("article")), "job", place=(f.lit("2"), "article", f.lit("0"))
        )
        for number, (kind, held) in enumerate(_by_article(table, reads), start=1):
            place = (f.lit("2"), "article", f.lit(f"{number}"), "id")
            yield _part(kind, members.join(held, "article"), "job", place=place)
        of_line: tuple[tuple[type[Any], str], ...] = ((Fact, "3"), (Check, "4"))
        for one, order in of_line:
            if one in reads:
                made = table(one).select("id", "job").join(stories.select("job").distinct(), "job")
                yield _part(one, made, "job", place=(f.lit(order), "id"))

    return twin


def stories(table: Table) -> Iterator[Part]:
    """One job for every story, over its articles, what hangs on them, and the pairs of which both stand in it."""
    from pyspark.sql import functions as f

    held = table(Story).select(_as("id", "job"), "articles")
    yield _part(Story, held.select("job", _as("job", "id")), "job", place=(f.lit("1"),))
    members = _members(held)
    yield _part(Article, members.withColumn("id", f.col("article")), "job", place=(f.lit("2"), "number"))
    for number, (kind, found) in enumerate(_by_article(table, (Edition, Dating, Family)), start=1):
        place = (f.lit("3"), "number", f.lit(str(number)), "id")
        yield _part(kind, members.join(found, "article"), "job", place=place)
    sides = table(Check).select("id", f.explode(_inside("sides", "article")).alias("article")).distinct()
    yield _part(Check, members.join(sides, "article"), "job", place=(f.lit("3"), "number", f.lit("9"), "id"))
    yield _part(Copy, _copies_inside(table, members), "job", place=(f.lit("4"), "id"))


def of_families(table: Table) -> Iterator[Part]:
    """One job for every family: its articles with their later editions, and the pairs inside it."""
    from pyspark.sql import functions as f

    held = table(Family).select(_as("id", "job"), "articles")
    yield _part(Family, held.select("job", _as("job", "id")), "job", place=(f.lit("1"),))
    members = _members(held)
    yield _part(Article, members.withColumn("id", f.col("article")), "job", place=(f.lit("2"), "number"))
    dated = members.join(table(Dating).select("id", "article"), "article")
    yield _part(Dating, dated, "job", place=(f.lit("3"), "number", f.lit("1"), "id"))
    later = table(Edition).select(_as("id", "edition"), _as("article", "later"), _as("edition_of", "article"))
    again = members.join(later, "article")
    order = (f.lit("3"), "number", f.lit("2"), "edition")
    yield _part(Edition, again.withColumn("id", f.col("edition")), "job", place=(*order, f.lit("1")))
    yield _part(Article, again.withColumn("id", f.col("later")), "job", place=(*order, f.lit("2")))
    yield _part(Copy, _copies_inside(table, members), "job", place=(f.lit("4"), "id"))


def _members(held: Any) -> Any:
    """The articles of each job, with their number in its order."""
    from pyspark.sql import functions as f

    numbered = held.select("job", f.posexplode("articles").alias("at", "article"))
    return numbered.select("job", "article", f.lpad(f.col("at").cast("string"), 9, "0").alias("number"))


def _copies_inside(table: Table, members: Any) -> Any:
    """The pairs of which both articles stand in one job."""
    left = members.select("job", _as("article", "a"))
    right = members.select("job", _as("article", "b"))
    return table(Copy).select("id", "a", "b").join(left, "a").join(right, ["job", "b"]).select("job", "id")


def _by_article(table: Table, reads: tuple[type[Any], ...]) -> Iterator[tuple[type[Any], Any]]:
    """The records of these kinds that speak of one article: tables of `article` and `id`, in the order of `jobs`."""
    from pyspark.sql import functions as f

    for kind in (Quote, Figure, Edition, Dating):
        if kind in reads:
            yield kind, table(kind).select("article", "id")
    if Family in reads:
        yield Family, table(Family).select(f.explode("articles").alias("article"), "id")
    if Copy in reads:
        yield Copy, _lines_of_trees(table)
    if Attribution in reads:
        quotes = table(Quote).select(_as("id", "quote"), "article")
        yield Attribution, table(Attribution).select("id", "quote").join(quotes, "quote").select("article", "id")


def _lines_of_trees(table: Table) -> Any:
    """The copies that are lines of a family's tree, with one of their articles."""
    from pyspark.sql import functions as f

    edges = table(Family).select(f.explode(_inside("edges", "parent", "child")).alias("edge"))
    ends = (f.col("edge.parent"), f.col("edge.child"))
    lines = edges.filter("edge.parent is not null").select(f.least(*ends).alias("a"), f.greatest(*ends).alias("b"))
    held = table(Copy).select("id", "a", "b")
    return held.join(lines.distinct(), ["a", "b"], "left_semi").select(_as("a", "article"), "id")


def _inside(field: str, *names: str) -> Any:
    """The records in a field of a record, out of its line: an array of what is asked of them."""
    from pyspark.sql import functions as f

    asked = ", ".join(f"{name}: string" for name in names)
    found = f.from_json(BODY.name, f"{field} array<struct<{asked}>>")[field]
    return found if len(names) > 1 else found[names[0]]


def _part(  # noqa: PLR0913  what a part is, each by name
    kind: type[Any], frame: Any, job: str, *, place: tuple[Any, ...] = (), near: Any = None, shared: bool = False
) -> Part:
    from pyspark.sql import functions as f

    beside = f.col(job) if near is None else f.col(near) if isinstance(near, str) else near
    order = _key(*place) if place else f.lit("")
    columns = (_as(job, "job"), order.alias("place"), beside.alias("near"), _as("id", "id"))
    return Part(kind, frame.select(*columns), shared)


def _key(*columns: Any) -> Any:
    from pyspark.sql import functions as f

    return f.concat_ws(AFTER, *columns)


def _as(column: str, name: str) -> Any:
    from pyspark.sql import functions as f

    return f.col(column).alias(name)


_OF_FACTS = (Story, Article, Family, Edition, Dating, Figure)
_OF_ACCOUNTS = (*_OF_FACTS, Quote, Attribution, Fact)

TWINS: Mapping[str, Twin] = {
    "layouts": laid_out,
    "frames": sites,
    "articles": pages,
    "editions": readings,
    "prints": each(Article),
    "matches": candidate_pairs,
    "families": families,
    "copies": matched_pairs,
    "outlines": accounts,
    "datings": outlined,
    "happenings": dated,
    "stories": happenings,
    "quotes": beside_kin,
    "figures": beside_kin,
    "attributions": lines(Quote),
    "facts": dossiers(*_OF_FACTS),
    "checks": dossiers(*_OF_ACCOUNTS, Copy),
    "alone": dossiers(*_OF_ACCOUNTS, Check),
    "summaries": stories,
    "carriages": of_families,
}
"""The twin of the cut of every step but that of candidates, whose work is the engine's verb."""
