"""Tellings for the tests of the ledger, made of the small mentions of all tests; and stories told in one line."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from safqa.ledger import Change, Telling
from safqa.ledger.changes import changes_of
from safqa.model import DealMention, Figure, Qualifier

_NUMBER = re.compile(r"(?P<sign>[~<>]?)(?P<low>[\d.]+?)(?:\.\.(?P<high>[\d.]+))?(?P<unit>[A-Z]{3})?")
_SIGNS = {"": Qualifier.EXACT, "~": Qualifier.ABOUT, ">": Qualifier.AT_LEAST, "<": Qualifier.AT_MOST}
_BILLION = 1e9


@pytest.fixture(scope="session")
def tell(make: Any) -> Callable[..., Telling]:
    """The telling of a mention by the article `name`, `day` days after the first; one deal an article unless said."""

    def build(name: str, deal: DealMention, day: float = 0, **more: Any) -> Telling:
        defaults = {
            "mention": f"{name}-0",
            "article": name,
            "version": f"{name}-v1",
            "told_at": make.day(day),
            "seen_at": make.day(30),
            "publisher": name.title(),
            "site": f"{name}.example",
        }
        return Telling(**{**defaults, **more}, deal=deal)

    return build


@pytest.fixture(scope="session")
def billions(make: Any) -> Callable[..., Figure]:
    """An amount in billions as a story writes it: 14.3, ~15, >10, <40, 10..12, 37.5SAR, or the word `billions`."""

    def build(written: str, **more: Any) -> Figure:
        if written == "billions":
            return make.figure(_BILLION, qualifier=Qualifier.VAGUE, **more)  # type: ignore[no-any-return]
        found = _NUMBER.fullmatch(written)
        assert found, f"no figure: {written}"
        number, decimals = float(found["low"]) * _BILLION, len(found["low"].partition(".")[2])
        high = float(found["high"]) * _BILLION if found["high"] else None
        qualifier = Qualifier.BETWEEN if high else _SIGNS[found["sign"]]
        if qualifier is Qualifier.AT_MOST:
            number, high = None, number  # type: ignore[assignment]
        more = {"unit": found["unit"] or "USD", "step": _BILLION / 10**decimals, **more}
        return make.figure(number, high, qualifier=qualifier, **more)  # type: ignore[no-any-return]

    return build


@pytest.fixture(scope="session")
def mark() -> Callable[[Change], str]:
    """One word for a flag: its kind, `!` after it where it is official; in brackets the reason of one that is none."""

    def word(change: Change) -> str:
        if change.suppressed:
            return f"({change.suppressed})"
        return f"{change.kind}!" if change.official else str(change.kind)

    return word


@pytest.fixture(scope="session")
def flags_of(tell: Any, make: Any, billions: Any, mark: Any) -> Callable[..., str]:
    """A story with its flags: each step is told a day after the last, by an outlet of its own article.

    "a 14; b 14.3; c@a 14" is told by the outlets A, B and C, and C credits A. The answer is the story with the flags of
    each step: "a 14; b 14.3 refined; c@a 14 (echo)". The first step has none: the flag of a new deal carries it.
    """

    def run(story: str, **more: Any) -> str:
        steps = [
            re.split(r"[ @]", told) if "@" in told else [told.split()[0], "", told.split()[1]]
            for told in (step.strip() for step in story.split(";"))
        ]
        tellings = [
            tell(
                f"{name}{day}",
                make.mention(billions(written, source=source.replace("_", " ") or None)),
                day,
                publisher=name.replace("_", " "),
            )
            for day, (name, source, written) in enumerate(steps)
        ]
        found = changes_of(tellings, **more)
        told = []
        for step, telling in zip(story.split(";"), tellings, strict=True):
            words = [mark(c) for c in found if c.telling is telling and c.rule != "first_report"]
            told.append(" ".join([step.strip(), *words]))
        return "; ".join(told)

    return run
