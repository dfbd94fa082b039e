"""The desk: adding, running, asking, on the sample newsroom."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from subprocess import PIPE

import pytest

from copydesk.desk import open_desk
from copydesk.errors import UsageError
from copydesk.records import Failure, Page
from pages.made import zipped

AS_OF = date(2038, 12, 31)
PAGE = """<html><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>The harbour council of Vessmar voted on Tuesday to close the old fish market after a survey found it unsafe.</p>
<p>Councillor Ada Brenn said the repair would have cost 4.2 million crowns, "more than it earns in ten years".</p>
<p>Traders, some of whom have sold herring there for three generations, said they had been told of no survey.</p>
<p>The market will shut its doors on 1 May, and the stalls are to move to the car park behind the customs house.</p>
</article></body></html>"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "market.html"
    path.write_text(PAGE.format(title="Vessmar to close its fish market"), encoding="utf-8")
    return path


def run(desk):
    return list(desk.run())


def test_a_page_added_and_run_is_an_article_that_can_be_found(page):
    with open_desk() as desk:
        (added,) = desk.add([str(page)], as_of=AS_OF)
        assert isinstance(added, Page)
        run(desk)
        article = desk.article("market")
        assert article.title == "Vessmar to close its fish market"
        assert article.text.count("\n") == 3
        assert desk.article(article.id[:8]) == article
        assert [hit.article for hit in desk.search('"fish market" herring')] == [article.id]


def test_running_twice_changes_no_record_and_does_no_work(page):
    with open_desk() as desk:
        list(desk.add([str(page)], as_of=AS_OF))
        run(desk)
        before = desk.store.snapshot()
        list(desk.add([str(page)], as_of=AS_OF))
        assert sum(progress.total for progress in run(desk)) == 0
        assert desk.store.snapshot() == before


def test_one_file_is_one_page_however_it_is_named(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "also.html").symlink_to(page)
    (tmp_path / "again.html").write_bytes(page.read_bytes())
    with open_desk() as desk:
        for name in ("market.html", str(page), "./market.html", "also.html"):
            (added,) = desk.add([name], as_of=AS_OF)
            assert added.source == "market.html"
        (other,) = desk.add(["again.html"], as_of=AS_OF)
        assert other.source == "again.html"
        assert desk.counts()["Page"] == 2


def test_what_an_archive_holds_besides_pages_is_counted(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({"a.html": PAGE.format(title="Vessmar"), "logo.png": "x"}))
    passed = Counter()
    with open_desk() as desk:
        assert len(list(desk.add([str(tmp_path / "a.zip")], as_of=AS_OF, passed=passed))) == 1
    assert passed == {"files of other kinds": 1}


def test_a_second_page_costs_one_page(page, tmp_path):
    with open_desk() as desk:
        list(desk.add([str(page)], as_of=AS_OF))
        run(desk)
        other = tmp_path / "other.html"
        other.write_text(PAGE.format(title="Traders protest in Vessmar"), encoding="utf-8")
        list(desk.add([str(other)], as_of=AS_OF))
        totals = {progress.step: progress.total for progress in run(desk)}
        assert totals["articles"] == totals["prints"] == totals["quotes"] == 1


def test_a_page_that_vanished_is_a_failure_and_its_article_stays(page):
    with open_desk() as desk:
        list(desk.add([str(page)], as_of=AS_OF))
        run(desk)
        text = page.read_text(encoding="utf-8")
        page.unlink()
        list(desk.add([str(page)], as_of=date(2038, 1, 1)))
        assert any(isinstance(one, Failure) for one in desk.failures())
        assert desk.article("market").title == "Vessmar to close its fish market"
        page.write_text(text, encoding="utf-8")
        list(desk.add([str(page)], as_of=AS_OF))
        run(desk)
        assert desk.failures() == ()


