"""The accuracy of extraction on the corpus, and the gate that keeps it: exit 1 when a measure is below its floor.

Folds 1 and 2 are there to tune on. Fold 0 is held out: its figures are shown, its errors are not. Floors are over all
folds, by language and measure, in accuracy_floors.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.floors import NONE, FloorsError, complaints, from_shape, pinned_by
from benchmarks.floors import to_shape as floors_shape
from benchmarks.labels import FOLDS, Article, Deal, deal, fingerprint, load
from benchmarks.report import Judged, errors, levels, reports, table
from benchmarks.report import to_shape as report_shape
from benchmarks.score import judge
from safqa.extraction import extract
from safqa.extraction.arabic.pack import arabic, shaped
from safqa.extraction.arabic.shapes import load_shapes
from safqa.extraction.english.pack import english
from safqa.extraction.extractor import language_of
from safqa.extraction.reader import read
from safqa.extraction.weights import load_weights
from safqa.shapes import deal_shape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from benchmarks.floors import Floors
    from benchmarks.report import Report
    from safqa.extraction.pack import Pack

HERE = Path(__file__).parent
ROTATED = HERE / "rotated"
SHAPES, ORDINARY = "shapes.tsv", "ordinary.txt"
HELD_OUT = 0
PACKS: Mapping[str, Callable[[], Pack]] = {"ar": arabic, "en": english}
"""The packs that are learned and measured, the one with most articles first."""


def extracted(article: Article) -> tuple[Deal, ...]:
    """The deals that Safqa finds with weights that have not seen the article (`rotated`).

    The language is left for it to find too, as with most articles of feeds.
    """
    lang = language_of(article.text)
    found = read(article.text, rotated(lang)[article.fold]) if lang in PACKS else extract(article.text)
    return tuple(deal(deal_shape(mention)) for mention in found.deals)


def stale(articles: Sequence[Article]) -> list[str]:
    """A line for each language whose weights were learned from other articles than those they are measured on."""
    return [
        f"the weights of {lang} were learned from another corpus: run python -m benchmarks.learning"
        for lang in PACKS
        if _learned_from(lang) != fingerprint(a for a in articles if a.lang == lang)
    ]


def _learned_from(lang: str) -> str:
    return (ROTATED / lang / "0.tsv").read_text(encoding="utf-8").splitlines()[1].removeprefix("# corpus ")


@cache
def rotated(lang: str) -> tuple[Pack, ...]:
    """For each fold a language's pack with what the other folds teach; `benchmarks.learning` writes the weights."""
    return tuple(_unseen(lang, ROTATED / lang, fold) for fold in range(FOLDS))


def _unseen(lang: str, folder: Path, fold: int) -> Pack:
    pack = replace(PACKS[lang](), learned=load_weights(folder / f"{fold}.tsv"))
    shapes = folder / f"{fold}.{SHAPES}"
    return shaped(pack, load_shapes(shapes, folder / f"{fold}.{ORDINARY}")) if shapes.exists() else pack


def measure(articles: Sequence[Article], find: Callable[[Article], Sequence[Deal]]) -> tuple[Judged, ...]:
    """Every article with the verdicts on what `find` finds in it."""
    return tuple(Judged(article, tuple(judge(article, find(article)))) for article in articles)


def main(
    argv: Sequence[str] | None = None,
    *,
    folder: Path = HERE,
    find: Callable[[Article], Sequence[Deal]] = extracted,
    today: date | None = None,
) -> int:
    """Measure, then compare with the floors or pin them; `folder` holds the corpus and the floors."""
    args = _arguments(argv)
    articles, file = load(folder / "corpus"), folder / "accuracy_floors.json"
    judged = measure(articles, find)
    found, corpus, floors = reports(judged, args.rotate), fingerprint(articles), _read(file)
    try:
        pinned = pinned_by(args, floors, corpus, levels(found), today or datetime.now(UTC).date())
    except FloorsError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    if pinned != floors:
        file.write_text(_json(floors_shape(pinned)), encoding="utf-8")
    _show(args, found, pinned, corpus)
    wrong = [*complaints(pinned, corpus, levels(found)), *(stale(articles) if find is extracted else ())]
    lines = [*islice(errors(judged, args.rotate), args.errors), *wrong]
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return 1 if wrong else 0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N errors of the folds to tune on")
    rotate_help = f"hold out fold K instead of fold {HELD_OUT}"
    parser.add_argument("--rotate", type=int, default=HELD_OUT, choices=range(FOLDS), metavar="K", help=rotate_help)
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON document")
    pin = parser.add_mutually_exclusive_group()
    pin.add_argument("--raise-floors", action="store_true", help="pin the present values where they are higher")
    pin.add_argument("--lower-floors", action="store_true", help="pin the present values, lower ones too")
    parser.add_argument("--reason", default="", help="why floors are lowered; kept beside them")
    args = parser.parse_args(argv)
    if args.reason and not args.lower_floors:
        parser.error("--reason goes with --lower-floors")
    return args


def _read(file: Path) -> Floors:
    return from_shape(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else NONE


def _show(args: argparse.Namespace, found: Sequence[Report], floors: Floors, corpus: str) -> None:
    if args.json:
        languages = {report.lang: report_shape(report) for report in found}
        sys.stdout.write(_json({"corpus": corpus, "languages": languages}))
    else:
        sys.stdout.writelines(f"{line}\n" for report in found for line in table(report, floors))


def _json(shape: object) -> str:
    return json.dumps(shape, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
