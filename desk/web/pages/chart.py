"""The chart of the claims of one slot: each a line with the range it leaves, the first told on top.

Drawn on the server by Vega-Lite, so that it needs no script; colours are names of our stylesheet's, so that it follows
light and dark. Numbers grow to the right in both languages, as in charts of the Arabic financial press; the sources
stand at the side where a line of the language begins. The table beside it says the same to screen readers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any

import vl_convert
from markupsafe import Markup

from safqa.bidi import embed, right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.web.pages.agreement import Measured, Statement
    from desk.web.pages.words import Words

# Colours of groups in the stylesheet: --group-0 to --group-5; more groups than that are told apart by their letters.
_COLOURS = 6
# Height of the axis with its title; room between the plot and the names, and at the other side. In CSS pixels.
_AXIS, _GAP, _MARGIN = 42, 12, 20
# Room beside the widest range, as a share of all ranges, so that open ends can be seen to go on.
_AIR = 0.12
# Drawn charts that are kept, some 15 KB each: those of the deals that are looked at again and again.
_KEPT = 256
_OPEN_LEFT, _OPEN_RIGHT = "triangle-left", "triangle-right"

Spec = dict[str, Any]

_CONFIG: Spec = {
    "view": {"stroke": None},
    "text": {"color": "var(--ink)"},
    "axis": {
        "labelColor": "var(--muted)",
        "titleColor": "var(--muted)",
        "gridColor": "var(--line)",
        "domain": False,
        "ticks": False,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a chart is laid out, in CSS pixels.

    Attributes:
        width: of the whole.
        names: room for the names of sources beside the plot; 0: they stand above their lines.
        row: height of a claim.
        line: how far below the middle of its row the range is drawn.
    """

    width: int
    names: int
    row: int
    line: int

    @property
    def beside(self) -> int:
        """Room at the side of the names."""
        return self.names + _GAP if self.names else _MARGIN

    @property
    def plot(self) -> int:
        """Width of the plot itself."""
        return self.width - self.beside - _MARGIN


# The column of a desk; and the narrowest phone in use (320) without its margins.
WIDE, NARROW = Shape(880, 150, 42, 3), Shape(300, 0, 44, 9)


def drawn(slot: Measured, words: Words, shape: Shape) -> Markup:
    """The chart as SVG, to stand in a page: Vega escapes the texts that it draws."""
    return Markup(_svg(json.dumps(spec(slot, words, shape), ensure_ascii=False)))  # noqa: S704 -- as said


@lru_cache(maxsize=_KEPT)
def _svg(text: str) -> str:
    return vl_convert.vegalite_to_svg(text)


def letter(group: int | None) -> str:
    """The letter of a group of claims that agree: A, B, … Z, then A2."""
    if group is None:
        return ""
    round_, place = divmod(group, 26)
    return chr(ord("A") + place) + (str(round_ + 1) if round_ else "")


