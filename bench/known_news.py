"""Made-up news of any amount in which every copy and every event is known, for measuring large runs.

Nothing in it is true and nobody in it lives. Forty events begin on each day, one in five of them with the people and
places of an event of the weeks before; each is told by one to six accounts, which share its names, numbers and a few
words of its own, and no run of words. One account in so many is copied, at levels of `known_copies` taken in turn.
The same seed gives the same news, and less of it its beginning.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate, count, islice

from known_copies import LEVELS, Thesaurus, joined, sentences_of

FIRST_DAY = date(2001, 1, 1)
A_DAY = 40
# Days whose events go on: one event in five is of the same people and places as one of these.
KEPT_DAYS = 60
ACCOUNTS = (1, 1, 1, 1, 1, 2, 2, 3, 4, 6)
COPIES = 4
SITES = 400
# Accounts from which the words are taken that are put for others.
WORDS_OF = 400
SENTENCES = (17, 23)
VOCABULARY = 30_000

SYLLABLES = "ba co du fe gi ha jo ku le mi no pu ra so tu ve wi xa yo ze bran dell fort gren holm kess lund mor".split()
FUNCTION = (
    "the the the the of of of to to in in a a and and and that for was on with as at by from it he she they had has"
    " were be been this would not which their after but more who said when over could into about its there than also"
).split()
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PAPERS = ("Post", "Echo", "Gazette", "Wire", "Herald", "Observer")


@dataclass(frozen=True, slots=True)
class KnownNews:
    """A page as a line of JSON Lines has it, the number of its event, how it was copied (None: not), and from what."""

    page: dict[str, str]
    event: int
    level: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class _Event:
    """What accounts of an event share: when it began, names, numbers, and words that it is told in."""

    number: int
    day: date
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    topics: tuple[str, ...]


class _Words(Thesaurus):
    """A thesaurus that has some other word for each small-lettered word that it does not know."""

    def __init__(self, texts: Sequence[str], vocabulary: Sequence[str]) -> None:
        super().__init__(texts)
        self._others = vocabulary

    def word(self, word: str, chance: random.Random) -> str:
        if word in self.near or word in self.function or not (word.isalpha() and word.islower()):
            return super().word(word, chance)
        return chance.choice(self._others)


class _Newsroom:
    """Chance, and the words in which it tells."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.vocabulary = [self._invented() for _ in range(VOCABULARY)]
        self._common = list(accumulate(1 / rank for rank in range(20, VOCABULARY + 20)))
        self.outlets = [f"{self.name()} {PAPERS[number % len(PAPERS)]}" for number in range(SITES)]
        first = [self.account(self.event(0, FIRST_DAY, ()))[1] for _ in range(WORDS_OF)]
        self.words = _Words(first, self.vocabulary)

    def _invented(self) -> str:
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.choice((2, 3, 3, 4))))

    def name(self) -> str:
        return self._invented().capitalize()

    def event(self, number: int, day: date, past: Sequence[_Event]) -> _Event:
        chance = self.chance
        names = [self.name() for _ in range(3)] + [f"{self.name()} {self.name()}" for _ in range(4)]
        if past and chance.random() < 0.2:
            names = list(chance.choice(past).names)
        numbers = [f"{chance.randint(11, 99_000):,}" for _ in range(4)] + [f"{chance.randint(11, 990) / 10}"]
        return _Event(number, day, tuple(names), tuple(numbers), tuple(self._invented() for _ in range(8)))

    def account(self, event: _Event) -> tuple[str, str]:
        """A headline and the paragraphs of an account of its own."""
        chance = self.chance
        topics, place = chance.sample(event.topics, 3), event.names[0]
        lead = [place, f"on {WEEKDAYS[event.day.weekday()]}", event.names[1], event.numbers[0], *event.topics[:3]]
        shared = [*event.names, *event.names[:3], *event.numbers, *event.topics, *event.topics[:4]]
        many = chance.randint(*SENTENCES)
        inside: list[list[str]] = [[] for _ in range(many)]
        for one in chance.sample(shared, len(shared) - chance.randint(0, 6)):
            inside[chance.randrange(many)].append(one)
        # Nothing is said of nobody: a sentence without a name has one of its own.
        told = [self.sentence(lead), *(self.sentence(some or [self.name()]) for some in inside)]
        for at in chance.sample(range(1, many), 2):
            told[at] = f"“{told[at][:-1]},” said {chance.choice(event.names[3:])}."
        paragraphs = [told[0], *(" ".join(told[at : at + 3]) for at in range(1, len(told), 3))]
        return f"{topics[0].capitalize()} {topics[1]} near {place} {topics[2]}", "\n\n".join(paragraphs)

    def sentence(self, names: Sequence[str]) -> str:
        chance = self.chance
        size = chance.randint(9, 20)
        words = chance.choices(self.vocabulary, cum_weights=self._common, k=size)
        for at in range(size):
            if chance.random() < 0.45:
                words[at] = chance.choice(FUNCTION)
        for one in names:
            words.insert(chance.randint(1, len(words)), one)
        sentence = " ".join(words)
        return f"{sentence[0].upper()}{sentence[1:]}."

    def page(self, ident: str, title: str, text: str, *, day: date, later: int = 0) -> dict[str, str]:
        site = self.chance.randrange(SITES)
        when = datetime.combine(day, time(self.chance.randint(5, 20))) + timedelta(hours=later)
        url = f"https://www.site{site}.example/{day:%Y/%m/%d}/{ident}"
        said = {"id": ident, "url": url, "outlet": self.outlets[site], "title": title}
        return {**said, "published": when.isoformat(), "text": text}

    def copies(
        self, first: KnownNews, given: int, levels: Iterator[str], past: Sequence[_Event]
    ) -> Iterator[KnownNews]:
        """Four copies of a page, somewhat later; what stands in another text is no report on the first event."""
        own, day = sentences_of(first.page["text"]), datetime.fromisoformat(first.page["published"]).date()
        for level in islice(levels, COPIES):
            other = self.chance.choice(past)
            headline, host = self.account(other)
            made = LEVELS[level](own, sentences_of(host), self.words, self.chance)
            if made is not None:
                event, title = (other.number, headline) if level == "partial" else (first.event, first.page["title"])
                page = self.page(f"news-{given}", title, joined(made), day=day, later=self.chance.randint(1, 30))
                yield KnownNews(page, event, level, first.page["id"])
                given += 1


