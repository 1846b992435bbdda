"""How long reading an article takes, as a multiple of merely cutting the same text into words. Prints, never asserts.

A machine's seconds say little about another's, so the yardstick runs beside: camel-tools' `simple_word_tokenize`, the
least that any Arabic pipeline does. Only Arabic articles are read, since a language without a pack takes no time. Each
repeat times both on all texts, one right after the other, so that a busy moment hits both; the median ratio is told.

The first pass is told apart: it reads the tables and finds the caches of names empty, as a single
`safqa extract` does. Memory is the peak of the whole process after that pass, before the tokeniser is loaded.
"""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.labels import load
from safqa.extraction import extract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ARTICLE = 3000  # characters: a usual news article; the corpus has shorter ones, so speed is told by length
REPEATS = 7  # odd, for a median that was measured; more move it by less than it differs from run to run


class Pass(NamedTuple):
    """One repeat: seconds for extraction and for the tokeniser on the same texts."""

    extraction: float
    tokeniser: float

    @property
    def ratio(self) -> float:
        """How many times the tokeniser's time extraction takes."""
        return self.extraction / self.tokeniser


def seconds(work: Callable[[str], object], texts: Iterable[str]) -> float:
    """The time that `work` takes on all texts."""
    start = perf_counter()
    for text in texts:
        work(text)
    return perf_counter() - start


def summary(texts: Sequence[str], first: float, passes: Sequence[Pass], peak: int) -> list[str]:
    """The lines to print; `first` in seconds, `peak` in bytes."""
    characters = sum(map(len, texts))
    ratios = sorted(one.ratio for one in passes)

    def per_second(taken: float) -> str:
        return f"{characters / ARTICLE / taken:.0f} articles of {ARTICLE} characters a second"

    return [
        f"{len(texts)} Arabic articles, {characters} characters, {len(passes)} repeats",
        f"extraction / simple_word_tokenize: {median(ratios):.1f} (from {ratios[0]:.1f} to {ratios[-1]:.1f})",
        f"extraction: {per_second(median(one.extraction for one in passes))}; first pass {per_second(first)}",
        f"tokeniser:  {per_second(median(one.tokeniser for one in passes))}",
        f"peak memory: {peak / 2**20:.0f} MiB",
    ]


def peak_memory() -> int:
    """Bytes of memory the process has held at most; the system counts them in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main(argv: Sequence[str] | None = None, *, corpus: Path = Path(__file__).parent / "corpus") -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction_speed", description=__doc__)
    parser.add_argument("--repeats", type=int, default=REPEATS, metavar="N")
    repeats = parser.parse_args(argv).repeats
    texts = [article.text for article in load(corpus) if article.lang == "ar"]
    first, peak = seconds(extract, texts), peak_memory()

    from camel_tools.tokenizers.word import simple_word_tokenize  # noqa: PLC0415 -- its memory is not extraction's

    passes = [Pass(seconds(extract, texts), seconds(simple_word_tokenize, texts)) for _ in range(repeats)]
    sys.stdout.writelines(f"{line}\n" for line in summary(texts, first, passes, peak))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
