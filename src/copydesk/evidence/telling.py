"""What the report of a pack says, section by section: the same values for the page and for the print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from copydesk.evidence.archive import Kept, captured
from copydesk.evidence.gathering import Case
from copydesk.records import Article, ArticleId, Copy, PageId, Story
from copydesk.reports import claim_words, wording
from copydesk.reports.cards import Voice, copies_within, headline, material, named, outlet, story_label, voices
from copydesk.reports.changes import Change, listed, read
from copydesk.reports.holdings import Holdings, hold
from copydesk.reports.outline import outline, parents_of
from copydesk.reports.passages import Passage
from copydesk.reports.safe import short, web_address
from copydesk.reports.view_claims import Claims, Entry, Lone, claims
from copydesk.reports.view_ladder import Step, ladder_steps
from copydesk.reports.view_pair import direction

MOST_PAIRS = 30
MOST_CHANGES = 25
"""Pairs that the report tells, those with a direction first, and changes of one; the records have all."""
MOST_LINES = 120
"""Lines of one copy tree."""
MOST_ROWS = 60
MOST_LONE = 80
"""Rows of each part of the ledger, and of what one account alone says."""
MOST_DATES = 12
"""Candidates for a day of publication that are told of one article."""
LONGEST_CHANGE = 500
LONGEST_ADDRESS = 300
SPACES = re.compile(r"\s+")

Row = dict[str, Any]

WHAT = (
    "This report tells what a program found on the pages listed below, and on what each finding rests. It is no verdict"
    " on anybody. Quotations are the compared words alone; the pages themselves stand in the archive of this pack, as"
    " far as they could be kept."
)
LIMITS = (
    (
        "“Earliest” means earliest in this collection: a page that nobody added cannot be seen, and an earlier "
        "day of reading is no earlier day of publication."
    ),
    (
        "That two texts match has explanations other than that one was made from the other: a licence, a shared "
        "agency text, a press release, a page that is not in this collection. A direction is given only on two "
        "kinds of evidence or more."
    ),
    (
        "A count of independent accounts measures independent reporting in this collection, not truth: one "
        "official statement may stand behind all of them."
    ),
    "Figures and statements differ or agree; which of them holds is not decided here.",
    (
        "Speakers, figures and passages were found by rules and may be missed or misread. Every one can be "
        "checked against the words it rests on, by its place in the article’s text."
    ),
    (
        "The digests show that the pages in this pack have not changed since it was made. They do not show when "
        "or by whom a page was put on the web, nor that the server gave others the same page."
    ),
)


def report(
    case: Case, holdings: Holdings, kept: Mapping[PageId, Kept], *, program: str, made_at: str
) -> dict[str, Any]:
    """The values of the report: texts, numbers, lists and dictionaries alone."""
    story = holdings.stories[case.story.id]
    voice = voices(story, holdings)
    numbers = {one.id: number for number, one in enumerate(_ordered(case, holdings), start=1)}
    ledger = claims(story, _of_the_story(story, holdings), voice)
    return {
        "title": story_label(story, holdings),
        "what": WHAT,
        "made_at": made_at,
        "program": program,
        "story": story.id,
        "event": wording.event(story.event_date),
        "ladder": wording.ladder_line(story.ladder),
        "ladder_note": wording.LADDER_NOTE,
        "short": [*_short(story, case, holdings)],
        "steps": [_step(step) for step in ladder_steps(story, holdings)],
        "sources": [
            _source(article, numbers, voice, holdings=holdings, one=kept[article.page])
            for article in _ordered(case, holdings)
        ],
        "trees": [*_trees(holdings)],
        "other": wording.OTHER_EXPLANATIONS,
        **_pairs(story, holdings, numbers),
        "counts_note": wording.COUNTS_NOTE,
        **_ledger(ledger),
        "dates": [_dates(one, numbers, holdings) for one in _ordered(case, holdings)],
        "open": [*_open(case, holdings, kept, ledger)],
        "decisions": [wording.decided(one) for one in holdings.collection.decisions],
        "notes": [_note(case, number) for number in range(len(case.notes))],
        "method": [*_method(case)],
        "limits": [*LIMITS],
        "undrawn": "",
    }


def _of_the_story(story: Story, holdings: Holdings) -> Holdings:
    """The holdings with what the story's own articles say: another edition of one of them is no further account."""
    collection, inside = holdings.collection, set(story.articles)
    quotes = tuple(one for one in collection.quotes if one.article in inside)
    figures = tuple(one for one in collection.figures if one.article in inside)
    return hold(replace(collection, quotes=quotes, figures=figures))


