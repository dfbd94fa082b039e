"""Records as rows of an answer: in the words of the ladder, and with the spans on which each of them rests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from copydesk.assistants.fitting import Row, known, set_down
from copydesk.carrying import Carrier
from copydesk.records import (
    Alteration,
    Article,
    ArticleId,
    Check,
    Copy,
    Evidence,
    Figure,
    Passage,
    Place,
    Quote,
    Range,
    Rung,
)
from copydesk.reports import claim_words, wording
from copydesk.reports.cards import named
from copydesk.reports.holdings import Holdings
from copydesk.reports.ledger import Reading
from copydesk.reports.ledger import Row as Line
from copydesk.reports.safe import short, web_address
from copydesk.searching import Answer, FamilyAnswers, StoryAnswers

# Characters of a passage, of a heading and of a name that are shown; a span is that of the whole passage.
LONGEST_WORDS, LONGEST_TITLE, LONGEST_NAME = 300, 160, 80
LONGEST_ADDRESS = 400
NOTHING = "(nothing)"
# What one row shows of its sides, of the pages behind it and of its passages; the rest is counted.
MOST_SIDES, MOST_PAGES, MOST_PASSAGES, MOST_PLACES = 4, 6, 3, 2
LONGEST_STORY = 3_000
"""Characters of what is found of one story, unless one text alone needs more: an answer has room for two and more."""


def span(article: str, start: int, end: int, text: str) -> Row:
    """Words and where they stand: `text` is what the article has from `start` to `end`, cut with an ellipsis."""
    return {"article": article, "start": start, "end": end, "text": short(text, LONGEST_WORDS)}


def within(article: Article, at: Range) -> Row:
    """A stretch of an article's text."""
    return span(article.id, *at, article.text[slice(*at)])


def place(at: Place, holdings: Holdings) -> Row | None:
    """The words at a place, where its article is at hand."""
    article = holdings.articles.get(at.article)
    return within(article, (at.start, at.end)) if article is not None and article.text else None


def card(article: Article, holdings: Holdings) -> Row:
    """What an article is, in a line."""
    return known(
        {
            "article": article.id,
            "title": _title(article.title),
            "outlet": _outlet(article.outlet),
            "published": wording.published(holdings.published(article)),
            "url": _address(article.url),
            "source": None if _address(article.url) else short(article.source, LONGEST_TITLE),
            "credits": short(article.credited_to, LONGEST_NAME) if article.credited_to else None,
            "text_and_data_mining": "reserved" if article.tdm_reserved else None,
        }
    )


def _title(title: str | None) -> str:
    return short(title or "", LONGEST_TITLE) or "(no title)"


def _outlet(outlet: str | None) -> str:
    return short(outlet or "", LONGEST_NAME) or "outlet not named"


def _outlet_of(article: ArticleId, holdings: Holdings) -> str:
    held = holdings.articles.get(article)
    return _outlet(None if held is None else held.outlet)


def _named(article: Article) -> str:
    return f"{article.id} ({_outlet(article.outlet)})"


def _address(url: str | None) -> str | None:
    return web_address(url) if url is not None and len(url) <= LONGEST_ADDRESS else None


def _rest(records: Sequence[object], most: int) -> int | None:
    return max(0, len(records) - most) or None


# -- what is found ----------------------------------------------------------------------------------------------------


def found_story(story: StoryAnswers, said: dict[str, Quote | Figure]) -> Row:
    """What answers of one story: the first article of each text, with the places that do."""
    texts = [_found_text(family, said) for family in story.families[:MOST_SIDES]]
    while len(texts) > 1 and len(set_down({"answers": texts})) > LONGEST_STORY:
        texts.pop()
    return known(
        {
            "story": story.story,
            "label": short(story.label, LONGEST_TITLE) if story.label else None,
            "articles": story.articles,
            "texts": story.texts,
            "answers": texts,
            "more_texts": story.texts - len(texts) or None,
        }
    )


