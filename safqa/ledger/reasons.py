"""The one line that explains a change, in English and Arabic; the words stand in safqa/data/wording.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.ledger.figures import Verdict
    from safqa.ledger.values import Claim
    from safqa.model import Figure

Language = Literal["en", "ar"]


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads(resources.files("safqa.data").joinpath("wording.toml").read_text("utf-8"))


def first_report(voice: str, claims: Sequence[Claim], language: Language) -> str:
    """Why a deal is new, with all the figures that came with it."""
    return _with_figures("first_report", voice, claims, language)


def retraction(voice: str, claims: Sequence[Claim], language: Language) -> str:
    """That an article was withdrawn, with all the figures that it had told."""
    return _with_figures("article_withdrawn", voice, claims, language)


def figure(verdict: Verdict, claim: Claim, language: Language) -> str:
    """What a figure is beside the one it was compared with, and whose words both are."""
    words = _wording()[language]
    before = verdict.before
    voice = words["voice"]["official" if verdict.official else "other"].format(source=claim.origin)
    return str(
        words["reason"][verdict.rule].format(
            metric=words["metric"][claim.slot.metric],
            value=figure_text(claim.figure, language),
            source=voice,
            before=figure_text(before.figure, language) if before else "",
            before_source=before.origin if before else "",
        )
    )


def denial(claim: Claim, language: Language) -> str:
    """That an official voice denies a figure."""
    words = _wording()[language]
    metric, value = words["metric"][claim.slot.metric], figure_text(claim.figure, language)
    return str(words["reason"]["figure_denied"].format(metric=metric, value=value, source=claim.origin))


def status(rule: str, before: str, after: str, voice: str, language: Language) -> str:
    """That a deal is further than it was, ended, or is denied."""
    words = _wording()[language]
    names = words["status"]
    return str(words["reason"][rule].format(before=names[before], after=names[after], voice=voice))


def kind(before: str, after: str, voice: str, language: Language) -> str:
    """That a deal is another kind of transaction than it was told to be."""
    words = _wording()[language]
    names = words["type"]
    return str(words["reason"]["another_kind"].format(before=names[before], after=names[after], voice=voice))


def target(before: str, after: str, voice: str, language: Language) -> str:
    """That a deal is about somebody else than it was told to be."""
    rule = _wording()[language]["reason"]["another_target"]
    return str(rule.format(before=before, after=after, voice=voice))


def party(name: str, voice: str, language: Language) -> str:
    """That somebody joined a deal."""
    return str(_wording()[language]["reason"]["party_joined"].format(name=name, voice=voice))


def moved(kind: str, before: str, after: str, cause: str, language: Language) -> str:
    """That a deal went up in another, or came out of it again."""
    return str(_wording()[language]["reason"][kind].format(before=before, after=after, cause=_cause(cause, language)))


def restated(metric: str | None, before: str | None, after: str | None, cause: str, language: Language) -> str:
    """That a deal is shown otherwise although nobody says anything new; `metric` is None where it is no figure."""
    words = _wording()[language]
    rule = "restated" if before and after else "restated_new" if after else "restated_gone"
    named = words["figure"]["named"] if metric else "{value}"
    shown = {
        name: named.format(metric=words["metric"].get(metric, metric), value=_shown(value, language))
        for name, value in (("before", before), ("after", after))
        if value
    }
    return str(words["reason"][rule].format(**shown, cause=_cause(cause, language)))


def _shown(value: str, language: Language) -> str:
    words = _wording()[language]
    return str(words["status"].get(value) or words["type"].get(value) or value)


def _cause(cause: str, language: Language) -> str:
    name, _, number = cause.partition(" ")
    return str(_wording()[language]["cause"].get(name, cause).format(id=number))


def word_for(value: str, table: Literal["metric", "status", "type"], language: Language) -> str:
    """A metric, a status or a type of deal for people; a value that is none of them stands for itself."""
    return str(_wording()[language][table].get(value, value))


def figure_text(figure: Figure, language: Language) -> str:
    """A figure for people: "about 15 bn USD", "49 %", «نحو 15 مليار دولار»."""
    pattern = _wording()[language]["qualifier"][figure.qualifier]
    last = figure.high if figure.high is not None else figure.low
    low = "?" if figure.low is None else _number(figure.low, language)
    value = "?" if last is None else _number(last, language)
    unit = _wording()[language]["unit"].get(figure.unit, figure.unit)
    return str(pattern.format(low=low, value=f"{value} {unit}"))


def _with_figures(rule: str, voice: str, claims: Sequence[Claim], language: Language) -> str:
    words = _wording()[language]
    if not claims:
        return str(words["reason"][rule].format(voice=voice))
    figures = words["figure"]["join"].join(_named_figure(claim, language) for claim in claims)
    return str(words["reason"][f"{rule}_with_figures"].format(voice=voice, figures=figures))


def _named_figure(claim: Claim, language: Language) -> str:
    words = _wording()[language]
    metric, value = words["metric"][claim.slot.metric], figure_text(claim.figure, language)
    return str(words["figure"]["one"].format(metric=metric, value=value, source=claim.origin))


def _number(number: float, language: Language) -> str:
    """A number with its magnitude word: 14300000000 is "14.3 bn"; at most four digits after the point."""
    for magnitude in _wording()["magnitude"]:
        if abs(number) >= magnitude["unit"]:
            return f"{_plain(number / magnitude['unit'])} {magnitude[language]}"
    return _plain(number)


def _plain(number: float) -> str:
    return f"{number:,.4f}".rstrip("0").rstrip(".")
