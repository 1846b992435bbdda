"""What the deals look like that new mentions are compared with; remembered from one batch to the next.

A company in the news has hundreds of deals, and each new mention of it is compared with all of them. Reading their
tellings each time would make the ledger slower as it grows. What a deal looks like follows from facts alone, so it may
be remembered for as long as the deal consists of the same readings; one look at their keys tells.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, cast, func, select

from safqa import identity
from safqa.ledger.clusters import whole
from storage import models
from storage.rates import load_rates
from storage.sync import chunks
from storage.tellings import load_tellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from safqa.ledger import Telling
    from safqa.ledger.judged import Judged
    from safqa.ledger.likeness import Side

# 3 KB each: the deals of the companies that are in the news.
_REMEMBERED = 4_000


@dataclass(frozen=True, slots=True)
class _Look:
    began: tuple[Any, ...]  # the place of its first telling in the ledger's order
    side: Side


class _Memory:
    """The looks used last, each under a key that says all it was made of."""

    def __init__(self) -> None:
        self._looks: OrderedDict[str, _Look] = OrderedDict()

    def get(self, key: str) -> _Look | None:
        look = self._looks.get(key)
        if look is not None:
            self._looks.move_to_end(key)
        return look

    def keep(self, key: str, look: _Look) -> None:
        self._looks[key] = look
        while len(self._looks) > _REMEMBERED:
            self._looks.popitem(last=False)


_MEMORY = _Memory()


def load_looks(
    connection: Connection, wanted: Mapping[str, set[str]], members: Mapping[str, set[str]], judged: Judged
) -> list[Side]:
    """What deals look like, in the order in which they began.

    Args:
        connection: where from.
        wanted: for each deal the mentions that count.
        members: all mentions of each deal.
        judged: what people hold of these mentions.
    """
    whole_ones = {deal for deal, mentions in wanted.items() if mentions == members[deal]}
    plain = not (judged.same or judged.right or judged.wrong)
    keys = _keys(connection, whole_ones, judged) if plain else {}
    looks = {deal: look for deal, key in keys.items() if (look := _MEMORY.get(key)) is not None}
    made = _make(connection, {deal: wanted[deal] for deal in wanted.keys() - looks.keys()}, judged)
    for deal, look in made.items():
        if deal in keys:
            _MEMORY.keep(keys[deal], look)
    return [look.side for look in sorted((looks | made).values(), key=lambda look: look.began)]


def _keys(connection: Connection, deals: Iterable[str], judged: Judged) -> dict[str, str]:
    """For each deal a hash of its readings, and of all else that its look depends on."""
    member, telling, run = models.DealMember, models.Telling, models.ExtractionRun
    version = models.ArticleVersion
    reading = telling.mention_key + telling.run_key + cast(version.told_at, String)
    query = (
        select(member.deal_id, func.aggregate_strings(reading, ","))
        .join(telling, telling.mention_key == member.mention_key)
        .join(run, run.key == telling.run_key)
        .join(version, version.key == run.version_key)
        .where(member.closed_at.is_(None), run.closed_at.is_(None))
        .group_by(member.deal_id)
    )
    around = identity.digest(str(connection.engine.url), repr(judged.names))
    found: dict[str, str] = {}
    for some in chunks(deals):
        for deal, readings in connection.execute(query.where(member.deal_id.in_(some))):
            found[deal] = identity.digest(around, deal, readings)
    return found


def _make(connection: Connection, wanted: Mapping[str, set[str]], judged: Judged) -> dict[str, _Look]:
    home = {mention: deal for deal, mentions in wanted.items() for mention in mentions}
    told: dict[str, list[Telling]] = {}
    for telling in load_tellings(connection, home):
        told.setdefault(home[telling.mention], []).append(judged.read(telling))
    rates = load_rates(connection, [telling for same in told.values() for telling in same])
    looks = {}
    for deal, tellings in told.items():
        side = whole(tellings, judged, rates)
        began = side.tellings[0].order
        side.tellings = []  # what they say is in the side; remembered, they would be most of it
        looks[deal] = _Look(began, side)
    return looks
