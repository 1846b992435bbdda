"""What scenarios are written in: an origin server at several moments, and what Safqa must make of it.

The clock stands at 08:00 for the first moment. Each further one comes when the feed is due by its own schedule, so
that weeks pass in an instant and a feed that would be asked too early or too late shows in `due`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from safqa.feeds.fetch import Limits

START = datetime(2025, 6, 10, 8, tzinfo=UTC)
# Nothing here waits for a limit, but for the scenario that is about it.
PATIENT = Limits(seconds=20)
# Minutes until the next poll of a feed that is well: news within the hour, and a tenth of jitter in whole beats.
USUAL = (10, 65)
DAILY = (24 * 60, 26 * 60 + 24)

Body = bytes | Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says. `{origin}` and `{port}` in headers are its own; a body may be made when it is wanted.

    `drips` answers with a body that never ends, a blank at a time.
    """

    body: Body = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drips: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the server says at a moment, and what must come of the poll.

    Attributes:
        answer: to the feed's own address; None where nothing may be asked there.
        others: answers at other paths.
        outcome: of the poll.
        entries: how many met each outcome.
        articles: how many there are to read; by default the entries that are new or edited.
        titles: of the articles; None where the scenario is not about them.
        due: within how many minutes (from, to) the next poll lies.
        rows: how many polls and how many states of entries are stored afterwards.
        asked: request headers that the feed's address must have seen; None for one that must be missing.
        tells: words of the poll's detail.
        sample: what the stored start of a body that is not good holds.
        proposal: path of the new address that is proposed to a person.
        person: whether one is asked to look.
        times: so often in a row, with the same result.
    """

    answer: Answer | None
    outcome: str
    rows: tuple[int, int]
    others: Mapping[str, Answer] = field(default_factory=dict)
    entries: Mapping[str, int] = field(default_factory=dict)
    articles: int | None = None
    titles: tuple[str, ...] | None = None
    due: tuple[float, float] = USUAL
    asked: Mapping[str, str | None] = field(default_factory=dict)
    tells: str = ""
    sample: str = ""
    proposal: str | None = None
    person: bool = False
    times: int = 1

    @property
    def to_read(self) -> int:
        """How many articles there must be."""
        told = self.entries.get("new", 0) + self.entries.get("edited", 0)
        return told if self.articles is None else self.articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A story of a feed.

    Attributes:
        url: of the feed; `{origin}` and `{port}` are the server's.
        addresses: those that any host name has, one tuple for each time that it is looked up; None is a name without.
        gated: private addresses are refused; 127.0.0.1, where the server is, plays a public one.
        source: further keys of the feed's table.
        limits: what a poll may cost.
    """

    name: str
    moments: tuple[Moment, ...]
    url: str = "{origin}/feed"
    addresses: tuple[tuple[str, ...] | None, ...] = ()
    gated: bool = False
    source: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = PATIENT