def _ordered(case: Case, holdings: Holdings) -> list[Article]:
    """The articles of the case: those of the story in its order, then the others of its families, by page."""
    first = [holdings.articles[one] for one in case.story.articles if one in holdings.articles]
    rest = [one for one in holdings.collection.articles if one.id not in set(case.story.articles)]
    return [*first, *rest]


def _short(story: Story, case: Case, holdings: Holdings) -> Iterator[str]:
    """The case in a few sentences of numbers."""
    inside = copies_within(story, holdings)
    directed = sum(wording.directed(copy) for copy in inside)
    if inside:
        pairs = wording.counted(len(inside), "pair")
        yield f"{pairs} of these pages share text; for {directed} of them a direction is shown by the evidence."
    changed = sum(bool(material(copy.alterations)) for copy in inside)
    if changed:
        yield f"In {wording.counted(changed, 'pair')} a statement reads differently in the two texts."
    outcomes = [check.outcome for check in holdings.collection.checks]
    told = [f"{outcomes.count(one)} × {said}" for one, said in wording.OUTCOMES.items() if outcomes.count(one)]
    if told:
        yield f"Statements that were compared: {', '.join(told)}."
    if case.pairs_left_out:
        yield f"{wording.counted(case.pairs_left_out, 'more pair')} share text and stand on the desk alone."
    if case.left_out:
        yield f"{wording.counted(case.left_out, 'more article')} of these families stand on the desk and not here."


def _step(step: Step) -> Row:
    return {
        "name": step.name,
        "more": step.more,
        "counted": [
            {
                "name": one.name,
                "why": one.why,
                "pages": [name for name, _ in one.pages],
                "more": one.more,
                "words": [{"text": said.text, "outlet": said.outlet} for said in one.words],
            }
            for one in step.counted
        ],
    }


def _source(
    article: Article,
    numbers: Mapping[ArticleId, int],
    voice: Mapping[ArticleId, Voice],
    *,
    holdings: Holdings,
    one: Kept,
) -> Row:
    earlier = holdings.edition_of.get(article.id)
    family = voice.get(article.id)
    return {
        "number": numbers[article.id],
        "letter": None if family is None else family.letter,
        "id": article.id,
        "title": headline(article),
        "outlet": outlet(article),
        "byline": ", ".join(article.byline),
        "credit": article.credited_to,
        "published": wording.published(holdings.published(article)),
        "address": short(web_address(article.url) or "", LONGEST_ADDRESS),
        "source": short(article.source, LONGEST_ADDRESS),
        "captured": captured(one.page),
        "sha256": one.page.sha256,
        "size": f"{one.page.size:,}",
        "keeping": _KEPT[one.keeping],
        "why": one.why,
        "reserved": bool(article.tdm_reserved),
        "reading": f"another reading of [{numbers[earlier]}]" if earlier is not None and earlier in numbers else "",
    }


_KEPT = {
    "record": "archived: the record of the web archive it was read from",
    "bytes": "archived: the bytes as they were read",
    "words": "archived in words only",
    "no": "not archived",
}


# -- who carries whose text -------------------------------------------------------------------------------------------


def _trees(holdings: Holdings) -> Iterator[Row]:
    for family in holdings.collection.families:
        if len(family.articles) > 1:
            lines = [*islice(outline(family, holdings), MOST_LINES)]
            yield {
                "lines": [{"depth": min(one.depth, 8), "name": one.name, "said": one.said} for one in lines],
                "more": max(0, len(family.articles) + len(family.lost) - len(lines)),
                "lost": len(family.lost),
            }


