"""Reading from Python: one call, no desk, nothing kept."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

import copydesk
from copydesk.errors import UnreadablePage
from copydesk.reading import explain_all
from copydesk.records import Article, Failure
from copydesk.settings import PageSettings, Settings

PAGES = Path(__file__).parents[1] / "examples" / "newsroom" / "pages"
TEXT = """Snow closes the Tarn pass

Heavy snow closed the road over the Tarn pass on Friday night, and forty drivers were taken down by bus.

The road office said ploughs would not be able to work before the wind drops, which is expected on Sunday.

Hotels in the valley opened their dining rooms to those who could not travel on, and the school was heated.
"""
PAGE = "<html><body><article><h1>{}</h1>{}</article></body></html>".format(
    TEXT.splitlines()[0], "".join(f"<p>{line}</p>" for line in TEXT.splitlines()[2:] if line)
)


def test_a_page_as_a_string():
    (article,) = copydesk.read(PAGE)
    assert article.title == "Snow closes the Tarn pass"
    assert article.text.startswith("Heavy snow closed the road")
    assert copydesk.read(TEXT)[0].text == article.text


def test_a_page_as_bytes_in_whatever_encoding():
    head = '<head><meta charset="windows-1252"></head>'
    raw = PAGE.replace("<html>", f"<html>{head}").replace("Tarn pass on", "Tarn “pass” on").encode("cp1252")
    assert "“pass”" in copydesk.read(raw)[0].text


def test_a_page_in_a_file(tmp_path):
    place = tmp_path / "snow.html"
    place.write_text(PAGE)
    assert copydesk.read(place) == copydesk.read(str(place))
    assert copydesk.read(place)[0].source == str(place)


def test_what_is_known_of_a_page_can_be_said():
    url = "https://news.example/2031/04/02/snow"
    (article,) = copydesk.read(PAGE, url=url, as_of=date(2031, 4, 5))
    assert article.url == url
    assert article.published is not None
    assert article.published.low == date(2031, 4, 2)


def test_no_article_and_no_file_are_errors_with_a_reason(tmp_path):
    with pytest.raises(UnreadablePage, match="no text"):
        copydesk.read("<html></html>")
    with pytest.raises(UnreadablePage, match="no such file"):
        copydesk.read(tmp_path / "gone.html")


def test_many_pages_go_on_past_a_bad_one(tmp_path):
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.html").touch()
    (tmp_path / "c.txt").write_text(TEXT)
    kinds = [type(answer) for answer in copydesk.read_all([str(tmp_path)])]
    assert kinds == [Article, Failure, Article]


def test_explaining_is_held_to_the_time_for_a_page(tmp_path):
    (tmp_path / "a.html").write_text(PAGE)
    settings = Settings(pages=PageSettings(longest_page_seconds=1e-6))
    (answer,) = explain_all([str(tmp_path / "a.html")], settings=settings)
    assert isinstance(answer, Failure)
    assert "longer than 1e-06 seconds" in answer.reason


def test_there_is_no_other_public_name():
    with pytest.raises(AttributeError, match="no attribute 'readd'"):
        copydesk.readd  # noqa: B018
    assert set(copydesk.__all__) == {"compare", "open_desk", "read", "read_all"}
    assert all(callable(getattr(copydesk, name)) for name in copydesk.__all__)


def test_what_recurs_on_the_pages_of_a_folder_is_learned_as_a_desk_learns_it(newsroom):
    kept = {article.id: article for article in newsroom.collection().articles}
    answers = copydesk.read_all([str(PAGES)], as_of=date(2038, 12, 31))
    assert {one.id: one for one in answers if isinstance(one, Article)} == kept
    assert any(block.recurs for article in kept.values() for block in article.blocks)


def test_pages_that_cannot_be_gone_back_to_are_read_by_themselves(tmp_path):
    bees = (
        "Forty beekeepers met in the school on Monday and shared out three hundred jars, one for every house.",
        "The year was the best since 2019, said their chairman, who keeps nine hives behind the railway station.",
    )
    texts = [f"The Tarn Courier\nHome\n{text}" for text in (TEXT, "\n\n".join(("Beekeepers meet", *bees)))]
    path = tmp_path / "courier.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")

    def recurring(*asked):
        answers = copydesk.read_all(*asked, as_of=date(2038, 12, 31))
        return [sum(bool(block.recurs) for block in one.blocks) for one in answers]

    assert recurring([str(path)]) == [2, 2]
    assert recurring(["-"], BytesIO(path.read_bytes())) == [0, 0]
