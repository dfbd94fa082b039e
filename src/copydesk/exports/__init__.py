"""Findings in forms that other programs read: writers over one collection, a module a format, and their table.

Read `given` (what a writer gets), `excerpts` (what may stand in public), `fitting` (texts of strangers made fit for a
file), then `formats`, the table of all. The formats: `csv_files`, `parquet_files` and `dataset` for whole tables;
`jsonld`, `ninjs`, `tei`, `ledger_rows`, `claim_review` for findings; `bibtex`, `csl`, `calendars` for pages and days.
Nothing is found here; each writer sets what the collection holds, and gives the same bytes for the same collection.
"""

from copydesk.exports.formats import FORMATS, Format, every_format, formats_named, write
from copydesk.exports.given import Given, Written

__all__ = ["FORMATS", "Format", "Given", "Written", "every_format", "formats_named", "write"]
