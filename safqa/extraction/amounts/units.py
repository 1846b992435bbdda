"""The currency of sums that do not say it: taken from the neighbours, then from the text.

"15.4 مليار دولار … 157 ملياراً" is dollars. A sum takes the unit of the nearest quantity with a scale before it in the
sentence, be it money or things counted ("700 مليون مستخدم، منهم 100 مليون في الهند" is no money); then of the next one
in the sentence; then of the nearest money before it in the text, and last of the first money in it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from safqa.extraction.amounts.amount import PERCENT
from safqa.extraction.amounts.quantities import Quantity
from safqa.extraction.amounts.relations import Told
from safqa.extraction.amounts.scanning import Scan

# Below a million a number without unit is hardly ever money in deal news ("في 2024", "5 سنوات").
_LEAST = 1e6
# Letters of the longest sentence that a newsroom writes; beyond it a neighbour says nothing.
_LONGEST = 600
_ENDS = (".", "؟", "?", "!", "؛")


def with_units(told: Sequence[Told], scan: Scan) -> list[Told]:
    """Everything told that is money or per cent, each with its unit."""
    followers = _models_after(told)
    first_money = next((each.quantity.unit for each in told if _is_money(each.quantity)), None)
    found: list[Told] = []
    before: Quantity | None = None
    money: str | None = None
    for each, after in zip(told, followers, strict=True):
        quantity = each.quantity
        if quantity.unit is None and _may_be_money(quantity):
            unit = _neighbour(scan.normal.text, quantity, before, after) or _Unit(money or first_money)
            if unit.code is not None:
                found.append(_with_unit(each, unit.code))
        elif quantity.unit is not None:
            found.append(each)
        if _is_model(quantity):
            before = quantity
        if _is_money(quantity):
            money = quantity.unit
    return found


class _Unit(NamedTuple):
    """What a neighbour says of a sum: the code of its currency, or None when it counts things."""

    code: str | None


def _neighbour(text: str, here: Quantity, before: Quantity | None, after: Quantity | None) -> _Unit | None:
    """What the nearest model in the same sentence says, the one before first; None when there is none."""
    if before is not None and _same_sentence(text, before.end, here.start):
        return _Unit(before.unit)
    if after is not None and _same_sentence(text, here.end, after.start):
        return _Unit(after.unit)
    return None


def _models_after(told: Sequence[Told]) -> list[Quantity | None]:
    """For each quantity told, the next one that says what a sum without unit is."""
    after: list[Quantity | None] = []
    model: Quantity | None = None
    for each in reversed(told):
        after.append(model)
        if _is_model(each.quantity):
            model = each.quantity
    return after[::-1]


def _with_unit(told: Told, unit: str) -> Told:
    return told._replace(quantity=told.quantity._replace(unit=unit), to=told.to and told.to._replace(unit=unit))


def _may_be_money(quantity: Quantity) -> bool:
    return quantity.number.scale >= _LEAST and not quantity.counted


def _is_money(quantity: Quantity) -> bool:
    return quantity.unit not in {None, PERCENT}


def _is_model(quantity: Quantity) -> bool:
    """Whether a quantity says what a sum without unit is: money, or a large number of things."""
    return _is_money(quantity) or (quantity.counted and quantity.number.scale >= _LEAST)


def _same_sentence(text: str, left: int, right: int) -> bool:
    """Whether no sentence ends between two positions; a stop inside a name (إيه.آي) ends none."""
    if right - left > _LONGEST:
        return False
    between = text[left:right]
    return "\n" not in between and not any(mark + " " in between for mark in _ENDS)
