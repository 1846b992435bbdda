"""What is seen of a quoted span, and that what was learned of it decides."""

from dataclasses import replace

import pytest

from safqa.extraction.annotate import annotate
from safqa.extraction.arabic.pack import arabic
from safqa.extraction.candidates import Candidate
from safqa.extraction.naming import name_signs
from safqa.extraction.weights import ALONE, ALWAYS, Learned, Question
from safqa.text import normalise

SIGNS = {
    "a company told by its country": (
        "«غيث» السعودية تنمو",
        {"begins the line", "behind=السعوديه", "described behind", "words=1", "met=1"},
    ),
    "behind a verb of money": ("حصلت «غيث نوران»", {"before=RAISE", "ends the line", "words=2"}),
    "a saying": ("سماه «الذكاء الخارق» أمس", {"before=سماه", "behind=امس", "begins with the article"}),
    "Latin letters": ("أطلقت «Zephyr غيث» أمس", {"has Latin letters"}),
    "told twice": ("قالت «غيث» إن «غيث» رابحة", {"met=2", "before=SAY"}),
}


@pytest.mark.parametrize(("text", "wanted"), SIGNS.values(), ids=SIGNS)
def test_signs(text: str, wanted: set[str]) -> None:
    normal = normalise(text).text
    found = Candidate(normal.index("«") + 1, normal.index("»"), "quoted", proven=False)
    signs, contexts = name_signs(normal, found, arabic(), ["acts beside"])
    assert wanted | {"any", "acts beside"} <= set(signs)
    assert contexts == (ALONE,)


@pytest.mark.parametrize(("weight", "names"), [(9.0, ["غيث نوران"]), (-9.0, [])])
def test_what_was_learned_decides(weight: float, names: list[str]) -> None:
    pack = replace(arabic(), learned=Learned({Question.NAMED: {ALONE: {ALWAYS: weight}}}))
    document = annotate(normalise("في «غيث نوران» أمس"), pack)
    assert [e.name for e in document.entities] == names


def test_the_caller_may_decide() -> None:
    asked = []

    def sure(span: str, seen: object) -> bool:
        del seen
        asked.append(span)
        return False

    assert annotate(normalise("في «غيث نوران» أمس"), arabic(), sure=sure).entities == ()
    assert asked == ["غيث نوران"]
