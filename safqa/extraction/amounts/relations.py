"""What two quantities next to each other are to one another: ends of a range, old and new value, sum and conversion.

"بين 15 و25 ملياراً" is a range; "من 13.8 إلى 29 ملياراً" after a rise is a change: two values, the first one former.
"من … إلى" without a word of change is a range when the first number has no scale of its own ("من 10 إلى 20 مليوناً").
"""

from collections.abc import Sequence
from typing import NamedTuple

from safqa.extraction.amounts.amount import PERCENT
from safqa.extraction.amounts.grammar import Grammar
from safqa.extraction.amounts.quantities import Quantity
from safqa.extraction.amounts.scanning import Scan

# How far back a word of change may stand from "from … to", in words of the same clause.
_CHANGE_WORDS = 12
_BEFORE_WORDS = 6
# "إلى ما يقارب" is the longest that joins two amounts, in letters.
_LINK_LENGTH = 20
_THOUSAND = 1000


class Told(NamedTuple):
    """A quantity, or a range of two, as the text tells it."""

    quantity: Quantity
    to: Quantity | None = None
    former: bool = False


class Relations:
    """Joins the quantities of a scan into what is told."""

    def __init__(self, scan: Scan, grammar: Grammar) -> None:
        self._scan = scan
        self._phrases = grammar.phrases
        self._joined_by_to = grammar.joined_by_to

    def told(self, quantities: Sequence[Quantity]) -> list[Told]:
        """Ranges joined, changes marked; ends of ranges and changes share the scale and unit that is said once."""
        told: list[Told] = []
        at = 0
        while at < len(quantities):
            pair = self._pair(quantities[at], quantities[at + 1]) if at + 1 < len(quantities) else None
            told.extend(pair or [Told(quantities[at])])
            at += 2 if pair else 1
        return told

    def _pair(self, left: Quantity, right: Quantity) -> list[Told] | None:
        """What two neighbours tell together, None when they are told apart."""
        link = self._link(left, right)
        if link is None or (left.unit and right.unit and left.unit != right.unit):
            return None
        before = self._before(left)
        if before == "range" and link in {"and", "to", "dash"}:
            return _range(left, right)
        if before == "from" and link == "to":
            changed = self._is_change(left) or left.number.scale > 1
            return _change(left, right) if changed else _range(left, right)
        if before == "towards" and link == "from":
            return _change(right, left)[::-1] if self._is_change(left) else None
        return _range(left, right) if self._is_range(left, right, link) else None

    def _is_range(self, left: Quantity, right: Quantity, link: str) -> bool:
        """Whether two quantities are a range though nothing before them says so: "$20-25 billion"."""
        if link in {"dash", "to"} and (_lacks_scale(left, right) or _lacks_unit(left, right)):
            return True
        if link == "and" or right.unit is None:
            return False
        onward = link == "to" and not self._is_change(left)
        if left.unit == right.unit and (link == "dash" or (onward and self._joined_by_to)):
            return True
        return _is_bare(left) or (onward and left.unit is None)

    def _link(self, left: Quantity, right: Quantity) -> str | None:
        """The joining word between two quantities; a hedge after it does not count ("من 10 إلى نحو 15")."""
        if right.start - left.end > _LINK_LENGTH:
            return None
        words = tuple(self._scan.normal.text[left.end : right.start].split())
        if any(mark in "،؛;\n" for word in words for mark in word):
            return None
        hedges = self._phrases.before["qualifier"]
        while len(words) > 1 and (found := hedges.find(words[::-1])) and found.adjacent and found.length < len(words):
            words = words[: -found.length]
        return self._phrases.between.get(" ".join(words))

    def _before(self, quantity: Quantity) -> str | None:
        """Whether "between", "from" or "to" stands before a quantity, a hedge left aside."""
        words = self._scan.before(quantity.first, 0, _BEFORE_WORDS)
        hedge = self._phrases.before["qualifier"].find(words)
        if hedge and hedge.adjacent and hedge.sense == "about":
            words = words[hedge.length :]
        found = self._phrases.before["range"].find(words)
        return found.sense if found and found.adjacent else None

    def _is_change(self, quantity: Quantity) -> bool:
        changes = self._phrases.before["change"].closed
        return any((word,) in changes for word in self._scan.before(quantity.first, 0, _CHANGE_WORDS))


def _range(left: Quantity, right: Quantity) -> list[Told] | None:
    """The two ends of a range, the scale and unit said once shared; None when the ends do not rise."""
    bare = _is_bare(left)
    left, right = _shared(left, right)
    if bare and left.value >= right.value:
        # "بين 800 و1.2 مليار": the first end is a scale lower.
        left = _scaled(left, 1 / _THOUSAND)
    return [Told(left, right)] if left.value < right.value else None


def _change(left: Quantity, right: Quantity) -> list[Told]:
    """The old and the new value of a change."""
    left, right = _shared(left, right)
    return [Told(left, former=True), Told(right)]


def _shared(left: Quantity, right: Quantity) -> tuple[Quantity, Quantity]:
    """Both quantities with the scale and the unit that only one of them says."""
    if (_is_bare(left) or _lacks_scale(left, right)) and right.number.scale > 1:
        left = _scaled(left, right.number.scale)
    elif _is_bare(right) and not right.counted and left.number.scale > 1:
        right = _scaled(right, left.number.scale)
    counted = left.unit is None and right.counted
    return left._replace(unit=left.unit or right.unit, counted=counted), right._replace(unit=right.unit or left.unit)


def _lacks_scale(left: Quantity, right: Quantity) -> bool:
    """Whether the scale stands behind the second number alone: "$20-25 billion", "between $20 and $25 million"."""
    if left.unit in {None, PERCENT} or not left.number.scale == 1 < right.number.scale:
        return False
    return right.unit is None or (right.unit == left.unit and left.value * right.number.scale < right.value)


def _lacks_unit(left: Quantity, right: Quantity) -> bool:
    """Whether both numbers have a scale and the first alone a currency: "€20m-25m"."""
    scaled = left.number.scale > 1 and right.number.scale > 1
    return left.unit not in {None, PERCENT} and right.unit is None and scaled and not right.counted


def _is_bare(quantity: Quantity) -> bool:
    return quantity.unit is None and quantity.number.scale == 1


def _scaled(quantity: Quantity, scale: float) -> Quantity:
    number = quantity.number
    number = number._replace(value=number.value * scale, step=number.step * scale, scale=number.scale * scale)
    return quantity._replace(number=number)
