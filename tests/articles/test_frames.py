"""Frames of sites: what recurs on pages that tell different things, and never the article."""

from datetime import date

import pytest

from copydesk.articles import find_frames, lay_out, read_articles
from copydesk.records import Frame, Page, PageId
from copydesk.settings import ArticleSettings

SETTINGS = ArticleSettings()
TOP = ["The Fell Gazette", "Home", "News", "Farming", "A paper for the dales, printed in Harrowby since 1888."]
BOX = ["Before you go", "The Gazette has no owner but its readers, and this week 212 of you gave it something."]
FOOT = ["Contact us", "Terms of use", "The Fell Gazette is set and printed at 4 Wool Lane, Harrowby, every Thursday."]
STORIES = {
    "Bridge at Harrowby shut": [
        "The stone bridge at Harrowby was shut on Monday after a diver found a pier of it washed hollow by the beck.",
        "Masons from three villages have been asked to look at the pier, said the county's engineer, Ansel Quill.",
        "Farmers on the north side must now drive eleven miles round by Low Ings to bring their milk to the dairy.",
        "The bridge, which was built in 1771, was last mended after the great flood of 1927, the parish papers show.",
    ],
    "Choir of Low Ings sings no more": [
        "The choir of Low Ings gave its last concert on Sunday, since only four of its singers are under seventy.",
        "It was founded by a schoolmaster in 1904 and sang at every wedding in the dale for more than a century.",
        '"We were never good, but we were always there," said Hester Pym, who has sung alto in it since she was nine.',
        "The scores go to the library in Harrowby, where a reader has promised to put them in order by Easter.",
    ],
    "Price of wool falls again": [
        "Wool fetched less at the Harrowby sale on Friday than the bags it was packed in, buyers and sellers agreed.",
        "A fleece brought 31 pence, nine less than a year ago, and a third of the lots went back to the farms unsold.",
        "Some shepherds now lay fleeces under their paths, where they keep down the weeds for three summers or more.",
        "The next sale is in October, and the auctioneer, Tom Sedge, said that he expected no better of that one.",
    ],
}
FOURTH = {
    "Market day moved": [
        f"In {month} the market at Garth will be held on a Thursday and no more on a Friday, its warden has decided."
        for month in ("April", "May", "June", "July")
    ]
}
FIFTH = {
    "Well dug at Muker": [
        f"A well of {depth} was dug at Muker in the dry weeks, and it gave no water that anybody would drink."
        for depth in ("ten feet", "thirty feet", "forty feet and more", "ninety feet")
    ]
}
BRIDGE = "Bridge at Harrowby shut"


def text_of(title, paragraphs, *, box=()):
    middle = [*paragraphs[:2], *box, *paragraphs[2:]]
    return "\n".join([*TOP, title, *middle, *FOOT])


def page(name, content, *, form="text", url=None):
    return Page(
        id=PageId(name),
        source=f"fell/{name}",
        form=form,
        sha256="0",
        size=len(content),
        as_of=date(2038, 1, 1),
        url=url,
    )


def frames_of(contents, **facts):
    layouts = [lay_out(page(name, content, **facts), content) for name, content in contents.items()]
    return {frame.page: frame for frame in find_frames(layouts, settings=SETTINGS.frame)}


def recurring(contents, name, **facts):
    lines = contents[name].split("\n")
    frame = frames_of(contents, **facts).get(name)
    return [line for line, count in zip(lines, frame.recurs, strict=True) if count] if frame else []


def test_two_pages_of_a_site_show_its_frame():
    contents = {title: text_of(title, body) for title, body in list(STORIES.items())[:2]}
    for title in contents:
        assert set(TOP[:4]) <= set(recurring(contents, title)) <= {*TOP, *FOOT}
        assert set(FOOT[:2]) <= set(recurring(contents, title))


def test_a_box_in_the_middle_of_articles_is_seen_on_the_fourth_page():
    contents = {title: text_of(title, body, box=BOX) for title, body in {**STORIES, **FOURTH}.items()}
    assert set(BOX) <= set(recurring(contents, BRIDGE))
    del contents["Market day moved"]
    assert not set(BOX) & set(recurring(contents, BRIDGE))


def test_one_page_has_no_frame():
    assert frames_of({"only": text_of(BRIDGE, STORIES[BRIDGE])}) == {}


def test_the_same_article_on_two_pages_is_no_frame():
    body = STORIES[BRIDGE]
    contents = {"page": text_of(BRIDGE, body), "print view": "\n".join([BRIDGE, *body, "Printed from the Gazette"])}
    assert frames_of(contents) == {}


def test_copies_of_one_report_lying_side_by_side_are_not_eaten():
    body = STORIES[BRIDGE]
    sites = {
        name: "\n".join([name, BRIDGE, *body, f"All rights with {name}"]) for name in ("Echo", "Post", "Sun", "Mail")
    }
    assert frames_of(sites) == {}


def test_a_report_cut_to_pieces_by_others_is_not_eaten():
    long = [*STORIES[BRIDGE], *(line.replace("Harrowby", "Garth") for line in STORIES["Price of wool falls again"])]
    contents = {"whole": "\n".join(["Whole", BRIDGE, *long])}
    for number in range(4):
        own = [f"Readers in ward {number} told us of a {what} they had seen there on Sunday." for what in "abcdefgh"]
        contents[f"part {number}"] = "\n".join([f"Part {number}", BRIDGE, *long[:3], *own])
    assert not {BRIDGE, *long} & set(recurring(contents, "whole"))


