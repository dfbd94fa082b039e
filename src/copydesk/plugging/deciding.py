"""How plug-ins that decide what is found stand in the digest of a run: by name and by version."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from copydesk.plugging.finding import Kind, installed
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
