"""The documented views: what docs/sql.md says of them, and what a query of somebody's own may do."""

# ruff: noqa: S608 -- names of views

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from sqlalchemy import inspect, make_url, text
from worldofdeals import fill

from safqa.errors import StorageError, UsageError
from safqa.organisations.lists import load_organisations
from storage.asking import ask
from storage.engine import Database, open_database
from storage.migrations import alembic_config
from storage.views import making
from storage.views.columns import VIEWS, Kind

DOC = (Path(__file__).parents[2] / "docs" / "sql.md").read_text(encoding="utf-8")
QUESTIONS = dict(re.findall(r"^### ([^\n]+)\n\n```sql\n(.+?)\n```", DOC, re.MULTILINE | re.DOTALL))
ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "Biggest deals of a quarter": [
        ("Scale AI", "Meta", "investment", "completed", 14.3),
        ("Humain", "Public Investment Fund", "fund", "announced", 10),
        ("Windsurf", "OpenAI", "acquisition", "announced", 3),
    ],
    "Sources that disagree on a valuation": [
        ("Anthropic", "Bloomberg", 300000000000, "The Information", 340000000000, "USD"),
    ],
    "How a figure moved": [
        ("2025-06-01", "Bloomberg", "at_least", 10000000000, None, "USD", 0, "https://bloomberg-0.example/1"),
        ("2025-06-05", "The Information", "exact", 14000000000, 14000000000, "USD", 0, "https://reuters-4.example/1"),
        ("2025-06-06", "Bloomberg", "exact", 14300000000, 14300000000, "USD", 0, "https://bloomberg-5.example/1"),
        ("2025-06-10", "Scale AI", "exact", 14300000000, 14300000000, "USD", 1, "https://scale-ai-9.example/1"),
        ("2025-07-11", "Reuters", "exact", 14300000000, 14300000000, "USD", 0, "https://reuters-40.example/1"),
    ],
    "What changed since a day": [
        (
            "2025-07-11",
            "status_changed",
            "Scale AI",
            None,
            "The deal is completed, says Reuters; before it was announced.",
        ),
        (
            "2025-06-25",
            "confirmed",
            "Windsurf",
            "amount",
            "OpenAI (official) confirms the amount: 3 bn USD; CNBC had told 3 bn USD.",
        ),
        ("2025-06-25", "status_changed", "Windsurf", None, "The deal is announced, says OpenAI; before it was denied."),
        ("2025-06-19", "revised", "Humain", "amount", "Asharq now says 37.5 bn SAR; it said 30 bn SAR before."),
        ("2025-06-16", "denied", "Windsurf", None, "The deal is denied, reports OpenAI; before it was rumoured."),
    ],
    "Who breaks the news first": [
        ("Bloomberg", 3),
        ("Reuters", 2),
        ("Asharq", 1),
        ("CNBC", 1),
        ("TechCrunch", 1),
    ],
    "Deals by country": [
        ("US", 6, 10),
        ("FR", 1, 1),
        ("NL", 1, 1),
        ("SA", 1, 2),
    ],
    "Money that crosses borders": [
        ("NL", "FR", 1),
    ],
    "Deals by month and type": [
        ("2025-06", "acquisition", 4),
        ("2025-06", "fund", 1),
        ("2025-06", "funding_round", 1),
        ("2025-06", "investment", 1),
        ("2025-07", "funding_round", 1),
    ],
    "All deals of a company": [
        ("2025-06-15", "acquisition", "announced", "Windsurf", "acquirer", "OpenAI", 3),
        ("2025-06-21", "acquisition", "cancelled", "Rockset", "acquirer", "OpenAI", 1),
    ],
    "Most active buyers": [
        ("Meta", 1, 14.3),
        ("OpenAI", 1, 3),
        ("ASML", 1, 2.5),
        ("Lightspeed", 1, None),
        ("Nvidia", 1, None),
    ],
    "From rumour to completion": [
        ("Scale AI", "Meta", 9, 40),
        ("Windsurf", "OpenAI", 10, None),
    ],
    "Figures that rest on one source": [
        ("Humain", "amount", "Asharq", 37500000000, 37500000000, "SAR"),
        ("Mistral AI", "amount", "Reuters", 2000000000, 2000000000, "EUR"),
        ("Perplexity", "amount", "Bloomberg", 14000000000, 14000000000, "USD"),
    ],
    "Figures that several sources share": [
        ("Scale AI", "amount", 14300000000, 14300000000, "USD", 3),
        ("Windsurf", "amount", 3000000000, 3000000000, "USD", 2),
    ],
    "Figures never confirmed officially": [
        ("Anthropic", "valuation", 300000000000, 340000000000, "USD", "Bloomberg; The Information", "2025-06-11"),
        ("Humain", "amount", 37500000000, 37500000000, "SAR", "Asharq", "2025-06-17"),
        ("Mistral AI", "amount", 2000000000, 2000000000, "EUR", "Reuters", "2025-07-06"),
    ],
    "Denials that held": [
        ("Perplexity", "Apple", "2025-06-14"),
    ],
    "Denials that did not hold": [
        ("Windsurf", "OpenAI", "2025-06-15", "announced"),
    ],
    "Rumours that nobody has taken further": [
        ("Hugging Face", "Nvidia", "2025-06-20", 1),
    ],
    "The words behind a figure": [
        ("Bloomberg", "Bloomberg", "$300 billion", "https://bloomberg-10.example/1", "2025-06-11"),
        ("The Information", "The Information", None, "https://the-information-11.example/1", "2025-06-12"),
    ],
    "How near sources were to the official figure": [
        ("The Information", "Scale AI", 14000000000, 14300000000, -2.097902097902098),
        ("Bloomberg", "Scale AI", 14300000000, 14300000000, 0),
        ("CNBC", "Windsurf", 3000000000, 3000000000, 0),
    ],
    "What was kept but not flagged, and what people hold for wrong": [
        ("held for wrong", 1),
        ("repeated", 1),
    ],
}


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
def world(request: pytest.FixtureRequest, backend: str) -> Iterator[Database]:
    """The ledger of tests/worldofdeals.py; tests of it only read."""
    if backend == "postgresql":
        url = request.getfixturevalue("world_server")
    else:
        url = f"sqlite:///{request.getfixturevalue('world_file')}"
    with open_database(url) as database:
        yield database


