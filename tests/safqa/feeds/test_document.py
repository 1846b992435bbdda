"""What docs/feeds.md promises: its examples load, and it tells of every key and outcome."""

import re
from pathlib import Path

import pytest

from safqa.feeds.entries import EntryOutcome
from safqa.feeds.outcomes import Outcome
from safqa.feeds.pages import PageOutcome
from safqa.feeds.sources import Source, read
from storage import models
from storage.ingest import Outcome as ArticleOutcome

DOCS = Path(__file__).parents[3] / "docs"
DOCUMENT = (DOCS / "feeds.md").read_text(encoding="utf-8")
CONTRACT = (DOCS / "contract.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)
# Its tables by their first head: the first cell of each row, and the second.
TABLES = {
    head: dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", rows, re.MULTILINE))
    for head, rows in re.findall(r"^\| (\w+) \|.*\n\|---.*\n((?:\|.*\n)+)", DOCUMENT, re.MULTILINE)
}
# What a run adds to storage's outcomes of an article.
RUN = {"off_topic", "no_address", "unreadable", "refused"}
OUTCOMES = {
    "a poll": {outcome.value for outcome in Outcome},
    "an entry": {outcome.value for outcome in EntryOutcome},
    "an article": {outcome.value for outcome in ArticleOutcome} | RUN,
    "an article's page": {outcome.value for outcome in PageOutcome},
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_load(example: str) -> None:
    assert read(example, "docs/feeds.md")


def test_every_key_has_an_example_that_loads() -> None:
    keys = set(Source.model_fields)
    rows = TABLES["key"]
    assert keys == set(rows)
    given = "\n".join(f"{key} = {rows[key].strip('`')}" for key in keys)
    [source] = read(f"[[feeds]]\n{given}\n", "docs/feeds.md")
    assert all(getattr(source, key) != field.default for key, field in Source.model_fields.items())


def test_every_outcome_is_told_and_nothing_else() -> None:
    assert set(TABLES["outcome"]) == OUTCOMES["a poll"]
    assert set(TABLES["article"]) == OUTCOMES["an article"]
    assert set(TABLES["page"]) == OUTCOMES["an article's page"]
    assert OUTCOMES["an entry"] <= set(re.findall(r"`(\w+)`", DOCUMENT))


@pytest.mark.parametrize("of", OUTCOMES)
def test_the_contract_names_every_outcome(of: str) -> None:
    told = re.search(rf"^Outcomes of {of}: `([\w,\s]+)`", CONTRACT, re.MULTILINE)
    assert told is not None
    assert set(re.split(r",\s*", told[1])) == OUTCOMES[of]


def test_the_columns_of_an_entry_that_are_told_are_there() -> None:
    told, columns = set(TABLES["column"]), {column.name for column in models.Entry.__table__.columns}
    assert {name for name in columns if name.startswith(("page", "text"))} <= told <= columns
