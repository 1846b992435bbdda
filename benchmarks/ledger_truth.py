"""How the deals of a ledger agree with the truth: pairs of mentions, and which deals were merged or split wrongly."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.synthetic import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.synthetic import Deal
    from safqa.model import DealMention

_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What is kept of a mention: the deal it truly tells of, how it is told, and where."""

    deal: int
    manner: str
    url: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Pairs of mentions in one deal: found, true, and both."""

    found: int
    true: int
    both: int

    @property
    def precision(self) -> float:
        """The share of found pairs that are true."""
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of true pairs that are found."""
        return self.both / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.both / (self.found + self.true) if self.found + self.true else 1.0


@dataclass(frozen=True, slots=True)
class Fault:
    """A deal that holds part of another (`merged`), or lacks part of its own (`split`)."""

    kind: str
    phenomenon: str
    example: str


def agreement(found: Mapping[str, str], truth: Mapping[str, Mentioned]) -> Agreement:
    """Compare the deals found, by mention, with the true ones; each mention of the truth must have been found."""
    cells = Counter((found[key], truth[key].deal) for key in truth)
    return Agreement(
        _pairs(Counter(found[key] for key in truth).values()),
        _pairs(Counter(told.deal for told in truth.values()).values()),
        _pairs(cells.values()),
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def faults(found: Mapping[str, str], truth: Mapping[str, Mentioned], deals: Sequence[Deal]) -> list[Fault]:
    """Each part of a true deal that lies in another's, and each that lies apart from the rest of its own."""
    parts: dict[tuple[str, int], list[Mentioned]] = {}
    for key, told in truth.items():
        parts.setdefault((found[key], told.deal), []).append(told)
    merged: dict[str, list[int]] = {}
    split: dict[int, list[str]] = {}
    for home, number in sorted(parts, key=lambda part: (-len(parts[part]), part)):
        merged.setdefault(home, []).append(number)
        split.setdefault(number, []).append(home)
    found_faults = [
        _merged(deals[numbers[0]], deals[number], parts[home, number])
        for home, numbers in merged.items()
        for number in numbers[1:]
    ]
    found_faults += [
        _split(deals[number], parts[home, number], len(merged[home]) > 1)
        for number, homes in split.items()
        for home in homes[1:]
    ]
    return found_faults


def _merged(deal: Deal, other: Deal, part: Sequence[Mentioned]) -> Fault:
    target = "" if deal.target == other.target else ", other targets"
    shared = " with a party in common" if set(deal.parties) & set(other.parties) else ""
    months = abs((deal.announced - other.announced).days) // 30
    apart = "same month" if not months else "within half a year" if months < 6 else "years apart"
    phenomenon = f"{deal.kind} takes {other.kind}{target}{shared}, {apart} ({_manner(part)})"
    return Fault("merged", phenomenon, f"{_told(deal)} | {_told(other)} | {part[0].url}")


def _split(deal: Deal, part: Sequence[Mentioned], elsewhere: bool) -> Fault:
    where = "in another deal" if elsewhere else "alone"
    return Fault("split", f"{deal.kind}: {_manner(part)}, {where}", f"{_told(deal)} | {part[0].url}")


def _manner(part: Sequence[Mentioned]) -> str:
    return Counter(told.manner for told in part).most_common(1)[0][0]


def _told(deal: Deal) -> str:
    names = " + ".join(party.name for party in deal.parties)
    days = " ".join(f"{status}:{when:%Y-%m-%d}" for when, status in deal.phases)
    target = deal.target.name if deal.target else "-"
    return f"#{deal.number} {TYPES[deal.kind]} {deal.stage or ''} {target} <- {names} {deal.amount:.4g} {days}"


def manner_of(mention: DealMention, deal: Deal) -> str:
    """What is hard about a mention: how its target is written, what it leaves out, how far the deal is."""
    told = []
    if mention.background:
        told.append("background")
    target = mention.target or next(iter(mention.parties))
    if not target.name.isascii():
        told.append("Arabic name")
    if " " not in target.name and deal.target is not None and " " in deal.target.name:
        told.append("short name")
    if not mention.parties:
        told.append("no party")
    if not mention.figures:
        told.append("no figure")
    return ", ".join([*told, mention.status])


def fault_lines(found: Iterable[Fault]) -> list[str]:
    """Phenomena by their number, each with two examples."""
    groups: dict[tuple[str, str], list[Fault]] = {}
    for fault in found:
        groups.setdefault((fault.kind, fault.phenomenon), []).append(fault)
    lines = []
    for (kind, phenomenon), same in sorted(groups.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1])):
        lines.append(f"{kind:<7}{len(same):>5}  {phenomenon}")
        lines += [f"{'':14}{fault.example}" for fault in same[:_EXAMPLES]]
    return lines
