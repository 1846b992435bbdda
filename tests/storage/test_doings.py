"""What the ledger did itself is told as its own doing, and never as news."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from safqa.model import Extraction, Status
from storage import models
from storage.acts import Word
from storage.engine import Database
from storage.ingest import Extractor, IngestReport, Reading, ingest
from storage.judgements import Verdict, judge_claim, judge_deals, undo
from storage.queries import changes, deal, deals, own_doings
from storage.rebuild import rebuild
from storage.shapes import change_json, detail_json


@pytest.fixture
def read(make: Any) -> Callable[..., IngestReport]:
    """The articles as another state of the extractor reads them."""

    def run(database: Database, state: int, *articles: Any) -> IngestReport:
        readings = [Reading(a, Extraction("en", True, a.mentions), Extractor("safqa", str(state))) for a in articles]
        return ingest(database, readings, seen_at=make.day(10 + state))

    return run


def told(database: Database) -> list[str]:
    return [row.reason_en for row in own_doings(database)]


def test_a_better_reading_is_told_as_restated_and_not_as_news(database: Database, make: Any, read: Any) -> None:
    first = make.article("a", make.mention(make.figure(10e9), status=Status.IN_TALKS))
    better = replace(first, mentions=(make.mention(make.figure(14e9)),))
    read(database, 1, first)
    report = read(database, 2, better)
    status, amount = own_doings(database)
    assert (status.kind, status.from_value, status.to_value) == ("restated", "in_talks", "announced")
    assert (amount.metric, amount.before.low, amount.after.low) == ("amount", 10e9, 14e9)
    assert amount.reason_en == (
        "We show amount 14 bn USD now where we showed amount 10 bn USD; no article says anything new "
        "(its articles were read again)."
    )
    assert amount.reason_ar.startswith("نعرض الآن المبلغ 14 مليار دولار بدلاً من المبلغ 10 مليار دولار")
    for row in (status, amount):
        assert (row.suppressed, row.severity, row.published_at) == ("ours", "low", None)
        assert change_json(row)["url"] is None
        assert row.deal.id == deals(database)[0].id
    assert {"restated", "merged", "split"}.isdisjoint(change.kind for change in report.changes)
    assert all(change.kind != "restated" for change in changes(database, include_suppressed=True))
    assert [row["kind"] for row in detail_json(deal(database, status.deal.id))["history"]] == ["restated"] * 2
    assert own_doings(database, as_of=make.day(11)) == []
    assert deal(database, status.deal.id, as_of=make.day(11)).history == ()


def test_news_in_the_same_batch_is_news(database: Database, make: Any, read: Any) -> None:
    """What an article says that has just come is not our doing, whatever was read again beside it."""
    first = make.article("a", make.mention(make.figure(10e9)))
    other = make.article("b", make.mention(make.figure(10e9), target="Surge AI"))
    read(database, 1, first, other)
    again = [
        replace(a, mentions=(make.mention(make.figure(14e9), target=n),))
        for a, n in ((first, "Scale AI"), (other, "Surge AI"))
    ]
    read(database, 2, *again, make.article("c", make.mention(make.figure(20e9)), published=make.day(1)))
    assert [row.deal.target.name for row in own_doings(database)] == ["Surge AI"]


def test_a_figure_that_is_shown_no_longer_or_anew(database: Database, make: Any, read: Any) -> None:
    first = make.article("a", make.mention(make.figure(10e9)))
    read(database, 1, first)
    read(database, 2, replace(first, mentions=(make.mention(),)))
    read(database, 3, first)
    shown = "no article says anything new (its articles were read again)."
    assert told(database) == [f"We show amount 10 bn USD now; {shown}", f"We show amount 10 bn USD no longer; {shown}"]


def test_a_reading_that_shows_the_same_is_not_told(database: Database, make: Any, read: Any) -> None:
    first = make.article("a", make.mention(make.figure(10e9)))
    for state in (1, 2, 3):
        read(database, state, first)
    assert told(database) == []


def test_what_a_rebuild_puts_right_is_told(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article("a", make.mention(make.figure(10e9)))])
    with database.write() as connection:
        connection.execute(update(models.DealFigure).values(low=1e9, high=1e9))
    rebuild(database, make.day(50))
    assert told(database) == [
        "We show amount 10 bn USD now where we showed amount 1 bn USD; no article says anything new "
        "(the ledger was computed again)."
    ]
    assert rebuild(database, make.day(51)).none
    assert len(told(database)) == 1


def test_what_a_person_judged_is_told_with_the_judgement(database: Database, make: Any, store: Any) -> None:
    store(
        database,
        [make.article("a", make.mention(make.figure(10e9)), make.mention(make.figure(2e9), target="Surge AI"))],
    )
    second, first = sorted(row.id for row in deals(database))
    done = judge_deals(database, Verdict.SAME, first, second, Word("sara", None, make.day(30)))
    (merged,) = own_doings(database)
    assert (merged.kind, {merged.from_value, merged.to_value}) == ("merged", {first, second})
    assert merged.deal.id == merged.to_value
    assert merged.reason_en.endswith(f"(judgement {done.judgement.id}).")
    assert merged.reason_ar.endswith(f"(حكم {done.judgement.id}).")
    undo(database, done.judgement.id, make.day(31))
    split, merged = own_doings(database)
    assert (split.kind, split.to_value, split.deal.id) == ("split", merged.from_value, merged.from_value)
    assert [row.kind for row in deal(database, split.deal.id).history] == ["merged", "split"]
    assert own_doings(database, kind="split") == [split]
    assert own_doings(database, company="Nobody") == []
    assert len(own_doings(database, company=split.deal.target.name)) >= 1
    assert own_doings(database, since=make.day(30.5)) == [split]
    assert own_doings(database, limit=1) == [split]
    claim = deal(database, split.deal.id).claims[0].id
    judge_claim(database, Verdict.WRONG, claim, Word("sara", None, make.day(32)))
    assert own_doings(database)[0].kind == "restated"


def test_what_came_of_the_order_in_which_articles_arrived_is_for_people_alone(
    database: Database, make: Any, store: Any
) -> None:
    """What programs read must not depend on that order. Here an edit, read last, makes one deal of two."""
    one = make.article("a", make.mention(parties=["Meta"]))
    other = make.article("b", make.mention(parties=["Google"]), published=make.day(2))
    both = make.article("a", make.mention(parties=["Google"]), text="Edited.", updated=make.day(1))
    for day, article in enumerate((one, other, both)):
        store(database, [article], make.day(40 + day))
    assert own_doings(database) == []
    found = [deal(database, row.id) for row in deals(database)]
    arrived = [row for detail in found for row in detail.arrivals]
    assert [row.kind for row in arrived] == ["merged"]
    assert arrived[0].reason_en.endswith("(seen with what came since).")
    assert all(detail_json(detail)["history"] == [] for detail in found)
