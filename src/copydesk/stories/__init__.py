"""Stories: the articles on one event, the day of that event, and the storyline it belongs to.

From articles and their families of copies. Read first `outlines`: what of an account's text decides on days and events,
read once; nothing that looks at the whole collection needs more. Then `dating` (when did it happen, when was it
published; from `leads` and `calendar`, and by `named` from what other articles say of the past), `terms` (what is
compared), `likeness` (how alike two texts are, each with its neighbours), `events` (what likeness and days say of every
two accounts), `merging` (which of them tell of one event), `stream` (the same as accounts come in), `event_days` (the
day of each), `company` and `couples` (how alike events are by their names), `storylines` (which events belong together,
and the sentences that say so), `ladder` (how many independent accounts, and why), and `grouping`, which puts them
together; last `summaries`, a story in one line of a list.
"""

from copydesk.stories.dating import date_articles, date_outlined, outline, waits
from copydesk.stories.grouping import find_happenings, group_stories, tell_story, with_editions
from copydesk.stories.summaries import summarise

__all__ = [
    "date_articles",
    "date_outlined",
    "find_happenings",
    "group_stories",
    "outline",
    "summarise",
    "tell_story",
    "waits",
    "with_editions",
]
