"""How a record shows itself in a notebook.

Notebooks ask a value for `_repr_html_`. The HTML is made by `reports.notebook`, which stands above the records and is
found by name when a notebook asks: the one look upward in the house, and nothing is loaded for it before.
"""

from __future__ import annotations

from importlib import import_module

_PLACE = "copydesk.reports.notebook"


def html_of(record: object) -> str:
    """The HTML of a record that has a view of its own; every word from a page is escaped."""
    shown: str = import_module(_PLACE).html_of(record)
    return shown
