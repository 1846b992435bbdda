"""Weights: how signs add up to a chance, and how their file is read."""

from pathlib import Path

import pytest

from safqa.errors import InputError
from safqa.extraction.weights import ALONE, ALWAYS, ASKED, Learned, Question, Seen, load_weights
from safqa.model import Metric, Status

SURE = Learned({Question.TOLD: {ALONE: {ALWAYS: -1.0, "a": 2.0, "b": -1.0}, "equity": {"a": 0.5}}})


def test_weights_add_up() -> None:
    assert SURE.odds(Question.TOLD, Seen(["a", "b", "never seen"])) == pytest.approx(1.0)
    assert SURE.chance(Question.TOLD, Seen(["a", "b"])) == pytest.approx(0.5)  # -1 + 2 - 1
    assert SURE.chance(Question.TOLD, Seen(["a"]), more=-1.0) == pytest.approx(0.5)


def test_a_sign_counts_in_each_of_its_contexts() -> None:
    assert SURE.odds(Question.TOLD, Seen(["a"], (ALONE, "equity", "never seen"))) == pytest.approx(2.5)
    assert SURE.odds(Question.TOLD, Seen(["a"], ("equity",)), Seen(["b"])) == pytest.approx(-0.5)


def test_a_question_without_weights_is_open() -> None:
    assert SURE.chance(Question.KEPT, Seen(["a"])) == pytest.approx(0.5)


def test_every_metric_and_status_is_a_question() -> None:
    assert set(ASKED.values()) == {*Question, *Metric, *Status}
    assert len(ASKED) == len(Question) + len(Metric) + len(Status)  # no name stands for two


def test_a_file_is_read_by_question(tmp_path: Path) -> None:
    file = tmp_path / "weights.tsv"
    file.write_text("# learned\ntold\t\n\t-1.50\talways\nstake\tpercent\n\t0.25\tkind=bank\n", encoding="utf-8")
    assert load_weights(file).of == {
        Question.TOLD: {ALONE: {ALWAYS: -1.5}},
        Metric.STAKE: {"percent": {"kind=bank": 0.25}},
    }


@pytest.mark.parametrize("line", ["told", "nobody\t", "told\tacquisition\t1", "\t0.25\talways"])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "weights.tsv"
    file.write_text(f"# learned\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"weights\.tsv:2: expected a question and a context, or a tab, a weight"):
        load_weights(file)


@pytest.mark.parametrize("line", ["\tmuch\talways", "\t0.25", "\t0.25\ta\tb"])
def test_a_wrong_weight_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "weights.tsv"
    file.write_text(f"told\t\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"weights\.tsv:2: expected "):
        load_weights(file)
