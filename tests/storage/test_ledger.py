"""The ledger as Python reads it: every example of docs/python.md, what methods give, and frames."""

import io
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from worldofdeals import fill

import storage
from safqa.errors import StorageError, UsageError
from storage import Ledger, Rows, open_ledger, queries
from storage.engine import Database, open_database
from storage.frames import Kind, fields_of
from storage.instants import instant
from storage.roster import CompanyRow
from storage.rows import ChangeRow, DealClaim, DealFigure, DealRow

DOC = (Path(__file__).parents[2] / "docs/python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.+?)```(?:\n\n```text\n(.*?)```)?", DOC, re.DOTALL)
FRAMES = {"deals": DealRow, "figures": DealFigure, "claims": DealClaim, "changes": ChangeRow, "companies": CompanyRow}


@pytest.fixture(scope="module")
def world_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, make: Any) -> Path:
    path = tmp_path_factory.mktemp("world") / "safqa.db"
    shutil.copy(sqlite_template, path)
    with open_database(f"sqlite:///{path}") as database:
        fill(database, make)
    return path


@pytest.fixture(scope="module")
def world_server(postgres: Callable[[str | None], str], make: Any) -> str:
    url = postgres("safqa_template")
    with open_database(url) as database:
        fill(database, make)
    return url


@pytest.fixture
def url(request: pytest.FixtureRequest, backend: str) -> str:
    """Of the ledger of tests/worldofdeals.py; tests of it only read."""
    if backend == "postgresql":
        return str(request.getfixturevalue("world_server"))
    return f"sqlite:///{request.getfixturevalue('world_file')}"


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    with open_ledger(url) as opened:
        yield opened


def test_every_example_prints_what_the_document_says(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFQA_DATABASE_URL", url)
    names: dict[str, Any] = {}
    assert len(EXAMPLES) >= 8
    for code, said in EXAMPLES:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(code, "docs/python.md", "exec"), names)  # noqa: S102 -- our own document
        assert printed.getvalue() == said, code
        assert said.strip(), code
    names["ledger"].close()


def test_the_document_has_every_method_and_every_column() -> None:
    methods = {name for name, one in vars(Ledger).items() if callable(one) and not name.startswith("_")} - {"close"}
    assert set(re.findall(r"^\| `(\w+)\(", DOC, re.MULTILINE)) == methods
    lines = re.findall(r"^\| `(\w+)` \| (.+) \|$", DOC, re.MULTILINE)
    assert {name: re.findall(r"`(\w+)`", said) for name, said in lines} == {
        name: [one.name for one in fields_of(kind)] for name, kind in FRAMES.items()
    }


def test_rows_are_those_of_the_queries(ledger: Ledger) -> None:
    database = ledger.database
    assert list(ledger.deals()) == queries.deals(database)
    assert ledger.deals(limit=2)[:] == tuple(queries.deals(database, limit=2))
    assert list(ledger.changes(suppressed=True)) == queries.changes(database, include_suppressed=True)
    assert list(ledger.deals(company="openai", as_of="2025-08-05")) == queries.deals(
        database, company="openai", as_of=datetime(2025, 8, 5, tzinfo=UTC)
    )
    first = ledger.deals()[0]
    assert ledger.deal(first.id) == queries.deal(database, first.id)
    assert {row.name for row in ledger.companies("openai")} == {"OpenAI"}
    with pytest.raises(FrozenInstanceError):
        first.status = "denied"  # type: ignore[misc]


