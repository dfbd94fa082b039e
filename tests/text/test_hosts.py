"""What the site of a page is called."""

import pytest

from copydesk.text.hosts import host_of, site_name


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Post.example/a", "post.example"),
        ("http://post.example:8080", "post.example"),
        ("https://[half", None),
        ("pages/a.html", None),
        (None, None),
        ("", None),
    ],
)
def test_the_host_of_an_address(address, host):
    assert host_of(address) == host


def test_an_outlet_goes_before_a_host():
    assert site_name("Brae Post", "https://post.example") == "Brae Post"
    assert site_name(None, "https://post.example") == "post.example"
