"""Coverage-guided fuzzing of the readers of HTML and of plain text, and of the doors before them.

    pip install -c constraints.txt -e '.[fuzz]'
    python scripts/fuzz.py --minutes 30 --findings findings/

Whatever the bytes, reading must end within two seconds of CPU with articles or with `UnreadablePage`, and what comes
out must hold together: the text is the body blocks, an article written out is no more than its words. What breaks this
is kept under `--findings`, one file a kind of fault, and the run goes on. Put a finding into `tests/findings` with the
mending: `tests/laws/test_findings.py` reads everything there for ever after.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
import traceback
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
with atheris.instrument_imports(include=["copydesk"]):
    from holding import check_bytes

SEEDS = ROOT / "examples" / "newsroom" / "pages"
KEPT = ROOT / "tests" / "findings"
LONGEST = 24_000
SECONDS = 2.0
# What pages are made of, spliced in whole: no run of single bytes would find these.
FRAGMENTS = [
    *(
        f"<{tag}>"
        for tag in "div p ul li table tr td article main aside nav header footer h1 h2 blockquote pre".split()
    ),
    *(
        f"</{tag}>"
        for tag in "div p ul li table tr td article main aside nav header footer h1 h2 blockquote pre".split()
    ),
    '<div class="related teaser">',
    '<p class="byline">By Ada Brenn',
    '<time datetime="2031-04-02T08:00:00+02:00">',
    '<meta property="article:published_time" content="2031-04-02">',
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A","datePublished":"2031-13-45"}</script>',
    '<script type="application/ld+json">[[[[{"@graph":{"@graph":[]}}]]]]</script>',
    "<!--",
    "-->",
    "<![CDATA[",
    "<template>",
    "<svg><title>",
    "<img alt='",
    "&#0;&#xd800;&nbsp;",
    "\u2028\u200b\ufeff\u202e",
    "\n\n",
    "\t",
    "VESSMAR, April 2 (Vessmar Wire) — ",
    "By Ada Brenn and Jonas Tarrel, Vessmar Courier",
    "Updated 31 February 2031 25:61 GMT",
    "two weeks ago, last Monday, on the 99th of May",
    "© 2031 Vessmar Courier. All rights reserved. Sign up for our newsletter. Read more: Share this",
    "The harbour council of Vessmar voted on Tuesday to close the old fish market after a survey found it unsafe. ",
    "水位上昇のため橋は閉鎖された。",
    "A. " * 40,
    "(" * 60,
    "9" * 80,
    "a" * 300,
    "- " * 60,
]


def mutate(data: bytes, longest: int, seed: int) -> bytes:
    """A neighbour of some bytes: fragments spliced in, stretches repeated, dropped or moved, single bytes changed."""
    chance = random.Random(seed)
    if chance.random() < 0.4:
        return bytes(atheris.Mutate(data, longest))
    raw = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(raw))
        end = min(len(raw), start + int(chance.expovariate(1 / 120)))
        way = chance.randrange(4)
        if way == 0:
            raw[start:start] = chance.choice(FRAGMENTS).encode("utf-8", "surrogatepass") * chance.choice(
                (1, 1, 1, 3, 40)
            )
        elif way == 1:
            del raw[start:end]
        elif way == 2:
            raw[start:start] = raw[start:end] * chance.choice((1, 2, 30))
        else:
            place = chance.randint(0, len(raw))
            raw[place:place] = raw[start:end]
    return bytes(raw[:longest])


def main() -> int:
    """Fuzz for some minutes; 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    asked = parser.parse_args()
    asked.findings.mkdir(parents=True, exist_ok=True)
    corpus = asked.findings / "corpus"
    corpus.mkdir(exist_ok=True)
    for number, path in enumerate((*sorted(SEEDS.iterdir()), *sorted(KEPT.glob("*")))):
        for door in range(3):
            (corpus / f"seed-{number}-{door}").write_bytes(bytes([door]) + path.read_bytes()[: LONGEST - 1])
    found: set[str] = set()

    def one(data: bytes) -> None:
        began = time.process_time()
        try:
            check_bytes(data[1:], door=data[0] % 3 if data else 0)
            took = time.process_time() - began
            name = f"slow-{took:.0f}s" if took > SECONDS else None
        except Exception as error:  # noqa: BLE001 - any fault at all is what is looked for
            frames = traceback.extract_tb(error.__traceback__)
            name = f"{type(error).__name__}-{Path(frames[-1].filename).stem}-{frames[-1].lineno}"
        if name and name not in found:
            found.add(name)
            digest = hashlib.sha256(data).hexdigest()[:8]
            (asked.findings / f"{name}-{digest}").write_bytes(data)
            print(f"found: {name}", file=sys.stderr, flush=True)

    words = [
        *(sys.argv[0], str(corpus), f"-max_total_time={int(60 * asked.minutes)}", f"-max_len={LONGEST}"),
        *("-timeout=60", "-rss_limit_mb=4000", "-print_final_stats=1", "-verbosity=1"),
    ]
    atheris.Setup(words, one, custom_mutator=mutate)
    atheris.Fuzz()
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
