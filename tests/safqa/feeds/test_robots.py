"""robots.txt: who asks when, and what each kind of answer allows."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from safqa.feeds.fetch import Reply
from safqa.feeds.outcomes import Outcome
from safqa.feeds.robots import Permission, Robots

NOON = datetime(2025, 6, 10, 12, tzinfo=UTC)


class Web:
    """Hosts whose robots.txt are replies, a clock, and what was asked for."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.now = NOON
        self.asked: list[str] = []
        self.robots = Robots(fetch=self.fetch, now=lambda: self.now)

    async def fetch(self, url: str) -> Reply:
        self.asked.append(url)
        await asyncio.sleep(0)
        return self.reply

    def ask(self, *urls: str) -> list[Permission]:
        async def all_at_once() -> list[Permission]:
            return list(await asyncio.gather(*map(self.robots.permission, urls)))

        return asyncio.run(all_at_once())


def rules(text: str) -> Reply:
    return Reply(Outcome.OK, body=text.encode())


def allowed(text: str, path: str) -> bool:
    (permission,) = Web(rules(text)).ask(f"https://a.example{path}")
    return permission.allowed


@pytest.mark.parametrize(
    ("text", "path", "may"),
    [
        ("User-agent: *\nDisallow: /private", "/news/1", True),
        ("User-agent: *\nDisallow: /private", "/private/1", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Safqa\nDisallow: /no", "/news/1", True),
        ("User-agent: safqa\nDisallow: /\n\nUser-agent: *\nAllow: /", "/news/1", False),
        ("User-agent: otherbot\nDisallow: /", "/news/1", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "/news/1", True),
        ("User-agent: *\nDisallow: /*/print$", "/news/print", False),
        ("User-agent: *\nDisallow: /*/print$", "/news/print/1", True),
        ("User-agent: *\nDisallow: /أخبار", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", False),
        ("<html><body>User agents welcome</body></html>", "/news/1", True),
        ("", "/news/1", True),
    ],
)
def test_our_group_comes_before_the_one_for_all_and_the_longest_rule_decides(text: str, path: str, may: bool) -> None:
    assert allowed(text, path) is may


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(Outcome.NOT_FOUND, "404 Not Found", status=404), Permission(allowed=True)),
        (Reply(Outcome.GONE, "410 Gone", status=410), Permission(allowed=True)),
        (Reply(Outcome.HTTP_ERROR, "403 Forbidden", status=403), Permission(allowed=True)),
        (Reply(Outcome.BLOCKED_PAGE, "403 Forbidden: asks for a human", status=403), Permission(allowed=True)),
        (
            Reply(Outcome.HTTP_ERROR, "500 Server Error", status=500),
            Permission(allowed=False, detail="robots.txt answers 500 Server Error: not for now"),
        ),
        (
            Reply(Outcome.HTTP_ERROR, "connection reset"),
            Permission(allowed=False, detail="robots.txt answers connection reset: not for now"),
        ),
        (
            Reply(Outcome.RATE_LIMITED, "429 Too Many Requests", status=429),
            Permission(allowed=False, detail="robots.txt answers 429 Too Many Requests: not for now"),
        ),
        (
            Reply(Outcome.DNS, "a.example does not resolve"),
            Permission(allowed=False, detail="robots.txt: a.example does not resolve", failure=Outcome.DNS),
        ),
    ],
)
def test_no_file_allows_all_and_trouble_nothing(reply: Reply, expected: Permission) -> None:
    assert Web(reply).ask("https://a.example/1") == [expected]


def test_a_host_is_asked_once_a_day_however_many_pages_wait() -> None:
    web = Web(rules(""))
    web.ask("https://a.example/1", "https://a.example/2", "http://a.example/3", "https://b.example/4")
    hosts = ["http://a.example/robots.txt", "https://a.example/robots.txt", "https://b.example/robots.txt"]
    assert sorted(web.asked) == hosts
    web.now = NOON + timedelta(hours=23, minutes=59)
    web.ask("https://a.example/5")
    assert sorted(web.asked) == hosts
    web.now = NOON + timedelta(hours=24)
    web.ask("https://a.example/6")
    assert web.asked[3:] == ["https://a.example/robots.txt"]


def test_trouble_holds_for_an_hour() -> None:
    web = Web(Reply(Outcome.HTTP_ERROR, "503 Unavailable", status=503))
    web.ask("https://a.example/1")
    web.reply = rules("")
    web.now = NOON + timedelta(minutes=59)
    assert not web.ask("https://a.example/1")[0].allowed
    web.now = NOON + timedelta(minutes=60)
    assert web.ask("https://a.example/1")[0].allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: Safqa\nCrawl-delay: 3", 3.0),
        ("User-agent: *\nCrawl-delay: 0", None),
        ("User-agent: *\nCrawl-delay: inf", None),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nDisallow:", None),
    ],
)
def test_the_delay_that_a_host_wants_is_told(text: str, delay: float | None) -> None:
    assert Web(rules(text)).ask("https://a.example/1") == [Permission(allowed=True, delay=delay)]


def test_rules_behind_the_first_half_megabyte_are_not_read() -> None:
    text = "User-agent: *\nDisallow: /a\n" + "# filler\n" * 60_000 + "Disallow: /b\n"
    assert not allowed(text, "/a")
    assert allowed(text, "/b")
