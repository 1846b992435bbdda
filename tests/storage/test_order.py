"""The same articles in any order, in any batches, once or twice, give the same deals, figures and changes."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safqa.model import Basis, DealType, Metric, Qualifier, Scope, Stage, Status
from storage.engine import Database
from storage.models import Base
from storage.queries import changes, deal, deals

# Few names and days: the articles of a story shall meet in one block, at one moment, and quarrel there.
TARGETS = ["Scale AI", "Scale AI", "Surge AI", None]
PARTIES = ["Meta", "Google"]


@st.composite
def stories(draw: st.DrawFn, make: Any) -> tuple[list[Any], list[Any], list[int]]:
    """Articles with deals; the same in another order, some of them twice; where that list is cut into batches."""
    figures = st.builds(
        make.figure,
        st.sampled_from([1e9, 10e9, 14e9, 14.3e9]),
        qualifier=st.sampled_from([Qualifier.EXACT, Qualifier.ABOUT, Qualifier.AT_LEAST, Qualifier.VAGUE]),
        metric=st.sampled_from(list(Metric)),
        scope=st.sampled_from([Scope.WHOLE, Scope.TRANCHE]),
        basis=st.sampled_from([None, *Basis]),
        source=st.sampled_from([None, "Bloomberg", "CNBC"]),
        former=st.booleans(),
    )
    mentions = st.builds(
        lambda found, **more: make.mention(*found, **more),
        st.lists(figures, max_size=2),
        target=st.sampled_from(TARGETS),
        parties=st.lists(st.sampled_from(PARTIES), unique=True, max_size=2),
        type=st.sampled_from([DealType.INVESTMENT, DealType.FUNDING_ROUND]),
        status=st.sampled_from(list(Status)),
        stage=st.sampled_from([None, Stage.SEED, Stage.SERIES_A]),
        background=st.booleans(),
    )
    articles = []
    for number in range(draw(st.integers(2, 5))):
        found = draw(st.lists(mentions, min_size=1, max_size=2))
        page = make.article(f"a{number}", *found, published=make.day(draw(st.integers(0, 1))))
        articles.append(page)
        if draw(st.booleans()):
            edited = tuple(draw(st.lists(mentions, max_size=2)))
            articles.append(replace(page, text="Edited.", updated=make.day(2), mentions=edited))
    again = draw(st.lists(st.sampled_from(articles), max_size=2))
    shuffled = draw(st.permutations([*articles, *again]))
    cuts = draw(st.lists(st.integers(1, len(shuffled)), min_size=1, max_size=3))
    return articles, shuffled, sorted({0, len(shuffled), *cuts})


def ledger(database: Database) -> tuple[list[Any], list[Any]]:
    """What people see, ids and our own moments aside."""
    found = []
    for row in deals(database):
        detail = deal(database, row.id)
        claims = [replace(claim, seen_at=None) for claim in detail.claims]
        found.append((replace(row, id=""), claims, detail.articles))
    flags = [
        replace(change, deal=replace(change.deal, id=""), detected_at=None)
        for change in changes(database, include_suppressed=True)
    ]
    return sorted(found, key=repr), sorted(flags, key=repr)


def emptied(database: Database) -> Database:
    """The database without rows; making a new one for each example would take most of the time."""
    with database.write() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    return database


def test_order_and_batches_do_not_matter(
    new_database: Callable[[], Database], make: Any, store: Any, dump: Any
) -> None:
    one, other = new_database(), new_database()

    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(stories(make))
    def check(story: tuple[list[Any], list[Any], list[int]]) -> None:
        articles, shuffled, cuts = story
        store(emptied(one), articles)
        emptied(other)
        for number, (start, end) in enumerate(pairwise(cuts)):
            store(other, shuffled[start:end], make.day(30 + number))
        assert ledger(other) == ledger(one)
        before = dump(other)
        store(other, shuffled, make.day(60))
        assert dump(other) == before

    check()
