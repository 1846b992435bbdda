"""Each row of a rule table does on its own example what it says: the tables are their own tests."""

from collections.abc import Callable
from importlib.resources import files
from itertools import chain

import pytest

from safqa.extraction.annotate import annotate
from safqa.extraction.arabic.pack import arabic
from safqa.extraction.choice import places
from safqa.extraction.document import Document
from safqa.extraction.english.pack import english
from safqa.extraction.frames import Frame
from safqa.extraction.pack import Pack
from safqa.extraction.scene import scenes
from safqa.text import normalise

PACKS: dict[str, Callable[[], Pack]] = {"arabic": arabic, "english": english}


def read(sentence: str, lang: str) -> Document:
    return annotate(normalise(sentence), PACKS[lang]())


def rows(name: str) -> list[tuple[str, list[str]]]:
    """The rows of a table in every language that has it."""
    found = []
    for lang in PACKS:
        file = files(f"safqa.extraction.{lang}") / "data" / name
        lines = file.read_text(encoding="utf-8").splitlines()
        found += [(lang, line.split("\t")) for line in lines if line.strip() and not line.startswith("#")]
    return found


def called(value: object) -> str | None:
    return value if isinstance(value, str) else value[1] if isinstance(value, list) else None


FRAMES = list(chain.from_iterable(((lang, frame) for frame in pack().frames) for lang, pack in PACKS.items()))


@pytest.mark.parametrize(("lang", "frame"), FRAMES, ids=lambda v: v.name if isinstance(v, Frame) else v)
def test_a_frame_fires_on_its_example(lang: str, frame: Frame) -> None:
    text = f"{frame.example}\nهكذا قيل" if "HEADLINE" in frame.needs else frame.example
    pack = PACKS[lang]()
    fired = [p.own.trigger.frame.name for p in places(scenes(read(text, lang), pack), pack) if p.own]
    assert frame.name in fired


@pytest.mark.parametrize(("lang", "row"), rows("phrases.tsv"), ids=called)
def test_a_phrase_is_found_in_its_example(lang: str, row: list[str]) -> None:
    cls, _, example = row
    assert any(cls in item.classes for sentence in read(example, lang).sentences for item in sentence.items)


@pytest.mark.parametrize(("lang", "row"), rows("measures.tsv"), ids=called)
def test_a_measure_governs_the_amount_of_its_example(lang: str, row: list[str]) -> None:
    cls, _, example = row
    for part in example.split(";"):
        sentence = read(part.strip(), lang).sentences[0]
        assert any(cls in item.classes for item in sentence.items)
        assert any(True for _ in sentence.amounts())


@pytest.mark.parametrize(("lang", "row"), rows("stages.tsv"), ids=called)
def test_a_stage_is_read_in_its_example(lang: str, row: list[str]) -> None:
    _, stage, example = row
    assert PACKS[lang]().stage(normalise(example).text) == stage
