"""Over https a server proves its name; that the connection goes to a checked address changes nothing about it."""

import ssl
from contextlib import suppress
from pathlib import Path

import pytest

from copydesk.fetching import wire
from fetching.servers import STORY, Server, fetched, page, settings_for, the_page, the_reason, world_of

# A certificate that signs itself, for one.example alone; its key is here for all to see, and good for nothing else.
CERTIFICATE = Path(__file__).parent / "one.example.pem"
WORLD = world_of({"one.example": ("127.0.0.1",), "two.example": ("127.0.0.1",)})


class SecureServer(Server):
    """A server that speaks TLS."""

    def __init__(self):
        super().__init__()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(CERTIFICATE)
        self.names = []
        self._context.sni_callback = lambda _socket, name, _context: self.names.append(name)

    def url(self, path="/", host="one.example"):
        return f"https://{host}:{self.port}{path}"

    def _talk(self, place):
        with suppress(OSError):
            place.settimeout(2)
            super()._talk(self._context.wrap_socket(place, server_side=True))


@pytest.fixture
def server():
    made = SecureServer()
    made.says["/a"] = page()
    yield made
    made.close()


@pytest.fixture
def trusted(monkeypatch):
    """The certificate counts as signed by somebody known."""
    context = ssl.create_default_context(cafile=str(CERTIFICATE))
    monkeypatch.setattr(wire, "_trust", lambda: context)


@pytest.mark.usefixtures("trusted")
def test_a_server_that_proves_its_name_is_read(server):
    one = the_page(fetched(server.url("/a"), settings_for(server), world=WORLD))
    assert (one.content, one.url) == (STORY, server.url("/a"))
    assert set(server.names) == {"one.example"}, "the server is told which name is meant"


def test_a_certificate_that_nobody_signed_is_refused(server):
    told = the_reason(fetched(server.url("/a"), settings_for(server), world=WORLD))
    assert "the certificate of one.example is not valid" in told
    assert server.asked == []


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("host", ["two.example", "127.0.0.1"])
def test_a_certificate_for_another_name_is_refused(server, host):
    told = the_reason(fetched(server.url("/a", host), settings_for(server), world=WORLD))
    assert f"the certificate of {host} is not valid" in told
    assert server.asked == []


def test_a_server_that_breaks_off_the_greeting_is_told(server):
    server._context.sni_callback = lambda *_: ssl.ALERT_DESCRIPTION_INTERNAL_ERROR
    told = the_reason(fetched(server.url("/a"), settings_for(server, retries=0), world=WORLD))
    assert "does not speak https as it should" in told


def test_a_server_without_tls_behind_https_is_told(server):
    plain = Server()
    try:
        url = plain.url("/a").replace("http:", "https:")
        settings = settings_for(server, plain, retries=0, connect_seconds=0.3)
        assert "silent for too long" in the_reason(fetched(url, settings))
    finally:
        plain.close()
