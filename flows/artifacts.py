"""What a run leaves in the Prefect UI: what is new, figures from old to new, and a report of its feeds and articles.

Keys are fixed, so that the Artifacts page keeps the line of runs; a run with nothing to show under a key leaves what
stands there, and the newest of each key is the newest there is. Prefect's pages are left-to-right and do not find a
text's direction themselves: everything goes through flows.wording. Cells of a table show addresses as text, so figures
come as a table, which can be searched, and as markdown, which has links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prefect import get_client
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.runtime import flow_run

from flows.figures import new_deals
from flows.markdown import address, plain, row, table
from flows.wording import change_value, day, deal_name, isolate, number
from storage.ingest import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.figures import FigureLine
    from flows.pipeline import RunReport
    from safqa.feeds.poll import Poll
    from storage.rows import ChangeRow

NEW_DEALS, FIGURES, FIGURES_TOLD, RUN_REPORT = "new-deals", "figures", "figures-told", "run-report"

# The UI shows 10 rows a page, and a run that brings more is read in `safqa changes`.
MOST_ROWS = 100


async def publish(report: RunReport, figures: Sequence[FigureLine]) -> None:
    """Leaves what there is to show."""
    changes = report.stored.changes
    if changes:
        told = f"{number(len(changes), 'change')} · {isolate(f'{len(changes)} من التغييرات')}"
        rows = [change_cells(c) for c in changes[:MOST_ROWS]]
        await acreate_table_artifact(table=rows, key=NEW_DEALS, description=told)
    if figures:
        told = f"{number(len(figures), 'figure')} · {isolate(f'{len(figures)} من الأرقام')}"
        cells = [figure_cells(f) for f in figures[:MOST_ROWS]]
        await acreate_table_artifact(table=cells, key=FIGURES, description=told)
        await acreate_markdown_artifact(markdown=figures_told(figures), key=FIGURES_TOLD, description=told)
    if report.polls or report.stored.outcomes.keys() - {Outcome.UNCHANGED}:
        await acreate_markdown_artifact(markdown=run_report(report), key=RUN_REPORT, description=summary(report))


async def name_run(report: RunReport) -> None:
    """Adds to the name that the run began with what it has brought: "monitor · 12 feeds · 3 new deals"."""
    due = f", {len(report.polls)} due" if report.waiting else ""
    async with get_client() as client:
        await client.update_flow_run(flow_run.id, name=f"{flow_run.name}{due} · {gist(report.stored.changes)}")


def gist(changes: Sequence[ChangeRow]) -> str:
    """What changes amount to, in a few words."""
    deals = len(new_deals(changes))
    counts = ((deals, "new deal"), (len(changes) - deals, "change"))
    return " · ".join(number(n, what) for n, what in counts if n) or "nothing new"


def summary(report: RunReport) -> str:
    """A run in a line: how many feeds answered, what became of the articles, what changed."""
    polls = len(report.polls)
    asked = [f"{polls - len(report.failing)} of {number(polls, 'feed')} answered"] if polls else []
    articles = ", ".join(f"{n} {outcome}" for outcome, n in sorted(report.stored.outcomes.items()))
    return " · ".join([*asked, *([f"articles: {articles}"] if articles else []), changed(report)])


def changed(report: RunReport) -> str:
    """How many changes there were, and how many statements that are no news."""
    return f"{number(len(report.stored.changes), 'change')}, {report.stored.suppressed} kept without a flag"


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


def figure_cells(line: FigureLine) -> dict[str, str]:
    """A figure as a row of the table."""
    return {
        "deal": line.deal,
        "figure": line.figure,
        "old": line.old or "–",
        "new": line.new,
        "who says so": line.says,
        "change": line.change,
        "publisher": line.publisher,
        "told": line.told,
        "address": line.url,
    }


def figures_told(lines: Sequence[FigureLine]) -> str:
    """The figures in markdown: old → new, who says so, and a link to where it stands."""
    return "\n".join([f"# New and changed figures: {len(lines)}", "", *figure_table(lines)])


def figure_table(lines: Sequence[FigureLine]) -> list[str]:
    """The lines of a table of figures."""
    rows = [_told(line) for line in lines[:MOST_ROWS]]
    return [*table(("deal", "figure", "old → new", "who says so", "change", "article"), rows), *more(len(lines))]


def more(rows: int) -> list[str]:
    """Where the rest is, when there are more rows than a page shows."""
    return [f"and {rows - MOST_ROWS} more: `safqa changes`", ""] if rows > MOST_ROWS else []


def _told(line: FigureLine) -> str:
    value = f"{plain(line.old)} → **{plain(line.new)}**" if line.old else f"**{plain(line.new)}**"
    link = f"[{plain(line.publisher)}, {line.told}](<{address(line.url)}>)"
    cells = (plain(line.deal), plain(line.figure), value, plain(line.says), plain(line.change), link)
    return row(cells)


def run_report(report: RunReport) -> str:
    """The run in markdown: articles and pages by outcome, whose texts were read, each feed, and what fell out."""
    articles = [f"| {outcome} | {n} |" for outcome, n in sorted(report.stored.outcomes.items())]
    texts = [f"| {place} | {n} |" for place, n in sorted(report.texts.items())]
    pages = [f"| {outcome} | {n} |" for outcome, n in sorted(report.pages.items())]
    feeds = [_feed_row(poll) for poll in report.polls]
    faults = [f"* {plain(isolate(fault))}" for fault in report.stored.faults]
    return "\n".join(
        [
            f"# {changed(report)}",
            "",
            *table(("articles", "number"), articles),
            *table(("text of", "number"), texts),
            *table(("pages", "number"), pages),
            *table(("feed", "outcome", "entries", "detail"), feeds),
            *faults,
        ]
    )


def _feed_row(poll: Poll) -> str:
    name, detail = plain(isolate(poll.source.name)), plain(isolate(poll.detail))
    return f"| {name} | {poll.outcome} | {poll.entries} | {detail} |"