def test_a_page_that_vanishes_between_adding_and_running_fails_alone(page, tmp_path):
    other = tmp_path / "other.html"
    other.write_text(PAGE.format(title="Traders protest in Vessmar"), encoding="utf-8")
    with open_desk() as desk:
        list(desk.add([str(tmp_path)], as_of=AS_OF))
        page.unlink()
        run(desk)
        (failure,) = desk.failures()
        assert failure.step == "articles"
        assert failure.input == str(page)
        assert desk.article("other").title == "Traders protest in Vessmar"


def test_one_process_and_a_pool_end_with_the_same_records(newsroom):
    from copydesk.engine import LocalEngine

    with open_desk() as desk:
        desk._engine = LocalEngine(1, batch=3)
        sources = sorted({page.source for page in newsroom.store.all(Page)}, reverse=True)
        list(desk.add(sources, as_of=AS_OF))
        run(desk)
        assert desk.store.snapshot() == newsroom.store.snapshot()


@pytest.mark.slow
def test_a_pool_ends_with_the_same_records(newsroom):
    with open_desk(workers=2) as desk:
        list(desk.add(sorted({page.source for page in newsroom.store.all(Page)}), as_of=AS_OF))
        run(desk)
        assert desk.store.snapshot() == newsroom.store.snapshot()


def test_asking_for_what_is_not_there_says_what_to_do(newsroom):
    with pytest.raises(UsageError, match="no article; give an id"):
        newsroom.article("nothing like it")
    with pytest.raises(UsageError, match="nothing on this desk has the id"):
        newsroom.explain("nothing")


def test_a_finding_is_explained_by_its_words_and_its_run(newsroom):
    copy = next(iter(newsroom.collection().copies))
    told = newsroom.explain(copy.id)
    assert told.stored.step == "copies"
    assert told.words
    place, words = told.words[0]
    assert newsroom.article(place.partition("[")[0]).text.count(words) >= 1


def test_every_offset_of_the_newsroom_points_at_the_words_it_names(newsroom):
    collection = newsroom.collection()
    texts = {article.id: article.text for article in collection.articles}
    for quote in collection.quotes:
        assert texts[quote.article][quote.start : quote.end] == quote.text
    for figure in collection.figures:
        assert texts[figure.article][figure.start : figure.end] == figure.surface
    for check in collection.checks:
        for side in check.sides:
            assert texts[side.article][side.start : side.end] == side.text
    for copy in collection.copies:
        for change in copy.alterations:
            for article, span in ((copy.a, change.a), (copy.b, change.b)):
                assert span is None or 0 <= span[0] < span[1] <= len(texts[article])


@pytest.mark.slow
def test_the_seed_of_pythons_hashes_changes_no_record():
    code = (
        "import sys, json, datetime; from copydesk.desk import open_desk\n"
        "with open_desk() as desk:\n"
        "    list(desk.add(sys.argv[1:], as_of=datetime.date(2038, 12, 31))); list(desk.run())\n"
        "    print(json.dumps(desk.store.snapshot(), sort_keys=True))\n"
    )
    pages = sorted(str(path) for path in (Path(__file__).parents[1] / "examples" / "newsroom" / "pages").glob("e*"))
    told = [
        subprocess.run(
            [sys.executable, "-c", code, *pages], env={**os.environ, "PYTHONHASHSEED": seed}, stdout=PIPE, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]


@pytest.mark.slow
def test_moving_the_pages_changes_no_finding(newsroom, tmp_path):
    def findings(desk):
        return sorted(
            (check.kind, check.outcome, sorted(side.text for side in check.sides)) for check in desk.collection().checks
        )

    shutil.copytree(Path(__file__).parents[1] / "examples" / "newsroom" / "pages", tmp_path / "elsewhere")
    with open_desk() as desk:
        list(desk.add([str(tmp_path / "elsewhere")], as_of=AS_OF))
        run(desk)
        assert findings(desk) == findings(newsroom)
