"""What was learned from annotated articles: how much each sign speaks for an answer, and in which context.

A question is answered yes or no: does this word tell of a deal of this family, is this company its target, is this
amount a valuation, is this deal worth telling. What is seen is a number of signs, each of them weighed alone and in
each context that it is seen in: a name behind "على" speaks for a target, and in the context "acquisition" even more.
The log-odds of "yes" are the sum of the weights. `python -m benchmarks.learning` writes the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from safqa.errors import InputError
from safqa.model import Metric, Status

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

ALONE = ""
"""The context of a sign that is weighed for itself."""

ALWAYS = "always"
"""The sign that every question has, alone."""


class Question(StrEnum):
    """What is asked besides which `Metric` an amount has and which `Status` a deal."""

    NAMED = "named"
    TOLD = "told"
    TARGET = "target"
    PARTY = "party"
    SAME = "same"
    OWNER = "owner"
    KEPT = "kept"


Asked: TypeAlias = Question | Metric | Status
"""Every question; each metric and each status is one of its own."""

ASKED: Mapping[str, Asked] = {str(asked): asked for asked in (*Question, *Metric, *Status)}
"""The questions by their names."""

Weights: TypeAlias = Mapping[str, Mapping[str, float]]
"""The weights of one question: by context, then by sign."""


class Seen(NamedTuple):
    """Signs, none of them twice, and the contexts in which each of them is weighed."""

    signs: Sequence[str]
    contexts: tuple[str, ...] = (ALONE,)


@dataclass(frozen=True, slots=True)
class Learned:
    """The weights of all questions; one that has none is answered "as likely as not"."""

    of: Mapping[Asked, Weights]

    def odds(self, asked: Asked, *seen: Seen) -> float:
        """What these signs add to the log-odds of "yes"."""
        weights = self.of.get(asked, {})
        total = 0.0
        for signs, contexts in seen:
            for context in contexts:
                if known := weights.get(context):
                    total += sum(filter(None, map(known.get, signs)))
        return total

    def chance(self, asked: Asked, *seen: Seen, more: float = 0.0) -> float:
        """The probability of "yes" where these signs are seen; `more` are the odds of others seen already."""
        always = self.of.get(asked, {}).get(ALONE, {}).get(ALWAYS, 0.0)
        return 1 / (1 + exp(-always - more - self.odds(asked, *seen)))


def load_weights(file: Traversable) -> Learned:
    """The weights of a file; an `InputError` names the line that is wrong.

    A line with a question and a context opens a part; the lines in it begin with a tab: weight and sign.
    """
    rows: dict[Asked, dict[str, dict[str, float]]] = {}
    part: dict[str, float] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            opens, *row = line.split("\t")
            if opens or not rows:
                (context,) = row
                part = rows.setdefault(ASKED[opens], {}).setdefault(context, {})
            else:
                weight, sign = row
                part[sign] = float(weight)
        except (KeyError, ValueError) as error:
            wanted = "a question and a context, or a tab, a weight and a sign"
            raise InputError(f"{file.name}:{number}: expected {wanted}: {error}") from error
    return Learned(rows)
