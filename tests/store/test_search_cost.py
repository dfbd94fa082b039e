"""What a search may cost: counted in steps of SQLite's machine, which are the same on every computer."""

import pytest

from copydesk.records import Article, ArticleId, Block, PageId
from copydesk.store import Outcome, SqliteStore, StepRun
from copydesk.store.finding import Sought
from copydesk.store.searching import asked

ARTICLES = 600
STEPS = 100


@pytest.fixture(scope="module")
def store():
    made = SqliteStore(None)
    articles = [
        Article(
            id=ArticleId(f"a-{number:04}"),
            page=PageId("p"),
            source=f"{number}.txt",
            position=0,
            text=f"The ferry number {number} struck the quay.",
            blocks=(Block(kind="body", text="The ferry."),),
            outlet=f"Outlet {number % 7}",
            language="en",
        )
        for number in range(ARTICLES)
    ]
    made.put(StepRun("articles", Article, 1, "x"), [Outcome("p", "d", tuple(articles))])
    yield made
    made.close()


def cost(store: SqliteStore, sought: Sought) -> int:
    """Hundreds of steps that a search takes."""
    counted = []
    store._base.connection.set_progress_handler(lambda: counted.append(1), STEPS)
    store.finding.find(sought, most=50)
    store._base.connection.set_progress_handler(None, 0)
    return len(counted)


@pytest.mark.parametrize(
    "also",
    [
        {"articles": tuple(ArticleId(f"a-{number:04}") for number in range(300))},
        {"outlet": "outlet"},
        {"outlet": "Outlet 3", "language": "en"},
    ],
)
def test_what_else_is_asked_is_not_looked_up_for_every_article_anew(store, also):
    assert cost(store, Sought(match=asked("ferry"), **also)) < 4 * cost(store, Sought(match=asked("ferry")))
