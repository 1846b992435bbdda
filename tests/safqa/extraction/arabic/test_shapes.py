"""What the letters of a word say of its being a name, and which words are ordinary."""

from pathlib import Path

import pytest

from safqa.extraction.arabic.shapes import EVER, Shapes, load_shapes, pieces, stripped

SHAPES = Shapes({EVER: -1.0, "نتف": 2.5, "^ال": -4.0, "ورا$": 1.0}, frozenset({"شركات", "سوق"}))


def test_pieces_are_two_to_four_letters_with_the_edges() -> None:
    assert list(pieces("دو")) == [EVER, "^د", "دو", "و$", "^دو", "دو$", "^دو$"]


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("سوق", ["سوق"]),
        ("وبالشركات", ["وبالشركات", "بالشركات", "الشركات", "شركات"]),
        ("للشركات", ["للشركات", "الشركات", "شركات"]),
    ],
)
def test_clitics_are_cut_off(word: str, forms: list[str]) -> None:
    assert list(stripped(word)) == forms


def test_the_odds_are_the_sum_of_the_pieces() -> None:
    assert SHAPES.odds("نتفورا") == pytest.approx(2.5)
    assert SHAPES.odds("قمح") == pytest.approx(-1.0)


@pytest.mark.parametrize(("word", "ordinary"), [("والشركات", True), ("سوق", True), ("نتفورا", False)])
def test_a_word_is_ordinary_with_its_clitics_too(word: str, ordinary: bool) -> None:
    assert SHAPES.is_ordinary(word) is ordinary


@pytest.mark.parametrize("word", ["الشركات", "سوق", "AI", "دو", "42", "استحوذت"])
def test_some_words_are_no_part_of_a_bare_name(word: str) -> None:
    assert SHAPES.odds_of_name(word) is None


def test_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "shapes.tsv").write_text("# learned\n\t-1.00\nنتف\t2.50\n", encoding="utf-8")
    (tmp_path / "ordinary.txt").write_text("# learned\nسوق\n", encoding="utf-8")
    shapes = load_shapes(tmp_path / "shapes.tsv", tmp_path / "ordinary.txt")
    assert (shapes.weights, shapes.ordinary) == ({EVER: -1.0, "نتف": 2.5}, {"سوق"})
