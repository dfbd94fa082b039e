"""How well an export agrees with the gold of the sample newsroom: one number a question, 0 to 1."""

import json
import re
from collections import Counter
from pathlib import Path

from rapidfuzz.distance import LCSseq

NEWSROOM = Path(__file__).parents[2] / "examples" / "newsroom"
ALIKE = 0.6  # of the words of a gold passage: the same place said a little wider or narrower


def rows(path):
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def gold(name):
    return rows(NEWSROOM / "gold" / name)


def share(hits, total):
    return hits / total if total else 1.0


def f1(right, claimed, wanted):
    return 2 * right / (claimed + wanted) if claimed + wanted else 1.0


class Export:
    """An export, its articles found again by the names of their pages; editions stand back."""

    def __init__(self, folder):
        read = {path.stem: rows(path) for path in Path(folder).glob("*.jsonl")}
        self.copies, self.stories, self.quotes = read["copies"], read["stories"], read["quotes"]
        self.figures, self.checks, self.families = read["figures"], read["checks"], read["families"]
        mains = [row for row in read["articles"] if row["position"] == 0 and not row["edition_of"]]
        self.articles = {Path(row["page"]).stem: row for row in mains}
        self.name = {row["id"]: stem for stem, row in self.articles.items()}


# -- articles -------------------------------------------------------------------------------------------------------


def shingles(text, size=4):
    words = text.split()
    return Counter(tuple(words[place : place + size]) for place in range(max(1, len(words) - size + 1)))


def alike(left, right):
    """F1 of the word 4-grams of two texts, as in the public article extraction benchmark."""
    a, b = shingles(left), shingles(right)
    return f1(sum((a & b).values()), a.total(), b.total())


def articles(export, wanted):
    found = [(row, export.articles.get(row["id"])) for row in wanted]
    both = [(row, one) for row, one in found if one]
    dated = [(row, one) for row, one in both if one["published"]]
    wrong = [row for row, one in dated if not one["published"]["low"] <= row["published"] <= one["published"]["high"]]
    served = [(row, one) for row, one in both if row["page_date"] and row["page_date"] != row["published"]]
    evident = [(row, one) for row, one in both if DAYS & set(row["date_evidence"])]
    exact = sum((one["published"] or {}).get("low") == row["published"] for row, one in evident)
    return {
        "body": share(sum(alike(row["body"], one["text"]) for row, one in both), len(wanted)),
        "body_exact": share(sum(row["body"].split() == one["text"].split() for row, one in both), len(wanted)),
        "title": share(sum(one["title"] == row["title"] for row, one in both), len(wanted)),
        "standfirst": share(sum(one["standfirst"] == row["standfirst"] for row, one in both), len(wanted)),
        "byline": share(sum(set(one["byline"]) in people(row) for row, one in both), len(wanted)),
        "dateline": share(sum(one["dateline"] == row["dateline"] for row, one in both), len(wanted)),
        "published": share(exact, len(evident)),
        "published_not_wrong": 1 - share(len(wrong), len(wanted)),
        "page_date": share(sum(one["page_date"] == row["page_date"] for row, one in both), len(wanted)),
        "page_date_not_published": share(
            sum((one["published"] or {}).get("low") != row["page_date"] for row, one in served), len(served)
        ),
    }


# What on a page tells its day of publication; days in the text alone bound it.
DAYS = {"printed", "metadata", "url"}


def people(row):
    """The sets of names that are right: those of the byline, or of the persons in it where it names a desk too."""
    printed = re.split(r", | and ", re.sub(r"^by ", "", row["byline"] or "", flags=re.IGNORECASE))
    return {name for name in printed if name}, set(row["byline_people"] or ())


# -- copies and stories ---------------------------------------------------------------------------------------------


