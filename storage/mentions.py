"""Writes the mentions of a reading with their claims and evidence. All rows are facts: known ones stay as they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, select

from safqa import identity
from safqa.ledger.blocks import blocks_of, dated
from safqa.ledger.spellings import organisation_key
from storage import models
from storage.sync import Row, chunks, insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from safqa.ledger.judged import Names
    from safqa.model import Article, DealMention, Figure, Party, Quote
    from storage.articles import Keys
    from storage.models import Base

# Characters kept on each side of a quote: enough to tell two equal quotes of a text apart (W3C text quote selectors).
_CONTEXT = 32
# In this order: a row comes after those it points to.
_TABLES: tuple[type[Base], ...] = (
    models.Organisation,
    models.OrganisationName,
    models.Mention,
    models.MentionBlock,
    models.Telling,
    models.Claim,
    models.Sighting,
)


class MentionWriter:
    """Collects the mentions of a batch and inserts them together: few statements a batch, not dozens an article.

    `names` are those that people judged: mentions that go by any of them are to be compared.
    """

    def __init__(self, seen_at: datetime, names: Names) -> None:
        self._seen_at = seen_at
        self._names = names
        self._rows: dict[type[Base], list[Row]] = defaultdict(list)
        self._blocks: list[tuple[str, str, frozenset[str]]] = []

    def add(self, article: Article, mentions: Sequence[DealMention], keys: Keys) -> list[str]:
        """Take what one run found in one version; give the keys of the mentions."""
        ordinals: Counter[tuple[str, str]] = Counter()
        found = []
        for mention in mentions:
            named = mention.type.family, identity.mention_anchor(mention)
            key = identity.mention_key(keys.article, *named, ordinals[named])
            self._rows[models.Mention].append(_mention_row(key, keys.article, *named, ordinals[named]))
            self._blocks.append((key, keys.version, blocks_of(self._names.read(mention))))
            self._add_telling(mention, key, keys.run, article.text)
            ordinals[named] += 1
            found.append(key)
        return found

    def _add_telling(self, mention: DealMention, key: str, run: str, text: str) -> None:
        rows, seen_at = self._rows, self._seen_at
        rows[models.Telling].append(_telling_row(mention, key, run))
        rows[models.Claim] += [_claim_row(figure, key) for figure in mention.figures]
        rows[models.Sighting] += _sighting_rows(mention, key, run, text, seen_at)
        rows[models.Organisation] += organisation_rows(mention, seen_at)
        rows[models.OrganisationName] += name_rows(mention, seen_at)

    def write(self, connection: Connection) -> None:
        """Insert what was collected; rows that another version or run brought before are left as they are."""
        told = told_at(connection, (version for _, version, _ in self._blocks))
        for mention, version, blocks in self._blocks:
            self._rows[models.MentionBlock] += block_rows(mention, dated(blocks, told[version]))
        for table in _TABLES:
            insert_unknown(connection, table, self._rows[table])


def _mention_row(key: str, article: str, family: str, anchor: str, ordinal: int) -> Row:
    return {"key": key, "article_key": article, "family": family, "anchor": anchor, "ordinal": ordinal}


def insert_unknown(connection: Connection, table: type[Base], rows: Sequence[Row]) -> None:
    """Insert the rows whose primary key is not there yet, the first of each; no other writer is at work meanwhile."""
    columns = inspect(table).primary_key
    names = [str(column.key) for column in columns]
    first: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        first.setdefault(tuple(row[name] for name in names), row)
    for some in chunks(key[0] for key in first):
        for known in connection.execute(select(*columns).where(columns[0].in_(some))):
            first.pop(tuple(known), None)
    insert_rows(connection, table, list(first.values()))


def told_at(connection: Connection, versions: Iterable[str]) -> dict[str, datetime]:
    """When versions of articles were told."""
    version = models.ArticleVersion
    found: dict[str, datetime] = {}
    for some in chunks(versions):
        query = select(version.key, version.told_at).where(version.key.in_(some))
        found |= dict(connection.execute(query).tuples().all())
    return found


def block_rows(mention: str, kept: Iterable[str]) -> list[Row]:
    """The rows of a mention's blocks."""
    return [{"mention_key": mention, "block": block} for block in sorted(kept)]


def _telling_row(mention: DealMention, key: str, run: str) -> Row:
    return {
        "mention_key": key,
        "run_key": run,
        "type": mention.type,
        "status": mention.status,
        "stage": mention.stage,
        "target_name": mention.target.name if mention.target else None,
        "target_surface": list(mention.target.surface) if mention.target else [],
        "parties": [{"name": p.name, "surface": list(p.surface), "role": p.role} for p in mention.parties],
        "background": mention.background,
        "polarity": mention.polarity,
        **_quote_row(mention.quote),
        "reasons": [{"fact": r.fact, "rule": r.rule, **_quote_row(r.quote)} for r in mention.reasons],
    }


def _quote_row(quote: Quote | None) -> Row:
    if quote is None:
        return {"quote": None, "start": None, "end": None}
    return {"quote": quote.text, "start": quote.start, "end": quote.end}


def _claim_row(figure: Figure, mention: str) -> Row:
    return {
        "key": identity.claim_key(mention, figure),
        "mention_key": mention,
        "metric": figure.metric,
        "scope": figure.scope,
        "party": figure.party,
        "basis": figure.basis,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "step": figure.step,
        "source": figure.source,
        "polarity": figure.polarity,
        "former": figure.former,
    }


def _sighting_rows(mention: DealMention, key: str, run: str, text: str, seen_at: datetime) -> Iterator[Row]:
    for ordinal, figure in enumerate(mention.figures):
        quote = figure.quote
        yield {
            "claim_key": identity.claim_key(key, figure),
            "run_key": run,
            "ordinal": ordinal,
            "rule": figure.rule,
            **_quote_row(quote),
            "prefix": text[max(0, quote.start - _CONTEXT) : quote.start] if quote else None,
            "suffix": text[quote.end : quote.end + _CONTEXT] if quote else None,
            "seen_at": seen_at,
        }


def _everyone(mention: DealMention) -> Iterator[Party]:
    if mention.target:
        yield mention.target
    yield from mention.parties


def organisation_rows(mention: DealMention, seen_at: datetime) -> list[Row]:
    """The organisations of a mention."""
    keys = [organisation_key(party.name) for party in _everyone(mention)]
    return [{"id": identity.organisation_id(key), "key": key, "recorded_at": seen_at} for key in keys]


def name_rows(mention: DealMention, seen_at: datetime) -> Iterator[Row]:
    """Every spelling that a mention uses, with the organisation that it names."""
    for party in _everyone(mention):
        organisation = identity.organisation_id(organisation_key(party.name))
        for name in dict.fromkeys((party.name, *party.surface)):
            yield {
                "organisation_id": organisation,
                "name": name,
                "folded": organisation_key(name),
                "recorded_at": seen_at,
            }
