"""Stories: articles in a row that tell of the same deals, with what a tracker must make of them (corpus/README.md).

Deals of articles have the shape of `labels`; beside them stand which deal of the story each one is, and the flags that
an article must raise, may raise, and must not.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.agreement import plain
from benchmarks.labels import Deal, deal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


class Flag(NamedTuple):
    """What two flags must have in common to be the same one; `target` is the deal's, in one spelling."""

    url: str
    kind: str
    metric: str | None
    target: str

    def __str__(self) -> str:
        return f"{self.url} {self.kind} {self.metric or '-'} of {self.target or '-'}"


class Noise(NamedTuple):
    """A figure of an article that is no news."""

    url: str
    metric: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A deal as one article tells it; `label` says which of the story's deals it is."""

    url: str
    label: str
    deal: Deal


@dataclass(frozen=True, slots=True)
class Story:
    """An annotated story; `articles` are rows that `safqa ingest` takes, with their deals.

    `mentions` are those that must be found: no debatable ones, and none that belongs to no deal of the story.
    """

    slug: str
    articles: tuple[Mapping[str, Any], ...]
    mentions: tuple[Mention, ...]
    number_of_deals: int
    expected: Counter[Flag]
    allowed: Counter[Flag]
    noise: frozenset[Noise]
    digest: str


def load_stories(folder: Path) -> tuple[Story, ...]:
    """All stories of a folder, in the order of their names."""
    return tuple(story(json.loads(file.read_text(encoding="utf-8"))) for file in sorted(folder.glob("*.json")))


def fingerprint(stories: Iterable[Story]) -> str:
    """A hash over texts and labels: equal for equal content, however the files are laid out or ordered."""
    return hashlib.sha256("\n".join(sorted(s.digest for s in stories)).encode()).hexdigest()


def story(shape: Mapping[str, Any]) -> Story:
    """One story from its JSON shape."""
    articles = shape["articles"]
    targets = {label: plain(one.get("target") or "") for label, one in shape["deals"].items()}
    return Story(
        slug=shape["story"],
        articles=tuple(articles),
        mentions=tuple(_mentions(articles)),
        number_of_deals=shape["expect_deals"],
        expected=_flags(articles, "expect", targets),
        allowed=_flags(articles, "allowed", targets),
        noise=frozenset(Noise(a["url"], n.get("metric")) for a in articles for n in a.get("noise", ())),
        digest=hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest(),
    )


def _mentions(articles: Sequence[Mapping[str, Any]]) -> Iterable[Mention]:
    for article in articles:
        for told in article["deals"]:
            if told.get("deal") and not told.get("optional"):
                yield Mention(article["url"], told["deal"], deal(told))


def _flags(articles: Sequence[Mapping[str, Any]], key: str, targets: Mapping[str, str]) -> Counter[Flag]:
    return Counter(
        Flag(article["url"], flag["kind"], flag.get("metric"), targets[flag["deal"]])
        for article in articles
        for flag in article.get(key, ())
    )
