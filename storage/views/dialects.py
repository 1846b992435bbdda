"""What the two databases spell differently, as pieces of SQL.

SQLite's moments and days are texts, its JSON is a text, and 1/2 is 0 there unless one of them is real.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Piece = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a database spells things; each takes pieces of SQL and gives one.

    `moment`: a moment as the views give it. `day`: its day in UTC. `days_before`: a day, so many days before another.
    `year`: of a day. `days`: from one moment to a later one, which comes first. `number`: a number that divides.
    `joined`: the texts of a group. `items`: a JSON list as the rows `item`.
    """

    moment: Piece
    day: Piece
    days_before: Piece
    year: Piece
    days: Piece
    number: Piece
    joined: Piece
    items: Piece


SQLITE = Dialect(
    moment="(replace(replace({}, ' ', 'T'), '.000000', '') || '+00:00')".format,
    day="substr({}, 1, 10)".format,
    days_before="date({}, '-{} days')".format,
    year="CAST(substr({}, 1, 4) AS INTEGER)".format,
    days="CAST(julianday(substr({}, 1, 10)) - julianday(substr({}, 1, 10)) AS INTEGER)".format,
    number="CAST({} AS REAL)".format,
    joined="group_concat({}, '; ')".format,
    items="(SELECT value AS item FROM json_each({}))".format,
)

POSTGRESQL = Dialect(
    moment="{}".format,
    day="CAST({} AT TIME ZONE 'UTC' AS date)".format,
    days_before="({} - {})".format,
    year="CAST(extract(year FROM {}) AS integer)".format,
    days="(CAST({} AT TIME ZONE 'UTC' AS date) - CAST({} AT TIME ZONE 'UTC' AS date))".format,
    number="CAST({} AS double precision)".format,
    joined="string_agg({}, '; ')".format,
    items="(SELECT value AS item FROM json_array_elements_text({}))".format,
)
