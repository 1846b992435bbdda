"""Stories of feeds, each driven through Safqa's own polls: a real server and database, and a clock that is moved."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from flows import polling
from flows.polling import Due, Kit
from safqa.feeds import memory, network
from safqa.feeds import poll as asking
from safqa.feeds.extractors import ExtractorPool
from safqa.feeds.fetch import fetch
from safqa.feeds.fulltext import PageReader
from safqa.feeds.health import health
from safqa.feeds.network import Address, Resolver, open_client, resolved
from safqa.feeds.outcomes import Outcome
from safqa.feeds.poll import Poll, first_state
from safqa.feeds.sources import Source
from safqa.feeds.state import FeedState, is_due
from storage import models
from storage.engine import Database
from storage.feeds import states
from tests.flows.scenarios import SCENARIOS
from tests.flows.scenarios.language import START, Moment, Scenario
from tests.served import Origin, drip, serving


@pytest.fixture
def backend() -> str:
    """Both kinds of database keep polls alike (tests/storage); here it is the polls that matter."""
    return "sqlite"


@pytest.fixture
def origin() -> Iterator[Origin]:
    with serving() as served:
        yield served


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_the_story_goes_as_told(
    scenario: Scenario, origin: Origin, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if scenario.gated:
        public = network.is_public
        monkeypatch.setattr(network, "is_public", lambda address: str(address) == "127.0.0.1" or public(address))
    monkeypatch.setattr(asking, "fetch", partial(fetch, limits=scenario.limits))
    source = Source(
        url=scenario.url.format(origin=origin.url(""), port=origin.port),
        name="أخبار",
        **{"language": "ar", "topic": "all", "full_text": "never", **scenario.source},
    )
    resolve, now = looked_up(scenario), START
    for number, moment in told(scenario):
        show(origin, moment)
        before = state_of(database, source, now)
        assert is_due(before, now)
        poll = asyncio.run(polled(Due(source, before), database, now, scenario, resolve))
        after = state_of(database, source, now)
        assert after == poll.state
        assert found(poll, moment, origin, database, now) == wanted(moment, origin), f"moment {number}"
        assert moment.tells in poll.detail, f"moment {number}"
        assert moment.sample in stored_sample(database), f"moment {number}"
        assert moment.due[0] <= (after.next_poll_at - now) / timedelta(minutes=1) <= moment.due[1], f"moment {number}"
        now = after.next_poll_at


def test_every_outcome_has_a_scenario() -> None:
    assert {moment.outcome for scenario in SCENARIOS for moment in scenario.moments} == {o.value for o in Outcome}


def test_no_two_scenarios_have_the_same_name() -> None:
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)


def told(scenario: Scenario) -> Iterator[tuple[str, Moment]]:
    """Each moment as often as it comes, with what to call it."""
    for number, moment in enumerate(scenario.moments, 1):
        for time in range(moment.times):
            yield f"{number}, time {time + 1}", moment


def found(poll: Poll, moment: Moment, origin: Origin, database: Database, now: datetime) -> dict[str, Any]:
    """What came of a poll, in the words of a moment."""
    requests = dict(origin.asked)
    told_to_people = health(poll.state, now)
    return {
        "outcome": poll.outcome.value,
        "entries": {outcome.value: n for outcome, n in poll.counts.items()},
        "articles": len(poll.articles),
        "titles": moment.titles and tuple(article.title for article in poll.articles),
        "rows": rows(database),
        "asked": "/feed" in requests,
        "headers": {name: requests.get("/feed", {}).get(name) for name in moment.asked},
        "proposal": told_to_people.proposal,
        "person": told_to_people.needs_human is not None,
        "paths": set(requests) <= {"/feed", *moment.others},
    }


def wanted(moment: Moment, origin: Origin) -> dict[str, Any]:
    """What must have come of it."""
    return {
        "outcome": moment.outcome,
        "entries": dict(moment.entries),
        "articles": moment.to_read,
        "titles": moment.titles,
        "rows": moment.rows,
        "asked": moment.answer is not None,
        "headers": dict(moment.asked),
        "proposal": moment.proposal and origin.url(moment.proposal),
        "person": moment.person,
        "paths": True,
    }


def show(origin: Origin, moment: Moment) -> None:
    """Lets the server answer as it does at that moment; of earlier requests nothing is left."""
    origin.asked.clear()
    origin.behaviours.clear()
    for path, answer in {**moment.others, "/feed": moment.answer}.items():
        if answer is not None and answer.drips:
            origin.behaviours[path] = drip
        elif answer is not None:
            body = answer.body if isinstance(answer.body, bytes) else answer.body()
            headers = {k: v.format(origin=origin.url(""), port=origin.port) for k, v in answer.headers.items()}
            origin.serve(path, body, answer.status, **headers)


def looked_up(scenario: Scenario) -> Resolver:
    """The resolver of the scenario's names: each time the next addresses."""
    left = iter(scenario.addresses)

    async def resolve(_host: str, _port: int) -> list[Address]:
        addresses = next(left)
        if addresses is None:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [ipaddress.ip_address(address) for address in addresses]

    return resolve if scenario.addresses else resolved


async def polled(feed: Due, database: Database, now: datetime, scenario: Scenario, resolve: Resolver) -> Poll:
    """One poll as a run makes it, recorded."""
    url = database.engine.url.render_as_string(hide_password=False)
    async with (
        open_client(allow_private=not scenario.gated, contact="", resolve=resolve) as client,
        ExtractorPool() as pool,
    ):
        poll = await polling.poll_feed(feed, Kit(client, PageReader(client, pool)), url, now)
    await polling.record_polls([poll], url)
    return poll


def state_of(database: Database, source: Source, now: datetime) -> FeedState:
    """What the database knows of the feed."""
    stored = states(database, [source.url]).get(source.url)
    return first_state(source, now) if stored is None or stored.state is None else memory.from_text(stored.state)


def rows(database: Database) -> tuple[int, int]:
    """How many polls and how many states of entries are stored."""
    with database.read() as connection:
        polls, entries = (
            connection.scalar(select(func.count()).select_from(table)) for table in (models.Poll, models.Entry)
        )
    return polls, entries


def stored_sample(database: Database) -> str:
    """The start of the body of the poll that was stored last."""
    with database.read() as connection:
        return connection.scalar(select(models.Poll.sample).order_by(models.Poll.row.desc()).limit(1)) or ""
