"""Datasets: a folder that other people's loaders take, without what its publishers reserved."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from pyarrow import parquet

from copydesk.errors import UsageError
from copydesk.records import Edge
from exports.giving import EVIL, build, changed, given, hostile, written

COLUMNS = ["id", "text", "source", "created", "added", "metadata"]


def rows(folder, asked):
    written("dataset", folder, asked)
    table = parquet.read_table(folder / "dataset" / "data" / "train-00000-of-00001.parquet")
    assert table.column_names == COLUMNS
    lines = (folder / "dataset" / "documents" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == table.column("id").to_pylist()
    return {row["id"]: row for row in table.to_pylist()}


def card(folder):
    return " ".join((folder / "dataset" / "README.md").read_text(encoding="utf-8").split())


def test_a_row_is_a_document_with_what_is_known_of_it(tmp_path):
    found = rows(tmp_path, given())
    assert len(found) == 4
    wire, spun = found["article-wire"], found["article-spun"]
    assert (wire["source"], wire["created"], wire["added"]) == ("Holm Wire", "2031-05-06", "2038-12-31")
    assert (spun["created"], spun["metadata"]["created_low"]) == (None, None)
    assert (wire["metadata"]["family"], wire["metadata"]["family_size"]) == ("family-1", 2)
    assert wire["metadata"]["page"] == "wire.html"
    assert "4 articles of 3 outlets, published between 2031-05-06 and 2032-06-01 (1 without a day)" in card(tmp_path)


def test_one_of_each_family_is_the_first_of_its_tree(tmp_path):
    found = rows(tmp_path, given(one_per_family=True))
    assert set(found) == {"article-wire", "article-own", "article-later"}
    assert "1 article of families of which another text is kept" in card(tmp_path)


def test_reserved_pages_are_left_out_and_so_is_what_carries_their_text(tmp_path):
    found = rows(tmp_path, given(changed(build(), 0, tdm_reserved=True)))
    assert set(found) == {"article-own", "article-later"}
    assert "1 article whose page reserves" in card(tmp_path)
    assert "1 article appearing to carry" in card(tmp_path)


def test_who_takes_a_text_from_elsewhere_reserves_no_right_of_its_source(tmp_path):
    found = rows(tmp_path, given(changed(build(), 1, tdm_reserved=True), one_per_family=True))
    assert set(found) == {"article-wire", "article-own", "article-later"}


def test_of_a_family_whose_first_text_is_reserved_an_independent_one_may_stay(tmp_path):
    collection = changed(build(), 0, tdm_reserved=True)
    (family,) = collection.families
    open_ = replace(family, edges=(Edge(parent=None, child="article-spun", confidence=0.5),))
    found = rows(tmp_path, given(replace(collection, families=(open_,)), one_per_family=True))
    assert "article-spun" in found
    assert "article-wire" not in found


def test_with_a_reason_reserved_pages_are_in_it_and_the_card_tells_why(tmp_path):
    asked = given(changed(build(), 0, tdm_reserved=True), include_reserved="Research <b>under</b> article 3")
    assert len(rows(tmp_path, asked)) == 4
    assert "> Research &lt;b&gt;under&lt;/b&gt; article 3" in card(tmp_path)
    assert "Rights are reserved on 1 article of these" in card(tmp_path)


def test_where_everything_is_reserved_nothing_is_written_and_the_cure_is_told(tmp_path):
    collection = build()
    every = tuple(replace(one, tdm_reserved=True) for one in collection.articles)
    with pytest.raises(UsageError, match="--include-reserved REASON"):
        rows(tmp_path, given(replace(collection, articles=every)))
    assert not list(tmp_path.iterdir())


def test_what_is_not_known_of_rights_is_said(tmp_path):
    rows(tmp_path, given(changed(build(), 0, tdm_reserved=False)))
    assert "Of 3 articles it is not known whether rights are reserved" in card(tmp_path)


def test_hostile_documents_are_read_back_whole(tmp_path):
    asked = given(hostile(), include_reserved=EVIL)
    found = rows(tmp_path, asked)
    texts = [one.text for one in asked.holdings.collection.articles]
    assert [len(row["text"]) for row in found.values()] == [len(text) for text in texts]
    assert "<script" not in card(tmp_path)
    assert all(row["metadata"]["url"] is None for row in found.values())


@pytest.mark.slow
def test_datasets_loads_the_folder(tmp_path):
    written("dataset", tmp_path, given())
    code = "import datasets, sys; one = datasets.load_dataset(sys.argv[1])['train']; print(one.column_names, len(one))"
    quiet = {"HF_HOME": str(tmp_path / "cache"), "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "dataset")],
        env={**os.environ, **quiet},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == f"{COLUMNS} 4"
