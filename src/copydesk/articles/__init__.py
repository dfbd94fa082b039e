"""Articles: from a Page and its content, the article on it, the stories carried beside it, and editions of one page.

Read in this order: `pieces`, `wrapping`, `markdown`, `markup`, `taming`, `walk`, `menus` and `tables` (a page becomes
one list of pieces, HTML or not), `frames` (which of them recur on the pages of a site), `letters`, `shapes`, `hints`,
`cues`, `signs` and `columns` (what is known of a piece), `core`, `slots`, `features`, `body` and `edges` (which pieces
are the article), `jsonld` and `metadata` (what the page says of itself), `heads`, `bylines`, `outlets` and `notes`
(what stands over and under it), `language`, `statements` (which of all that is the article's), `labels` (what
everything else is), `styles` (how it was set), `live` and `splitting` (one article in entries, several on a page),
`sheets` (a page with all that), `blocks`, `carried` (other stories on the page), `date_labels`, `date_metadata`,
`date_lines`, `date_places`, `date_traces` and `dates` (when it was published), `reading` (all of it together),
`editions` (which articles are one page), `explaining` (why it is read so).
"""

from copydesk.articles.editions import READ_AGAIN, edition_keys, find_editions
from copydesk.articles.explaining import Explained, explain_page
from copydesk.articles.frames import find_frames, frame_id
from copydesk.articles.reading import articles_on, lay_out, open_page, read_articles
from copydesk.articles.sheets import Opened, Weighed, weigh

__all__ = [
    "READ_AGAIN",
    "Explained",
    "Opened",
    "Weighed",
    "articles_on",
    "edition_keys",
    "explain_page",
    "find_editions",
    "find_frames",
    "frame_id",
    "lay_out",
    "open_page",
    "read_articles",
    "weigh",
]
