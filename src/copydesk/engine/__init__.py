"""Muscle: four verbs over records, and nothing about what the records mean.

Every engine keeps the promises in `tests/contracts/test_engine.py`: the same records, in any order, at any batch size.
"""

from copydesk.engine.base import FAMILIES, Change, Engine
from copydesk.engine.local import LocalEngine, cores

__all__ = ["FAMILIES", "Change", "Engine", "LocalEngine", "cores"]
