"""What the tools may be asked with: types, bounds, and the words by which an assistant chooses."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from desk.web.api.parameters import Moment, Size, Words
from safqa.ledger.severity import Severity
from safqa.model import ChangeKind, DealType, Metric, Status

# A deal has some 400 tokens with its evidence: ten leave room for thought, more than 100 no assistant reads.
USUAL, MOST = 10, 100

Company = Annotated[
    Words | None,
    Field(description="name of a company that takes part, in any spelling or script; whole words do"),
]
Type = Annotated[DealType | None, Field(description="type of the deal")]
At = Annotated[Status | None, Field(description="how far the deal is")]
Measure = Annotated[Metric | None, Field(description="only with a figure of this metric")]
Minimum = Annotated[
    Size | None,
    Field(description="only deals with a figure that reaches this plain number (1e9) in its own unit; no conversion"),
]
Maximum = Annotated[Size | None, Field(description="only deals with a figure that does not begin beyond this number")]
Source = Annotated[
    Words | None, Field(description="told by this publisher, or on its word, spelled as in the ledger (Reuters)")
]
Since = Annotated[Moment | None, Field(description="told at or after this moment (ISO 8601, UTC without a zone)")]
Until = Annotated[Moment | None, Field(description="told before this moment")]
LearnedAfter = Annotated[
    Moment | None,
    Field(description="learned by Safqa after this moment, whenever told: for 'what is new since'"),
]
AsOf = Annotated[Moment | None, Field(description="as Safqa knew it at this moment")]
ToldBy = Annotated[Moment | None, Field(description="as far as articles had told by this moment; not with as_of")]
Kind = Annotated[ChangeKind | None, Field(description="kind of change")]
Weight = Annotated[Severity | None, Field(description="severity of the change")]
Suppressed = Annotated[bool, Field(description="also what was kept but not flagged, with the reason in `suppressed`")]
Count = Annotated[bool, Field(description="with `total`: how many there are; 1000 stands for that many or more")]
DealId = Annotated[
    str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]+$", description="id of the deal, as find_deals gives it")
]
Name = Annotated[Words | None, Field(description="name of the company, in any spelling or script; whole words do")]
Limit = Annotated[int, Field(ge=1, le=MOST, description="at most so many rows an answer")]
Cursor = Annotated[
    str | None,
    Field(max_length=1000, description="`next` of the answer before, to read on; the rest stays as it was"),
]
