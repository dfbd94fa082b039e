"""The templates, with everything escaped and control characters made visible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from copydesk.reports import claim_words, wording
from copydesk.reports.safe import tidy

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from jinja2.runtime import Context

_CONTEXTS = "contexts_of_this_page"


def environment(*packages: str) -> Environment:
    """A new environment over the templates of this package, and of others, which may extend these.

    `words` and `claim_words` are at hand in each. `desk` is what a served page has beside a page of the brief: None
    here.
    """
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    from jinja2.runtime import Context

    def noted(environment: Environment, parent: dict[str, Any], *more: Any, **named: Any) -> Context:
        context = Context(environment, parent, *more, **named)
        parent.get(_CONTEXTS, []).append(context)
        return context

    made = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in ("copydesk.reports", *packages)]),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.context_class = noted  # type: ignore[assignment]  # it is only ever called
    made.globals.update(words=wording, claim_words=claim_words, desk=None)
    return made


def filled(template: Template, values: Mapping[str, Any], **more: Any) -> str:
    """The template filled with these values, which are let go of at once.

    Macros that call each other hold on to the contexts in which they were read, and those to all values, until Python
    looks for circles: of a large story that took longer than to fill its template.
    """
    contexts: list[Context] = []
    try:
        return template.render(values, **more, **{_CONTEXTS: contexts})
    finally:
        for context in contexts:
            context.parent.clear()


def _shown(value: Any) -> Any:
    """What a template puts out: plain strings tidied, what is already markup left as it is."""
    return tidy(value) if type(value) is str else value
