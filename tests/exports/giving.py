"""The small invented collection of the reports as writers get it, and the same made hostile."""

from dataclasses import replace

from copydesk.exports import FORMATS, Given
from copydesk.exports.excerpts import Excerpts
from copydesk.records import Rung
from copydesk.reports.holdings import hold
from reports.conftest import build
from reports.test_inert import EVIL, poisoned

__all__ = ["EVIL", "build", "changed", "given", "hostile", "leaning", "written"]

FORMULA = '=cmd|"/c calc"!A0'


def given(collection=None, *, public=False, **more):
    one = build() if collection is None else collection
    return Given(
        holdings=hold(one),
        program="copydesk 0.0",
        excerpts=Excerpts(one.families) if public else None,
        **more,
    )


def hostile():
    """Every text of the collection with scripts, control characters, half a surrogate pair, the end of CDATA."""
    return poisoned(build())


def changed(collection, place, **fields):
    """The collection with one article otherwise."""
    articles = list(collection.articles)
    articles[place] = replace(articles[place], **fields)
    return replace(collection, articles=tuple(articles))


def leaning(collection):
    """The collection with a story whose two copies lean on a statement of the police."""
    story, *rest = collection.stories
    rung = Rung(kind="document", name="police statement", articles=story.articles[:2], why="both name it")
    ladder = replace(story.ladder, documents=1, rungs=(rung,))
    return replace(collection, stories=(replace(story, ladder=ladder), *rest))


def written(name, folder, asked):
    """What a format writes; the folder has the files."""
    return FORMATS[name].write(asked, folder)
