"""What a person wrote, as the one address that is asked for."""

import pytest

from copydesk.fetching.addresses import BadAddress, is_address, listed, read_address
from copydesk.text.hosts import without_password


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("https://Example.ORG", "https://example.org/"),
        ("HTTP://example.org:80/a?b=c#part", "http://example.org/a?b=c"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("  https://example.org/a b  ", "https://example.org/a%20b"),
        ("https://example.org/straße?q=für", "https://example.org/stra%C3%9Fe?q=f%C3%BCr"),
        ("https://example.org/a%20b%2Fc", "https://example.org/a%20b%2Fc"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("http://[2606:4700:0::1]/", "http://[2606:4700::1]/"),
        ("https://old_name.example.org/", "https://old_name.example.org/"),
    ],
)
def test_an_address_has_one_form(written, asked):
    assert read_address(written).url == asked


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("ftp://example.org/", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("example.org/story", "only http and https"),
        ("https://ada:secret@example.org/", "name or password"),
        ("https://example.org@evil.example/", "name or password"),
        (r"https://example.org\@evil.example/", "name or password"),
        ("https://", "no host"),
        ("https:///path", "no host"),
        ("https://example.org:99999/", "no address"),
        ("https://example.org:port/", "no address"),
        ("https://exa mple.org/", "no name of a host"),
        ("https://-example.org/", "no name of a host"),
        ("https://example..org/", "no name of a host"),
        ("https://\u2014.example/", "no name of a host"),
        ("https://[::1%25eth0]/", "one machine"),
        ("https://[1::2::3]/", "no IPv6 address|no address"),
        ("https://example.org/\x00", "control characters"),
        ("https://example.org/a\r\nX-Header: 1", "control characters"),
        ("https://example.org/" + "a" * 5000, "longer than"),
    ],
)
def test_what_cannot_be_fetched_is_refused_with_the_reason(written, why):
    with pytest.raises(BadAddress, match=why):
        read_address(written)


def test_a_password_is_not_repeated_in_the_message():
    with pytest.raises(BadAddress) as told:
        read_address("https://ada:secret@example.org/")
    assert "secret" not in str(told.value)


def test_a_password_is_not_kept():
    assert without_password("https://ada:secret@example.org/a@b") == "https://***@example.org/a@b"
    assert without_password("https://example.org/a@b") == "https://example.org/a@b"


@pytest.mark.parametrize("name", ["127.1", "0x7f.1", "2130706433", "017700000001"])
def test_old_ways_of_writing_an_ip_address_are_names_like_others(name):
    # What they lead to is looked up and then checked, as for every name.
    assert read_address(f"http://{name}/").host == name


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/b", "https://example.org/b"),
        ("c?d", "https://example.org/a/c?d"),
        ("//other.example/x", "https://other.example/x"),
        ("http://other.example:8080/x#y", "http://other.example:8080/x"),
    ],
)
def test_a_redirect_is_seen_from_where_it_stands(location, leads_to):
    assert read_address("https://example.org/a/b").leads_to(location).url == leads_to


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://x/", "https://a:b@c/", "http://[::1", "data:,x"])
def test_a_redirect_leads_to_no_other_kind_of_address(location):
    with pytest.raises(BadAddress):
        read_address("https://example.org/a/b").leads_to(location)


def test_a_robots_file_stands_for_scheme_host_and_port():
    assert read_address("https://example.org:8443/a?b").origin == "https://example.org:8443"
    assert read_address("http://[::1]:81/").origin == "http://[::1]:81"


def test_words_are_told_from_files():
    assert is_address("https://example.org/a")
    assert is_address(" HTTP://example.org")
    assert not any(map(is_address, ("example.org", "pages/http.html", "-", "ftp://example.org", "C:\\http")))


def test_a_list_is_addresses_alone():
    text = "\ufeff# mine\nhttps://example.org/a\r\n\n  http://example.org/b \n"
    assert listed(text) == ("https://example.org/a", "http://example.org/b")
    assert listed("https://example.org/a\nand more") is None
    assert listed("# nothing\n\n") is None