def _pairs(story: Story, holdings: Holdings, numbers: Mapping[ArticleId, int]) -> Row:
    """The pairs that are lines of a copy tree; the others are counted."""
    inside = copies_within(story, holdings)
    edges = (edge for family in holdings.collection.families for edge in family.edges)
    lines = {frozenset((one, edge.child)) for edge in edges for one, _ in parents_of(edge)}
    found = [copy for copy in inside if frozenset((copy.a, copy.b)) in lines]
    ranked = sorted(found, key=lambda copy: (not wording.directed(copy), -len(material(copy.alterations)), copy.id))
    told = [_pair(copy, holdings, numbers) for copy in ranked[:MOST_PAIRS]]
    return {"pairs": told, "pairs_more": len(inside) - len(told)}


def _pair(copy: Copy, holdings: Holdings, numbers: Mapping[ArticleId, int]) -> Row:
    reading = read(copy, holdings.articles)
    said = wording.relation(copy, holdings.articles[copy.a], holdings.articles[copy.b])
    changes = listed(reading, material=True, most=MOST_CHANGES)
    amount = len(material(copy.alterations))
    evidence = [one for one in copy.why if one.kind not in wording.EXPLANATIONS]
    return {
        "first": outlet(said.first),
        "first_number": numbers[said.first.id],
        "says": f"{said.joint} {said.says}".strip(),
        "second": outlet(said.second),
        "second_number": numbers[said.second.id],
        "note": said.note,
        "kind": wording.COPIES[copy.kind],
        "certainty": wording.confidence(copy.confidence),
        "changes_line": wording.changes(amount, len(copy.alterations) - amount),
        "direction": direction(copy, holdings, reading),
        "evidence": [named(one.text, holdings) for one in evidence],
        "explanations": [named(one.text, holdings) for one in copy.why if one.kind in wording.EXPLANATIONS],
        "heads": _heads(reading.left, reading.right, numbers, directed=reading.directed),
        "changes": [_change(one) for one in changes],
        "changes_more": amount - len(changes),
    }


def _heads(left: Article, right: Article, numbers: Mapping[ArticleId, int], *, directed: bool) -> list[str]:
    names = ("Source", "Copy") if directed else ("One text", "Other text")
    return [f"{name}: {outlet(one)} [{numbers[one.id]}]" for name, one in zip(names, (left, right), strict=True)]


def _change(one: Change) -> Row:
    sides = [
        [SPACES.sub(" ", side.lead), short(side.reading, LONGEST_CHANGE), SPACES.sub(" ", side.tail)]
        for side in (one.before, one.after)
    ]
    return {"kind": one.name, "letter": one.letter, "before": sides[0], "after": sides[1], "matters": one.matters}


# -- what the accounts say --------------------------------------------------------------------------------------------


def _ledger(found: Claims) -> Row:
    parts = []
    for part in found.parts:
        entries = [*part.first, *part.folded]
        rest = len(entries) + part.hidden - MOST_ROWS
        told = {"title": part.title, "note": part.note, "rows": [_entry(one) for one in entries[:MOST_ROWS]]}
        parts.append({**told, "more": max(0, rest)})
    alone = [_lone(one) for one in found.alone[:MOST_LONE]]
    return {
        "parts": parts,
        "alone": alone,
        "alone_note": claim_words.ALONE_NOTE.format(accounts=found.accounts),
        "alone_more": len(found.alone) + found.alone_more - len(alone),
        "rest": len(found.rest) + found.rest_more,
        "bounded": found.bounded,
    }


def _entry(one: Entry) -> Row:
    return {
        "subject": one.subject,
        "about": one.about,
        "marks": [f"{mark.sign} {mark.words}" for mark in one.marks],
        "readings": [_reading(passage) for passage in one.passages],
        "more": one.more,
        "reasons": [f"{reason.mark.words}: {reason.why} ({reason.certainty})" for reason in one.reasons],
    }


