"""The words around quotations and figures: what stands in a ledger, how a figure is hedged, what a list can miss."""

from __future__ import annotations

import re

from copydesk.records import Alone, CheckKind, Figure

LEDGER_PARTS = (
    (
        "conflicts",
        "Where accounts differ",
        "Independent text families state different things of what appears to be one matter. Neither is called right.",
    ),
    (
        "changes",
        "What changed with time, or in a copy",
        "A later report has another figure than an earlier one, or a copy has other words than its source.",
    ),
    ("agreements", "Where accounts agree", "Independent text families say the same, or what fits together."),
)
"""The parts of a ledger, what most needs a person first: anchor, heading, and what stands in it."""
STATEMENTS: dict[CheckKind, str] = {
    "number": "How many",
    "polarity": "Whether it happened",
    "who": "Who",
    "when": "When",
    "where": "Where",
    "cause": "Why it happened",
    "words": "One matter in several accounts",
}
"""What a row of statements is about, by the kind of the comparison that put them side by side."""
UNNAMED = "what it counts is not named"
ROWS: dict[str, str] = {"figure": "figure", "quote": "quotation", "statement": "statement"}
LEGENDS: dict[str, str] = {
    "quote": "Underlined words are not in the first wording.",
    "statement": "Dotted: words that another of the statements has too, or one of the same meaning.",
}
"""What is marked in the passages of a row."""
ALONE_NOTE = "Told by one of {accounts} independent accounts. That the others leave it out does not speak against it."
NEAREST_NOTE = (
    "Of the {accounts:,} independent accounts not each was compared with each: statements of one were compared with"
    " those of up to {nearest:,} that came out before it and up to {nearest:,} after it, figures and quotations with"
    " those of all."
)

SPEAKER_NOTE = (
    "Words as pages have them, put down to one name where the pages do so. Two people of one name stand together; who"
    " goes by several names may stand apart."
)
REMADE_NOTE = "The source of these pages has none of these names: they may be another's, in other words."
FIGURES_NOTE = (
    "Figures that appear to state one thing stand together, as pages have them; what they measure is read from the"
    " words around them, with … in the place of the figure."
)
FACT_NOTE = "These figures appear to state one thing; the words around each tell whether they do."
HEDGES: dict[str, str] = {"at least": "≥", "at most": "≤", "a range": "↔", "about": "≈"}
"""The sign of each hedge; its words stand beside it for those who do not see it."""

SAID: dict[str, str] = {"direct": "quoted", "mixed": "quoted in part", "reported": "reported"}
"""How somebody's words stand on a page, beside them."""


def bounded(found: Alone) -> str | None:
    """That the accounts of a story are too many for each to be compared with each; None where they are not."""
    told = found.nearest is not None
    return NEAREST_NOTE.format(accounts=found.accounts, nearest=found.nearest) if told else None


def hedge(figure: Figure) -> str | None:
    """How a figure is hedged, in a word beside the page's own: `at least`, `about`; None where it is not."""
    about = "about" if figure.approximate else None
    if figure.low is None or figure.high is None:
        bounds = (figure.low is not None, figure.high is not None)
        return {(True, False): "at least", (False, True): "at most"}.get(bounds) or about
    if figure.low < figure.high:
        return "a range"
    return about


def counted(measures: str) -> str:
    """What a figure is of in one line: `… took part (person)`."""
    what, unit = measured(measures)
    return f"{what} ({unit})" if unit else what


def in_si(figure: Figure) -> str | None:
    """A figure's amount in SI units, as `14,484 metre`; None where it has none there or stands in them already."""
    if figure.si_value is None or figure.si_unit is None or figure.si_unit == figure.unit:
        return None
    return f"{figure.si_value:,.6g} {figure.si_unit}"


def measured(measures: str) -> tuple[str, str | None]:
    """What a figure is of, and the unit named before it if one is: `… took part (person)` comes apart."""
    found = re.fullmatch(r"([^:…]{1,60}): (\S.*)", measures, re.DOTALL)
    what, unit = (found.group(2), found.group(1)) if found else (measures, None)
    return what.strip() or UNNAMED, unit
