"""A small invented collection: a wire story, a page that carries it reworded, and an account of its own."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from copydesk.records import (
    Alteration,
    Article,
    Attribution,
    Block,
    Check,
    Collection,
    Copy,
    DateCandidate,
    Dating,
    Edge,
    EventDate,
    Evidence,
    Fact,
    Failure,
    Family,
    Figure,
    Ladder,
    Link,
    Lost,
    Passage,
    Published,
    Quote,
    Side,
    Story,
)

WIRE = 'A bus left the road near Holm on Monday and 12 people were hurt.\n"The brakes failed," said Ada Brekke.'
SPUN = 'A coach left the lane near Holm on Tuesday and 21 humans were harm.\n"The brake pads flopped," said Ada Brekke.'
OWN = "Nine passengers were taken to hospital after a bus crash near Holm.\nThe driver was not questioned."
LATER = "A year after the Holm bus crash, a judge found that nobody was to blame."


def span(text, words):
    start = text.index(words)
    return start, start + len(words)


def article(key, text, **more):
    blocks = (
        Block(kind="navigation", text="Home News Sport"),
        *(Block(kind="body", text=one) for one in text.split("\n")),
    )
    return Article(
        id=f"article-{key}",
        page=f"page-{key}",
        source=f"pages/{key}.html",
        position=0,
        text=text,
        blocks=blocks,
        **more,
    )


def published(day, basis="metadata"):
    return Published(low=day, high=day, precision="day", basis=basis, confidence=0.97)


def figure(key, one, words, value):
    start, end = span(one.text, words)
    return Figure(
        id=key,
        article=one.id,
        start=start,
        end=end,
        surface=words,
        value=value,
        low=value,
        high=value,
        unit="person",
        per=None,
        measures="people hurt",
        approximate=False,
    )


def quote(key, one, words):
    start, end = span(one.text, words)
    return Quote(
        id=key,
        article=one.id,
        start=start,
        end=end,
        text=words,
        kind="direct",
        speaker="Ada Brekke",
        speaker_surface="Ada Brekke",
        speaker_start=None,
        speaker_end=None,
        cue="said",
        via=None,
    )


def altered(kind, before, after, *, material=True):
    return Alteration(
        kind=kind, before=before, after=after, a=span(WIRE, before), b=span(SPUN, after), material=material
    )


def build():
    wire = article(
        "wire",
        WIRE,
        outlet="Holm Wire",
        title="Bus leaves road near Holm",
        byline=("Nils Falk",),
        url="https://wire.example/holm",
        published=published(date(2031, 5, 6)),
        language="en",
        dates=(
            DateCandidate(
                value="2031-05-06", surface="6 May 2031", role="published", kept=True, why="stands under the title"
            ),
            DateCandidate(
                value="2033-01-01", surface="Sat 1 Jan", role="page_served", kept=False, why="in the page's head"
            ),
        ),
    )
    spun = article("spun", SPUN, outlet="Quick News", title="Coach leaves lane near Holm")
    own = article(
        "own", OWN, outlet="Fjord Post", title="Nine in hospital after crash", published=published(date(2031, 5, 7))
    )
    later = article("later", LATER, outlet="Fjord Post", title="Nobody to blame", published=published(date(2032, 6, 1)))
    copy = Copy(
        id="copy-1",
        a=spun.id,
        b=wire.id,
        kind="spun",
        direction="b_to_a",
        score=0.9,
        confidence=0.88,
        coverage_a=0.95,
        coverage_b=0.9,
        passages=tuple(
            Passage(a=span(SPUN, spun_line), b=span(WIRE, wire_line), same=False)
            for spun_line, wire_line in zip(SPUN.split("\n"), WIRE.split("\n"), strict=True)
        ),
        alterations=tuple(
            replace(one, a=one.b, b=one.a)
            for one in (
                altered("wording", "bus", "coach", material=False),
                altered("quote", "The brakes failed", "The brake pads flopped"),
                altered("number", "12 people", "21 humans"),
                altered("date", "Monday", "Tuesday"),
                Alteration(kind="dropped_attribution", before="Nils Falk", after="", a=None, b=None, material=True),
            )
        ),
        why=(
            Evidence(kind="date", text="its page gives an earlier day"),
            Evidence(kind="corruption", text="21 humans reads like a garbled 12 people"),
        ),
    )
    family = Family(
        id="family-1",
        articles=(wire.id, spun.id),
        edges=(Edge(parent=wire.id, child=spun.id, confidence=0.9),),
        roots=(wire.id,),
        lost=(Lost(id="lost-1", children=(wire.id,)),),
    )
    crash = Story(
        id="story-crash",
        label="Bus leaves road near Holm",
        articles=(wire.id, spun.id, own.id),
        event_date=EventDate(low=date(2031, 5, 5), high=date(2031, 5, 5), basis="text"),
        storyline="line-1",
        families=((wire.id, spun.id), (own.id,)),
        ladder=Ladder(pages=3, texts=3, publishers=3, owners=3, accounts=2, documents=0),
    )
    ruling = Story(
        id="story-ruling",
        label="Nobody to blame for Holm crash",
        articles=(later.id,),
        event_date=None,
        storyline="line-1",
        families=((later.id,),),
        ladder=Ladder(pages=1, texts=1, publishers=1, owners=1, accounts=1, documents=0),
        links=(Link(story="story-crash", why="names the event", article=later.id, start=0, end=31),),
    )
    hurt = figure("figure-1", wire, "12 people", 12), figure("figure-2", own, "Nine passengers", 9)
    wrong = figure("figure-3", spun, "21 humans", 21)
    said = quote("quote-1", wire, "The brakes failed"), quote("quote-2", spun, "The brake pads flopped")
    return Collection(
        as_of=date(2038, 12, 31),
        settings="0011223344556677",
        articles=(wire, spun, own, later),
        copies=(copy,),
        families=(family,),
        datings=(Dating(id="dating-1", article=wire.id, published=None, event=crash.event_date),),
        stories=(crash, ruling),
        quotes=said,
        attributions=tuple(
            Attribution(id=f"attribution-{one.id}", quote=one.id, speaker="Ada Brekke", utterance="utterance-1")
            for one in said
        ),
        figures=(*hurt, wrong),
        facts=(
            Fact(id="fact-1", story="line-1", measures="people hurt", figures=("figure-1", "figure-2", "figure-3")),
        ),
        checks=(
            Check(
                id="check-1",
                story="story-crash",
                subject="people hurt",
                kind="number",
                outcome="conflict",
                sides=(
                    Side(article=wire.id, start=0, end=64, text="12 people were hurt", family="family-1"),
                    Side(
                        article=own.id,
                        start=0,
                        end=40,
                        text="Nine passengers were taken to hospital",
                        family="family-2",
                    ),
                ),
                confidence=0.7,
                why="both count the same people",
            ),
        ),
        failures=(
            Failure(id="failure-1", step="articles", input="pages/empty.html", reason="there is no article on it"),
        ),
    )


class Page(HTMLParser):
    """What a page holds: its elements with their attributes, its words, and whether its tags close."""

    VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.words, self.open, self.raw = [], [], [], {"style": "", "script": ""}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, words):
        inside = self.open[-1] if self.open else ""
        if inside in self.raw:
            self.raw[inside] += words
        else:
            self.words.append(words)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def all(self, tag, name=None, value=None):
        return [attrs for one, attrs in self.elements if one == tag and (name is None or attrs.get(name) == value)]


@pytest.fixture
def collection():
    return build()


@pytest.fixture
def page():
    """Reads a written page."""
    return lambda path: Page(path.read_text(encoding="utf-8"))