def _reading(one: Passage) -> Row:
    words = " ".join(word.text for word in one.words)
    pages = ", ".join(dict.fromkeys(witness.outlet for witness in one.witnesses))
    return {
        "letter": one.letter,
        "lead": one.lead,
        "words": words,
        "tail": one.tail,
        "note": one.note,
        "pages": pages + (f" and {one.more} more" if one.more else ""),
        "day": one.day,
    }


def _lone(one: Lone) -> Row:
    return {
        "letter": one.letter,
        "quoted": one.kind in ("direct", "mixed"),
        "words": one.words,
        "about": one.about,
        "outlet": one.outlet,
    }


# -- days, and what is open -------------------------------------------------------------------------------------------


def _dates(article: Article, numbers: Mapping[ArticleId, int], holdings: Holdings) -> Row:
    weighed = [
        {
            "value": one.value,
            "surface": short(one.surface, 80),
            "role": wording.ROLES[one.role],
            "kept": one.kept,
            "why": one.why,
        }
        for one in article.dates[:MOST_DATES]
    ]
    return {
        "number": numbers[article.id],
        "outlet": outlet(article),
        "published": wording.published(holdings.published(article)),
        "page_date": None if article.page_date is None else article.page_date.isoformat(),
        "weighed": weighed,
        "more": max(0, len(article.dates) - MOST_DATES),
    }


def _open(case: Case, holdings: Holdings, kept: Mapping[PageId, Kept], ledger: Claims) -> Iterator[str]:
    """What the case does not establish, in sentences; each names how much it concerns."""
    story = case.story
    if story.event_date is None:
        yield "The day of the event is not established."
    undated = [outlet(one) for one in holdings.articles.values() if holdings.published(one) is None]
    if undated:
        yield f"Not dated: {', '.join(undated[:20])}{' …' if len(undated) > 20 else ''}."
    undirected = sum(not wording.directed(copy) for copy in copies_within(story, holdings))
    if undirected:
        yield f"For {wording.counted(undirected, 'pair')} that share text: {wording.NOT_ESTABLISHED}."
    lost = sum(len(family.lost) for family in holdings.collection.families)
    if lost:
        yield f"{wording.counted(lost, 'source')} must have existed and stand not in this collection."
    conflicts = [one for one in holdings.collection.checks if one.outcome == "conflict"]
    if conflicts:
        yield f"{wording.counted(len(conflicts), 'conflict')} between accounts: neither side is called right."
    nameless = sum(holdings.speaker(one) is None for found in holdings.quotes_of.values() for one in found)
    if nameless:
        yield f"For {wording.counted(nameless, 'quotation')} it is not established who spoke."
    yield from _not_here(case, kept)
    amount = len(ledger.rest) + ledger.rest_more
    if amount:
        yield f"{amount:,} quotations and figures of one family may be told by others in other words."


def _not_here(case: Case, kept: Mapping[PageId, Kept]) -> Iterator[str]:
    """What is not in the pack, or could not be read."""
    gone = sum(one.keeping in ("no", "words") for one in kept.values())
    if gone:
        yield f"Of {wording.counted(gone, 'page')} the bytes are not in this pack; the list of sources says why."
    files = sum(captured(one.page) is None for one in kept.values())
    if files:
        yield f"When the bytes of {wording.counted(files, 'page')} were had from the web is not known: files were read."
    if case.unread:
        yield f"{wording.counted(case.unread, 'failure')} stand on the whole desk: pages or findings not made."


def _method(case: Case) -> Iterator[str]:
    steps = ", ".join(f"{run.step} {run.version}" for run in case.runs)
    collection = case.collection
    yield f"The pages were read as of {collection.as_of.isoformat()}: no publication lies after that day."
    yield f"The desk held {wording.counted(case.held, 'page')} when this was made; “this collection” means these."
    yield f"Steps and their versions: {steps}. Digest of the settings: {collection.settings}."
    yield "The records stand beside this report as JSON lines, each finding with the places of the words it rests on."


def _note(case: Case, number: int) -> Row:
    note = case.notes[number]
    return {"by": note.by, "at": note.made_at[:16].replace("T", " "), "words": note.words, "exact": note.exact}
