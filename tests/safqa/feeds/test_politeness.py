"""The gate in front of each host, on a clock that only the tests move."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.feeds.politeness import HostGate, host_of


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        wake = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, wake)


def starts(urls: list[str], *, at_once: int = 9, apart: float = 1.0) -> list[tuple[str, float]]:
    """When each address got its place, when all asked at second 0."""
    clock, seen = Clock(), list[tuple[str, float]]()
    gate = HostGate(at_once=at_once, seconds_apart=apart, clock=clock, sleep=clock.sleep)

    async def one(url: str) -> None:
        async with gate.slot(url):
            seen.append((url, clock.now - 100))

    async def all_of_them() -> None:
        await asyncio.gather(*map(one, urls))

    asyncio.run(all_of_them())
    return seen


def run(scene: Callable[[HostGate], Awaitable[None]], **options: int) -> None:
    clock = Clock()

    async def play() -> None:
        await scene(HostGate(clock=clock, sleep=clock.sleep, **options))

    asyncio.run(play())


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://Example.ORG/feed", "example.org:80"),
        ("HTTPS://example.org./feed?x", "example.org:443"),
        ("https://example.org:8443/", "example.org:8443"),
        ("http://user:word@example.org:80/", "example.org:80"),
        ("https://مثال.إختبار/", "xn--mgbh0fb.xn--kgbechtv:443"),
        ("http://[::1]:8080/", "::1:8080"),
    ],
)
def test_every_spelling_of_a_host_is_one_host(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1",
        "http://a.example:65536/",
        "http://a.example:0/",
        "http://a.example:-1/",
        "ftp://a.example/",
        "a.example",
        "http:///",
        "",
    ],
)
def test_what_is_no_address_has_no_host(url: str) -> None:
    with pytest.raises((httpx.InvalidURL, httpx.UnsupportedProtocol)):
        host_of(url)


def test_one_host_is_asked_a_second_apart_and_others_do_not_wait() -> None:
    seen = starts(["http://a.example/1", "http://A.example/2", "http://b.example/1", "http://a.example:80/3"])
    assert dict(seen) == {
        "http://a.example/1": 0.0,
        "http://A.example/2": 1.0,
        "http://b.example/1": 0.0,
        "http://a.example:80/3": 2.0,
    }


@given(st.integers(1, 6), st.floats(0.1, 30), st.integers(1, 3))
def test_starts_are_never_closer_than_asked(count: int, apart: float, at_once: int) -> None:
    times = [at for _, at in starts(["http://a.example/"] * count, at_once=at_once, apart=apart)]
    assert len(times) == count
    assert all(later - sooner >= apart - 1e-6 for sooner, later in pairwise(times))


def test_a_host_that_has_rested_is_asked_at_once() -> None:
    async def scene(gate: HostGate) -> None:
        async with gate.slot("http://a.example/"):
            await gate._sleep(5)
        before = gate._clock()
        async with gate.slot("http://a.example/"):
            assert gate._clock() == before

    run(scene)


def test_a_host_may_ask_for_more_time_and_never_for_less() -> None:
    async def scene(gate: HostGate) -> None:
        gate.keep_apart("http://a.example/", 20)
        gate.keep_apart("http://A.example/other", 3)
        times = []
        for _ in range(2):
            async with gate.slot("http://a.example/"):
                times.append(gate._clock())
        assert times[1] - times[0] == pytest.approx(20)

    run(scene)


def test_two_run_at_a_time_and_the_third_comes_when_one_has_gone() -> None:
    async def scene(gate: HostGate) -> None:
        running, gone = list[int](), asyncio.Event()

        async def one(number: int) -> None:
            async with gate.slot("http://a.example/"):
                running.append(number)
                await gone.wait()

        tasks = [asyncio.create_task(one(number)) for number in range(3)]
        for _ in range(20):
            await asyncio.sleep(0)
        assert running == [0, 1]
        gone.set()
        await asyncio.gather(*tasks)
        assert running == [0, 1, 2]

    run(scene)


def test_who_fails_or_gives_up_leaves_the_place_free() -> None:
    async def scene(gate: HostGate) -> None:
        async def fails() -> None:
            async with gate.slot("http://a.example/"):
                raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            await fails()
        waiting = asyncio.create_task(fails())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        async with gate.slot("http://a.example/"):
            pass

    run(scene, at_once=1)
