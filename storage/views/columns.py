"""What the documented views hold: each column with its kind, meaning and unit.

docs/sql.md, `safqa export` and deploy/datasette.yaml say the same, which tests compare. Columns are added, never
renamed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds, on both databases."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    FLAG = "flag"  # 1 or 0: PostgreSQL's booleans and SQLite's numbers would need different queries
    MOMENT = "moment"  # UTC: timestamptz on PostgreSQL, "2025-06-10T14:00:00+00:00" on SQLite
    DAY = "day"  # of a moment, in UTC


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a view."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class View:
    """One documented view; `key` are the columns that tell its rows apart."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def _columns(*rows: tuple[str, Kind, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


_TEXT, _NUMBER, _INTEGER, _FLAG, _MOMENT, _DAY = Kind
_DEAL = ("deal_id", _TEXT, "id of the deal, as `safqa deal` takes it")
_DEAL_TYPE = ("deal_type", _TEXT, "type of the deal")
_TARGET = ("target", _TEXT, "who receives the money, is bought, supplies or lists; null: not said")
_SLOT = (
    ("metric", _TEXT, "amount, valuation, stake or total_raised"),
    ("scope", _TEXT, "whole, party_share, tranche or debt: which part of the deal the figure is"),
    ("party", _TEXT, "whose share it is, when the scope is party_share"),
    ("basis", _TEXT, "pre_money or post_money, of a valuation; null: not said"),
)
_RANGE = (
    ("low", _NUMBER, "lower end, in `unit`; null: open below"),
    ("high", _NUMBER, "upper end, in `unit`; null: open above"),
    ("unit", _TEXT, "ISO 4217 code, or percent"),
    ("qualifier", _TEXT, "exact, about, at_least, at_most, between or vague"),
    ("usd_low", _NUMBER, "lower end in US dollars, at the rate of the day; null: open, percent, or no rate known"),
    ("usd_high", _NUMBER, "upper end in US dollars, likewise"),
)
_TOLD = (
    ("told_at", _MOMENT, "from when the text counts: its date of publication or of its edit"),
    ("told_day", _DAY, "day of `told_at`, in UTC"),
)
_PAGE = (
    ("url", _TEXT, "address of the article"),
    ("title", _TEXT, "headline"),
    ("publisher", _TEXT, "who published it, as the source says"),
    ("published_at", _MOMENT, "when the source says it was published; null: not said"),
)


def _side(side: str, which: str) -> tuple[tuple[str, Kind, str], ...]:
    return (
        (f"{side}_low", _NUMBER, f"lower end of the figure {which}, in its unit"),
        (f"{side}_high", _NUMBER, "upper end of it"),
        (f"{side}_unit", _TEXT, "its ISO 4217 code, or percent; null: no figure"),
        (f"{side}_qualifier", _TEXT, "how exactly it is stated"),
        (f"{side}_source", _TEXT, "whose word it is"),
    )


