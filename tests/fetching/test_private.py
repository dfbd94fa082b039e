"""No way leads into a private network that the user did not open. 127.0.0.2 plays the open internet here."""

from ipaddress import ip_address

import pytest

from copydesk.fetching import guard
from copydesk.pages import Address
from fetching.servers import Server, answer, fetched, moved, page, serving, settings_for, the_page, the_reason, world_of

PUBLIC = ip_address("127.0.0.2")


@pytest.fixture
def inside():
    """A server in the private network."""
    with serving() as made:
        made.says["/secret"] = page("<html><p>The secret of the house.</p></html>")
        yield made


@pytest.fixture
def outside(monkeypatch):
    """A server that passes for one of the internet."""
    try:
        made = Server(str(PUBLIC))
    except OSError:
        pytest.skip("this system has one loopback address")
    monkeypatch.setattr(guard, "is_public", lambda address: address == PUBLIC)
    yield made
    made.close()


WORLD = world_of(
    {"news.example": ("127.0.0.2",), "both.example": ("127.0.0.2", "127.0.0.1"), "in.example": ("127.0.0.1",)}
)


def reason(url, *servers, **changes):
    return the_reason(
        fetched(url, settings_for(*servers, **{"allow_private_addresses": False, **changes}), world=WORLD)
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "127.1", "2130706433", "0x7f.0.0.1"])
def test_this_machine_is_refused_by_every_name(inside, host):
    settings = settings_for(inside, allow_private_addresses=False)
    assert "leads to" in the_reason(fetched(inside.url("/secret", host), settings))
    assert inside.asked == []


@pytest.mark.parametrize(
    "url",
    ["http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://192.168.1.1/", "http://[fd00::1]/"],
)
def test_networks_that_are_not_the_internet_are_refused(url):
    assert "leads to" in reason(url)


def test_clouds_are_not_asked_for_their_secrets_even_with_leave():
    assert "no page" in reason("http://169.254.169.254/latest/meta-data/", allow_private_addresses=True)


@pytest.mark.parametrize("host", ["in.example", "both.example"])
def test_a_name_that_leads_inside_is_refused(inside, outside, host):
    assert "127.0.0.1, which is not open to the internet" in reason(inside.url("/secret", host), inside, outside)
    assert (inside.asked, outside.asked) == ([], [])


def test_a_page_of_the_internet_is_read(outside):
    outside.says["/a"] = page()
    settings = settings_for(outside, allow_private_addresses=False)
    the_page(fetched(outside.url("/a", "news.example"), settings, world=WORLD))


@pytest.mark.parametrize("allowed", [False, True])
@pytest.mark.parametrize("host", ["127.0.0.1", "in.example", "localhost"])
def test_no_redirect_leads_from_the_internet_inside(inside, outside, host, allowed):
    outside.says["/a"] = moved(inside.url("/secret", host))
    url = outside.url("/a", "news.example")
    assert reason(url, inside, outside, allow_private_addresses=allowed)
    assert inside.asked == []


def test_no_robots_txt_leads_inside(inside, outside):
    outside.says["/robots.txt"] = moved(inside.url("/secret"))
    outside.says["/a"] = page()
    assert "not open to the internet" in reason(outside.url("/a", "news.example"), inside, outside)
    assert inside.asked == []


def test_no_file_of_reservations_leads_inside(inside, outside):
    outside.says["/.well-known/tdmrep.json"] = moved(inside.url("/secret"))
    outside.says["/a"] = page()
    settings = settings_for(inside, outside, allow_private_addresses=False)
    the_page(fetched(outside.url("/a", "news.example"), settings, world=WORLD))
    assert inside.asked == []


def test_within_ones_own_network_redirects_are_followed_with_leave(inside):
    inside.says["/a"] = moved("/secret")
    the_page(fetched(inside.url("/a"), settings_for(inside)))


def test_a_list_of_the_internet_names_nothing_inside(inside, outside):
    outside.says["/list"] = answer(f"{inside.url('/secret')}\n{outside.url('/a', 'news.example')}\n")
    outside.says["/a"] = page()
    url, settings = outside.url("/list", "news.example"), settings_for(inside, outside)
    refused, read = sorted(fetched(url, settings, world=WORLD, lists=True), key=lambda one: hasattr(one, "sha256"))
    assert "not open to the internet" in refused.reason
    assert read.url == outside.url("/a", "news.example")
    assert inside.asked == []


def test_a_list_on_the_disk_may_name_ones_own_network_with_leave(inside):
    link = Address(url=inside.url("/secret"), kind="page")
    the_page(fetched([link], settings_for(inside)))


def test_a_name_is_looked_up_for_each_connection_and_connected_to_where_it_was_checked(monkeypatch):
    import httpcore

    connected = []

    def connect(_self, host, _port, *_, **__):
        connected.append(host)
        raise httpcore.ConnectError("not in a test")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    answers = iter([("93.184.216.34",), ("127.0.0.1",)])
    world = world_of(look_up=lambda _host, _port: next(answers))
    settings = settings_for(allow_private_addresses=False, retries=2)
    told = the_reason(fetched("http://rebinding.example/", settings, world=world))
    assert connected == ["93.184.216.34"]
    assert "127.0.0.1, which is not open to the internet" in told


@pytest.mark.parametrize("port", [22, 25, 6379, 8080])
def test_other_ports_are_not_asked(port):
    assert f"port {port} is not asked" in reason(f"http://news.example:{port}/")


def test_a_redirect_to_another_port_is_not_followed(outside):
    outside.says["/a"] = moved("http://news.example:6379/")
    assert "port 6379 is not asked" in reason(outside.url("/a", "news.example"), outside)


def test_a_name_that_does_not_exist_is_told():
    assert "cannot be looked up" in reason("https://nowhere.example/")
