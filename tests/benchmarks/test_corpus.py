import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.accuracy import HERE
from benchmarks.labels import LANGUAGES, load
from safqa.model import DealType, Metric, Qualifier, Stage, Status

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = HERE / "corpus"
FILES = sorted(file for lang in LANGUAGES for file in (CORPUS / lang).iterdir())
ARTICLES: dict[Path, dict[str, Any]] = {file: json.loads(file.read_text(encoding="utf-8")) for file in FILES}
DEALS = [(article, deal) for article in ARTICLES.values() for deal in article["deals"]]
FIGURES = [(article["id"], figure) for article, deal in DEALS for figure in deal["figures"]]


def test_files_are_named_by_their_article_and_lie_with_their_language() -> None:
    assert [(file.stem, file.parent.name) for file in FILES] == [(a["id"], a["lang"]) for a in ARTICLES.values()]
    assert all(article["id"].startswith(article["lang"]) for article in ARTICLES.values())


def test_only_relevant_articles_have_deals() -> None:
    assert [a["id"] for a in ARTICLES.values() if a["relevant"] != bool(a["deals"])] == []


def test_a_title_stands_in_its_text() -> None:
    """Not always first: some pages put a byline or the outlet's name above it."""
    assert [a["id"] for a in ARTICLES.values() if a["title"] and a["title"] not in a["text"]] == []


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("type", DealType),
        ("status", Status),
        ("stage", Stage),
    ],
)
def test_labels_of_deals_are_those_of_the_guide(key: str, values: type[DealType | Status | Stage]) -> None:
    allowed = {*values, None} if key == "stage" else set(values)
    assert [(article["id"], deal[key]) for article, deal in DEALS if deal[key] not in allowed] == []


def test_labels_of_figures_are_those_of_the_guide() -> None:
    wrong = [
        (name, figure)
        for name, figure in FIGURES
        if figure["metric"] not in set(Metric) or figure["qualifier"] not in set(Qualifier)
    ]
    assert wrong == []


def test_units_are_currencies_and_percent_for_stakes_alone() -> None:
    wrong = [
        (name, figure)
        for name, figure in FIGURES
        if (figure["unit"] == "percent") != (figure["metric"] == "stake")
        or not re.fullmatch(r"percent|[A-Z]{3}", figure["unit"])
    ]
    assert wrong == []


def test_the_interval_of_a_figure_fits_its_qualifier() -> None:
    shapes: dict[str, Callable[[Any, Any], bool]] = {
        "exact": lambda low, high: low == high is not None,
        "about": lambda low, high: low == high is not None,
        "at_least": lambda low, high: low is not None and high is None,
        "at_most": lambda low, high: low is None and high is not None,
        "between": lambda low, high: None not in (low, high) and low < high,
        "vague": lambda low, high: low is not None and high is None,
    }
    wrong = [(name, f) for name, f in FIGURES if not shapes[f["qualifier"]](f["low"], f["high"])]
    assert wrong == []


def test_every_spelling_stands_in_the_text() -> None:
    wrong = [
        (article["id"], spelling)
        for article, deal in DEALS
        for party in [deal["target"], *deal["parties"]]
        for spelling in (party or {}).get("surface", ())
        if spelling not in article["text"]
    ]
    assert wrong == []


def test_the_readme_counts_the_corpus() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    counts = dict(re.findall(r"^\| `(\w+)/` \| (\d+)", readme, re.MULTILINE))
    folders = {folder.name: len(list(folder.glob("*.json"))) for folder in CORPUS.iterdir() if folder.is_dir()}
    assert {name: int(count) for name, count in counts.items()} == folders


def test_no_two_articles_share_an_id() -> None:
    assert len({article.id for article in load(CORPUS)}) == len(FILES)
