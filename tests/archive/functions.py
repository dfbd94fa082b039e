"""What workers of Spark are given in tests, in a module of its own so that they find it."""

import os

from copydesk.page_steps import lay_out_pages
from copydesk.records import Page


def dies_of_one(batch, settings):
    """Lays out pages, and dies of the one that is called so."""
    for inputs in batch:
        (page,) = inputs[Page]
        if page.source.endswith("deadly.txt"):
            os._exit(1)
        yield from lay_out_pages([inputs], settings)
