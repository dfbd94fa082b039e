"""Makes `src/copydesk/copies/collocations.npz`: which English words stand next to each other, and how often.

    pip install pocketsphinx
    python scripts/collocations.py

The counts are those of the general English language model that the package `pocketsphinx` ships (`en-us.lm.bin`,
72,547 words and 2,051,547 pairs; BSD licence, see NOTICE). A word is kept as its CRC-32, a pair as 27 bits mixed from
both, so no text can be read back. Sorted, a pair costs a byte for the distance to the one before and a byte for its
probability; one unseen pair in 65 falls on a place that is taken. The same model gives the same bytes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import resources
from itertools import groupby
from pathlib import Path

import numpy as np

from copydesk.copies.collocations import GAP, STEP, crc, pair_keys

TARGET = Path(__file__).resolve().parent.parent / "src/copydesk/copies/collocations.npz"
# Writes the model as text, in a process of its own: having written the pairs of words, the writer of pocketsphinx 5.1
# breaks off at the phrases of three (which are not wanted) and takes the process with it. The last few dozen pairs, all
# behind "zulu", are lost with it. Its base of logarithms must be held by a name, or the figures come out in another.
WRITE = """
import sys
from pocketsphinx import Config, LogMath, NGramModel
base = LogMath()
NGramModel(Config(), base, sys.argv[1]).write(sys.argv[2])
"""


def main() -> None:
    """Write the table and say how much it holds."""
    model = resources.files("pocketsphinx") / "model/en-us/en-us.lm.bin"
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "model.arpa"
        subprocess.run([sys.executable, "-c", WRITE, str(model), str(text)], check=False)
        sections = {heading: list(rows) for heading, rows in groupby(_rows(text), lambda row: row[0])}
    words = sorted((crc(word), _level(chance), _level(rest)) for _, chance, word, rest in sections["1"])
    pairs: dict[int, int] = {}
    named = [(phrase.split("\t"), _level(chance)) for _, chance, phrase, _ in sections["2"]]
    keys = pair_keys(
        np.array([crc(one) for (one, _), _ in named], dtype=np.uint64),
        np.array([crc(other) for (_, other), _ in named], dtype=np.uint64),
    )
    for key, (_, level) in zip(keys.tolist(), named, strict=True):
        pairs[key] = min(level, pairs.get(key, level))
    gaps, levels = _packed(sorted(pairs.items()))
    np.savez_compressed(
        TARGET,
        words=np.array([word for word, _, _ in words], dtype=np.uint32),
        chances=np.array([chance for _, chance, _ in words], dtype=np.uint8),
        rests=np.array([rest for _, _, rest in words], dtype=np.uint8),
        gaps=gaps,
        levels=levels,
    )
    print(len(words), "words,", len(pairs), "pairs,", TARGET.stat().st_size, "bytes")


def _rows(text: Path) -> Iterator[tuple[str, float, str, float]]:
    """The length of each phrase, its log10 probability, its words with tabs between, and its back-off weight."""
    length = ""
    for line in text.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("\\"):
            length = line[1:2]
        parts = line.split("\t")
        if length in {"1", "2"} and len(parts) == int(length) + 2 and "<" not in line:
            yield length, float(parts[0]), "\t".join(parts[1:-1]), float(parts[-1])


def _level(logarithm: float) -> int:
    """Minus a base-10 logarithm, in steps of STEP."""
    return min(255, max(0, round(-logarithm / STEP)))


def _packed(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Distances of sorted keys and their levels; a distance over GAP is made of several, with the level 255 between."""
    gaps: list[int] = []
    levels: list[int] = []
    before = 0
    for key, level in pairs:
        far, near = divmod(key - before, GAP)
        gaps.extend([GAP] * far)
        levels.extend([255] * far)
        gaps.append(near)
        levels.append(level)
        before = key
    return np.array(gaps, dtype=np.uint8), np.array(levels, dtype=np.uint8)


if __name__ == "__main__":
    main()
