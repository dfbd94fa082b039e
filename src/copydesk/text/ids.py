"""Stable ids: the same parts give the same id on every machine and in every run."""

from __future__ import annotations

from hashlib import blake2b

ID_BYTES = 8
"""64 bits: at a million records of one kind the chance of any collision is below 3 in 100 million (birthday bound)."""


def stable_id(prefix: str, *parts: str | int) -> str:
    """`prefix-` and sixteen hexadecimal digits that depend on the parts and their order alone."""
    digest = blake2b(digest_size=ID_BYTES)
    for part in parts:
        digest.update(str(part).encode("utf-8", "surrogatepass") + b"\x00")
    return f"{prefix}-{digest.hexdigest()}"


def id_number(ident: str) -> int:
    """The number that the digits of a stable id are: ids of one prefix are in the order of their numbers."""
    return int(ident.rpartition("-")[2], 16)
