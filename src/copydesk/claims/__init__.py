"""Article -> Quote and Figure; the collection -> Attribution and Fact.

Figures are read in the order `nouns`, `units`, `labels`, `implied`, `hedges`, `measures`, `figures`, and grouped by
`facts`.
Quotes are read in the order `lexicon`, `grammar`, `subjects`, `cues`, `openings`, `contents`, `cast`,
`speakers`, `sources`, `voices`, `floating`, `quotes`, `utterances`; each module rests on those before it.
"""

from copydesk.claims.facts import find_facts
from copydesk.claims.figures import FigureReading, find_figures, read_figures
from copydesk.claims.quotes import QuoteReading, find_quotes, read_quotes
from copydesk.claims.utterances import attribute

__all__ = [
    "FigureReading",
    "QuoteReading",
    "attribute",
    "find_facts",
    "find_figures",
    "find_quotes",
    "read_figures",
    "read_quotes",
]