def _found_text(family: FamilyAnswers, said: dict[str, Quote | Figure]) -> Row:
    first = family.answers[0]
    return known(
        {
            **_found(first),
            "others_of_this_text": family.articles - 1 or None,
            "spans": [*_snippets(first), *_said(first, said)],
        }
    )


def _found(answer: Answer | Carrier) -> Row:
    return {
        "article": answer.article,
        "title": _title(answer.title),
        "outlet": _outlet(answer.outlet),
        "published": _days(answer),
        "url": _address(answer.url),
    }


def _days(answer: Answer | Carrier) -> str:
    if answer.low is None or answer.high is None:
        return "not dated"
    return f"{answer.low}" if answer.low == answer.high else f"{answer.low} to {answer.high}"


def _snippets(answer: Answer) -> Iterable[Row]:
    for one in answer.snippets[:MOST_PLACES]:
        yield span(answer.article, one.start, one.start + len(one.text), one.text)


def _said(answer: Answer, said: dict[str, Quote | Figure]) -> Iterable[Row]:
    """The quotes and figures that answer."""
    for ident in (*answer.quotes[:MOST_PLACES], *answer.figures[:MOST_PLACES]):
        one = said.get(ident)
        if one is not None:
            yield span(one.article, one.start, one.end, one.text if isinstance(one, Quote) else one.surface)


# -- stories ----------------------------------------------------------------------------------------------------------


def check(one: Check, holdings: Holdings) -> Row:
    """A comparison with the passages of its sides, each with its span."""
    return known(
        {
            "check": one.id,
            "outcome": wording.OUTCOMES[one.outcome],
            "about": wording.CHECKS[one.kind],
            "confidence": wording.confidence(one.confidence),
            "why": short(named(one.why, holdings), LONGEST_WORDS),
            "sides": [
                {
                    **span(side.article, side.start, side.end, side.text),
                    "outlet": _outlet_of(side.article, holdings),
                    "family": side.family,
                }
                for side in one.sides[:MOST_SIDES]
            ],
            "more_sides": _rest(one.sides, MOST_SIDES),
        }
    )


def rung(one: Rung, holdings: Holdings) -> Row:
    """What counts once on a step of the ladder, and why."""
    spans = [place(at, holdings) for at in one.places[:MOST_PLACES]]
    return known(
        {
            "counts_as": wording.RUNGS[one.kind],
            "name": short(one.name, LONGEST_NAME) if one.name else None,
            "articles": list(one.articles[:MOST_PAGES]),
            "more_articles": _rest(one.articles, MOST_PAGES),
            "why": short(named(one.why, holdings), LONGEST_WORDS),
            "spans": [at for at in spans if at is not None] or None,
        }
    )


def family(members: Sequence[ArticleId], holdings: Holdings) -> Row:
    """Articles of one text: the earliest known of them, and how each further one comes by it."""
    articles = [holdings.articles[one] for one in members if one in holdings.articles]
    kept = holdings.family_of.get(articles[0].id) if articles else None
    parents = {} if kept is None else {edge.child: edge.parent for edge in kept.edges}
    return known(
        {
            "family": None if kept is None else kept.id,
            "articles": len(members),
            "earliest_in_collection": card(articles[0], holdings) if articles else None,
            "others": [_member(one, parents.get(one.id), holdings) for one in articles[1:MOST_PAGES]] or None,
            "more_articles": _rest(members, MOST_PAGES),
            "sources_not_in_collection": len(kept.lost) or None if kept else None,
        }
    )


def _member(article: Article, parent: str | None, holdings: Holdings) -> Row:
    line: Row = {
        "article": article.id,
        "outlet": _outlet(article.outlet),
        "published": wording.published(holdings.published(article)),
    }
    pair = holdings.pair(parent, article.id) if parent is not None else None
    if pair is None:
        return line
    changed = sum(one.material for one in pair.alterations)
    return {**line, "source": parent, "shares": wording.COPIES[pair.kind], "material_changes": changed}


# -- pairs ------------------------------------------------------------------------------------------------------------


