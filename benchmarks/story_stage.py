"""Plays a story: its articles go into a database of their own, and the ledger that comes out is read back.

They go through storage and ledger as the articles of a run do, with the deals that extraction finds, or with those of
the annotation, which judges the ledger apart from extraction. What was learned from a story's articles does not read
them: its fold has weights of its own (`accuracy.rotated`).
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.accuracy import PACKS, rotated
from benchmarks.agreement import plain
from benchmarks.labels import UNTAUGHT, Deal, Figure, Party, fold_of
from benchmarks.story_labels import Flag
from benchmarks.story_score import Ledger, LedgerDeal
from flows.pipeline import EXTRACTOR
from safqa.extraction import extract
from safqa.extraction.reader import read
from safqa.interchange import article_from_row
from storage import queries
from storage.engine import open_database
from storage.ingest import Reading, given, ingest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.story_labels import Story
    from safqa.model import Article
    from storage.engine import Database
    from storage.rows import ChangeRow, DealDetail

GIVEN, EXTRACTED = "given", "extracted"
"""The two ways to play: with the annotated deals, and with those that extraction finds."""
_BATCHES = 3  # of a shuffled story: the fewest that have a batch between the first and the last


class Stage:
    """A folder with an empty database, copied for each story: making its tables takes longer than most stories."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty = folder / "empty.db"
        open_database(f"sqlite:///{self._empty}").close()

    def play(self, story: Story, way: str, seed: int | None = None) -> Ledger:
        """What comes of a story, told in its order and at once, or shuffled and in batches."""
        articles = [_read(article_from_row(_row(article, way), story.slug), story.slug) for article in story.articles]
        file = self._folder / "story.db"
        shutil.copyfile(self._empty, file)
        with open_database(f"sqlite:///{file}") as database:
            for batch in _batches(articles, seed):
                ingest(database, batch, seen_at=datetime.now(UTC))
            return _ledger(database)


def _row(article: Mapping[str, Any], way: str) -> dict[str, Any]:
    return {key: value for key, value in article.items() if key != "deals" or way == GIVEN}


def _read(article: Article, slug: str) -> Reading:
    if article.mentions is not None:
        return given(article)
    found = extract(article.text, title=article.title, published=article.published, lang=article.lang)
    if slug not in UNTAUGHT and found.lang in PACKS and found.withdrawal is None:
        found = read(article.text, rotated(found.lang)[fold_of(slug)])
    return Reading(replace(article, lang=article.lang or found.lang), found, EXTRACTOR)


def _batches(readings: Sequence[Reading], seed: int | None) -> Iterator[Sequence[Reading]]:
    if seed is None:
        yield readings
        return
    shuffled = Random(seed).sample(readings, len(readings))  # noqa: S311 -- repeatable, not secret
    yield from filter(None, (shuffled[start::_BATCHES] for start in range(_BATCHES)))


def _ledger(database: Database) -> Ledger:
    details = [queries.deal(database, row.id) for row in queries.deals(database)]
    changes = queries.changes(database, include_suppressed=True)
    flags = Counter(_flag(change) for change in changes if change.suppressed is None)
    lines = sorted([*map(_deal_line, details), *map(_change_line, changes)])
    return Ledger(tuple(map(_deal, details)), flags, tuple(lines))


def _flag(change: ChangeRow) -> Flag:
    target = change.deal.target
    return Flag(change.url, change.kind, change.metric, plain(target.name) if target else "")


def _deal(detail: DealDetail) -> LedgerDeal:
    row = detail.deal
    told: dict[str, tuple[Figure, ...]] = {article.url: () for article in detail.articles}
    for claim in detail.claims:
        told[claim.url] = (*told.get(claim.url, ()), Figure(claim.metric, claim.low, claim.high, claim.unit))
    target = Party(row.target.name) if row.target else None
    parties = tuple(Party(party.name) for party in row.parties)
    return LedgerDeal(row.id, Deal(row.type, row.status, row.stage, target, parties), told)


def _deal_line(detail: DealDetail) -> str:
    deal = _deal(detail).deal
    articles = " ".join(sorted(article.url for article in detail.articles))
    figures = " ".join(sorted(f"{f.metric}:{f.scope}:{f.low}..{f.high}:{f.unit}" for f in detail.deal.figures))
    return f"deal {deal} {deal.stage or '-'} | {figures} | {articles}"


def _change_line(change: ChangeRow) -> str:
    return f"{change.url} {change.suppressed or 'flag'} {change.kind} {change.metric or '-'} | {change.reason_en}"


@dataclass(frozen=True, slots=True)
class Played:
    """A story, what came of it, and a line for each shuffling from which something else came."""

    story: Story
    ledger: Ledger
    disorder: tuple[str, ...]


def play(stories: Sequence[Story], way: str, seeds: Sequence[int] = ()) -> Iterator[Played]:
    """Plays stories in their order, and once more for each seed."""
    with TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        for story in stories:
            ledger = stage.play(story, way)
            shuffled = {seed: stage.play(story, way, seed) for seed in seeds}
            disorder = (
                _disorder(ledger, other, seed) for seed, other in shuffled.items() if other.lines != ledger.lines
            )
            yield Played(story, ledger, tuple(f"{story.slug}: {line}" for line in disorder))


def _disorder(ledger: Ledger, other: Ledger, seed: int) -> str:
    first = min(Counter(ledger.lines) - Counter(other.lines) or Counter(other.lines) - Counter(ledger.lines))
    return f"shuffled by {seed} another ledger comes out, first of all in: {first}"
