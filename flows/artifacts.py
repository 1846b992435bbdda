"""What a run leaves in the Prefect UI: a table of what is new, and a report of its feeds and articles.

Keys are fixed, so that the Artifacts page keeps the line of runs. Prefect's pages are left-to-right and do not find a
text's direction themselves: everything goes through flows.wording.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

from flows.wording import change_value, day, deal_name, isolate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.pipeline import RunReport
    from safqa.feeds.poll import Poll
    from storage.rows import ChangeRow

# The UI shows 10 rows a page, and a run that brings more is read in `safqa changes`.
_MOST_ROWS = 100


async def publish(report: RunReport) -> None:
    """Leaves both artifacts."""
    await acreate_table_artifact(
        table=[change_cells(c) for c in report.stored.changes[:_MOST_ROWS]],
        key="new-deals",
        description=f"{len(report.stored.changes)} changes · {isolate(f'{len(report.stored.changes)} من التغييرات')}",
    )
    await acreate_markdown_artifact(markdown=run_report(report), key="run-report")


def change_cells(change: ChangeRow) -> dict[str, Any]:
    """A change as a row of the table, in English and Arabic."""
    return {
        "change": change.kind,
        "deal": deal_name(change.deal.target, change.deal.parties),
        "type": change.deal.type,
        "value": change_value(change),
        "publisher": isolate(change.publisher or "–"),
        "published": day(change.published_at),
        "why": isolate(change.reason_en),
        "السبب": isolate(change.reason_ar),
        "id": change.deal.id,
    }


def run_report(report: RunReport) -> str:
    """The run in markdown: articles and pages by outcome, whose texts were read, each feed, and what fell out."""
    articles = [f"| {outcome} | {n} |" for outcome, n in sorted(report.stored.outcomes.items())]
    texts = [f"| {place} | {n} |" for place, n in sorted(report.texts.items())]
    pages = [f"| {outcome} | {n} |" for outcome, n in sorted(report.pages.items())]
    feeds = [_feed_row(poll) for poll in report.polls]
    faults = [f"* {isolate(fault)}" for fault in report.stored.faults]
    return "\n".join(
        [
            f"# {len(report.stored.changes)} changes, {report.stored.suppressed} kept without a flag",
            "",
            *_table(("articles", "number"), articles),
            *_table(("text of", "number"), texts),
            *_table(("pages", "number"), pages),
            *_table(("feed", "outcome", "entries", "detail"), feeds),
            *faults,
        ]
    )


def _feed_row(poll: Poll) -> str:
    detail = isolate(poll.detail).replace("|", "\\|")
    name = isolate(poll.source.name).replace("|", "\\|")
    return f"| {name} | {poll.outcome} | {poll.entries} | {detail} |"


def _table(head: tuple[str, ...], rows: Iterable[str]) -> list[str]:
    body = list(rows)
    return [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *body, ""] if body else []
