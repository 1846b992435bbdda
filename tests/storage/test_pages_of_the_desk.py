"""What the web pages read beside deals and changes: companies, publishers, texts."""

from typing import Any

from storage.companies import company
from storage.engine import Database
from storage.outlets import deal_counts, outlets
from storage.queries import deals
from storage.texts import texts_of


def test_a_company_has_its_spellings_its_deals_and_what_changed_in_them(
    database: Database, make: Any, store: Any
) -> None:
    store(
        database, [make.article("a", make.mention(make.figure(14e9)), make.mention(target="Surge AI", parties=["MGX"]))]
    )
    (row,) = deals(database, company="Scale AI")
    target = row.target
    assert target is not None
    found = company(database, target.id.upper(), deals=10, changes=10)
    assert found is not None
    assert (found.id, found.names, found.wikidata) == (target.id, ("Scale AI",), None)
    assert (found.deals, found.total) == ((row,), 1)
    assert [change.deal.id for change in found.changes] == [row.id]
    as_party = company(database, row.parties[0].id, deals=10, changes=0)
    assert as_party is not None
    assert (as_party.deals, as_party.changes) == ((row,), ())
    assert company(database, "nobody", deals=1, changes=1) is None


def test_publishers_are_counted_by_articles_and_go_by_their_site_where_unnamed(
    database: Database, make: Any, store: Any
) -> None:
    edited = make.article("a", make.mention(), text="Another text of a.", updated=make.day(2))
    more = make.article("a2", make.mention(), publisher="A", published=make.day(1))
    store(database, [make.article("a", make.mention()), edited, more, make.article("b", publisher=None)])
    rows = outlets(database, limit=5)
    assert [(row.name, row.articles) for row in rows] == [("A", 2), ("b.example", 1)]
    assert rows[0].latest == make.day(2)
    assert outlets(database, limit=1) == rows[:1]


def test_deals_are_counted_by_type_and_status(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article("a", make.mention()), make.article("b", make.mention(target="Surge AI"))])
    counts = deal_counts(database)
    assert (counts.types, counts.statuses) == ((("investment", 2),), (("announced", 2),))


def test_all_versions_of_an_article_are_given_in_the_order_told(database: Database, make: Any, store: Any) -> None:
    first = make.article("a", make.mention())
    store(database, [make.article("a", make.mention(), text="Second.", updated=make.day(2)), first, make.article("b")])
    assert [one.text for one in texts_of(database, [first.url, "https://c.example/1"])] == [first.text, "Second."]
    assert texts_of(database, []) == ()
