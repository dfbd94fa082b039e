"""Time stamps of an authority (RFC 3161): that a pack's list of digests existed at a time, as a third party says.

The authority is asked only when a person names its address, over the same guarded connection as pages are fetched. It
is sent a digest and nothing else.
"""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from copydesk.errors import NotStamped, UsageError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from copydesk.fetching.world import World
    from copydesk.manners import FetchSettings

LARGEST = 200_000
"""Bytes of a time stamp: with its certificates it has some 2 to 8 kB."""
NEEDED = "time stamps need copydesk[evidence,fetch]: pip install 'copydesk[evidence,fetch]'"
SHA256 = "2.16.840.1.101.3.4.2.1"


class Stamp(NamedTuple):
    """What a time stamp says: when, by whom as it names itself, and whether a trusted certificate vouches for that."""

    at: str
    by: str
    trusted: bool


class Untrue(Exception):
    """A time stamp is not of these bytes, or its signature does not hold."""


def stamped(listed: bytes, server: str, *, settings: FetchSettings, world: World) -> bytes:
    """The time stamp of an authority over some bytes, as it answered (DER).

    Raises:
        UsageError: the address cannot be asked, or what it takes is not installed.
        NotStamped: it gives none.

    """
    try:
        from rfc3161_client import TimestampRequestBuilder
        from rfc3161_client.base import HashAlgorithm

        from copydesk.fetching.wire import Trouble
    except ImportError as error:
        raise UsageError(NEEDED) from error
    request = TimestampRequestBuilder().data(listed).hash_algorithm(HashAlgorithm.SHA256).build()
    try:
        raw = _answer(request.as_bytes(), server, settings=settings, world=world)
    except Trouble as error:
        raise NotStamped(f"{server}: no time stamp: {error}; nothing was written") from error
    try:
        _refuse_other(_decoded(raw), listed, nonce=request.nonce)
    except Untrue as error:
        raise NotStamped(f"{server}: {error}; nothing was written, ask another authority") from error
    return raw


def stamp_of(raw: bytes, listed: bytes, *, roots: Sequence[Certificate] | None = None) -> Stamp:
    """What a time stamp over these bytes says.

    With `roots` it must be vouched for by one of them; else the certificates that the system trusts are tried, and
    whether one does is told.

    Raises:
        Untrue: it is of other bytes, is damaged, or none of `roots` vouches for it.
        UsageError: what it takes is not installed.

    """
    found = _decoded(raw)
    _refuse_other(found, listed)
    trusted = _is_trusted(found, listed, _of_system() if roots is None else roots)
    if roots is not None and not trusted:
        raise Untrue("no certificate that was given vouches for its signature")
    at = found.tst_info.gen_time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Stamp(at, _signer(found), trusted)


def roots_in(path: Path) -> tuple[Certificate, ...]:
    """The certificates in a file (PEM) that are to vouch for time stamps.

    Raises:
        UsageError: there are none, or what it takes is not installed.

    """
    try:
        from cryptography.x509 import load_pem_x509_certificates
    except ImportError as error:
        raise UsageError(NEEDED) from error
    try:
        return tuple(load_pem_x509_certificates(path.read_bytes()))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: there are no certificates to be read ({error}); give a file in PEM") from error


def _answer(request: bytes, server: str, *, settings: FetchSettings, world: World) -> bytes:
    from copydesk import __version__
    from copydesk.fetching.addresses import BadAddress, read_address
    from copydesk.fetching.wire import Question, Trouble, ask

    try:
        address = read_address(server)
    except BadAddress as error:
        raise UsageError(f"--timestamp-server: {error}") from error
    headers = {
        "User-Agent": f"copydesk/{__version__}",
        "Content-Type": "application/timestamp-query",
        "Content-Length": str(len(request)),
        "Accept": "application/timestamp-reply",
    }
    private = settings.allow_private_addresses
    question = Question(address=address, headers=headers, private=private, limit=LARGEST, body=request)
    answer = ask(question, settings=settings, world=world)
    if answer.status != 200:
        raise Trouble(f"the server answers with status {answer.status}")
    return answer.body


def _decoded(raw: bytes) -> Any:
    try:
        from rfc3161_client import decode_timestamp_response
    except ImportError as error:
        raise UsageError(NEEDED) from error
    try:
        found = decode_timestamp_response(raw)
        granted = found.status == 0 and found.tst_info is not None
    except ValueError as error:
        raise Untrue(f"it cannot be read as a time stamp ({error})") from error
    if not granted:
        raise Untrue("the authority did not grant a time stamp")
    return found


def _refuse_other(found: Any, listed: bytes, *, nonce: int | None = None) -> None:
    if nonce is not None and found.tst_info.nonce != nonce:
        raise Untrue("the time stamp answers another question")
    imprint = found.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != SHA256 or imprint.message != sha256(listed).digest():
        raise Untrue("the time stamp is of other bytes")


def _is_trusted(found: Any, listed: bytes, roots: Sequence[Certificate]) -> bool:
    from rfc3161_client import VerificationError, VerifierBuilder

    if not roots:
        return False
    try:
        return bool(VerifierBuilder(roots=[*roots]).build().verify_message(found, listed))
    except (VerificationError, ValueError):
        return False


def _signer(found: Any) -> str:
    """The name of the certificate that signed, as it has it."""
    numbers = {one.serial_number for one in found.signed_data.signer_infos}
    held = [one for one in map(_certificate, found.signed_data.certificates) if one is not None]
    names = sorted(one.subject.rfc4514_string() for one in held if one.serial_number in numbers)
    return names[0] if names else "somebody whose certificate is not in it"


def _of_system() -> list[Certificate]:
    """The certificates that this system trusts; those that cannot be read are of no use to anybody."""
    found = (_certificate(raw) for raw in ssl.create_default_context().get_ca_certs(binary_form=True))
    return [one for one in found if one is not None]


def _certificate(raw: bytes) -> Certificate | None:
    """A certificate, None where it cannot be read; that an authority numbered one oddly is no matter of ours."""
    from cryptography.x509 import load_der_x509_certificate

    with warnings.catch_warnings(), suppress(ValueError):
        warnings.simplefilter("ignore")
        return load_der_x509_certificate(raw)
    return None
