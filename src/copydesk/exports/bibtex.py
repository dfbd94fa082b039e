"""The pages as a BibTeX file, an `@online` entry each (BibLaTeX; what knows BibTeX alone takes it for `@misc`)."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from copydesk.exports.citing import Reference, references
from copydesk.exports.given import Given, Written
from copydesk.records import Published

FILE = "references.bib"

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}
_SPECIAL = re.compile(r"[\\{}~^&%$#_]")


def write(given: Given, folder: Path) -> tuple[Written, ...]:
    """Write an entry for every page."""
    entries = [_entry(one) for one in references(given)]
    (folder / FILE).write_text("\n".join(entries), encoding="utf-8")
    return (Written(FILE, len(entries)),)


def _entry(reference: Reference) -> str:
    fields = {
        # The inner braces keep the capitals of the headline.
        "title": f"{{{_tex(reference.title)}}}",
        "author": " and ".join(f"{{{_tex(one)}}}" for one in reference.authors),
        "organization": f"{{{_tex(reference.outlet)}}}" if reference.outlet else "",
        "date": "" if reference.published is None else _date(reference.published),
        "url": "" if reference.url is None else quote(reference.url, safe="-._~:/?#[]@!$&'()*+,;=%"),
        "urldate": "" if reference.accessed is None else reference.accessed.isoformat(),
        "langid": reference.language or "",
        "note": _tex(reference.note),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{reference.key},\n{lines}}}\n"


def _date(published: Published) -> str:
    """The day, month or year, or the days between (ISO 8601-2, as BibLaTeX reads it)."""
    length = {"year": 4, "month": 7}.get(published.precision, 10)
    low, high = (day.isoformat()[:length] for day in (published.low, published.high))
    return low if low == high else f"{low}/{high}"


def _tex(text: str) -> str:
    """The text as TeX prints it, with none of its marks in force."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found.group()], text)
