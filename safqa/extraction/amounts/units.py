"""The currency of sums that do not say it: taken from the neighbours, then from the text.

"15.4 مليار دولار … 157 ملياراً" is dollars. A sum takes the unit of the nearest quantity with a scale before it in the
sentence, be it money or things counted ("700 مليون مستخدم، منهم 100 مليون في الهند" is no money); then of the next one
in the sentence; then of the nearest money before it in the text, and last of the first money in it.
"""

from collections.abc import Sequence

from safqa.extraction.amounts.amount import PERCENT
from safqa.extraction.amounts.quantities import Quantity
from safqa.extraction.amounts.relations import Told
from safqa.extraction.amounts.scanning import Scan

# Below a million a number without unit is hardly ever money in deal news ("في 2024", "5 سنوات").
_LEAST = 1e6
_ENDS = (".", "؟", "?", "!", "؛")


def with_units(told: Sequence[Told], scan: Scan) -> list[Told]:
    """Everything told that is money or per cent, each with its unit."""
    found: list[Told] = []
    for at, each in enumerate(told):
        if each.quantity.unit is not None:
            found.append(each)
        elif _may_be_money(each.quantity) and (unit := _unit(told, at, scan)):
            to = each.to and each.to._replace(unit=unit)
            found.append(each._replace(quantity=each.quantity._replace(unit=unit), to=to))
    return found


def _may_be_money(quantity: Quantity) -> bool:
    return quantity.number.scale >= _LEAST and not quantity.counted


def _is_model(quantity: Quantity) -> bool:
    """Whether a quantity says what a sum without unit is: money, or a large number of things."""
    return quantity.unit not in {None, PERCENT} or (quantity.counted and quantity.number.scale >= _LEAST)


def _unit(told: Sequence[Told], at: int, scan: Scan) -> str | None:
    """The unit of the sum at a place; None when its neighbours count things or the text has no money."""
    here = told[at].quantity
    text = scan.normal.text
    for each in reversed(told[:at]):
        if _is_model(each.quantity):
            if _same_sentence(text, each.quantity.end, here.start):
                return each.quantity.unit
            break
    for each in told[at + 1 :]:
        if _is_model(each.quantity):
            if _same_sentence(text, here.end, each.quantity.start):
                return each.quantity.unit
            break
    money = [each.quantity.unit for each in told[:at] if each.quantity.unit not in {None, PERCENT}]
    later = (each.quantity.unit for each in told[at:] if each.quantity.unit not in {None, PERCENT})
    return money[-1] if money else next(later, None)


def _same_sentence(text: str, left: int, right: int) -> bool:
    """Whether no sentence ends between two positions; a stop inside a name (إيه.آي) ends none."""
    between = text[left:right]
    return "\n" not in between and not any(mark + " " in between for mark in _ENDS)
