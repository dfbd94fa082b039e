"""Time stamps of a local authority, which openssl plays."""

import ssl
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from copydesk.errors import NotStamped, UsageError
from copydesk.evidence import stamping, verify
from copydesk.fetching import World
from copydesk.settings import Settings
from evidence.packing import a_pack, differing, openssl

CONFIG = """
[tsa]
default_tsa = ours
[ours]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
tsa_name = yes
ess_cert_id_alg = sha256
"""


class Authority:
    """A server of time stamps; `spoil` changes what it answers."""

    def __init__(self, folder):
        self.folder, self.asked, self.spoil, self.status = folder, [], None, 200
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                authority.asked.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
                body = authority.answer(authority.asked[-1][1])
                self.send_response(authority.status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/tsr"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, query):
        (self.folder / "query").write_bytes(query)
        words = ("-reply", "-queryfile", "query", "-signer", "tsa.pem", "-inkey", "tsa.key", "-config", "tsa.cnf")
        openssl(self.folder, "ts", *words, "-out", "reply")
        raw = (self.folder / "reply").read_bytes()
        return self.spoil(raw) if self.spoil else raw

    def settings(self, *, private=True):
        fetch = Settings().fetch
        return replace(fetch, allow_private_addresses=private, ports=(self.server.server_port,))


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "tsa.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01\n")
    (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
    for name in ("root", "other"):
        words = ("-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", "3650", "-subj", f"/CN=Invented {name}")
        openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *words)
    openssl(
        folder,
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "tsa.key",
        "-out",
        "tsa.csr",
        "-subj",
        "/CN=Invented TSA",
    )
    words = (
        "-CA",
        "root.pem",
        "-CAkey",
        "root.key",
        "-CAcreateserial",
        "-days",
        "3650",
        "-extfile",
        "ext",
        "-out",
        "tsa.pem",
    )
    openssl(folder, "x509", "-req", "-in", "tsa.csr", *words)
    found = Authority(folder)
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def honest(authority):
    authority.spoil, authority.status = None, 200
    authority.asked.clear()
    return authority


@pytest.fixture
def stamp(honest):
    return lambda listed: stamping.stamped(listed, honest.address, settings=honest.settings(), world=World())


@pytest.fixture
def path(stamp, tmp_path):
    return a_pack(tmp_path, stamp=stamp)


def said_of(path, **more):
    (one,) = [one for one in verify(path, **more) if one.what == "time stamp"]
    return one


def test_a_stamp_is_kept_and_vouched_for_by_the_root_that_is_given(honest, path):
    found = said_of(path, roots=honest.folder / "root.pem")
    assert found.state == "holds"
    assert "by CN=Invented TSA, over the list of digests; its signature is vouched for" in found.said
    assert differing(path, roots=honest.folder / "root.pem") == []


def test_the_authority_is_sent_a_digest_and_nothing_else(honest, path):
    ((head, body),) = honest.asked
    assert head["Content-Type"] == "application/timestamp-query"
    assert len(body) < 100
    assert path.exists()


def test_without_a_root_one_is_told_that_nobody_trusted_vouches_for_it(path):
    found = said_of(path)
    assert found.state == "note"
    assert "--timestamp-roots" in found.said


def test_another_root_does_not_vouch_for_it(honest, path):
    assert differing(path, roots=honest.folder / "other.pem") == [
        "time stamp: no certificate that was given vouches for its signature"
    ]


def test_a_stamp_of_other_bytes_or_a_damaged_one_is_told(honest, stamp, tmp_path):
    raw = stamp(b"other bytes")
    for wrong in (raw, b"", b"0\x00", raw[:40], raw[:-1]):
        (tmp_path / "more").mkdir(exist_ok=True)
        path = a_pack(tmp_path / "more", stamp=lambda _, wrong=wrong: wrong)
        assert differing(path, roots=honest.folder / "root.pem")


def test_openssl_takes_the_stamp_of_a_pack(honest, path):
    import zipfile

    with zipfile.ZipFile(path) as file:
        file.extractall(honest.folder)
    words = ("-data", "copydesk/sha256sums.txt", "-in", "copydesk/timestamp.tsr", "-CAfile", "root.pem")
    openssl(honest.folder, "ts", "-verify", *words)


def test_no_private_network_is_asked_without_leave(honest):
    with pytest.raises(NotStamped, match="not open to the internet"):
        stamping.stamped(b"x", honest.address, settings=honest.settings(private=False), world=World())
    assert honest.asked == []


@pytest.mark.parametrize(
    ("spoil", "status", "said"),
    [
        (lambda _: b"<html>", 200, "cannot be read as a time stamp"),
        (lambda raw: raw, 500, "the server answers with status 500"),
        (lambda _: b"x" * 300_000, 200, "no time stamp"),
    ],
)
def test_what_is_no_stamp_is_refused(honest, spoil, status, said):
    honest.spoil, honest.status = spoil, status
    with pytest.raises(NotStamped, match=said):
        stamping.stamped(b"x", honest.address, settings=honest.settings(), world=World())


def test_a_stamp_that_was_given_before_is_refused(honest, stamp):
    old = []
    honest.spoil = lambda raw: old.append(raw) or raw
    stamp(b"x")
    honest.spoil = lambda _: old[0]
    with pytest.raises(NotStamped, match="answers another question"):
        stamp(b"x")


def test_nothing_is_written_when_no_stamp_is_given(honest, stamp, tmp_path):
    honest.status = 503
    with pytest.raises(NotStamped):
        a_pack(tmp_path, stamp=stamp)
    assert not (tmp_path / "case.wacz").exists()


def test_an_address_that_is_none_is_a_matter_of_words():
    with pytest.raises(UsageError, match="--timestamp-server"):
        stamping.stamped(b"x", "not an address", settings=Settings().fetch, world=World())


def test_roots_that_are_none_are_a_matter_of_words(path, tmp_path):
    (tmp_path / "roots.pem").write_text("nothing")
    with pytest.raises(UsageError, match="there are no certificates"):
        [*verify(path, roots=tmp_path / "roots.pem")]


def test_the_certificates_of_this_system_can_be_read():
    assert len(stamping._of_system()) <= len(ssl.create_default_context().get_ca_certs(binary_form=True))
