"""What a notebook shows of a record: a little HTML that stands by itself and runs nothing."""

import re
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date

import pytest

from copydesk.records import (
    Alteration,
    Article,
    ArticleId,
    Block,
    Check,
    Copy,
    DateCandidate,
    Edge,
    EventDate,
    Failure,
    Family,
    Figure,
    Ladder,
    Page,
    PageId,
    Passage,
    Published,
    Quote,
    Side,
    Story,
)
from copydesk.tabular import Records

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' onload='alert(3) {{ 7*7 }} </article> \x1b[31m\u202e"
BODY = tuple(f"Paragraph {number} of a long story." for number in range(7))


@pytest.fixture
def article():
    return Article(
        id="article-1",
        page="p-1",
        source="pages/flood.html",
        position=0,
        text="\n".join(BODY),
        blocks=(
            Block(kind="navigation", text="Home"),
            *(Block(kind="body", text=one) for one in BODY),
            Block(kind="promotion", text="Give to us"),
        ),
        url="https://news.example/flood",
        outlet="Vessmar Courier",
        title="Water rises in the Lower Town",
        byline=("Ada Brenn",),
        published=Published(
            low=date(2031, 4, 2), high=date(2031, 4, 2), precision="day", basis="metadata", confidence=0.97
        ),
        dates=(DateCandidate(value="2031-04-02", surface="2 April", role="published", kept=True, why="as printed"),),
    )


def test_an_article_shows_its_head_its_text_and_what_was_left_out(article):
    shown = article._repr_html_()
    assert '<a href="https://news.example/flood" rel="noopener noreferrer nofollow"' in shown
    assert "Vessmar Courier · 2031-04-02 (from metadata, very likely, 0.97) · by Ada Brenn" in shown
    assert all(one in shown for one in BODY)
    assert "3 more paragraphs" in shown
    assert "not in the text: 1 navigation, 1 promotion" in shown
    assert "1 date weighed" in shown


QUOTE = Quote(
    id="quote-1",
    article="article-1",
    start=3,
    end=20,
    text="We saw it coming",
    kind="direct",
    speaker="Ada Brekke",
    speaker_surface="Brekke",
    speaker_start=None,
    speaker_end=None,
    cue="said",
    via="Holm Wire",
)
FIGURE = Figure(
    id="figure-1",
    article="article-1",
    start=40,
    end=55,
    surface="about nine miles",
    value=9.0,
    low=9.0,
    high=9.0,
    unit="mile",
    per=None,
    measures="mile: lies … upstream",
    approximate=True,
    si_value=14484.1,
    si_unit="metre",
)
CHECK = Check(
    id="check-1",
    story="story-1",
    subject="people hurt",
    kind="number",
    outcome="conflict",
    sides=(
        Side(article="article-1", start=0, end=9, text="12 were hurt", family="family-1"),
        Side(article="article-2", start=4, end=12, text="Nine were hurt", family="family-2"),
    ),
    confidence=0.7,
    why="both count the same people",
)


def hostile(record):
    """A record with every free text made hostile."""
    fixed = {"kind", "outcome", "low", "high", "value"}
    texts = {
        one.name: EVIL for one in fields(record) if one.name not in fixed and isinstance(getattr(record, one.name), str)
    }
    return replace(record, **texts)


def test_what_was_said_is_shown_with_who_says_it_and_through_whom():
    shown = QUOTE._repr_html_()
    assert "<b>Ada Brekke</b>" in shown
    assert "via Holm Wire" in shown
    assert "<q>We saw it coming</q>" in shown
    assert "quoted, cue “said” · article-1, 3 to 20" in shown
    assert "<q>" not in replace(QUOTE, kind="reported")._repr_html_()
    assert "<b>not attributed</b>" in replace(QUOTE, speaker=None)._repr_html_()


def test_a_figure_is_shown_as_it_stands_with_its_hedge_its_value_and_what_it_measures():
    shown = FIGURE._repr_html_()
    assert '<b dir="auto">about nine miles</b> <span style="opacity:.72">hedged: about</span> · 9 mile' in shown
    assert "(14,484.1 metre)" in shown
    assert "lies … upstream" in shown
    assert "metre)" not in replace(FIGURE, si_unit="mile")._repr_html_()


def test_a_comparison_is_shown_with_both_sides_in_their_own_words():
    shown = CHECK._repr_html_()
    assert "<b>≠ conflict</b> people hurt" in shown
    assert "how many · more likely than not, 0.70" in shown
    assert shown.index("12 were hurt") < shown.index("Nine were hurt") < shown.index("both count the same people")


PASSAGE = Passage(a=(0, 9), b=(0, 9), same=True)
COPY = Copy(
    id="copy-1",
    a=ArticleId("article-1"),
    b=ArticleId("article-2"),
    kind="spun",
    direction="a_to_b",
    score=0.7,
    confidence=0.97,
    coverage_a=0.5,
    coverage_b=1.0,
    passages=(PASSAGE, PASSAGE),
    alterations=(
        Alteration(kind="number", before="seven", after="seventeen", a=(0, 5), b=(0, 9), material=True),
        Alteration(kind="wording", before="said", after="uttered", a=(6, 9), b=(10, 17), material=False),
    ),
    why=(),
)
FAMILY = Family(
    id="family-1",
    articles=("article-1", "article-2", "article-3"),
    edges=(
        Edge(parent=None, child="article-1", confidence=0.0),
        Edge(parent="article-1", child="article-2", confidence=0.96),
        Edge(parent=None, child="article-3", confidence=0.5, candidates=("article-1", "article-2")),
    ),
    roots=("article-1",),
)
STORY = Story(
    id="story-1",
    label="Water rises",
    articles=("article-1", "article-2"),
    event_date=EventDate(low=date(2031, 4, 1), high=date(2031, 4, 1), basis="days named in the text"),
    storyline=None,
    families=(("article-1", "article-2"),),
    ladder=Ladder(pages=2, texts=1, publishers=2, owners=2, accounts=1, documents=0),
)


def test_a_pair_tells_how_which_way_and_what_changed_materially():
    shown = COPY._repr_html_()
    assert "<b>reworded</b>: 2 passages, 50% of article-1 and 100% of article-2" in shown
    assert "article-2 appears to be made from article-1" in shown
    assert "seventeen" in shown
    assert "uttered" not in shown
    unsure = replace(COPY, direction="unknown", alterations=())._repr_html_()
    assert "direction not established" in unsure
    assert "No material change was found" in unsure


def test_a_family_tells_each_article_with_whom_it_shares_its_text():
    shown = FAMILY._repr_html_()
    assert "<b>3 articles with one text</b>" in shown
    assert "none before it here" in shown
    assert "very likely, 0.96" in shown
    assert "one of article-1, article-2" in shown


def test_a_story_tells_its_day_its_ladder_and_its_families():
    shown = STORY._repr_html_()
    assert "2031-04-01" in shown
    assert "2 pages › 1 text" in shown
    assert "<li>article-1 · article-2</li>" in shown


def test_an_answer_is_a_table_of_its_first_records():
    shown = Records([COPY] * 50, Copy)._repr_html_()
    assert shown.count("<tr>") == 41
    assert "50 records, of which the first 40 are shown" in shown
    assert "<th>passages</th>" not in shown
    assert "0 records;" in Records((), Copy)._repr_html_()


def poisoned(article):
    hostile = replace(article, title=EVIL, outlet=EVIL, standfirst=EVIL, byline=(EVIL,), source=EVIL, language=EVIL)
    date_ = replace(article.dates[0], surface=EVIL, why=EVIL)
    blocks = tuple(replace(block, text=EVIL) for block in article.blocks)
    return replace(hostile, text="\n".join([EVIL] * 7), blocks=blocks, dates=(date_,), url="javascript:alert(4)")


def told_by_strangers():
    change = replace(COPY.alterations[0], before=EVIL, after=EVIL)
    story = replace(STORY, label=EVIL)
    return replace(COPY, alterations=(change,)), story, Records([story], Story)


def test_whatever_a_page_holds_is_words_in_a_notebook(article):
    page = Page(id=PageId("p"), source=EVIL, form="html", sha256="", size=3, as_of=date(2031, 4, 5), url=EVIL)
    failure = Failure(id="x", step="articles", input=EVIL, reason=EVIL)
    for record in (poisoned(article), page, failure, *map(hostile, (QUOTE, FIGURE, CHECK)), *told_by_strangers()):
        shown = record._repr_html_()
        assert not re.search(r"<\s*(script|img)|javascript:|\x1b|\u202e|49", shown)
        assert "&lt;script&gt;" in shown
        for tag in re.findall(r"<[a-z][^>]*>", shown):
            assert not re.search(r"\son\w+\s*=", re.sub(r'"[^"]*"', '""', tag))


def test_a_notebook_gets_its_colours_from_where_it_stands_and_loads_nothing(article):
    shown = article._repr_html_()
    assert not re.search(r"<(?:link|style|script|iframe|img)|url\(|@import", shown)
    assert not re.search(r"color:\s*#|background:\s*#", shown)


def test_a_page_of_megabytes_does_not_make_a_notebook_of_megabytes(article):
    blocks = tuple(Block(kind="related", text="x" * 5000) for _ in range(3000))
    assert len(replace(article, blocks=(*article.blocks, *blocks))._repr_html_()) < 150_000


def test_records_load_no_templates_until_a_notebook_asks():
    code = (
        "import sys, copydesk.records; print([name for name in ('jinja2', 'copydesk.reports') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
