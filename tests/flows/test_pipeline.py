"""The run without Prefect: steps as plain functions, outcomes that add up, faults that stay where they arise."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from polls import polled

from flows import pipeline
from flows.pipeline import PLAIN, RunReport, Steps
from flows.polling import Due
from safqa.extraction.fingerprint import fingerprint
from safqa.feeds.outcomes import Outcome
from safqa.feeds.poll import Poll
from safqa.feeds.seed import seed_article
from safqa.feeds.sources import Source
from safqa.model import Article

FEEDS = [Source(url=f"https://{name}.example/feed", name=name) for name in ("good", "dead")]


def text(n: int) -> Article:
    return Article(f"https://news.example/{n}", None, f"Text number {n} tells of no deal.", lang="en")


def scripted(articles: Sequence[Article]) -> Steps:
    """Feeds that answer as their name says; reading and storing are the real ones."""

    def poll_one(feed: Due) -> Poll:
        if feed.source.name == "dead":
            return polled(feed.source, Outcome.DNS, detail="dead.example does not resolve")
        return polled(feed.source, articles=tuple(articles), entries=len(articles))

    async def poll(feeds: Sequence[Due], *_: object) -> list[Poll]:
        return [poll_one(feed) for feed in feeds]

    return Steps(poll, PLAIN.read, PLAIN.store, PLAIN.record)


@pytest.fixture
def go(database: Any) -> Callable[..., RunReport]:
    def run(articles: Sequence[Article] = (), sources: Sequence[Source] = (), steps: Steps = PLAIN) -> RunReport:
        url = database.engine.url.render_as_string(hide_password=False)
        return asyncio.run(pipeline.run(sources, articles, database=url, allow_private=False, steps=steps))

    return run


def test_the_seed_gives_deals_once(go: Any) -> None:
    first = go([seed_article()])
    assert first.stored.outcomes == {"new": 1}
    assert "Scale AI" in {c.deal.target.name for c in first.stored.changes if c.deal.target}
    again = go([seed_article()])
    assert (again.stored.outcomes, again.stored.changes, again.stored.suppressed) == ({"unchanged": 1}, (), 0)


def test_an_article_that_comes_again_is_read_by_a_changed_extractor_once(
    go: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pipeline.EXTRACTOR.config == fingerprint()
    go([seed_article(), text(1)])
    monkeypatch.setattr(pipeline, "EXTRACTOR", replace(pipeline.EXTRACTOR, config="changed"))
    again = go([seed_article()])
    assert (again.stored.outcomes, again.stored.changes) == ({"reread": 1}, ())
    assert go([seed_article()]).stored.outcomes == {"unchanged": 1}


def test_outcomes_add_up_over_batches_feeds_and_repeats(go: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH", 3)
    handed, fed = [text(n) for n in range(4)], [text(n) for n in range(2, 9)]
    report = go(handed, FEEDS, scripted(fed))
    assert report.stored.outcomes == {"new": 9, "unchanged": 2}
    assert [(p.source.name, p.outcome) for p in report.polls] == [("good", "ok"), ("dead", "dns")]
    assert [p.source.name for p in report.failing] == ["dead"]
    assert report.steps == 2 + 2 * 4 + 1  # polls, two for each batch, and the record of the polls


def test_a_run_over_many_feeds_and_articles_has_few_steps(go: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH", 1)
    feeds = [Source(url=f"https://{n}.example/feed", name="good" if n else "dead") for n in range(120)]
    report = go([text(n) for n in range(50)], feeds, scripted([]))
    assert [p.source.url for p in report.polls] == [f.url for f in feeds]
    assert report.stored.outcomes == {"new": 50}
    assert report.steps == 40 + 2 * 17 + 1  # three feeds and three articles at a time


def test_a_feed_that_is_switched_off_is_not_asked(go: Any) -> None:
    off = Source(url="https://off.example/feed", name="dead", enabled=False)
    assert go([], [off], scripted([])).polls == ()


def test_given_deals_are_stored_without_reading(go: Any, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract", None)
    report = go([make.article("a", make.mention(make.figure(14e9)))])
    assert [(c.kind, c.deal.target.name) for c in report.stored.changes] == [("new_deal", "Scale AI")]


def test_what_cannot_be_read_or_stored_costs_only_itself(
    go: Any, make: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def extract(text: str, **_: object) -> Any:
        if "number 1 " in text:
            raise ZeroDivisionError("too few words")
        return real(text)

    real = pipeline.extract
    monkeypatch.setattr(pipeline, "extract", extract)
    misquoted = make.article("bad", make.mention(make.figure(quote=make.quoted(make.article("other"), "other"))))
    report = go([text(0), text(1), misquoted, make.article("good", make.mention())])
    assert report.stored.outcomes == {"new": 2, "unreadable": 1, "refused": 1}
    assert [c.url for c in report.stored.changes] == ["https://good.example/1"]
    assert not report.stored.nothing_kept
    unread, refused = report.stored.faults
    assert unread == "https://news.example/1 could not be read: ZeroDivisionError: too few words"
    assert refused.startswith("https://bad.example/1: ")
    assert "Traceback" in caplog.text


def test_a_run_that_keeps_nothing_says_so(go: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract", None)
    assert go([text(0), text(1)]).stored.nothing_kept
    assert not go([]).stored.nothing_kept


def test_a_second_run_writes_no_row(sqlite_template: Path, tmp_path: Path, make: Any) -> None:
    file = tmp_path / "safqa.db"
    file.write_bytes(sqlite_template.read_bytes())
    given = [seed_article(), make.article("a", make.mention(make.figure(14e9))), text(1)]

    def run() -> list[str]:
        import sqlite3  # noqa: PLC0415

        url = f"sqlite:///{file}"
        asyncio.run(pipeline.run([], given, database=url, allow_private=False, steps=PLAIN))
        with sqlite3.connect(file) as connection:
            dump = list(connection.iterdump())
        connection.close()
        return dump

    first = run()
    assert any("Scale AI" in line for line in first)
    assert run() == first
