"""The figures of the corpus by language and fold, as a table for people and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.floors import Key, Level
from benchmarks.labels import LANGUAGES, Article
from benchmarks.score import FOUND, Measure, Outcome, Score, Verdict, scores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.floors import Floors

PLACES = 4  # decimals of a value: a hundredth of a point, far less than one item of any measure


class Judged(NamedTuple):
    """An article and the verdicts on what was found in it."""

    article: Article
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles of one language, and their scores."""

    articles: int
    scores: dict[Measure, Score]


@dataclass(frozen=True, slots=True)
class Report:
    """One language: the folds to tune on, the fold held out, and all of them."""

    lang: str
    held_out_fold: int
    tuned: Part
    held_out: Part
    all: Part


def reports(judged: Sequence[Judged], held_out_fold: int) -> tuple[Report, ...]:
    """One report for each language that has articles."""
    by_lang = ([one for one in judged if one.article.lang == lang] for lang in LANGUAGES)
    return tuple(_report(group, held_out_fold) for group in by_lang if group)


def _report(judged: Sequence[Judged], held_out_fold: int) -> Report:
    tuned = [one for one in judged if one.article.fold != held_out_fold]
    held_out = [one for one in judged if one.article.fold == held_out_fold]
    return Report(judged[0].article.lang, held_out_fold, _part(tuned), _part(held_out), _part(judged))


def _part(judged: Sequence[Judged]) -> Part:
    return Part(len(judged), scores(chain.from_iterable(one.verdicts for one in judged)))


def levels(found: Sequence[Report]) -> dict[Key, Level]:
    """What floors are compared with: each measure of each language over all folds."""
    return {
        Key(report.lang, measure.value): Level(round(score.value, PLACES), score.items)
        for report in found
        for measure, score in report.all.scores.items()
    }


def errors(judged: Sequence[Judged], held_out_fold: int) -> Iterator[str]:
    """One line for each error outside the held-out fold."""
    for one in judged:
        if one.article.fold != held_out_fold:
            yield from (
                f"{v.article} {v.measure} {v.outcome}: {v.text}" for v in one.verdicts if v.outcome is not Outcome.HIT
            )


def table(report: Report, floors: Floors) -> Iterator[str]:
    """The lines of one language; F1 with precision and recall, or accuracy; `n` items."""
    yield (
        f"{report.lang}: {report.all.articles} articles, {report.tuned.articles} to tune on, "
        f"{report.held_out.articles} held out (fold {report.held_out_fold})"
    )
    part = f"{'P':>6}{'R':>6}{'n':>5}"
    yield f"  {'measure':10}{'tuned':>8}{part}{'held out':>11}{part}{'all':>9}{'floor':>7}"
    for measure in Measure:
        parts = f"{_cells(report.tuned, measure, 8)}{_cells(report.held_out, measure, 11)}"
        score, floor = report.all.scores.get(measure), floors.levels.get(Key(report.lang, measure.value))
        least = f"{floors.margin.below(floor):.3f}" if floor else "-"
        yield f"  {measure:10}{parts}{f'{score.value:.3f}' if score else '-':>9}{least:>7}"


def _cells(part: Part, measure: Measure, width: int) -> str:
    score = part.scores.get(measure)
    if score is None:
        return f"{'-':>{width}}{'':17}"
    detail = f"{score.precision:6.2f}{score.recall:6.2f}" if measure in FOUND else f"{'':12}"
    return f"{score.value:{width}.3f}{detail}{score.items:5}"


def to_shape(report: Report) -> dict[str, Any]:
    """One language as JSON."""
    return {
        "held_out_fold": report.held_out_fold,
        "tuned": _part_shape(report.tuned),
        "held_out": _part_shape(report.held_out),
        "all": _part_shape(report.all),
    }


def _part_shape(part: Part) -> dict[str, Any]:
    return {"articles": part.articles, **{measure.value: _score_shape(s) for measure, s in part.scores.items()}}


def _score_shape(score: Score) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "value": round(score.value, PLACES),
        "items": score.items,
        "hits": score.hits,
        "wrong": score.wrong,
    }
    if score.measure in FOUND:
        shape |= {
            "missed": score.missed,
            "precision": round(score.precision, PLACES),
            "recall": round(score.recall, PLACES),
        }
    return shape
