"""Near-copies in the database: the texts of versions that tell of a deal, the pairs that were found, their groups.

A new version is compared with those that share a band with it, and with no other. Pairs are facts; a group is all that
hangs together by pairs, and carries the name of its origin, the first that told. So groups follow from the set of
versions: order, batches and repetition do not matter, and a group only ever grows.
"""

from __future__ import annotations

from struct import pack, unpack
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from safqa.ledger.copies import METHOD, Carrier, bands, connected, dated, overlap, parted, shingles
from storage import models
from storage.sync import chunks, insert_rows, synchronise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from safqa.ledger.copies import Overlap

Pair = tuple[str, str]
# Versions compared at once: their shingles, 20 to 40 KB each, are held in memory.
_AT_ONCE = 500
# A copy is looked for in the quarter of its text, and in those before and behind.
_NEAR = (-1, 0, 1)


def note_copies(connection: Connection, versions: Iterable[str], now: datetime) -> set[str]:
    """Take new versions in and bring the groups in line; versions that were noted before cost one look.

    Args:
        connection: a transaction that writes.
        versions: keys of stored versions that tell of a deal.
        now: when we learned it, aware.

    Returns:
        The versions that came into a group or whose group has another origin now: what they tell has another source.
    """
    changed: set[str] = set()
    for some in chunks(versions, _AT_ONCE):
        texts = _store_texts(connection, some)
        pairs = _find_pairs(connection, texts)
        rows = [
            {"version_key": a, "other_key": b, "jaccard": o.jaccard, "containment": o.containment, "recorded_at": now}
            for (a, b), o in sorted(pairs.items())
        ]
        insert_rows(connection, models.NearCopyPair, [{**row, "method": METHOD} for row in rows])
        changed |= _regroup(connection, pairs, now)
    return changed


def copied_from(connection: Connection, versions: Iterable[str]) -> dict[str, str]:
    """For those of the versions that are near-copies, the version whose text they carry.

    An article that is edited does not copy itself: later versions of the origin's article are left out.
    """
    member, version, origin = models.NearCopyMember, models.ArticleVersion, aliased(models.ArticleVersion)
    found: dict[str, str] = {}
    for some in chunks(versions):
        query = (
            select(member.version_key, member.origin_version_key)
            .join(version, version.key == member.version_key)
            .join(origin, origin.key == member.origin_version_key)
            .where(member.version_key.in_(some), member.closed_at.is_(None))
            .where(origin.article_key != version.article_key)
        )
        found |= {row.version_key: row.origin_version_key for row in connection.execute(query)}
    return found


def _store_texts(connection: Connection, versions: list[str]) -> dict[str, frozenset[int]]:
    """Store shingles and bands of the versions that are not known and long enough; give their shingles."""
    version, text = models.ArticleVersion, models.NearCopyText
    query = (
        select(version.key, version.text, version.title, version.told_at)
        .outerjoin(text, (text.version_key == version.key) & (text.method == METHOD))
        .where(version.key.in_(versions), text.version_key.is_(None))
    )
    stored = connection.execute(query).all()
    told = {row.key: row.told_at for row in stored}
    read = {row.key: shingles(row.text, row.title) for row in stored}
    banded = {key: dated(places, told[key]) for key, found in sorted(read.items()) if (places := bands(found))}
    rows = [{"version_key": key, "method": METHOD, "shingles": _pack(read[key])} for key in banded]
    insert_rows(connection, text, rows)
    band_rows = [{"band": band, "version_key": key} for key, places in banded.items() for band in places]
    insert_rows(connection, models.NearCopyBand, band_rows)
    return {key: read[key] for key in banded}


