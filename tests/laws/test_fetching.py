"""Whatever a server says, a page or a failure with a reason comes of it, and never anything else."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.fetching.addresses import BadAddress, read_address
from copydesk.fetching.unpacking import BadBody, body_of
from copydesk.pages.reservations import by_page, by_rules, read_rules
from copydesk.records import Failure, Page
from fetching.servers import STORY, answer, fetched, serving, settings_for

HEADERS = st.dictionaries(
    st.sampled_from(
        (
            *("Content_Type", "Content_Encoding", "Transfer_Encoding", "Location", "Retry_After", "ETag"),
            *("Last_Modified", "TDM_Reservation", "TDM_Policy", "Set_Cookie", "Connection"),
        )
    ),
    st.one_of(
        st.sampled_from(
            ("text/html", "text/html; charset=utf-16", "gzip", "chunked", "/", "1", "//", "http://[", "-1")
        ),
        st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=30),
    ),
    max_size=4,
)
BODIES = st.one_of(st.binary(max_size=300), st.text(max_size=100).map(str.encode), st.just(STORY.encode()))
STATUSES = st.sampled_from(
    ("200 OK", "200 OK", "302 Found", "304 Not Modified", "404 No", "503 Busy", "999 What", "100 Go on")
)


@pytest.fixture(scope="module")
def server():
    with serving() as made:
        yield made


def only_pages_and_failures(server, said):
    settings = settings_for(server, retries=0, read_seconds=0.5, total_seconds=1.0)
    for path in ("/robots.txt", "/.well-known/tdmrep.json", "/a"):
        server.says.clear()
        server.says.update({"/a": answer(STORY, Content_Type="text/html"), path: said})
        (one,) = fetched(server.url("/a"), settings)
        assert isinstance(one, Page | Failure)
        assert not isinstance(one, Failure) or (one.reason and "a fault in copydesk" not in one.reason)


@given(raw=st.binary(max_size=400))
def test_any_bytes(server, raw):
    only_pages_and_failures(server, raw)


@given(status=STATUSES, headers=HEADERS, body=BODIES)
def test_any_answer(server, status, headers, body):
    only_pages_and_failures(server, answer(body, status=status, **headers))


@given(place=st.integers(0, 400), piece=st.binary(max_size=3))
def test_any_damage_to_a_good_answer(server, place, piece):
    good = answer(STORY, Content_Type="text/html; charset=utf-8", ETag='"v1"', TDM_Reservation=1)
    only_pages_and_failures(server, good[:place] + piece + good[place + 1 :])


@given(text=st.text(max_size=80))
def test_any_text_is_an_address_or_none(text):
    for written in (text, f"http://{text}", f"https://example.org/{text}"):
        with suppress(BadAddress):
            address = read_address(written)
            assert address.url.isascii()
            assert read_address(address.url) == address


@given(location=st.text(max_size=60))
def test_any_redirect_leads_to_an_address_or_nowhere(location):
    with suppress(BadAddress):
        address = read_address("https://example.org/a/b").leads_to(location)
        assert address.url.startswith(("http://", "https://"))


@given(raw=st.binary(max_size=300), coding=st.sampled_from(("gzip", "deflate", "identity", "br", "")))
def test_any_body_is_unpacked_within_its_limit_or_refused(raw, coding):
    with suppress(BadBody):
        assert len(body_of([raw, b"", raw], packed=coding, limit=200)) <= 200


@given(raw=st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode)), target=st.text(max_size=50))
def test_any_file_of_reservations_is_read(raw, target):
    by_rules(read_rules(raw), f"/{target}")
    by_rules(read_rules(b'[{"location": "/*", "tdm-reservation": 1}]'), f"/{target}")
    by_page('<meta name="tdm-reservation" content="1">' + raw.decode("latin-1"))
