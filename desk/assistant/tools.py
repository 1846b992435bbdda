"""The tools: questions to the ledger, and their answers as documents. None of them writes.

Their docstrings are what an assistant reads to choose among them.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desk.assistant.documents import NOTE, Said
from desk.assistant.parameters import (
    USUAL,
    AsOf,
    At,
    Company,
    Count,
    Cursor,
    DealId,
    Kind,
    LearnedAfter,
    Limit,
    Maximum,
    Measure,
    Minimum,
    Name,
    Since,
    Source,
    Suppressed,
    ToldBy,
    Type,
    Until,
    Weight,
)
from desk.web.pages.agreement import measured
from safqa.errors import UsageError
from storage import queries
from storage.cursors import cursor_of, read_cursor
from storage.pages import ChangeFilter, DealFilter, change_page, deal_page
from storage.proofs import first_words, proofs_of_changes
from storage.roster import company_page
from storage.saying import claims_by_deal
from storage.shapes import change_json, claim_json, deal_json, detail_json, head_json, moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.web.pages.agreement import Statement
    from storage.engine import Database
    from storage.proofs import ProofRow
    from storage.rows import ClaimRow, DealDetail

Json = dict[str, Any]
# Sources whose words stand beside a figure of a list; all of them are one question further.
_SHOWN = 3
_PARTS = ("claims", "changes", "articles", "history")


class Tools:
    """The tools on one open database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find_deals(
        self,
        company: Company = None,
        type: Type = None,  # noqa: A002 -- the word that an assistant knows
        status: At = None,
        metric: Measure = None,
        minimum: Minimum = None,
        maximum: Maximum = None,
        source: Source = None,
        since: Since = None,
        until: Until = None,
        as_of: AsOf = None,
        count: Count = False,
        limit: Limit = USUAL,
        cursor: Cursor = None,
    ) -> Json:
        """Find AI-industry deals for which all of this is true, most recently reported first.

        Each has its status, target, parties, merged figures with their sources, and the quotes and links behind them.
        For everything that is known of one deal ask get_deal, for who agrees with whom compare_claims.
        """
        wanted = DealFilter(
            company=company,
            type=type,
            status=status,
            metric=metric,
            minimum=minimum,
            maximum=maximum,
            source=source,
            since=since,
            until=until,
            as_of=as_of,
        )
        page = deal_page(self._database, wanted, limit=limit, cursor=cursor, count=count)
        ids = [deal.id for deal in page.rows]
        told = first_words(self._database, ids, as_of)
        said = claims_by_deal(self._database, ids, as_of)
        items = [
            {**deal_json(deal), "told": _proof(told.get(deal.id)), "claims": _behind(said.get(deal.id, ()))}
            for deal in page.rows
        ]
        return _answer(items=items, next=page.next, total=page.total)

    def get_deal(
        self, deal: DealId, as_of: AsOf = None, told_by: ToldBy = None, limit: Limit = USUAL, cursor: Cursor = None
    ) -> Json:
        """Show one deal: every source's figure with its quote, publisher and link, what changed, and the articles.

        `as_of` shows what Safqa knew at a moment, `told_by` what articles had told by then. The lists come in pages of
        `limit` rows each: go on with `next` until it is null.
        """
        found, skip, pinned = self._detail(deal, as_of, told_by, cursor)
        document = detail_json(found)
        parts = {name: document[name][skip : skip + limit] for name in _PARTS}
        more = any(len(document[name]) > skip + limit for name in _PARTS)
        return _answer(**{**document, **parts}, next=cursor_of(pinned, skip + limit) if more else None)

    def compare_claims(
        self,
        deal: DealId,
        metric: Measure = None,
        as_of: AsOf = None,
        told_by: ToldBy = None,
        limit: Limit = USUAL,
        cursor: Cursor = None,
    ) -> Json:
        """Compare who says what on the figures of one deal: each claim, whom it agrees with and whom it contradicts.

        Figures are ranges ("about 15 billion" is 13.5 to 16.5): two agree when a number lies in both. Claims of the
        same metric, scope, party, basis and unit are compared; `group` tells the camps apart.
        """
        found, skip, pinned = self._detail(deal, as_of, told_by, cursor)
        slots = measured(claim for claim in found.claims if metric in {None, claim.metric})
        items = [_statement(one) for slot in slots for one in slot.statements]
        more = cursor_of(pinned, skip + limit) if len(items) > skip + limit else None
        return _answer(deal=head_json(found.deal), items=items[skip : skip + limit], next=more)

    def list_changes(
        self,
        company: Company = None,
        type: Type = None,  # noqa: A002 -- as above
        kind: Kind = None,
        severity: Weight = None,
        minimum: Minimum = None,
        maximum: Maximum = None,
        source: Source = None,
        since: Since = None,
        until: Until = None,
        learned_after: LearnedAfter = None,
        as_of: AsOf = None,
        told_by: ToldBy = None,
        suppressed: Suppressed = False,
        count: Count = False,
        limit: Limit = USUAL,
        cursor: Cursor = None,
    ) -> Json:
        """List what became new or different in deals, most recently told first, each with its reason and evidence.

        For "what is new since yesterday" give `learned_after`; `since` and `until` speak of when it was told.
        """
        wanted = ChangeFilter(
            company=company,
            type=type,
            kind=kind,
            severity=severity,
            minimum=minimum,
            maximum=maximum,
            source=source,
            since=since,
            until=until,
            learned_after=learned_after,
            as_of=as_of,
            told_by=told_by,
            suppressed=suppressed,
        )
        page = change_page(self._database, wanted, limit=limit, cursor=cursor, count=count)
        proofs = proofs_of_changes(self._database, [change.id for change in page.rows], as_of)
        items = [
            {**change_json(change), "evidence": [_proof(proof) for proof in proofs.get(change.id, ())]}
            for change in page.rows
        ]
        return _answer(items=items, next=page.next, total=page.total)

    def find_companies(self, name: Name = None, limit: Limit = USUAL, cursor: Cursor = None) -> Json:
        """Find companies that take part in deals, with every spelling met so far and how many deals they are in."""
        page = company_page(self._database, name=name, limit=limit, cursor=cursor)
        return _answer(items=[{**asdict(row), "names": list(row.names)} for row in page.rows], next=page.next)

    def _detail(
        self, deal: str, as_of: datetime | None, told_by: datetime | None, cursor: str | None
    ) -> tuple[DealDetail, int, datetime]:
        """The deal, how many rows were shown before, and the moment as of which the next page is to be read."""
        if as_of is not None and told_by is not None:
            raise UsageError("as_of and told_by exclude each other: what Safqa knew, or what the world had said")
        pinned, skip = as_of or datetime.now(UTC), 0
        if cursor is not None:
            pinned, skip = _place(cursor)
            as_of = pinned if told_by is None else None
        return queries.deal(self._database, deal, as_of=as_of, told_by=told_by), skip, pinned


def _place(cursor: str) -> tuple[datetime, int]:
    pinned, skip = read_cursor(cursor, datetime, int)
    assert isinstance(pinned, datetime)  # noqa: S101 -- as read_cursor has it
    assert isinstance(skip, int)  # noqa: S101 -- as above
    return pinned, max(skip, 0)


def _answer(**parts: Any) -> Json:
    return {"note": NOTE, **parts}


def _proof(row: ProofRow | None) -> Json | None:
    return None if row is None else {**asdict(row), "published_at": moment(row.published_at)}


def _behind(claims: Sequence[ClaimRow]) -> list[Json]:
    """The last words of some sources on each figure."""
    return [
        {key: value for key, value in claim_json(one.row).items() if key in Said.model_fields}
        for slot in measured(claims)
        for one in [each for each in slot.statements if each.standing][-_SHOWN:]
    ]


def _statement(one: Statement) -> Json:
    return {
        **claim_json(one.row),
        "standing": one.standing,
        "group": one.group,
        "agrees": list(one.agrees),
        "differs": list(one.differs),
    }
