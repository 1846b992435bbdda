"""How feeds do: what stands beside each, whom a person must help, and who is silent."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from desk import health
from desk.health import FeedReport
from safqa.feeds.memory import to_text
from safqa.feeds.outcomes import Outcome
from safqa.feeds.schedule import PollFacts, Rhythm, after, initial
from safqa.feeds.sources import Source
from storage import models
from storage.engine import Database, open_database
from storage.feeds import PollRecord, feed_key, record

POLLED = datetime(2025, 6, 1, 8, tzinfo=UTC)
URL, NEW_URL = "https://a.example/feed", "https://new.example/feed"
MOVED = PollFacts(Outcome.MOVED, POLLED, moved_to=NEW_URL)
OK, GONE, TIMEOUT = (PollFacts(outcome, POLLED) for outcome in (Outcome.OK, Outcome.GONE, Outcome.TIMEOUT))
CHANGE = f"change url in f.toml to {NEW_URL}"
LOOK = "it is gone for good (410): look for its new address, or take it out"


def opened(home: Path) -> Database:
    return open_database(f"sqlite:///{home / 'safqa.db'}")


def keep(home: Path, polls: Sequence[PollFacts], detail: str | None = None) -> None:
    """Records the last of the polls of a feed, with what all of them have taught."""
    state = reduce(lambda state, poll: after(state, poll, Rhythm(), "s"), polls, initial(POLLED, Rhythm()))
    next_poll = POLLED + timedelta(days=1)
    poll = PollRecord(URL, POLLED, 0.1, polls[-1].outcome, next_poll, to_text(state), detail=detail)
    with opened(home) as database:
        record(database, poll)


def reported(
    home: Path, sources: Sequence[Source], polls: Sequence[PollFacts], now: datetime = POLLED
) -> list[FeedReport]:
    keep(home, polls)
    with opened(home) as database:
        return health.report(sources, database, file="f.toml", now=now)


def source(**keys: Any) -> Source:
    return Source(**{"url": URL, "name": "A", **keys})


def test_the_latest_poll_stands_beside_each_feed(safqa: Any, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text('[[feeds]]\nurl = "http://www.a.example/feed/"\nname = "A"\n', encoding="utf-8")
    first, second = (PollFacts(Outcome.OK, POLLED, entries=10, new_entries=new) for new in (10, 1))
    keep(home, [first, second, GONE], detail="410 \x1b[31mGone")
    [feed] = safqa("feeds", "list", "--feeds", str(file), "--format", "json").json
    assert (feed["outcome"], feed["detail"], feed["duplicate_share"]) == ("gone", "410 \x1b[31mGone", 0.9)
    assert (feed["last_polled"], feed["next_poll"]) == ("2025-06-01T08:00:00+00:00", "2025-06-02T08:00:00+00:00")
    assert (feed["silent_since"], feed["silent"], feed["to_do"]) == ("2025-06-01T08:00:00+00:00", False, LOOK)
    table = safqa("feeds", "list", "--feeds", str(file)).out
    assert "feeds: 1, in need of a person (!): 1, silent (?): 0" in table
    assert "2025-06-02 08:00" in table
    assert "90%" in table
    assert "\x1b" not in table


def test_a_feed_that_has_moved_tells_what_to_change_and_where(safqa: Any, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(f'[[feeds]]\nurl = "{URL}"\nname = "A"\n', encoding="utf-8")
    keep(home, [MOVED] * 5)
    [feed] = safqa("feeds", "list", "--feeds", str(file), "--format", "json").json
    assert feed["to_do"] == f"change url in {file} to {NEW_URL}"


@pytest.mark.parametrize(
    ("polls", "to_do"),
    [
        ([MOVED] * 4, None),
        ([MOVED] * 5, CHANGE),
        ([*[MOVED] * 5, TIMEOUT], CHANGE),
        ([*[MOVED] * 5, OK], None),
        ([*[MOVED] * 5, GONE], LOOK),
        ([GONE, TIMEOUT], LOOK),
        ([GONE, OK], None),
    ],
)
def test_what_is_to_do_follows_from_all_polls(home: Path, polls: list[PollFacts], to_do: str | None) -> None:
    assert reported(home, [source()], polls)[0].to_do == to_do
    [off] = reported(home, [source(enabled=False)], polls)
    assert (off.to_do, off.silent, off.next_poll) == (None, False, None)


def test_a_feed_that_moved_to_another_of_the_file_is_to_be_taken_out(home: Path) -> None:
    other = source(url="http://www.new.example/feed/")
    moved, rest = reported(home, [source(), other], [MOVED] * 5)
    assert moved.to_do == f"take it out of f.toml: it moved to {NEW_URL}, which stands there too"
    assert (rest.to_do, rest.poll) == (None, None)


def test_a_move_to_another_spelling_of_the_address_is_a_change(home: Path) -> None:
    moved = PollFacts(Outcome.MOVED, POLLED, moved_to="https://www.a.example/feed/")
    assert reported(home, [source()], [moved] * 5)[0].to_do == "change url in f.toml to https://www.a.example/feed/"


@pytest.mark.parametrize("outcome", Outcome)
def test_a_person_is_asked_where_waiting_does_not_help(home: Path, outcome: Outcome) -> None:
    [told] = reported(home, [source()], [PollFacts(outcome, POLLED)])
    needing = {Outcome.GONE, Outcome.REFUSED_ADDRESS, Outcome.NOT_A_FEED, Outcome.BLOCKED_PAGE}
    assert (told.to_do is not None) == (outcome in needing)


@pytest.mark.parametrize(
    ("poll", "days", "keys", "silent"),
    [(OK, 2, {}, False), (OK, 3, {}, True), (OK, 3, {"enabled": False}, False), (TIMEOUT, 3, {}, False)],
)
def test_a_feed_that_answers_and_brings_nothing_new_for_long_is_silent(
    home: Path, poll: PollFacts, days: int, keys: dict[str, Any], silent: bool
) -> None:
    [told] = reported(home, [source(**keys)], [poll], POLLED + timedelta(days=days))
    assert told.silent is silent


def test_a_feed_of_a_database_that_kept_no_state_is_listed(home: Path) -> None:
    row = {"key": feed_key(URL), "url": URL, "first_seen_at": POLLED}
    with opened(home) as database:
        with database.write() as connection:
            connection.execute(insert(models.Feed).values(row))
        [told] = health.report([source()], database, file="f.toml", now=POLLED)
    assert (told.health, told.to_do, told.silent) == (None, None, False)
    assert health.as_json(told)["silent_since"] is None


# What reads feeds or runs flows has no place in a list of them, which is to be there at once.
HEAVY = {"prefect", "feedparser", "httpx", "trafilatura", "camel_tools", "pandas", "alembic", "safqa.extraction"}


def test_a_list_loads_nothing_that_reads_feeds(home: Path) -> None:
    program = "import sys; from desk.cli import main; main(['feeds', 'list']); print(*sys.modules)"
    env = {"SAFQA_HOME": str(home), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert {"storage.feeds", "rich.table"} <= loaded
    assert HEAVY & loaded == set()