def test_long_lists_are_read_in_pages(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    deals, changes, companies = ledger.deals(), ledger.changes(), ledger.companies()
    monkeypatch.setattr("storage.ledger._AT_ONCE", 2)
    assert len(deals) > 4
    assert (ledger.deals(), ledger.changes(), ledger.companies()) == (deals, changes, companies)
    assert ledger.deals(limit=3) == deals[:3]
    assert ledger.deals(limit=0) == ()


def test_claims_of_many_deals_are_those_of_each(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    for as_of in (None, "2025-07-25"):
        claims = ledger.claims(as_of=as_of)
        assert claims
        for deal in ledger.deals(as_of=as_of):
            of_it = [claim for claim in claims if claim.deal.id == deal.id]
            assert [claim.id for claim in of_it] == [claim.id for claim in ledger.deal(deal.id, as_of=as_of).claims]
    whole = ledger.claims()
    monkeypatch.setattr("storage.saying._AT_ONCE", 3)
    assert ledger.claims() == whole
    assert {claim.metric for claim in ledger.claims(metric="valuation")} == {"valuation"}
    assert {claim.deal.target.name for claim in ledger.claims(company="OpenAI") if claim.deal.target} == {
        "Windsurf",
        "Rockset",
    }


def test_figures_are_those_of_their_deals(ledger: Ledger) -> None:
    shown = [(deal.id, figure.low) for deal in ledger.deals() for figure in deal.figures]
    assert [(figure.deal.id, figure.low) for figure in ledger.figures()] == shown
    assert {figure.metric for figure in ledger.figures(metric="stake")} == {"stake"}


def test_frames_have_the_columns_types_and_rows(ledger: Ledger) -> None:
    for name, kind in FRAMES.items():
        rows: Rows[Any] = getattr(ledger, name)()
        assert len(rows) > 2
        for each, frame in ((rows, rows.to_pandas()), (Rows(kind, ()), Rows(kind, ()).to_pandas())):
            assert tuple(frame.columns) == each.columns
            assert len(frame) == len(each)
            assert {str(frame[one.name].dtype) for one in fields_of(kind) if one.kind is Kind.MOMENT} <= {
                "datetime64[us, UTC]"
            }
            assert {str(frame[one.name].dtype) for one in fields_of(kind) if one.kind is Kind.NUMBER} <= {"float64"}
        assert rows.to_polars().to_dicts() == rows.records()
        assert Rows(kind, ()).to_polars().schema == rows.to_polars().schema
        assert Rows(kind, ()).records() == []


def test_what_is_missing_is_missing_in_frames(ledger: Ledger) -> None:
    claims = ledger.claims(company="Scale AI")
    at_least = [claim for claim in claims if claim.qualifier == "at_least"]
    assert at_least
    frame = claims.to_pandas()
    assert pd.isna(frame.loc[frame["qualifier"] == "at_least", "high"]).all()
    assert claims.to_polars().filter(pl.col("qualifier") == "at_least")["high"].null_count() == len(at_least)
    assert frame["source"].isna().any()
    assert list(frame["origin"]) == [claim.origin for claim in claims]


@pytest.mark.parametrize(("method", "library"), [("to_pandas", "pandas"), ("to_polars", "polars")])
def test_a_library_that_is_not_installed_is_named(
    ledger: Ledger, method: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)  # as if nobody had installed it
    with pytest.raises(UsageError, match=rf"{library} is not installed: .*safqa\[frames\]"):
        getattr(ledger.deals(), method)()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"type": "takeover"}, "there is no deal type 'takeover': investment, "),
        ({"status": "done"}, "there is no status 'done': rumoured, "),
        ({"metric": "price"}, "there is no metric 'price': amount, "),
        ({"since": "yesterday"}, "since is no moment: 'yesterday'"),
        ({"as_of": 2025}, "as_of is no moment: 2025"),
    ],
)
def test_wrong_questions_say_what_is_right(ledger: Ledger, asked: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError) as error:
        ledger.deals(**asked)
    assert str(error.value).startswith(told)


def test_wrong_questions_about_changes_and_deals(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="there is no severity 'huge': low, medium, high"):
        ledger.changes(severity="huge")
    with pytest.raises(UsageError, match="there is no kind of change 'news': new_deal, "):
        ledger.changes(kind="news")
    with pytest.raises(UsageError, match="exclude each other"):
        ledger.deal("d", as_of="2025-06-10", told_by="2025-06-10")
    with pytest.raises(UsageError, match="no deal has the id"):
        ledger.deal("dnowhere")
    with pytest.raises(UsageError, match="the query failed"):
        ledger.ask("DELETE FROM v_deals")


def test_moments_come_in_three_forms() -> None:
    midnight = datetime(2025, 6, 10, tzinfo=UTC)
    assert instant("2025-06-10", "since") == midnight
    assert instant(date(2025, 6, 10), "since") == midnight
    assert instant(datetime(2025, 6, 10), "since") == midnight  # noqa: DTZ001 -- what a notebook gives
    assert instant("2025-06-10T03:00+03:00", "since") == midnight
    assert instant(None, "since") is None


def test_a_ledger_that_is_not_there_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAFQA_DATABASE_URL", raising=False)
    monkeypatch.setenv("SAFQA_HOME", str(tmp_path))
    with pytest.raises(StorageError, match=r"there is no ledger at .*: `safqa run` makes one"):
        open_ledger()
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_may_be_empty(database: Database) -> None:
    ledger = Ledger(database)
    assert [len(rows) for rows in (ledger.deals(), ledger.figures(), ledger.claims(), ledger.changes())] == [0] * 4
    assert ledger.claims().to_pandas().empty


def test_the_package_offers_what_it_lists() -> None:
    assert all(getattr(storage, name).__name__ == name for name in storage.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = storage.nothing
