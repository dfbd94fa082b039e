"""Article -> Quote and Figure; the collection -> Attribution and Fact.

Quotes are read in the order `lexicon`, `grammar`, `cues`, `contents`, `cast`, `speakers`, `sources`, `quotes`,
`utterances`; each module rests on those before it.
"""

from copydesk.claims.quotes import find_quotes
from copydesk.claims.utterances import attribute

__all__ = ["attribute", "find_quotes"]
