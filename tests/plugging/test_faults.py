"""Plug-ins that are not there, cannot be loaded, fail, or lie: what is told names the package, and the run goes on."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from copydesk import plugging
from copydesk.cli import main
from copydesk.desk import open_desk
from copydesk.errors import BrokenPlugIn, UsageError
from copydesk.exports.formats import FORMATS
from copydesk.plugging import FoundFigure, FoundPage, FoundQuote, PromiseBroken
from copydesk.records import Article, Figure, Page, Quote
from copydesk.settings import ArticleSettings, ClaimSettings, PageSettings, Settings
from copydesk.settings_file import load_settings
from copydesk.testing import article, notice

TEXT = """\
The harbour council of Vessmar voted on Tuesday to close the old fish market after a survey found it unsafe.
Councillor Ada Brenn said the repair of the northern hall would have cost 4.2 million crowns this year alone.
Traders, some of whom have sold herring there for three generations, said that they had been told of no survey.
"""
READER = """
from copydesk.plugging import FoundPage
class Reader:
    suffixes = (".odd",)
    def knows(self, head, name):
        if b"ASK" in head: raise ZeroDivisionError("asked")
        return head.startswith(b"ODD")
    def read(self, raw, name):
        yield FoundPage(content=raw[4:].decode(), form="text", record="1")
        if b"BREAK" in raw: raise KeyError("second page")
        if b"LIE" in raw: yield "no page"
reader = Reader()
"""
MODEL = """
from copydesk.plugging import FoundFigure, FoundQuote
class Model:
    def __init__(self, argument): self.argument = argument
    def languages(self, texts):
        if self.argument == "fail": raise RuntimeError("no weights")
        return ["xx-long" if "LIE" in text else "fi" for text in texts]
    def quotes(self, articles):
        if any("BREAK" in one.text for one in articles): raise RuntimeError("no weights")
        return [[FoundQuote(start=0, end=10**6 if "LIE" in one.text else 3, kind="direct")] for one in articles]
    def figures(self, articles):
        return [[FoundFigure(start=0, end=3, value=5, low=5, high=None, measures="", unit="kilometre")]] * len(articles)
