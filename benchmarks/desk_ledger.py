"""A made-up ledger of any size, written straight into the tables: what the desk is measured on.

Each deal has three articles, ten claims, two merged figures, two parties and six changes, half of them suppressed; one
deal in five has a state that ended. Companies take part by rank: the first in one deal of ten, most in few. It is
nobody's news, and nothing follows from anything: enough to be listed, searched and shown.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from safqa.ledger.severity import Severity
from safqa.model import ChangeKind, DealType, Status
from storage import models

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.engine import Database

ARTICLES, CLAIMS, CHANGES = 3, 10, 6  # of a deal
COMPANIES_A_DEAL = 0.2  # a ledger of 100,000 deals names 20,000 companies
OUTLETS = 60
_AT_ONCE = 2_000  # deals a transaction: 90,000 rows
_START = datetime(2020, 1, 1, tzinfo=UTC)
_DAYS = 5 * 365
_TYPES, _STATUSES = [*DealType], [*Status]
_SEVERITIES = [*Severity]
_KINDS = [*ChangeKind][:13]  # those that the world does; the rest is ours
_WORDS = ("Nova", "Delta", "Atlas", "Orion", "Vertex", "Lumen", "Sable", "Quanta", "نواة", "أفق")

Rows = dict[type[models.Base], list[dict[str, Any]]]


def fill(database: Database, deals: int, tell: Callable[[int], None]) -> None:
    """Writes so many deals into an empty database; `tell` takes how many there are so far."""
    write(database, _companies(max(2, int(deals * COMPANIES_A_DEAL))))
    write(database, _outlets(deals))
    for first in range(0, deals, _AT_ONCE):
        some: Rows = {}
        for number in range(first, min(first + _AT_ONCE, deals)):
            _deal(some, number, deals)
        write(database, some)
        tell(min(first + _AT_ONCE, deals))


def write(database: Database, rows: Rows) -> None:
    """Inserts rows, a table after the other."""
    with database.write() as connection:
        for table, some in rows.items():
            connection.execute(insert(table), some)


def company(number: int) -> str:
    """The name of a company."""
    return f"{_WORDS[number % len(_WORDS)]} {number}"


def deal_id(number: int) -> str:
    """The id of a deal."""
    return f"d{number:08d}"


def company_id(number: int) -> str:
    """The id of a company."""
    return f"o{number:08d}"


def told_at(number: int, deals: int) -> datetime:
    """When a deal of so many was first told of: they are spread over five years."""
    return _START + timedelta(days=_DAYS * number / deals)


def outlet(number: int) -> str:
    """The name of a publisher."""
    return f"Outlet {number % OUTLETS}"


def _key(kind: int, number: int) -> str:
    return f"{kind:02x}{number * 2654435761 % 2**64:016x}{number:014x}"  # scattered, as hashes are


def _companies(number: int) -> Rows:
    ids = range(number)
    return {
        models.Organisation: [{"id": company_id(n), "key": company(n).lower(), "recorded_at": _START} for n in ids],
        models.OrganisationName: [
            {"organisation_id": company_id(n), "name": company(n), "folded": company(n).lower(), "recorded_at": _START}
            for n in ids
        ],
    }


def _outlets(deals: int) -> Rows:
    latest = _START + timedelta(days=_DAYS + 9 * ARTICLES)
    counts = Counter(outlet(number) for number in range(deals * ARTICLES))
    return {models.Outlet: [{"name": name, "articles": n, "latest": latest} for name, n in counts.items()]}


def _deal(rows: Rows, number: int, deals: int) -> None:
    chance = random.Random(number)  # noqa: S311 - the same ledger each time
    companies = max(2, int(deals * COMPANIES_A_DEAL))
    # The square of the square puts one deal of ten on the first ten-thousandth of the companies.
    picked = [int(chance.random() ** 4 * companies) for _ in range(3)]
    told = told_at(number, deals)
    moments = [told + timedelta(days=9 * n) for n in range(ARTICLES)]
    articles = [_article(rows, number * ARTICLES + n, moment, chance) for n, moment in enumerate(moments)]
    kind = chance.choice(_TYPES)
    _add(rows, models.Deal, id=deal_id(number), root_mention=articles[0], created_at=told)
    for mention in articles:
        _add(rows, models.DealMember, deal_id=deal_id(number), mention_key=mention, **_since(told))
    state = {
        "deal_id": deal_id(number),
        "type": kind,
        "stage": None,
        "target_id": company_id(picked[0]),
        "target_name": company(picked[0]),
        "first_reported": told,
    }
    if number % 5 == 0:
        ended = {"recorded_at": told, "closed_at": moments[-1]}
        _add(rows, models.DealState, **state, status=Status.RUMOURED, last_reported=told, articles=1, **ended)
    status = chance.choice(_STATUSES)
    latest = {"last_reported": moments[-1], "articles": ARTICLES}
    _add(rows, models.DealState, **state, status=status, **latest, **_since(moments[-1]))
    for place, one in enumerate(dict.fromkeys(picked[1:])):
        party = {"organisation_id": company_id(one), "name": company(one), "role": "investor"}
        _add(rows, models.DealParty, deal_id=deal_id(number), place=place, **party, **_since(told))
    size = round(10 ** chance.uniform(6, 11))
    _figures(rows, number, size, told, chance)
    claims = [_claim(rows, number * CLAIMS + n, articles[n % ARTICLES], size, moments[-1]) for n in range(CLAIMS)]
    credited = [_credited(number * CLAIMS + n) for n in range(CLAIMS)]
    published = [outlet(number * ARTICLES + n) for n in range(ARTICLES)]
    for source in dict.fromkeys(filter(None, (*published, *credited))):
        _add(rows, models.DealSource, deal_id=deal_id(number), source=source, **_since(told))
    for n in range(CHANGES):
        _change(rows, number * CHANGES + n, claims, moments, chance)


def _article(rows: Rows, number: int, told: datetime, chance: random.Random) -> str:
    article, version, run, mention = (_key(kind, number) for kind in (1, 2, 3, 4))
    url, site = f"https://outlet{number % OUTLETS}.example/{number}", f"outlet{number % OUTLETS}.example"
    _add(rows, models.Article, key=article, url=url, site=site, first_seen_at=told)
    said = {"title": f"Article {number}", "text": f"Text {number}.", "lang": "en", "publisher": outlet(number)}
    moments = {"published_at": told, "seen_at": told, "told_at": told}
    _add(rows, models.ArticleVersion, key=version, article_key=article, content_key=version, **said, **moments)
    read = {"extractor": "given", "config": "made", "lang": "en", "relevant": True, **_since(told)}
    _add(rows, models.ExtractionRun, key=run, version_key=version, **read)
    _add(rows, models.Mention, key=mention, article_key=article, family="money", anchor="it", ordinal=0)
    telling = {"type": chance.choice(_TYPES), "status": Status.ANNOUNCED, "target_name": "it", "polarity": "asserted"}
    lists: dict[str, list[str]] = {"target_surface": [], "parties": [], "reasons": []}
    _add(rows, models.Telling, mention_key=mention, run_key=run, background=False, **telling, **lists)
    return mention


def _figures(rows: Rows, number: int, size: float, told: datetime, chance: random.Random) -> None:
    for place, (metric, times) in enumerate((("amount", 1), ("valuation", 7))):
        slot = {"metric": metric, "scope": "whole", "party": None, "basis": None, "unit": "USD", "qualifier": "exact"}
        sources = [outlet(chance.randrange(OUTLETS))]
        ends = {"low": size * times, "high": size * times, "sources": sources}
        _add(rows, models.DealFigure, deal_id=deal_id(number), place=place, **slot, **ends, **_since(told))


def _claim(rows: Rows, number: int, mention: str, size: float, told: datetime) -> tuple[str, str]:
    claim = _key(5, number)
    slot = {"metric": "amount", "scope": "whole", "party": None, "basis": None, "unit": "USD", "qualifier": "exact"}
    said = {"source": _credited(number), "polarity": "asserted", "former": False}
    _add(rows, models.Claim, key=claim, mention_key=mention, low=size, high=size, **slot, **said)
    article = int(mention[-14:], 16)
    where = {"quote": None, "prefix": None, "suffix": None, "start": None, "end": None, "seen_at": told}
    _add(rows, models.Sighting, claim_key=claim, run_key=_key(3, article), ordinal=number % CLAIMS, rule="", **where)
    return claim, _key(2, article)


def _credited(claim: int) -> str | None:
    return outlet(claim) if claim % 4 == 0 else None


def _change(
    rows: Rows, number: int, claims: list[tuple[str, str]], moments: list[datetime], chance: random.Random
) -> None:
    deal, place = number // CHANGES, (number + 1) % CLAIMS
    before, (after, version) = claims[number % CLAIMS][0], claims[place]
    brought = {"publisher": outlet(deal * ARTICLES + place % ARTICLES), "source": _credited(deal * CLAIMS + place)}
    kind = "new_deal" if number % CHANGES == 0 else chance.choice(_KINDS[1:])
    figure = {"metric": "amount", "before_claim": before, "after_claim": after}
    said = {"reason_en": "Made up.", "reason_ar": "مختلق.", "severity": chance.choice(_SEVERITIES), "official": False}
    suppressed = "echo" if number % 2 else None
    _add(
        rows,
        models.Change,
        key=f"c{number:010d}",
        deal_id=deal_id(deal),
        kind=kind,
        rule="made",
        version_key=version,
        suppressed=suppressed,
        told_at=moments[number % CHANGES % ARTICLES],
        **brought,
        **figure,
        **said,
        **_since(moments[-1]),  # as the live state of its deal
    )


def _since(moment: datetime) -> dict[str, Any]:
    return {"recorded_at": moment, "closed_at": None}


def _add(rows: Rows, table: type[models.Base], **row: Any) -> None:
    rows.setdefault(table, []).append(row)