def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    return ask(database, query).rows


@pytest.mark.parametrize("question", list(QUESTIONS))
def test_worked_queries_answer(world: Database, question: str) -> None:
    assert [pytest.approx(row) for row in ANSWERS[question]] == rows(world, QUESTIONS[question])


def test_there_are_twenty_and_each_has_an_answer() -> None:
    assert len(QUESTIONS) == 20
    assert ANSWERS.keys() == QUESTIONS.keys()
    assert all(ANSWERS.values())


def test_the_documented_columns_are_those_of_the_views(world: Database) -> None:
    for view in VIEWS:
        section = DOC.split(f"### {view.name}\n")[1].split("\n## ")[0].split("\n### ")[0]
        documented = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", section, re.MULTILINE)
        assert documented == [(c.name, c.kind, c.meaning) for c in view.columns]
        assert ask(world, f"SELECT * FROM {view.name} LIMIT 1").columns == tuple(c.name for c in view.columns)


def test_columns_hold_their_kind_and_keys_tell_rows_apart(world: Database) -> None:
    holds = {
        Kind.TEXT: lambda v: isinstance(v, str),
        Kind.NUMBER: lambda v: isinstance(v, float | int) and not isinstance(v, bool),
        Kind.INTEGER: lambda v: type(v) is int,
        Kind.FLAG: lambda v: v in (0, 1) and type(v) is int,
        Kind.MOMENT: lambda v: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00", v),
        Kind.DAY: lambda v: re.fullmatch(r"\d{4}-\d\d-\d\d", v),
    }
    for view in VIEWS:
        found = ask(world, f"SELECT * FROM {view.name}").documents()
        assert found
        for column in view.columns:
            wrong = [row[column.name] for row in found if row[column.name] is not None]
            assert [v for v in wrong if not holds[column.kind](v)] == [], (view.name, column.name)
        assert len({tuple(row[k] for k in view.key) for row in found}) == len(found)


