"""The news of a period: the changes that Safqa learned of in it and that alerts would have told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from safqa.alerts.channels import NEWS
from safqa.alerts.news import not_news
from safqa.model import ChangeKind
from storage import models
from storage.loading import figure_rows
from storage.moments import live_at
from storage.news import load_news
from storage.queries import changes_by_key

if TYPE_CHECKING:
    from datetime import datetime

    from storage.engine import Database
    from storage.rows import ChangeRow, FigureRow


@dataclass(frozen=True, slots=True)
class PeriodNews:
    """The news in the order in which it came, and the figures that its new deals have now, by deal."""

    changes: tuple[ChangeRow, ...]
    figures: dict[str, list[FigureRow]]


def news_between(database: Database, start: datetime, end: datetime) -> PeriodNews:
    """What was news after `start` and until `end`, and is flagged still; periods that adjoin share no change.

    A change counts when it was first detected. What stood in a feed's first document, came late, or came from a
    rebuild or a judgement is no news (safqa.alerts.news).
    """
    change = models.Change
    recorded = select(change.key).where(
        live_at(change, None), change.suppressed.is_(None), change.recorded_at > start, change.recorded_at <= end
    )
    with database.read() as connection:
        news = load_news(connection, list(connection.scalars(recorded)), start)
        keys = [
            one.key
            for one in news
            if one.kind in NEWS and not_news(one.came) is None and start < one.came.detected_at <= end
        ]
        rows = changes_by_key(connection, keys)
        deals = {row.deal.id for row in rows if row.kind == ChangeKind.NEW_DEAL}
        return PeriodNews(tuple(rows), dict(figure_rows(connection, deals, None)))