def _find_pairs(connection: Connection, texts: dict[str, frozenset[int]]) -> dict[Pair, Overlap]:
    """The near-copies among these new texts and all that are stored, each pair in the order of its keys."""
    candidates = _candidates(connection, texts)
    others = {key for pair in candidates for key in pair}
    carriers = _load_carriers(connection, others)
    texts = texts | _load_texts(connection, others - texts.keys())
    found = {}
    for one, other in candidates:
        if carriers[one].may_copy(carriers[other]) and (shared := overlap(texts[one], texts[other])).is_copy:
            found[one, other] = shared
    return found


def _candidates(connection: Connection, texts: dict[str, frozenset[int]]) -> set[Pair]:
    """Pairs that share a band within the quarters beside each other, at least one of them new."""
    band = models.NearCopyBand
    holders: dict[int, list[tuple[int, str]]] = {}
    carriers = _load_carriers(connection, texts)
    places = {
        place
        for key, found in texts.items()
        for shift in _NEAR
        for place in dated(bands(found), carriers[key].told_at, shift=shift)
    }
    for some in chunks(places):
        for row in connection.execute(select(band.band, band.version_key).where(band.band.in_(some))):
            quarter, undated = parted(row.band)
            holders.setdefault(undated, []).append((quarter, row.version_key))
    met = (
        (new, other)
        for found in holders.values()
        for quarter, new in found
        if new in texts
        for beside, other in found
        if new != other and abs(quarter - beside) <= max(_NEAR)
    )
    return {(min(pair), max(pair)) for pair in met}


def _load_texts(connection: Connection, versions: Iterable[str]) -> dict[str, frozenset[int]]:
    text = models.NearCopyText
    found: dict[str, frozenset[int]] = {}
    for some in chunks(versions):
        query = select(text.version_key, text.shingles).where(text.version_key.in_(some), text.method == METHOD)
        found |= {row.version_key: _unpack(row.shingles) for row in connection.execute(query)}
    return found


def _load_carriers(connection: Connection, versions: Iterable[str]) -> dict[str, Carrier]:
    version, article = models.ArticleVersion, models.Article
    found: dict[str, Carrier] = {}
    for some in chunks(versions):
        query = (
            select(version.key, version.article_key, version.told_at, version.publisher, article.site)
            .join(article, article.key == version.article_key)
            .where(version.key.in_(some))
        )
        found |= {row.key: Carrier(*row) for row in connection.execute(query)}
    return found


def _regroup(connection: Connection, pairs: Iterable[Pair], now: datetime) -> set[str]:
    """Join the groups that the pairs connect, and say for each member whose text it carries."""
    groups = connected([*pairs, *_live_groups(connection, {key for pair in pairs for key in pair})])
    carriers = _load_carriers(connection, {key for group in groups for key in group})
    wanted = []
    for group in groups:
        origin = min((carriers[key] for key in group), key=lambda carrier: carrier.order)
        wanted += [
            {"version_key": key, "origin_version_key": origin.version, "method": METHOD} for key in sorted(group)
        ]
    written = synchronise(connection, models.NearCopyMember, carriers, wanted, now, of="version_key")
    return {row["version_key"] for row in written}


def _live_groups(connection: Connection, versions: Iterable[str]) -> list[set[str]]:
    """The groups of these versions as they stand, whole."""
    member, known = models.NearCopyMember, aliased(models.NearCopyMember)
    groups: dict[str, set[str]] = {}
    for some in chunks(versions):
        origins = select(known.origin_version_key).where(known.version_key.in_(some), known.closed_at.is_(None))
        query = select(member.version_key, member.origin_version_key).where(
            member.origin_version_key.in_(origins), member.closed_at.is_(None), member.method == METHOD
        )
        for row in connection.execute(query):
            groups.setdefault(row.origin_version_key, set()).add(row.version_key)
    return list(groups.values())


def _pack(found: frozenset[int]) -> bytes:
    return pack(f"<{len(found)}I", *sorted(found))


def _unpack(stored: bytes) -> frozenset[int]:
    return frozenset(unpack(f"<{len(stored) // 4}I", stored))
