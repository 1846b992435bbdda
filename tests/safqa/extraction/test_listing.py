"""The lists as one: outlets before organisations, longer names before shorter ones."""

from itertools import pairwise

import pytest

from safqa.extraction.listing import OUTLET, listing
from safqa.text import normalise

CASES = {
    "an organisation with its kind": ("اشترت إنفيديا الحصة", [("Nvidia", "chip")]),
    "an outlet": ("قالت رويترز", [("Reuters", OUTLET)]),
    "the longer name": ("شبكة CNBC عربية", [("CNBC Arabia", OUTLET)]),
    "a description": ("مطورة ChatGPT", [("OpenAI", "ai")]),
    "in order": ("أوراكل وميتا", [("Oracle", "tech"), ("Meta", "tech")]),
    "nobody": ("لا أحد", []),
}


@pytest.mark.parametrize(("text", "found"), CASES.values(), ids=CASES)
def test_listed_names(text: str, found: list[tuple[str, str]]) -> None:
    assert [(m.name, m.kind) for m in listing().find(normalise(text).text)] == found


def test_names_do_not_overlap() -> None:
    text = normalise("سوق أبوظبي المالي ومطورة «تشات جي بي تي» أوبن إيه آي وبلومبرغ الشرق").text
    places = [(m.start, m.end) for m in listing().find(text)]
    assert all(left[1] <= right[0] for left, right in pairwise(places))


def test_a_description_that_fits_several_is_weak() -> None:
    (match,) = listing().find(normalise("المجموعة اليابانية").text)
    assert (match.name, match.weak, match.described) == ("SoftBank", True, True)


def test_a_word_that_is_also_a_name_is_marked() -> None:
    (match,) = listing().find(normalise("كيرسر").text)
    assert match.homograph
