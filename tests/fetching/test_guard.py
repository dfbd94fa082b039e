"""Where a connection may go, and where it may not whatever the user allows."""

from ipaddress import ip_address

import pytest

from copydesk.fetching.guard import Refused, checked, is_public

PUBLIC = ("8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1")
PRIVATE = (
    "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "192.0.0.8", "192.0.2.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "240.0.0.1", "255.255.255.255", "::1", "fd00::1",
    "fec0::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::",
    "64:ff9b::7f00:1", "64:ff9b:1::808:808", "::127.0.0.1",
)  # fmt: skip
NEVER = (
    "169.254.169.254", "169.254.1.1", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "100.100.100.200", "168.63.129.16",
    "0.0.0.0", "::", "224.0.0.1", "ff02::1", "::ffff:169.254.169.254", "::ffff:0.0.0.0", "64:ff9b::a9fe:a9fe",
    "2001::1",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_open(address):
    assert checked("example.org", [address], private=False) == ((str(ip_address(address)), False),)


@pytest.mark.parametrize("address", [*PRIVATE, *NEVER])
def test_all_else_is_refused(address):
    with pytest.raises(Refused, match=r"example\.org"):
        checked("example.org", [address], private=False)
    assert not is_public(ip_address(address.partition("%")[0]))


@pytest.mark.parametrize("address", PRIVATE)
def test_private_ones_are_open_to_who_allows_them(address):
    ((_, private),) = checked("intranet", [address], private=True)
    assert private


@pytest.mark.parametrize("address", NEVER)
def test_where_clouds_keep_their_secrets_nobody_goes(address):
    with pytest.raises(Refused, match="no page"):
        checked("intranet", [address], private=True)


def test_one_bad_address_spoils_a_name():
    with pytest.raises(Refused, match=r"127\.0\.0\.1"):
        checked("example.org", ["8.8.8.8", "127.0.0.1"], private=False)


def test_a_name_without_an_address_is_refused():
    with pytest.raises(Refused, match="no address"):
        checked("example.org", [], private=True)
