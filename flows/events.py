"""Prefect events: one for each change, and one that sums up the run.

`safqa.change.<kind>` is about the resource `safqa.deal.<id>`; related are the run (Prefect adds it), the organisations
of the deal, and the feed that brought the article. `safqa.run.finished` is what automations and deployments are to be
triggered by: each trigger starts a process of its own, so there is one a run, whatever it brought, of a backfill too.
Its labels say whether anything changed (`safqa.changed`: "yes" or "no") and which flow it was (`safqa.flow`), because
triggers match labels and no payloads.

Events are news of the day, which Prefect keeps for a week and may lose: the truth is in the deal database.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from prefect.events import emit_event
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL

from storage.polls import feed_key
from storage.shapes import change_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.alerts import Delivered
    from flows.pipeline import RunReport
    from safqa.feeds.sources import Source
    from storage.rows import ChangeRow

FINISHED = "safqa.run.finished"
# An event takes a server 2 ms and 2 KB. A first run over many feeds may bring thousands of changes, which nobody
# follows one by one; the summary says how many there were.
MOST = 500


def emit(report: RunReport, told: Delivered) -> None:
    """Send the events of a run, if there is a server; they are put in a queue, which takes 0.1 ms each."""
    if not PREFECT_API_URL.value():
        return
    feeds = {article.url: poll.source for poll in report.polls for article in poll.articles}
    for change in report.stored.changes[:MOST]:
        _emit_change(change, feeds)
    _emit_finished(report, told)


def _emit_change(change: ChangeRow, feeds: Mapping[str, Source]) -> None:
    deal = change.deal
    companies = [("target", deal.target), *((party.role or "party", party) for party in deal.parties)]
    related = [_resource(f"safqa.organisation.{c.id}", c.name, role) for role, c in companies if c]
    if feed := feeds.get(change.url or ""):
        related.append(_resource(f"safqa.feed.{feed_key(feed.url)}", feed.name, "feed"))
    named = deal.target or next(iter(deal.parties), None)
    emit_event(
        f"safqa.change.{change.kind}",
        resource={
            "prefect.resource.id": f"safqa.deal.{deal.id}",
            "prefect.resource.name": named.name if named else deal.id,
            "safqa.severity": change.severity,
            "safqa.type": deal.type,
        },
        related=related,
        payload=change_json(change),
    )


def _resource(key: str, name: str, role: str) -> dict[str, str]:
    return {"prefect.resource.id": key, "prefect.resource.name": name, "prefect.resource.role": role}


def _emit_finished(report: RunReport, told: Delivered) -> None:
    stored = report.stored
    emit_finished(
        Counter(change.kind for change in stored.changes),
        told,
        suppressed=stored.suppressed,
        articles=stored.outcomes,
        feeds=[poll.source.name for poll in report.polls],
        failing=[poll.source.name for poll in report.failing],
    )


def emit_finished(
    changes: Counter[str],
    told: Delivered,
    *,
    suppressed: int,
    articles: Mapping[str, int],
    feeds: Sequence[str] = (),
    failing: Sequence[str] = (),
) -> None:
    """Send the one event that sums up a run, if there is a server; `changes` are counted by their kinds."""
    if not PREFECT_API_URL.value():
        return
    emit_event(
        FINISHED,
        resource={
            "prefect.resource.id": f"safqa.run.{flow_run.id or 'alone'}",
            "prefect.resource.name": flow_run.name or "run",
            "safqa.changed": "yes" if changes.total() else "no",
            "safqa.flow": flow_run.flow_name or "alone",
        },
        payload={
            "changes": changes.total(),
            "new_deals": changes["new_deal"],
            "suppressed": suppressed,
            "articles": dict(articles),
            "feeds": len(feeds),
            "failing": list(failing),
            "notifications": {"decided": told.decided, "sent": told.sent, "failed": len(told.faults)},
        },
    )
