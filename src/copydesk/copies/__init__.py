"""Articles in, copies out: who carries whose text, how, which way, and what was altered.

Read in this order: `tokens` and `fingerprints` (the keys by which copies meet, of many texts at once), `judging` (which
of the pairs that meet are worth aligning), `align` (sentence with sentence, word with word), `measures` and `traits`
(what two texts have in common), `weighing` and `kinds` (what that makes them), `cues` with `collocations` and
`direction` (which is the source, as far as one pair tells), `comparing` (all of that for two articles), `families` with
`twins`, `arborescence`, `witnesses` and `lost` (the tree of all that hang together), `lines` (how two articles stand in
it), `finishing` with `alterations` and its parts (what was changed on the way).
"""

from copydesk.copies.comparing import compare, forget
from copydesk.copies.families import build_family, hangs_together
from copydesk.copies.fingerprints import fingerprint, fingerprints
from copydesk.copies.finishing import finish_copy
from copydesk.copies.judging import worth_comparing

__all__ = [
    "build_family",
    "compare",
    "fingerprint",
    "fingerprints",
    "finish_copy",
    "forget",
    "hangs_together",
    "worth_comparing",
]