"""


@pytest.fixture
def odd(install):
    return install("odd-files", [("copydesk.readers", {"odd": "odd_files:reader"})], READER)


@pytest.fixture
def borrowed(install):
    return install("borrowed-brain", [("copydesk.models", {"brain": "borrowed_brain:Model"})], MODEL)


def run(folder, texts, settings):
    """A desk of these texts, run through; what was made of them and what failed."""
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    with open_desk(settings=settings) as desk:
        added = list(desk.add([str(folder / name) for name in texts], as_of=date(2031, 5, 6)))
        list(desk.run())
        found = {kind: list(desk.store.all(kind)) for kind in (Page, Article, Quote, Figure)}
        return found, [one for one in added if not isinstance(one, Page)] + list(desk.failures())


def test_names_that_are_built_in_are_those_of_the_built_in_things():
    assert plugging.BUILT_IN["exporter"] == {*FORMATS, "list"}
    assert plugging.BUILT_IN["model"] == {ClaimSettings().quote_model, ArticleSettings().language_model}


def test_nothing_is_loaded_until_it_is_asked_for(install):
    install("loud", [("copydesk.readers", {"loud": "loud:reader"})], "raise SystemError('loaded')")
    assert [one.name for one in plugging.installed("reader") if one.name == "loud"] == ["loud"]
    with pytest.raises(BrokenPlugIn, match=r"reader 'loud' of loud 1\.0 failed \(SystemError: loaded\)"):
        plugging.plug_in("reader", "loud")


@pytest.mark.parametrize(
    ("points", "kind", "name", "told"),
    [
        ({"gone": "nowhere_at_all:x"}, "reader", "gone", "No module named"),
        ({"half": "half:half"}, "reader", "half", "it lacks suffixes, knows, read"),
        ({"absent": "half:half"}, "reader", "other", "no reader 'other' is installed"),
    ],
)
def test_what_cannot_be_loaded_is_told_with_its_package(install, points, kind, name, told):
    install("half", [("copydesk.readers", points)], "half = object()")
    with pytest.raises(UsageError, match=told):
        plugging.plug_in(kind, name)


def test_no_plug_in_takes_a_name_that_is_built_in_or_that_of_another(install, capsys):
    code = (
        "class E:\n    where = words = 'x'\n    public = True\n    def write(self, given, folder): return []\ne = E()"
    )
    install("thief", [("copydesk.exporters", {"csv": "thief:e", "mine": "thief:e"})], code)
    install("second", [("copydesk.exporters", {"mine": "second:e"})], code)
    wrong = {one.name: one.wrong for one in plugging.installed("exporter")}
    assert "built in" in wrong["csv"]
    assert "2 packages" in wrong["mine"]
    assert main(["plugins", "--format", "jsonl"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(row["wrong"] for row in listed if row["package"] in ("thief", "second"))
    with pytest.raises(UsageError, match="built in"):
        plugging.plug_in("exporter", "csv")


def test_settings_that_name_what_is_not_installed_are_refused_at_once(tmp_path):
    path = tmp_path / "settings.toml"
    for section, line in (("pages", 'readers = ["no"]'), ("claims", 'quote_model = "no:x"')):
        path.write_text(f"[{section}]\n{line}\n")
        with pytest.raises(UsageError, match=rf"settings\.toml: \[{section}\] .*no (reader|model) 'no' is installed"):
            load_settings(path)


@pytest.mark.usefixtures("odd")
def test_what_a_reader_does_wrong_is_a_failure_of_that_file_and_the_rest_is_read(tmp_path):
    texts = {"a.odd": f"ODD {TEXT}", "b.odd": f"ODD BREAK {TEXT}", "c.odd": f"ODD LIE {TEXT}", "d.odd": f"ASK {TEXT}"}
    found, failures = run(tmp_path, {**texts, "e.txt": TEXT}, Settings(pages=PageSettings(readers=("odd",))))
    assert {Path(one.source).name for one in found[Page]} == {"a.odd#1", "b.odd#1", "c.odd#1", "e.txt"}
    told = {Path(one.input).name: one.reason for one in failures}
    assert "reader 'odd' of odd-files 1.0 failed (KeyError: 'second page')" in told["b.odd"]
    assert "PromiseBroken: page 2 is a str, no FoundPage" in told["c.odd"]
    assert "ZeroDivisionError: asked" in told["d.odd"]


@pytest.mark.usefixtures("odd")
def test_a_reader_is_not_asked_about_ordinary_pages_and_not_at_all_unless_named(tmp_path):
    page = {"ordinary.txt": f"ODD LIE {TEXT}", "plain.odd": f"ODD LIE {TEXT}"}
    settings = Settings(pages=PageSettings(readers=("odd",)))
    found, _ = run(tmp_path, page, settings)
    assert {Path(one.source).name for one in found[Page]} == {"ordinary.txt", "plain.odd#1"}
    found, failures = run(tmp_path, page, Settings())
    assert {Path(one.source).name for one in found[Page]} == set(page)
    assert not failures


@pytest.mark.usefixtures("borrowed")
def test_a_model_that_fails_over_one_article_leaves_the_others(tmp_path):
    texts = {f"{name}.txt": TEXT.replace("Vessmar", f"Vessmar {name}") for name in ("one", "BREAK", "LIE", "two")}
    claims = ClaimSettings(quote_model="brain", figure_model="brain:x")
    found, failures = run(tmp_path, texts, Settings(claims=claims))
    assert [(one.text, one.inherited) for one in found[Quote]] == [("The", None)] * 2
    assert {(one.value, one.si_value, one.si_unit) for one in found[Figure]} == {(5.0, 5000.0, "metre")}
    reasons = sorted(one.reason for one in failures)
    assert "the model 'brain' of borrowed-brain 1.0 failed (PromiseBroken: 0..1000000 is no place" in reasons[0]
    assert "(RuntimeError: no weights); tell those who make borrowed-brain" in reasons[1]
    assert len(reasons) == 2


@pytest.mark.usefixtures("borrowed")
def test_a_model_of_languages_that_fails_or_lies_is_told_by_page(tmp_path):
    def languages(name, texts):
        found, failures = run(tmp_path, texts, Settings(articles=ArticleSettings(language_model=name)))
        return [one.language for one in found[Article]], [one.reason for one in failures]

    assert languages("brain", {"a.txt": TEXT}) == (["fi"], [])
    kept, told = languages("brain", {"a.txt": TEXT, "b.txt": f"LIE {TEXT}"})
    assert kept == ["fi"]
    assert "'xx-long' is no code of ISO 639-1" in told[0]
    assert "no weights" in languages("brain:fail", {"a.txt": TEXT})[1][0]


@pytest.mark.usefixtures("borrowed")
def test_a_language_is_told_with_whose_model_named_it(tmp_path):
    found, _ = run(tmp_path, {"a.txt": TEXT}, Settings(articles=ArticleSettings(language_model="brain")))
    (said,) = (one for one in found[Article][0].statements if one.field == "language" and one.kept)
    assert (said.value, said.why) == ("fi", "by the model 'brain' of borrowed-brain 1.0")


def test_a_model_that_plays_another_role_is_refused(install):
    install("mute", [("copydesk.models", {"mute": "mute:Mute"})], "class Mute:\n    def __init__(self, argument): pass")
    with pytest.raises(BrokenPlugIn, match="it has no method quotes"):
        plugging.model_named("mute", "quotes")


@pytest.mark.usefixtures("borrowed")
def test_a_model_that_cannot_be_made_ends_the_run_before_it_begins(tmp_path, install):
    code = "class Picky:\n    def __init__(self, argument): raise ValueError('give a language')"
    install("picky", [("copydesk.models", {"picky": "picky:Picky"})], code)
    for claims in (ClaimSettings(quote_model="picky:x"), ClaimSettings(figure_model="nobody")):
        with pytest.raises(UsageError, match=r"of picky 1\.0 failed \(ValueError: give|no model 'nobody' is installed"):
            run(tmp_path, {"a.txt": TEXT}, Settings(claims=claims))


def test_another_version_or_another_name_of_a_model_is_another_run(install):
    settings = Settings(claims=ClaimSettings(quote_model="brain"))
    plain = Settings()
    assert plugging.digest_of(plain, "claims") == plain.digest("claims")
    digests = {plugging.digest_of(plain, "claims"), plugging.digest_of(settings, "claims")}
    install("borrowed-brain", [("copydesk.models", {"brain": "borrowed_brain:Model"})], MODEL)
    digests.add(plugging.digest_of(settings, "claims"))
    named = replace(settings, claims=replace(settings.claims, quote_model="brain:large"))
    digests.add(plugging.digest_of(named, "claims"))
    assert len(digests) == 4
    assert plugging.digest_of(settings, "copies") == settings.digest("copies")


def test_an_exporter_that_fails_or_writes_elsewhere_is_told(install, tmp_path, capsys, monkeypatch):
    code = """
