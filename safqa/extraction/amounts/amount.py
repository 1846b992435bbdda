"""What the grammar of amounts gives: one sum of money or one percentage, as an interval with its place in the text."""

from dataclasses import dataclass

from safqa.model import Qualifier

PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Amount:
    """One sum of money or one percentage of a text, whether it belongs to a deal or not.

    All positions are half-open spans of the normal text; `NormalText.quote` leads back to the original.
    `low` is None when open below, `high` when open above; `unit` is an ISO 4217 code or "percent". `step` is the value
    of one unit of the last digit as written: 1e8 for "14.3 billion", 1e9 for "14 billion"; None for a vague amount.

    The span `start, end` takes in the qualifier words next to the number; `number_start, number_end` holds only number,
    scale and currency.

    `former` marks the old value of a change that is told ("from 13.8 to 29"), `conversion` the amount before restated
    in a second currency, `recurring` money of each year, month, week or day, `per_share` the price of one share.
    """

    low: float | None
    high: float | None
    unit: str
    qualifier: Qualifier
    step: float | None
    start: int
    end: int
    number_start: int
    number_end: int
    former: bool = False
    conversion: bool = False
    recurring: bool = False
    per_share: bool = False

    @property
    def is_percent(self) -> bool:
        """Whether it is a percentage; all others are money."""
        return self.unit == PERCENT


@dataclass(frozen=True, slots=True)
class Interval:
    """The bounds that an amount states, before any rounding is allowed for."""

    low: float | None
    high: float | None
    qualifier: Qualifier


def interval(value: float, qualifier: Qualifier, *, to: float | None = None) -> Interval:
    """The interval of a number under its qualifier, as docs/annotation.md fixes it.

    `to` is the upper end of a range. A vague amount ("billions") is open above its magnitude.
    """
    if to is not None:
        low, high = sorted((value, to))
        return Interval(low, high, Qualifier.BETWEEN if low < high else Qualifier.EXACT)
    match qualifier:
        case Qualifier.AT_LEAST | Qualifier.VAGUE:
            return Interval(value, None, qualifier)
        case Qualifier.AT_MOST:
            return Interval(None, value, qualifier)
        case _:
            return Interval(value, value, qualifier)
