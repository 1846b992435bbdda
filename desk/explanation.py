"""What `safqa extract --explain` shows: each fact of each deal with its rule and the words it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.wording import amount, isolate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safqa.model import DealMention, Extraction, Figure, Quote


def explain(name: str, found: Extraction) -> str:
    """A block of text on one article."""
    if not found.deals:
        return f"{name} ({found.lang}): no deal"
    head = f"{name} ({found.lang}): {len(found.deals)} deal{'s' if len(found.deals) > 1 else ''}"
    return "\n".join([head, *(line for n, deal in enumerate(found.deals, 1) for line in _deal(n, deal))])


def _deal(n: int, deal: DealMention) -> Iterator[str]:
    target = isolate(deal.target.name) if deal.target else "no target"
    parties = ", ".join(isolate(p.name) + (f" ({p.role})" if p.role else "") for p in deal.parties) or "no party named"
    marks = "".join([", background" if deal.background else "", f", {deal.stage}" if deal.stage else ""])
    yield f"\n{n}. {deal.type}, {deal.status}{marks}: {target} / {parties}"
    for reason in deal.reasons:
        yield _fact(reason.fact, reason.rule, reason.quote)
    for figure in deal.figures:
        yield _fact(_figure(figure), figure.rule, figure.quote)


def _figure(figure: Figure) -> str:
    credit = f", says {isolate(figure.source)}" if figure.source else ""
    former = ", former" if figure.former else ""
    return f"{figure.metric} {amount(figure.low, figure.high, figure.unit, figure.qualifier)}{credit}{former}"


def _fact(fact: str, rule: str, quote: Quote | None) -> str:
    evidence = f"  {isolate(f'«{quote.text}»')} [{quote.start}, {quote.end})" if quote else ""
    return f"   {fact}  <- {rule or 'no rule named'}{evidence}"
