"""`safqa export`: files that say what the views say, and a folder that is whole or as it was."""

# ruff: noqa: S608 -- names of views

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from worldofdeals import fill

from desk import package
from safqa.errors import StorageError
from storage.asking import ask
from storage.engine import Database, open_database
from storage.views import reading
from storage.views.columns import VIEWS, Kind

NAMES = [view.name.removeprefix("v_") for view in VIEWS]


@pytest.fixture(scope="module")
def world_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, make: Any) -> Path:
    """The ledger of tests/worldofdeals.py."""
    path = tmp_path_factory.mktemp("world") / "safqa.db"
    shutil.copy(sqlite_template, path)
    with open_database(f"sqlite:///{path}") as database:
        fill(database, make)
    return path


@pytest.fixture
def world(home: Path, world_file: Path) -> Path:
    return Path(shutil.copy(world_file, home / "safqa.db"))


def shown(path: Path, since: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """All rows of all views in the order of their keys."""
    where = f" WHERE deal_id IN (SELECT deal_id FROM v_deals WHERE last_reported >= '{since}')" if since else ""
    with open_database(f"sqlite:///{path}") as database:
        return {
            view.name.removeprefix("v_"): ask(
                database, f"SELECT * FROM {view.name}{where} ORDER BY {', '.join(view.key)}"
            ).documents()
            for view in VIEWS
        }


def dictionary(folder: Path) -> Any:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def test_csv_has_the_rows_of_the_views(safqa: Any, world: Path, tmp_path: Path) -> None:
    ran = safqa("export", str(tmp_path / "out"))
    assert (ran.code, ran.err) == (0, "")
    assert "deals.csv: 8 rows\n" in ran.out
    assert ran.out.endswith(f"{tmp_path / 'out'}: 6 files and datapackage.json\n")
    for name, rows in shown(world).items():
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        assert found == [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]


def test_json_lines_have_the_rows_of_the_views(safqa: Any, world: Path, tmp_path: Path) -> None:
    assert safqa("export", str(tmp_path / "out"), "--format", "jsonl").code == 0
    for name, rows in shown(world).items():
        lines = (tmp_path / "out" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line) for line in lines] == rows


def test_parquet_has_the_rows_of_the_views_with_their_types(safqa: Any, world: Path, tmp_path: Path) -> None:
    assert safqa("export", str(tmp_path / "out"), "-f", "parquet").code == 0
    for view in VIEWS:
        name = view.name.removeprefix("v_")
        found = parquet.read_table(tmp_path / "out" / f"{name}.parquet")
        moments = [c.name for c in view.columns if c.kind is Kind.MOMENT]
        assert all(found.schema.field(one).type == pa.timestamp("us", tz="UTC") for one in moments)
        assert [found.schema.field(c.name).metadata[b"description"].decode() for c in view.columns] == [
            c.meaning for c in view.columns
        ]
        plain = [{k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in r.items()} for r in found.to_pylist()]
        assert plain == shown(world)[name]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_the_dictionary_describes_each_file(safqa: Any, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "out"
    safqa("export", str(folder), "-f", form)
    found = dictionary(folder)
    assert found["name"] == "safqa-export"
    assert datetime.fromisoformat(found["created"]).tzinfo is not None
    assert [r["path"] for r in found["resources"]] == [f"{name}.{form}" for name in NAMES]
    assert {p.name for p in folder.iterdir()} == {f"{name}.{form}" for name in NAMES} | {"datapackage.json"}
    for resource, view in zip(found["resources"], VIEWS, strict=True):
        body = (folder / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(body), f"sha256:{sha256(body).hexdigest()}")
        fields = resource["schema"]["fields"]
        assert [(f["name"], f["description"]) for f in fields] == [(c.name, c.meaning) for c in view.columns]
        assert resource["schema"]["primaryKey"] == list(view.key)


def test_since_takes_whole_deals(safqa: Any, world: Path, tmp_path: Path) -> None:
    """Scale AI was told of in July; its claims of June belong to it."""
    assert safqa("export", str(tmp_path / "out"), "--since", "2025-07-10", "-f", "jsonl").code == 0
    expected = shown(world, since="2025-07-10")
    for name in NAMES:
        lines = (tmp_path / "out" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line) for line in lines] == expected[name]
    assert [row["target"] for row in expected["deals"]] == ["Scale AI"]
    assert min(row["told_day"] for row in expected["claims"]) == "2025-06-01"
    assert "2025-07-10" in dictionary(tmp_path / "out")["description"]


