from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from benchmarks import polling
from benchmarks.origin import SHORTEST, Shape, body, language, origin
from benchmarks.polling import CASES, MEMORY_BOUND, Bench, Round, main, missed, table
from safqa.feeds.parse import article_of, parse
from safqa.feeds.sources import Source

SMALL = Shape(feeds=2, entries=3, new=1)
UNCHANGED, CHANGED = CASES


def entries(feed: int, edition: int) -> list[tuple[str | None, str]]:
    source = Source(url="https://news.example/feed", name="News", language=language(feed))
    document = parse(
        body(SMALL, feed, edition), source=source, url=source.url, content_type="", now=datetime(2027, 1, 1, tzinfo=UTC)
    )
    assert document.warning is None
    assert all(entry.published for entry in document.entries)
    return [(entry.guid, article.text) for entry in document.entries if (article := article_of(entry, source))]


@pytest.mark.parametrize("feed", [0, 1])
def test_an_edition_has_new_entries_on_top_of_those_of_the_one_before(feed: int) -> None:
    first, second = entries(feed, 0), entries(feed, 1)
    assert len(first) == SMALL.entries
    assert second[SMALL.new :] == first[: -SMALL.new]
    assert set(second[: SMALL.new]).isdisjoint(first)
    assert all(len(text) >= SHORTEST for _, text in first)  # so that no page is asked for


def test_the_origin_honours_validators_of_the_edition_it_shows() -> None:
    with origin(SMALL) as served, httpx.Client() as client:
        first = client.get(served.urls[1])
        asked = {"If-None-Match": first.headers["ETag"]}
        assert first.content == body(SMALL, 1, 0)
        assert client.get(served.urls[1], headers=asked).status_code == 304
        served.show(1)
        assert client.get(served.urls[1], headers=asked).content == body(SMALL, 1, 1)
        assert client.get(f"{served.address}/feeds/2").status_code == 404


def test_it_measures_both_cases_on_a_few_feeds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(polling, "missed", lambda *_: [])
    assert main(["--feeds", "2", "--rounds", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2 feeds of 30 entries, 2 rounds, 8 at a time"
    assert [line.split()[0] for line in lines[2:]] == ["unchanged", "changed", "peak"]


def test_it_exits_with_1_beyond_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "missed", lambda *_: ["too slow"])
    assert main(["--feeds", "1", "--rounds", "1"]) == 1


def test_something_else_than_was_meant_is_not_measured(tmp_path: Path) -> None:
    with origin(SMALL) as served:
        bench = Bench(served, tmp_path)
        assert bench.round(0, UNCHANGED).alone > 0
        with pytest.raises(RuntimeError, match="2} with 0 new entries is not what was to be measured"):
            bench.round(0, replace(CHANGED, edition=0))


def test_the_median_of_what_is_judged_is_told() -> None:
    fast, slow = Round(1.0, 0.2, 1.0), Round(2.0, 1.0, 1.0)
    rounds = {UNCHANGED: [fast, slow, fast], CHANGED: [slow, fast, slow]}
    assert [" ".join(line.split()) for line in table(rounds, 2**20)[1:]] == [
        "unchanged 1.00 s 0.20 s 1.00 s 1.00 1.20 1.20 1.20-3.00 1.5",
        "changed 2.00 s 1.00 s 1.00 s 2.00 3.00 2.00 1.00-2.00 1.3",
        "peak memory: 1 MiB, bound 300",
    ]
    assert missed(rounds, 0) == ["changed: 2.00 is more than 1.3"]
    assert missed({UNCHANGED: [fast]}, MEMORY_BOUND + 1) == ["peak memory is more than its bound"]
