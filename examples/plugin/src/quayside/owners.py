"""A registry: who owns the outlets of the sample newsroom, all of them invented."""

from __future__ import annotations

from importlib.resources import files


class Owners:
    """The register that lies beside this module."""

    def text(self) -> str:
        """The whole register."""
        return files("quayside").joinpath("owners.tsv").read_text(encoding="utf-8")


registry = Owners()
