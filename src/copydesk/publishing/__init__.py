"""A site for readers from a desk: stories with their independent accounts, as files that any host can serve.

Read `plan` (which stories), `quoting` (what may stand of others' words), `story_page` with `accounts` and `told` (the
page of a story, and its card), `lists` (the front page, storylines, outlets, names), `feeding` and `finding` (feeds and
the search), `folder` (how a site takes the place of the one before), then `making`, which puts them together. What a
page looks like stands in `templates`, over those of `reports`. Nothing is found here.
"""

from copydesk.publishing.folder import Published
from copydesk.publishing.making import publish
from copydesk.publishing.plan import SitePlan

__all__ = ["Published", "SitePlan", "publish"]
