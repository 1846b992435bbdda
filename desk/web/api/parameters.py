"""What may be asked for in the address of a request; a name that nobody knows is refused, since it may be mistyped."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from safqa.ledger.severity import Severity
from safqa.model import ChangeKind, DealType, Metric, Status
from safqa.moments import from_iso
from storage.pages import ChangeFilter, DealFilter

# As many rows are answered in 20 ms; what fits on a screen is asked for most.
_MOST, _USUAL = 200, 50

Moment = Annotated[
    datetime,
    BeforeValidator(from_iso),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}),
]
# A database compares no NUL; the longest names of companies have some 150 letters.
Words = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]
Size = Annotated[float, Field(ge=0, le=1e20, allow_inf_nan=False)]


class Form(StrEnum):
    """How a list is written."""

    JSON = "json"
    CSV = "csv"


class Paged(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(_USUAL, ge=1, le=_MOST, description="rows a page")
    cursor: Annotated[str, Field(max_length=1000)] | None = Field(
        None, description="where to go on: as `next` of the page before has it"
    )
    form: Form | None = Field(None, alias="format", description="else by the Accept header: JSON, or text/csv")


class Counted(Paged):
    """A list whose rows can be counted."""

    count: bool = Field(False, description="with `total`, which takes a moment longer")


class DealQuery(Counted):
    """Which deals."""

    company: Words | None = Field(None, description="in any spelling; whole words of a name do", examples=["Scale AI"])
    type: DealType | None = Field(None, description="of this type")
    status: Status | None = Field(None, description="at this status")
    metric: Metric | None = Field(None, description="with a figure of this metric")
    minimum: Size | None = Field(
        None, alias="min", description="with a figure that reaches this number, in its own unit", examples=[1e9]
    )
    maximum: Size | None = Field(None, alias="max", description="with a figure that does not begin beyond this number")
    source: Words | None = Field(None, description="told by this publisher, or on its word", examples=["Reuters"])
    since: Moment | None = Field(None, description="told of at or after this moment", examples=["2025-06-01"])
    until: Moment | None = Field(None, description="last told of before this moment")
    as_of: Moment | None = Field(None, description="as Safqa knew it at this moment")

    def wanted(self) -> DealFilter:
        """The same for the database."""
        return DealFilter(**self.model_dump(exclude={"limit", "cursor", "form", "count"}))


class ChangeQuery(Counted):
    """Which changes."""

    company: Words | None = Field(None, description="of deals of this company", examples=["Scale AI"])
    type: DealType | None = Field(None, description="of deals of this type")
    kind: ChangeKind | None = Field(None, description="of this kind")
    severity: Severity | None = Field(None, description="of this severity")
    minimum: Size | None = Field(None, alias="min", description="of deals with a figure that reaches this number")
    maximum: Size | None = Field(None, alias="max", description="of deals with a figure that begins at most here")
    source: Words | None = Field(None, description="brought by this publisher, or its word", examples=["Reuters"])
    since: Moment | None = Field(None, description="told at or after this moment", examples=["2025-06-01"])
    until: Moment | None = Field(None, description="told before this moment")
    as_of: Moment | None = Field(None, description="as Safqa knew it at this moment")
    told_by: Moment | None = Field(None, description="told at or before this moment")
    suppressed: bool = Field(False, description="also what was kept but not flagged, with the reason")

    def wanted(self) -> ChangeFilter:
        """The same for the database."""
        return ChangeFilter(**self.model_dump(exclude={"limit", "cursor", "form", "count"}))


class CompanyQuery(Paged):
    """Which companies."""

    name: Words | None = Field(None, description="in any spelling; whole words of a name do", examples=["Meta"])


class MomentQuery(BaseModel):
    """As of when."""

    model_config = ConfigDict(extra="forbid")

    as_of: Moment | None = Field(None, description="as Safqa knew it at this moment")
    told_by: Moment | None = Field(None, description="as far as articles had told by this moment; not with as_of")


class FormQuery(BaseModel):
    """How it is written."""

    model_config = ConfigDict(extra="forbid")

    form: Form | None = Field(None, alias="format", description="else by the Accept header: JSON, or text/csv")
