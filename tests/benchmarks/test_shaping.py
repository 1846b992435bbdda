"""What is learned of letters: from names against ordinary words, without one fold and one half of the list."""

from pathlib import Path

import pytest

from benchmarks.accuracy import HERE
from benchmarks.labels import load
from benchmarks.shaping import HALVES, Shaping, half_of, unlisted, write_shapes
from safqa.extraction.arabic.shapes import Shapes, load_shapes


@pytest.fixture(scope="module")
def shaping() -> Shaping:
    return Shaping([a for a in load(HERE / "corpus") if a.lang == "ar"][:120])


def test_foreign_names_are_told_from_ordinary_words(shaping: Shaping) -> None:
    shapes = shaping.learn(None, None)
    assert shapes.odds("كورفكسا") > 0 > shapes.odds("مستثمرون")
    assert shapes.is_ordinary("والتقنية".replace("ة", "ه"))


def test_a_fold_and_a_half_of_the_list_are_not_learned_from(shaping: Shaping) -> None:
    known, without = shaping.learn(None, None), shaping.learn(1, 0)
    assert without.ordinary != known.ordinary
    assert without.weights != known.weights


def test_the_halves_part_the_list() -> None:
    first, second = (unlisted(half) for half in range(HALVES))
    assert not first & second
    assert all(half_of(name) == 0 for name in first)
    assert abs(len(first) - len(second)) < len(first) / 10


def test_what_was_learned_survives_its_files(tmp_path: Path) -> None:
    shapes = Shapes({"": -1.0, "نتف": 2.25}, frozenset({"سوق"}))
    write_shapes(shapes, tmp_path / "shapes.tsv", tmp_path / "ordinary.txt")
    again = load_shapes(tmp_path / "shapes.tsv", tmp_path / "ordinary.txt")
    assert (again.weights, again.ordinary) == (shapes.weights, shapes.ordinary)
