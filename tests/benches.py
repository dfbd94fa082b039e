"""The benches, as modules that tests may ask."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

BENCH = Path(__file__).parents[1] / "bench"


def benches(*names: str) -> tuple[ModuleType, ...]:
    """These modules of `bench/`, which import one another by their bare names."""
    sys.path.insert(0, str(BENCH))
    try:
        return tuple(map(import_module, names))
    finally:
        sys.path.remove(str(BENCH))
