"""Articles that are withdrawn, from the notice to what programs and people are shown."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from safqa.errors import InputError
from safqa.model import Extraction, Quote, Withdrawal
from storage.engine import Database
from storage.ingest import Extractor, Outcome, Reading, ingest
from storage.queries import changes, deal, deals
from storage.rebuild import rebuild

NOTICE = "This story has been withdrawn because its figures could not be confirmed."


def notice(article: Any, make: Any, day: float) -> Any:
    return replace(article, text=NOTICE, updated=make.day(day), mentions=())


def told(database: Database) -> list[tuple[str, str | None]]:
    return [(change.kind, change.suppressed) for change in reversed(changes(database, include_suppressed=True))]


def test_from_a_notice_to_the_deal(database: Database, make: Any, store: Any, dump: Any) -> None:
    first = make.article("a", make.mention(make.figure(20e9)))
    store(database, [first, make.article("b", make.mention(make.figure(14e9)), published=make.day(1))])
    report = store(database, [notice(first, make, 2)], make.day(50))
    assert [article.outcome for article in report.articles] == [Outcome.NEW_VERSION]
    (flag,) = report.changes
    assert (flag.kind, flag.severity, flag.url, flag.publisher) == ("retracted", "high", first.url, "A")
    (row,) = deals(database)
    found = deal(database, row.id)
    assert [figure.low for figure in row.figures] == [14e9]
    assert [article.withdrawn_at for article in found.articles] == [make.day(2), None]
    assert sorted(claim.low for claim in found.claims) == [14e9, 20e9]
    before = dump(database)
    assert store(database, [notice(first, make, 2)], make.day(51)).changes == ()
    assert rebuild(database, make.day(52)).none
    assert dump(database) == before


def test_what_was_known_and_told_before_the_notice(database: Database, make: Any, store: Any) -> None:
    first = make.article("a", make.mention(make.figure(20e9)))
    store(database, [first], make.day(40))
    store(database, [notice(first, make, 2)], make.day(50))
    (row,) = deals(database)
    for earlier in ({"as_of": make.day(45)}, {"told_by": make.day(1)}):
        found = deal(database, row.id, **earlier)
        assert [figure.low for figure in found.deal.figures] == [20e9]
        assert [article.withdrawn_at for article in found.articles] == [None]
        assert [change.kind for change in found.changes] == ["new_deal"]
    assert deal(database, row.id, told_by=make.day(3)).deal.figures == ()


def test_a_notice_that_was_read_first_holds_all_the_same(
    new_database: Callable[[], Database], make: Any, store: Any
) -> None:
    first = make.article("a", make.mention(make.figure(20e9)))
    one, other = new_database(), new_database()
    store(one, [first, notice(first, make, 2)])
    store(other, [notice(first, make, 2)])
    assert deals(other) == []
    store(other, [first], make.day(50))
    assert told(one) == told(other) == [("new_deal", None), ("retracted", None)]
    assert deals(other)[0].figures == ()


def test_an_article_that_comes_back(database: Database, make: Any, store: Any) -> None:
    first = make.article("a", make.mention(make.figure(20e9)))
    again = replace(first, text="Again.", updated=make.day(4))
    store(database, [first, notice(first, make, 2), again])
    (row,) = deals(database)
    assert [figure.low for figure in row.figures] == [20e9]
    assert [article.withdrawn_at for article in deal(database, row.id).articles] == [None]


def test_a_row_that_brings_deals_is_taken_at_its_word(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article("a", make.mention(), text=NOTICE)])
    assert told(database) == [("new_deal", None)]


def test_a_reading_that_no_longer_finds_a_notice_brings_the_deal_back(database: Database, make: Any) -> None:
    first = make.article("a", make.mention(make.figure()))
    edited = replace(first, text=NOTICE, updated=make.day(2))
    for day, article, found in (
        (40, first, Extraction("en", True, first.mentions)),
        (41, edited, Extraction("en", False, withdrawal=Withdrawal("withdrawn", None))),
        (42, edited, Extraction("en", False)),
    ):
        ingest(database, [Reading(article, found, Extractor("safqa", str(day)))], seen_at=make.day(day))
    (row,) = deals(database)
    assert len(row.figures) == 1
    assert deal(database, row.id, as_of=make.day(41)).deal.figures == ()
    assert deal(database, row.id, as_of=make.day(41)).articles[0].withdrawn_at == make.day(2)
    assert told(database) == [("new_deal", None)]


def test_a_notice_must_stand_in_the_text(database: Database, make: Any) -> None:
    found = Extraction("en", False, withdrawal=Withdrawal("sold", Quote("sold", 0, 4)))
    with pytest.raises(InputError, match="the evidence 'sold' is not at"):
        ingest(database, [Reading(make.article("a", text=NOTICE), found, Extractor("safqa", "1"))], seen_at=make.day(1))