def copies(export, wanted):
    pairs = {frozenset((row["a"], row["b"])): row for row in wanted}
    copied = {pair for pair, row in pairs.items() if row["relation"] == "copy" and row["steps"] == 1}
    far = {pair for pair, row in pairs.items() if row["relation"] == "copy"} - copied  # either answer is right
    independent = {pair for pair, row in pairs.items() if row["relation"] == "independent"}
    claimed = {
        frozenset((export.name[row["a"]], export.name[row["b"]]))
        for row in export.copies
        if row["kind"] != "quotes_only" and row["a"] in export.name and row["b"] in export.name
    }
    return {
        "copies": f1(len(claimed & copied), len(claimed - far), len(copied)),
        "independents_kept_apart": 1 - share(len(claimed & independent), len(independent)),
    }


def stories(export, wanted):
    """BCubed F1 of the events (Bagga and Baldwin 1998)."""
    told = {row["id"]: row["event"] for row in wanted if row["role"] != "partial"}
    events = list(told.items())
    story = {export.name[one]: row["id"] for row in export.stories for one in row["articles"] if one in export.name}
    precision = recall = 0.0
    for name, event in events:
        mine = {other for other in told if story.get(other, other) == story.get(name, name)}
        same = {other for other, theirs in events if theirs == event}
        precision += len(mine & same) / len(mine) / len(told)
        recall += len(mine & same) / len(same) / len(told)
    return {"events": 2 * precision * recall / (precision + recall)}


# -- claims and checks ----------------------------------------------------------------------------------------------


def words(text):
    return "".join(letter.lower() if letter.isalnum() else " " for letter in text).split()


def overlap(left, right):
    return LCSseq.similarity(words(left), words(right))


def quotes(export, wanted):
    right = claimed = total = 0
    for row in wanted:
        if row["role"] not in ("original", "independent", "followup") or row["id"] not in export.articles:
            continue
        article = export.articles[row["id"]]
        mine = [words(one["text"]) for one in export.quotes if one["article"] == article["id"]]
        asked = [words(one["text"]) for one in row["quotes"] if one["field"] == "body"]
        total += len(asked)
        claimed += len(mine)
        for one in asked:
            best = max(mine, key=lambda other: LCSseq.similarity(one, other), default=[])
            common = LCSseq.similarity(one, best)
            right += common / max(1, len(one) + len(best) - common) >= 0.5
    return {"quotes": f1(right, claimed, total)}


def figures(export, wanted):
    right = total = 0
    for row in wanted:
        if row["role"] not in ("original", "independent", "followup") or row["id"] not in export.articles:
            continue
        article = export.articles[row["id"]]
        mine = {(one["value"], one["unit"]) for one in export.figures if one["article"] == article["id"]}
        asked = [one for one in row["figures"] if one["field"] == "body" and one["unit"]]
        total += len(asked)
        right += sum((float(one["value"]), one["unit"]) in mine for one in asked)
    return {"figures": share(right, total)}


def conflicts(export, wanted):
    asked = [row["sides"] for story in wanted for row in story["conflicts"]]
    claimed = [row["sides"] for row in export.checks if row["outcome"] == "conflict"]
    hits = [{number for number, sides in enumerate(asked) if _meets(mine, sides)} for mine in claimed]
    return {
        "conflicts_found": share(len(set().union(*hits)) if hits else 0, len(asked)),
        "conflicts_right": share(sum(map(bool, hits)), len(claimed)),
    }


def _meets(mine, sides):
    """Whether two sides of a claimed conflict stand on two different sides of a planted one."""
    touched = {
        number
        for number, side in enumerate(sides)
        for one in mine
        if overlap(one["text"], side["text"]) >= ALIKE * len(words(side["text"]))
    }
    return len(touched) > 1


def figures_of(folder):
    """Every number of the quality suite for one export of the sample newsroom."""
    export = Export(folder)
    pages = gold("gold.jsonl")
    return {
        **articles(export, pages),
        **copies(export, gold("pairs.jsonl")),
        **stories(export, pages),
        **quotes(export, pages),
        **figures(export, pages),
        **conflicts(export, gold("stories.jsonl")),
    }