def test_both_databases_give_the_same(world_file: Path, world_server: str) -> None:
    with open_database(f"sqlite:///{world_file}") as one, open_database(world_server) as other:
        for view in VIEWS:
            query = f"SELECT * FROM {view.name} ORDER BY {', '.join(view.key)}"
            assert rows(one, query) == rows(other, query)


def test_withdrawn_copied_and_judged_words_are_told_from_others(database: Database, make: Any, store: Any) -> None:
    agency = " ".join(f"word{n} of the agency about money for artificial intelligence" for n in range(30))
    store(
        database,
        [
            make.article("a", make.mention(make.figure(14e9)), text=agency),
            make.article("b", make.mention(make.figure(14e9)), text=agency + " End.", published=make.day(1)),
            make.article("c", make.mention(make.figure(20e9)), published=make.day(2)),
            make.article("c", text="This story has been withdrawn because it is wrong.", updated=make.day(3)),
        ],
    )
    assert rows(database, "SELECT publisher, withdrawn, near_copy_of FROM v_articles ORDER BY told_at") == [
        ("A", 0, None),
        ("B", 0, "https://a.example/1"),
        ("C", 1, None),
    ]
    assert rows(database, "SELECT publisher, origin, counts, latest FROM v_claims ORDER BY told_at") == [
        ("A", "A", 1, 0),
        ("B", "A", 1, 1),
        ("C", "C", 0, 0),
    ]


def test_a_ledger_that_says_otherwise_shows_only_what_it_says_now(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article("a", make.mention(make.figure(10e9)))])
    store(database, [make.article("b", make.mention(make.figure(14e9)), published=make.day(1))])
    assert rows(database, "SELECT low, high FROM v_figures") == [(10_000_000_000, 14_000_000_000)]
    assert rows(database, "SELECT articles FROM v_deals") == [(2,)]


def test_dollars_are_those_of_the_day(database: Database, make: Any, store: Any) -> None:
    """The peg; the year's mean where no daily rate is stored (0.885 in 2025, and of the first year before it)."""
    of = [("SAR", 3.75e9, 0), ("EUR", 0.885e9, 1), ("XYZ", 1e9, 2)]
    store(
        database,
        [make.article(u, make.mention(make.figure(n, unit=u), target=u), published=make.day(d)) for u, n, d in of],
    )
    old = make.mention(make.figure(0.893e9, unit="EUR"), target="old")
    store(database, [make.article("old", old, published=make.start - timedelta(days=3650))])
    found = dict(rows(database, "SELECT target, usd_high FROM v_figures"))
    assert found == {"SAR": pytest.approx(1e9), "EUR": pytest.approx(1e9), "XYZ": None, "old": pytest.approx(1e9)}


def test_the_list_of_organisations_is_there(database: Database) -> None:
    [(listed,)] = rows(database, "SELECT COUNT(*) FROM listed_organisation")
    assert 0 < listed <= len(load_organisations())
    assert rows(database, "SELECT sector, country FROM listed_organisation WHERE name = 'ASML'") == [("chip", "NL")]


