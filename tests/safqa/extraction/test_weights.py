"""Weights: how features add up to a chance, and how their file is read."""

from pathlib import Path

import pytest

from safqa.errors import InputError
from safqa.extraction.weights import ALWAYS, Learned, Question, load_weights

SURE = Learned({Question.TOLD: {ALWAYS: -1.0, "a": 2.0, "b": -1.0}})


def test_weights_add_up() -> None:
    assert SURE.odds(Question.TOLD, ["a", "b", "never seen"]) == pytest.approx(1.0)
    assert SURE.chance(Question.TOLD, ["a", "b"]) == pytest.approx(0.5)  # -1 + 2 - 1
    assert SURE.chance(Question.TOLD, ["a"], more=-1.0) == pytest.approx(0.5)


def test_a_feature_seen_twice_counts_once() -> None:
    assert SURE.chance(Question.TOLD, ["a", "a"]) == SURE.chance(Question.TOLD, ["a"])


def test_a_question_without_weights_is_open() -> None:
    assert SURE.chance(Question.KEPT, ["a"]) == pytest.approx(0.5)


def test_a_file_is_read_by_question(tmp_path: Path) -> None:
    file = tmp_path / "weights.tsv"
    file.write_text("# learned\ntold\talways\t-1.500\nparty\tkind=bank\t0.250\n", encoding="utf-8")
    assert load_weights(file).of == {Question.TOLD: {ALWAYS: -1.5}, Question.PARTY: {"kind=bank": 0.25}}


@pytest.mark.parametrize("line", ["told\talways", "nobody\talways\t1", "told\talways\tmuch"])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "weights.tsv"
    file.write_text(f"# learned\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"weights\.tsv:2: expected a question, a feature and a weight"):
        load_weights(file)
