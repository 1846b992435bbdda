"""The flow `tell-digest`: the news of a day or a week on one page, and whatever digest channels have due.

Alerts have digests of their own (docs/alerts.md), decided by runs and sent once; this sends what is due at its minute,
whoever else may send, and leaves the page for those who read in Prefect: one a day under one key, also on a day without
news, so that the newest is always today's.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact
from prefect.runtime import flow_run
from prefect.states import Completed
from pydantic import AfterValidator, BaseModel, Field

from flows import alerts
from flows.artifacts import MOST_ROWS, figure_table, gist, more
from flows.figures import figure_lines
from flows.markdown import address, plain, row, table
from flows.wording import amount, change_value, day, deal_name, isolate, slot_name
from safqa.model import ChangeKind
from safqa.settings import Settings, known_zone
from storage.engine import open_database
from storage.periods import news_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prefect.client.schemas.objects import State

    from storage.periods import PeriodNews
    from storage.rows import ChangeRow, FigureRow

DIGEST = "digest"


class DigestConfig(BaseModel):
    """Which news a digest has; Prefect makes a form of it."""

    days: int = Field(1, ge=1, le=31, title="Days", description="1: since yesterday at this time; 7: a week")
    time_zone: Annotated[str, AfterValidator(known_zone)] | None = Field(
        None, title="Time zone", description="of the times on the page; default: SAFQA_TIME_ZONE, else UTC"
    )
    send: bool = Field(True, title="Send alerts", description="what channels have due at this moment")


@dataclass(frozen=True, slots=True)
class Period:
    """From when, and until when; in the zone in which they are shown."""

    start: datetime
    end: datetime

    @classmethod
    def before(cls, moment: datetime, days: int, zone: ZoneInfo) -> Period:
        """So many days by the clock of the zone: days on which clocks are changed have 23 or 25 hours."""
        end = datetime.fromtimestamp(moment.timestamp(), zone)  # Prefect's moments lose their zone in a subtraction
        return cls(end - timedelta(days=days), end)

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} to {self.end:%Y-%m-%d %H:%M}, {self.end.tzinfo}"


def _name() -> str:
    days = flow_run.parameters["config"].days
    return f"digest · {'a day' if days == 1 else f'{days} days'}"


@flow(name="tell-digest", flow_run_name=_name)
async def tell_digest(config: DigestConfig = DigestConfig()) -> Any:  # noqa: B008 - immutable in use
    """Leaves a page of new deals and changed figures, old -> new, and sends what alerts have due."""
    settings = Settings()
    # The moment for which it was scheduled, so that the days of a daily run adjoin, however late it begins.
    moment = flow_run.scheduled_start_time or datetime.now(UTC)
    period = Period.before(moment, config.days, ZoneInfo(config.time_zone or settings.time_zone))
    if config.send:
        await alerts.after_run(settings, ())
    news = await asyncio.to_thread(_news, settings.database, period)
    await acreate_markdown_artifact(markdown=digest(news, period), key=DIGEST, description=gist(news.changes))
    state: State[int] = Completed(data=len(news.changes), message=gist(news.changes))
    return state


def _news(url: str, period: Period) -> PeriodNews:
    with open_database(url) as database:
        return news_between(database, period.start, period.end)


def digest(news: PeriodNews, period: Period) -> str:
    """The page: new deals with their figures, figures from old to new, and what else has changed."""
    new = [change for change in news.changes if change.kind == ChangeKind.NEW_DEAL]
    later = [change for change in news.changes if change.kind != ChangeKind.NEW_DEAL]
    figures = figure_lines(later, news.figures)  # those of new deals stand with them
    others = [change for change in later if change.after is None]
    return "\n".join(
        [
            f"# {gist(news.changes)}",
            "",
            f"{period}",
            "",
            *_section("New deals", ("deal", "type", "figures", "article"), [_deal(c, news) for c in new]),
            *(["## Changed figures", "", *figure_table(figures)] if figures else []),
            *_section("Else", ("deal", "change", "value", "why", "السبب", "article"), [_other(c) for c in others]),
        ]
    )


def _section(title: str, head: Sequence[str], rows: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *table(head, rows[:MOST_ROWS]), *more(len(rows))] if rows else []


def _deal(change: ChangeRow, news: PeriodNews) -> str:
    figures = "; ".join(map(_figure, news.figures.get(change.deal.id, ()))) or "–"
    return row((plain(_name_of(change)), change.deal.type, figures, _article(change)))


def _figure(figure: FigureRow) -> str:
    value = amount(figure.low, figure.high, figure.unit, figure.qualifier)
    says = ", ".join(map(isolate, figure.sources))
    return f"{plain(slot_name(figure))}: **{plain(value)}** ({plain(says)})"


def _other(change: ChangeRow) -> str:
    why = (isolate(change.reason_en), isolate(change.reason_ar))
    value = plain(change_value(change))
    return row((plain(_name_of(change)), plain(change.kind), value, *map(plain, why), _article(change)))


def _name_of(change: ChangeRow) -> str:
    return deal_name(change.deal.target, change.deal.parties)


def _article(change: ChangeRow) -> str:
    publisher = plain(isolate(change.publisher or "–"))
    return f"[{publisher}, {day(change.published_at)}](<{address(change.url)}>)"
