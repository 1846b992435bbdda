"""Near-copies as the database keeps them: groups, their origins, and what a new version changes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from safqa.ledger.copies import connected
from safqa.model import Article
from storage import models, shapes
from storage.articles import Extractor, keys_of
from storage.copies import copied_from, note_copies
from storage.engine import Database
from storage.models import Base
from storage.queries import deal, deals

# Paragraphs of two agency texts: forty words each, no two alike.
TEXTS = [[" ".join(f"{name}{part}word{place}" for place in range(40)) for part in range(3)] for name in ("one", "two")]


def key(article: Article) -> str:
    return keys_of(article, Extractor("given", "")).version


def note(database: Database, articles: Iterable[Article], now: Any) -> set[str]:
    with database.write() as connection:
        return note_copies(connection, map(key, articles), now)


def origins(database: Database, *articles: Article) -> dict[str, str]:
    with database.read() as connection:
        return copied_from(connection, map(key, articles))


@pytest.fixture
def page(make: Any) -> Callable[..., Article]:
    """An article that carries these paragraphs of the first text, a day later for each letter of the alphabet."""

    def build(name: str, *parts: int, own: str = "", **more: Any) -> Article:
        text = "\n\n".join([*(TEXTS[0][part] for part in parts), own])
        return make.article(name, **{"text": text, "published": make.day(ord(name) - ord("a")), **more})

    return build


def test_copies_carry_the_text_of_the_first_that_told(database: Database, store: Any, page: Any, make: Any) -> None:
    agency, cut, other = page("a", 0, 1, 2), page("b", 1), page("c", own=TEXTS[1][0])
    store(database, [agency, cut, other])
    assert note(database, [agency, cut, other], make.day(30)) == {key(agency), key(cut)}
    assert origins(database, agency, cut, other) == {key(cut): key(agency)}


def test_what_is_noted_already_changes_nothing(database: Database, store: Any, page: Any, make: Any, dump: Any) -> None:
    articles = [page("a", 0, 1), page("b", 0, 1)]
    store(database, articles)
    note(database, articles, make.day(30))
    before = dump(database)
    assert note(database, [*articles, articles[0]], make.day(31)) == set()
    assert dump(database) == before


def test_a_new_copy_touches_nobody_else(database: Database, store: Any, page: Any, make: Any) -> None:
    articles = [page("a", 0, 1), page("b", 0, 1), page("c", 0, 1)]
    store(database, articles)
    note(database, articles[:2], make.day(30))
    assert note(database, articles[2:], make.day(31)) == {key(articles[2])}


def test_an_earlier_text_that_comes_late_becomes_the_origin_and_the_past_can_be_read(
    database: Database, store: Any, page: Any, make: Any
) -> None:
    agency, first, second = page("a", 0, 1), page("b", 0, 1), page("c", 0, 1)
    store(database, [agency, first, second])
    note(database, [first, second], make.day(30))
    assert note(database, [agency], make.day(31)) == {key(agency), key(first), key(second)}
    assert origins(database, agency, first, second) == dict.fromkeys([key(first), key(second)], key(agency))
    member = models.NearCopyMember
    with database.read() as connection:
        then = connection.execute(
            select(member.version_key, member.origin_version_key).where(
                member.recorded_at <= make.day(30), member.closed_at > make.day(30)
            )
        )
        assert set(then.tuples()) == {(key(first), key(first)), (key(second), key(first))}


def test_two_cuts_meet_when_the_whole_text_comes(database: Database, store: Any, page: Any, make: Any) -> None:
    first, second, whole = page("b", 0), page("c", 2), page("d", 0, 1, 2)
    store(database, [first, second, whole])
    assert note(database, [first, second], make.day(30)) == set()
    assert note(database, [whole], make.day(31)) == {key(first), key(second), key(whole)}
    assert origins(database, first, second, whole) == dict.fromkeys([key(second), key(whole)], key(first))


def test_versions_of_an_article_and_articles_of_an_outlet_are_no_copies(
    database: Database, store: Any, page: Any, make: Any
) -> None:
    first = page("a", 0, 1)
    edited = replace(first, text=first.text + " Edited.", updated=make.day(2))
    again = page("b", 0, 1, publisher=first.publisher)
    store(database, [first, edited, again])
    assert note(database, [first, edited, again], make.day(30)) == set()


def test_an_edit_of_the_origin_copies_nobody(database: Database, store: Any, page: Any, make: Any) -> None:
    first = page("a", 0, 1)
    edited = replace(first, text=first.text + " Edited.", updated=make.day(2))
    copy = page("b", 0, 1)
    store(database, [first, edited, copy])
    note(database, [first, edited, copy], make.day(30))
    assert origins(database, first, edited, copy) == {key(copy): key(first)}


def test_short_texts_take_no_part(database: Database, store: Any, make: Any) -> None:
    articles = [make.article(name, text="Meta buys half of Scale AI for 14.3 billion dollars.") for name in "ab"]
    store(database, articles)
    assert note(database, articles, make.day(30)) == set()


def test_unknown_keys_are_passed_over(database: Database, make: Any) -> None:
    assert note(database, [make.article("a")], make.day(30)) == set()


def test_the_articles_of_a_deal_say_whose_text_they_carry(database: Database, store: Any, page: Any, make: Any) -> None:
    articles = [replace(page(name, 0, 1), mentions=(make.mention(make.figure()),)) for name in ("a", "b")]
    store(database, articles)
    note(database, articles, make.day(30))
    (found,) = deals(database)
    shown = shapes.detail_json(deal(database, found.id))["articles"]
    assert [row["near_copy_of"] for row in shown] == [None, articles[0].url]


def test_a_new_version_reads_few_rows_however_many_there_are(
    database: Database, store: Any, page: Any, make: Any
) -> None:
    many = [
        make.article(f"m{number}", text=" ".join(f"m{number}word{place}" for place in range(60)))
        for number in range(60)
    ]
    articles = [page("a", 0, 1), *many, page("b", 0, 1)]
    store(database, articles)
    note(database, articles[:-1], make.day(30))
    sent: list[Any] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: sent.append(call[3]))
    assert note(database, articles[-1:], make.day(31)) == {key(articles[0]), key(articles[-1])}
    others = {key(article) for article in many}
    assert others.isdisjoint(str(value) for parameters in sent for value in _flat(parameters))


def _flat(parameters: Any) -> list[Any]:
    if isinstance(parameters, dict):
        return list(parameters.values())
    if isinstance(parameters, list | tuple):
        return [value for item in parameters for value in _flat(item)]
    return [parameters]


@st.composite
def stories(draw: st.DrawFn, make: Any) -> tuple[list[Article], list[Article], list[int]]:
    """Versions that share paragraphs; the same in another order, some twice; where that list is cut into batches."""
    parts = st.lists(st.sampled_from(TEXTS[0] + TEXTS[1]), min_size=1, max_size=4, unique=True)
    found = []
    for number in range(draw(st.integers(2, 7))):
        page = make.article(
            f"a{number}",
            text="\n\n".join(draw(parts)),
            published=make.day(draw(st.integers(0, 1))),
            publisher=draw(st.sampled_from(["Reuters", "Youm7", "Al Khaleej", None])),
        )
        found.append(page)
        if draw(st.booleans()):
            found.append(replace(page, text="\n\n".join(draw(parts)), updated=make.day(draw(st.integers(1, 2)))))
    again = draw(st.lists(st.sampled_from(found), max_size=3))
    shuffled = draw(st.permutations([*found, *again]))
    cuts = draw(st.lists(st.integers(1, len(shuffled)), min_size=1, max_size=4))
    return found, shuffled, sorted({0, len(shuffled), *cuts})


def state(database: Database) -> tuple[set[Any], set[Any]]:
    """The live groups and the pairs behind them, our own moments aside."""
    member, pair = models.NearCopyMember, models.NearCopyPair
    with database.read() as connection:
        members = select(member.version_key, member.origin_version_key).where(member.closed_at.is_(None))
        pairs = select(pair.version_key, pair.other_key, pair.jaccard, pair.containment)
        return set(connection.execute(members).tuples()), set(connection.execute(pairs).tuples())


def emptied(database: Database) -> Database:
    """The database without rows; making a new one for each example would take most of the time."""
    with database.write() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    return database


def test_order_and_batches_do_not_matter(new_database: Callable[[], Database], make: Any, store: Any) -> None:
    one, other = new_database(), new_database()

    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(stories(make))
    def check(story: tuple[list[Article], list[Article], list[int]]) -> None:
        articles, shuffled, cuts = story
        for database in (emptied(one), emptied(other)):
            store(database, articles)
        note(one, articles, make.day(30))
        shown: dict[str, str] = {}
        for number, (start, end) in enumerate(pairwise(cuts)):
            before = dict(state(other)[0])
            changed = note(other, shuffled[start:end], make.day(30 + number))
            shown = dict(state(other)[0])
            assert changed == {version for version in shown if shown[version] != before.get(version)}
        members, pairs = state(one)
        assert state(other) == (members, pairs)
        groups = {frozenset(v for v, held in shown.items() if held == origin) for origin in shown.values()}
        assert groups == set(connected(pair[:2] for pair in pairs))

    check()
