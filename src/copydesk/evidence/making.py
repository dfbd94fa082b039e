"""The pack of a story: one file that is a WACZ 1.1.1 with the records, the report and the digests of all beside it."""

from __future__ import annotations

import json
import platform
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, cast

from copydesk import __version__
from copydesk.errors import UsageError
from copydesk.evidence import telling, zipping
from copydesk.evidence.archive import Archive, archive, index, page_list, rows
from copydesk.evidence.gathering import Case
from copydesk.evidence.paging import page
from copydesk.evidence.printing import printed
from copydesk.evidence.spans import notes, spans
from copydesk.exports.fitting import as_json
from copydesk.exports.given import Given
from copydesk.exports.jsonld import graph
from copydesk.reports.cards import headline, story_label
from copydesk.reports.contract import FILES, Row, plain
from copydesk.reports.holdings import Holdings, hold
from copydesk.settings import Settings

OURS = "copydesk/"
SUMS = "copydesk/sha256sums.txt"
STAMP = "copydesk/timestamp.tsr"
PACKAGE, PACKAGE_DIGEST = "datapackage.json", "datapackage-digest.json"
ARCHIVE, PAGES, RUN, FRAMES = (
    "archive/data.warc.gz",
    "copydesk/pages.jsonl",
    "copydesk/run.json",
    "copydesk/frames.jsonl",
)
VERSION = 1
LIBRARIES = ("selectolax", "fastwarc", "rapidfuzz", "numpy", "py3langid")
"""Whose version may decide how a page reads."""

Stamper = Callable[[bytes], bytes]
"""Gives the time stamp of an authority over some bytes."""

README = """\
Evidence pack of the story: {title}
Made {made_at} by {program}.

This file is a WACZ 1.1.1, a zip that keeps web pages. Programs for WACZ show pages that have an address;
any unzip opens it.

archive/data.warc.gz      the pages as they were read (WARC 1.1), as far as they could be kept
copydesk/report.html      what was found, to be read in a browser; report.pdf is the same in print, where it was made
copydesk/*.jsonl          the records: articles, copies, families, quotes, figures, checks, one JSON object a line
copydesk/pages.jsonl      each page with the SHA-256 of its bytes, and how it stands in the archive
copydesk/annotations.json every place that a finding rests on, as W3C Web Annotations
copydesk/graph.jsonld     the findings as JSON-LD with W3C PROV
copydesk/run.json         what made the findings: steps, versions, settings

To check it: copydesk verify FILE. Without copydesk: unzip it, and in its folder run
    sha256sum -c copydesk/sha256sums.txt
That shows whether a part has changed since the list was made. Somebody who changes a part and the list with it is
found out by a digest of the whole file that you had on another way (sha256sum FILE), or by a time stamp of an
authority, where there is one (copydesk/timestamp.tsr):
    openssl ts -verify -data copydesk/sha256sums.txt -in copydesk/timestamp.tsr -CAfile ROOTS.pem

The pages and texts in this file are other people's works. Whom you may give them to depends on where you are and why.
The report quotes no more than the words that were compared.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was written: the SHA-256 of the whole file, its bytes, and how its pages stand in it.

    `undrawn` are characters that the print could not draw, `stamped` is whether an authority stamped it.
    """

    path: Path
    sha256: str
    size: int
    articles: int
    pages: dict[str, int]
    missing: tuple[tuple[str, str], ...]
    undrawn: int
    stamped: bool


def make(case: Case, path: Path, *, made_at: datetime, pdf: bool = True, stamp: Stamper | None = None) -> Made:
    """Write the pack of a case, whole or not at all; the same case and time give the same bytes.

    Raises:
        UsageError: it would be too large, or what it takes is not installed.
        NotStamped: the authority gave no time stamp.

    """
    told = made_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    program = f"copydesk {__version__}"
    found = archive(case.pages, settings=case.settings.pages, program=program, made_at=told)
    holdings = hold(case.collection)
    values = telling.report(case, holdings, {one.page.id: one for one in found.kept}, program=program, made_at=told)
    members, undrawn = _members(case, holdings, found, values), 0
    if pdf:
        print_ = printed(values, made_at=made_at)
        members[f"{OURS}report.pdf"], undrawn = print_.raw, len(print_.undrawn)
    members[SUMS] = _sums(members)
    if stamp is not None:
        members[STAMP] = stamp(members[SUMS])
    members[PACKAGE] = _package(members, title=story_label(case.story, holdings), program=program, made_at=told)
    members[PACKAGE_DIGEST] = package_digest(members[PACKAGE])
    digest = _write(path, members)
    return Made(
        path=path,
        sha256=digest,
        size=path.stat().st_size,
        articles=len(case.collection.articles),
        pages=dict(Counter(one.keeping for one in found.kept)),
        missing=tuple((one.page.source, one.why) for one in found.kept if one.why is not None),
        undrawn=undrawn,
        stamped=stamp is not None,
    )


