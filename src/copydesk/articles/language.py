"""The language of an article."""

from __future__ import annotations

# The identifier reads this much; more changes no answer on news text and costs time.
_READ = 1_000
_SHORTEST = 40


def language_of(text: str, *, stated: tuple[str, ...]) -> str | None:
    """The ISO 639-1 code of a text; what the page states only where the text is too short to tell."""
    if len(text) < _SHORTEST:
        return next((code[:2].lower() for code in stated if code[:2].isalpha()), None)
    import py3langid  # heavy: loads a model of 1 MB on first use

    code, _ = py3langid.classify(text[:_READ])
    return str(code)
