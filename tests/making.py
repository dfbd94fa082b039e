"""Records made for tests: what a test does not speak of is filled in. All words are invented."""

from datetime import date

from copydesk.records import (
    Article,
    ArticleId,
    EventDate,
    Ladder,
    PageId,
    Published,
    Quote,
    QuoteId,
    Story,
    StoryId,
)

SAID = "The ferry Rauøy struck the quay."
HARBOUR = """\
The harbour council of Vessmar voted on Tuesday to close the old fish market after a survey found it unsafe.
Councillor Ada Brenn said the repair of the northern hall would have cost 4.2 million crowns this year alone.
Traders, some of whom have sold herring there for three generations, said that they had been told of no survey.
The survey counted 31 cracks in the pillars of the hall, and Mayor Tal Merin called the roof a danger to everyone.
The market will shut its doors on 1 May, and the stalls are to move to the car park behind the customs house."""


def article(name: str, text: str = SAID, **said: object) -> Article:
    """An article that nobody knows more of than its text and what is said here."""
    fields = {"page": PageId(f"p-{name}"), "source": f"{name}.html", "position": 0, "blocks": (), **said}
    return Article(id=ArticleId(name), text=text, **fields)


def published(low: date, high: date | None = None, *, basis: str = "printed") -> Published:
    """A publication on a day, or between two."""
    return Published(low=low, high=high or low, precision="day", basis=basis, confidence=0.9)


def quote(name: str, of: str, text: str, *, start: int = 0, speaker: str | None = None) -> Quote:
    """Words in quotation marks at a place of an article, of a speaker or of nobody."""
    return Quote(
        id=QuoteId(name),
        article=ArticleId(of),
        start=start,
        end=start + len(text),
        text=text,
        kind="direct",
        speaker=speaker,
        speaker_surface=speaker,
        speaker_start=None,
        speaker_end=None,
        cue=None,
        via=None,
    )


def story(name: str, *articles: str, event_date: EventDate | None = None, **said: object) -> Story:
    """A story of these articles, each an account of its own."""
    told = len(articles)
    fields = {
        "label": name,
        "storyline": None,
        "families": tuple((one,) for one in articles),
        "ladder": Ladder(pages=told, texts=told, publishers=told, owners=told, accounts=told, documents=0),
        **said,
    }
    return Story(id=StoryId(name), articles=articles, event_date=event_date, **fields)
