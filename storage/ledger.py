"""The ledger as Python reads it: typed rows, and frames from them. It only reads.

    from storage import open_ledger

    with open_ledger() as ledger:
        for deal in ledger.deals(company="Scale AI", metric="amount", minimum=1e9):
            print(deal.id, deal.status, deal.figures)
        valuations = ledger.claims(metric="valuation").to_pandas()

Moments may be given as texts ("2025-06-10"), dates or datetimes; what has no zone is UTC. Rows are read when the method
is called, and nothing is asked of the database afterwards. docs/python.md has worked examples.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from safqa.errors import StorageError, UsageError
from safqa.model import ChangeKind, DealType, Metric, Status
from storage import queries
from storage.engine import connect_database, open_database
from storage.instants import instant
from storage.listing import Rows
from storage.pages import ChangeFilter, DealFilter, change_page, deal_page
from storage.roster import CompanyRow, company_page
from storage.rows import ChangeRow, DealClaim, DealFigure, DealHead, DealRow
from storage.saying import claims_by_deal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from enum import StrEnum

    from storage.asking import Answer
    from storage.engine import Database
    from storage.instants import When
    from storage.pages import Page
    from storage.rows import ClaimRow, DealDetail, FigureRow

R = TypeVar("R")
# Rows that are read at once where all are wanted: more would not be faster.
_AT_ONCE = 1_000


def open_ledger(url: str | None = None) -> Ledger:
    """Open a ledger for reading; a `with` block closes it.

    Its tables are brought up to date where an older Safqa made them, as every command does.

    Args:
        url: SQLAlchemy URL of its database; default: that of the settings (SAFQA_DATABASE_URL, SAFQA_HOME).

    Raises:
        StorageError: there is none, it cannot be opened, or a newer Safqa made it.
        UsageError: a setting has a value that it cannot have.
    """
    if url is None:
        from safqa.settings import Settings  # noqa: PLC0415 -- who names a database needs none

        url = Settings().database
    file = connect_database(url).file
    if file is not None and not file.exists():
        raise StorageError(f"there is no ledger at {file}: `safqa run` makes one, or name another: open_ledger(URL)")
    return Ledger(open_database(url))


class Ledger:
    """Deals, figures, claims and changes of an open database; every method only reads."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        self.database.close()

    def deals(
        self,
        *,
        company: str | None = None,
        type: str | None = None,  # noqa: A002 -- the word of the ledger
        status: str | None = None,
        metric: str | None = None,
        minimum: float | None = None,
        maximum: float | None = None,
        source: str | None = None,
        since: When | None = None,
        until: When | None = None,
        as_of: When | None = None,
        limit: int | None = None,
    ) -> Rows[DealRow]:
        """The deals, most recently reported first.

        Args:
            company: target or party, in any spelling met so far; whole words of a name do.
            type: deal type.
            status: status.
            metric: deals with a figure of this metric.
            minimum: deals with a figure (of `metric`, where given) that reaches this number, in its own unit.
            maximum: deals with one that does not begin beyond this number.
            source: told of by this publisher, or with a figure on its word.
            since: last told of at or after this moment.
            until: last told of before it.
            as_of: as the ledger stood at this moment.
            limit: at most so many.

        Raises:
            UsageError: there is no such type, status, metric or moment.
            StorageError: the database failed.
        """
        wanted = DealFilter(
            company=company,
            type=_word(DealType, type, "deal type"),
            status=_word(Status, status, "status"),
            metric=_word(Metric, metric, "metric"),
            minimum=minimum,
            maximum=maximum,
            source=source,
            since=instant(since, "since"),
            until=instant(until, "until"),
            as_of=instant(as_of, "as_of"),
        )

        def page(size: int, cursor: str | None) -> Page[DealRow]:
            return deal_page(self.database, wanted, limit=size, cursor=cursor)

        return Rows(DealRow, _walk(page, limit))

    def deal(self, deal_id: str, *, as_of: When | None = None, told_by: When | None = None) -> DealDetail:
        """One deal with every claim, its evidence, its changes and its articles; an id merged away leads on.

        Args:
            deal_id: as lists give it.
            as_of: as the ledger stood at this moment.
            told_by: as far as articles had told by this moment.

        Raises:
            UsageError: no deal goes by this id, or none did then; or both moments are given.
            StorageError: the database failed.
        """
        if as_of is not None and told_by is not None:
            raise UsageError("as_of and told_by exclude each other: what Safqa knew, or what the world had said")
        at, by = instant(as_of, "as_of"), instant(told_by, "told_by")
        return queries.deal(self.database, deal_id, as_of=at, told_by=by)

    def figures(self, *, metric: str | None = None, **deals: Any) -> Rows[DealFigure]:
        """What deals show: the live claims of each figure, merged; of the deals that `deals` would give.

        Args:
            metric: figures of this metric alone.
            deals: as for `deals`.

        Raises:
            UsageError: as `deals`.
            StorageError: the database failed.
        """
        rows = (
            DealFigure(**_values(figure), deal=_head(deal))
            for deal in self.deals(metric=metric, **deals)
            for figure in deal.figures
            if metric is None or figure.metric == metric
        )
        return Rows(DealFigure, rows)

    def claims(self, *, metric: str | None = None, as_of: When | None = None, **deals: Any) -> Rows[DealClaim]:
        """Every figure as one article states it, with its quote; deal by deal, each in the order told.

        Args:
            metric: claims of this metric alone.
            as_of: as the ledger stood at this moment.
            deals: as for `deals`: claims of those.

        Raises:
            UsageError: as `deals`.
            StorageError: the database failed.
        """
        heads = [_head(deal) for deal in self.deals(metric=metric, as_of=as_of, **deals)]
        said = claims_by_deal(self.database, [head.id for head in heads], instant(as_of, "as_of"))
        rows = (
            DealClaim(**_values(claim), deal=head)
            for head in heads
            for claim in said.get(head.id, ())
            if metric is None or claim.metric == metric
        )
        return Rows(DealClaim, rows)

    def changes(
        self,
        *,
        company: str | None = None,
        type: str | None = None,  # noqa: A002 -- the word of the ledger
        kind: str | None = None,
        severity: str | None = None,
        minimum: float | None = None,
        maximum: float | None = None,
        source: str | None = None,
        since: When | None = None,
        until: When | None = None,
        told_by: When | None = None,
        learned_after: When | None = None,
        as_of: When | None = None,
        suppressed: bool = False,
        limit: int | None = None,
    ) -> Rows[ChangeRow]:
        """What became new or different, most recently told first.

        Args:
            company: of deals of this company.
            type: of deals of this type.
            kind: of this kind.
            severity: low, medium or high.
            minimum: of deals with a figure that reaches this number, in its own unit.
            maximum: of deals with a figure that does not begin beyond it.
            source: brought by this publisher, or its word.
            since: told at or after this moment.
            until: told before it.
            told_by: told at or before it.
            learned_after: what Safqa learned after this moment, whenever it was told.
            as_of: as the ledger stood at this moment.
            suppressed: also what was kept but not flagged, with the reason.
            limit: at most so many.

        Raises:
            UsageError: there is no such type, kind, severity or moment.
            StorageError: the database failed.
        """
        if severity is not None:
            from safqa.ledger.severity import Severity  # noqa: PLC0415 -- a tenth of a second, for those who ask for it

            severity = _word(Severity, severity, "severity")
        wanted = ChangeFilter(
            company=company,
            type=_word(DealType, type, "deal type"),
            kind=_word(ChangeKind, kind, "kind of change"),
            severity=severity,
            minimum=minimum,
            maximum=maximum,
            source=source,
            since=instant(since, "since"),
            until=instant(until, "until"),
            told_by=instant(told_by, "told_by"),
            learned_after=instant(learned_after, "learned_after"),
            as_of=instant(as_of, "as_of"),
            suppressed=suppressed,
        )

        def page(size: int, cursor: str | None) -> Page[ChangeRow]:
            return change_page(self.database, wanted, limit=size, cursor=cursor)

        return Rows(ChangeRow, _walk(page, limit))

    def companies(self, name: str | None = None, *, limit: int | None = None) -> Rows[CompanyRow]:
        """Companies that take part in deals, by name; with `name`, those that go by it: whole words of it do.

        Raises:
            StorageError: the database failed.
        """

        def page(size: int, cursor: str | None) -> Page[CompanyRow]:
            return company_page(self.database, name=name, limit=size, cursor=cursor)

        return Rows(CompanyRow, _walk(page, limit))

    def ask(self, query: str) -> Answer:
        """The answer to one SQL statement that reads; docs/sql.md documents the views.

        Raises:
            UsageError: the database refuses it: it is no SQL, there is no such view, or it would write.
        """
        from storage.asking import ask  # noqa: PLC0415 -- a driver of its own, for those who ask in SQL

        return ask(self.database, query)


def _walk(page: Callable[[int, str | None], Page[R]], limit: int | None) -> Iterator[R]:
    """The rows of page after page, which all show one state of the ledger; at most `limit`."""
    cursor: str | None = None
    left = limit
    while left is None or left > 0:
        found = page(_AT_ONCE if left is None else min(left, _AT_ONCE), cursor)
        yield from found.rows
        cursor = found.next
        if cursor is None:
            return
        left = None if left is None else left - len(found.rows)


def _word(words: type[StrEnum], given: str | None, what: str) -> str | None:
    if given is None or given in list(words):
        return given
    raise UsageError(f"there is no {what} {given!r}: {', '.join(words)}")


def _head(deal: DealRow) -> DealHead:
    return DealHead(deal.id, deal.type, deal.target, deal.parties)


def _values(row: FigureRow | ClaimRow) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(row)}
