"""Keeps a desk up to date: asks lists for new pages and pages for corrections, politely, and tells what became of it.

Between rounds all that is known stands on the desk (`store.watches`), so a watch may be killed at any moment. Read
`memory` (what is remembered), then `lists`, `pages` and `folders` (the three parts of a round), then `watch`.
"""

from copydesk.watching.watch import Round, Watch

__all__ = ["Round", "Watch"]
