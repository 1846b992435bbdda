"""The check over public corpora of feeds, on a small one: it passes what is right and tells each kind of fault."""

from itertools import count
from pathlib import Path

import pytest

from benchmarks import feed_corpora
from benchmarks.feed_corpora import main
from safqa.feeds import parse, poll
from safqa.feeds.entry import FeedEntry

ITEM = "<item><title>T{n}</title><guid>{n}</guid></item>"
FEED = f"<rss version='2.0'><channel>{ITEM.format(n=1)}{ITEM.format(n=2)}{ITEM.format(n=1)}</channel></rss>"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "feed #1.xml").write_text(FEED)
    (tmp_path / "page.html").write_text("<!doctype html><p>x</p>")
    (tmp_path / "run.py").write_text("1 / 0")
    return tmp_path


def test_what_is_right_is_counted(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(corpus)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "files: 2",
        "feeds accepted: 1",
        "  no feed: 1 times it is a web page",
        "entries: 3 (1 duplicate, 2 new)",
        "exceptions: 0",
        "unstable: 0",
        "changed by the second poll: 0",
    ]


def test_a_reader_that_raises_is_told(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parse, "feedparser", None)
    assert main([str(corpus)]) == 1
    assert "exceptions: 2\n" in capsys.readouterr().out


def test_another_title_each_time_is_a_change_and_another_guid_is_unstable_too(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = count()

    def other(field: str) -> None:
        def entry_of(*_: object, **__: object) -> FeedEntry:
            return FeedEntry(**{"guid": "g", "url": None, "title": "t", "text": "", field: str(next(numbers))})

        monkeypatch.setattr(parse, "entry_of", entry_of)

    other("title")
    assert main([str(corpus)]) == 1
    assert "changed by the second poll: 1\n" in capsys.readouterr().out
    other("guid")
    assert main([str(corpus)]) == 1
    told = capsys.readouterr().out
    assert "unstable: 1\n" in told
    assert "changed by the second poll: 1\n" in told


def test_a_second_poll_that_writes_is_told(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = count()
    monkeypatch.setattr(feed_corpora, "_rows", lambda _: next(numbers))
    assert main([str(corpus)]) == 1
    assert "changed by the second poll: 2\n" in capsys.readouterr().out


def test_nothing_to_read_is_a_failure(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1


def test_the_guard_by_hash_is_not_used(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[bool] = []
    real = poll.same_body
    monkeypatch.setattr(poll, "same_body", lambda *args: answers.append(real(*args)) or answers[-1])
    main([str(corpus)])
    assert answers == [False] * 4