def test_both_databases_give_the_same_files(
    postgres: Callable[[str | None], str], world_file: Path, tmp_path: Path, make: Any
) -> None:
    url, now = postgres("safqa_template"), datetime(2025, 9, 1, tzinfo=UTC)
    with open_database(url) as server, open_database(f"sqlite:///{world_file}") as file:
        fill(server, make)
        for name, database in (("server", server), ("file", file)):
            package.write_package(database, tmp_path / name, package.FileFormat.JSONL, since=None, now=now)
    for name in NAMES:
        rows = [set((tmp_path / side / f"{name}.jsonl").read_text().splitlines()) for side in ("server", "file")]
        assert rows[0] == rows[1]


@pytest.mark.usefixtures("world")
def test_an_earlier_export_is_replaced_and_nothing_else(safqa: Any, tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert safqa("export", str(target), "-f", "jsonl").code == 0
    assert safqa("export", str(target)).code == 0
    assert {p.suffix for p in target.iterdir()} == {".csv", ".json"}
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    ran = safqa("export", str(mine))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"safqa: {mine} holds other files: name a new folder, or one of an earlier export\n"
    ran = safqa("export", str(mine / "thesis.txt"))
    assert (ran.code, ran.err) == (2, f"safqa: {mine / 'thesis.txt'} is a file: name a folder\n")
    assert (mine / "thesis.txt").read_text() == "years of work"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home", "mine", "out"]


def test_an_export_that_fails_leaves_what_was_there(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, now = tmp_path / "out", datetime(2025, 9, 1, tzinfo=UTC)
    with open_database(f"sqlite:///{world}") as database:
        package.write_package(database, target, package.FileFormat.CSV, since=None, now=now)
        before = {p.name: p.read_bytes() for p in target.iterdir()}

        def full(*_: Any) -> Any:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(package, "_described", full)
        with pytest.raises(StorageError, match="cannot be written: No space left on device"):
            package.write_package(database, target, package.FileFormat.CSV, since=None, now=now)
    assert {p.name: p.read_bytes() for p in target.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_ledger_without_deals_gives_files_with_headers(safqa: Any, tmp_path: Path) -> None:
    assert safqa("export", str(tmp_path / "out")).code == 0
    assert (tmp_path / "out" / "deals.csv").read_text().startswith("deal_id,type,status,")
    assert [r["rows"] for r in dictionary(tmp_path / "out")["resources"]] == [0] * 6
    assert safqa("export", str(tmp_path / "out"), "-f", "parquet").code == 0
    assert parquet.read_table(tmp_path / "out" / "claims.parquet").num_rows == 0


def test_rows_come_a_batch_at_a_time(database: Database, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(database, make)
    monkeypatch.setattr(reading, "BATCH", 4)
    with database.read() as connection:
        sizes = [len(some) for some in reading.batches(connection, VIEWS[0])]
    assert max(sizes) == 4
    assert sum(sizes) == ask(database, "SELECT COUNT(*) FROM v_articles").rows[0][0] > 4


def test_without_pyarrow_it_says_what_to_install(tmp_path: Path, home: Path) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        f"from desk.cli import main; sys.exit(main(['export', {str(tmp_path / 'out')!r}, '-f', 'parquet']))"
    )
    env = {"SAFQA_HOME": str(home), "PATH": "/usr/bin"}
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("safqa: Parquet needs pyarrow, which is not installed: `uv sync --extra parquet`")
    assert not (tmp_path / "out").exists()
