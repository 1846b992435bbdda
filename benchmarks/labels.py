"""Articles with their deals, in the shape of docs/annotation.md: a careful reader's, or what an extractor found.

Nothing is normalised here: labels are kept as they are written, and `score` decides what agrees. They are types apart
from `safqa.model`, so that a change there cannot move the measure by itself.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LANGUAGES = ("ar", "en")
FOLDS = 3  # two to tune on and one held out: with about 200 articles, fewer than 60 would measure too coarsely
_HASHED = ("id", "lang", "published", "title", "text", "relevant", "deals")  # all that a score depends on


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation of a deal under every spelling known; `optional`: neither required nor wrong."""

    name: str
    surface: tuple[str, ...] = ()
    optional: bool = False

    def __str__(self) -> str:
        return self.name or "?"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a deal; `low` or `high` is None where it is open."""

    metric: str
    low: float | None
    high: float | None
    unit: str
    qualifier: str | None = None
    source: str | None = None
    optional: bool = False

    def __str__(self) -> str:
        return f"{self.metric} {self.low}..{self.high} {self.unit} {self.qualifier} [{self.source}]"


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal of an article."""

    type: str
    status: str | None = None
    stage: str | None = None
    target: Party | None = None
    parties: tuple[Party, ...] = ()
    figures: tuple[Figure, ...] = ()
    optional: bool = False

    def __str__(self) -> str:
        parties = ", ".join(map(str, self.parties))
        return f"{self.type}/{self.status} {parties or '-'} -> {self.target or '-'}"

    @property
    def sides(self) -> tuple[Party, ...]:
        """Everyone in the deal: the target first where there is one, then the parties."""
        return (self.target, *self.parties) if self.target else self.parties

    @property
    def claims(self) -> tuple[Figure, ...]:
        """The figures, each of them optional where the whole deal is."""
        return tuple(replace(f, optional=f.optional or self.optional) for f in self.figures)


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated article; `relevant` says whether it reports at least one AI-industry deal."""

    id: str
    lang: str
    title: str | None
    text: str
    published: datetime | None
    relevant: bool
    deals: tuple[Deal, ...]
    digest: str
    story: str | None = None

    @property
    def fold(self) -> int:
        """Which part of the corpus the article is in, the articles of one story in one part."""
        return fold_of(self.story or self.id)


def fold_of(name: str) -> int:
    """Which part of the corpus an article or a story is in; it hangs on its name alone: no new one moves an old one."""
    return int(hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def load(corpus: Path) -> tuple[Article, ...]:
    """The annotated articles of every language that stand alone, in the order of their ids."""
    files = (file for lang in LANGUAGES for file in (corpus / lang).glob("*.json"))
    articles = (article(json.loads(file.read_text(encoding="utf-8"))) for file in files)
    return tuple(sorted(articles, key=lambda a: a.id))


UNTAUGHT = frozenset(
    {
        "denied-then-cancelled",
        "more-than-ten",
        "pre-and-post",
        "riyal-and-dollar",
        "rumour-to-close",
        "same-day-conflict",
        "two-rounds-two-deals",
        "wire-copies",
    }
)
"""Stories from which nothing is learned: they only measure."""


def load_told(corpus: Path) -> tuple[Article, ...]:
    """The annotated articles of stories, to learn from: without near-copies, in the order of their ids."""
    files = (file for file in (corpus / "stories").glob("*.json") if file.stem not in UNTAUGHT)
    stories = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    articles = (
        replace(article(shape), story=story["story"])
        for story in stories
        for shape in story["articles"]
        if "copy_of" not in shape
    )
    return tuple(sorted(articles, key=lambda a: a.id))


def fingerprint(articles: Iterable[Article]) -> str:
    """A hash over texts and labels: equal for equal content, however the files are laid out or ordered."""
    return hashlib.sha256("\n".join(sorted(a.digest for a in articles)).encode()).hexdigest()


def article(shape: Mapping[str, Any]) -> Article:
    """One article from its JSON shape."""
    published = shape["published"]
    return Article(
        id=shape["id"],
        lang=shape["lang"],
        title=shape["title"],
        text=shape["text"],
        published=_moment(published) if published else None,
        relevant=shape["relevant"],
        deals=tuple(map(deal, shape["deals"])),
        digest=_digest({key: shape[key] for key in _HASHED}),
    )


def deal(shape: Mapping[str, Any]) -> Deal:
    """One deal from its JSON shape, annotated or extracted."""
    return Deal(
        type=shape["type"],
        status=shape.get("status"),
        stage=shape.get("stage"),
        target=_party(shape["target"]) if shape.get("target") else None,
        parties=tuple(map(_party, shape.get("parties") or ())),
        figures=tuple(map(_figure, shape.get("figures") or ())),
        optional=bool(shape.get("optional")),
    )


def _moment(published: str) -> datetime:
    """A date, or a moment; one that names no zone is in UTC."""
    moment = datetime.fromisoformat(published)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _party(shape: Mapping[str, Any]) -> Party:
    return Party(shape.get("name") or "", tuple(shape.get("surface") or ()), bool(shape.get("optional")))


def _figure(shape: Mapping[str, Any]) -> Figure:
    return Figure(
        metric=shape["metric"],
        low=shape.get("low"),
        high=shape.get("high"),
        unit=shape.get("unit") or "",
        qualifier=shape.get("qualifier"),
        source=shape.get("source"),
        optional=bool(shape.get("optional")),
    )


def _digest(shape: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()
