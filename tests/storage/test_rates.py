"""Which stored rate a figure is compared at, and that rates which come later alter nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from safqa.ledger import Telling
from storage import models
from storage.engine import Database
from storage.queries import changes
from storage.rates import DAILY, FIRST, load_rates, rates_wanted, store_rates
from storage.rebuild import rebuild

DAY = date(2025, 6, 2)


@pytest.fixture
def told(make: Any) -> Any:
    """The telling of a figure in some currency on the second day."""

    def build(unit: str, days: float = 1) -> Telling:
        moment = make.day(days)
        mention = make.mention(make.figure(5e9, unit=unit))
        return Telling("m", "a", "v", moment, moment, "A", "a.example", mention)

    return build


def loaded(database: Database, telling: Telling) -> list[float]:
    with database.read() as connection:
        return list(load_rates(connection, [telling]).daily.values())


def test_the_latest_rate_that_was_known_when_the_day_began(database: Database, make: Any, told: Any) -> None:
    known = make.day(0)  # on the first of June, at eight
    store_rates(database, {DAY - timedelta(3): {"EUR": 0.7}, DAY - timedelta(4): {"EUR": 0.6}}, DAILY, known)
    store_rates(database, {DAY: {"EUR": 0.9}}, DAILY, known)
    store_rates(database, {DAY - timedelta(1): {"EUR": 0.8}}, DAILY, make.day(1))
    assert loaded(database, told("EUR")) == [0.7]
    assert loaded(database, told("EUR", 2)) == [0.9]
    assert loaded(database, told("EUR", 30)) == []
    assert loaded(database, told("GBP")) == loaded(database, told("SAR")) == loaded(database, told("USD")) == []


def test_rates_that_were_there_before_any_article_always_count(database: Database, make: Any, told: Any) -> None:
    store_rates(database, {DAY - timedelta(1): {"EUR": 0.8}}, FIRST, make.day(60))
    assert loaded(database, told("EUR")) == [0.8]


def test_a_known_rate_stays_as_it_is(database: Database, make: Any) -> None:
    assert store_rates(database, {DAY: {"EUR": 0.9, "GBP": 0.8}}, FIRST, make.day(0)) == 2
    assert store_rates(database, {DAY: {"EUR": 0.5, "JPY": 140}}, DAILY, make.day(1)) == 1
    with database.read() as connection:
        rows = connection.execute(select(models.FxRate.quote, models.FxRate.rate).order_by(models.FxRate.quote)).all()
    assert [tuple(row) for row in rows] == [("EUR", 0.9), ("GBP", 0.8), ("JPY", 140.0)]


def test_rates_are_wanted_once_a_day_and_a_history_only_before_the_first_article(
    database: Database, make: Any, store: Any
) -> None:
    assert rates_wanted(database, make.day(0)) == FIRST
    store(database, [make.article("a")])
    assert rates_wanted(database, make.day(0)) == DAILY
    store_rates(database, {DAY: {"EUR": 0.9}}, DAILY, make.day(0))
    assert rates_wanted(database, make.day(0.5)) is None
    assert rates_wanted(database, make.day(1)) == DAILY


def test_a_rate_that_comes_later_alters_no_flag(database: Database, make: Any, store: Any) -> None:
    def article(name: str, day: float, amount: float, unit: str) -> Any:
        return make.article(name, make.mention(make.figure(amount, unit=unit)), published=make.day(day))

    def kinds() -> list[tuple[str, str | None]]:
        return [(change.kind, change.suppressed) for change in changes(database, include_suppressed=True)]

    store_rates(database, {DAY - timedelta(2): {"EUR": 0.5}}, DAILY, make.day(-1))
    store(database, [article("a", 1, 10e9, "USD"), article("b", 2, 5e9, "EUR")], make.day(3))
    before = kinds()
    assert before == [("corroborated", None), ("new_deal", None)]
    store_rates(database, {DAY: {"EUR": 0.9}}, DAILY, make.day(4))
    store(database, [article("c", 0, 10e9, "USD")], make.day(5))
    assert ("conflict", None) not in kinds()
    assert rebuild(database, make.day(6)).none
