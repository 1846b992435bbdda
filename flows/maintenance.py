"""The flow `maintain-ledger`: what keeps the database small, once a night. Prefect's own is kept by its server."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact
from prefect.runtime import flow_run
from prefect.states import Completed
from pydantic import BaseModel, Field

from flows.upkeep import Ages, upkeep
from safqa.settings import Settings
from storage.engine import open_database

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

    from flows.upkeep import Upkeep

logger = logging.getLogger("safqa.run")

MAINTENANCE = "maintenance"
# A change is news for 48 hours (safqa.alerts.news): what tells that it was sent is kept for longer in any case.
SHORTEST_SENT = 7
_DEFAULT = Ages()


class MaintenanceConfig(BaseModel):
    """How many days what is kept for a while is kept; Prefect makes a form of it."""

    keep_texts: int = Field(
        _DEFAULT.texts.days, ge=0, title="Days of plain texts", description="older ones are stored small (SQLite)"
    )
    keep_polls: int = Field(
        _DEFAULT.polls.days, ge=0, title="Days of polls", description="and of the starts of pages that were no articles"
    )
    keep_sent: int = Field(
        _DEFAULT.sent.days, ge=SHORTEST_SENT, title="Days of notifications", description="that were sent or dropped"
    )
    dry_run: bool = Field(False, title="Only tell", description="write nothing")

    @property
    def ages(self) -> Ages:
        """The same, as storage takes it."""
        return Ages(timedelta(self.keep_texts), timedelta(self.keep_polls), timedelta(self.keep_sent))


def _name() -> str:
    return "maintenance · dry run" if flow_run.parameters["config"].dry_run else "maintenance"


@flow(name="maintain-ledger", flow_run_name=_name)
async def maintain_ledger(config: MaintenanceConfig = MaintenanceConfig()) -> Any:  # noqa: B008 - immutable in use
    """Forgets what is old and nothing is computed from, and gives room back; articles and deals stay for ever."""
    done = await asyncio.to_thread(_upkeep, config)
    for line in done.lines():
        logger.info(line)
    if not done.none:
        await acreate_markdown_artifact(markdown="\n".join(f"* {line}" for line in done.lines()), key=MAINTENANCE)
    state: State[Upkeep] = Completed(data=done, message="; ".join(done.lines()))
    return state


def _upkeep(config: MaintenanceConfig) -> Upkeep:
    with open_database(Settings().database) as database:
        return upkeep(database, config.ages, dry_run=config.dry_run)
