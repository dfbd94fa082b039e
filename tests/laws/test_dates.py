from datetime import date
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from copydesk.articles.dates import find_dates
from copydesk.records import Block, BlockKind

SCRAPS = (
    "3 May 2014",
    "Posted",
    "Updated:",
    "03/05/2014",
    "Saturday, May 3, 2014",
    "10:15 am",
    "by Anna Reed",
    "2014年5月3日",
    "2 days ago",
    "May",
    "03",
    "2014",
    "Today is",
    "31.12.9999",
    "0000-00-00",
    "first published in The Wire on",
    "The council met on Friday, 14 May.",
)
LINES = st.lists(st.sampled_from(SCRAPS) | st.text(max_size=12), min_size=1, max_size=5).map(" ".join)
BLOCKS = st.lists(st.builds(Block, kind=st.sampled_from(get_args(BlockKind)), text=LINES.filter(bool)), max_size=14)
VALUES = st.sampled_from(
    ("2014-05-03T23:30:00Z", "1399111200", "20140503", "Sat May 03 10:00:00 CEST 2014", "99999999999")
)
NAMES = st.sampled_from(
    ("meta:date", "jsonld:datePublished", "time:datetime", "itemprop:datepublished", "meta:revised")
)
DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2040, 1, 1))


@given(
    blocks=BLOCKS,
    metadata=st.lists(st.tuples(NAMES, VALUES | st.text(max_size=20)), max_size=4),
    url=st.none() | st.sampled_from(("http://a.example/2014/05/03/x", "http://a.example/2014/13/40/x", "x")),
    text=LINES,
    dateline=st.none() | LINES,
    as_of=DAYS,
    fetched=st.none() | DAYS,
)
def test_no_page_breaks_it_and_nothing_is_claimed_after_the_day_of_reading(
    blocks, metadata, url, text, dateline, **days
):
    found = find_dates(
        blocks=blocks, metadata=metadata, url=url, text=text, dateline=dateline, language=None, recurring=(), **days
    )
    if found.published is not None:
        assert found.published.low <= found.published.high <= days["as_of"]
        assert found.published.confidence >= 0.5
    if found.page_date is not None:
        assert any(one.role == "page_served" for one in found.candidates)
    assert all(one.basis is not None for one in found.candidates)
