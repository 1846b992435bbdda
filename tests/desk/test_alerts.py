"""`safqa alerts` as people call it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows import alerts
from safqa.alerts.channels import configured
from safqa.settings import Settings
from storage import outbox
from storage.engine import open_database
from storage.ingest import given, ingest

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

FILE = """[[channels]]
name = "hook"
url = "json://127.0.0.1:9/long-secret"

[[channels]]
name = "arabic"
url = "json://127.0.0.1:9/long-secret"
language = "ar"
digest = "daily at 08:00"
quiet = "22:00-07:00"
time_zone = "Asia/Dubai"
"""


@pytest.fixture
def told(home: Path, make: Any, safqa: Any) -> Any:
    """An alerts file, and one change that waits for its channels; gives the command."""
    (home / "alerts.toml").write_text(FILE)
    now = datetime.now(UTC)
    article = make.article("a", make.mention(make.figure()), published=now)
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        report = ingest(database, [given(article)], seen_at=now)
        outbox.decide(database, configured(Settings()), now, [change.id for change in report.changes])
    return safqa


def test_channels_are_listed_with_what_waits(told: Any) -> None:
    ran = told("alerts", "list")
    assert ran.code == 0
    assert "daily at 08:00" in ran.out
    assert "22:00-07:00 Asia/Dubai" in ran.out
    assert "long-secret" not in ran.out
    rows = told("alerts", "list", "--format", "json").json
    assert [(row["channel"], row["waiting"], row["sent"]) for row in rows] == [("hook", 1, 0), ("arabic", 1, 0)]


def test_a_channel_that_left_the_file_is_listed_while_something_waits_for_it(told: Any, home: Path) -> None:
    (home / "alerts.toml").write_text(FILE.partition("\n\n")[0])
    rows = told("alerts", "list", "--format", "json").json
    assert [(row["channel"], row["configured"]) for row in rows] == [("hook", True), ("arabic", False)]
    assert "not in the file" in told("alerts", "list").out


def test_without_a_file_there_are_no_channels(safqa: Any) -> None:
    ran = safqa("alerts", "list")
    assert (ran.code, ran.out.split(";")[0]) == (0, "no channels")
    assert safqa("alerts", "send").out == "0 changes sent\n"


def test_a_dry_run_shows_messages_and_sends_nothing(told: Any) -> None:
    ran = told("alerts", "send", "--dry-run")
    assert ran.code == 0
    assert ran.out.startswith("hook: 1 due\n\nSafqa · changes: 1 · deals: 1\n\nan investment: Meta → Scale AI")
    assert "arabic: " in ran.out
    assert told("alerts", "list", "--format", "json").json[0]["last_error"] is None


def test_what_could_not_be_sent_is_one_line_and_an_exit_code(told: Any) -> None:
    ran = told("alerts", "send")
    assert (ran.code, ran.out) == (1, "0 changes sent\n")
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("safqa: hook: ")
    assert "long-secret" not in ran.err
    assert told("alerts", "send").code == 0, "it is not due again yet"


def test_a_channel_is_tried_with_a_made_up_change(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(alerts, "apprise", lambda channel, message: sent.append((channel.name, message.title)))
    assert told("alerts", "test", "arabic").out == "arabic: sent\n"
    assert sent == [("arabic", "صفقة: هذه رسالة تجريبية")]


def test_a_try_that_fails_says_why(told: Any) -> None:
    ran = told("alerts", "test", "hook")
    assert ran.code == 1
    assert ran.err.startswith("safqa: hook: ")
    ran = told("alerts", "test", "slack")
    assert (ran.code, ran.err) == (2, "safqa: no channel is called 'slack'; there are: hook, arabic\n")


def test_each_fault_of_the_file_is_a_line(told: Any, home: Path) -> None:
    (home / "alerts.toml").write_text("[[channels]]\nname = 3\n")
    ran = told("alerts", "list")
    assert ran.code == 1
    assert [line.split(": ")[2] for line in ran.err.splitlines()] == ["url", "name"]


@pytest.mark.parametrize("command", ["list", "test", "send"])
def test_help_has_examples(safqa: Any, command: str) -> None:
    assert f"safqa alerts {command}" in safqa("alerts", command, "--help").out
