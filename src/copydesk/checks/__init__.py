"""Claims of one storyline -> Check: what independent accounts say of one thing, side by side.

Read in the order `accounts` (who speaks, copies as one), `making`, `scopes`, `numbers`, `polarity`, `states`,
`opposites`, `nobody`, `contrasts`, `persons`, `times`, `dates`, `places`, `doers`, `causes`, `wording`, `telling`,
`altered` (what a copy has otherwise), `check`, and `alone` (what one account has that no other does).
"""

from copydesk.checks.alone import alone_id, stand_alone
from copydesk.checks.check import check

__all__ = ["alone_id", "check", "stand_alone"]
