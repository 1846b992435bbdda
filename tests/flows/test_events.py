"""What goes out at the end of a run: alerts, and events as a Prefect server has them."""

import asyncio
import gc
import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prefect import get_client
from prefect.events.filters import EventFilter, EventNameFilter
from prefect.settings import PREFECT_API_URL, temporary_settings
from receivers import Hook, running

from flows import events
from flows.alerts import Delivered
from flows.monitor import Handover, MonitorConfig, ingest_articles, monitor_news
from flows.pipeline import RunReport, Stored
from flows.records import send_rest

pytestmark = [
    pytest.mark.usefixtures("prefect_api"),
    # Prefect's event client leaves its sockets and transports to the garbage collector when a loop ends.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FEED = """<rss version="2.0"><channel><title>News</title><item><title>Meta invests in Scale AI</title>
<link>https://news.example/1</link><description>Meta invests 14 billion dollars in the artificial intelligence company
Scale AI, the companies said.</description><pubDate>{date}</pubDate></item></channel></rss>"""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    file = tmp_path / "safqa.db"
    file.write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("SAFQA_HOME", str(tmp_path))
    monkeypatch.delenv("SAFQA_ALERTS", raising=False)
    monkeypatch.setenv("SAFQA_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("SAFQA_ALLOW_PRIVATE_NETWORKS", "1")
    monkeypatch.setenv("SAFQA_RATES", "none")
    yield
    gc.collect()  # so that what Prefect left is met here, and not in a test of something else


async def events_of(run: Any, wanted: int) -> list[Any]:
    """The events that name a run, once there are as many as are wanted; they are written with some delay."""
    deadline = time.monotonic() + 20
    while True:
        chosen = EventFilter(event=EventNameFilter(prefix=["safqa."]))
        async with get_client() as client:
            body = {"filter": chosen.model_dump(mode="json"), "limit": 50}
            found = (await client._client.post("/events/filter", json=body)).json()["events"]
        of_run = [event for event in found if str(run) in str(event)]
        if len(of_run) >= wanted or time.monotonic() > deadline:
            return sorted(of_run, key=lambda event: event["event"])
        await asyncio.sleep(0.2)


def related(event: Any) -> set[tuple[str, str]]:
    return {(r["prefect.resource.role"], r["prefect.resource.id"].rpartition(".")[0]) for r in event["related"]}


def test_each_change_and_each_run_are_an_event(site: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = site
    (folder / "feed.xml").write_text(FEED.format(date=f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} GMT"))
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(f'[[feeds]]\nurl = "{address}/feed.xml"\nname = "the feed"\nfull_text = "never"\n')

    async def go() -> None:
        state = await monitor_news(MonitorConfig(feeds=feeds, seed=False), return_state=True)
        await send_rest()
        run = state.state_details.flow_run_id
        change, finished = await events_of(run, 2)
        assert change["event"] == "safqa.change.new_deal"
        assert change["resource"]["prefect.resource.id"] == f"safqa.deal.{change['payload']['deal']['id']}"
        assert change["resource"]["safqa.severity"] == "high"
        assert {("flow-run", "prefect.flow-run"), ("feed", "safqa.feed"), ("target", "safqa.organisation")} <= related(
            change
        )
        assert finished["event"] == events.FINISHED
        assert finished["resource"]["prefect.resource.id"] == f"safqa.run.{run}"
        assert finished["resource"]["safqa.changed"] == "yes"
        counts = finished["payload"]
        assert (counts["changes"], counts["new_deals"], counts["feeds"], counts["failing"]) == (1, 1, 1, [])

    asyncio.run(go())


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_a_run_tells_what_a_feed_shows_after_its_first_document(site: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = site
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(f'[[feeds]]\nurl = "{address}/feed.xml"\nname = "the feed"\nfull_text = "never"\n')
    first = FEED.format(date=f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} GMT")
    item = first[first.index("<item>") : first.index("</channel>")]
    other = item.replace("Meta", "Nvidia").replace("Scale AI", "Poolside").replace("/1<", "/2<")

    async def go() -> None:
        for minute, shown in enumerate((first, first.replace("<item>", f"{other}<item>"), first)):
            (folder / "feed.xml").write_text(shown)
            os.utime(folder / "feed.xml", (60 * minute, 60 * minute))  # within one second it would be "not modified"
            await monitor_news(MonitorConfig(feeds=feeds, seed=False, now=True))

    with running(Hook()) as hook:
        (tmp_path / "alerts.toml").write_text(
            f'[[channels]]\nname = "hook"\nurl = "json://127.0.0.1:{hook.server_address[1]}/"\n'
        )
        asyncio.run(go())
        (message,) = hook.got
    assert "Nvidia → Poolside" in message["message"]


def test_a_run_that_brought_nothing_is_one_event_that_says_so() -> None:
    async def go() -> None:
        state = await ingest_articles(Handover([]), return_state=True)
        await send_rest()
        (finished,) = await events_of(state.state_details.flow_run_id, 1)
        assert finished["resource"]["safqa.changed"] == "no"

    asyncio.run(go())


def test_without_a_server_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(events, "emit_event", never)
    with temporary_settings({PREFECT_API_URL: None}):
        events.emit(RunReport((), Stored(Counter()), 0), Delivered())
