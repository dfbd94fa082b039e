"""The six questions that an assistant may ask of a desk, each with an answer of bounded size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from copydesk.assistants import rows
from copydesk.assistants.fitting import Part, Row, fitted, known
from copydesk.carrying import tidied
from copydesk.desk import Desk
from copydesk.records import ALTERATION_RANKING, Alteration, Article, Check, Copy, Figure, Outcome, Quote, Story
from copydesk.reports import wording
from copydesk.reports.cards import story_label
from copydesk.reports.holdings import Holdings, hold, speaker_key
from copydesk.reports.large import told_of, untold
from copydesk.reports.ledger import grouped, quote_row, scope
from copydesk.reports.safe import short
from copydesk.searching import StoryAnswers, question_of

# How much is asked of the desk for one answer: more than fits, so that room is never left for want of rows.
MOST_STORIES, MOST_CARRIERS, MOST_FIGURES, MOST_NAMES = 10, 8, 60, 12
_CURSOR = 120
"""Characters that are kept free for the cursor of what is found, which is shorter."""
# What stands in which part of a story.
CONFLICTS: frozenset[Outcome] = frozenset(("conflict", "different"))
CHANGES: frozenset[Outcome] = frozenset(("altered", "changed"))


def find(desk: Desk, given: Mapping[str, str], *, after: str | None = None) -> Row:
    """Stories that answer a question (its parts as an address has them), the best first.

    Raises:
        UsageError: nothing is asked, or what cannot be.

    """
    question = question_of(given)
    answers = desk.find(question, after=after, limit=MOST_STORIES)
    said = _said(desk, answers.stories)
    told = {"stories": Part(answers.stories, lambda one: rows.found_story(one, said))}
    head = {
        "collection": bounds(desk),
        "found": f"{'more than ' if answers.more else ''}{wording.counted(answers.articles, 'article')}"
        f" in {wording.counted(answers.found, 'story')}",
        "next": "-" * _CURSOR,
    }
    answer = fitted(head, told, only="stories")
    answer.pop("more", None)
    shown = len(answer["stories"])
    # The cursor leads on from what is shown, which may be less than what was asked for.
    whole = shown == len(answers.stories)
    answer["next"] = answers.after if whole else desk.find(question, after=after, limit=shown).after
    return known(answer)


def _said(desk: Desk, stories: Sequence[StoryAnswers]) -> dict[str, Quote | Figure]:
    """The quotes and figures that answer, by id."""
    firsts = [family.answers[0] for story in stories for family in story.families]
    quotes = desk.store.get(Quote, {ident for one in firsts for ident in one.quotes[: rows.MOST_PLACES]})
    figures = desk.store.get(Figure, {ident for one in firsts for ident in one.figures[: rows.MOST_PLACES]})
    return {**quotes, **figures}


def story(desk: Desk, name: str, *, part: str | None = None, skip: int = 0) -> Row:
    """A story whole: its days, its ladder, where accounts differ, what changed, its texts; `part` shows one further.

    Raises:
        UsageError: there is no such story, or no such part.

    """
    found = desk.story(name)
    holdings = hold(desk.around_story(found.id), live=True)
    head = known(
        {
            "collection": bounds(desk),
            "story": found.id,
            "label": story_label(found, holdings),
            "event": short(wording.event(found.event_date), rows.LONGEST_WORDS),
            "published": _days(found, holdings),
            "ladder": wording.ladder_line(found.ladder),
            "ladder_note": wording.LADDER_NOTE,
            "storyline": found.storyline,
            "untold": untold(found, "an export"),
        }
    )
    return fitted(head, _parts(found, holdings), only=part, skip=skip)


def _parts(found: Story, holdings: Holdings) -> dict[str, Part]:
    order = tuple(wording.OUTCOMES)
    checks = sorted(
        holdings.checks(told_of(found)), key=lambda one: (order.index(one.outcome), -one.confidence, one.id)
    )

    def of(outcomes: frozenset[Outcome]) -> list[Check]:
        return [one for one in checks if one.outcome in outcomes]

    rest = frozenset(order) - CONFLICTS - CHANGES
    return {
        "conflicts": Part(of(CONFLICTS), lambda one: rows.check(one, holdings)),
        "changes": Part(of(CHANGES), lambda one: rows.check(one, holdings)),
        "texts": Part(found.families, lambda one: rows.family(one, holdings)),
        "ladder_why": Part(found.ladder.rungs, lambda one: rows.rung(one, holdings)),
        "agreements": Part(of(rest), lambda one: rows.check(one, holdings)),
    }


def _days(found: Story, holdings: Holdings) -> str:
    """When the story was told, and how many of its pages say so."""
    articles = [holdings.articles[one] for one in found.articles if one in holdings.articles]
    known_days = [day for one in articles if (day := holdings.published(one)) is not None]
    undated = len(articles) - len(known_days)
    if not known_days:
        return "no page is dated"
    first = min(known_days, key=lambda one: (one.low, one.high))
    last = max(known_days, key=lambda one: (one.high, one.low))
    told = f"first {wording.published(first)}, last {wording.published(last)}"
    return f"{told}; {wording.counted(undated, 'page')} not dated" if undated else told


def compare(desk: Desk, one: str, other: str, *, part: str | None = None, skip: int = 0) -> Row:
    """What two articles share: how, which way if that is established, and what differs.

    Raises:
        UsageError: there is no such article, or no such part.

    """
    first, second = desk.article(one), desk.article(other)
    copy = desk.copy(first.id, second.id)
    if copy is None:
        said = "no shared text was found between these two; that does not show that they are independent"
        cards = [rows.card(article, hold(desk.around_article(article.id))) for article in (first, second)]
        return {"collection": bounds(desk), "articles": cards, "relation": said}
    holdings = hold(desk.around_pair(copy.a, copy.b))
    left, right = holdings.articles[copy.a], holdings.articles[copy.b]
    return fitted(_head(desk, copy, holdings), _of_pair(copy, left, right, holdings), only=part, skip=skip)


def _head(desk: Desk, copy: Copy, holdings: Holdings) -> Row:
    left, right = holdings.articles[copy.a], holdings.articles[copy.b]
    source, derived = (right, left) if copy.direction == "b_to_a" else (left, right)
    material = sum(one.material for one in copy.alterations)
    sure = copy.direction_sure if wording.directed(copy) else None
    return known(
        {
            "collection": bounds(desk),
            "pair": copy.id,
            "articles": [rows.card(article, holdings) for article in (source, derived)],
            "relation": rows.relation(copy, left, right),
            "kind": f"{wording.COPIES[copy.kind]} ({wording.confidence(copy.confidence)})",
            "direction": wording.direction(copy.direction, holdings.published(source), holdings.published(derived)),
            "source": source.id if wording.directed(copy) else None,
            "direction_confidence": None if sure is None else wording.confidence(sure),
            "changes": wording.changes(material, len(copy.alterations) - material),
            "note": wording.OTHER_EXPLANATIONS,
        }
    )


def _of_pair(copy: Copy, left: Article, right: Article, holdings: Holdings) -> dict[str, Part]:
    material = sorted((one for one in copy.alterations if one.material), key=_gravity)
    return {
        "material": Part(material, lambda one: rows.alteration(one, copy, left, right)),
        "evidence": Part(copy.why, lambda one: rows.evidence(one, holdings)),
        "passages": Part(copy.passages, lambda one: rows.passage(one, left, right)),
    }


def _gravity(one: Alteration) -> int:
    return ALTERATION_RANKING.index(one.kind)


def carriers(desk: Desk, text: str) -> Row:
    """Who carries a text, most of it first.

    Raises:
        UsageError: there are no words in it.

    """
    found = desk.carriers(text, limit=MOST_CARRIERS)
    given = tidied(text)
    said = wording.counted(len(found), "article") if found else "no article on this desk carries this text"
    head = {"collection": bounds(desk), "found": said, "spans_of": "the text given, with single spaces"}
    told = Part(found, lambda one: rows.carrier(one, desk.article(one.article), given))
    return fitted(head, {"carriers": told})


def who_said(desk: Desk, name: str, *, skip: int = 0) -> Row:
    """What somebody said, in the wordings that pages have.

    Raises:
        UsageError: nobody who is quoted on this desk is called so.

    """
    found = desk.speaker(name, limit=1)
    holdings = hold(desk.around_speaker(found.name))
    quotes = holdings.said.get(speaker_key(found.name), [])
    scoped = scope(holdings)
    lines = [quote_row(ident, told, (), scoped) for ident, told in grouped(quotes, holdings).items()]
    lines = [line for line in lines if line.readings]
    names = [one.name for one in desk.speakers(name, limit=MOST_NAMES)]
    others = [short(one, rows.LONGEST_NAME) for one in names if one != found.name]
    head = known(
        {
            "collection": bounds(desk),
            "speaker": short(found.name, rows.LONGEST_NAME),
            "found": f"{wording.counted(found.quotes, 'quote')}, {wording.counted(len(lines), 'utterance')}",
            "also_called_so": others or None,
        }
    )
    return fitted(
        head, {"utterances": Part(lines, lambda one: rows.utterance(one, holdings))}, only="utterances", skip=skip
    )


def figures(desk: Desk, says: str, *, skip: int = 0) -> Row:
    """Figures that say so much of such a thing, however pages write it.

    Raises:
        UsageError: there is no number in what is asked.

    """
    found = desk.figures(says, limit=MOST_FIGURES)
    facts = {row["id"]: row["fact"] for row in found.to_rows()}
    said = f"{wording.counted(len(found), 'figure')}{' or more' if len(found) == MOST_FIGURES else ''}"
    told = Part(found, lambda one: rows.figure(one, desk.article(one.article), facts[one.id]))
    head = {"collection": bounds(desk), "found": said}
    return fitted(head, {"figures": told}, only="figures", skip=skip)


def bounds(desk: Desk) -> str:
    """What the answer is about, and what it cannot know."""
    count = wording.counted(desk.counts()["Article"], "article")
    return f"{count} on this desk, read as of {desk.store.as_of().isoformat()}; nothing is known of other pages"
