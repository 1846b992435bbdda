"""Spans that may be names, each with its sign; whether they are is decided later."""

import pytest

from safqa.extraction.arabic.bare import BARE, FOREIGN
from safqa.extraction.arabic.pack import arabic
from safqa.text import normalise


def found(text: str) -> set[tuple[str, str, bool]]:
    normal = normalise(text).text
    signed = (c for c in arabic().candidates(normal) if c.sign not in {BARE, FOREIGN})
    return {(normal[c.start : c.end], c.sign, c.proven) for c in signed}


CASES = {
    "quotes alone prove nothing": ("سماها «غيث»", {("غيث", "quoted", False)}),
    "quotes behind a cue": ("شركة «غيث»", {("غيث", "quoted", True)}),
    "wire brackets behind a cue": ("شركة (غيث)", {("غيث", "quoted", True)}),
    "a cue with clitics": ("وبشركة غيث.", {("غيث", "cued", True)}),
    "a bare name of two words": ("مجموعة نوران غيث.", {("نوران غيث", "cued", True)}),
    "a name before a preposition": ("شركة غيث في دبي", {("غيث", "cued", True)}),
    "a name before an adjective of nationality": ("شركة غيث السعودية للبرمجة", {("غيث", "cued", True)}),
    "a word with a pronoun is no name": ("شركة تهمها.", set()),
    "a digit ends a name": ("شركة 2025", set()),
    "a cue at the end": ("هذه شركة ", set()),
    "what a company is for, told again": (
        "شركة واحة لمراكز البيانات تبني. وواحة لمراكز البيانات تربح",
        {("واحه لمراكز البيانات", "cued", True)},
    ),
    "what a company is for, told in passing": ("شركة غيث للحوسبة تبني", {("غيث", "cued", True)}),
    "words that nothing ends": ("شركة غيث تزرع نخلا وقمحا كثيرا", set()),
    "a suffix with two words before": ("عن غيث نوران كابيتال", {("غيث نوران كابيتال", "suffix", True)}),
    "names of a list before a suffix": ("عن غيث ونوران كابيتال", {("نوران كابيتال", "suffix", True)}),
    "Latin names of a list before a suffix": (
        "مع Brookfield وNvidia وIntel كابيتال",
        {
            ("Brookfield", "latin", True),
            ("Nvidia", "latin", True),
            ("Intel", "latin", True),
            ("Intel كابيتال", "suffix", True),
        },
    ),
    "a name that begins with the letter of and": ("بقيادة وهج كابيتال", {("وهج كابيتال", "suffix", True)}),
    "letters before a suffix": ("مع دي إن كيه لابز أمس", {("دي ان كيه لابز", "suffix", True)}),
    "a stop word before letters and a suffix": ("أكدت إن كيه دي لابز", {("كيه دي لابز", "suffix", True)}),
    "a suffix alone": ("كابيتال", set()),
    "a suffix behind a stop word": ("من كابيتال", set()),
    "a suffix on a new line": ("غيث\nكابيتال", set()),
    "Latin runs": ("مع Blue Falcon of Dubai أمس", {("Blue Falcon of Dubai", "latin", True)}),
    "a single Latin letter": ("من الفئة Q أمس", set()),
    "a version is no name": ("نموذج Falcon 40 جديد", {("Falcon", "latin", True)}),
    "a quote of many words is speech": ("قال «نوران غيث سمندل قنطار نخيل رمال»", set()),
    "a quote does not open inside a word": ('قياس 5"غيث" هنا', set()),
    "a quote over two lines": ("«غيث\nنوران»", set()),
    "a bracket with digits": ("الجولة (2024) كبيرة", set()),
}


@pytest.mark.parametrize(("text", "spans"), CASES.values(), ids=CASES)
def test_candidates(text: str, spans: set[tuple[str, str, bool]]) -> None:
    assert found(text) == spans


def test_a_typed_noun_says_the_kind() -> None:
    normal = normalise("مع جامعة النخيل المفتوحة").text
    assert [(normal[c.start : c.end], c.kind) for c in arabic().candidates(normal) if c.kind] == [
        (normalise("جامعة النخيل المفتوحة").text, "university")
    ]
