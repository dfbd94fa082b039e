"""The templates, with everything escaped and control characters made visible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copydesk.reports import wording
from copydesk.reports.safe import tidy

if TYPE_CHECKING:
    from jinja2 import Environment


def environment() -> Environment:
    """A new environment over the templates of the package; `words` is at hand in each."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("copydesk.reports", "templates"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["words"] = wording
    return made


def _shown(value: Any) -> Any:
    """What a template puts out: plain strings tidied, what is already markup left as it is."""
    return tidy(value) if type(value) is str else value
