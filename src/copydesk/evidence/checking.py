"""Goes through a pack from the outside in, and says line by line what was checked and what is otherwise.

First the seal and the zip's own bytes, so that no byte of the file is unlooked at; then every member against the list
of digests, the list against its own, the time stamp; then what the records say against each other: do spans hold the
words that they quote, have pages their digests, and do they still read the same. Nothing is written to the disk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple, cast

from copydesk.errors import UsageError
from copydesk.evidence import zipping
from copydesk.evidence.making import (
    ARCHIVE,
    FRAMES,
    OURS,
    PACKAGE,
    PACKAGE_DIGEST,
    PAGES,
    RUN,
    STAMP,
    SUMS,
    package_digest,
)
from copydesk.evidence.rereading import (
    Again,
    Row,
    Wrong,
    difference,
    listed,
    object_of,
    read_again,
    reader_version,
    rows_of,
    stood,
    text,
)
from copydesk.evidence.stamping import Untrue, roots_in, stamp_of
from copydesk.settings import Settings

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

LARGEST_LIST = 10_000_000
"""Bytes of a list or of the run record; a pack of 500 articles has some kilobytes."""
LARGEST_RECORDS = 200_000_000
"""Bytes of one file of records that are read into memory to look at what they say."""
MOST_PAGES = 2_000
MOST_UNPACKED = 2_000_000_000
"""Pages of a pack, which has 500 articles at most, and bytes of them that are read once more."""
MOST_TOLD = 20
"""Things of one kind that are told one by one."""
DIGEST = re.compile(r"[0-9a-f]{64}")
SUM = re.compile(r"([0-9a-f]{64})  (\S+)")
ARTICLES, QUOTES, FIGURES, CHECKS = (f"{OURS}{name}.jsonl" for name in ("articles", "quotes", "figures", "checks"))

_BY_SAME = "by the same version of the reader with the same settings"
_BY_OTHER = "by another version of the reader (here {here}, the pack’s {there}) or with other settings"

State = Literal["holds", "differs", "note"]


class Checked(NamedTuple):
    """One thing that was looked at: whether it holds, and in words what was looked at or what is otherwise."""

    what: str
    state: State
    said: str


class NotAPack(Exception):
    """The file is no evidence pack."""


Contents = Mapping[str, zipping.Member]


def verify(
    path: Path, *, digest: str | None = None, roots: Path | None = None, settings: Settings | None = None
) -> Iterator[Checked]:
    """What was checked of a pack, as it goes.

    `digest` is the SHA-256 that the whole file must have, as it was told on another way; `roots` are certificates that
    must vouch for a time stamp; `settings` those with which its pages are read again.

    Raises:
        NotAPack: it is none.
        UsageError: the file cannot be opened, `digest` is no SHA-256, or there are no certificates in `roots`.

    """
    if digest is not None and DIGEST.fullmatch(digest.lower()) is None:
        raise UsageError(f"{digest!r} is no SHA-256; it has 64 hexadecimal digits")
    vouching = None if roots is None else roots_in(roots)
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            if not zipping.seems_a_pack(cast("BinaryIO", file), size):
                raise NotAPack(f"{path}: this is no evidence pack of copydesk; `copydesk add` reads other archives")
            pack = _Pack(cast("BinaryIO", file), size, roots=vouching, settings=settings or Settings())
            yield from pack.checked(None if digest is None else digest.lower())
    except OSError as error:
        raise UsageError(f"{path}: it cannot be read ({error.strerror}); name a pack") from error


class _Pack:
    """An open pack that is gone through."""

    def __init__(self, file: BinaryIO, size: int, *, roots: Sequence[Certificate] | None, settings: Settings) -> None:
        self._file, self._size, self._roots, self._settings = file, size, roots, settings
        self._members: dict[str, zipping.Member] = {}

    def checked(self, digest: str | None) -> Iterator[Checked]:
        """Everything, from the outside in; what cannot be looked at because of what is broken is left out."""
        yield from self.outside(digest)
        if self._members:
            yield from self._held(self._stamp)
            yield from self._held(self._records)

    def outside(self, digest: str | None) -> Iterator[Checked]:
        """What is checked before anything is read: that no byte has changed, by seal, zip and digests."""
        if self._size > zipping.LARGEST:
            yield Checked("file", "differs", f"it has {self._size:,} bytes; a pack has {zipping.LARGEST:,} at most")
            return
        yield from self._whole(digest)
        try:
            self._members = {one.name: one for one in zipping.members(self._file, self._size)}
        except zipping.Broken as error:
            yield Checked("zip", "differs", str(error))
            return
        yield Checked("zip", "holds", f"{len(self._members)} members, and no byte that is of none")
        yield from self._held(self._listed)

    def _held(self, check: Callable[[], Iterator[Checked]]) -> Iterator[Checked]:
        """What a check gives, and what it could not go on with."""
        try:
            yield from check()
        except (Wrong, zipping.Broken) as error:
            yield Checked(check.__name__.strip("_"), "differs", str(error))

    def _whole(self, digest: str | None) -> Iterator[Checked]:
        """The seal, and the digest of the whole file."""
        whole, rest = zipping.digests(self._file, self._size)
        seal = zipping.seal_of(self._file, self._size)
        if seal is None:
            yield Checked("seal", "differs", "its end is not that of a pack: bytes were changed, added or cut off")
        elif seal == rest:
            yield Checked("seal", "holds", "no byte has changed since the file was sealed")
        else:
            yield Checked("seal", "differs", "a byte of the file has changed since it was sealed")
        if digest is None:
            yield Checked("digest", "note", f"SHA-256 {whole}; compare it with the one that you were told (--digest)")
        elif digest == whole:
            yield Checked("digest", "holds", "the file has the SHA-256 that you gave")
        else:
            yield Checked("digest", "differs", f"the file has the SHA-256 {whole}, and not the one that you gave")

    # -- members and their digests ------------------------------------------------------------------------------

    def _listed(self) -> Iterator[Checked]:
        """Every member beside the two lists of digests, and the lists themselves."""
        package = self._read(PACKAGE, LARGEST_LIST)
        if self._read(PACKAGE_DIGEST, LARGEST_LIST) != package_digest(package):
            yield Checked(PACKAGE_DIGEST, "differs", f"it does not have the digest of {PACKAGE}")
        stated = _resources(object_of(package, PACKAGE))
        found = {name: zipping.digest_of(self._file, one) for name, one in self._members.items()}
        yield from _compared(found, stated, PACKAGE, but={PACKAGE, PACKAGE_DIGEST})
        sums = _sums(self._read(SUMS, LARGEST_LIST))
        yield from _compared(found, sums, SUMS, but={PACKAGE, PACKAGE_DIGEST, SUMS, STAMP})

    def _stamp(self) -> Iterator[Checked]:
        if STAMP not in self._members:
            yield Checked(
                "time stamp", "note", "there is none; that the pack is of the day it says, nobody vouches for"
            )
            return
        raw, sums = self._read(STAMP, LARGEST_LIST), self._read(SUMS, LARGEST_LIST)
        try:
            found = stamp_of(raw, sums, roots=self._roots)
        except Untrue as error:
            yield Checked("time stamp", "differs", str(error))
        except UsageError as error:
            yield Checked("time stamp", "note", f"not looked at: {error}")
        else:
            said = f"of {found.at}, by {found.by}, over the list of digests"
            if found.trusted:
                yield Checked("time stamp", "holds", f"{said}; its signature is vouched for")
            else:
                cure = "give the authority’s root certificate with --timestamp-roots"
                yield Checked("time stamp", "note", f"{said}; nobody trusted here vouches for its signature: {cure}")

    # -- what the records say -----------------------------------------------------------------------------------

    def _records(self) -> Iterator[Checked]:
        """Spans against texts, pages against their digests, articles against their pages."""
        articles = self._rows(ARTICLES)
        texts = {text(row, "id"): text(row, "text") for row in articles}
        yield _spans("quotes", _quoted(self._rows(QUOTES), texts, "text"))
        yield _spans("figures", _quoted(self._rows(FIGURES), texts, "surface"))
        sides = [side for row in self._rows(CHECKS) for side in listed(row, "sides")]
        yield _spans("sides of checks", _quoted(sides, texts, "text"))
        if ARCHIVE not in self._members:
            raise Wrong(f"{ARCHIVE} is missing")
        yield from self._pages(articles)

    def _pages(self, articles: list[Row]) -> Iterator[Checked]:
        """Each page by itself, so that no more than one is held: its digest, and its articles read once more."""
        rows = self._rows(PAGES)
        if len(rows) > MOST_PAGES:
            raise Wrong(f"{PAGES} has {len(rows):,} pages; a pack has {MOST_PAGES:,} at most")
        frames = {row.get("page"): row for row in self._rows(FRAMES) if isinstance(row.get("page"), str)}
        read: dict[tuple[str, int], list[Again]] = {}
        gone: list[Row] = []
        whole = unpacked = 0
        for row in rows:
            try:
                page = stood(row, self._piece, settings=self._settings).page
            except Wrong as error:
                yield Checked("page", "differs", str(error))
                continue
            whole += page is not None and row.get("kept") != "words"
            if page is None or row.get("kept") == "words":
                gone.append(row)
            if page is not None and (unpacked := unpacked + page.size) <= MOST_UNPACKED:
                for position, one in read_again(page, frames.get(page.id), settings=self._settings):
                    read.setdefault((page.source, position), []).append(one)
        said = f"{whole} of {len(rows)} have the bytes with the SHA-256 that they were read with"
        yield Checked("pages", "holds" if whole == len(rows) else "note", said)
        for row in gone[:MOST_TOLD]:
            yield Checked("pages", "note", f"{text(row, 'source')}: {row.get('why') or 'not archived'}")
        kept = {text(row, "source") for row in rows if row.get("record") is not None}
        yield from self._again([one for one in articles if text(one, "page") in kept], read)

    def _again(self, articles: list[Row], read: Mapping[tuple[str, int], list[Again]]) -> Iterator[Checked]:
        """The articles beside what was read once more on their pages."""
        run = object_of(self._read(RUN, LARGEST_LIST), RUN)
        told = [one for one in listed(run, "ran") if isinstance(one, dict) and one.get("step") == "articles"]
        version = told[-1].get("version") if told else None
        alike = version == reader_version() and _reading(run) == self._settings.digest("pages", "articles")
        other = []
        for row in articles:
            place = row.get("position")
            found = read.get((text(row, "page"), place), []) if isinstance(place, int) else []
            if (said := difference(row, found)) is not None:
                other.append((text(row, "id"), said))
        by = _BY_SAME if alike else _BY_OTHER.format(here=reader_version(), there=str(version)[:40])
        same = f"{len(articles) - len(other)} of {len(articles)} articles read the same"
        yield Checked("read again", "note" if other else "holds", f"{same} {by}")
        for ident, said in other[:MOST_TOLD]:
            yield Checked("read again", "differs" if alike else "note", f"{ident}: {said}")

    # -- reading it ---------------------------------------------------------------------------------------------

    def _read(self, name: str, most: int) -> bytes:
        if name not in self._members:
            raise Wrong(f"{name} is missing")
        return zipping.content_of(self._file, self._members[name], most=most)

    def _piece(self, offset: int, length: int) -> bytes | None:
        """Bytes of the archive; no record that is read as one page is longer than the most of a page."""
        member = self._members[ARCHIVE]
        if not 0 <= offset < offset + length <= member.size or length > 2 * self._settings.pages.largest_page_bytes:
            return None
        self._file.seek(member.place + offset)
        return self._file.read(length)

    def _rows(self, name: str) -> list[Row]:
        return rows_of(self._read(name, LARGEST_RECORDS), name) if name in self._members else []


def _resources(package: Row) -> dict[str, str]:
    """The digests that `datapackage.json` states, by member."""
    found: dict[str, str] = {}
    for one in listed(package, "resources"):
        if not isinstance(one, dict):
            raise Wrong(f"{PACKAGE} lists something that is no member")
        name = text(one, "path")
        if name in found:
            raise Wrong(f"{PACKAGE} lists {name[:200]} twice")
        found[name] = text(one, "hash").removeprefix("sha256:")
    return found


def _sums(raw: bytes) -> dict[str, str]:
    """The digests that the list for `sha256sum` states, by member."""
    lines = raw.decode("utf-8", "replace").splitlines()
    found = {match[2]: match[1] for match in map(SUM.fullmatch, lines) if match is not None}
    if len(found) != len(lines):
        raise Wrong(f"{SUMS} has lines that are no digests, or a member twice")
    return found


def _compared(found: Mapping[str, str], listed: Mapping[str, str], name: str, *, but: set[str]) -> Iterator[Checked]:
    """The members beside a list of their digests."""
    there = found.keys() - but
    wrong = [Checked(one, "differs", f"it is missing; {name} lists it") for one in sorted(listed.keys() - found.keys())]
    wrong += [Checked(one, "differs", f"it is not in {name}: it was added") for one in sorted(there - listed.keys())]
    wrong += [
        Checked(one, "differs", f"its bytes do not have the SHA-256 that {name} states")
        for one in sorted(there & listed.keys())
        if found[one] != listed[one]
    ]
    yield from wrong
    if not wrong:
        yield Checked(name, "holds", f"all {len(there)} members have the SHA-256 that it states")


def _quoted(rows: list[Any], texts: Mapping[str, str], field: str) -> tuple[int, list[str]]:
    """How many spans hold the words that they quote, and those that do not."""
    held, wrong = 0, []
    for row in rows:
        if not isinstance(row, dict) or type(row.get("start")) is not int or type(row.get("end")) is not int:
            raise Wrong("a record has no place in a text")
        article = texts.get(text(row, "article"))
        if (
            article is not None
            and 0 <= row["start"] < row["end"]
            and article[row["start"] : row["end"]] == row.get(field)
        ):
            held += 1
        else:
            wrong.append(str(row.get("id") or row.get("article")))
    return held, wrong


def _spans(what: str, found: tuple[int, list[str]]) -> Checked:
    held, wrong = found
    if wrong:
        more = f" and {len(wrong) - MOST_TOLD} more" if len(wrong) > MOST_TOLD else ""
        return Checked(what, "differs", f"the words are not at their place: {', '.join(wrong[:MOST_TOLD])}{more}")
    return Checked(what, "holds", f"all {held} hold the words that they quote")


def _reading(run: Row) -> object:
    settings = run.get("settings")
    return settings.get("reading") if isinstance(settings, dict) else None
