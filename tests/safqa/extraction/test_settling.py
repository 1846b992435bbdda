"""What is seen of an amount and a deal that may own it: the word that tells of the deal, and whoever stands between."""

from typing import Any

import pytest

from safqa.extraction.settling import owner_signs
from safqa.model import Metric

TWO = "اشترت ميتا شركة مانوس بملياري دولار، ثم استثمرت أمازون في أنثروبيك أربعة مليارات دولار"


def seen(reading: Any, text: str, amount: int, target: str) -> set[str]:
    """The signs of an amount of a text, by its place, and the deal of a company."""
    drafts, bindings = reading.bound(text)
    found = owner_signs(bindings[amount], Metric.AMOUNT, drafts)
    return {sign for draft, signs in found if draft.target and draft.target.name == target for sign in signs.signs}


@pytest.mark.parametrize(
    ("amount", "target", "sign"),
    [
        (0, "Manus", "word=ACQUIRE.verb|behind"),
        (0, "Manus", "left of it a target|path="),
        (1, "Manus", "behind|a stranger between"),
        (1, "Manus", "behind|sums between=1"),
        (0, "Anthropic", "word=INVEST.verb|before"),
        (1, "Anthropic", "left of it a target|path="),
        (1, "Anthropic", "rivals=1"),
    ],
)
def test_what_is_seen(reading: Any, amount: int, target: str, sign: str) -> None:
    assert sign in seen(reading, TWO, amount, target)


@pytest.mark.parametrize(
    ("amount", "target", "sign"),
    [(0, "Manus", "behind|a stranger between"), (1, "Anthropic", "behind|sums between=1"), (0, "Manus", "nobody")],
)
def test_what_is_not(reading: Any, amount: int, target: str, sign: str) -> None:
    assert sign not in seen(reading, TWO, amount, target)
