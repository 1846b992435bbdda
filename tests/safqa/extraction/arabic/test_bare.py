"""Names that stand bare: which runs of words are looked at, what is seen of them, and that they are found."""

import pytest

from safqa.extraction import extract
from safqa.extraction.arabic.bare import BARE, FOREIGN
from safqa.extraction.arabic.pack import arabic
from safqa.extraction.candidates import Candidate
from safqa.text import normalise


def looked_at(text: str) -> dict[str, Candidate]:
    normal = normalise(text).text
    return {normal[c.start : c.end]: c for c in arabic().candidates(normal) if c.sign in {BARE, FOREIGN}}


RUNS = {
    "a foreign word": ("ستشتري أمس كورفكسا مقابل مليار", ["كورفكسا"]),
    "words of deals and ordinary ones are none": ("تستحوذ الشركة على حصة في السوق", []),
    "two words, the longer run first": (
        "تغلق ستيريلا هيليونكس جولتها",
        ["ستيريلا هيليونكس", "ستيريلا", "هيليونكس"],
    ),
    "names of a list are no run, and the and may be a letter": (
        "مع كورفكسا وهيليونكس",
        ["كورفكسا", "هيليونكس", "وهيليونكس"],
    ),
    "what is glued is cut where the rest stands elsewhere": ("تشتري هيليونكس. حصة لهيليونكس", ["هيليونكس"]),
    "no run inside quotes": ("سماها «كورفكسا هيليونكس»", []),
    "no run over a line": ("كورفكسا\nهيليونكس", ["كورفكسا", "هيليونكس"]),
    "what a company is for, in the headline": ("كورفكسا للأنظمة تنمو\nنص", ["كورفكسا للانظمه"]),
}


@pytest.mark.parametrize(("text", "runs"), RUNS.values(), ids=RUNS)
def test_runs(text: str, runs: list[str]) -> None:
    assert [run for run in looked_at(text) if run not in {"سماها", "تنمو"}] == runs


def test_what_is_seen() -> None:
    found = looked_at("سيمنس تشتري هيليونكس\nدفعت سيمنس المليار إلى هيليونكس (Helionix) أمس")
    seen = set(found["هيليونكس"].seen)
    assert found["هيليونكس"].sign == FOREIGN
    assert {"likeliest>2", "ahead=PAY", "run=1", "in headline and text", "met bare again", "Latin behind"} <= seen


SENTENCES = {
    "the object of a verb": "سيسكو تشتري نتفورا بـ2.8 مليار دولار في صفقة للذكاء الاصطناعي\n\nأعلنت سيسكو شراء نتفورا.",
    "behind a preposition": "إنفيديا تتفق مع أنوتيفا\n\nستستثمر إنفيديا 14 مليار دولار في أنوتيفا المتخصصة في الذكاء "
    "الاصطناعي، وقالت أنوتيفا إن الصفقة نهائية.",
    "the subject": "كستريل تجمع 500 مليون دولار\n\nأعلنت كستريل الناشئة إغلاق جولة تمويل بقيمة 500 مليون دولار للذكاء "
    "الاصطناعي بقيادة سيكويا.",
}


@pytest.mark.parametrize(
    ("text", "target"), [*zip(SENTENCES.values(), ["نتفورا", "أنوتيفا", "كستريل"], strict=True)], ids=SENTENCES
)
def test_bare_names_are_targets(text: str, target: str) -> None:
    assert [m.target.name if m.target else None for m in extract(text).deals] == [target]
