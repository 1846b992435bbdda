import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy import HERE, extracted, main, rotated, stale
from benchmarks.labels import Article, Deal, load
from safqa.extraction.reader import read

TODAY = date(2025, 2, 1)
TUNED, HELD_OUT = "ar-0001", "ar-0005"  # of folds 2 and 0: test_labels pins them
DEAL = {
    "type": "investment",
    "status": "completed",
    "stage": None,
    "target": {"name": "Scale AI", "surface": ["Scale AI"]},
    "parties": [{"name": "Meta", "surface": ["Meta"]}],
    "figures": [{"metric": "stake", "low": 49, "high": 49, "unit": "percent", "qualifier": "exact", "source": None}],
}

Run = Callable[..., int]


def labelled(article: Article) -> tuple[Deal, ...]:
    """An extractor that makes no mistake."""
    return article.deals


def mistaken(article: Article) -> tuple[Deal, ...]:
    """An extractor that gets every status wrong."""
    return tuple(replace(deal, status="rumoured") for deal in article.deals)


def add(folder: Path, name: str, **more: Any) -> None:
    shape: dict[str, Any] = {"id": name, "lang": "ar", "published": None, "title": None, "text": "نص", "relevant": True}
    shape |= {"deals": [DEAL], **more}
    file = folder / "corpus" / str(shape["lang"]) / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(shape), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of two articles, one of them held out, and no floors yet."""
    add(tmp_path, TUNED)
    add(tmp_path, HELD_OUT)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    def call(*argv: str, find: Callable[[Article], tuple[Deal, ...]] = labelled, today: date = TODAY) -> int:
        return main(argv, folder=folder, find=find, today=today)

    return call


@pytest.fixture
def pinned(run: Run, folder: Path) -> Path:
    """The floors file of an extractor that makes no mistake."""
    assert run("--raise-floors") == 0
    return folder / "accuracy_floors.json"


def test_the_gate_is_open_while_floors_hold(run: Run, pinned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = pinned.read_bytes()
    assert run() == 0
    assert capsys.readouterr().err == ""
    assert pinned.read_bytes() == before


def test_a_floor_violated_shuts_the_gate_with_one_line(
    run: Run, pinned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = pinned.read_bytes()
    assert run(find=mistaken) == 1
    assert capsys.readouterr().err.splitlines() == [
        "ar status is 0.0000, below its floor 0.5000 (pinned 1.0000, margin 1 of 2 items)"
    ]
    assert pinned.read_bytes() == before


def test_a_changed_text_shuts_the_gate_until_pinned_anew(
    run: Run, pinned: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = json.loads(pinned.read_text())["corpus"]
    add(folder, TUNED, text="نص آخر")
    assert run() == 1
    assert "pin them anew with --raise-floors" in capsys.readouterr().err
    assert run("--raise-floors") == 0
    assert json.loads(pinned.read_text())["corpus"] != before
    assert run() == 0


def test_a_loss_is_not_pinned_by_raising(run: Run, pinned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = pinned.read_bytes()
    assert run("--raise-floors", find=mistaken) == 1
    assert "nothing was pinned" in capsys.readouterr().err
    assert pinned.read_bytes() == before


def test_lowering_without_a_reason_is_refused(run: Run, pinned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = pinned.read_bytes()
    assert run("--lower-floors", find=mistaken) == 1
    assert "needs its reason" in capsys.readouterr().err
    assert pinned.read_bytes() == before


def test_lowering_with_a_reason_stores_it(run: Run, pinned: Path) -> None:
    assert run("--lower-floors", "--reason", "status was guessed", find=mistaken) == 0
    (record,) = json.loads(pinned.read_text())["lowered"]
    assert record == {"date": "2025-02-01", "reason": "status was guessed", "values": {"ar status": [1.0, 0.0]}}
    assert run(find=mistaken) == 0


def test_a_reason_without_lowering_is_a_mistake(run: Run) -> None:
    with pytest.raises(SystemExit, match="2"):
        run("--reason", "none")


def test_a_second_run_is_identical(run: Run, pinned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    before, outputs = pinned.read_bytes(), []
    for day in (1, 2):
        assert run("--raise-floors", "--errors", "9", today=date(2025, 3, day)) == 0
        outputs.append(capsys.readouterr())
    assert outputs[0] == outputs[1]
    assert pinned.read_bytes() == before


def test_errors_of_the_held_out_fold_are_not_shown(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("--errors", "9", find=mistaken)
    assert [line.split()[0] for line in capsys.readouterr().err.splitlines()[:-1]] == [TUNED]


def test_rotating_holds_another_fold_out(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("--errors", "9", "--rotate", "2", find=mistaken)
    assert [line.split()[0] for line in capsys.readouterr().err.splitlines()[:-1]] == [HELD_OUT]


@pytest.mark.parametrize("asked", [0, 1, 2])
def test_as_many_errors_as_asked_for(run: Run, capsys: pytest.CaptureFixture[str], asked: int) -> None:
    run("--errors", str(asked), find=lambda _: ())  # four are there: relevance, deal, figure and loose
    *shown, gate = capsys.readouterr().err.splitlines()
    assert len(shown) == asked
    assert gate.startswith("no floors are pinned")


def test_json_has_each_part(run: Run, pinned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pinned.exists()
    capsys.readouterr()
    run("--json", find=lambda a: labelled(a) if a.id == TUNED else ())
    ar = json.loads(capsys.readouterr().out)["languages"]["ar"]
    assert (ar["tuned"]["articles"], ar["held_out"]["articles"], ar["all"]["articles"]) == (1, 1, 2)
    assert (ar["tuned"]["deal"]["value"], ar["held_out"]["deal"]["value"]) == (1, 0)
    assert ar["all"]["deal"] == {
        "value": 0.6667,
        "items": 2,
        "hits": 1,
        "wrong": 0,
        "missed": 1,
        "precision": 1,
        "recall": 0.5,
    }


def test_each_language_has_figures_and_floors_of_its_own(run: Run, pinned: Path, folder: Path) -> None:
    add(folder, "en-0001", lang="en", deals=[DEAL, DEAL, DEAL])
    assert run("--raise-floors") == 0
    floors = json.loads(pinned.read_text())["floors"]
    assert (floors["ar"]["deal"]["items"], floors["en"]["deal"]["items"]) == (2, 3)
    assert list(floors) == ["ar", "en"]


def test_the_table_shows_each_part_and_the_floor(run: Run, pinned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pinned.exists()
    capsys.readouterr()
    run(find=lambda a: labelled(a) if a.id == TUNED else ())
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ar: 2 articles, 1 to tune on, 1 held out (fold 0)"
    (row,) = (line for line in lines if line.split()[0] == "deal")
    assert row.split() == ["deal", "1.000", "1.00", "1.00", "1", "0.000", "0.00", "0.00", "1", "0.667", "0.500"]


def test_the_extractor_itself_is_what_is_measured_by_default() -> None:
    articles = [a for a in load(HERE / "corpus") if a.lang == "ar" and a.fold != 0][:3]
    for article in articles:
        found = extracted(article)
        assert len(found) == len(read(article.text, rotated("ar")[article.fold]).deals)
    assert any(map(extracted, articles))


def test_weights_of_another_corpus_are_told() -> None:
    articles = load(HERE / "corpus")
    assert stale(articles) == []
    (line,) = stale([a for a in articles if a.id != "en-h002"])
    assert "weights of en" in line
    assert "python -m benchmarks.learning" in line
