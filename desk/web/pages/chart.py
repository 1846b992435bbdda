"""The chart of the claims of one slot: each a line with the range it leaves, the first told on top.

Drawn on the server as SVG, so that it needs no script; colours are names of our stylesheet's, so that it follows light
and dark. Numbers grow to the right in both languages, as in charts of the Arabic financial press; the sources stand at
the side where a line of the language begins. The table beside it says the same to screen readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isfinite, log10, sqrt
from typing import TYPE_CHECKING

from markupsafe import Markup

from safqa.bidi import embed, right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.web.pages.agreement import Measured, Statement
    from desk.web.pages.words import Words

# Colours of groups in the stylesheet: --group-0 to --group-5; more groups than that are told apart by their letters.
_COLOURS = 6
# Height of the axis with its title; room between the plot and the names, at the other side, and above. In CSS pixels.
_AXIS, _GAP, _MARGIN, _TOP = 42, 12, 20, 2
# Room beside the widest range, as a share of all ranges, so that open ends can be seen to go on.
_AIR = 0.12
# A number of the axis, with the room around it, takes some 100 pixels; a letter of a name at most 7.
_NUMBER, _LETTER = 100, 7
# Steps of the axis, each with the square of what stands half-way (by ratio) to the next.
_STEPS = ((1, 2), (2, 10), (5, 50))
# From the line of the range up to that of the text above it; of a name's two lines, up and down from their middle.
_ABOVE, _UPPER, _LOWER = 14, 3, 12
# Half the width and half the height of the arrow of an open end; half the height of the tick in a range's middle.
_ARROW, _TICK = 7, 8.5
# Of claims that no longer stand.
_PALE = 0.6

_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    'font-size="12">{parts}</svg>'
)
_GRID = Markup('<line x1="{x}" x2="{x}" y1="{top}" y2="{bottom}" stroke="var(--line)"/>')
_TEXT = Markup('<text x="{x}" y="{y}" text-anchor="{anchor}" fill="var(--{colour})">{text}</text>')
_NAME = Markup('<text x="{x}" y="{y}" text-anchor="{anchor}" fill="var(--ink)" font-weight="600">{text}</text>')
_RANGE = Markup('<line class="range" x1="{x1}" x2="{x2}" y1="{y}" y2="{y}" stroke-width="7"/>')
_TICKED = Markup('<line x1="{x}" x2="{x}" y1="{top}" y2="{bottom}" stroke-width="2"/>')
_ARROWED = Markup('<path class="open" d="M{x} {top}L{tip} {y}L{x} {bottom}Z" stroke="none"/>')
_CLAIM = Markup('<g stroke="var(--{colour})" fill="var(--{colour})"{opacity}>{parts}</g>')


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


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where numbers and claims stand: `left` and `right` are the edges of the plot, from `low` to `high`."""

    shape: Shape
    words: Words
    left: int
    right: int
    low: float
    high: float

    def x(self, number: float) -> float:
        """Where a number stands; one beyond the edge, at the edge."""
        share = (min(max(number, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 1)

    def middle(self, row: int) -> float:
        """The middle of a claim's row."""
        return _TOP + self.shape.row * (row + 0.5)


def drawn(slot: Measured, words: Words, shape: Shape) -> Markup:
    """The chart as SVG, to stand in a page; texts of others are escaped."""
    arabic = words.direction == "rtl"
    left = _MARGIN if arabic else shape.beside
    plot = _Plot(shape, words, left, left + shape.plot, *_bounds(slot))
    height = _TOP + shape.row * len(slot.statements)
    parts = [*_axis(plot, height, slot.first.unit)]
    for row, one in enumerate(slot.statements):
        parts += _claim(plot, plot.middle(row), one, slot)
    return _SVG.format(width=shape.width, height=height + _AXIS, parts=Markup().join(parts))


def letter(group: int | None) -> str:
    """The letter of a group of claims that agree: A, B, … Z, then A2."""
    if group is None:
        return ""
    round_, place = divmod(group, 26)
    return chr(ord("A") + place) + (str(round_ + 1) if round_ else "")


def ticks(low: float, high: float, about: int) -> list[float]:
    """Round numbers between two others, about so many: 1, 2 or 5 times a power of ten apart, as d3 chooses them."""
    rough = (high - low) / about
    power = 10.0 ** floor(log10(rough))
    step = power * next((times for times, upto in _STEPS if rough / power < sqrt(upto)), 10)
    return [n * step for n in range(ceil(low / step), floor(high / step) + 1)]


def _axis(plot: _Plot, bottom: int, unit: str) -> Iterator[Markup]:
    """The numbers below the plot with their lines through it, and what they count."""
    size, title = _scale(max(abs(plot.low), abs(plot.high)), unit, plot.words)
    for number in ticks(plot.low / size, plot.high / size, max(3, plot.shape.plot // _NUMBER)):
        x = plot.x(number * size)
        yield _GRID.format(x=x, top=_TOP, bottom=bottom)
        text = f"{number:,.4f}".rstrip("0").rstrip(".")
        yield _TEXT.format(x=x, y=bottom + 16, anchor="middle", colour="muted", text=text)
    middle = (plot.left + plot.right) / 2
    yield _TEXT.format(x=middle, y=bottom + 34, anchor="middle", colour="muted", text=title)


def _claim(plot: _Plot, middle: float, one: Statement, slot: Measured) -> Iterator[Markup]:
    """One claim: its range, an arrow at each end that is open, a tick in the middle, and its texts."""
    y = middle + plot.shape.line
    x1, x2 = plot.x(one.meant.low), plot.x(one.meant.high)
    centre = round((x1 + x2) / 2, 1)
    parts = [
        _RANGE.format(x1=x1, x2=x2, y=y),
        *(_arrow(x, y, way) for x, way, end in ((x1, -1, one.meant.low), (x2, 1, one.meant.high)) if not isfinite(end)),
        _TICKED.format(x=centre, top=y - _TICK, bottom=y + _TICK),
    ]
    colour = "faint" if one.group is None else f"group-{one.group % _COLOURS}"
    opacity = "" if one.standing else Markup(f' opacity="{_PALE}"')  # noqa: S704 -- a number of ours
    yield _CLAIM.format(colour=colour, opacity=opacity, parts=Markup().join(parts))
    yield from _texts(plot, middle, centre, one, slot)


def _arrow(x: float, y: float, way: int) -> Markup:
    return _ARROWED.format(x=x - way * _ARROW, tip=x + way * _ARROW, y=y, top=y - _ARROW, bottom=y + _ARROW)


def _texts(plot: _Plot, middle: float, centre: float, one: Statement, slot: Measured) -> Iterator[Markup]:
    """Beside the plot the source and below it the date, the value above the range; or all of it above, in one line."""
    words, shape = plot.words, plot.shape
    arabic = words.direction == "rtl"
    mark = f" · {letter(one.group)}" if one.group is not None and slot.groups > 1 else ""
    value = _own(words.amount(one.row) + mark, words)
    above = middle + shape.line - _ABOVE
    if not shape.names:
        source = _fitted(one.row.origin, shape.plot // 2)
        begin, end = (plot.right, plot.left) if arabic else (plot.left, plot.right)
        first, last = ("end", "start") if arabic else ("start", "end")
        yield _NAME.format(x=begin, y=above, anchor=first, text=source)
        yield _TEXT.format(x=end, y=above, anchor=last, colour="ink", text=value)
        return
    source = _fitted(one.row.origin, shape.names)
    told = _own(words.day(one.row.published_at or one.row.seen_at), words)
    x, anchor = (plot.right + _GAP, "start") if arabic else (plot.left - _GAP, "end")
    yield _TEXT.format(x=centre, y=above, anchor="middle", colour="ink", text=value)
    yield _NAME.format(x=x, y=middle - _UPPER, anchor=anchor, text=source)
    yield _TEXT.format(x=x, y=middle + _LOWER, anchor=anchor, colour="muted", text=told)


def _fitted(name: str, room: int) -> str:
    """A name that fits, cut where it is too long for its room."""
    most = room // _LETTER
    return embed(name if len(name) <= most else f"{name[: most - 1].rstrip()}…")


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


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _own(text: str, words: Words) -> str:
    return right_to_left(text) if words.direction == "rtl" else text
