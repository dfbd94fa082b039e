"""The site of the sample newsroom: every link leads somewhere, nothing is loaded, and days are told honestly."""

import json
import re
from datetime import date

import pytest

from copydesk.desk import open_desk
from copydesk.publishing import SitePlan, publish
from copydesk.records import Summary
from copydesk.text.words import words
from publishing.reading import Page, dead_links, files_of, harm, pages_of

STORY = "At least 23 dead as dam spillway collapses above Solenza's capital"


def story_file(site, label=STORY):
    """The page of the story that is called so."""
    return next(path for path in site.glob("stories/*.html") if f"<h1><bdi>{label}" in unescaped(path))


def unescaped(path):
    return path.read_text(encoding="utf-8").replace("&#39;", "'")


def test_every_link_of_the_site_leads_somewhere_in_it(site):
    assert dead_links(site) == []


def test_no_page_loads_runs_or_sends_anything(site):
    pages = pages_of(site)
    assert len(pages) > 60
    for page in pages.values():
        assert harm(page) == [], page.path
        assert page.open == [], page.path
        policies = [told["content"] for told in page.all("meta") if told.get("http-equiv") == "Content-Security-Policy"]
        assert len(policies) == 1
        assert policies[0].startswith("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';")
        assert {"name": "referrer", "content": "no-referrer"} in page.all("meta")
    for name in ("style.css", "search.js", "icon.svg"):
        assert not re.search(
            r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", (site / name).read_text(encoding="utf-8")
        )


def test_every_page_has_one_heading_of_the_first_level_and_says_its_language(site):
    for page in pages_of(site).values():
        assert len(page.all("h1")) == 1
        assert page.all("html") == [{"lang": "en"}]


def test_the_front_page_tells_the_latest_event_first_and_what_has_no_day_last(site):
    text = (site / "index.html").read_text(encoding="utf-8")
    days = [one if "time" not in one else re.search(r'datetime="([\d-]+)"', one).group(1)
            for one in re.findall(r'<h2 id="day-\d+">(.*?)</h2>', text)]  # fmt: skip
    dated = [one for one in days if one[0].isdigit()]
    assert dated == sorted(dated, reverse=True)
    assert days[-1] == "day not established"
    assert days.index("day not established") >= len(dated)


def test_accounts_stand_earliest_first_with_copies_folded_under_their_source(site):
    text = unescaped(story_file(site))
    accounts = re.findall(
        r'<li class="account" id="account-(\w)">.*?<p class="whose"><bdi>(.*?)</bdi>', text, re.DOTALL
    )
    assert accounts == [("A", "Meridian Wire"), ("B", "The Harbour Standard"), ("C", "Sunrise Tribune")]
    assert "Text carried by 6 pages more" in text
    folded = re.search(r'<details class="carried">(.*?)</details>', text, re.DOTALL).group(1)
    assert "appears to be an automated rewording of" in folded
    assert "Other explanations to rule out" in folded
    assert 'href="https://www.meridianwire.example/nation/' in text


def test_days_stand_with_what_they_rest_on_and_missing_ones_are_said(site):
    assert "18 January 2032</time>" in unescaped(story_file(site))
    assert "(from metadata, very likely, 1.00)" in unescaped(story_file(site))
    undated = [page for page in pages_of(site).values() if "Nothing here is dated." in page.text]
    assert undated
    assert all("day not established" in page.text and "not dated" in page.text for page in undated)


def test_what_differs_is_hedged_and_shows_both_sides(site):
    text = " ".join(Page(story_file(site)).text.split())
    assert "accounts appear to differ on" in text
    assert "About 18,000 people" in text
    assert "11,400 people" in text
    assert "appear to time one event" in text
    for page in pages_of(site).values():
        assert not re.search(r"\b(copied|stole|plagiari[sz]ed|fake|wrong|original)\b", " ".join(page.words)), page.path


def test_related_stories_stand_with_the_reason(site):
    text = Page(story_file(site, "A year after the flood, Solenza’s courts put a price on a spillway")).text
    assert "this report names 18 January 2032 and Alta Brenha, Vale de Sal" in text
    back = Page(story_file(site)).text
    assert "it names 18 January 2032 and Alta Brenha, Vale de Sal" in back


def test_the_timeline_has_a_twin_in_words(site):
    page = Page(story_file(site))
    assert len(page.all("svg")) == 1
    assert len(page.all("table")) == 1
    assert page.text.count("Meridian Wire") > 2


def test_outlets_stand_in_the_order_of_the_alphabet(site):
    text = (site / "outlets" / "index.html").read_text(encoding="utf-8")
    names = re.findall(r'<li><a href="\.\./outlets/[^"]+"><bdi>(.*?)</bdi>', text)
    assert names == sorted(names, key=str.casefold)
    assert "Meridian Wire" in names


