"""What each page of a brief shows, and that its links lead somewhere."""

import re
from dataclasses import replace
from itertools import combinations, pairwise
from urllib.parse import urldefrag

import pytest

from copydesk.records import Collection, Edge, Family
from copydesk.reports.brief import write_brief

PAIR = "pairs/pair-copy-1.html"


@pytest.fixture
def folder(collection, tmp_path):
    assert write_brief(collection, tmp_path) == tmp_path / "index.html"
    return tmp_path


def test_the_index_tells_stories_with_their_ladder_what_is_undated_and_what_was_not_read(folder, page):
    text = page(folder / "index.html").text
    assert "3 pages › 3 texts › 3 publishers › 3 owners › 2 independent accounts" in text
    assert "measures independent reporting in this collection, not truth" in text
    assert "2031-05-05 (from days named in the text)" in text
    assert "1 conflict" in text
    assert "quotation altered" in text
    assert "spun copies 1" in text
    assert "Not dated 1" in text
    assert "pages/empty.html" in text
    assert "there is no article on it" in text
    assert "read as of 2038-12-31" in text


def test_every_link_of_every_page_leads_to_a_page_and_a_place_that_exist(folder, page):
    pages = {path.resolve(): page(path) for path in folder.rglob("*.html")}
    anchors = {path: {attrs["id"] for _, attrs in one.elements if "id" in attrs} for path, one in pages.items()}
    followed = 0
    for path, one in pages.items():
        for attrs in one.all("a"):
            if not attrs["href"].startswith("https://"):
                address, anchor = urldefrag(attrs["href"])
                target = (path.parent / address).resolve() if address else path
                assert target in pages or (target.parent.name == "lines" and target.exists()), attrs["href"]
                assert not anchor or anchor in anchors[target], attrs["href"]
                followed += 1
    assert followed > 50


def test_a_page_has_one_heading_one_main_part_a_language_and_no_id_twice(folder, page):
    for path in folder.rglob("*.html"):
        one = page(path)
        assert len(one.all("h1")) == len(one.all("main")) == 1
        assert one.all("html") == [{"lang": "en"}]
        ids = [attrs["id"] for _, attrs in one.elements if "id" in attrs]
        assert len(ids) == len(set(ids)), path


def test_headings_do_not_skip_a_level(folder, page):
    for path in folder.rglob("*.html"):
        levels = [int(tag[1]) for tag, _ in page(path).elements if tag in {"h1", "h2", "h3", "h4"}]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)


def test_a_story_shows_days_tree_conflict_quotation_and_figures(folder, page):
    story = page(folder / "stories" / "story-crash.html")
    assert [attrs["class"] for attrs in story.all("svg", "role", "group")] == ["timeline", "tree"]
    assert "≠ conflict ✎ altered in a copy people hurt figure 12 people 21 humans" in story.text
    assert "≠ conflict both count the same people · more likely than not, 0.70" in story.text
    assert "A bus left the road near Holm on Monday and 12 people were hurt. A Holm Wire 2031-05-06" in story.text
    assert "Nine passengers were taken to hospital after a bus crash near Holm. B Fjord Post" in story.text
    assert "✎ altered in a copy Ada Brekke quotation The brakes failed The brake pads flopped" in story.text
    assert "Missing source" in story.text


def test_the_drawings_have_their_table_twins(folder, page):
    text = page(folder / "stories" / "story-crash.html").text
    assert "The tree as a table" in text
    assert "Coach leaves lane near Holm Quick News · not dated Bus leaves road near Holm Holm Wire" in text
    assert "reworded likely, 0.90 4" in text
    assert "Bus leaves road near Holm Holm Wire 2031-05-06 (from metadata, very likely, 0.97) 2031-05-05" in text


def test_a_story_leads_to_the_others_of_its_storyline_and_quotes_the_words_that_tie_them(folder, page):
    assert "In the same storyline Nobody to blame" in page(folder / "stories" / "story-crash.html").text
    ruling = page(folder / "stories" / "story-ruling.html").text
    assert "names the event A year after the Holm bus crash Fjord Post" in ruling


