"""Makes `src/copydesk/stories/background.tsv`: in how many of so many news texts a word or a pair of words stands.

    python scripts/background_words.py ecbplus.jsonl

The input is the event corpus ECB+ (Cybulska and Vossen 2014, CC BY 3.0) as JSON lines with `title` and `text`. Only
counts are kept, of words and pairs found in at least one text in a hundred: rarer ones weigh as unseen ones do.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from copydesk.stories.terms import terms_of

TARGET = Path(__file__).resolve().parent.parent / "src/copydesk/stories/background.tsv"
SHARE = 0.01


def main() -> None:
    """Write the table and say how long it is."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    counts = Counter(term for row in rows for term in terms_of(row.get("title") or "", row["text"]))
    kept = sorted(term for term, count in counts.items() if count >= SHARE * len(rows))
    table = "".join(f"{term}\t{counts[term]}\n" for term in kept)
    TARGET.write_text(f"\t{len(rows)}\n{table}", encoding="utf-8")
    print(len(kept), "terms of", len(rows), "texts")


if __name__ == "__main__":
    main()
