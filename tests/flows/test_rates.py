"""The day's exchange rates, asked of a server on loopback."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from served import Origin, serving
from sqlalchemy import select

from flows.rates import NONE, refresh
from storage import models

FILE = """<Envelope><Cube>
<Cube time="2025-06-02"><Cube currency="USD" rate="1.25"/><Cube currency="GBP" rate="1"/></Cube>
</Cube></Envelope>"""


@pytest.fixture
def origin() -> Iterator[Origin]:
    with serving() as served:
        yield served


@pytest.fixture
def go(database: Any, origin: Origin) -> Any:
    url = database.engine.url.render_as_string(hide_password=False)

    def run(folder: str | None = None, **more: Any) -> int:
        return asyncio.run(refresh(url, folder or origin.url("/rates/"), allow_private=True, **more))

    return run


def test_rates_come_once_a_day(go: Any, origin: Origin, database: Any, make: Any) -> None:
    origin.serve("/rates/eurofxref-hist-90d.xml", FILE.encode())
    origin.serve("/rates/eurofxref-daily.xml", FILE.replace("06-02", "06-03").encode())
    assert [go(now=make.day(day)) for day in (2, 2.1, 3)] == [2, 0, 2]
    assert [path for path, _ in origin.asked] == ["/rates/eurofxref-hist-90d.xml", "/rates/eurofxref-daily.xml"]
    with database.read() as connection:
        rows = connection.execute(select(models.FxRate.day, models.FxRate.quote, models.FxRate.rate)).all()
    assert (date(2025, 6, 2), "EUR", 0.8) in [tuple(row) for row in rows]


@pytest.mark.parametrize(("body", "status"), [(b"<html>", 200), (b"", 503)])
def test_a_failure_is_one_line(
    go: Any, origin: Origin, caplog: pytest.LogCaptureFixture, body: bytes, status: int
) -> None:
    origin.serve("/rates/eurofxref-hist-90d.xml", body, status=status)
    with caplog.at_level(logging.WARNING, "safqa.run"):
        assert go() == 0
    assert [record.getMessage().startswith("no exchange rates today") for record in caplog.records] == [True]


def test_none_asks_nobody(go: Any, origin: Origin) -> None:
    assert go(NONE) == 0
    assert origin.asked == []
