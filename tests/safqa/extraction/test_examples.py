"""Each row of a rule table does on its own example what it says: the tables are their own tests."""

from importlib.resources import files

import pytest

from safqa.extraction.annotate import annotate
from safqa.extraction.arabic.pack import arabic
from safqa.extraction.choice import places
from safqa.extraction.document import Document
from safqa.extraction.frames import Frame
from safqa.extraction.scene import scenes
from safqa.text import normalise

DATA = files("safqa.extraction.arabic") / "data"


def read(sentence: str) -> Document:
    return annotate(normalise(sentence), arabic())


def rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("frame", list(arabic().frames), ids=lambda f: f.name)
def test_a_frame_fires_on_its_example(frame: Frame) -> None:
    text = f"{frame.example}\nهكذا قيل" if "HEADLINE" in frame.needs else frame.example
    fired = [p.own.trigger.frame.name for p in places(scenes(read(text), arabic()), arabic()) if p.own]
    assert frame.name in fired


@pytest.mark.parametrize("row", rows("phrases.tsv"), ids=lambda r: r[1])
def test_a_phrase_is_found_in_its_example(row: list[str]) -> None:
    cls, _, example = row
    assert any(cls in item.classes for sentence in read(example).sentences for item in sentence.items)


@pytest.mark.parametrize("row", rows("measures.tsv"), ids=lambda r: r[0])
def test_a_measure_governs_the_amount_of_its_example(row: list[str]) -> None:
    cls, _, example = row
    for part in example.split(";"):
        sentence = read(part.strip()).sentences[0]
        assert any(cls in item.classes for item in sentence.items)
        assert any(True for _ in sentence.amounts())


@pytest.mark.parametrize("row", rows("stages.tsv"), ids=lambda r: r[1])
def test_a_stage_is_read_in_its_example(row: list[str]) -> None:
    _, stage, example = row
    assert arabic().stage(normalise(example).text) == stage
