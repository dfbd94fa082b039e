"""Folders packed into one file: the members of zip and tar archives, a WACZ among them. None is unpacked to disk."""

from __future__ import annotations

import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, cast

from copydesk.errors import UnreadablePage
from copydesk.pages.borrowed import is_looked_for
from copydesk.pages.entries import Opened
from copydesk.pages.kinds import plain_name
from copydesk.pages.streams import read_whole, refuse_bomb
from copydesk.pages.walking import UNCLEAR, is_searched_for

LOCAL_HEAD = struct.Struct("<4s5H3I2H")
"""What stands before a member of a zip: signature, version, flags, method, time, day, checksum, sizes, two lengths."""
LOCAL_MARK = b"PK\x03\x04"
ENCRYPTED, SIZE_BEHIND = 1, 8
OTHER_FILES = "files of other kinds"
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What goes wrong in a damaged archive, or one packed in a way that Python does not know."""
OFFICE = {
    "[Content_Types].xml": "an office document; save its text or export it as HTML",
    "META-INF/container.xml": "an e-book; unpack it and name its pages",
    "content.xml": "an office document; save its text or export it as HTML",
}
"""Members by which a zip is known to be something else."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. `offset` is where it can be found again by itself, `start` where its bytes lie unpacked."""

    name: str
    stream: io.BufferedReader
    offset: int | None
    start: int | None = None
    size: int = 0


def zip_members(opened: Opened) -> Iterator[Member | UnreadablePage]:
    """The members of a zip that may hold pages; of a WACZ its archives, for the rest of it is about them."""
    file = opened.file or io.BytesIO(read_whole(opened.stream, source=opened.source, settings=opened.settings))
    with _sound(opened, "zip"), zipfile.ZipFile(cast("IO[bytes]", file)) as archive:
        members = archive.infolist()
        names = {member.filename for member in members}
        _refuse_other(opened, names, len(members))
        is_web = "datapackage.json" in names and any(name.startswith("archive/") for name in names)
        size, given = file.seek(0, io.SEEK_END), _Given(opened)
        for member in members:
            if member.filename.endswith("/") or not _is_wanted(member.filename, opened, is_web=is_web):
                continue
            if (wrong := _wrong_name(member.filename)) or member.flag_bits & ENCRYPTED:
                cure = "it is encrypted; unpack it with its password first"
                yield opened.refused(member.filename, wrong or cure)
                continue
            try:
                stream = given.counted(archive.open(member), size)
                yield _zip_member(member, stream, opened)
            except DAMAGED as error:
                yield damaged(opened, member.filename, error)