def relation(copy: Copy, left: Article, right: Article) -> str:
    """The sentence of the ladder about a pair."""
    told = wording.relation(copy, left, right)
    sentence = f"{_named(told.first)}{told.joint} {told.says} {_named(told.second)}"
    return f"{sentence}; {told.note}" if told.note else sentence


def evidence(one: Evidence, holdings: Holdings) -> Row:
    """A statement of evidence."""
    kind = wording.DIRECTION_EVIDENCE.get(one.kind, one.kind.replace("_", " "))
    return {"kind": kind, "text": short(named(one.text, holdings), LONGEST_WORDS)}


def alteration(one: Alteration, copy: Copy, left: Article, right: Article) -> Row:
    """A difference with both readings, the source's first; one without a span is nothing, or outside the text."""
    source, derived = (right, left) if copy.direction == "b_to_a" else (left, right)
    at = (one.b, one.a) if copy.direction == "b_to_a" else (one.a, one.b)
    return {
        "kind": wording.ALTERATIONS[one.kind].one,
        "why": wording.matters(one, directed=wording.directed(copy)),
        "readings": [
            {"article": article.id, "text": short(text, LONGEST_WORDS) or NOTHING}
            if where is None
            else within(article, where)
            for article, where, text in zip((source, derived), at, (one.before, one.after), strict=True)
        ],
    }


def passage(one: Passage, left: Article, right: Article) -> Row:
    """Two stretches that match."""
    return {"same_words": one.same, "spans": [within(left, one.a), within(right, one.b)]}


def carrier(one: Carrier, article: Article, given: str) -> Row:
    """Who carries a text, with the longest passages in both."""
    longest = sorted(one.passages, key=lambda found: (found.a[0] - found.a[1], found.a))[:MOST_PASSAGES]
    return known(
        {
            **_found(one),
            "story": one.story,
            "family": one.family,
            "carries": f"{wording.COPIES[one.kind]}: {one.coverage:.0%} of this text,"
            f" {one.coverage_there:.0%} of the article",
            "confidence": wording.confidence(one.confidence),
            "passages": [
                {
                    "same_words": found.same,
                    "spans": [span("the text given", *found.a, given[slice(*found.a)]), within(article, found.b)],
                }
                for found in longest
            ],
            "more_passages": _rest(one.passages, MOST_PASSAGES),
        }
    )


# -- words and figures ------------------------------------------------------------------------------------------------


def utterance(line: Line, holdings: Holdings) -> Row:
    """Something somebody said, in the wordings that pages have."""
    outcomes = [wording.OUTCOMES[one] for one in line.outcomes]
    return known(
        {
            "utterance": line.id,
            "outcomes": outcomes or None,
            "wordings": [_wording(one, holdings) for one in line.readings[:MOST_PASSAGES]],
            "more_wordings": _rest(line.readings, MOST_PASSAGES),
        }
    )


def _wording(reading: Reading, holdings: Holdings) -> Row:
    at = reading.places[0]
    article = holdings.articles[at.article]
    return known(
        {
            **span(at.article, at.start, at.end, article.text[at.start : at.end] or reading.words),
            "stands": claim_words.SAID.get(reading.kind, reading.kind),
            "outlet": _outlet(article.outlet),
            "published": wording.published(holdings.published(article)),
            "via": short(reading.via, LONGEST_NAME) if reading.via else None,
            "same_words_in": len(reading.places) - 1 or None,
            "altered_in_copies": len(reading.altered) or None,
        }
    )


def figure(one: Figure, article: Article, fact: str | None) -> Row:
    """A figure with the words that it stands in."""
    return known(
        {
            **span(one.article, one.start, one.end, one.surface),
            "hedge": claim_words.hedge(one),
            "measures": short(claim_words.counted(one.measures), LONGEST_WORDS),
            "in_si": claim_words.in_si(one),
            "fact": fact,
            "outlet": _outlet(article.outlet),
            "published": wording.published(article.published),
        }
    )
