"""`safqa extract`: the deals of texts, without database and without Prefect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk import intake
from desk.terminal import put, say
from safqa.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from safqa.interchange import TextRow

HELP = """Read deals out of texts: JSON Lines or one plain text in, JSON Lines out.

Rows are {"id", "text", "title"?, "published"?, "lang"?}; answers are {"id", "lang", "relevant", "deals"}, in which
every figure stands with its quote and the quote's place in the text.

Examples:

    safqa extract article.txt

    safqa extract articles.jsonl > deals.jsonl

    safqa extract --explain article.txt

    echo "استثمرت ميتا 14 مليار دولار في شركة Scale AI" | safqa extract

A CAMeL model of names is used where you have installed it (`camel_data -i ner-arabert`); see docs/camel-data.md.
"""


def extract(
    file: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="JSON Lines or plain text; - reads standard input.")
    ] = "-",
    explain: Annotated[bool, typer.Option("--explain", help="For people: each fact with its rule and quote.")] = False,
    amounts: Annotated[
        bool, typer.Option("--amounts", help="Every amount and percentage of each text instead of its deals.")
    ] = False,
) -> None:
    """Writes one line (or, with --explain, one block) an article; a bad row is named and the rest is done."""
    bad = 0
    answer = _answerer(explain=explain, amounts=amounts)
    for row in _rows(file):
        if isinstance(row, InputError):
            bad += 1
            say(str(row))
        else:
            if not amounts:
                _warn_if_long(row)
            put(answer(row))
    if bad:
        raise typer.Exit(1)


def _warn_if_long(row: TextRow) -> None:
    from safqa.extraction import LONGEST

    if len(row.text) > LONGEST:
        say(f"{row.id}: the text has {len(row.text):,} characters; deals are read from the first {LONGEST:,}")


def _rows(file: str) -> Iterator[TextRow | InputError]:
    from safqa.interchange import TextRow, text_from_row

    data = intake.read(file)
    if not intake.holds_rows(data):
        yield TextRow(id=file, text=intake.plain_text(data, file))
        return
    for place, row in intake.rows(data, file):
        if isinstance(row, InputError):
            yield row
            continue
        try:
            yield text_from_row(row, place)
        except InputError as fault:
            yield fault


def _answerer(*, explain: bool, amounts: bool) -> Callable[[TextRow], str]:
    if amounts:
        return _amounts
    return _explanation if explain else _deals


def _deals(row: TextRow) -> str:
    from safqa.extraction import extract as read_deals
    from safqa.shapes import deal_shape, to_json

    found = read_deals(row.text, title=row.title, published=row.published, lang=row.lang)
    deals = [deal_shape(d) for d in found.deals]
    return to_json({"id": row.id, "lang": found.lang, "relevant": found.relevant, "deals": deals})


def _explanation(row: TextRow) -> str:
    from desk.explanation import explain
    from safqa.extraction import extract as read_deals

    found = read_deals(row.text, title=row.title, published=row.published, lang=row.lang)
    return explain(row.id, found)


def _amounts(row: TextRow) -> str:
    from safqa.extraction.amounts import find_amounts
    from safqa.shapes import number, to_json
    from safqa.text import normalise

    text = normalise(row.text)
    found: list[dict[str, Any]] = []
    for amount in find_amounts(text):
        quote = text.quote(amount.start, amount.end)
        found.append(
            {
                "low": number(amount.low),
                "high": number(amount.high),
                "unit": amount.unit,
                "qualifier": amount.qualifier.value,
                "quote": quote.text,
                "start": quote.start,
                "end": quote.end,
                "step": number(amount.step),
                "former": amount.former,
                "conversion": amount.conversion,
                "recurring": amount.recurring,
                "per_share": amount.per_share,
            }
        )
    return to_json({"id": row.id, "amounts": found})
