"""What docs/feeds.md promises: its examples load, and it tells of every key and outcome."""

import re
from pathlib import Path

import pytest

from safqa.feeds.outcomes import Outcome
from safqa.feeds.sources import Source, read

DOCUMENT = (Path(__file__).parents[3] / "docs" / "feeds.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)
# The first cell of each row of its tables, and the second.
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", DOCUMENT, re.MULTILINE))


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_load(example: str) -> None:
    assert read(example, "docs/feeds.md")


def test_every_key_has_an_example_that_loads() -> None:
    keys = set(Source.model_fields)
    assert keys <= set(ROWS)
    given = "\n".join(f"{key} = {ROWS[key].strip('`')}" for key in keys)
    [source] = read(f"[[feeds]]\n{given}\n", "docs/feeds.md")
    assert all(getattr(source, key) != field.default for key, field in Source.model_fields.items())


def test_every_outcome_is_told_and_nothing_else() -> None:
    assert set(ROWS) - set(Source.model_fields) == {outcome.value for outcome in Outcome}
