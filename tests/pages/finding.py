"""One short page, and the pages that are found where a test looks."""

from datetime import date

from copydesk.pages import find_pages
from copydesk.settings import PageSettings

DAY = date(2038, 12, 31)
STORY = "Ferry rams quay crane\n\nA ferry struck a crane in Eidsund on Thursday, police said.\n"
LIMITS = PageSettings()


def find(*sources, limits=LIMITS, **more):
    """The pages of these sources, and what could not be read of them."""
    return list(find_pages(sources, as_of=DAY, settings=limits, **more))
