"""Brings what follows from single mentions in line with the rules: their blocks, and the names of organisations."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, or_, select, update

from safqa.ledger.blocks import blocks_of, dated
from safqa.ledger.spellings import organisation_key
from safqa.model import DealMention, DealType, Party, Stage, Status
from storage import models
from storage.mentions import block_rows, insert_unknown, name_rows, organisation_rows
from storage.sync import chunks, insert_rows
from storage.tellings import load_figures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from safqa.ledger.judged import Names
    from safqa.model import Figure

# Mentions whose tellings are held in memory at once, 2 KB each.
_AT_ONCE = 1_000


def block_again(connection: Connection, mentions: Iterable[str], names: Names, now: datetime) -> None:
    """Write the blocks and organisations of mentions as the rules and the judged names have them now."""
    for some in chunks(mentions, _AT_ONCE):
        told = _tellings(connection, some)
        everyone = [mention for tellings in told.values() for mention, _ in tellings]
        organisations = [row for mention in everyone for row in organisation_rows(mention, now)]
        insert_unknown(connection, models.Organisation, organisations)
        _fold_again(connection, [row["id"] for row in organisations])
        spelled = [row for mention in everyone for row in name_rows(mention, now)]
        insert_unknown(connection, models.OrganisationName, spelled)
        wanted = {
            (key, block)
            for key in some
            for mention, moment in told[key]
            for block in dated(blocks_of(names.read(mention)), moment)
        }
        _write_blocks(connection, some, wanted)


def _tellings(connection: Connection, mentions: list[str]) -> dict[str, list[tuple[DealMention, datetime]]]:
    """How all readings tell each mention, as far as its blocks need it, and when."""
    telling, run, version = models.Telling, models.ExtractionRun, models.ArticleVersion
    figures = load_figures(connection, mentions)
    found: dict[str, list[tuple[DealMention, datetime]]] = defaultdict(list)
    query = select(telling, version.told_at).join(run, run.key == telling.run_key)
    query = query.join(version, version.key == run.version_key).where(telling.mention_key.in_(mentions))
    for row in connection.execute(query):
        found[row.mention_key].append((_mention(row, figures[row.mention_key, row.run_key]), row.told_at))
    return found


def _mention(row: Any, figures: Iterable[Figure]) -> DealMention:
    target = Party(row.target_name, tuple(row.target_surface)) if row.target_name is not None else None
    parties = tuple(Party(party["name"], tuple(party["surface"])) for party in row.parties)
    stage = Stage(row.stage) if row.stage else None
    return DealMention(DealType(row.type), Status.ANNOUNCED, target, parties, stage, figures=tuple(figures))


def _fold_again(connection: Connection, organisations: Iterable[str]) -> None:
    """Names are found by their folded form; another rule of folding makes others of them."""
    name = models.OrganisationName
    for some in chunks(organisations):
        for row in connection.execute(select(name).where(name.organisation_id.in_(some))).all():
            if row.folded != (folded := organisation_key(row.name)):
                same = and_(name.organisation_id == row.organisation_id, name.name == row.name)
                connection.execute(update(name).where(same).values(folded=folded))


def _write_blocks(connection: Connection, mentions: list[str], wanted: set[tuple[str, str]]) -> None:
    row = models.MentionBlock
    known = {(r.mention_key, r.block) for r in connection.execute(select(row).where(row.mention_key.in_(mentions)))}
    gone = [and_(row.mention_key == key, row.block == block) for key, block in sorted(known - wanted)]
    for start in range(0, len(gone), _AT_ONCE // 4):  # SQLite nests a condition at most 1,000 deep
        connection.execute(delete(row).where(or_(*gone[start : start + _AT_ONCE // 4])))
    insert_rows(connection, row, [new for key, block in sorted(wanted - known) for new in block_rows(key, [block])])
