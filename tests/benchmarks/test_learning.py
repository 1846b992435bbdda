"""What is learned: from few articles in a moment, the same each time, and not from the fold that it is measured on."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.accuracy import HERE, PACKS, ROTATED
from benchmarks.labels import Article, load
from benchmarks.learning import SHIPPED, Lesson, main, to_text
from safqa.extraction.arabic.pack import arabic
from safqa.extraction.weights import ALONE, ALWAYS, ASKED, Asked, Learned, Question, Weights, load_weights

Taught = tuple[Learned, list[Learned]]


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [a for a in load(HERE / "corpus") if a.lang == "ar"][:40]


@pytest.fixture(scope="module")
def taught(articles: list[Article]) -> Taught:
    return learn(articles)


def learn(articles: list[Article]) -> Taught:
    return Lesson(arabic(), articles, {}).learn()


def test_every_question_is_answered(taught: Taught) -> None:
    shipped, rotated = taught
    assert all(set(learned.of) == set(ASKED.values()) for learned in (shipped, *rotated))


def test_the_same_articles_teach_the_same(articles: list[Article], taught: Taught) -> None:
    assert to_text(learn(articles)[0], "") == to_text(taught[0], "")


def test_a_fold_is_not_learned_from_for_itself(articles: list[Article], taught: Taught) -> None:
    """What fold 1 teaches is the same whether its own articles are there or not."""
    without = [a for a in articles if a.fold != 1]
    told = Question.TOLD
    mine, theirs = learn(without)[1][1].of[told], taught[1][1].of[told]
    assert set(mine) == set(theirs)
    assert all(mine[context] == pytest.approx(theirs[context]) for context in mine)


PACKAGE = HERE.parent / "safqa" / "extraction"
FILES = [
    *(PACKAGE / SHIPPED[lang] / "data" / "weights.tsv" for lang in PACKS),
    *(ROTATED / lang / f"{fold}.tsv" for lang in PACKS for fold in range(3)),
]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.parent.name} {f.parent.name} {f.stem}")
def test_the_files_that_ship_answer_every_question(file: Path) -> None:
    assert set(load_weights(file).of) == set(ASKED.values())


def test_what_was_learned_survives_its_file(tmp_path: Path, taught: Taught) -> None:
    file = tmp_path / "weights.tsv"
    file.write_text(to_text(taught[0], "of forty articles"), encoding="utf-8")
    again = load_weights(file).of
    assert _signs(again) == _signs(taught[0].of)
    assert again[Question.TOLD][ALONE][ALWAYS] == pytest.approx(taught[0].of[Question.TOLD][ALONE][ALWAYS], abs=5e-3)


def _signs(of: Mapping[Asked, Weights]) -> set[tuple[str, str, str]]:
    return {(asked, context, sign) for asked, known in of.items() for context, signs in known.items() for sign in signs}


def test_an_unknown_language_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "fr"])
    assert "choose from 'ar', 'en'" in capsys.readouterr().err
