"""Amounts of money and percentages in running text, as intervals with their exact places.

    >>> from safqa.text import normalise
    >>> [(a.low, a.high, a.unit) for a in find_amounts(normalise("جمعت الشركة أكثر من ملياري دولار"))]
    [(2000000000.0, None, 'USD')]

The steps are the same for every language: `scanning` cuts the text, `numbers` folds digits and number words,
`quantities` adds the unit, `relations` tells ranges from changes, `units` supplies a currency that is left out, and
`finder` reads the words around each amount. What differs is the `grammar` that a language pack brings.
Not read: sums that only arithmetic gives ("half of this sum"), spoken decimals, and Chinese number units.
"""

from safqa.extraction.amounts.amount import PERCENT, Amount, Interval, interval
from safqa.extraction.amounts.finder import find_amounts

__all__ = ["PERCENT", "Amount", "Interval", "find_amounts", "interval"]