def known_news(amount: int, seed: int, *, copied_one_in: int = 200) -> Iterator[KnownNews]:
    """So many pages, by day; with one account in 200 copied four times one page in fifty is a copy."""
    return islice(_pages(seed, copied_one_in), amount)


def one_text(amount: int, seed: int) -> Iterator[KnownNews]:
    """One text on so many pages, a day apart at most."""
    newsroom = _Newsroom(seed)
    title, text = newsroom.account(newsroom.event(0, FIRST_DAY, ()))
    for number in range(amount):
        day = FIRST_DAY + timedelta(days=min(1, number))
        level, source = ("verbatim", "news-0") if number else (None, None)
        yield KnownNews(newsroom.page(f"news-{number}", title, text, day=day), 0, level, source)


def one_event(amount: int, seed: int) -> Iterator[KnownNews]:
    """So many accounts of one event, none a copy of another."""
    newsroom = _Newsroom(seed)
    event = newsroom.event(0, FIRST_DAY, ())
    for number in range(amount):
        title, text = newsroom.account(event)
        yield KnownNews(newsroom.page(f"news-{number}", title, text, day=FIRST_DAY), 0)


def one_site(amount: int, seed: int) -> Iterator[KnownNews]:
    """Ordinary news as HTML on one site, all in the same frame: menu, boxes and footer of some sixty pieces."""
    newsroom = _Newsroom(seed)
    menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in (newsroom.name() for _ in range(40)))
    boxes = "".join(f"<div><p>{newsroom.sentence([newsroom.name()])}</p></div>" for _ in range(20))
    for one in known_news(amount, seed):
        page = one.page
        body = "".join(f"<p>{paragraph}</p>" for paragraph in page["text"].split("\n\n"))
        html = (
            f"<html><head><title>{page['title']}</title></head><body><nav><ul>{menu}</ul></nav><article>"
            f"<h1>{page['title']}</h1><time datetime='{page['published']}'>{page['published'][:10]}</time>{body}"
            f"</article><aside>{boxes}</aside><footer><p>The Site, all rights reserved.</p></footer></body></html>"
        )
        said = {"id": page["id"], "url": f"https://www.site.example/{page['id']}", "outlet": "The Site"}
        yield replace(one, page={**said, "html": html})


SHAPES = {"ordinary": known_news, "one text": one_text, "one event": one_event, "one site": one_site}


def _pages(seed: int, copied_one_in: int) -> Iterator[KnownNews]:
    newsroom = _Newsroom(seed)
    levels = (level for _ in count() for level in LEVELS)
    past: list[_Event] = []
    given = accounts = 0
    for number in count():
        day = FIRST_DAY + timedelta(days=number // A_DAY)
        event = newsroom.event(number, day, past)
        past = [*past[-A_DAY * KEPT_DAYS :], event]
        for _ in range(newsroom.chance.choice(ACCOUNTS)):
            title, text = newsroom.account(event)
            first = KnownNews(newsroom.page(f"news-{given}", title, text, day=day), number)
            given, accounts = given + 1, accounts + 1
            yield first
            for copy in newsroom.copies(first, given, levels, past) if accounts % copied_one_in == 0 else ():
                given += 1
                yield copy
