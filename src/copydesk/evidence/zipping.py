"""A zip of which no byte is free: members stored one behind another, every head rebuilt and compared when it is read.

Ordinary zip programs read it. What they leave open is fixed here: no packing, no dates, no extra fields, no comments of
members, no gaps, names of plain ASCII. The comment of the whole is the seal: the SHA-256 of all bytes before it. So a
change of any byte shows, whether of a member, of a head that nobody looks at, or behind the end.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import BinaryIO, NamedTuple
from zlib import crc32

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
LOCAL_MARK, CENTRAL_MARK, END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
VERSION, STORED = 20, 0
DAY = 0x21
"""1 January 1980, the first day that a zip can tell: when a pack was made is told inside."""
SIGN = b"copydesk-evidence-1 sha256:"
SEAL_BYTES = len(SIGN) + 64
FIRST = "copydesk/readme.txt"
"""The first member: by it a pack is known from its beginning, by the seal from its end."""
NAME = re.compile(r"(?:[a-z0-9][a-z0-9._-]{0,99}/)?[a-z0-9][a-z0-9._-]{0,99}")
MOST_MEMBERS = 64
"""A pack has some 25."""
LARGEST = 2_000_000_000
"""Bytes of a pack: below the 4 GB at which a zip changes its form."""
CHUNK = 1 << 20


class Member(NamedTuple):
    """A member as the zip tells it; `start` is where its head begins, `place` where its bytes do."""

    name: str
    start: int
    size: int
    crc: int

    @property
    def place(self) -> int:
        """The first of its bytes."""
        return self.start + LOCAL.size + len(self.name)


class NoPack(Exception):
    """These bytes are no evidence pack: neither end of them says so."""


class Broken(Exception):
    """It is a pack, and not as it was made; the message says where."""


def write(file: BinaryIO, members: Sequence[tuple[str, bytes]]) -> str:
    """Write a pack; the SHA-256 of the whole file comes back."""
    seal, whole, place, heads = sha256(), sha256(), 0, []
    for name, content in members:
        member = Member(name, place, len(content), crc32(content))
        heads.append(_central(member))
        for piece in (_local(member), content):
            file.write(piece)
            seal.update(piece)
            whole.update(piece)
            place += len(piece)
    tail = b"".join(heads) + _end(len(heads), sum(map(len, heads)), place)
    seal.update(tail)
    comment = SIGN + seal.hexdigest().encode()
    file.write(tail + comment)
    whole.update(tail + comment)
    return whole.hexdigest()


def seems_a_pack(file: BinaryIO, size: int) -> bool:
    """Whether the beginning or the end of a file is that of a pack: one of them may be damaged."""
    file.seek(0)
    begins = file.read(LOCAL.size + len(FIRST))
    file.seek(max(0, size - SEAL_BYTES))
    return begins[LOCAL.size :] == FIRST.encode() or file.read(len(SIGN)) == SIGN


def digests(file: BinaryIO, size: int) -> tuple[str, str]:
    """The SHA-256 of the whole file, and of all but the seal."""
    whole, rest = sha256(), sha256()
    file.seek(0)
    left = size - SEAL_BYTES
    while piece := file.read(CHUNK):
        whole.update(piece)
        rest.update(piece[: max(0, left)])
        left -= len(piece)
    return whole.hexdigest(), rest.hexdigest()


def seal_of(file: BinaryIO, size: int) -> str | None:
    """The SHA-256 that the seal states; None where it is no seal."""
    file.seek(max(0, size - SEAL_BYTES))
    found = re.fullmatch(re.escape(SIGN) + rb"([0-9a-f]{64})", file.read())
    return None if found is None else found[1].decode()


def members(file: BinaryIO, size: int) -> tuple[Member, ...]:
    """The members in their order, after every byte that is of no member was compared with what it must be.

    Raises:
        Broken: a byte of the zip's own is otherwise; the message says which.

    """
    begin = size - SEAL_BYTES - END.size
    if begin < 0:
        raise Broken("it is too short: its end is missing")
    end = _read(file, begin, END.size)
    mark, _, _, _, amount, length, start, _ = END.unpack(end)
    if mark != END_MARK:
        raise Broken("the end of its list of members is not where it must be: bytes were added or removed")
    if amount > MOST_MEMBERS:
        raise Broken(f"it says that it has {amount:,} members; a pack has {MOST_MEMBERS} at most")
    if start + length != begin or length > MOST_MEMBERS * (CENTRAL.size + 220):
        raise Broken("its list of members is not where the end of the zip says")
    if end != _end(amount, length, start):
        raise Broken("the end of its list of members is otherwise than a pack has it")
    found = tuple(_listed(_read(file, start, length), amount))
    _compare(file, found, start)
    return found


def content_of(file: BinaryIO, member: Member, *, most: int) -> bytes:
    """The bytes of a member.

    Raises:
        Broken: it is larger than `most`.

    """
    if member.size > most:
        raise Broken(f"{member.name} has {member.size:,} bytes; no more than {most:,} are read")
    return _read(file, member.place, member.size)


def digest_of(file: BinaryIO, member: Member) -> str:
    """The SHA-256 of a member.

    Raises:
        Broken: the checksum that the zip has of it is another.

    """
    digest, crc, left = sha256(), 0, member.size
    file.seek(member.place)
    while left and (piece := file.read(min(left, CHUNK))):
        digest.update(piece)
        crc = crc32(piece, crc)
        left -= len(piece)
    if crc != member.crc:
        raise Broken(f"{member.name}: its bytes do not have the checksum that the zip states")
    return digest.hexdigest()


# -- the zip's own bytes ----------------------------------------------------------------------------------------------


def _local(member: Member) -> bytes:
    name = member.name.encode()
    sizes = (member.crc, member.size, member.size)
    return LOCAL.pack(LOCAL_MARK, VERSION, 0, STORED, 0, DAY, *sizes, len(name), 0) + name


def _central(member: Member) -> bytes:
    """The line of a member in the list."""
    name = member.name.encode()
    sizes = (member.crc, member.size, member.size)
    head = CENTRAL.pack(
        CENTRAL_MARK, VERSION, VERSION, 0, STORED, 0, DAY, *sizes, len(name), 0, 0, 0, 0, 0, member.start
    )
    return head + name


def _end(amount: int, length: int, start: int) -> bytes:
    return END.pack(END_MARK, 0, 0, amount, amount, length, start, SEAL_BYTES)


def _listed(raw: bytes, amount: int) -> Iterator[Member]:
    """The members that the list has, each line as a pack has it."""
    place, names = 0, set[str]()
    for number in range(1, amount + 1):
        head = raw[place : place + CENTRAL.size]
        if len(head) < CENTRAL.size:
            raise Broken(f"its list of members ends before member {number}")
        fields = CENTRAL.unpack(head)
        told = raw[place + CENTRAL.size : place + CENTRAL.size + fields[10]].decode("ascii", "replace")
        member = Member(told, fields[16], fields[9], fields[7])
        if NAME.fullmatch(told) is None or ".." in told:
            raise Broken(f"member {number} has a name that no member of a pack has")
        if told in names:
            raise Broken(f"two members are called {told}")
        if raw[place : place + CENTRAL.size + len(told)] != _central(member):
            raise Broken(f"the list of members says of {told} what no pack says (packed, dated, or with extra fields)")
        names.add(told)
        place += CENTRAL.size + len(told)
        yield member
    if place != len(raw):
        raise Broken("there are bytes behind its list of members")


def _compare(file: BinaryIO, found: tuple[Member, ...], end: int) -> None:
    """Compare every head before a member, and see that nothing lies between members."""
    place = 0
    for member in found:
        head = _local(member)
        if member.start != place:
            raise Broken(f"{member.name} does not begin where the member before it ends")
        if _read(file, place, len(head)) != head:
            raise Broken(f"what stands before {member.name} is otherwise than the list of members says")
        place += len(head) + member.size
    if place != end:
        raise Broken("there are bytes between the last member and the list of members")


def _read(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    found = file.read(size)
    if len(found) != size:
        raise Broken("it ends before it is as long as it says")
    return found
