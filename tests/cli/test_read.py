"""`copydesk read`, the tool that people use for this alone: any page in; lines, Markdown, text or files out."""

import io
import json
import re
import sys
import zipfile
from pathlib import Path

import pytest

from copydesk.cli import main

PAGE = """<!doctype html><html lang="en"><head><title>Water rises in the Lower Town - Vessmar Courier</title>
<meta property="og:site_name" content="Vessmar Courier"><meta property="article:published_time" content="2031-04-02">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><main><article>
<h1>Water rises in the Lower Town</h1><p class="byline">By Ada Brenn</p>
<p>Water in the Lower Town of Vessmar rose to the window sills on Monday night, and two ferries stopped running.</p>
<p>The harbour office said the bridge at Mill Lane would stay closed until the water had gone down by a metre.</p>
<h2>What is closed</h2>
<ul><li>The bridge at Mill Lane, which carries the road to the hospital, until Friday at the earliest.</li>
<li>Both ferries, and the footpath along the quay, until the harbour office has looked at the moorings.</li></ul>
<p>Fire crews pumped out forty cellars by morning, and the school at Low Street opened its gymnasium to families.</p>
<p>The council is to meet on Wednesday to speak about the dyke, which was last raised twenty years ago.</p>
</article></main><footer>All rights reserved</footer></body></html>"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("flood.html").write_text(PAGE)
    return tmp_path


@pytest.fixture
def read(capsys):
    """Runs `copydesk read`; exit status, standard output and standard error come back."""

    def call(*words):
        status = main(["read", *map(str, words), "--as-of", "2038-12-31"])
        return status, *capsys.readouterr()

    return call


def test_in_a_pipe_an_article_is_a_line_of_json(read):
    status, out, err = read("flood.html")
    assert (status, err) == (0, "")
    (row,) = map(json.loads, out.splitlines())
    assert (row["page"], row["title"], row["byline"]) == ("flood.html", "Water rises in the Lower Town", ["Ada Brenn"])
    assert row["text"].count("\n") == 6
    assert {"kind": "body", "text": "What is closed", "style": "heading"}.items() <= next(
        block for block in row["blocks"] if block["text"] == "What is closed"
    ).items()
    assert read("flood.html", "--format", "json")[1] == out


def test_markdown(read):
    status, out, _ = read("flood.html", "--format", "markdown")
    head, body = out.removeprefix("---\n").split("\n---\n")
    assert status == 0
    assert head.startswith('title: "Water rises in the Lower Town"\nbyline: ["Ada Brenn"]\noutlet: "Vessmar Courier"\n')
    assert "\npublished: 2031-04-02\npublished_basis: metadata\n" in head
    assert body.startswith("\n# Water rises in the Lower Town\n\nWater in the Lower Town of Vessmar rose")
    assert "\n\n## What is closed\n\n- The bridge at Mill Lane, which" in body
    assert "\n- Both ferries, and the footpath" in body
    assert read("flood.html", "--format", "md")[1] == out


def test_plain_text(read):
    _, out, _ = read("flood.html", "--format", "text")
    assert out.startswith("Water rises in the Lower Town\n\nWater in the Lower Town of Vessmar rose to")
    assert out.endswith("which was last raised twenty years ago.\n")
    assert "Home" not in out


def test_several_texts_are_parted(read):
    Path("again.html").write_text(PAGE)
    _, out, _ = read("again.html", "flood.html", "--format", "text")
    assert out.count("\n---\n\nWater rises in the Lower Town\n") == 1


def test_the_view_of_a_terminal_tells_what_was_left_out(read):
    _, out, _ = read("flood.html", "--format", "screen")
    assert out.startswith("Water rises in the Lower Town\n  Vessmar Courier · 2031-04-02 (from metadata, ")
    assert "\nWhat is closed\n\n  • The bridge at Mill Lane" in out
    assert "not in the text: " in out
    assert " navigation" in out
    assert max(map(len, out.splitlines())) <= 100


# -- fields and shares ------------------------------------------------------------------------------------------------


def test_fields_are_picked_in_the_order_asked_for(read):
    _, out, _ = read("flood.html", "--field", "title,page,published")
    row = json.loads(out)
    assert list(row) == ["title", "page", "published"]
    assert row["published"]["low"] == "2031-04-02"
    _, out, _ = read("flood.html", "--field", "title,published,byline", "--format", "text")
    assert out == "Water rises in the Lower Town\n2031-04-02 (from metadata)\nAda Brenn\n"


def test_a_field_that_there_is_not(read):
    status, out, err = read("flood.html", "--field", "headline")
    assert (status, out) == (2, "")
    assert "'headline' is none of" in err
    assert "title" in err


def test_markdown_has_no_fields(read):
    status, _, err = read("flood.html", "--field", "title", "--format", "markdown")
    assert status == 2
    assert "--format jsonl" in err


def test_main_and_carried_stories(read):
    teaser = (
        "<section class='related'><h3>{title}</h3><time datetime='2031-04-01'>1 April 2031</time><p>The grain market of"
        " Holm burned down on Tuesday night. Nobody was hurt, the fire office said, though forty traders lost their"
        " stock. A watchman had seen smoke at ten and called the brigade, which came too late to save the roof.</p>"
        "</section>"
    )
    title = "Fire destroys the grain market of Holm in one night"
    Path("flood.html").write_text(PAGE.replace("<footer>", teaser.format(title=title) + "<footer>"))
    both = [json.loads(line)["position"] for line in read("flood.html")[1].splitlines()]
    assert both == [0, 1]
    assert [json.loads(line)["position"] for line in read("flood.html", "--only", "main")[1].splitlines()] == [0]
    (carried,) = map(json.loads, read("flood.html", "--only", "carried")[1].splitlines())
    assert carried["title"] == title


# -- files ------------------------------------------------------------------------------------------------------------


def test_one_file_an_article(read):
    Path("old").mkdir()
    Path("old/flood.html").write_text(PAGE)
    status, out, err = read("flood.html", "old/flood.html", "--output", "out")
    assert (status, out, err) == (0, "", "2 articles written to out\n")
    written = sorted(path.name for path in Path("out").iterdir())
    assert len(written) == 2
    assert all(name.startswith("flood-") and name.endswith(".md") for name in written)
    assert Path("out", written[0]).read_text().startswith("---\ntitle: ")
    read("flood.html", "--output", "out")
    assert sorted(path.name for path in Path("out").iterdir()) == written


@pytest.mark.parametrize(("form", "suffix"), [("text", ".txt"), ("jsonl", ".json"), ("markdown", ".md")])
def test_files_of_each_form(read, form, suffix):
    assert read("flood.html", "--output", "out", "--format", form)[0] == 0
    (path,) = Path("out").iterdir()
    assert path.suffix == suffix
    if form == "jsonl":
        assert json.loads(path.read_text())["title"] == "Water rises in the Lower Town"


def test_nothing_half_written_stays_on_a_full_disk(read, monkeypatch):
    monkeypatch.setattr("os.fdopen", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    status, _, err = read("flood.html", "--output", "out")
    assert status == 4
    assert "the disk is full" in err
    assert list(Path("out").iterdir()) == []


# -- many pages -------------------------------------------------------------------------------------------------------


def test_pages_come_out_in_the_order_they_went_in_however_many_read_at_once(read):
    for number in range(20):
        Path(f"page{number:02}.html").write_text(PAGE.replace("forty cellars", f"{number + 2} cellars"))
    Path("page07.html").write_text("")
    status, out, err = read("page*.html", "--jobs", "2", "--field", "page")
    assert status == 1
    assert [json.loads(line)["page"] for line in out.splitlines()] == [
        f"page{number:02}.html" for number in range(20) if number != 7
    ]
    assert err == "not read: page07.html: it is empty; fetch the page again\n"


def test_a_long_run_says_how_far_it_is(read, monkeypatch):
    monkeypatch.setattr("copydesk.cli.reading.TOLD_EVERY", 2)
    for number in range(5):
        Path(f"page{number}.html").write_text(PAGE)
    _, out, err = read("page*.html", "--field", "page")
    assert len(out.splitlines()) == 5
    assert err == "read: 2 pages\nread: 4 pages\n"


def test_standard_input(read, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    _, out, _ = read("-", "--field", "page,title")
    assert json.loads(out) == {"page": "-", "title": "Water rises in the Lower Town"}


def test_what_an_archive_holds_besides_pages_is_counted(read, here):
    with zipfile.ZipFile(here / "saved.zip", "w") as archive:
        archive.writestr("flood.html", PAGE)
        archive.writestr("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    status, out, err = read("saved.zip", "--field", "title")
    assert (status, json.loads(out)) == (0, {"title": "Water rises in the Lower Town"})
    assert err == "passed over: files of other kinds (1)\n"


# -- why --------------------------------------------------------------------------------------------------------------


def test_explain_for_a_person(read):
    status, out, _ = read("flood.html", "--explain", "--format", "screen")
    assert status == 0
    assert "blocks of the page: " in out
    assert " body            0.9" in out or " body            1.00" in out
    assert "stands in navigation" in out
    assert "Published: 2031-04-02 (from metadata" in out
    assert "\n  * 2031-04-02  publication" in out


def test_explain_as_json(read):
    status, out, _ = read("flood.html", "--explain", "--format", "json")
    row = json.loads(out)
    assert status == 0
    (article,) = row["articles"]
    told = [(one["kind"], one["text"]) for one in row["explained"]]
    assert told == [(block["kind"], block["text"]) for block in article["blocks"]]
    paragraph = next(one for one in row["explained"] if one["kind"] == "body")
    assert 0.5 < paragraph["chance"] <= 1
    assert {"feature", "weight"} == set(paragraph["weighed"][0])


def test_explain_says_why_there_is_no_article(read):
    Path("menu.html").write_text("<html><body><a href='/'>Home</a> <a href='/b'>Sport</a></body></html>")
    status, out, _ = read("menu.html", "--explain", "--format", "json")
    row = json.loads(out)
    assert status == 3
    assert "no run of paragraphs" in row["reason"]
    assert [one["text"] for one in row["explained"]] == ["Home Sport"]


def test_a_folder_that_cannot_be_written_is_told_before_reading(read):
    Path("out").write_text("a file")
    status, out, err = read("flood.html", "--output", "out/articles")
    assert (status, out) == (2, "")
    assert err == "copydesk: out/articles: nothing can be written there; name another folder\n"


def test_explain_writes_no_files(read):
    status, _, err = read("flood.html", "--explain", "--output", "out")
    assert status == 2
    assert "--output" in err


def test_explain_shows_whole_pages(read):
    status, out, err = read("flood.html", "--explain", "--only", "main")
    assert (status, out) == (2, "")
    assert "leave out --output, --field, --only and markdown" in err


def test_the_help_names_kinds_of_files_that_are_opened(capsys):
    from copydesk.pages.walking import is_searched_for

    main(["read", "--help"])
    named = set(re.findall(r"\.[a-z]+\b", capsys.readouterr().out.split("Options:")[0])) - {".org", ".jsonl`"}
    assert {".html", ".warc", ".parquet"} <= named
    searched = {suffix for suffix in named if is_searched_for(f"a{suffix}") or is_searched_for(f"a.html{suffix}")}
    assert named - searched <= {
        ".csv",
        ".md",
    }  # a table by this name is opened where it is named, docs/*.md is no input
