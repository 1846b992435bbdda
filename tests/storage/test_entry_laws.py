"""Identity with a real database behind it, over any sequence of documents."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from safqa.feeds.entries import EntryKeys, EntryOutcome, Known, KnownEntry, Policy, Seen, identify, settle
from safqa.feeds.entry import FeedEntry
from safqa.feeds.outcomes import Outcome
from storage import models
from storage.engine import Database
from storage.feeds import PollRecord, feed_key, known_entries, record

few = st.sampled_from
ENTRIES = st.builds(
    FeedEntry,
    few(["1", "2", "3", None]),
    few(["https://a.example/1", "https://a.example/2", None]),
    few(["T", "U", None]),
    few(["", "x", "y"]),
)
# Small ones meet the same names in other company more often than long ones, which show them all.
DOCUMENTS = st.lists(ENTRIES, min_size=1, max_size=4)
POLICIES = few(list(Policy))
START = datetime(2025, 6, 1, tzinfo=UTC)
# Each example has a feed of its own in one database: making a database takes longer than ten of them.
often = settings(
    max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
numbers = count()


@pytest.fixture
def backend() -> str:
    """The statements are the same for both kinds of database."""
    return "sqlite"


Show = Callable[[Sequence[FeedEntry]], tuple[Seen, ...]]


def feed(database: Database, policy: Policy) -> tuple[str, Show]:
    """The key of a feed that nobody knows yet, and what records a document of it."""
    url, moments = f"https://feeds.example/{next(numbers)}", count()

    def show(entries: Sequence[FeedEntry]) -> tuple[Seen, ...]:
        at = START + timedelta(hours=next(moments))
        keyed = [(entry, identify(entry, policy)) for entry in entries]
        seen = settle(known_entries(database, feed_key(url), [keys for _, keys in keyed]), keyed)
        return record(database, PollRecord(url, at, 0.1, Outcome.OK, at, "{}"), seen)

    return feed_key(url), show


def everything(database: Database, key: str) -> Known:
    """All that a feed ever showed."""
    entry = models.Entry
    columns = (entry.identity, entry.base_key, entry.full_key, entry.second_key, entry.content_key)
    with database.read() as connection:
        rows = connection.execute(select(*columns).where(entry.feed_key == key).order_by(entry.row)).all()
    states = tuple(KnownEntry(identity, EntryKeys(*keys)) for identity, *keys in rows)
    bases = Counter(base for base, _ in {(state.keys.base, state.identity) for state in states})
    return Known(states, frozenset(base for base, identities in bases.items() if base and identities > 1))


@often
@given(st.lists(DOCUMENTS, min_size=1, max_size=4), POLICIES)
def test_what_is_looked_up_decides_like_all_that_is_known(
    database: Database, documents: list[list[FeedEntry]], policy: Policy
) -> None:
    key, show = feed(database, policy)
    for document in documents:
        keyed = [(entry, identify(entry, policy)) for entry in document]
        wanted = settle(everything(database, key), keyed)
        assert show(document) == wanted


@often
@given(DOCUMENTS, POLICIES, st.data())
def test_a_document_in_any_order_and_any_part_of_it_brings_nothing_new(
    database: Database, document: list[FeedEntry], policy: Policy, data: st.DataObject
) -> None:
    _, show = feed(database, policy)
    names = {one.keys: one.identity for one in show(document)}
    again = data.draw(st.permutations(document))
    part = again[: data.draw(st.integers(0, len(again)))]
    for shown in (again, part):
        seen = show(shown)
        assert EntryOutcome.NEW not in {one.outcome for one in seen}
        assert {one.keys: one.identity for one in seen}.items() <= names.items()


@often
@given(st.lists(DOCUMENTS, min_size=1, max_size=4), POLICIES)
def test_no_row_is_written_twice_and_none_is_lost(
    database: Database, documents: list[list[FeedEntry]], policy: Policy
) -> None:
    key, show = feed(database, policy)
    told = Counter(one.outcome for document in documents for one in show(document))
    stored = everything(database, key).entries
    assert len(stored) == told[EntryOutcome.NEW] + told[EntryOutcome.EDITED]
    assert len({state.identity for state in stored}) == told[EntryOutcome.NEW]