def test_a_headline_that_other_pages_list_is_no_frame():
    titles = list(STORIES)
    contents = {}
    for title, body in STORIES.items():
        listed = [other for other in titles if other != title]
        contents[title] = "\n".join([title, title, "Fell Gazette, Monday", *body, "More stories", *listed])
    for title in titles:
        assert title not in recurring(contents, title)


def test_pages_of_another_host_say_nothing():
    one = page("a", "x", url="https://www.fell.example/a")
    two = page("b", "x", url="https://m.fell.example/b")
    three = page("c", "x", url="https://post.example/c")
    sites = [lay_out(one, "x").site, lay_out(two, "x").site, lay_out(three, "x").site]
    assert sites[0] == sites[1] != sites[2]


def test_a_page_states_its_site_itself():
    content = '<head><link rel=canonical href="https://www.fell.example/bridge"></head><p>Shut.</p>'
    assert lay_out(page("a", content, form="html"), content).site == "host fell.example"


def test_files_of_a_folder_and_records_of_a_container_are_a_site():
    assert lay_out(page("one.txt", "x"), "x").site == lay_out(page("two.txt", "x"), "x").site
    assert lay_out(page("all.jsonl#1", "x"), "x").site == lay_out(page("all.jsonl#2", "x"), "x").site
    assert lay_out(page("all.jsonl#1", "x"), "x").site != lay_out(page("more.jsonl#1", "x"), "x").site


@pytest.mark.parametrize("title", STORIES)
def test_what_recurs_is_no_body_and_says_so(title):
    contents = {name: text_of(name, body, box=BOX) for name, body in {**STORIES, **FOURTH}.items()}
    frame = frames_of(contents)[title]
    (article,) = read_articles(page(title, contents[title]), contents[title], frame=frame, settings=SETTINGS)
    assert article.text.split("\n") == STORIES[title]
    assert {block.text for block in article.blocks if block.recurs} == {*TOP, *BOX, *FOOT}


def test_a_frame_that_would_take_much_of_an_article_is_not_believed():
    lines = text_of(BRIDGE, STORIES[BRIDGE])
    recurs = tuple(8 * (line in STORIES[BRIDGE][2:] or line in TOP) for line in lines.split("\n"))
    frame = Frame(id="frame-1", page=PageId("a"), recurs=recurs)
    (framed,) = read_articles(page("a", lines), lines, frame=frame, settings=SETTINGS)
    (alone,) = read_articles(page("a", lines), lines, settings=SETTINGS)
    assert framed.text == alone.text


def test_a_frame_of_a_page_cut_otherwise_is_not_used():
    lines = text_of(BRIDGE, STORIES[BRIDGE])
    frame = Frame(id="frame-1", page=PageId("a"), recurs=(8,))
    (article,) = read_articles(page("a", lines), lines, frame=frame, settings=SETTINGS)
    assert not any(block.recurs for block in article.blocks)


def test_the_motto_of_a_site_is_no_headline():
    motto = "A paper for the dales and all who left them"
    stories = {**STORIES, **FOURTH, **FIFTH}
    contents = {title: "\n".join(["Home", motto, "", *body, *FOOT]) for title, body in stories.items()}
    frame = frames_of(contents)[BRIDGE]
    (framed,) = read_articles(page(BRIDGE, contents[BRIDGE]), contents[BRIDGE], frame=frame, settings=SETTINGS)
    assert framed.title != motto
    assert frame.recurs[1]


def test_a_headline_that_two_papers_print_over_their_own_reports_stays_one():
    title = "Trouble in the dales again this week"
    contents = {name: "\n".join([title, "", *body]) for name, body in STORIES.items()}
    for name, content in contents.items():
        frame = frames_of(contents).get(name)
        (article,) = read_articles(page(name, content), content, frame=frame, settings=SETTINGS)
        assert article.title == title


def test_a_headline_taken_for_a_paragraph_stays_the_headline_when_its_site_is_known():
    stories = {**STORIES, **FOURTH}
    box = "".join(f"<p>{line}</p>" for line in BOX)
    contents = {}
    for title, body in stories.items():
        paragraphs = "".join(f"<p>{line}</p>" for line in body)
        menu = "".join(f"<p>{line}</p>" for line in TOP)
        contents[title] = f"<title>The Fell Gazette: {title}</title>{menu}{box}<p>{title}</p>{box}{paragraphs}"
    frame = frames_of(contents, form="html")[BRIDGE]
    (article,) = read_articles(
        page(BRIDGE, contents[BRIDGE], form="html"), contents[BRIDGE], frame=frame, settings=SETTINGS
    )
    assert article.title == BRIDGE
    assert article.text.split("\n") == STORIES[BRIDGE]


@pytest.mark.parametrize(
    ("line", "seen"), [("Follow the Fell Gazette on every messenger: subscribe", True), ("What we know so far", False)]
)
def test_an_appeal_between_paragraphs_is_seen_on_the_fifth_page_and_a_subheading_never(line, seen):
    contents = {
        title: "\n".join([*TOP, title, *body[:2], line, *body[2:], *FOOT])
        for title, body in {**STORIES, **FOURTH, **FIFTH}.items()
    }
    assert (line in recurring(contents, BRIDGE)) is seen
    del contents["Market day moved"]
    assert line not in recurring(contents, BRIDGE)