def package_digest(package: bytes) -> bytes:
    """`datapackage-digest.json`, which says the digest of `datapackage.json`; every byte of it follows from that."""
    return _json({"path": PACKAGE, "hash": f"sha256:{sha256(package).hexdigest()}"})


def settings_rows(settings: Settings) -> dict[str, Any]:
    """The settings that differ from the defaults, by section, as a --settings file would have them."""
    usual, given = asdict(Settings()), asdict(settings)
    changed = {
        name: {key: value for key, value in section.items() if value != usual[name][key]}
        for name, section in given.items()
    }
    return {name: section for name, section in changed.items() if section}


# -- the members ------------------------------------------------------------------------------------------------------


def _members(case: Case, holdings: Holdings, found: Archive, values: dict[str, Any]) -> dict[str, bytes]:
    """All parts of a pack but those that are made from the others, in their order."""
    program, made_at = values["program"], values["made_at"]
    packed, heads = index(found.kept)
    readme = README.format(title=values["title"], made_at=made_at, program=program)
    given = Given(holdings=holdings, program=program)
    members = {
        zipping.FIRST: readme.encode("utf-8", "replace"),
        ARCHIVE: found.raw,
        "indexes/index.cdx.gz": packed,
        "indexes/index.idx": heads,
        "pages/pages.jsonl": page_list(found.kept, _titles(case)),
        PAGES: _lines(rows(found.kept)),
        FRAMES: _lines(plain(one) for _, one in sorted(case.frames.items())),
        **{f"{OURS}{name}": _lines(made(case.collection)) for name, made in FILES.items() if name != "failures.jsonl"},
        f"{OURS}datings.jsonl": _lines(plain(one) for one in case.collection.datings),
        f"{OURS}decisions.jsonl": _lines(plain(one) for one in case.collection.decisions),
        f"{OURS}annotations.json": as_json(spans(holdings, program=program)).encode(),
        f"{OURS}notes.json": as_json(notes(case, holdings)).encode() if case.notes else b"",
        f"{OURS}graph.jsonld": as_json(graph(given)[0]).encode(),
        RUN: _json(_run(case, program, made_at)),
        f"{OURS}report.html": page(values).encode("utf-8", "replace"),
    }
    # Of what there is nothing there is no file: readers of tables stumble over empty ones.
    return {name: raw for name, raw in members.items() if raw}


def _titles(case: Case) -> dict[str, str]:
    return {one.page: headline(one) for one in reversed(case.collection.articles)}


def _run(case: Case, program: str, made_at: str) -> dict[str, Any]:
    """What made the findings, so that somebody else can make them again."""
    return {
        "pack": VERSION,
        "program": program,
        "made_at": made_at,
        "story": case.story.id,
        "as_of": case.collection.as_of.isoformat(),
        "settings": {
            "digest": case.collection.settings,
            "reading": case.settings.digest("pages", "articles"),
            "changed": settings_rows(case.settings),
        },
        "ran": [{"step": run.step, "version": run.version, "settings": run.settings} for run in case.runs],
        "python": platform.python_version(),
        "libraries": dict(_versions()),
        "pages_on_desk": case.held,
        "articles_left_out": case.left_out,
        "pairs_left_out": case.pairs_left_out,
    }


def _versions() -> Iterator[tuple[str, str]]:
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            yield name, version(name)


def _sums(members: dict[str, bytes]) -> bytes:
    """The digests of the members as `sha256sum -c` reads them."""
    return "".join(f"{sha256(raw).hexdigest()}  {name}\n" for name, raw in members.items()).encode()


def _package(members: dict[str, bytes], *, title: str, program: str, made_at: str) -> bytes:
    """`datapackage.json`: every other member with its length and digest."""
    resources = [
        {"name": name, "path": name, "hash": f"sha256:{sha256(raw).hexdigest()}", "bytes": len(raw)}
        for name, raw in members.items()
    ]
    head = {"profile": "data-package", "wacz_version": "1.1.1", "title": title, "software": program}
    return as_json({**head, "created": made_at, "resources": resources}).encode()


def _lines(found: Iterator[Row] | Any) -> bytes:
    """Rows as JSON lines; half a surrogate pair is written as the escape that JSON has for it."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found).encode("utf-8", "backslashreplace")


def _json(tree: Any) -> bytes:
    return (json.dumps(tree, indent=1) + "\n").encode()


def _write(path: Path, members: dict[str, bytes]) -> str:
    """Write the file so that at its place there is the whole of it, or what was there before."""
    if sum(map(len, members.values())) > zipping.LARGEST:
        raise UsageError(f"the pack would be larger than {zipping.LARGEST:,} bytes; split the story first")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
        try:
            digest = zipping.write(cast("Any", file), [*members.items()])
            file.close()
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(file.name).unlink()
            raise
    return digest
