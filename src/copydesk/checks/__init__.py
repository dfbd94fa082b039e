"""Claims of one storyline -> Check: what independent accounts say of one thing, side by side.

Read in the order `accounts` (who speaks, copies as one), `making`, `numbers`, `polarity`, `states`, `times`, `doers`,
`causes`, `wording`, `telling`, `check`.
"""

from copydesk.checks.check import check

__all__ = ["check"]
