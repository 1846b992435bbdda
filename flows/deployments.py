"""What runs by itself, and when: the one list from which `safqa up` serves and by which deploy/prefect.yaml is checked.

Feeds have rhythms of their own (safqa/feeds/schedule.py), all of them on one beat. The monitor runs on that beat and
asks whoever is due, so that each feed has its own interval and none needs a deployment of its own.

This module imports nothing of Prefect: whoever reads the list need not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from safqa.feeds.rhythm import Rhythm

if TYPE_CHECKING:
    from collections.abc import Mapping

# Intervals count from here, so that runs lie on full minutes and hours, and every server has the same ones.
ANCHOR = datetime(1970, 1, 1, tzinfo=UTC)
# Known by it, a schedule that a person paused stays paused when it is deployed again.
SLUG = "regular"
# A run that meets its predecessor ends as Cancelled: whatever it would have done is done by the one that runs.
AT_ONCE = 1


@dataclass(frozen=True, slots=True)
class Deployment:
    """A flow with its schedule; `entrypoint` is the dotted path of the flow, which works from any directory.

    It runs `every` so often, or `daily` at that clock time, or, with neither, when somebody starts it.
    """

    name: str
    flow: str
    entrypoint: str
    description: str
    every: timedelta | None = None
    daily: time | None = None
    tags: tuple[str, ...] = ("safqa",)
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """As Prefect calls it."""
        return f"{self.flow}/{self.name}"

    @property
    def cron(self) -> str | None:
        """The clock time as cron writes it."""
        return f"{self.daily.minute} {self.daily.hour} * * *" if self.daily else None


MONITOR = Deployment(
    name="monitor",
    flow="monitor-news",
    entrypoint="flows.monitor.monitor_news",
    description="Asks the feeds that are due, and reports new deals and changed figures.",
    every=timedelta(seconds=Rhythm().grid),
)

BACKFILL = Deployment(
    name="backfill",
    flow="backfill-archive",
    entrypoint="flows.backfill.backfill",
    description="Reads an archive of articles, by processes or a Dask cluster, going on where it was stopped.",
)

MAINTENANCE = Deployment(
    name="maintenance",
    flow="maintain-ledger",
    entrypoint="flows.maintenance.maintain_ledger",
    description="Forgets what is old and nothing is computed from, and gives room back; articles and deals stay.",
    daily=time(3, 30),  # when few write news, and fewer read it, from London to Dubai
)

DIGEST = Deployment(
    name="digest",
    flow="tell-digest",
    entrypoint="flows.digest.tell_digest",
    description="Leaves a page of the day's new deals and changed figures, and sends the alerts that are due.",
    daily=time(8),  # before the working day begins
)

DEPLOYMENTS = (MONITOR, BACKFILL, MAINTENANCE, DIGEST)


def last_moment(clock: time, now: datetime) -> datetime:
    """When clocks in the zone of `now` last showed this time."""
    today = datetime.combine(now.date(), clock, now.tzinfo)
    return today if today <= now else today - timedelta(days=1)
