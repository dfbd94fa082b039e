"""Saved pages and what is read from them. `pytest tests/golden --update-golden` rewrites; the diff is for review."""

import json
from datetime import date
from pathlib import Path

import pytest

from copydesk.articles import read_articles
from copydesk.pages import content_of, find_pages
from copydesk.reports.contract import article_row
from copydesk.settings import Settings

FOLDER = Path(__file__).parent
PAGES = FOLDER.parents[1] / "examples" / "newsroom" / "pages"
# One page for each of the eleven outlets, as HTML and as text dumps.
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def reading(name):
    """The articles of a page: their fields, the paragraphs, and the kind and beginning of every block."""
    settings = Settings()
    (page,) = find_pages([str(PAGES / name)], as_of=date(2038, 12, 31), settings=settings.pages)
    read = []
    for article in read_articles(page, content_of(page, settings=settings.pages), settings=settings.articles):
        row = article_row(article)
        for field in ("id", "page", "fetched_at", "tdm_reserved"):
            row.pop(field)
        row["text"] = row["text"].split("\n")
        row["blocks"] = [f"{block['kind']}: {' '.join(block['text'].split())[:60]}" for block in row["blocks"]]
        read.append(row)
    return read


@pytest.mark.parametrize("name", NAMES)
def test_page_reads_as_reviewed(name, request):
    path = FOLDER / f"{name}.json"
    read = reading(name)
    if request.config.getoption("--update-golden"):
        path.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert read == json.loads(path.read_text(encoding="utf-8"))


def test_there_is_a_page_of_each_form():
    assert {name.rpartition(".")[2] for name in NAMES} == {"html", "txt"}
