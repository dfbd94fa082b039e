"""The templates, with everything escaped and control characters made visible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copydesk.reports import claim_words, wording
from copydesk.reports.safe import tidy

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(*packages: str) -> Environment:
    """A new environment over the templates of this package, and of others, which may extend these.

    `words` and `claim_words` are at hand in each. `desk` is what a served page has beside a page of the brief: None
    here.
    """
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in ("copydesk.reports", *packages)]),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(words=wording, claim_words=claim_words, desk=None)
    return made


def _shown(value: Any) -> Any:
    """What a template puts out: plain strings tidied, what is already markup left as it is."""
    return tidy(value) if type(value) is str else value
