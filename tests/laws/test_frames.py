"""What holds for any pages of a site."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from copydesk.articles import find_frames, lay_out, read_articles
from copydesk.errors import UnreadablePage
from copydesk.records import Frame, Layout, Page, PageId
from copydesk.settings import ArticleSettings, FrameSettings


def shut(*places: str) -> str:
    return "\n".join(
        f"The road over {place} was shut on the day of the thaw for all but post and milk again." for place in places
    )


LINE = st.sampled_from(["Home", "News", "Share", "Terms of use", "More from us", "日本", "The Echo"])
PLACES = st.text("abcdefgh", min_size=3, max_size=5)
PROSE = PLACES.map(shut)
CONTENT = st.lists(st.one_of(LINE, PROSE), max_size=12).map("\n".join)
SITE = st.lists(CONTENT, max_size=6)


def layouts_of(contents: list[str]) -> list[Layout]:
    pages = [
        Page(id=PageId(f"p-{n}"), source=f"s/{n}.txt", form="text", sha256="0", size=len(text), as_of=date(2038, 1, 1))
        for n, text in enumerate(contents)
    ]
    return [lay_out(page, text) for page, text in zip(pages, contents, strict=True)]


@given(SITE, st.randoms())
def test_the_order_of_pages_is_nothing(contents: list[str], chance: st.DataObject) -> None:
    layouts = layouts_of(contents)
    shuffled = list(layouts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    settings = FrameSettings()
    assert find_frames(layouts, settings=settings) == find_frames(shuffled, settings=settings)


@given(SITE)
def test_a_count_stands_for_every_piece_and_never_exceeds_the_other_pages(contents: list[str]) -> None:
    lengths = {f"p-{n}": len([line for line in text.split("\n") if line]) for n, text in enumerate(contents)}
    for frame in find_frames(layouts_of(contents), settings=FrameSettings()):
        assert len(frame.recurs) == lengths[frame.page]
        assert 0 < max(frame.recurs) < len(contents)


@given(CONTENT.filter(lambda text: "thaw" in text), st.integers(2, 6))
def test_a_page_that_is_there_many_times_has_no_frame(content: str, times: int) -> None:
    assert find_frames(layouts_of([content] * times), settings=FrameSettings()) == ()


@given(SITE)
def test_what_recurs_stands_beside_the_same_neighbour_on_another_page(contents: list[str]) -> None:
    def pairs(text: str) -> set[tuple[str, str]]:
        lines = ["^", *(line for line in text.split("\n") if line), "$"]
        return {pair for pair in pairwise(lines) if pair[0] != pair[1]}

    for frame in find_frames(layouts_of(contents), settings=FrameSettings(sample=4)):
        own = int(frame.page.removeprefix("p-"))
        others = set[tuple[str, str]]().union(*(pairs(text) for n, text in enumerate(contents) if n != own))
        lines = ["^", *(line for line in contents[own].split("\n") if line), "$"]
        for place, count in enumerate(frame.recurs, start=1):
            around = {(lines[place - 1], lines[place]), (lines[place], lines[place + 1])}
            assert not count or around & others


# A frame takes a third at most, and a second look at what is left not half of that; what recurs once is no frame.
@example(shut("aab", "aac", "aaaa", "aaa"), [1, 2, 0, 1])
@example(shut("aaaa", "aac", "aad", "aaab"), [2, 0, 1, 1])
@given(CONTENT, st.lists(st.sampled_from([0, 1, 2, 8]), min_size=12, max_size=12))
def test_whatever_a_frame_says_a_page_that_has_an_article_keeps_one(content: str, counts: list[int]) -> None:
    page = Page(id=PageId("p"), source="p", form="text", sha256="0", size=len(content), as_of=date(2038, 1, 1))
    pieces = len([line for line in content.split("\n") if line])
    frame = Frame(id="frame-1", page=page.id, recurs=tuple(counts[:pieces]))
    settings = ArticleSettings(shortest_body=1)
    try:
        alone = read_articles(page, content, settings=settings)
    except UnreadablePage:
        return
    framed = read_articles(page, content, frame=frame, settings=settings)
    assert framed[0].text
    assert len(framed[0].text) >= 0.3 * len(alone[0].text)
    assert [block.text for block in framed[0].blocks if block.recurs] or not any(frame.recurs)
