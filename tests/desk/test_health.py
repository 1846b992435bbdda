"""How feeds do: what stands beside each, whom a person must help, and who is silent."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.health import judged
from safqa.feeds.outcomes import Outcome
from safqa.feeds.sources import Source
from storage.engine import open_database
from storage.feeds import HealthRow, PollRecord, record

POLLED = datetime(2025, 6, 1, 8, tzinfo=UTC)


def test_the_latest_poll_stands_beside_each_feed(safqa: Any, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text('[[feeds]]\nurl = "http://www.a.example/feed/"\nname = "A"\n', encoding="utf-8")
    next_poll = POLLED + timedelta(days=1)
    poll = PollRecord("https://a.example/feed", POLLED, 0.1, Outcome.GONE, next_poll, "{}", detail="410 \x1b[31mGone")
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        record(database, poll)
    [feed] = safqa("feeds", "list", "--feeds", str(file), "--format", "json").json
    assert (feed["outcome"], feed["detail"], feed["duplicate_share"]) == ("gone", poll.detail, None)
    assert (feed["last_polled"], feed["next_poll"]) == ("2025-06-01T08:00:00+00:00", "2025-06-02T08:00:00+00:00")
    assert (feed["to_do"], feed["silent"]) == ("look for its new address, or take it out", False)
    table = safqa("feeds", "list", "--feeds", str(file)).out
    assert "feeds: 1, in need of a person (!): 1, silent (?): 0" in table
    assert "2025-06-02 08:00" in table
    assert "\x1b" not in table


@pytest.mark.parametrize("outcome", Outcome)
def test_a_person_is_asked_where_waiting_does_not_help(outcome: Outcome) -> None:
    report = judged(source(), polled(outcome), now=POLLED)
    needing = {Outcome.MOVED, Outcome.GONE, Outcome.REFUSED_ADDRESS, Outcome.NOT_A_FEED, Outcome.BLOCKED_PAGE}
    assert (report.to_do is not None) == (outcome in needing)
    assert judged(source(enabled=False), polled(outcome), now=POLLED).to_do is None


@pytest.mark.parametrize(
    ("outcome", "days", "keys", "silent"),
    [
        (Outcome.NOT_MODIFIED, 2, {}, False),
        (Outcome.NOT_MODIFIED, 3, {}, True),
        (Outcome.NOT_MODIFIED, 3, {"enabled": False}, False),
        (Outcome.TIMEOUT, 3, {}, False),
    ],
)
def test_a_feed_that_answers_and_brings_nothing_new_for_long_is_silent(
    outcome: Outcome, days: int, keys: dict[str, Any], silent: bool
) -> None:
    report = judged(source(**keys), polled(outcome), now=POLLED + timedelta(days=days))
    assert report.silent is silent


def source(**keys: Any) -> Source:
    return Source(url="https://a.example/feed", name="A", **keys)


def polled(outcome: Outcome) -> HealthRow:
    return HealthRow("https://a.example/feed", outcome.value, None, POLLED, POLLED, 1, 0, 1.0, silent_since=POLLED)


# What reads feeds or runs flows has no place in a list of them, which is to be there at once.
HEAVY = {"prefect", "feedparser", "httpx", "trafilatura", "camel_tools", "pandas", "alembic", "safqa.extraction"}


def test_a_list_loads_nothing_that_reads_feeds(home: Path) -> None:
    program = "import sys; from desk.cli import main; main(['feeds', 'list']); print(*sys.modules)"
    env = {"SAFQA_HOME": str(home), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert {"storage.feeds", "rich.table"} <= loaded
    assert HEAVY & loaded == set()