def tar_members(opened: Opened) -> Iterator[Member | UnreadablePage]:
    """The members of a tar that may hold pages, as the archive goes by."""
    end = 0
    with _sound(opened, "tar"), tarfile.open(fileobj=opened.stream, mode="r|", ignore_zeros=True) as archive:
        for count, member in enumerate(archive, start=1):
            if count > opened.settings.most_members:
                raise UnreadablePage(opened.source, _too_many(opened))
            # Kept by tarfile for going back to, which nobody does here; a large archive would fill the memory.
            cast("Any", archive).members.clear()
            if end and member.offset > end:
                reason = "the archive is damaged between this byte and the next member; the members after it were read"
                yield opened.refused(end, reason)
            end = member.offset_data + -(-member.size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
            if not member.isreg() or member.issparse() or not _is_wanted(member.name, opened, is_web=False):
                continue
            if wrong := _wrong_name(member.name):
                yield opened.refused(member.name, wrong)
            elif (content := archive.extractfile(member)) is not None:
                again = None if opened.file is None else member.offset
                yield Member(member.name, io.BufferedReader(cast("io.RawIOBase", content)), again)


def zip_member_at(file: io.BufferedReader, offset: int, *, most: int) -> bytes:
    """The bytes of the member of a zip that begins here, at most so many and one.

    Raises:
        ValueError: none does.

    """
    file.seek(offset)
    head = file.read(LOCAL_HEAD.size)
    if len(head) < LOCAL_HEAD.size or not head.startswith(LOCAL_MARK):
        raise ValueError("no member of a zip begins here")
    _, _, _, method, _, _, _, packed, _, name, extra = LOCAL_HEAD.unpack(head)
    file.seek(name + extra, io.SEEK_CUR)
    if method == zipfile.ZIP_STORED:
        return file.read(min(packed, most + 1))
    machine, whole = zlib.decompressobj(-zlib.MAX_WBITS), bytearray()
    while not machine.eof and len(whole) <= most and (piece := machine.unconsumed_tail or file.read(1 << 16)):
        whole += machine.decompress(piece, most + 1 - len(whole))
    return bytes(whole)


def tar_member_at(file: io.BufferedReader, offset: int, *, most: int) -> bytes:
    """The bytes of the member of a tar that begins here, at most so many and one.

    Raises:
        ValueError: none does.

    """
    file.seek(offset)
    try:
        with tarfile.open(fileobj=file, mode="r:") as archive:
            member = archive.next()
            content = None if member is None else archive.extractfile(member)
            if content is not None:
                return content.read(most + 1)
    except (tarfile.TarError, OSError) as error:
        raise ValueError(str(error)) from error
    raise ValueError("no member of a tar begins here")


def damaged(opened: Opened, name: str, error: BaseException) -> UnreadablePage:
    """The error for a member that cannot be unpacked."""
    return opened.refused(
        name, f"it cannot be unpacked ({str(error) or type(error).__name__}); fetch the archive again"
    )


def _zip_member(member: zipfile.ZipInfo, stream: io.BufferedReader, opened: Opened) -> Member:
    start = None if opened.file is None else _start(opened.file, member)
    if start is None:
        return Member(member.filename, stream, None)
    stored = member.compress_type == zipfile.ZIP_STORED
    return Member(member.filename, stream, member.header_offset, start if stored else None, member.file_size)


def _start(file: io.BufferedReader, member: zipfile.ZipInfo) -> int | None:
    """Where the bytes of a member begin; None where what stands before them tells too little to find them by it."""
    place = file.tell()
    file.seek(max(0, member.header_offset))
    head = file.read(LOCAL_HEAD.size)
    file.seek(place)
    if len(head) < LOCAL_HEAD.size or not head.startswith(LOCAL_MARK):
        return None
    _, _, flags, method, _, _, _, packed, _, name, extra = LOCAL_HEAD.unpack(head)
    stored = method == zipfile.ZIP_STORED and not flags & SIZE_BEHIND and packed == member.compress_size
    if method != member.compress_type or not (stored or method == zipfile.ZIP_DEFLATED):
        return None
    return int(member.header_offset + LOCAL_HEAD.size + name + extra)


def _is_wanted(name: str, opened: Opened, *, is_web: bool) -> bool:
    """Whether a member may hold pages: a kind that a folder is searched for, in no hidden folder."""
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") and part.strip(".") for part in parts) or "__MACOSX" in parts
    inside = not is_web or name.startswith("archive/")
    ours = bool(parts) and (is_searched_for(parts[-1]) or plain_name(name).endswith(UNCLEAR))
    known = ours or is_looked_for(name, opened.settings.readers)
    if hidden or not inside or not known:
        opened.passed[OTHER_FILES] += 1
        return False
    return True


def _wrong_name(name: str) -> str | None:
    """What is wrong with a name that leads out of the archive."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0]:
        return "its name leads out of the archive, as in an attack; unpack it by hand if it is wanted"
    return None


def _refuse_other(opened: Opened, names: set[str], count: int) -> None:
    for name, what in OFFICE.items():
        if name in names:
            raise UnreadablePage(opened.source, f"it is {what}")
    if count > opened.settings.most_members:
        raise UnreadablePage(opened.source, _too_many(opened))


def _too_many(opened: Opened) -> str:
    most = f"{opened.settings.most_members:,}"
    return f"it holds more than {most} files; split it, or raise most_members under [pages] in a --settings file"


@contextmanager
def _sound(opened: Opened, kind: str) -> Iterator[None]:
    """Turn what a damaged archive does into an error that names it."""
    try:
        yield
    except DAMAGED as error:
        reason = (
            f"the {kind} archive is damaged ({str(error) or type(error).__name__}); what stands before that was read"
        )
        raise UnreadablePage(opened.source, f"{reason}; fetch it again") from error


class _Given:
    """How much has been unpacked of one archive, over all its members."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._bytes = opened, 0

    def counted(self, stream: IO[bytes], packed: int) -> io.BufferedReader:
        """The same stream, given up with the whole archive when all members grow out of proportion to it."""
        return io.BufferedReader(_CountedMember(stream, self, packed))

    def add(self, count: int, packed: int) -> None:
        """Note that so much came out of an archive of that size."""
        self._bytes += count
        refuse_bomb(self._bytes, packed, source=self._opened.source, settings=self._opened.settings)


class _CountedMember(io.RawIOBase):
    """A member that is being unpacked."""

    def __init__(self, stream: IO[bytes], given: _Given, packed: int) -> None:
        self._stream, self._given, self._all = stream, given, packed

    def readable(self) -> bool:
        return True

    def readinto(self, space: Any, /) -> int:
        piece = self._stream.read(len(space))
        self._given.add(len(piece), self._all)
        space[: len(piece)] = piece
        return len(piece)