def test_an_upgrade_makes_the_views_anew(new_url: Callable[[], str], make: Any, store: Any) -> None:
    """Also from a schema that had none, and where a step alters a table that they read."""
    url = new_url()
    with open_database(url) as database:
        store(database, [make.article("a", make.mention(make.figure()))])
        with database.write() as connection:
            command.downgrade(alembic_config(connection), "0011")
            assert inspect(connection).get_view_names() == []
    with open_database(url) as database:
        assert len(rows(database, "SELECT * FROM v_figures")) == 1
        with database.write() as connection:
            command.downgrade(alembic_config(connection), "0011")
            connection.execute(text("CREATE VIEW v_changes AS SELECT 1 AS an_older_column"))
    with open_database(url) as database, database.read() as connection:
        assert set(inspect(connection).get_view_names()) == {view.name for view in VIEWS}
        assert len(rows(database, "SELECT reason_en FROM v_changes")) == 1


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM deal",
        "INSERT INTO decided VALUES ('x', 1, '2025-01-01')",
        "DROP TABLE sighting",
        "SELECT 1; DELETE FROM deal",
        "COMMIT; DELETE FROM deal",
        "COMMIT; BEGIN READ WRITE; DELETE FROM deal; COMMIT",
        "ROLLBACK; DELETE FROM deal",
        "CREATE TABLE mine (a INTEGER)",
        "WITH gone AS (DELETE FROM deal RETURNING id) SELECT * FROM gone",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'other.db'",
    ],
)
def test_nothing_is_written(
    world: Database, query: str, dump: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = dump(world, "deal", "decided", "sighting")
    with pytest.raises(UsageError, match="the query failed: "):
        ask(world, query)
    assert dump(world, "deal", "decided", "sighting") == before
    assert not (tmp_path / "other.db").exists()


def test_what_a_query_gives_is_plain(world: Database) -> None:
    answer = ask(world, "SELECT 1 AS a, 2 AS a, 0.5 AS b, NULL AS c, 'x%' AS d, 3.0 AS e;")
    assert answer.columns == ("a", "a_2", "b", "c", "d", "e")
    assert answer.rows == [(1, 2, 0.5, None, "x%", 3)]
    with pytest.raises(UsageError, match="empty"):
        ask(world, " ; ")


def test_the_documented_reader_only_reads_also_after_an_upgrade(postgres: Callable[[str | None], str]) -> None:
    url = make_url(postgres("safqa_template"))
    block = next(b for b in re.findall(r"```sql\n(.+?)```", DOC, re.DOTALL) if "safqa_reader" in b)
    block = block.replace("DATABASE safqa", f"DATABASE {url.database}").replace(
        "FOR ROLE safqa", f"FOR ROLE {url.username}"
    )
    owner = url.render_as_string(hide_password=False)
    reader = url.set(username="safqa_reader").render_as_string(hide_password=False)
    with open_database(owner) as database, database.write() as connection:
        connection.exec_driver_sql(block)
    try:
        with open_database(owner) as database, database.write() as connection:
            making.drop_views(connection)
            making.make_views(connection)
        with open_database(reader) as database:
            assert rows(database, "SELECT COUNT(*) FROM v_deals") == [(0,)]
            with pytest.raises(UsageError, match="read-only transaction"):
                ask(database, "DELETE FROM decided")
        with psycopg.connect(reader.replace("+psycopg", "")) as connection:
            connection.execute("SET TRANSACTION READ WRITE")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("DELETE FROM decided")
    finally:
        with open_database(owner) as database, database.write() as connection:
            connection.exec_driver_sql("DROP OWNED BY safqa_reader")
            connection.exec_driver_sql("DROP ROLE safqa_reader")


def test_an_upgrade_says_that_views_of_others_stand_in_its_way(postgres: Callable[[str | None], str]) -> None:
    url = postgres("safqa_template")
    with open_database(url) as database, database.write() as connection:
        command.downgrade(alembic_config(connection), "0011")
        connection.exec_driver_sql("CREATE VIEW v_changes AS SELECT target_name FROM deal_state")
        connection.exec_driver_sql("CREATE VIEW mine AS SELECT * FROM v_changes")
    with pytest.raises(StorageError, match="cannot drop view v_changes because other objects depend on it"):
        open_database(url)
