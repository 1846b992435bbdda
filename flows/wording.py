"""How figures, parties and dates are said to people, in terminals and in the Prefect UI alike.

Both are left-to-right places: each text that may hold Arabic is kept to itself (safqa.bidi).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from safqa.bidi import isolate, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from safqa.feeds.sources import Source
    from storage.rows import ChangeRow, OrganisationRow, StatedRow, ValueRow

__all__ = ["amount", "change_value", "day", "deal_name", "drawn_name", "isolate", "number", "slot_name"]

# Largest first; a thousand is written out ("500,000 USD"), as news does.
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
# Letters of an address that the graph of a run has room for.
_DRAWN = 50


def number(n: int, what: str) -> str:
    """So many of something: "1 feed", "3 feeds"."""
    return f"{n} {what}{'' if n == 1 else 's'}"


def drawn_name(source: Source) -> str:
    """A feed's name for the graph and the state of a run; its address where the name holds Arabic.

    The graph draws letter by letter from left to right, which no isolate changes: Arabic falls apart in it. The state
    is logged by Prefect with its isolates as escapes.
    """
    name = plain(source.name)
    if isolate(name) == name:
        return name
    parts = urlsplit(source.url)
    address = f"{parts.hostname}{parts.path.rstrip('/')}"
    return address if len(address) <= _DRAWN else f"{address[:_DRAWN]}…"


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


def slot_name(row: StatedRow) -> str:
    """The metric, with scope and basis where they say something: "amount party_share MGX", "valuation post_money"."""
    beyond = (row.scope if row.scope != "whole" else None, isolate(row.party) if row.party else None, row.basis)
    return " ".join([row.metric, *(word for word in beyond if word)])


def change_value(change: ChangeRow) -> str:
    """What a change is about: "amount: 14.0 bn USD → ~14.3 bn USD (Meta)", "announced → completed"."""
    sides = [_value(v) for v in (change.before, change.after) if v]
    if change.from_value or change.to_value:
        sides = [isolate(v) for v in (change.from_value, change.to_value) if v]
    told = " → ".join(sides)
    return f"{change.metric}: {told}" if change.metric and told else told or (change.metric or "–")


def _value(value: ValueRow) -> str:
    return f"{amount(value.low, value.high, value.unit, value.qualifier)} ({isolate(value.source)})"
