"""copydesk reads news pages as they are: articles, copies, stories, claims and checks, each with its evidence.

`copydesk.read(page)` reads one page, `copydesk.read_all(names)` many; `copydesk.compare(a, b)` tells what
two pages share; `copydesk.open_desk(path)` keeps a collection.
"""

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from copydesk.comparing import compare
    from copydesk.desk import open_desk
    from copydesk.reading import read, read_all

# Events are told to the logger of this name (`copydesk.logs`); who does not listen hears nothing.
logging.getLogger(__name__).addHandler(logging.NullHandler())

__version__ = "0.1.0"
__all__ = ["compare", "open_desk", "read", "read_all"]

# Public names and the module each stands in, loaded when first asked for: `import copydesk` alone costs nothing.
_PLACES = {
    "compare": "copydesk.comparing",
    "open_desk": "copydesk.desk",
    "read": "copydesk.reading",
    "read_all": "copydesk.reading",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'copydesk' has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