def spec(slot: Measured, words: Words, shape: Shape) -> Spec:
    """The chart as a Vega-Lite document."""
    low, high = _bounds(slot)
    size, title = _scale(max(abs(low), abs(high)), slot.first.unit, words)
    x = {
        "field": "low",
        "type": "quantitative",
        "scale": {"domain": [low / size, high / size], "zero": False, "nice": False},
        # A number of the axis, with the room around it, takes some 100 pixels.
        "axis": {"title": title, "tickCount": max(3, shape.plot // 100), "format": ",.4~f"},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": shape.plot,
        "height": shape.row * len(slot.statements),
        "autosize": "none",
        "padding": _padding(shape, words),
        "background": "transparent",
        "data": {"values": list(_rows(slot, words, (low, high), size))},
        "encoding": {"y": {"field": "row", "type": "ordinal", "axis": None}},
        "layer": [*_ranges(x, shape), *_labels(x, shape, words)],
        "config": _CONFIG,
    }


def _ranges(x: Spec, shape: Shape) -> list[Spec]:
    colour = _as_given("colour", "nominal")
    down = {"yOffset": shape.line}
    rule = {"type": "rule", "strokeWidth": 7, **down}
    arrow = {"type": "point", "filled": True, "size": 90, "opacity": 1, **down}
    tick = {"type": "tick", "thickness": 2, "size": 17, **down}
    return [
        _mark(rule, "range", x=x, x2={"field": "high"}, color=colour, opacity=_as_given("opacity", "quantitative")),
        _mark(arrow, "end", x=x, shape=_as_given("end", "nominal"), color=colour),
        _mark(tick, "middle", x=x, color=colour),
    ]


def _labels(x: Spec, shape: Shape, words: Words) -> list[Spec]:
    """Beside the plot the source and below it the date, the value above the range; or all of it above, in one line."""
    arabic = words.direction == "rtl"
    text: Spec = {"type": "text", "fontSize": 12}
    begins, ends = ({"value": shape.plot}, {"value": 0}) if arabic else ({"value": 0}, {"value": shape.plot})
    if not shape.names:
        above = {**text, "dy": shape.line - 18}
        name = {**above, "fontWeight": 600, "limit": shape.plot // 2}
        first, last = ("right", "left") if arabic else ("left", "right")
        return [
            _mark({**name, "align": first}, "range", x=begins, text={"field": "source"}),
            _mark({**above, "align": last}, "range", x=ends, text={"field": "value"}),
        ]
    beside = {"value": shape.plot + _GAP} if arabic else {"value": -_GAP}
    name = {**text, "align": "left" if arabic else "right", "limit": shape.names}
    return [
        _mark({**text, "dy": -13}, "middle", x=x, text={"field": "value"}),
        _mark({**name, "dy": -7, "fontWeight": 600}, "range", x=beside, text={"field": "source"}),
        _mark({**name, "dy": 8, "color": "var(--muted)"}, "range", x=beside, text={"field": "told"}),
    ]


def _as_given(field: str, kind: str) -> Spec:
    """A value that is drawn as it stands in the data."""
    return {"field": field, "type": kind, "scale": None, "legend": None}


def _padding(shape: Shape, words: Words) -> Spec:
    left, right = (_MARGIN, shape.beside) if words.direction == "rtl" else (shape.beside, _MARGIN)
    return {"left": left, "right": right, "top": 2, "bottom": _AXIS}


def _mark(mark: Spec, kind: str, **encoding: Spec) -> Spec:
    return {"mark": mark, "encoding": encoding, "transform": [{"filter": {"field": "kind", "equal": kind}}]}


def _bounds(slot: Measured) -> tuple[float, float]:
    """From where to where the chart reaches: all finite ends, and some air; a percentage stays within 0 to 100."""
    ends = [end for one in slot.statements for end in (one.meant.low, one.meant.high) if isfinite(end)]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    air = (high - low) * _AIR or abs(high) * _AIR or 1.0
    return max(low - air, 0.0) if low >= 0 else low - air, high + air


def _scale(largest: float, unit: str, words: Words) -> tuple[float, str]:
    """By what numbers are divided, and what the axis then counts: "US$ bn", «مليار دولار»."""
    units = words.t["unit"]
    pattern = units.get(unit, units["other"])
    for size, word in words.t["magnitude"].items():
        if largest >= int(size):
            return float(size), _own(_spaced(pattern.format(value=f" {word}", unit=unit)), words)
    return 1.0, _own(_spaced(pattern.format(value="", unit=unit)), words)


def _rows(slot: Measured, words: Words, bounds: tuple[float, float], size: float) -> Iterator[Spec]:
    for number, one in enumerate(slot.statements):
        yield from _row(number, one, slot, words, bounds, size)


def _row(
    number: int, one: Statement, slot: Measured, words: Words, bounds: tuple[float, float], size: float
) -> Iterator[Spec]:
    """The parts of one claim: its range, an arrow at each end that is open, and the middle with the value."""
    low, high = max(one.meant.low, bounds[0]), min(one.meant.high, bounds[1])
    colour = "var(--faint)" if one.group is None else f"var(--group-{one.group % _COLOURS})"
    mark = f" · {letter(one.group)}" if one.group is not None and slot.groups > 1 else ""
    base: Spec = {
        "row": number,
        "colour": colour,
        "opacity": 1 if one.standing else 0.6,
        "source": embed(one.row.origin),
        "told": _own(words.day(one.row.published_at or one.row.seen_at), words),
        "value": _own(words.amount(one.row) + mark, words),
    }
    yield {**base, "kind": "range", "low": low / size, "high": high / size}
    if not isfinite(one.meant.low):
        yield {**base, "kind": "end", "low": low / size, "end": _OPEN_LEFT}
    if not isfinite(one.meant.high):
        yield {**base, "kind": "end", "low": high / size, "end": _OPEN_RIGHT}
    yield {**base, "kind": "middle", "low": (low + high) / 2 / size}


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _own(text: str, words: Words) -> str:
    return right_to_left(text) if words.direction == "rtl" else text
