"""Contract suites for plug-ins: a package shows in its own repository that what it adds keeps its promise.

Each suite is a class for pytest: inherit from it, say what is to be tested, and its tests run with your own.

    from copydesk.testing import ReaderSuite

    class TestReader(ReaderSuite):
        plug_in = my_package.reader
        file = Path("sample.nitf").read_bytes()
        name = "sample.nitf"

The suites are plain methods with `assert` and import no test runner: any that finds methods can run them.
"""

# ruff: noqa: D102  a test's name says what it shows

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from copydesk.plugging import (
    COPYDESK,
    FoundPage,
    Notice,
    NoticeStory,
    kept_figures,
    kept_files,
    kept_languages,
    kept_pages,
    kept_quotes,
    kept_registry,
)
from copydesk.plugging.finding import DOES
from copydesk.records import Article, ArticleId, PageId
from copydesk.registries import register_of

REPORT = """\
The ferry Aldis ran aground off Eidsund on Tuesday. Nobody of the 214 people on board was hurt, the coastguard said.
"We heard a bang, and then the lights went out," said Marta Ekeland, who was on deck with two children.
The ship was bound for Norvik. It is to be towed to a dock in Hallen, where its hull will be looked at by divers.\
"""
ARTICLES = (
    REPORT,
    "Le conseil du port a vot\u00e9 mardi la fermeture du march\u00e9 aux poissons.",
    "Kurz.",
    "\U0001f6a2 Combining e\u0301 and \u05e2\u05d1\u05e8\u05d9\u05ea in one line, with 3.5 million crowns.",
)
"""Invented texts: a report with a quotation and a figure, another language, hardly anything, and odd characters."""


def article(text: str = REPORT, *, ident: str = "a1", **more: Any) -> Article:
    """An article with this text, to try a model on; `more` are other fields of the record."""
    fixed = {"page": PageId(f"page-{ident}"), "source": f"{ident}.html", "position": 0, "blocks": (), "language": "en"}
    return Article(**{**fixed, "id": ArticleId(ident), "text": text, **more})


class _Suite:
    """What every suite has: the plug-in, as its entry point names it."""

    plug_in: ClassVar[Any]


