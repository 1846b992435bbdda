"""Sums and percentages of English sentences: interval, unit, qualifier and marks."""

from pathlib import Path

import pytest

from safqa.extraction.amounts import Amount, find_amounts
from safqa.text import normalise

LINES = Path(__file__).with_name("cases.tsv").read_text(encoding="utf-8").splitlines()
CASES = [tuple(line.split("\t")) for line in LINES if not line.startswith("#")]


def told(amount: Amount) -> str:
    """An amount as the table writes it."""
    bounds = "..".join("" if n is None else _short(n) for n in (amount.low, amount.high))
    marks = [mark for mark in ("former", "conversion", "recurring", "per_share") if getattr(amount, mark)]
    return " ".join([bounds, amount.unit, amount.qualifier.value, *marks])


def _short(number: float) -> str:
    for size, ending in ((1e12, "e12"), (1e9, "e9"), (1e6, "e6")):
        if number >= size:
            return f"{number / size:g}{ending}"
    return f"{number:g}"


@pytest.mark.parametrize(("text", "amounts"), CASES, ids=[text for text, _ in CASES])
def test_amounts(text: str, amounts: str) -> None:
    assert "; ".join(told(a) for a in find_amounts(normalise(text), "en")) == amounts


def test_a_range_is_not_made_of_two_sums_told_apart() -> None:
    found = find_amounts(normalise("It raised $20 million and paid $25 million to banks."), "en")
    assert [a.low for a in found] == [20e6, 25e6]
