"""The digest: which news of a period it has, how it tells them, and what it sends."""

import asyncio
import gc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from prefect import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.client.schemas.sorting import ArtifactSort
from pydantic import ValidationError
from receivers import Hook, running

from flows.digest import DIGEST, DigestConfig, Period, digest, tell_digest
from safqa.model import Status
from storage.engine import Database, open_database
from storage.ingest import given, ingest
from storage.periods import PeriodNews, news_between
from storage.rebuild import rebuild

NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = timedelta(hours=1)


@pytest.fixture
def deals(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    file = tmp_path / "safqa.db"
    file.write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("SAFQA_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("SAFQA_HOME", str(tmp_path))
    with open_database(f"sqlite:///{file}") as database:
        yield database


@pytest.fixture
def tell(deals: Database, make: Any) -> Any:
    """An article that was told and seen so many hours ago."""

    def run(name: str, hours: float, *mentions: Any, told: float | None = None, **more: Any) -> None:
        seen = NOW - hours * HOUR
        published = NOW - (hours + 0.5 if told is None else told) * HOUR
        ingest(deals, [given(make.article(name, *mentions, published=published, **more))], seen_at=seen)

    return run


def last_day(database: Database, hours: float = 0) -> PeriodNews:
    return news_between(database, NOW - (24 + hours) * HOUR, NOW - hours * HOUR)


def kinds(news: PeriodNews) -> list[str]:
    return [change.kind for change in news.changes]


def test_days_adjoin(deals: Database, tell: Any, make: Any) -> None:
    tell("a", 30, make.mention(make.figure(14e9)))
    tell("b", 24, make.mention(make.figure(20e9)))
    tell("c", 2, make.mention(make.figure(14e9), status=Status.COMPLETED))
    assert kinds(last_day(deals, 24)) == ["new_deal", "conflict"]
    assert set(kinds(last_day(deals))) == {"corroborated", "status_changed"}


def test_what_is_no_news_is_left_out(deals: Database, tell: Any, make: Any) -> None:
    tell("late", 3, make.mention(), told=24 * 30)
    assert last_day(deals).changes == ()
    tell("a", 2, make.mention(make.figure(14e9), target="Kappa"))
    assert kinds(last_day(deals)) == ["new_deal"]
    assert rebuild(deals, NOW - HOUR).none
    assert kinds(last_day(deals)) == ["new_deal"]


def test_the_page_says_old_and_new_who_says_so_and_where(deals: Database, tell: Any, make: Any) -> None:
    tell("a", 48, make.mention(make.figure(14e9)))
    tell("b", 3, make.mention(make.figure(20e9), status=Status.COMPLETED), publisher="الشرق")
    tell("new", 2, make.mention(make.figure(3e9), target="سيرج إيه آي", parties=["MGX|*"]))
    page = digest(last_day(deals), Period.before(NOW, 1, ZoneInfo("Asia/Dubai")))
    assert "## New deals" in page
    assert "\u2067سيرج إيه آي\u2069" in page
    assert "MGX\\|\\*" in page
    assert "amount: **3.0 bn USD** (New)" in page
    assert "14.0 bn USD (A) → **20.0 bn USD**" in page
    assert "\u2067الشرق\u2069" in page
    assert "(<https://b.example/1>)" in page
    assert "announced → completed" in page
    assert "Asia/Dubai" in page
    assert "السبب" in page


def test_a_day_without_news_says_so(deals: Database) -> None:
    page = digest(last_day(deals), Period.before(NOW, 1, ZoneInfo("UTC")))
    assert page.startswith("# nothing new\n")
    assert "##" not in page


def test_days_are_those_of_the_clock() -> None:
    """On the last Sunday of March, Berlin's day has 23 hours."""
    period = Period.before(datetime(2025, 3, 30, 6, tzinfo=UTC), 1, ZoneInfo("Europe/Berlin"))
    assert (f"{period.start:%d %H:%M}", f"{period.end:%d %H:%M}") == ("29 08:00", "30 08:00")
    assert period.end.astimezone(UTC) - period.start.astimezone(UTC) == 23 * HOUR


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 32}, {"time_zone": "Mars/Olympus"}])
def test_what_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DigestConfig(**wrong)


@pytest.mark.usefixtures("prefect_api", "deals")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_the_flow_leaves_the_page_and_sends_what_is_due_once(tell: Any, make: Any, tmp_path: Path) -> None:
    tell("a", 7, make.mention(make.figure(14e9)))  # so long ago that no feed will be recorded that showed it

    async def go(hook: Hook) -> Any:
        (tmp_path / "alerts.toml").write_text(
            f'[[channels]]\nname = "hook"\nurl = "json://127.0.0.1:{hook.server_address[1]}"\n'
        )
        await tell_digest(DigestConfig(send=False))
        assert hook.got == []
        for _ in range(2):
            state = await tell_digest(DigestConfig(time_zone="Asia/Dubai"), return_state=True)
        async with get_client() as client:
            key = ArtifactFilter(key=ArtifactFilterKey(any_=[DIGEST]))
            found = await client.read_artifacts(artifact_filter=key, sort=ArtifactSort.CREATED_DESC)
        return state, found

    with running(Hook()) as hook:
        state, found = asyncio.run(go(hook))
        assert len(hook.got) == 1
    assert state.message == "1 new deal"
    assert len(found) == 3
    assert found[0].data.startswith("# 1 new deal\n")
    assert "Asia/Dubai" in found[0].data
    gc.collect()  # so that what Prefect left is met here, and not in a test of something else
