"""Where each kind of record is kept."""

from __future__ import annotations

TABLES = {
    "Page": "pages",
    "Layout": "layouts",
    "Frame": "frames",
    "Article": "articles",
    "Edition": "editions",
    "Fingerprint": "prints",
    "Candidate": "candidates",
    "Match": "matches",
    "Family": "families",
    "Copy": "copies",
    "Dating": "datings",
    "Story": "stories",
    "Quote": "quotes",
    "Figure": "figures",
    "Attribution": "attributions",
    "Fact": "facts",
    "Check": "checks",
    "Failure": "failures",
    "Decision": "decisions",
    "Alone": "alone",
    "Note": "notes",
    "Summary": "summaries",
    "Carriage": "carriages",
    "Outline": "outlines",
    "Happening": "happenings",
}
"""The table of each kind. A new kind goes to the end, for pointers name a kind by its number here."""

NUMBERS = {kind: number for number, kind in enumerate(TABLES)}
"""How pointers name a kind."""
