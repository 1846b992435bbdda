"""Article rows in: the JSON by which files and other extractors bring articles and deals to Safqa.

A row is one article, `{"url", "title", "text", "publisher", "published", "updated", "lang", "deals"}`, of which `url`
and `text` must be there (a row to be read without being stored needs only `text`). `deals` takes the format of
docs/annotation.md: other extractors plug in here, and what they say is taken at its word, apart from evidence, which
must stand in the text. Keys that Safqa does not know are ignored, so annotated articles are valid rows.

Whatever is wrong with a row is an `InputError` whose text is `place: what`, one line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from safqa.errors import InputError
from safqa.model import (
    Article,
    Basis,
    DealMention,
    DealType,
    Figure,
    Metric,
    Party,
    Polarity,
    Qualifier,
    Quote,
    Role,
    Scope,
    Stage,
    Status,
)
from safqa.moments import from_iso

if TYPE_CHECKING:
    from collections.abc import Iterable


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("is not an ISO 8601 date")  # noqa: TRY004 - pydantic reports ValueError with its place
    return from_iso(value)


def _storable(value: str) -> str:
    """Databases and UTF-8 refuse two things that JSON escapes can smuggle in."""
    if "\x00" in value:
        raise ValueError("holds a NUL character")
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise ValueError("holds half of a surrogate pair (\\ud800 to \\udfff)")
    return value


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty")
    return value


def _web_address(value: str) -> str:
    if not value.startswith(("http://", "https://")) or any(c.isspace() for c in value):
        raise ValueError("is not an http(s) address")
    return value


Str = Annotated[str, AfterValidator(_storable)]
Words = Annotated[Str, AfterValidator(_filled)]
Address = Annotated[Str, AfterValidator(_web_address)]
Moment = Annotated[datetime | None, BeforeValidator(_moment)]
# The database keeps 20 digits before the point.
Amount = Annotated[float, Field(ge=0, lt=1e20, allow_inf_nan=False, strict=True)]
Unit = Annotated[str, Field(pattern=r"^([A-Z]{3}|percent)$")]


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _PartyRow(_Row):
    name: Words
    surface: tuple[Words, ...] = ()
    role: Role | None = None


class _FigureRow(_Row):
    metric: Metric
    low: Amount | None = None
    high: Amount | None = None
    unit: Unit
    qualifier: Qualifier
    step: Amount | None = None
    source: Words | None = None
    scope: Scope = Scope.WHOLE
    party: Words | None = None
    basis: Basis | None = None
    polarity: Polarity = Polarity.ASSERTED
    former: bool = False
    quote: Words | None = None
    start: int | None = None
    end: int | None = None

    @model_validator(mode="after")
    def _interval(self) -> Self:
        if self.low is None and self.high is None:
            raise ValueError("has neither low nor high")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("has low above high")
        return self


class _DealRow(_Row):
    type: DealType
    status: Status
    target: _PartyRow | None = None
    parties: tuple[_PartyRow, ...] = ()
    stage: Stage | None = None
    figures: tuple[_FigureRow, ...] = ()
    background: bool = False
    polarity: Polarity = Polarity.ASSERTED


class _TextRow(_Row):
    id: str | int | None = None
    title: Str | None = None
    text: Words
    published: Moment = None
    lang: Words | None = None


class _ArticleRow(_TextRow):
    url: Address
    publisher: Words | None = None
    updated: Moment = None
    deals: tuple[_DealRow, ...] | None = None


R = TypeVar("R", bound=_Row)


def article_from_row(row: object, place: str) -> Article:
    """One row of `ingest` as an article; `place` ("articles.jsonl:12") opens the text of an `InputError`."""
    checked = _checked(_ArticleRow, row, place)
    return Article(
        url=checked.url,
        title=checked.title,
        text=checked.text,
        publisher=checked.publisher,
        published=checked.published,
        updated=checked.updated,
        lang=checked.lang,
        mentions=None if checked.deals is None else mentions_from(checked.deals, checked.text, place),
    )


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of `extract`: a text that is read and not stored, with the id under which its answer comes."""

    id: str
    text: str
    title: str | None = None
    published: datetime | None = None
    lang: str | None = None


def text_from_row(row: object, place: str) -> TextRow:
    """One row of `extract`, checked; a row without id answers under its place."""
    checked = _checked(_TextRow, row, place)
    return TextRow(
        id=place if checked.id is None else str(checked.id),
        text=checked.text,
        title=checked.title,
        published=checked.published,
        lang=checked.lang,
    )


def mentions_from(rows: Iterable[_DealRow], text: str, place: str) -> tuple[DealMention, ...]:
    """Checked deals of a row as mentions of its text, evidence verified."""
    return tuple(_mention(row, text, f"{place}: deals.{n}") for n, row in enumerate(rows))


def _mention(row: _DealRow, text: str, place: str) -> DealMention:
    return DealMention(
        type=row.type,
        status=row.status,
        target=_party(row.target) if row.target else None,
        parties=tuple(_party(p) for p in row.parties),
        stage=row.stage,
        figures=tuple(_figure(f, text, f"{place}.figures.{n}") for n, f in enumerate(row.figures)),
        background=row.background,
        polarity=row.polarity,
    )


def _party(row: _PartyRow) -> Party:
    return Party(name=row.name, surface=row.surface, role=row.role)


def _figure(row: _FigureRow, text: str, place: str) -> Figure:
    plain = row.model_dump(exclude={"quote", "start", "end"})
    return Figure(**plain, quote=_evidence(row, text, place), rule="given")


def _evidence(row: _FigureRow, text: str, place: str) -> Quote | None:
    """The quote of a figure, found or verified in the text; None where the row brings none."""
    start, end = row.start, row.end
    if (start is None) != (end is None):
        raise InputError(f"{place}: start and end come together or not at all")
    if start is None or end is None:
        if row.quote is None:
            return None
        start = text.find(row.quote)
        if start < 0:
            raise InputError(f"{place}.quote: does not stand in the text: {row.quote[:40]!r}")
        return Quote(row.quote, start, start + len(row.quote))
    if not 0 <= start < end <= len(text):
        raise InputError(f"{place}: [{start}, {end}) is not inside the text of {len(text)} characters")
    if row.quote is not None and text[start:end] != row.quote:
        raise InputError(f"{place}.quote: text[{start}:{end}] reads {text[start:end][:40]!r}")
    return Quote(text[start:end], start, end)


def _checked(kind: type[R], row: object, place: str) -> R:
    if not isinstance(row, dict):
        raise InputError(f"{place}: a row must be a JSON object")
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        raise InputError(f"{place}: {_first_fault(error)}") from None


def _first_fault(error: ValidationError) -> str:
    """The first of pydantic's complaints as `key.path: what`, and how many more there are."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    where = ".".join(str(part) for part in faults[0]["loc"]) or "row"
    what = faults[0]["msg"].removeprefix("Value error, ")
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{where}: {what[:1].lower()}{what[1:]}{more}"
