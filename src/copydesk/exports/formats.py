"""The table of formats: what each is called, what it is for, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from copydesk.errors import UsageError
from copydesk.exports import (
    bibtex,
    calendars,
    claim_review,
    csl,
    csv_files,
    dataset,
    jsonld,
    ledger_rows,
    ninjs,
    parquet_files,
    tei,
)
from copydesk.exports.given import Given, Written
from copydesk.plugging import PlugIn, installed, kept_files, plug_in
from copydesk.reports.placing import staged


class Format(NamedTuple):
    """A form in which a collection is written. `public` is whether it can do with excerpts, so that it may be shown."""

    name: str
    where: str
    words: str
    public: bool
    write: Callable[[Given, Path], tuple[Written, ...]]


_TABLE = (
    Format("csv", "csv/*.csv", "every file of the contract as flat tables, for spreadsheets", False, csv_files.write),
    Format(
        "parquet",
        "parquet/*.parquet",
        "every file of the contract with its types (copydesk[parquet])",
        False,
        parquet_files.write,
    ),
    Format(
        "jsonld",
        "graph.jsonld",
        "schema.org NewsArticle, Quotation and Claim; what was inferred in a PROV bundle",
        True,
        jsonld.write,
    ),
    Format("ninjs", "ninjs/*.json", "a news item of IPTC ninjs 3.3 for each article", True, ninjs.write),
    Format("tei", "tei/*.xml", "a critical apparatus in TEI P5 for each family of copies", True, tei.write),
    Format(
        "ledger", "ledger.csv, ledger.json", "who states which figure and words, by family", True, ledger_rows.write
    ),
    Format(
        "claimreview",
        "claimreview.jsonld",
        "drafts of schema.org ClaimReview, only of verdicts that people signed",
        True,
        claim_review.write,
    ),
    Format("bibtex", "references.bib", "the pages to cite, for LaTeX", True, bibtex.write),
    Format("csl-json", "references.csl.json", "the pages to cite, for Zotero, pandoc, citeproc", True, csl.write),
    Format("ics", "storylines.ics", "the dated events of storylines as a calendar", True, calendars.write),
    Format(
        "dataset",
        "dataset/",
        "a folder that `datasets` loads, with a card; reserved pages left out (copydesk[parquet])",
        False,
        dataset.write,
    ),
)
FORMATS = {one.name: one for one in _TABLE}
"""Every format of ours by its name."""


def formats_named(names: Sequence[str], *, public: bool) -> tuple[Format, ...]:
    """The formats of these names, each once.

    Raises:
        UsageError: there is no such format, or one that holds whole texts was asked for in public.

    """
    found = tuple(FORMATS[name] if name in FORMATS else _borrowed(name) for name in dict.fromkeys(names))
    if whole := [one.name for one in found if public and not one.public]:
        able = ", ".join(one.name for one in every_format() if one.public)
        raise UsageError(f"{whole[0]} holds whole articles, which --public refuses; the formats for it are {able}")
    return found


def _borrowed(name: str) -> Format:
    """The format of an exporter that a plug-in has."""
    there = [one.name for one in installed("exporter") if one.wrong is None]
    if name not in [one.name for one in installed("exporter")]:
        raise UsageError(f"there is no format {name!r}; there are {', '.join([*FORMATS, *there])}")
    exporter = plug_in("exporter", name)
    does = exporter.does
    return Format(name, str(does.where), str(does.words), bool(does.public), _writer(exporter))


def _writer(exporter: PlugIn) -> Callable[[Given, Path], tuple[Written, ...]]:
    """What writes by an exporter, and says whose it is where that fails."""

    def written(given: Given, folder: Path) -> tuple[Written, ...]:
        try:
            return tuple(Written(*one) for one in kept_files(folder, exporter.does.write(given, folder)))
        except Exception as error:
            raise exporter.broken(error) from error

    return written


def every_format() -> tuple[Format, ...]:
    """All formats, ours first, then those of plug-ins that can be loaded, by name."""
    found = list(FORMATS.values())
    for one in installed("exporter"):
        with suppress(UsageError):
            found.append(_borrowed(one.name))
    return tuple(found)


def write(formats: Sequence[Format], given: Given, folder: Path) -> tuple[Written, ...]:
    """Write a collection in these forms into a folder; what was written comes back, in their order.

    Files take their names when all are written.

    Raises:
        UsageError: a library that a form needs is not installed, or nothing is left that it may hold.

    """
    with staged(folder) as waiting:
        return tuple(one for form in formats for one in form.write(given, waiting))
