"""Deals, claims and changes as tables on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from flows.wording import amount, change_value, day, deal_name, isolate, slot_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from safqa.model import Article
    from storage.judgements import AboutRow, JudgementRow
    from storage.rows import ArticleRow, ChangeRow, ClaimRow, DealDetail, DealRow, FigureRow

# Of the 32 characters of a claim's id; among a million claims, two of a deal begin alike with a chance of one in 10^8.
_CLAIM_ID = 12


def deals_table(deals: Sequence[DealRow]) -> RenderableType:
    """One line a deal, its figures under each other."""
    if not deals:
        return Text("no deals")
    rows = (
        (
            d.id,
            deal_name(d.target, d.parties),
            d.type + (f" {d.stage}" if d.stage else ""),
            d.status,
            "\n".join(map(_figure, d.figures)) or "–",
            day(d.last_reported),
            str(d.articles),
        )
        for d in deals
    )
    return _table(("id", "deal", "type", "status", "figures (whose word)", "last told", "articles"), rows)


def changes_table(changes: Sequence[ChangeRow]) -> RenderableType:
    """One line a change; what was suppressed says why."""
    if not changes:
        return Text("no changes")
    rows = (
        (
            day(c.published_at if c.url else c.detected_at),
            c.kind if c.suppressed is None else f"({c.kind}: {c.suppressed})",
            c.deal.id,
            deal_name(c.deal.target, c.deal.parties),
            change_value(c),
            isolate(c.publisher or "–"),
            isolate(c.reason_en),
        )
        for c in changes
    )
    return _table(("told", "change", "id", "deal", "what", "told by", "why"), rows)


def detail_view(detail: DealDetail) -> RenderableType:
    """A deal with everything that is known of it."""
    claims = _table(
        ("id", "claim", "value", "whose word", "told", "quote", "address"),
        (
            (c.id[:_CLAIM_ID], slot_name(c), _claimed(c), isolate(c.origin), day(c.published_at), _quote(c), c.url)
            for c in detail.claims
        ),
    )
    articles = _table(
        ("article", "publisher", "told", "address"),
        ((isolate(a.title or "–"), isolate(a.publisher or "–"), _told(a), a.url) for a in detail.articles),
    )
    done = sorted((*detail.history, *detail.arrivals), key=lambda change: change.detected_at)
    history = [changes_table(done)] if done else []
    return Group(deals_table([detail.deal]), claims, changes_table(detail.changes), articles, *history)


def judgements_table(judgements: Sequence[JudgementRow]) -> RenderableType:
    """One line a judgement, what it is about under each other."""
    if not judgements:
        return Text("no judgements")
    rows = (
        (
            j.id,
            j.verdict.replace("_", " "),
            "\n".join(map(_about, j.about)),
            isolate(j.by),
            day(j.created_at) + (f", until {day(j.deleted_at)}" if j.deleted_at else ""),
            isolate(j.reason or "–"),
        )
        for j in judgements
    )
    return _table(("id", "verdict", "about", "by", "said", "why"), rows)


def _about(about: AboutRow) -> str:
    return " ".join(word for word in (about.id[:_CLAIM_ID], isolate(about.name), about.url) if word)


def articles_table(articles: Sequence[Article]) -> RenderableType:
    """One line an article, with the length of its text."""
    rows = (
        (day(a.published), isolate(a.title or "–"), isolate(a.publisher or "–"), f"{len(a.text):,}", a.url)
        for a in articles
    )
    return _table(("told", "article", "publisher", "letters", "address"), rows)


def _figure(figure: FigureRow) -> str:
    value = amount(figure.low, figure.high, figure.unit, figure.qualifier)
    sources = ", ".join(map(isolate, figure.sources))
    return f"{slot_name(figure)} {value} ({sources})"


def _told(article: ArticleRow) -> str:
    withdrawn = f", withdrawn {day(article.withdrawn_at)}" if article.withdrawn_at else ""
    return day(article.published_at) + withdrawn


def _claimed(claim: ClaimRow) -> str:
    value = amount(claim.low, claim.high, claim.unit, claim.qualifier)
    marks = [claim.polarity] if claim.polarity != "asserted" else []
    marks += ["former"] if claim.former else []
    return ", ".join([value, *marks, *([f"judged {claim.judged}"] if claim.judged else [])])


def _quote(claim: ClaimRow) -> str:
    return isolate(f"«{claim.quote}»") if claim.quote else "–"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Cells are text, never markup: a headline may hold square brackets."""
    table = Table(*head, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*map(Text, row))
    return table