class Exporter:
    where, words, public = "x.txt", "x", False
    def write(self, given, folder):
        (folder.parent / "out.txt").write_text("x")
        return [("../out.txt", 1)]
exporter = Exporter()
"""
    install("elsewhere", [("copydesk.exporters", {"far": "elsewhere:exporter"})], code)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT)
    main(["--desk", "d.desk", "add", "a.txt"])
    assert main(["--desk", "d.desk", "export", "out", "--to", "far"]) == 2
    assert "the exporter 'far' of elsewhere 1.0 failed (PromiseBroken: ../out.txt lies" in capsys.readouterr().err
    assert main(["--desk", "d.desk", "export", "out", "--to", "far", "--public"]) == 2
    assert "far holds whole articles, which --public refuses" in capsys.readouterr().err


def test_a_notifier_that_fails_keeps_the_digest_untold_and_the_others_are_asked(install):
    from copydesk.digests.notifying import notifiers_named, notify
    from copydesk.errors import NotSent
    from copydesk.reports.digest import Digest

    code = """
told = []
class Notifier:
    def notify(self, notice, argument):
        told.append(argument)
        if argument == "bad": raise OSError("no such channel")
notifier = Notifier()
"""
    install("shouter", [("copydesk.notifiers", {"shout": "shouter:notifier"})], code)
    asked = notifiers_named(["shout:bad", "shout:good"])
    with pytest.raises(NotSent, match=r"notifier 'shout' of shouter 1\.0 failed \(OSError: no such channel\)"):
        notify(Digest("t", "2031-05-06T07:00:00+00:00", ()), asked)
    import shouter

    assert shouter.told == ["bad", "good"]
    assert notice().stories


@pytest.mark.parametrize(
    "page",
    [
        "no page",
        FoundPage(content=" ", form="text"),
        FoundPage(content="x", form="pdf"),
        FoundPage(content="x", form="text", title=""),
        FoundPage(content="x", form="text", record="a\nb"),
        FoundPage(content="x", form="text", fetched="2031-05-06"),
        FoundPage(content=b"x", form="text"),
    ],
)
def test_what_is_no_page_is_refused(page):
    with pytest.raises(PromiseBroken):
        list(plugging.kept_pages([page]))


@pytest.mark.parametrize(
    "quotes",
    [
        [[]],
        [[], [], []],
        [[FoundQuote(start=3, end=3, kind="direct")], []],
        [[FoundQuote(start=-1, end=3, kind="direct")], []],
        [[FoundQuote(start=0, end=3, kind="shouted")], []],
        [[FoundQuote(start=0, end=3, kind="direct", speaker=" ")], []],
        [[FoundQuote(start=0, end=3, kind="direct", at=(0, 10_000))], []],
        [[FoundQuote(start=0, end=3, kind="direct")] * 2, []],
        [["The"], []],
    ],
)
def test_what_are_no_quotes_is_refused(quotes):
    with pytest.raises(PromiseBroken):
        plugging.kept_quotes([article(), article(ident="a2")], quotes)


@pytest.mark.parametrize(
    "given",
    [
        {"value": float("nan")},
        {"value": 4, "low": 5},
        {"value": 4, "high": 3},
        {"value": "4"},
        {"value": 4, "end": 0},
        {"value": 4, "measures": None},
    ],
)
def test_what_is_no_figure_is_refused(given):
    figure = FoundFigure(**{"start": 0, "end": 3, "low": None, "high": None, "measures": "crowns", **given})
    with pytest.raises(PromiseBroken):
        plugging.kept_figures([article()], [[figure]])
