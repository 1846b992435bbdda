"""Which part of a deal a sum is, what a valuation counts, and whether a figure is denied: by the words around it.

A sum is the whole deal unless the text says otherwise: "a first tranche of $10 billion", "مساهمة الهيئة تبلغ 200
مليون". A valuation is before or after the new money only where the text says so. The words stand in each language's
`parts.tsv`, with the side of the figure on which they are looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.model import Basis, Metric, Polarity, Scope
from safqa.tables import read_table
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

# Characters on either side in which the words are looked for: a clause of news prose.
_BEFORE, _BEHIND = 70, 60
_MARKS = (*Scope, *Basis, Polarity.DENIED)
# Of words of two parts beside one sum, what is lent says more than that it is a part: "of which 20 million is debt".
_SCOPES = (Scope.PARTY_SHARE, Scope.DEBT, Scope.TRANCHE)
_BASES = tuple(Basis)
_METRICS: dict[str, frozenset[Metric]] = {
    **dict.fromkeys(Scope, frozenset({Metric.AMOUNT})),
    **dict.fromkeys(Basis, frozenset({Metric.VALUATION})),
    Polarity.DENIED: frozenset(Metric),
}


@dataclass(frozen=True, slots=True)
class Part:
    """What a figure is of: the whole deal and asserted, unless words say otherwise."""

    scope: Scope = Scope.WHOLE
    basis: Basis | None = None
    polarity: Polarity = Polarity.ASSERTED


@dataclass(frozen=True, slots=True)
class Parts:
    """The words of a language that tell parts: for each mark, a pattern that ends before and one that begins behind."""

    before: Mapping[str, re.Pattern[str]]
    behind: Mapping[str, re.Pattern[str]]

    def of(self, metric: Metric, text: str, start: int, end: int) -> Part:
        """What the figure at `text[start:end]` (normalised) is of."""
        before = _last_clause(text[max(0, start - _BEFORE) : start])
        behind = _first_clause(text[end : end + _BEHIND])
        said = [
            mark
            for mark in _MARKS
            if metric in _METRICS[mark]
            and (_found(self.before.get(mark), before) or _found(self.behind.get(mark), behind))
        ]
        return Part(
            scope=next((scope for scope in _SCOPES if scope in said), Scope.WHOLE),
            basis=next((basis for basis in _BASES if basis in said), None),
            polarity=Polarity.DENIED if Polarity.DENIED in said else Polarity.ASSERTED,
        )


NO_PARTS = Parts({}, {})
_STOP = re.compile(r"[.؟?!;؛\n](?=\s|$)|\n")


def _last_clause(before: str) -> str:
    return _STOP.split(before)[-1]


def _first_clause(behind: str) -> str:
    return _STOP.split(behind)[0]


def _found(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.search(text) is not None


def load_parts(source: Traversable) -> Parts:
    """The table of a language; raises InputError where a row cannot be used."""
    sides: dict[str, dict[str, list[str]]] = {"before": {}, "behind": {}}
    for row in read_table(source, ("mark", "side", "words", "example")):
        mark, side = row.choice("mark", _MARKS), row.choice("side", tuple(sides))
        sides[side].setdefault(mark, []).append(row["words"])
    return Parts(
        {mark: _pattern(words, r"(?<!\w)[وف]?(?:{})\W*$") for mark, words in sides["before"].items()},
        {mark: _pattern(words, r"^[\s,،)(«»\"]*(?:{})") for mark, words in sides["behind"].items()},
    )


def _pattern(words: Iterable[str], frame: str) -> re.Pattern[str]:
    """The words as one pattern: written as people write, compared as texts are normalised."""
    return re.compile(frame.format("|".join(normalise(word).text for word in words)), re.IGNORECASE)
