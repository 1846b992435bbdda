"""deploy/datasette.yaml: what Datasette reads (its version 0.65), and the same as docs/sql.md says."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from storage.models import Base
from storage.views.columns import VIEWS

DOC = (Path(__file__).parents[2] / "docs" / "sql.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^### ([^\n]+)\n\n```sql\n(.+?)\n```", DOC, re.MULTILINE | re.DOTALL)
VIEW = {view.name: view for view in VIEWS}


@pytest.fixture(scope="module")
def file(deploy: Path) -> Any:
    return yaml.safe_load((deploy / "datasette.yaml").read_text(encoding="utf-8"))


def test_it_has_only_keys_that_datasette_reads(file: Any) -> None:
    assert file.keys() == {"title", "description", "databases"}
    assert file["databases"].keys() == {"safqa"}  # the name of the file, safqa.db
    assert file["databases"]["safqa"].keys() == {"tables", "queries"}
    known = {"description", "sort_desc", "facets", "columns", "hidden"}
    assert all(table.keys() <= known for table in file["databases"]["safqa"]["tables"].values())
    assert all(query.keys() == {"title", "sql"} for query in file["databases"]["safqa"]["queries"].values())


def test_views_are_shown_with_their_columns_and_tables_hidden(file: Any) -> None:
    tables = file["databases"]["safqa"]["tables"]
    assert tables.keys() == {*VIEW, *Base.metadata.tables, "alembic_version"}
    assert {name for name, table in tables.items() if table.get("hidden")} == tables.keys() - VIEW.keys()
    for name, view in VIEW.items():
        assert tables[name]["description"] == view.meaning
        assert tables[name]["columns"] == {c.name: c.meaning for c in view.columns}
        assert {*tables[name]["facets"], tables[name].get("sort_desc", "deal_id")} <= {c.name for c in view.columns}


def test_its_queries_are_the_documented_questions(file: Any) -> None:
    queries = file["databases"]["safqa"]["queries"]
    assert [(q["title"], q["sql"]) for q in queries.values()] == QUESTIONS
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in queries)
