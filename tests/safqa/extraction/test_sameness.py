"""What two tellings of one company's deals have in common, and what keeps them apart."""

from typing import Any

import pytest

from safqa.extraction.arabic.pack import arabic
from safqa.extraction.assembly import Draft
from safqa.extraction.reader import tellings
from safqa.extraction.sameness import sameness_signs
from tests.safqa.extraction.conftest import ruled

CASES = {
    "an earlier round": (
        "جمعت كوهير 500 مليون دولار في أغسطس. وتعمل في كندا. وكانت كوهير قد جمعت 270 مليون دولار في يونيو",
        {"sums other", "dates other", "looks back=False>True", "apart=2"},
    ),
    "the same sum again": (
        "جمعت كوهير 500 مليون دولار. وقالت إنها جمعت 500 مليون دولار من إنفيديا",
        {"sums equal", "dates neither", "apart=1"},
    ),
    "a sum that comes later": (
        "جمعت كوهير تمويلا جديدا. وجمعت كوهير 500 مليون دولار",
        {"sums here alone", "type=funding_round>funding_round"},
    ),
}


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES)
def test_signs_of_a_second_telling(reading: Any, text: str, wanted: set[str]) -> None:
    rows = reading.scenes(text)
    first, *_, last = (t for t in tellings(ruled(rows), rows, arabic()) if t.event.sense.cls == "RAISE")
    assert first.event.type is not None
    draft = Draft(first.event.type, first.event.target, first.background)
    draft.take(first)
    signs, contexts = sameness_signs(draft, last, rows, arabic().grammar, ruled=False)
    assert wanted <= set(signs)
    assert contexts == ("", "ruled another", "ruled another|equity")
