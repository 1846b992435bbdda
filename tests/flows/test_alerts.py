"""Alerts on their way: to a real web server and a real mail server, once, when due, and again after trouble."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fresh import run as run_fresh
from receivers import Hook, Mail, running

from flows import alerts
from flows.alerts import Delivered, deliver, without_secrets
from safqa.alerts.channels import Channel
from safqa.settings import Settings
from storage import outbox
from storage.engine import Database, open_database
from storage.ingest import given, ingest

# Apprise imports a module that Python 3.13 drops.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def hook() -> Iterator[Hook]:
    with running(Hook()) as server:
        yield server


@pytest.fixture
def deals(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    file = tmp_path / "safqa.db"
    file.write_bytes(sqlite_template.read_bytes())
    with open_database(f"sqlite:///{file}") as database:
        yield database


class Story:
    """Articles of one deal and what becomes of them, on a clock of its own."""

    def __init__(self, database: Database, make: Any) -> None:
        self.database, self.make, self.now = database, make, NOON

    def tell(self, low: float, *channels: Channel) -> int:
        """An article of now with this figure is stored and decided about."""
        name = f"n{low:.0f}"
        told = self.make.article(name, self.make.mention(self.make.figure(low)), published=self.now)
        report = ingest(self.database, [given(told)], seen_at=self.now)
        return outbox.decide(self.database, channels, self.now, [change.id for change in report.changes])

    def deliver(self, *channels: Channel, **more: Any) -> Delivered:
        return deliver(self.database, channels, clock=lambda: self.now, **more)


@pytest.fixture
def story(deals: Database, make: Any) -> Story:
    return Story(deals, make)


def webhook(hook: Hook, **more: Any) -> Channel:
    url = f"json://127.0.0.1:{hook.server_address[1]}/secret-path"
    return Channel.model_validate({"name": "hook", "url": url, **more})


def test_a_webhook_gets_each_change_once(story: Story, hook: Hook) -> None:
    channel = webhook(hook)
    story.tell(14e9, channel)
    assert story.deliver(channel).sent == 1
    story.tell(20e9, channel)
    assert story.deliver(channel).sent == 1
    assert story.deliver(channel).sent == 0
    assert [message["title"] for message in hook.got] == ["Safqa · changes: 1 · deals: 1"] * 2
    assert "new deal (high): First report of this deal, by N14000000000" in hook.got[0]["message"]
    assert (
        "14 bn USD (N14000000000) → 20 bn USD (N20000000000) https://n20000000000.example/1" in hook.got[1]["message"]
    )


def test_a_mail_server_gets_a_digest_in_arabic_at_its_hour(story: Story) -> None:
    with running(Mail()) as server:
        url = f"mailto://127.0.0.1:{server.server_address[1]}/?from=safqa@a.example&to=desk@b.example&mode=insecure"
        channel = Channel.model_validate(
            {"name": "mail", "url": url, "language": "ar", "digest": "daily at 16:30", "time_zone": "Asia/Dubai"}
        )
        story.tell(14e9, channel)
        story.now += timedelta(minutes=20)
        story.tell(20e9, channel)
        assert story.deliver(channel) == Delivered()
        story.now = NOON + timedelta(minutes=30)
        assert story.deliver(channel) == Delivered(0, 2)
        (mail,) = server.got
    assert mail["subject"] == "صفقة · التغييرات: 2 · الصفقات: 1"
    assert mail["to"] == "desk@b.example"
    text = mail.get_body(("plain", "html")).get_content()
    assert "\u2067• صفقة جديدة (أهمية عالية)" in text
    assert "\u206814 مليار دولار\u2069 (\u2068N14000000000\u2069) ← \u206820 مليار دولار\u2069" in text


def test_what_is_due_in_quiet_hours_goes_out_after_them(story: Story, hook: Hook) -> None:
    channel = webhook(hook, quiet="11:00-13:00")
    story.tell(14e9, channel)
    loud = webhook(hook)
    story.now += timedelta(minutes=59)
    assert story.deliver(channel) == Delivered()
    story.now += timedelta(minutes=1)
    assert story.deliver(webhook(hook, quiet="13:00-14:00")) == Delivered(), "hours that were changed since hold too"
    assert story.deliver(loud).sent == 1


def test_after_trouble_it_is_sent_again_and_says_why_it_was_not(story: Story, hook: Hook) -> None:
    channel = webhook(hook)
    hook.status = 500
    story.tell(14e9, channel)
    done = story.deliver(channel)
    assert done.sent == 0
    assert done.faults[0].startswith("hook: ")
    assert "500" in done.faults[0]
    assert "secret-path" not in done.faults[0]
    assert outbox.outstanding(story.database)[0].last_error == done.faults[0].removeprefix("hook: ")
    hook.status = 200
    assert story.deliver(channel) == Delivered()
    story.now += timedelta(minutes=2)
    assert story.deliver(channel) == Delivered(0, 1)
    assert len(hook.got) == 1


def test_what_went_out_before_a_message_failed_is_not_sent_again(story: Story, make: Any) -> None:
    channel = Channel(name="hook", url="json://localhost")
    many = [make.article(f"m{n}", make.mention(target=f"Kappa{n} Works"), published=NOON) for n in range(40)]
    report = ingest(story.database, [given(article) for article in many], seen_at=NOON)
    outbox.decide(story.database, [channel], NOON, [change.id for change in report.changes])
    sent: list[str] = []

    def second_fails(_: Channel, message: Any) -> str | None:
        if sent and story.now == NOON:
            return "full"
        sent.extend(message.changes)
        return None

    first = story.deliver(channel, send=second_fails)
    assert 0 < first.sent < 40
    story.now += timedelta(minutes=2)
    assert story.deliver(channel, send=second_fails).sent == 40 - first.sent
    assert sorted(sent) == sorted(change.id for change in report.changes)


def test_a_service_that_takes_little_gets_it_in_pieces(
    story: Story, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apprise.plugins.custom_json import NotifyJSON  # noqa: PLC0415

    monkeypatch.setattr(NotifyJSON, "body_maxlen", 100)
    story.tell(14e9, webhook(hook))
    assert story.deliver(webhook(hook)).sent == 1
    assert len(hook.got) > 1
    assert "".join(message["message"] for message in hook.got).endswith("https://n14000000000.example/1")


def test_what_a_slow_service_leaves_of_a_claim_is_sent_when_it_has_run_out(story: Story, make: Any) -> None:
    channel = Channel(name="hook", url="json://localhost")
    many = [make.article(f"m{n}", make.mention(target=f"Kappa{n} Works"), published=NOON) for n in range(40)]
    report = ingest(story.database, [given(article) for article in many], seen_at=NOON)
    outbox.decide(story.database, [channel], NOON, [change.id for change in report.changes])

    def slow(*_: object) -> None:
        story.now += timedelta(minutes=3)

    first = story.deliver(channel, send=slow)
    assert 0 < first.sent < 40
    story.now = NOON + outbox.CLAIM
    assert story.deliver(channel, send=lambda *_: None).sent == 40 - first.sent


def test_one_channel_that_fails_does_not_hold_up_another(story: Story, hook: Hook) -> None:
    dead = Channel(name="dead", url="json://127.0.0.1:9/x")
    unknown = Channel(name="unknown", url="nonsense://x")
    story.tell(14e9, dead, unknown, webhook(hook))
    done = story.deliver(dead, unknown, webhook(hook))
    assert done.sent == 1
    assert [fault.split(":")[0] for fault in done.faults] == ["dead", "unknown"]
    assert "Apprise does not know such an address" in done.faults[1]


def test_errors_are_without_what_may_be_secret() -> None:
    url = "mailtos://sara:hunter2%21@mail.example.org/path/?to=desk@b.example"
    told = without_secrets("sara hunter2! hunter2%21 mail.example.org desk@b.example", url)
    assert told == "sara … … mail.example.org …"
    assert without_secrets("json://[x: no", "json://[x") == "…: no"
    assert without_secrets("https://api.telegram.org/bot123456:ABC-def/x", "tgram://123456:ABC-def/42") == (
        "https://api.telegram.org/bot…/x"
    )


def test_what_has_nothing_to_send_loads_neither_apprise_nor_prefect(tmp_path: Path) -> None:
    loaded = run_fresh("import flows.alerts; print(sorted({'apprise', 'prefect'} & set(sys.modules)))", tmp_path)
    assert loaded == "[]\n"


def test_a_wrong_file_is_a_line_of_the_log_and_no_failed_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SAFQA_HOME", str(tmp_path))
    monkeypatch.delenv("SAFQA_ALERTS", raising=False)
    (tmp_path / "alerts.toml").write_text("[[channels]]\nname = 3\n")
    done = asyncio.run(alerts.after_run(Settings(), []))
    assert len(done.faults) == 2
    assert f"alerts: {tmp_path}/alerts.toml:2: name: must be a word" in caplog.text