def test_an_article_shows_its_dates_with_reasons_and_folds_what_was_cut_away(folder, page):
    article = page(folder / "articles" / "article-wire.html")
    assert "Nils Falk" in article.text
    assert "6 May 2031 publication yes stands under the title" in article.text
    assert "Sat 1 Jan day the page was served no in the page's head" in article.text
    assert len(article.all("details", "class", "cut")) == 1
    assert article.text.index("Home News Sport") < article.text.index("A bus left the road")
    assert article.all("a", "rel", "nofollow noreferrer noopener")[0]["href"] == "https://wire.example/holm"


def test_an_article_marks_shared_words_quotations_and_figures(folder, page):
    styles = {
        word for attrs in page(folder / "articles" / "article-wire.html").all("mark") for word in attrs["class"].split()
    }
    assert {"shared-1", "quote", "figure"} <= styles


def test_the_summary_in_markdown_has_the_ladder_and_links(folder):
    text = (folder / "brief.md").read_text(encoding="utf-8")
    assert "- [Bus leaves road near Holm](stories/story-crash.html): 2031-05-05" in text
    assert "3 pages › 3 texts › 3 publishers › 3 owners › 2 independent accounts; 1 conflict;" in text
    assert "- [Bus leaves road near Holm](lines/line-1.html): 1 dated event, 1 without a day" in text
    assert "## Stories without an established day\n\n- [Nobody to blame for Holm crash](stories/" in text
    assert "## Not read\n\n- pages/empty.html: there is no article on it" in text


def test_writing_twice_gives_the_same_files_and_takes_away_only_pages_of_an_older_brief(collection, folder):
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    stale, foreign = folder / "pairs" / "pair-old.html", folder / "articles" / "article-mine.html"
    stale.write_bytes((folder / PAIR).read_bytes())
    foreign.write_text("<p>somebody's own page</p>", encoding="utf-8")
    write_brief(collection, folder)
    assert not stale.exists()
    assert foreign.read_text(encoding="utf-8") == "<p>somebody's own page</p>"
    assert {path: path.read_bytes() for path in first} == first


def test_an_empty_collection_has_a_brief_too(tmp_path, page, collection):
    empty = Collection(as_of=collection.as_of, settings="0", articles=(), failures=collection.failures)
    assert "No story" in page(write_brief(empty, tmp_path)).text


def test_a_text_on_very_many_pages_gets_pages_for_its_tree_and_its_likest_pairs_alone(collection, tmp_path, page):
    wire = collection.articles[0]
    many = tuple(replace(wire, id=f"article-{number:03}", source=f"{number}.html") for number in range(40))
    family = Family(
        id="family-2",
        articles=tuple(one.id for one in many),
        edges=tuple(Edge(parent=many[0].id, child=one.id, confidence=0.9) for one in many[1:]),
        roots=(many[0].id,),
    )
    copies = tuple(
        replace(collection.copies[0], id=f"copy-{a.id}-{b.id}", a=a.id, b=b.id, score=0.5, passages=(), alterations=())
        for a, b in combinations(many, 2)
    )
    crowd = replace(collection, articles=many, families=(family,), copies=copies, stories=(), checks=(), facts=())
    write_brief(crowd, tmp_path)
    written = {path.name for path in (tmp_path / "pairs").iterdir()}
    assert all(f"pair-copy-article-000-article-{number:03}.html" in written for number in range(1, 40))
    assert len(written) < 40 * 12 < len(copies)
    last = page(tmp_path / "articles" / "article-039.html")
    assert re.search(r"And with \d+ more texts, less alike", last.text)
    assert all((tmp_path / "articles" / one["href"]).exists() for one in last.all("a") if "pairs/" in one["href"])


def test_pairs_with_a_direction_come_before_those_without(collection, tmp_path, page):
    known = collection.copies[0]
    _, spun, own, _ = collection.articles
    a, b = sorted((spun.id, own.id))
    open_pair = replace(
        known, id="copy-2", a=a, b=b, direction="unknown", passages=(), alterations=known.alterations[-1:] * 9
    )
    write_brief(replace(collection, copies=(open_pair, known)), tmp_path)
    links = [one["href"] for one in page(tmp_path / "stories" / "story-crash.html").all("a") if "pairs/" in one["href"]]
    listed = links[links.index("../pairs/pair-copy-2.html") - 1 :]
    assert listed[:2] == ["../pairs/pair-copy-1.html", "../pairs/pair-copy-2.html"]
