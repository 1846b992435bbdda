"""The chart of the claims of one slot, as data: each claim a line with the range it leaves, the first told on top.

Apache ECharts draws it in the reader's browser (`static/chart.js`), so that all words, figures and dates are made here,
in the page's language. Numbers grow to the right in both languages, as in charts of the Arabic financial press. The
table below the chart says the same, to screen readers and where no script runs.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isfinite
from typing import TYPE_CHECKING

from jinja2.utils import htmlsafe_json_dumps

from safqa.bidi import embed, right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from desk.web.pages.agreement import Measured, Statement
    from desk.web.pages.words import Words

# Room beside the widest range, as a share of all ranges, so that open ends can be seen to go on.
_AIR = 0.12


@dataclass(frozen=True, slots=True)
class Axis:
    """From where to where numbers reach, in what `title` names: "US$ bn", «مليار دولار»."""

    low: float
    high: float
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """One claim. Numbers are those of the axis; texts of others are isolated in their direction.

    Attributes:
        source: whose word it is.
        told: the day.
        value: the figure as people say it, with the letter of its group where there are several.
        low: the least number that it may mean; None where it is open.
        high: the greatest; None where it is open.
        stated: the numbers that it names itself.
        group: the number of its group of agreement; None where it does not stand.
        notes: what else a reader is told who looks closer: its range, what it is besides.
        quote: its words; empty where there are none.
        href: where they stand on the page, or else its row of the table.
    """

    source: str
    told: str
    value: str
    low: float | None
    high: float | None
    stated: tuple[float, ...]
    group: int | None
    notes: tuple[str, ...]
    quote: str
    href: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn; `direction` is that of the page, `label` says in a sentence what there is to see."""

    direction: str
    label: str
    axis: Axis
    lines: tuple[Line, ...]

    @property
    def json(self) -> Markup:
        """As it stands in the page, in an element that no text of others can end."""
        return htmlsafe_json_dumps(asdict(self), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def chart(slot: Measured, notes: Iterable[tuple[str, ...]], quoted: Iterable[bool], words: Words) -> Chart:
    """The chart of a slot.

    Args:
        slot: its claims.
        notes: of each claim, what else is told of it.
        quoted: of each claim, whether its quote is found in a text on the page.
        words: the language.
    """
    low, high = _bounds(slot)
    size, title = _scale(max(abs(low), abs(high)), slot.first.unit, words)
    lettered = slot.groups > 1
    told = zip(slot.statements, notes, quoted, strict=True)
    return Chart(
        direction=words.direction,
        label=_label(slot, words),
        axis=Axis(low / size, high / size, title),
        lines=tuple(_line(one, size, more, found, words, lettered=lettered) for one, more, found in told),
    )


def letter(group: int | None) -> str:
    """The letter of a group of claims that agree: A, B, … Z, then A2."""
    if group is None:
        return ""
    round_, place = divmod(group, 26)
    return chr(ord("A") + place) + (str(round_ + 1) if round_ else "")


def _line(one: Statement, size: float, notes: tuple[str, ...], quoted: bool, words: Words, *, lettered: bool) -> Line:
    row = one.row
    mark = f" · {letter(one.group)}" if one.group is not None and lettered else ""
    return Line(
        source=embed(row.origin),
        told=_own(words.day(row.published_at or row.seen_at), words),
        value=_own(words.amount(row) + mark, words),
        low=one.meant.low / size if isfinite(one.meant.low) else None,
        high=one.meant.high / size if isfinite(one.meant.high) else None,
        stated=tuple(sorted({number / size for number in (row.low, row.high) if number is not None})),
        group=one.group,
        notes=notes,
        quote=embed(row.quote) if row.quote else "",
        href=f"#q-{row.id}" if quoted else f"#claim-{row.id}",
    )


def _label(slot: Measured, words: Words) -> str:
    told = {"slot": words.slot(slot.first), "claims": words.count("claims", len(slot.statements))}
    return str(words.t["deal"]["chart_label"]).format(groups=words.count("groups", slot.groups), **told)


def _bounds(slot: Measured) -> tuple[float, float]:
    """From where to where the chart reaches: all finite ends, and some air; what is never below nothing stays so."""
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
