"""A small ledger in which everything happens that docs/sql.md asks about; companies are real, their deals are not."""

from dataclasses import replace
from datetime import date
from typing import Any

from safqa.model import Article, DealMention, DealType, Party, Polarity, Qualifier, Quote, Role, Stage, Status
from storage.engine import Database
from storage.ingest import given, ingest
from storage.judgements import Verdict, Word, judge_claim
from storage.queries import deal, deals
from storage.rates import DAILY, store_rates

ROUND, PURCHASE = DealType.FUNDING_ROUND, DealType.ACQUISITION
VALUATION = {"metric": "valuation"}
TEXT = "A round led by Lightspeed values Anthropic at $300 billion."
WORDS = Quote("$300 billion", 46, 58)


def articles(make: Any) -> list[Article]:
    """From 1 June 2025 on; `make.day(30)` is the first of July."""
    figure, mention = make.figure, make.mention

    def told(publisher: str, day: float, *mentions: DealMention, **more: Any) -> Article:
        name = f"{publisher.lower().replace(' ', '-')}-{day}"
        told = {"publisher": publisher, "published": make.day(day), "title": f"{publisher} {day}", **more}
        return make.article(name, *mentions, **told)

    def party(found: DealMention, role: Role) -> DealMention:
        return replace(found, parties=tuple(Party(p.name, p.surface, role) for p in found.parties))

    def round_of(target: str, investor: str, *figures: Any, **more: Any) -> DealMention:
        return party(mention(*figures, target=target, parties=[investor], type=ROUND, **more), Role.LEAD_INVESTOR)

    def purchase(target: str, buyer: str, *figures: Any, **more: Any) -> DealMention:
        return party(mention(*figures, target=target, parties=[buyer], type=PURCHASE, **more), Role.ACQUIRER)

    def scale(*figures: Any, **more: Any) -> DealMention:
        return party(mention(*figures, **more), Role.INVESTOR)

    def fund(found: Any) -> DealMention:
        whole = mention(found, target="Humain", parties=["Public Investment Fund"], type=DealType.FUND)
        return party(whole, Role.BACKER)

    denied = {"status": Status.DENIED, "polarity": Polarity.DENIED}
    return [
        # Talks, a figure that hardens, an official word, the end: Bloomberg is first, in June.
        told("Bloomberg", 0, scale(figure(10e9, qualifier=Qualifier.AT_LEAST), status=Status.IN_TALKS)),
        told("Reuters", 4, scale(figure(14e9, step=1e9, source="The Information"), status=Status.IN_TALKS)),
        told("Bloomberg", 5, scale(figure(14.3e9, step=1e8), status=Status.IN_TALKS)),
        told("Scale AI", 9, scale(figure(14.3e9, step=1e8), figure(49, metric="stake", unit="percent"))),
        told("Reuters", 40, scale(figure(14.3e9, step=1e8), status=Status.COMPLETED)),
        # A round in euros that one paper knows of, after the second quarter.
        told("Reuters", 35, round_of("Mistral AI", "ASML", figure(2e9, unit="EUR"), stage=Stage.SERIES_C)),
        # Two papers, two valuations.
        told("Bloomberg", 10, round_of("Anthropic", "Lightspeed", figure(300e9, quote=WORDS, **VALUATION)), text=TEXT),
        told("The Information", 11, round_of("Anthropic", "Lightspeed", figure(340e9, **VALUATION))),
        # A rumour that is denied for good, and one that comes true.
        told("Bloomberg", 12, purchase("Perplexity", "Apple", figure(14e9), status=Status.RUMOURED)),
        told("Apple", 13, purchase("Perplexity", "Apple", **denied)),
        told("CNBC", 14, purchase("Windsurf", "OpenAI", figure(3e9), status=Status.RUMOURED)),
        told("OpenAI", 15, purchase("Windsurf", "OpenAI", **denied)),
        told("OpenAI", 24, purchase("Windsurf", "OpenAI", figure(3e9))),
        # A figure that one paper raises, in riyals; a rumour of which nothing comes; a figure that is held for wrong.
        told("Asharq", 16, fund(figure(30e9, unit="SAR"))),
        told("Asharq", 18, fund(figure(37.5e9, unit="SAR"))),
        told("Reuters", 19, purchase("Hugging Face", "Nvidia", status=Status.RUMOURED)),
        told("TechCrunch", 20, purchase("Rockset", "OpenAI", figure(99e9), status=Status.CANCELLED)),
    ]


def fill(database: Database, make: Any) -> None:
    """Fill an empty database with it."""
    store_rates(database, {date(2025, 7, 4): {"EUR": 0.8}}, DAILY, make.day(33))
    for number, one in enumerate(sorted(articles(make), key=lambda one: one.published or make.start)):
        ingest(database, [given(one)], seen_at=make.day(50 + number))
    wrong = deal(database, deals(database, company="Rockset")[0].id).claims[0].id
    judge_claim(database, Verdict.WRONG, wrong, Word("sara", "millions, not billions", make.day(80)))
