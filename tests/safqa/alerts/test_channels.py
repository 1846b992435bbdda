"""What an alerts file may say, and what a wrong one is told."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from safqa.alerts.channels import Channel, configured, read
from safqa.alerts.timing import Digest, Quiet
from safqa.errors import InputError, UsageError
from safqa.settings import Settings

DOCS = Path(__file__).parents[3] / "docs" / "alerts.md"
BARE = '[[channels]]\nname = "mail"\nurl = "json://localhost"\n'


def faults(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(text, "alerts.toml", {})
    return str(caught.value).splitlines()


def test_a_channel_needs_a_name_and_an_address() -> None:
    (channel,) = read(BARE, "alerts.toml", {})
    assert (channel.language, str(channel.digest), channel.quiet, channel.severity) == ("en", "at once", None, "low")
    assert faults("[[channels]]") == [
        "alerts.toml:1: name: is missing; it must be a word of letters, digits, - and _",
        "alerts.toml:1: url: is missing; it must be an Apprise address such as json://host/path; "
        "${NAME} is taken from the environment",
    ]


def test_the_example_of_the_docs_can_be_read() -> None:
    example = DOCS.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    secrets = {"TELEGRAM_TOKEN": "1:abc", "TELEGRAM_CHAT": "42", "MAIL_PASSWORD": "secret"}
    channels = read(example, "docs/alerts.md", secrets)
    assert [channel.name for channel in channels] == ["telegram", "mail", "webhook"]
    assert channels[0].url == "tgram://1:abc/42"
    assert channels[0].quiet == Quiet(time(22), time(7))
    assert channels[1].digest == Digest(timedelta(days=1), time(8))
    unset = [line.split(":")[2:] for line in faults(example)]
    assert unset == [
        [" url", f" the environment has no {name}"] for name in ("TELEGRAM_CHAT", "TELEGRAM_TOKEN", "MAIL_PASSWORD")
    ]


def test_the_docs_tell_of_every_key() -> None:
    told = DOCS.read_text(encoding="utf-8")
    assert [name for name in Channel.model_fields if f"| `{name}` |" not in told] == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('digest = "weekly"', 'digest: must be "at once", "hourly" or "daily at HH:MM", not "weekly"'),
        ('digest = "daily at 24:00"', "digest: must be"),
        ('quiet = "22:00-22:00"', 'quiet: must be two different times such as "22:00-07:00", not "22:00-22:00"'),
        ('time_zone = "America"', "time_zone: must be a time zone"),
        ('time_zone = "/etc/localtime"', "time_zone: must be a time zone"),
        ('time_zone = "Mars"', 'time_zone: must be a time zone such as "Asia/Dubai", not "Mars"'),
        ('kinds = ["merged"]', "kinds: must be a list of"),
        ('kinds = "new_deal"', "kinds: must be a list of"),
        ('severity = "huge"', 'severity: must be "low", "medium" or "high": the least, not "huge"'),
        ("minimum_usd = -1", "minimum_usd: must be a number of dollars, such as 1e8, not -1"),
        ('companys = ["Meta"]', "companys: no such key; did you mean companies?"),
        ("language = ar", "language: not TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_key(line: str, told: str) -> None:
    (fault,) = faults(BARE + line)
    assert fault.startswith(f"alerts.toml:4: {told}")


def test_an_address_is_not_shown_when_it_is_wrong() -> None:
    assert faults('[channels]\nurl = "json://hunter2"') == [
        "alerts.toml:1: channels: must be a list: an alerts file holds [[channels]] tables, with two brackets"
    ]
    (fault,) = faults('[[channels]]\nname = "a"\nurl = "hunter2 hunter2"')
    assert fault.startswith("alerts.toml:3: url: must be an Apprise address")
    assert "hunter2" not in fault
    assert "hunter2" not in repr(read('[[channels]]\nname = "a"\nurl = "json://hunter2"', "a", {}))


def test_a_name_stands_there_once() -> None:
    assert faults(BARE + BARE) == ["alerts.toml:5: name: mail stands there twice, first in line 2"]


def test_no_file_in_the_data_directory_means_no_alerts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFQA_HOME", str(tmp_path))
    monkeypatch.delenv("SAFQA_ALERTS", raising=False)
    assert configured(Settings()) == ()
    (tmp_path / "alerts.toml").write_text(BARE)
    assert [channel.name for channel in configured(Settings())] == ["mail"]
    monkeypatch.setenv("SAFQA_ALERTS", str(tmp_path / "other.toml"))
    with pytest.raises(UsageError, match=r"other\.toml: no such alerts file"):
        configured(Settings())
