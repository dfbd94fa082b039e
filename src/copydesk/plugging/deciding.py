"""How plug-ins that decide what is found stand in the digest of a run: by name and by version."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from copydesk.plugging.finding import Kind, installed, model_named, plug_in
from copydesk.settings import Settings

COPYDESK = "copydesk"
"""The name of the models that are built in."""


def digest_of(settings: Settings, *sections: str) -> str:
    """The digest of these sections; where they name plug-ins it changes with the versions of these too.

    So whatever an older version made is pending once a newer one is installed. Without plug-ins it is that of the
    settings alone.
    """
    digest = settings.digest(*sections)
    if not (named := list(_named(settings, sections))):
        return digest
    versions = {(one.kind, one.name): f"{one.package} {one.version}" for one in installed()}
    told = "\n".join(f"{kind} {name} {versions.get((kind, name))}" for kind, name in named)
    return blake2b(f"{digest}\n{told}".encode(), digest_size=8).hexdigest()


def need(settings: Settings) -> None:
    """Nothing, where every plug-in that decides in a run can be used.

    Raises:
        UsageError: one is not installed.
        BrokenPlugIn: one cannot be loaded or made, or plays another role: else every page would fail for it.

    """
    for name in settings.pages.readers:
        plug_in("reader", name)
    for name, method in _models(settings):
        if name != COPYDESK:
            model_named(name, method)


def _models(settings: Settings) -> tuple[tuple[str, str], ...]:
    """The models that settings name, each with the method of its role."""
    return (
        (settings.articles.language_model, "languages"),
        (settings.claims.quote_model, "quotes"),
        (settings.claims.figure_model, "figures"),
    )


def _named(settings: Settings, sections: tuple[str, ...]) -> Iterator[tuple[Kind, str]]:
    """The plug-ins that decide in these sections. What a registry holds stands in the settings themselves."""
    if "pages" in sections:
        yield from (("reader", name) for name in settings.pages.readers)
    models = {
        "articles": [settings.articles.language_model],
        "claims": [settings.claims.quote_model, settings.claims.figure_model],
    }
    for section in sections:
        for name in models.get(section, ()):
            if name != COPYDESK:
                yield "model", name.partition(":")[0]
