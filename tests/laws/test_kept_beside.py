"""What a desk keeps beside its records is what one would make of them anew, whatever came and went before."""

from hypothesis import given
from hypothesis import strategies as st

import making
from copydesk.records import Article, ArticleId, Edition, PageId, StoryId, Summary
from copydesk.store import Outcome, SqliteStore, StepRun, sqlite_shape

NAMES = st.sampled_from("abcd")
JOBS = st.sampled_from(["one", "two", "three"])


def article(name, outlet):
    return making.article(f"a-{name}", page=PageId(f"p-{outlet}"), source=f"{outlet}.html", outlet=outlet)


def edition(name, other):
    return Edition(id=f"e-{name}", article=ArticleId(f"a-{name}"), edition_of=ArticleId(f"a-{other}"), why="")


def summary(name, outlet):
    counts = dict.fromkeys(("pages", "texts", "publishers", "owners", "accounts", "documents"), 1)
    return Summary(
        id=f"s-{name}",
        story=StoryId(name),
        label="",
        storyline=None,
        event=None,
        first=None,
        last=None,
        outlets=(outlet, "all"),
        **counts,
    )


MAKERS = {"articles": (Article, article), "editions": (Edition, edition), "summaries": (Summary, summary)}
STEPS = st.sampled_from(sorted(MAKERS))
# A step, its job, what the job makes (None: it exists no more), and the version of the step.
DEEDS = st.lists(
    st.tuples(STEPS, JOBS, st.none() | st.dictionaries(NAMES, NAMES, max_size=3), st.integers(1, 2)), max_size=12
)


def kept(store):
    """Every row that is kept beside the records, but for numbers that are given as they come."""
    base = store._base
    return {
        "pointers": base.execute("SELECT target, kind, place FROM pointers ORDER BY 1, 2, 3").fetchall(),
        "listing": base.execute("SELECT * FROM listing ORDER BY place").fetchall(),
        "listed": base.execute(
            "SELECT place, facet, facets.value FROM listed JOIN facets ON number = listed.value ORDER BY 1, 2, 3"
        ).fetchall(),
        "facets": base.execute("SELECT facet, value, stories FROM facets WHERE stories > 0 ORDER BY 1, 2").fetchall(),
    }


@given(DEEDS)
def test_it_follows_the_records(deeds):
    store = SqliteStore(None)
    for name, job, made, version in deeds:
        kind, maker = MAKERS[name]
        run = StepRun(name, kind, version, "abc")
        if made is None:
            store.forget(run, [job])
        else:
            store.put(run, [Outcome(job, "", tuple(maker(*one) for one in made.items()))])
    before = kept(store)
    sqlite_shape.fill_pointers(store._base.connection)
    sqlite_shape.make_list_anew(store._base.connection)
    assert before == kept(store)
    amounts = store.counts()
    assert store._base.execute("SELECT count(*) FROM sites").fetchone() == (amounts["Article"],)
    assert store._base.execute("SELECT count(*) FROM found").fetchone() == (amounts["Article"],)
    assert sum(one.jobs for one in store.runs()) == sum(len(store.ledger(name)) for name in MAKERS)
    store.close()
