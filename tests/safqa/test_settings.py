"""Where each setting comes from, and what a wrong value is told."""

import re
from pathlib import Path

import pytest

from safqa.errors import UsageError
from safqa.settings import Settings

VARIABLES = [f"SAFQA_{name.upper()}" for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_defaults_need_no_variable() -> None:
    settings = Settings()
    assert (settings.feeds, settings.allow_private_networks, settings.contact) == (None, False, "")
    assert settings.home.name == "safqa"
    assert settings.database == f"sqlite:///{settings.home}/safqa.db"


def test_variables_are_read_when_settings_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFQA_HOME", "/data")
    monkeypatch.setenv("SAFQA_FEEDS", "/etc/feeds.toml")
    settings = Settings()
    assert (settings.home, settings.feeds) == (Path("/data"), Path("/etc/feeds.toml"))
    assert settings.database == "sqlite:////data/safqa.db"
    monkeypatch.setenv("SAFQA_DATABASE_URL", "postgresql://host/deals")
    assert Settings().database == "postgresql://host/deals"


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, "")
    assert Settings().allow_private_networks is False
    assert Settings().home.name == "safqa"


@pytest.mark.parametrize(("text", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False)])
def test_yes_and_no_have_several_words(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("SAFQA_ALLOW_PRIVATE_NETWORKS", text)
    assert Settings().allow_private_networks is value


def test_a_value_that_cannot_be_is_told_with_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFQA_ALLOW_PRIVATE_NETWORKS", "perhaps")
    with pytest.raises(UsageError, match=r"^SAFQA_ALLOW_PRIVATE_NETWORKS: .*valid boolean.*, not 'perhaps'$"):
        Settings()


def test_every_setting_is_read_from_the_variable_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Settings()
    checked = {"SAFQA_TIME_ZONE": "Asia/Dubai", "SAFQA_EDITOR_PROXIES": "10.0.0.0/8"}
    for name in VARIABLES:
        monkeypatch.setenv(name, checked.get(name, "1"))
    after = Settings()
    assert all(getattr(before, name) != getattr(after, name) for name in Settings.model_fields)
    assert all(field.description for field in Settings.model_fields.values())


def test_the_contract_tells_of_every_setting_and_nothing_else() -> None:
    told = (Path(__file__).parents[2] / "docs" / "contract.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `(SAFQA_\w+)` \|", told, re.MULTILINE)) == sorted(VARIABLES)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIME_ZONE", "Mars/Olympus"),
        ("EDITOR_HEADER", "X_Forwarded_User"),
        ("EDITOR_HEADER", "X-User: sara"),
        ("EDITOR_PROXIES", "*"),
        ("EDITOR_PROXIES", "proxy.example"),
        ("EDITOR_PROXIES", "10.0.0.7/8"),
    ],
)
def test_what_a_name_an_address_or_a_zone_cannot_be(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SAFQA_{name}", value)
    with pytest.raises(UsageError, match=rf"^SAFQA_{name}: should be .*, not '{re.escape(value)}'$"):
        Settings()
