"""What was learned from annotated articles: how much each thing that is seen speaks for an answer.

A question is answered yes or no: does this word tell of a deal of this family, is this company its target, is this
amount a valuation, is this deal worth telling. A weight belongs to one feature; the log-odds of "yes" are the sum of
the weights of what is seen. `python -m benchmarks.learning` writes the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import exp
from typing import TYPE_CHECKING

from safqa.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

ALWAYS = "always"
"""The feature that every question has."""


class Question(StrEnum):
    """What is asked; the last ones are the metrics and the statuses of `safqa.model`."""

    TOLD = "told"
    TARGET = "target"
    PARTY = "party"
    OWNER = "owner"
    KEPT = "kept"
    AMOUNT = "amount"
    VALUATION = "valuation"
    STAKE = "stake"
    TOTAL_RAISED = "total_raised"
    RUMOURED = "rumoured"
    IN_TALKS = "in_talks"
    ANNOUNCED = "announced"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    DENIED = "denied"


Weights = dict[str, float]
"""The weights of one question by feature."""


@dataclass(frozen=True, slots=True)
class Learned:
    """The weights of all questions; one that has none is answered "as likely as not"."""

    of: Mapping[Question, Weights]

    def odds(self, question: Question, features: Iterable[str]) -> float:
        """What these features add to the log-odds of "yes"; a feature seen twice counts once."""
        weights = self.of.get(question, {})
        return sum(weights[feature] for feature in {*features} if feature in weights)

    def chance(self, question: Question, features: Iterable[str], *, more: float = 0.0) -> float:
        """The probability of "yes" where these features are seen; `more` are the odds of others seen already."""
        always = self.of.get(question, {}).get(ALWAYS, 0.0)
        return 1 / (1 + exp(-always - more - self.odds(question, features)))


def load_weights(file: Traversable) -> Learned:
    """The weights of a file; an `InputError` names the line that is wrong."""
    rows: dict[Question, Weights] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            question, feature, weight = line.split("\t")
            rows.setdefault(Question(question), {})[feature] = float(weight)
        except ValueError as error:
            raise InputError(f"{file.name}:{number}: expected a question, a feature and a weight: {error}") from error
    return Learned(rows)
