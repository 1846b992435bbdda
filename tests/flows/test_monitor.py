"""The flows on a Prefect server: states, names, artifacts, tries, and what Prefect gets to see."""

import asyncio
import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from polls import polled
from prefect import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey, FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.sorting import ArtifactSort

from flows import monitor, polling
from flows.monitor import Handover, MonitorConfig, ingest_articles, monitor_news
from flows.polling import Due
from flows.records import await_tasks
from safqa.feeds.outcomes import Outcome
from safqa.feeds.poll import Poll

pytestmark = [
    pytest.mark.usefixtures("prefect_api"),
    # Prefect's event client leaves its sockets and transports to the garbage collector when a loop ends.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FEED = """<rss version="2.0"><channel><title>News</title><item><title>صفقة</title>
<link>https://news.example/1</link><description>أعلنت شركة ميتا استثمار 14 مليار دولار في شركة Scale AI للذكاء
الاصطناعي.</description><pubDate>Tue, 10 Jun 2025 09:00:00 GMT</pubDate></item></channel></rss>"""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    file = tmp_path / "safqa.db"
    file.write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("SAFQA_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("SAFQA_ALLOW_PRIVATE_NETWORKS", "1")
    monkeypatch.setenv("SAFQA_RATES", "none")
    yield
    gc.collect()  # so that what Prefect left is met here, and not in a test of something else


def feeds_file(folder: Path, *urls: str) -> Path:
    file = folder / "feeds.toml"
    tables = (f'[[feeds]]\nurl = "{url}"\nname = "feed {n}"\nfull_text = "never"\n' for n, url in enumerate(urls))
    file.write_text("".join(tables))
    return file


async def artifact(key: str) -> Any:
    async with get_client() as client:
        found = await client.read_artifacts(
            artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])), sort=ArtifactSort.CREATED_DESC, limit=1
        )
    return found[0].data


async def run_of(state: Any) -> Any:
    async with get_client() as client:
        return await client.read_flow_run(state.state_details.flow_run_id)


async def tasks_of(state: Any) -> list[Any]:
    of_run = FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
    async with get_client() as client:
        return await client.read_task_runs(flow_run_filter=of_run)


def test_a_run_over_living_and_dead_feeds_is_degraded_and_done(site: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = site
    (folder / "feed.xml").write_text(FEED, encoding="utf-8")
    feeds = feeds_file(tmp_path, f"{address}/feed.xml", f"{address}/gone.xml")

    async def go() -> None:
        state = await monitor_news(MonitorConfig(feeds=feeds, seed=False), return_state=True)
        report = await state.aresult()
        assert (state.is_completed(), state.name) == (True, "Degraded")
        assert state.message == "1 feed failing: feed 1 (not_found)"
        assert report.stored.outcomes == {"new": 1}
        assert (await run_of(state)).name == "monitor · 2 feeds · 1 new deal"
        await await_tasks(state.state_details.flow_run_id, report.steps)
        names = {run.name for run in await tasks_of(state) if run.state.is_completed()}
        assert names == {"poll feed 0", "poll feed 1", "read batch 1", "store batch 1", "record polls"}
        told = await artifact("run-report")
        assert "feed 1 | not_found" in told
        assert "| text of | number |\n| --- | --- |\n| feed | 1 |" in told

    asyncio.run(go())


def test_new_deals_stand_in_a_table_in_both_languages(make: Any) -> None:
    arabic = make.article("b", make.mention(make.figure(3e9), target="ألفا", parties=("صندوق بيتا",)))

    async def go() -> None:
        state = await ingest_articles(
            Handover([make.article("a", make.mention(make.figure(14e9))), arabic]), return_state=True
        )
        assert state.name == "Completed"
        rows = json.loads(await artifact("new-deals"))
        assert [row["deal"] for row in rows] == ["Meta → Scale AI", "\u2067صندوق بيتا\u2069 → \u2067ألفا\u2069"]
        assert all("\u2067" in row["السبب"] and "First report" in row["why"] for row in rows)
        assert [row["new"] for row in json.loads(await artifact("figures"))] == ["14.0 bn USD", "3.0 bn USD"]
        assert "](<https://" in await artifact("figures-told")

    asyncio.run(go())


def test_prefect_does_not_get_the_texts(make: Any) -> None:
    async def go() -> None:
        state = await ingest_articles(Handover([make.article("a", make.mention())]), return_state=True)
        run = await run_of(state)
        assert (run.name, run.parameters) == ("ingest · 1 article · 1 new deal", {"handover": "<Handover>"})

    asyncio.run(go())


@pytest.mark.parametrize(("outcomes", "asked"), [(["timeout", "ok"], 2), (["timeout"] * 3, 2), (["dns", "ok"], 1)])
def test_only_passing_trouble_is_worth_another_try(
    outcomes: list[str], asked: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Poll] = []

    async def poll_feed(feed: Due, *_: object) -> Poll:
        outcome = Outcome(outcomes[len(seen)])
        seen.append(polled(feed.source, outcome, passing=outcome is Outcome.TIMEOUT))
        return seen[-1]

    monkeypatch.setattr(polling, "poll_feed", poll_feed)
    monkeypatch.setattr(monitor, "_AGAIN_AFTER", 0.0)
    feeds = feeds_file(tmp_path, "https://news.example/feed")

    async def go() -> None:
        state = await monitor_news(MonitorConfig(feeds=feeds, seed=False), return_state=True)
        report = await state.aresult()
        assert [p.outcome for p in report.polls] == [seen[-1].outcome]

    asyncio.run(go())
    assert len(seen) == asked


def test_the_seed_is_read_unless_it_is_left_out() -> None:
    async def go() -> None:
        with_seed = await (await monitor_news(MonitorConfig(poll=False), return_state=True)).aresult()
        without = await (await monitor_news(MonitorConfig(poll=False, seed=False), return_state=True)).aresult()
        assert (with_seed.stored.outcomes, without.stored.outcomes) == ({"new": 1}, {})

    asyncio.run(go())
