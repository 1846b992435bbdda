"""The documents of the API as OpenAPI describes them: the shapes of docs/contract.md, which storage/shapes.py writes.

Answers are written by storage.shapes and not by these models, so that a deal is the same to the letter on the command
line and here; tests hold the two together.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

Number = int | float


class Document(BaseModel):
    """A document that has no further keys today; more may be added."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"additionalProperties": True})


class Organisation(Document):
    """The target of a deal."""

    id: str = Field(examples=["c7ak2m4"])
    name: str = Field(examples=["Scale AI"])


class Party(Organisation):
    """Who is on the other side."""

    role: str | None = Field(examples=["investor"])


class Range(Document):
    """A figure is an interval: equal ends where it is exact, null where it is open."""

    low: Number | None = Field(examples=[14_300_000_000])
    high: Number | None = Field(examples=[14_300_000_000])
    unit: str = Field(description="ISO 4217 code, or percent", examples=["USD"])
    qualifier: str = Field(description="exact, about, at_least, at_most, between, vague", examples=["exact"])


class Slot(Range):
    """An interval with what it measures."""

    metric: str = Field(description="amount, valuation, stake, total_raised", examples=["amount"])
    scope: str = Field(description="whole, party_share, tranche, debt", examples=["whole"])
    party: str | None = Field(description="whose share it is", examples=[None])
    basis: str | None = Field(description="pre_money, post_money; null: not said", examples=[None])


class Figure(Slot):
    """The live claims of one slot, merged."""

    sources: list[str] = Field(description="whose word it is, in the order told", examples=[["Bloomberg", "Meta"]])


class DealFacts(Document):
    """What a deal is, wherever it is shown."""

    id: str = Field(examples=["d3f8k2p7q"])
    type: str = Field(examples=["investment"])
    status: str = Field(examples=["announced"])
    stage: str | None = Field(examples=["series_f"])
    target: Organisation | None
    parties: list[Party]
    first_reported: datetime
    last_reported: datetime


class Deal(DealFacts):
    """A deal as a list shows it."""

    articles: int = Field(description="how many articles tell of it")
    figures: list[Figure]


class Claim(Slot):
    """One figure as one article version states it, with its evidence."""

    id: str
    polarity: str = Field(description="asserted, denied")
    former: bool = Field(description="told as the old value")
    source: str | None = Field(description="whom the text credits")
    publisher: str | None
    origin: str = Field(description="whose word it is")
    published_at: datetime | None
    seen_at: datetime
    url: str
    quote: str | None = Field(description="the words that prove it: text[start:end]")
    start: int | None
    end: int | None
    judged: str | None = Field(description="what people hold of it: right, wrong")


class Value(Range):
    """One side of a change."""

    source: str


class DealHead(Document):
    """What is shown of a deal beside a change."""

    id: str
    type: str
    target: Organisation | None
    parties: list[Party]


class Change(Document):
    """A flag: what became new or different."""

    id: str
    kind: str = Field(examples=["revised"])
    deal: DealHead
    metric: str | None
    before: Value | None
    after: Value | None
    from_: str | None = Field(alias="from", description="status, type or target before")
    to: str | None = Field(description="status, type, target or party after")
    url: str | None
    publisher: str | None
    published_at: datetime | None
    detected_at: datetime
    reason_en: str
    reason_ar: str
    severity: str = Field(examples=["high"])
    official: bool = Field(description="whether it is the word of a party, or of a regulator")
    suppressed: str | None = Field(description="why it is kept but not flagged")


class TellingArticle(Document):
    """An article that tells of a deal."""

    url: str
    title: str | None
    publisher: str | None
    published_at: datetime | None
    near_copy_of: str | None = Field(description="address of the text that it carries")
    withdrawn_at: datetime | None


class DealDetail(DealFacts):
    """A deal with everything that stands behind it."""

    figures: list[Figure]
    claims: list[Claim]
    changes: list[Change]
    articles: list[TellingArticle]
    history: list[Change] = Field(description="what the ledger did to the deal itself")


class Company(Document):
    """An organisation that takes part in deals."""

    id: str
    name: str
    names: list[str] = Field(description="every spelling met so far")
    deals: int = Field(description="how many deals it is the target of or a party to")


class Feed(Document):
    """A configured feed and its latest poll; null where no poll has told yet."""

    url: str
    name: str
    enabled: bool
    outcome: str | None
    detail: str | None
    last_polled: datetime | None
    next_poll: datetime | None
    entries: int | None
    new_entries: int | None
    duplicate_share: float | None
    silent_since: datetime | None
    silent: bool
    to_do: str | None = Field(description="what a person should do")


class DealPage(Document):
    """Deals, most recently reported first."""

    items: list[Deal]
    next: str | None = Field(description="address of the page that follows")
    total: int | None = Field(default=None, description="with count=true: how many there are; 1000: that many or more")


class ChangePage(Document):
    """Changes, most recently told first."""

    items: list[Change]
    next: str | None = Field(description="address of the page that follows")
    total: int | None = Field(default=None, description="with count=true: how many there are; 1000: that many or more")


class CompanyPage(Document):
    """Companies by name."""

    items: list[Company]
    next: str | None = Field(description="address of the page that follows")


class FeedPage(Document):
    """All feeds, in the order of their file."""

    items: list[Feed]
    next: None = None


class Problem(Document):
    """What went wrong (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(description="one line that says what to do")