class ReaderSuite(_Suite):
    """What a reader promises. `file` is a whole file of its form, `name` what it is called."""

    file: ClassVar[bytes]
    name: ClassVar[str]

    def test_it_has_all_its_parts(self) -> None:
        _has_its_parts("reader", self.plug_in)
        assert all(one.startswith(".") and one == one.lower() for one in self.plug_in.suffixes)

    def test_it_knows_its_own_file_by_its_first_bytes(self) -> None:
        assert self.plug_in.knows(self.file[:8192], self.name)

    def test_it_knows_no_page_and_nothing_empty(self) -> None:
        for strange in (b"", b"<!doctype html><p>A page.", b"Plain words.", b"\x00\xff\x00\xff", b'{"text": "x"}'):
            assert not self.plug_in.knows(strange, "page.html"), strange

    def test_its_pages_are_pages_and_the_same_each_time(self) -> None:
        first = self._pages(self.file)
        assert first, "its own file holds no page"
        assert first == self._pages(self.file)

    def test_a_file_that_breaks_off_is_told_and_hangs_nothing(self) -> None:
        for size in {len(self.file) // 3, len(self.file) // 2, len(self.file) - 1}:
            assert self._told(self.file[:size]) != "", "its error says nothing of what is wrong"

    def _told(self, raw: bytes) -> str | None:
        """What its error says over a file; None where it finds pages or none."""
        try:
            self._pages(raw)
        except Exception as error:  # noqa: BLE001 - any is told as the reason for which the file is not read
            return str(error)
        return None

    def _pages(self, raw: bytes) -> list[FoundPage]:
        return list(kept_pages(self.plug_in.read(raw, self.name)))


class ExporterSuite(_Suite):
    """What an exporter promises; it is given the findings of a few invented pages."""

    def test_it_has_all_its_parts(self) -> None:
        _has_its_parts("exporter", self.plug_in)
        assert isinstance(self.plug_in.public, bool)

    def test_it_writes_what_it_tells_and_the_same_each_time(self) -> None:
        collected = given()
        assert self._written(collected) == self._written(collected)

    def test_it_writes_a_collection_of_nothing(self) -> None:
        self._written(given(()))

    def test_in_public_it_writes_no_text_whole(self) -> None:
        if self.plug_in.public:
            for name, content in self._written(given(public=True)).items():
                assert REPORT.encode() not in content, f"{name} has the whole text of an article"

    def _written(self, collected: Any) -> dict[str, bytes]:
        with TemporaryDirectory() as place:
            folder = Path(place)
            kept_files(folder, self.plug_in.write(collected, folder))
            files = sorted(one for one in folder.rglob("*") if one.is_file())
            return {one.relative_to(folder).as_posix(): one.read_bytes() for one in files}


class _ModelSuite(_Suite):
    """What every model promises. `plug_in` makes it; `argument` is what stands behind the colon of its name."""

    argument: ClassVar[str] = ""

    def _model(self) -> Any:
        return self.plug_in(self.argument)

    def _articles(self) -> list[Article]:
        return [article(text, ident=f"a{number}") for number, text in enumerate(ARTICLES)]


class LanguageModelSuite(_ModelSuite):
    """What a model of languages promises."""

    def test_each_text_gets_a_code_or_nothing(self) -> None:
        kept_languages(ARTICLES, self._model().languages(ARTICLES))

    def test_how_many_texts_come_at_once_changes_nothing(self) -> None:
        one_by_one = [answer for text in ARTICLES for answer in self._model().languages([text])]
        assert one_by_one == list(self._model().languages(ARTICLES))

    def test_of_no_texts_there_are_no_languages(self) -> None:
        assert list(self._model().languages([])) == []


class QuoteModelSuite(_ModelSuite):
    """What a model of quotes promises."""

    def test_its_quotes_lie_in_their_texts(self) -> None:
        articles = self._articles()
        kept_quotes(articles, self._model().quotes(articles))

    def test_how_many_articles_come_at_once_changes_nothing(self) -> None:
        articles, model = self._articles(), self._model()
        one_by_one = [kept_quotes([one], model.quotes([one]))[0] for one in articles]
        assert one_by_one == list(kept_quotes(articles, model.quotes(articles)))


class FigureModelSuite(_ModelSuite):
    """What a model of figures promises."""

    def test_its_figures_lie_in_their_texts(self) -> None:
        articles = self._articles()
        kept_figures(articles, self._model().figures(articles))

    def test_how_many_articles_come_at_once_changes_nothing(self) -> None:
        articles, model = self._articles(), self._model()
        one_by_one = [kept_figures([one], model.figures([one]))[0] for one in articles]
        assert one_by_one == list(kept_figures(articles, model.figures(articles)))


class NotifierSuite(_Suite):
    """What a notifier promises. Override `argument` with one that sends to a place of the test."""

    def argument(self, folder: Path) -> str:
        """What stands behind the colon in this test; `folder` is empty and goes away."""
        return str(folder / "sent")

    def test_it_takes_a_digest(self) -> None:
        with TemporaryDirectory() as place:
            self.plug_in.notify(notice(), self.argument(Path(place)))

    def test_it_takes_hostile_words(self) -> None:
        hostile = NoticeStory("\u202e<script>alert(1)</script>\r\nBcc: all@example.org", None, "1 page", ("x" * 5000,))
        with TemporaryDirectory() as place:
            self.plug_in.notify(notice()._replace(stories=(hostile,)), self.argument(Path(place)))


class RegistrySuite(_Suite):
    """What a registry promises."""

    def test_it_is_a_register_without_a_fault(self) -> None:
        register = register_of(kept_registry(self.plug_in.text()), name="the register")
        assert register.wrong == ()
        assert register.lines()


def notice() -> Notice:
    """A digest of one story."""
    line = "new account: The Harbour Post may be an independent account (surely)"
    story = NoticeStory("A ferry runs aground off Eidsund", "https://desk.example/s", "3 pages, 2 accounts", (line,))
    return Notice("copydesk digest", "2031-05-06T07:00:00+00:00", (story,), f"{story.label}\n  - {line}\n")


def given(texts: Sequence[str] = ARTICLES[:2], *, public: bool = False) -> Any:
    """What an exporter is handed (`copydesk.exports.Given`): the findings of these texts, each a page by itself."""
    from copydesk.desk import open_desk
    from copydesk.exports import Given
    from copydesk.exports.excerpts import Excerpts
    from copydesk.reports.holdings import hold

    with TemporaryDirectory() as place, open_desk() as desk:
        for number, text in enumerate(texts):
            Path(place, f"{number}.txt").write_text(f"Headline {number}\n\n{text}\n", encoding="utf-8")
        sources = sorted(str(one) for one in Path(place).iterdir())
        list(desk.add(sources, as_of=date(2031, 5, 6)))
        list(desk.run())
        collection = desk.collection()
    excerpts = Excerpts(collection.families) if public else None
    return Given(holdings=hold(collection), program=f"{COPYDESK} test", excerpts=excerpts)


def _has_its_parts(kind: Any, plug_in: Any) -> None:
    missing = [part for part in DOES[kind] if not hasattr(plug_in, part)]
    assert not missing, f"it lacks {', '.join(missing)}"