def test_the_page_about_says_how_it_was_made(site, newsroom):
    text = Page(site / "about.html").text
    for said in (
        "2038-12-31",
        newsroom.settings.digest(),
        "44 articles",
        "at most 25 words in a row",
        "10 in a hundred",
    ):
        assert said in text


def test_data_blocks_are_whole_and_hold_no_text(site, newsroom):
    longest = max(newsroom.collection().articles, key=lambda one: len(one.text))
    for path in site.glob("stories/*.html"):
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', path.read_text(encoding="utf-8"))
        graph = json.loads(block)
        (event,) = graph["@graph"]
        assert event["@type"] == "Event"
        assert all("articleBody" not in one and "description" not in one for one in event["subjectOf"])
        assert longest.text[:200] not in block


def test_an_event_has_a_start_only_where_its_day_is_exact(site):
    (block,) = re.findall(r'ld\+json">(.*?)</script>', story_file(site).read_text(encoding="utf-8"))
    assert json.loads(block)["@graph"][0]["startDate"] == "2032-01-18"
    undated = next(page for page in pages_of(site).values() if "Nothing here is dated." in page.text)
    assert "startDate" not in undated.path.read_text(encoding="utf-8").partition("@graph")[2]


# -- whose words ------------------------------------------------------------------------------------------------------


def test_of_no_text_stands_more_than_its_share_on_all_pages_together(site, newsroom):
    """In runs of six words, which two texts do not share by chance."""
    run = 6
    shown = set()
    for path in site.rglob("*"):
        if path.suffix == ".html":
            shown |= runs(" ¶ ".join(Page(path).words), run)
        elif path.suffix in {".atom", ".rss", ".json"}:
            shown |= runs(path.read_text(encoding="utf-8"), run)
    collection = newsroom.collection()
    family = {one: found.articles for found in collection.families for one in found.articles}
    lengths = {one.id: len(words(one.text)) for one in collection.articles}
    # Headlines may stand, and what two families have alike (a button above the text) is given once by one of them.
    known = set().union(*(runs(one.title or "", run) for one in collection.articles))
    held = {}
    for one in collection.articles:
        for words_of in runs(one.text, run):
            held.setdefault(words_of, set()).add(family.get(one.id, one.id))
    shown -= known | {words_of for words_of, families in held.items() if len(families) > 1}
    checked = 0
    for article in collection.articles:
        own = [word.text.casefold() for word in words(article.text)]
        starts = [place for place in range(len(own) - run + 1) if tuple(own[place : place + run]) in shown]
        covered = {place + step for place in starts for step in range(run)}
        most = max(lengths[one] for one in family.get(article.id, (article.id,)))
        assert len(covered) <= 0.1 * most + run, article.source
        in_a_row = 0
        for place in range(len(own)):
            in_a_row = in_a_row + 1 if place in covered else 0
            assert in_a_row <= 25 + run, article.source
        checked += bool(covered)
    assert checked > 10


def runs(text, length):
    found = [word.text.casefold() for word in words(text)]
    return {tuple(found[place : place + length]) for place in range(len(found) - length + 1)}


# -- which stories ----------------------------------------------------------------------------------------------------


def test_fewer_stories_are_the_latest_and_nothing_leads_to_the_others(newsroom, tmp_path):
    publish(newsroom, tmp_path, SitePlan(stories=4))
    assert len(list(tmp_path.glob("stories/*.html"))) == 4
    assert dead_links(tmp_path) == []
    assert "8 stories left out" in Page(tmp_path / "about.html").text
    assert "2033" in Page(tmp_path / "index.html").text


@pytest.mark.parametrize(("plan", "amount"), [({"since": date(2033, 1, 1)}, 3), ({"days": 200}, 3), ({"days": 1}, 1)])
def test_stories_of_which_nothing_was_published_lately_are_left_out(newsroom, tmp_path, plan, amount):
    publish(newsroom, tmp_path, SitePlan(**plan))
    assert len(list(tmp_path.glob("stories/*.html"))) == amount
    assert dead_links(tmp_path) == []


def test_the_same_desk_and_plan_give_the_same_bytes(newsroom, site, tmp_path):
    publish(newsroom, tmp_path, SitePlan(title="The coast", base_url="https://news.example/coast"))
    assert files_of(tmp_path) == files_of(site)


def test_a_desk_with_nothing_on_it_gives_a_site_that_says_so(tmp_path):
    with open_desk() as desk:
        publish(desk, tmp_path, SitePlan())
    assert "Nothing is told here yet" in Page(tmp_path / "index.html").text
    assert dead_links(tmp_path) == []
    for page in pages_of(tmp_path).values():
        assert harm(page) == []


def test_what_is_told_of_progress_counts_every_story(newsroom, tmp_path):
    told = []
    publish(newsroom, tmp_path, SitePlan(), tell=lambda done, total: told.append((done, total)))
    amount = sum(1 for _ in newsroom.store.all(Summary))
    assert told == [(place, amount) for place in range(1, amount + 1)]
