"""Makes `src/copydesk/stories/background.tsv`: in how many of 3,000 news texts a word or a pair of words stands.

    pip install wordfreq
    python scripts/background_words.py ecbplus.jsonl

From two sources, the greater count of both: the event corpus ECB+ (Cybulska and Vossen 2014, CC BY 3.0) as JSON lines
with `title` and `text`, of which terms found in at least one text in a hundred are kept; and the English word
frequencies of wordfreq 3 (Speer 2022; data CC BY-SA 4.0), by which a word of frequency f stands in a text of 250 words
with probability 1 - exp(-250 f). Words rarer than `LEAST` texts weigh as unseen ones do.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from pathlib import Path

from copydesk.stories.terms import BACKGROUND_TEXTS, terms_of

TARGET = Path(__file__).resolve().parent.parent / "src/copydesk/stories/background.tsv"
SHARE = 0.01
LEAST = 1.5
WORDS = 250


def main() -> None:
    """Write the table and say how long it is."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    counts = Counter(term for row in rows for term in terms_of(row.get("title") or "", row["text"]))
    kept = {term: count * BACKGROUND_TEXTS / len(rows) for term, count in counts.items() if count >= SHARE * len(rows)}
    for word, count in _common_words().items():
        kept[word] = max(count, kept.get(word, 0.0))
    table = "".join(f"{term}\t{kept[term]:.3g}\n" for term in sorted(kept))
    TARGET.write_text(table, encoding="utf-8")
    print(len(kept), "terms of", len(rows), "texts and of wordfreq")


def _common_words() -> dict[str, float]:
    """The texts of `BACKGROUND_TEXTS` that a word stands in, for words of letters that stand in at least `LEAST`."""
    from wordfreq import get_frequency_dict

    found = {
        word: BACKGROUND_TEXTS * (1 - math.exp(-WORDS * frequency))
        for word, frequency in get_frequency_dict("en", "large").items()
        if word.isalpha()
    }
    return {word: count for word, count in found.items() if count >= LEAST}


if __name__ == "__main__":
    main()