VIEWS = (
    View(
        "v_articles",
        "who told of a deal: one row for each version of an article that tells of it",
        ("mention_id", "version_id"),
        _columns(
            _DEAL,
            ("mention_id", _TEXT, "id of the mention: one deal as one article tells it"),
            ("version_id", _TEXT, "id of the article's version: an edited article has several"),
            *_PAGE,
            ("site", _TEXT, "host of the address, without www"),
            ("language", _TEXT, "ISO 639-1, as read from the text"),
            *_TOLD,
            ("seen_at", _MOMENT, "when Safqa learned the text"),
            ("type", _TEXT, "deal type as this text tells it"),
            ("status", _TEXT, "status as this text tells it"),
            ("background", _FLAG, "1: the text only looks back at the deal"),
            ("withdrawn", _FLAG, "1: the article was withdrawn later"),
            ("near_copy_of", _TEXT, "address of the article whose text it carries; null: its own"),
            ("quote", _TEXT, "words that tell of the deal; null: not kept"),
        ),
    ),
    View(
        "v_parties",
        "who takes part in a deal: its target and everyone else",
        ("deal_id", "organisation_id"),
        _columns(
            _DEAL,
            _DEAL_TYPE,
            ("organisation_id", _TEXT, "id of the organisation, the same in all deals"),
            ("name", _TEXT, "its name as most articles on the deal give it"),
            ("role", _TEXT, "target, investor, lead_investor, acquirer, …; null: not said"),
            ("place", _INTEGER, "order in which the parties are shown, from 0; -1: the target"),
            ("sector", _TEXT, "kind of organisation (ai, chip, bank, sovereign_fund, …); null: not on Safqa's list"),
            ("country", _TEXT, "ISO 3166 alpha-2 of its seat; null: not on Safqa's list, or no one country"),
        ),
    ),
    View(
        "v_deals",
        "the deals as the ledger has them now",
        ("deal_id",),
        _columns(
            _DEAL,
            ("type", _TEXT, "deal type that most articles give"),
            ("status", _TEXT, "furthest status reported: rumoured, in_talks, announced, completed, denied, cancelled"),
            ("stage", _TEXT, "stage of a funding round (seed, series_a, …); null: nobody says"),
            ("target_id", _TEXT, "organisation_id of the target"),
            _TARGET,
            ("target_country", _TEXT, "ISO 3166 alpha-2 of the target's seat, where known"),
            ("parties", _TEXT, "the others, joined by '; '"),
            ("articles", _INTEGER, "number of articles that tell of it"),
            ("first_reported", _MOMENT, "when the first of them told"),
            ("first_day", _DAY, "day of `first_reported`, in UTC"),
            ("last_reported", _MOMENT, "when the latest of them told"),
            ("last_day", _DAY, "day of `last_reported`, in UTC"),
            ("rumoured_at", _MOMENT, "when it was first told as rumoured or in talks; null: never"),
            ("announced_at", _MOMENT, "when it was first told as announced"),
            ("completed_at", _MOMENT, "when it was first told as completed"),
            ("denied_at", _MOMENT, "when it was first denied"),
            ("cancelled_at", _MOMENT, "when it was first told as cancelled"),
            ("days_to_announcement", _INTEGER, "days from the first rumour to the announcement; null: one is missing"),
            ("days_to_completion", _INTEGER, "days from the first rumour to completion; null: one is missing"),
        ),
    ),
    View(
        "v_claims",
        "every figure as one article states it, with the words that prove it",
        ("claim_id", "version_id"),
        _columns(
            ("claim_id", _TEXT, "id of the claim, as `safqa judge` takes it"),
            _DEAL,
            _DEAL_TYPE,
            _TARGET,
            *_SLOT,
            *_RANGE,
            ("polarity", _TEXT, "asserted or denied"),
            ("former", _FLAG, "1: told as the old value"),
            ("source", _TEXT, "whom the text credits; null: the article says it itself"),
            ("origin", _TEXT, "whose word it is: the credited source, else whose text it is, else the publisher"),
            ("official", _FLAG, "1: the word of a party of the deal or of a regulator, as far as flags and names tell"),
            ("judged", _TEXT, "right or wrong, as people hold it; null: nobody judged"),
            ("counts", _FLAG, "1: asserted, not former, not judged wrong, not withdrawn"),
            ("latest", _FLAG, "1: the latest word of its origin on this figure, of those that count"),
            ("quote", _TEXT, "words that prove it; null: not kept"),
            ("quote_start", _INTEGER, "offset of the quote in the article's text, code points"),
            ("quote_end", _INTEGER, "offset after its last code point"),
            ("version_id", _TEXT, "id of the article's version"),
            *_PAGE,
            *_TOLD,
            ("seen_at", _MOMENT, "when Safqa learned it"),
        ),
    ),
    View(
        "v_figures",
        "what a deal shows: the claims of each figure, merged",
        ("deal_id", "place"),
        _columns(
            _DEAL,
            _DEAL_TYPE,
            ("deal_status", _TEXT, "status of the deal"),
            _TARGET,
            ("first_day", _DAY, "day on which the deal was first told of, in UTC: of whose rate the dollars are"),
            ("place", _INTEGER, "order in which the figures are shown, from 0"),
            *_SLOT,
            *_RANGE,
            ("sources", _TEXT, "whose word it is, joined by '; ', in the order told"),
            ("source_count", _INTEGER, "how many they are"),
            ("official", _FLAG, "1: a claim of it is official (see v_claims)"),
            ("shown_since", _MOMENT, "when the ledger began to show it so"),
        ),
    ),
    View(
        "v_changes",
        "the flags: what became new or different; and what would have been one, with the reason in `suppressed`",
        ("change_id",),
        _columns(
            ("change_id", _TEXT, "id of the change"),
            _DEAL,
            _DEAL_TYPE,
            _TARGET,
            ("kind", _TEXT, "new_deal, new_figure, refined, revised, corrected, corroborated, confirmed, conflict, …"),
            ("metric", _TEXT, "metric of the figure; null: the flag is about the deal"),
            *_side("before", "that stood before"),
            *_side("after", "that came"),
            ("from_value", _TEXT, "status, type or target before"),
            ("to_value", _TEXT, "status, type, target or party after"),
            ("severity", _TEXT, "low, medium or high"),
            ("official", _FLAG, "1: the word of a party of the deal or of a regulator"),
            ("suppressed", _TEXT, "why it is no flag (near_copy, echo, rounding, …); null: it is one"),
            *_TOLD,
            ("detected_at", _MOMENT, "when the ledger said so"),
            *_PAGE,
            ("reason_en", _TEXT, "one line for people, in English"),
            ("reason_ar", _TEXT, "one line for people, in Arabic"),
        ),
    ),
)
