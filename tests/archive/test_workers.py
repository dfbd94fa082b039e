"""What a worker does to rows: cuts them into jobs, does these, and answers in rows; without Spark."""

import pyarrow as pa

from archive.helpers import AS_OF, PAGES
from copydesk.archive.columns import JOBS, RECORDS
from copydesk.archive.workers import ARRIVING, Sources, Work, name_pairs, read_files, work
from copydesk.errors import UnreadablePage
from copydesk.jobs import Job
from copydesk.records import Article, Candidate, Edition, Page
from copydesk.running import _digest
from copydesk.settings import Settings
from copydesk.store.codec import encode
from copydesk.text.ids import stable_id


def edition(name):
    return Edition(id=name, article=f"article-{name}", edition_of="article-0", why="address")


def row(job, record, *, near=None, shared=False, line=True):
    told = encode(record) if line else None
    values = (near or job, job, "", type(record).__name__, record.id, f"digest-{record.id}", shared, told)
    return dict(zip(ARRIVING, values, strict=True))


def batches(rows, size):
    kinds = [pa.bool_() if name == "shared" else pa.string() for name in ARRIVING]
    schema = pa.schema(list(zip(ARRIVING, kinds, strict=True)))
    return iter([pa.RecordBatch.from_pylist(rows[at : at + size], schema=schema) for at in range(0, len(rows), size)])


def done(rows, run, *, size=2, guarded=False):
    asked = Work(run, (Edition,), Edition, Settings())
    found = work(batches(rows, size), asked=asked, guarded=guarded)
    return [one for batch in found for one in batch.to_pylist()]


def joined(batch, settings):
    """One edition a job, named for all that the job holds."""
    assert isinstance(settings, Settings)
    for inputs in batch:
        if any(one.id == "bad" for one in inputs[Edition]):
            raise UnreadablePage("bad", "it cannot be read; leave it out")
        yield (edition("+".join(one.id for one in inputs[Edition])),)


def test_rows_of_a_job_come_together_whatever_the_batches_and_each_record_once():
    rows = [row("j1", edition("a")), row("j1", edition("b")), row("j1", edition("a")), row("j2", edition("c"))]
    for size in (1, 2, 3, 9):
        found = done(rows, joined, size=size)
        assert [(one["rows"], one["job"], one["id"]) for one in found] == [
            (JOBS, "j1", None),
            (RECORDS, "j1", "a+b"),
            (JOBS, "j2", None),
            (RECORDS, "j2", "c"),
        ]


def test_the_digest_of_a_jobs_inputs_is_the_one_that_a_run_keeps():
    rows = [row("j", edition("b")), row("j", edition("a"))]
    told = {Edition: {"a": "digest-a", "b": "digest-b"}}
    expected = _digest(Job("j", ((Edition, "b"), (Edition, "a"))), told)
    assert done(rows, joined)[0]["inputs"] == expected


def test_what_near_jobs_share_comes_with_the_first_of_them():
    rows = [
        row("j1", edition("a"), near="n", shared=True),
        row("j1", edition("b"), near="n"),
        row("j2", edition("a"), near="n", shared=True, line=False),
        row("j2", edition("c"), near="n"),
    ]
    assert [one["id"] for one in done(rows, joined) if one["rows"] == RECORDS] == ["a+b", "a+c"]


def test_a_job_that_fails_is_told_with_its_reason_and_takes_no_other_along():
    rows = [row("j1", edition("a")), row("j2", edition("bad")), row("j3", edition("c"))]
    for guarded in (False, True):
        found = done(rows, joined, guarded=guarded)
        assert [one["job"] for one in found if one["rows"] == JOBS] == ["j1", "j2", "j3"]
        assert [one["id"] for one in found if one["rows"] == RECORDS] == ["a", "c"]
        (failed,) = (one for one in found if one["reason"])
        assert (failed["job"], failed["input"], failed["reason"]) == ("j2", "j2", "it cannot be read; leave it out")


def test_a_job_of_more_records_than_a_worker_holds_is_told_as_such():
    rows = [row("j1", edition(name)) for name in "abc"] + [row("j2", edition("d"))]
    asked = Work(joined, (Edition,), Edition, Settings(), most=2)
    found = [one for batch in work(batches(rows, 9), asked=asked, guarded=False) for one in batch.to_pylist()]
    (failed,) = (one for one in found if one["reason"])
    assert (failed["job"], failed["inputs"]) == ("j1", done(rows, joined)[0]["inputs"])
    assert failed["reason"].startswith("it brings together 3 records, of which 2 fit")
    assert [one["id"] for one in found if one["rows"] == RECORDS] == ["d"]


def test_pages_are_read_as_add_reads_them_from_the_folder_where_they_were_named(newsroom, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    sources = Sources(Settings(), AS_OF, {}, str(PAGES.parent))
    arrived = pa.RecordBatch.from_pylist([{"files": ["pages", "nowhere.html"]}])
    rows = [one for batch in read_files(iter([arrived]), sources=sources) for one in batch.to_pylist()]
    found = [one for one in rows if one["rows"] == RECORDS]
    assert len(found) == len(list(newsroom.store.all(Page)))
    assert {one["base"] for one in found} == {str(PAGES.parent)}
    (failed,) = (one for one in rows if one["reason"])
    assert failed["job"] == failed["input"] == "nowhere.html"


def test_pairs_are_candidates_under_the_job_of_all():
    batch = pa.RecordBatch.from_pylist([{"a": "x", "b": "y", "shingles": 3, "anchors": 2, "skips": 1, "quotations": 0}])
    ((found,),) = (one.to_pylist() for one in name_pairs(iter([batch]), job="collection"))
    assert (found["id"], found["job"]) == (stable_id("pair", "x", "y"), "collection")
    assert (found["shingles"], found["anchors"], found["skips"], found["quotations"]) == (3, 2, 1, 0)
    assert Candidate.__name__ == "Candidate"


def test_an_article_is_called_by_its_page_where_a_job_fails(newsroom):
    article = next(newsroom.store.all(Article))
    values = (article.id, article.id, "", "Article", article.id, "d", False, encode(article))

    def failing(_batch, settings):
        raise UnreadablePage(article.source, f"no {type(settings).__name__} can help")

    asked = Work(failing, (Article,), Article, Settings())
    (found,) = (
        one
        for batch in work(batches([dict(zip(ARRIVING, values, strict=True))], 1), asked=asked, guarded=False)
        for one in batch.to_pylist()
    )
    assert found["input"] == article.source
