"""How figures, parties and dates are said to people, in terminals and in the Prefect UI alike.

Both are left-to-right places. A run of Arabic inside them pulls neighbouring numbers and brackets to the wrong side, so
each text that holds Arabic is wrapped in a right-to-left isolate (Unicode bidirectional algorithm, UAX 9: U+2067 opens,
U+2069 closes). That is done here, at the edge, and never in what is stored.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.rows import ChangeRow, OrganisationRow, ValueRow

_RTL_ISOLATE, _END_ISOLATE = "\u2067", "\u2069"
# Hebrew to Arabic Extended-A, and the presentation forms.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Controls by which a text could reorder or overwrite what stands around it: old bidi marks, C0, C1, ANSI's ESC.
_CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")

# Largest first; a thousand is written out ("500,000 USD"), as news does.
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))


def isolate(text: str) -> str:
    """The text on one line, kept from disturbing its neighbours; wrapped only when it holds right-to-left letters."""
    plain = _CONTROLS.sub(" ", text)
    return f"{_RTL_ISOLATE}{plain}{_END_ISOLATE}" if _RIGHT_TO_LEFT.search(plain) else plain


def amount(low: float | None, high: float | None, unit: str, qualifier: str) -> str:
    """An interval as people read it: "14.0 bn USD", "≥ 10.0 bn USD", "~15.0 bn USD", "49 %"."""
    if low is None:
        return f"≤ {_quantity(high, unit)}" if high is not None else "?"
    if high is None:
        return f"{'>' if qualifier == 'vague' else '≥'} {_quantity(low, unit)}"
    if low != high:
        return f"{_quantity(low, unit)} – {_quantity(high, unit)}"
    return f"{'~' if qualifier == 'about' else ''}{_quantity(low, unit)}"


def _quantity(value: float, unit: str) -> str:
    if unit == "percent":
        return f"{value:g} %"
    for scale, word in _SCALES:
        if value >= scale:
            return f"{_decimals(value / scale)} {word} {unit}"
    return f"{value:,.15g} {unit}"


def _decimals(value: float) -> str:
    """One decimal at least, as many as the figure has at most: 14.0, 14.3, 2.75."""
    text = f"{value:.6f}".rstrip("0")
    return text + "0" if text.endswith(".") else text


def day(moment: datetime | None) -> str:
    """The date alone, UTC."""
    return f"{moment:%Y-%m-%d}" if moment else "–"


def deal_name(target: OrganisationRow | None, parties: Sequence[OrganisationRow]) -> str:
    """Who deals with whom: "Meta → Scale AI"; parties of a deal without a target stand side by side."""
    names = [isolate(p.name) for p in parties]
    if target is None:
        return " + ".join(names) or "–"
    return f"{', '.join(names)} → {isolate(target.name)}" if names else isolate(target.name)


def change_value(change: ChangeRow) -> str:
    """What a change is about: "amount: 14.0 bn USD → ~14.3 bn USD (Meta)", "announced → completed"."""
    sides = [_value(v) for v in (change.before, change.after) if v]
    if change.from_value or change.to_value:
        sides = [isolate(v) for v in (change.from_value, change.to_value) if v]
    told = " → ".join(sides)
    return f"{change.metric}: {told}" if change.metric and told else told or (change.metric or "–")


def _value(value: ValueRow) -> str:
    return f"{amount(value.low, value.high, value.unit, value.qualifier)} ({isolate(value.source)})"
