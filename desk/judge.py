"""`safqa judge`: people's word on deals, figures and companies, and how it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from desk.configuration import open_deals
from desk.judging import judge, word_of
from desk.output import Format, FormatOption, write_list
from safqa.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

app = typer.Typer(
    no_args_is_help=True,
    help="Your word on deals, figures and companies: it goes before what Safqa finds, and holds until you undo it.",
)

SAME_HELP = """Say that two deals are one and the same.

All articles of both are held together from now on; the older id stays, the other one answers with it.

Examples:

    safqa judge same d4q1mrz8k d9x2kfw3b

    safqa judge same d4q1mrz8k d9x2kfw3b --reason "both are the round of May" --dry-run
"""

DIFFERENT_HELP = """Say that two deals are two, also where Safqa put them together.

Examples:

    safqa judge different d4q1mrz8k d9x2kfw3b
"""

SPLIT_HELP = """Say which articles do not belong to a deal: they tell of another.

Examples:

    safqa judge split d4q1mrz8k https://example.org/news/17

    safqa judge split d4q1mrz8k https://example.org/news/17 https://example.org/news/18 --dry-run
"""

WRONG_HELP = """Say that a figure is wrong: it is kept and marked, but no longer shown in the deal, compared or flagged.

`safqa deal ID` lists the ids of figures; the first letters are enough.

Examples:

    safqa judge wrong 3f9a2c71 --reason "the text says Korean won"
"""

RIGHT_HELP = """Say that a figure is right: the deal shows it, whatever others say.

`safqa deal ID` lists the ids of figures; the first letters are enough.

Examples:

    safqa judge right 3f9a2c71
"""

SAME_COMPANY_HELP = """Say that two names stand for one company.

Examples:

    safqa judge same-company "Public Investment Fund" "صندوق الاستثمارات العامة"
"""

DIFFERENT_COMPANY_HELP = """Say that two names stand for two companies, however alike they sound.

Examples:

    safqa judge different-company "Waha" "Waha Data Centers"
"""

LIST_HELP = """The judgements that hold, the latest first.

Examples:

    safqa judge list

    safqa judge list --all --format json
"""

UNDO_HELP = """Withdraw a judgement; the deals are then as Safqa finds them without it. What it replaced holds again.

Examples:

    safqa judge undo j12
"""

By = Annotated[str | None, typer.Option("--by", help="Who says so; default: the name you are logged in by.")]
Reason = Annotated[str | None, typer.Option(help="Why, in a few words.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would become different; keep nothing.")]
OneDeal = Annotated[str, typer.Argument(metavar="DEAL", help="The id of a deal, as `safqa deals` lists it.")]
Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="The id of a figure, or its first letters.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A name, as `safqa deals` shows it.")]


@app.command("same", help=SAME_HELP)
def same(
    one: OneDeal,
    other: OneDeal,
    by: By = None,
    reason: Reason = None,
    dry_run: DryRun = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Holds two deals for one."""
    from storage.judgements import Verdict, judge_deals

    word = word_of(by, reason)
    judge(lambda database: judge_deals(database, Verdict.SAME, one, other, word, dry_run=dry_run), form, dry_run)


@app.command("different", help=DIFFERENT_HELP)
def different(
    one: OneDeal,
    other: OneDeal,
    by: By = None,
    reason: Reason = None,
    dry_run: DryRun = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Holds two deals for two."""
    from storage.judgements import Verdict, judge_deals

    word = word_of(by, reason)
    judge(lambda database: judge_deals(database, Verdict.NOT_SAME, one, other, word, dry_run=dry_run), form, dry_run)


@app.command("split", help=SPLIT_HELP)
def split(
    deal: OneDeal,
    urls: Annotated[list[str], typer.Argument(metavar="URL…", help="Articles that do not belong to it.")],
    by: By = None,
    reason: Reason = None,
    dry_run: DryRun = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Parts articles from a deal."""
    from storage.judgements import split_deal

    word = word_of(by, reason)
    judge(lambda database: split_deal(database, deal, urls, word, dry_run=dry_run), form, dry_run)


@app.command("wrong", help=WRONG_HELP)
def wrong(
    claim: Claim, by: By = None, reason: Reason = None, dry_run: DryRun = False, form: FormatOption = Format.TABLE
) -> None:
    """Holds a figure for wrong."""
    from storage.judgements import Verdict, judge_claim

    word = word_of(by, reason)
    judge(lambda database: judge_claim(database, Verdict.WRONG, claim, word, dry_run=dry_run), form, dry_run)


@app.command("right", help=RIGHT_HELP)
def right(
    claim: Claim, by: By = None, reason: Reason = None, dry_run: DryRun = False, form: FormatOption = Format.TABLE
) -> None:
    """Holds a figure for right."""
    from storage.judgements import Verdict, judge_claim

    word = word_of(by, reason)
    judge(lambda database: judge_claim(database, Verdict.RIGHT, claim, word, dry_run=dry_run), form, dry_run)


@app.command("same-company", help=SAME_COMPANY_HELP)
def same_company(
    one: Name,
    other: Name,
    by: By = None,
    reason: Reason = None,
    dry_run: DryRun = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Holds two names for one company."""
    from storage.judgements import Verdict, judge_companies

    word = word_of(by, reason)
    judge(lambda database: judge_companies(database, Verdict.SAME, one, other, word, dry_run=dry_run), form, dry_run)


@app.command("different-company", help=DIFFERENT_COMPANY_HELP)
def different_company(
    one: Name,
    other: Name,
    by: By = None,
    reason: Reason = None,
    dry_run: DryRun = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Holds two names for two companies."""
    from storage.judgements import Verdict, judge_companies

    word = word_of(by, reason)
    judge(
        lambda database: judge_companies(database, Verdict.NOT_SAME, one, other, word, dry_run=dry_run), form, dry_run
    )


@app.command("list", help=LIST_HELP)
def list_judgements(
    everything: Annotated[bool, typer.Option("--all", help="Also those that hold no more.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Lists judgements."""
    from storage.judgements import judgements
    from storage.shapes import judgement_json

    with open_deals(Settings()) as database:
        found = judgements(database, ended=everything)

    def table() -> RenderableType:
        from desk.tables import judgements_table

        return judgements_table(found)

    write_list([judgement_json(row) for row in found], form, table)


@app.command("undo", help=UNDO_HELP)
def undo(
    judgement: Annotated[str, typer.Argument(metavar="N", help="The id of a judgement, as `safqa judge list` has it.")],
    dry_run: DryRun = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Takes a judgement back."""
    from datetime import UTC, datetime

    from storage.judgements import undo as take_back

    judge(lambda database: take_back(database, judgement, datetime.now(UTC), dry_run=dry_run), form, dry_run)
