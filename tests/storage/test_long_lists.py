"""What is stored so that lists of a long ledger are read from an index: it says what looking at all rows would say."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from alembic import command
from sqlalchemy import func, select

from storage import models
from storage.engine import Database, open_database
from storage.migrations import alembic_config
from storage.outlets import outlets
from storage.pages import ChangeFilter, DealFilter, change_page, deal_page


def told_twice(make: Any) -> list[Any]:
    """A deal of two publishers, one of whom credits a third; and another deal of the second publisher alone."""
    other = make.mention(make.figure(20e9, source="Wire"))
    return [
        make.article("a", make.mention(make.figure(14e9))),
        make.article("b", other, published=make.day(1)),
        make.article("b2", make.mention(target="Surge AI"), publisher="B", published=make.day(2)),
        make.article("c", publisher=None),
    ]


def test_deals_are_found_by_who_tells_of_them_now_and_then(database: Database, make: Any, store: Any) -> None:
    first, *rest = told_twice(make)
    store(database, [first], seen_at=make.day(5))
    store(database, rest, seen_at=make.day(6))

    def targets(source: str, as_of: Any = None) -> list[str | None]:
        wanted = DealFilter(source=source, as_of=as_of)
        page = deal_page(database, wanted, limit=9, count=True)
        assert page.total == len(page.rows)
        return [row.target.name for row in page.rows if row.target]

    assert targets("A") == targets("Wire") == ["Scale AI"]
    assert targets("B") == ["Surge AI", "Scale AI"]
    assert targets("c.example") == []
    assert targets("B", make.day(5)) == []
    assert targets("A", make.day(5)) == ["Scale AI"]


def test_changes_are_found_by_publisher_and_by_credit_each_once(database: Database, make: Any, store: Any) -> None:
    credited = make.mention(make.figure(30e9, source="B"))
    store(database, [*told_twice(make), make.article("d", credited, published=make.day(3))])
    wanted = ChangeFilter(source="B", suppressed=True)
    whole = change_page(database, wanted, limit=50).rows
    with database.read() as connection:
        change, version, claim = models.Change, models.ArticleVersion, models.Claim
        named = select(change.key).join(version, version.key == change.version_key)
        named = named.outerjoin(claim, claim.key == change.after_claim)
        expected = connection.scalars(named.where((version.publisher == "B") | (claim.source == "B"))).all()
    assert {row.publisher for row in whole} == {"B", "D"}
    assert sorted(row.id for row in whole) == sorted(expected)
    walked, cursor = [], None
    while True:
        page = change_page(database, wanted, limit=2, cursor=cursor, count=True)
        assert page.total == len(whole)
        walked += page.rows
        if (cursor := page.next) is None:
            break
    assert walked == list(whole)


def test_what_is_dated_ahead_was_known_when_it_was_read(database: Database, make: Any, store: Any) -> None:
    now = make.day(10)
    ahead = make.article("b", make.mention(target="Surge AI"), published=make.day(20))
    store(database, [make.article("a", make.mention()), ahead], seen_at=now)
    store(database, [make.article("c", make.mention(target="Mistral AI"), published=make.day(3))], seen_at=make.day(12))
    for as_of, expected in ((now, ["Surge AI", "Scale AI"]), (now - timedelta(seconds=1), [])):
        deals = deal_page(database, DealFilter(as_of=as_of), limit=9, count=True)
        changes = change_page(database, ChangeFilter(as_of=as_of), limit=9).rows
        assert [row.target.name for row in deals.rows if row.target] == expected
        assert [row.deal.target.name for row in changes if row.deal.target] == expected
        assert deals.total == len(expected)


def test_publishers_are_counted_as_looking_at_all_versions_would(database: Database, make: Any, store: Any) -> None:
    edited = [
        make.article("a", make.mention(), text="Another text of a.", updated=make.day(3)),
        make.article("a", make.mention(), text="A third one.", updated=make.day(2), publisher="B"),
        make.article("c", text="Another text of c.", publisher="c.example", updated=make.day(1)),
    ]
    store(database, told_twice(make))
    store(database, edited)
    store(database, edited)
    article, version = models.Article, models.ArticleVersion
    name = func.coalesce(version.publisher, article.site)
    count = func.count(version.article_key.distinct())
    query = select(name, count, func.max(version.told_at)).join(article, article.key == version.article_key)
    with database.read() as connection:
        counted = {tuple(row) for row in connection.execute(query.group_by(name))}
    assert {(row.name, row.articles, row.latest) for row in outlets(database, limit=9)} == counted
    assert ("c.example", 1) in {(name, n) for name, n, _ in counted}


def test_an_upgrade_fills_them_from_what_is_stored(
    new_url: Callable[[], str], make: Any, store: Any, dump: Any
) -> None:
    def stored(database: Database) -> Any:
        return dump(database, "outlet", "deal_source", "change", without=["row"])

    url = new_url()
    with open_database(url) as database:
        store(database, told_twice(make))
        made = stored(database)
        assert all(made.values())
        with database.write() as connection:
            command.downgrade(alembic_config(connection), "0013")
    with open_database(url) as database:
        assert stored(database) == made
