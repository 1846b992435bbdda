import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select

from safqa import identity
from safqa.feeds.entries import EntryOutcome, Policy, Seen, decide, identify
from safqa.feeds.entry import FeedEntry
from safqa.feeds.outcomes import Outcome
from storage import models
from storage.engine import Database, open_database
from storage.feeds import PollRecord, Recording, feed_key, health, known_entries, record, record_all, states

NEW, EDITED, KNOWN = EntryOutcome.NEW, EntryOutcome.EDITED, EntryOutcome.KNOWN
URL = "https://a.example/feed"
START = datetime(2025, 6, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
SHOWN = [FeedEntry(str(n), f"https://a.example/{n}", f"Title {n}", f"Text {n}.") for n in range(3)]


def at(hour: float, outcome: Outcome = Outcome.OK, **more: Any) -> PollRecord:
    """The poll of an hour, or whatever `more` says; the next one is an hour later."""
    polled = START + hour * HOUR
    given = {"state": json.dumps({"hour": hour}), "seconds": 0.2, "next_poll_at": polled + HOUR, **more}
    return PollRecord(**{"url": URL, **given}, polled_at=polled, outcome=outcome)


def seen(database: Database, shown: Sequence[FeedEntry], policy: Policy = Policy.GUID) -> tuple[Seen, ...]:
    known = known_entries(database, feed_key(URL), [identify(entry, policy) for entry in shown])
    return decide(known, shown, policy)


def poll(database: Database, hour: float, shown: Sequence[FeedEntry] = SHOWN, **more: Any) -> list[EntryOutcome]:
    """Poll and record as a run does."""
    return [one.outcome for one in record(database, at(hour, **more), seen(database, shown))]


def rows(database: Database, *columns: Any) -> list[Any]:
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(columns[0].class_.row))]


def history(database: Database) -> list[Any]:
    return rows(database, models.Poll.outcome, models.Poll.repeats)


def test_a_feed_that_was_never_polled_has_no_state(database: Database) -> None:
    poll(database, 0)
    found = states(database, [URL, "https://other.example/feed"])
    assert list(found) == [URL]
    assert (found[URL].state, found[URL].outcome, found[URL].polled_at) == ('{"hour": 0}', "ok", START)
    assert (found[URL].next_poll_at, found[URL].baseline_at) == (START + HOUR, START)


def test_state_is_found_under_other_spellings_of_the_address(database: Database) -> None:
    poll(database, 0)
    other = "http://www.a.example/feed/"
    assert states(database, [other])[other].url == URL


def test_what_a_feed_shows_is_new_once(database: Database, dump: Any) -> None:
    assert poll(database, 0) == [NEW] * 3
    before = dump(database, "entry", "poll", without=["repeats"])
    assert poll(database, 1) == [KNOWN] * 3
    assert dump(database, "entry", "poll", without=["repeats"]) == before
    assert history(database) == [("ok", 1)]


def test_an_entry_is_kept_as_the_feed_gives_it(database: Database) -> None:
    entry = replace(SHOWN[0], guid=" 1", published_raw="Sun, 1 June")
    poll(database, 0, [entry])
    table = models.Entry
    kept = rows(database, table.guid, table.url, table.title, table.published_raw, table.seen_at, table.article_key)
    assert kept == [(" 1", entry.url, entry.title, "Sun, 1 June", START, identity.article_key(entry.url))]


def test_an_edit_is_another_row_of_the_same_entry(database: Database) -> None:
    poll(database, 0)
    assert poll(database, 1, [replace(SHOWN[0], text="Edited."), *SHOWN[1:]]) == [EDITED, KNOWN, KNOWN]
    assert poll(database, 2) == [KNOWN] * 3
    kept = rows(database, models.Entry.identity, models.Entry.outcome, models.Entry.seen_at)
    assert kept[3] == (kept[0][0], "edited", START + HOUR)
    assert len(kept) == 4


def test_the_first_document_is_the_baseline(database: Database) -> None:
    poll(database, 0, [], outcome=Outcome.TIMEOUT)
    assert states(database, [URL])[URL].baseline_at is None
    poll(database, 1, SHOWN[:2])
    poll(database, 2, [replace(SHOWN[0], text="Edited."), SHOWN[2]])
    assert rows(database, models.Entry.baseline, models.Entry.outcome) == [
        (True, "new"),
        (True, "new"),
        (False, "edited"),
        (False, "new"),
    ]


def test_an_empty_first_document_is_a_baseline_too(database: Database) -> None:
    poll(database, 0, [])
    poll(database, 1)
    assert set(rows(database, models.Entry.baseline)) == {(False,)}


QUIET = [Outcome.OK, Outcome.NOT_MODIFIED, Outcome.SAME_BODY]


@pytest.mark.parametrize("first", [*QUIET, Outcome.MOVED])
def test_polls_that_tell_nothing_new_add_no_row(database: Database, first: Outcome) -> None:
    poll(database, 0, outcome=first)
    for hour, outcome in enumerate([first, *QUIET[1:], first], 1):
        poll(database, hour, [] if outcome in QUIET[1:] else SHOWN, outcome=outcome)
    assert history(database) == [(first, 4)]
    feed = states(database, [URL])[URL]
    assert (feed.polled_at, feed.next_poll_at, feed.state) == (START + 4 * HOUR, START + 5 * HOUR, '{"hour": 4}')


def test_polls_that_differ_from_the_one_before_are_history(database: Database) -> None:
    told = [
        (Outcome.OK, 200),
        (Outcome.HTTP_ERROR, 500),
        (Outcome.HTTP_ERROR, 500),
        (Outcome.HTTP_ERROR, 503),
        (Outcome.TIMEOUT, None),
        (Outcome.NOT_MODIFIED, 304),
        (Outcome.OK, 200),
        (Outcome.MOVED, 200),
        (Outcome.OK, 200),
    ]
    for hour, (outcome, status) in enumerate(told):
        poll(database, hour, SHOWN if status == 200 else [], outcome=outcome, status=status)
    assert rows(database, models.Poll.outcome, models.Poll.status, models.Poll.repeats) == [
        ("ok", 200, 0),
        ("http_error", 500, 1),
        ("http_error", 503, 0),
        ("timeout", None, 0),
        ("not_modified", 304, 1),
        ("moved", 200, 0),
        ("ok", 200, 0),
    ]


def test_news_is_history_even_when_the_outcome_is_the_same(database: Database) -> None:
    poll(database, 0, SHOWN[:2])
    poll(database, 1, SHOWN)
    poll(database, 2, [replace(SHOWN[0], title="Edited")])
    table = models.Poll
    assert rows(database, table.entries, table.new_entries, table.edited_entries, table.known_entries) == [
        (2, 2, 0, 0),
        (3, 1, 0, 2),
        (1, 0, 1, 0),
    ]


def test_the_outcomes_of_entries_add_up(database: Database) -> None:
    poll(database, 0, SHOWN[:1])
    shown = [*SHOWN, SHOWN[0], replace(SHOWN[0], text="Edited."), FeedEntry(None, None, None, "")]
    poll(database, 1, shown)
    with database.read() as connection:
        row = connection.execute(select(models.Poll.__table__).order_by(models.Poll.row.desc())).mappings().first()
    counts = {outcome: row[f"{outcome.value}_entries"] for outcome in EntryOutcome}
    assert counts == {"new": 2, "edited": 0, "known": 1, "duplicate": 2, "unusable": 1}
    assert sum(counts.values()) == row["entries"] == len(shown)


def test_a_poll_is_kept_with_all_that_was_told_of_it(database: Database) -> None:
    told = {
        "outcome": Outcome.NOT_A_FEED,
        "detail": "it is a web page",
        "status": 200,
        "etag": 'W/"1"',
        "last_modified": "Sun",
        "body_key": "k" * 32,
        "body_bytes": 9,
        "sample": "<html>",
        "seconds": 1.5,
    }
    poll(database, 0, [], **told)
    (kept,) = rows(database, *(getattr(models.Poll, name) for name in told))
    assert kept == tuple(told.values())


def test_a_changed_guid_is_remembered(database: Database, dump: Any) -> None:
    poll(database, 0)
    changed = [replace(entry, guid=f"new-{entry.guid}") for entry in SHOWN]
    assert poll(database, 1, changed) == [KNOWN] * 3
    before = dump(database, "entry")
    assert poll(database, 2, changed) == [KNOWN] * 3
    assert dump(database, "entry") == before
    assert poll(database, 3, [replace(changed[0], title="Another"), changed[1]]) == [EDITED, KNOWN]


def test_a_shared_guid_is_remembered(database: Database) -> None:
    alike = [replace(entry, guid="0") for entry in SHOWN]
    assert poll(database, 0, alike[:2]) == [NEW, NEW]
    assert poll(database, 1, alike[2:]) == [NEW]
    assert poll(database, 2, alike[1:2]) == [KNOWN]


def test_feeds_do_not_share_entries(database: Database) -> None:
    poll(database, 0)
    other = at(0, url="https://b.example/feed")
    shown = [identify(entry) for entry in SHOWN]
    assert known_entries(database, feed_key(other.url), shown).entries == ()
    assert [one.outcome for one in record(database, other, seen(database, SHOWN))] == [NEW] * 3


def test_a_long_document_is_recorded_and_only_what_it_shows_is_looked_up(database: Database) -> None:
    many = [FeedEntry(str(n), f"https://a.example/{n}", f"Title {n}", "") for n in range(2_000)]
    assert Counter(poll(database, 0, many)) == {NEW: 2_000}
    assert Counter(poll(database, 1, many)) == {KNOWN: 2_000}
    known = known_entries(database, feed_key(URL), [identify(many[7])])
    assert [entry.keys for entry in known.entries] == [identify(many[7])]


def test_a_guid_that_a_whole_feed_shares_does_not_bring_its_whole_history(database: Database) -> None:
    alike = [FeedEntry("0", f"https://a.example/{n}", f"Title {n}", "") for n in range(50)]
    poll(database, 0, alike)
    known = known_entries(database, feed_key(URL), [identify(alike[7])])
    assert [entry.keys for entry in known.entries] == [identify(alike[7])]
    assert known.shared == {identify(alike[7]).base}


def test_an_index_finds_what_is_shown(database: Database, backend: str) -> None:
    if backend != "sqlite":
        pytest.skip("PostgreSQL plans by the size of the table")
    statements: list[tuple[str, Any]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: statements.append(given[2:4]))
    seen(database, SHOWN)
    plans = []
    with database.read() as connection:
        for statement, values in [s for s in statements if "FROM entry" in s[0]]:
            plans += [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    searches = [plan for plan in plans if "entry" in plan]
    assert len(searches) >= 5
    assert [plan for plan in searches if not re.search(r"SEARCH entry USING .*\(feed_key=\? AND \w+=\?", plan)] == []


def test_what_no_database_keeps_is_made_storable(database: Database) -> None:
    odd = FeedEntry("g\x00", "http://[bad", "T\ud800\x00", "x", published_raw="\x00")
    told = {"detail": "\x00", "sample": "a\x00\ud800", "etag": '"\x00"', "last_modified": "\x00"}
    assert poll(database, 0, [odd], **told) == [NEW]
    assert poll(database, 1, [odd], **told) == [KNOWN]
    assert rows(database, models.Entry.guid, models.Entry.title, models.Entry.article_key) == [("g?", "T??", None)]
    assert rows(database, models.Poll.sample) == [("a??",)]


def test_health_of_a_feed_that_brings_news(database: Database) -> None:
    poll(database, 0, SHOWN[:2])
    poll(database, 1, SHOWN, detail="read as windows-1256")
    (row,) = health(database)
    assert (row.url, row.outcome, row.detail) == (URL, "ok", "read as windows-1256")
    assert (row.last_polled, row.next_poll) == (START + HOUR, START + 2 * HOUR)
    assert (row.entries, row.new_entries, row.state) == (3, 1, '{"hour": 1}')


@pytest.mark.parametrize("outcome", [Outcome.NOT_MODIFIED, Outcome.SAME_BODY])
def test_health_of_a_feed_that_is_silent(database: Database, outcome: Outcome) -> None:
    poll(database, 0)
    poll(database, 1, [], outcome=outcome)
    (row,) = health(database)
    assert (row.outcome, row.last_polled, row.entries, row.new_entries) == (outcome, START + HOUR, 3, 0)


def test_health_of_a_feed_that_fails(database: Database) -> None:
    poll(database, 0, SHOWN[:2])
    poll(database, 1)
    poll(database, 2, [], outcome=Outcome.DNS, detail="no such name")
    (row,) = health(database)
    assert (row.outcome, row.detail, row.entries, row.new_entries) == ("dns", "no such name", 3, 0)


def test_health_of_a_feed_that_never_answered(database: Database) -> None:
    poll(database, 0, [], outcome=Outcome.TIMEOUT)
    poll(database, 1, [], outcome=Outcome.TIMEOUT)
    (row,) = health(database)
    assert (row.outcome, row.entries, row.new_entries) == ("timeout", None, 0)


def test_health_lists_feeds_by_address(database: Database) -> None:
    for name in "bca":
        record(database, at(0, url=f"https://{name}.example/feed"))
    assert [row.url for row in health(database)] == [f"https://{name}.example/feed" for name in "abc"]


def test_who_records_second_finds_the_entries_known(database: Database) -> None:
    first, second = seen(database, SHOWN[:2]), seen(database, SHOWN[1:])
    assert [one.outcome for one in record(database, at(0), first)] == [NEW, NEW]
    assert [one.outcome for one in record(database, at(0.1), second)] == [KNOWN, NEW]
    assert rows(database, models.Entry.guid, models.Entry.baseline) == [("0", True), ("1", True), ("2", False)]


def test_many_polls_are_recorded_together_in_their_order(database: Database) -> None:
    urls = [f"https://a.example/feed/{n}" for n in range(250)]
    fresh = [seen(database, SHOWN[:number]) for number in range(4)]
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)
    done = record_all(database, [Recording(at(0, url=url), fresh[n % 4]) for n, url in enumerate(urls)])
    assert len(commits) == 3  # 100, 100, 50
    assert [[one.outcome for one in final] for final in done] == [[NEW] * (n % 4) for n in range(250)]
    assert {row.url: row.entries for row in health(database)} == {url: n % 4 for n, url in enumerate(urls)}
    again = [Recording(at(1, url=url, outcome=Outcome.NOT_MODIFIED)) for url in urls]
    assert record_all(database, again) == [()] * 250
    assert set(history(database)) == {("ok", 1)}


def test_polls_of_one_feed_among_others_are_recorded_one_after_the_other(database: Database) -> None:
    other = "https://b.example/feed"
    both = seen(database, SHOWN)
    told = [
        Recording(at(0), both[:2]),
        Recording(at(0, url=other), both[:1]),
        Recording(at(1), both),
        Recording(at(2, url=URL.replace("https://", "http://www.")), both),
    ]
    done = record_all(database, told)
    assert [[one.outcome for one in final] for final in done] == [[NEW] * 2, [NEW], [KNOWN, KNOWN, NEW], [KNOWN] * 3]
    feed = states(database, [URL])[URL]
    assert (feed.polled_at, feed.state) == (START + 2 * HOUR, '{"hour": 2}')
    assert history(database) == [("ok", 0), ("ok", 0), ("ok", 1)]


def test_no_poll_is_no_transaction(database: Database) -> None:
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)
    assert record_all(database, []) == []
    assert commits == []


def test_a_failure_keeps_the_transactions_before_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def recordings() -> Any:
        yield Recording(at(0), seen(database, SHOWN[:1]))
        yield Recording(at(1), seen(database, SHOWN[:2]))
        monkeypatch.setattr("storage.polls._state", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        record_all(database, recordings())
    assert rows(database, models.Entry.guid) == [("0",)]
    assert states(database, [URL])[URL].polled_at == START


def test_an_older_poll_that_is_recorded_late_does_not_put_the_feed_back(database: Database) -> None:
    poll(database, 2, SHOWN[:1])
    assert poll(database, 1, SHOWN, outcome=Outcome.MOVED) == [KNOWN, NEW, NEW]
    feed = states(database, [URL])[URL]
    assert (feed.polled_at, feed.outcome, feed.state) == (START + 2 * HOUR, "ok", '{"hour": 2}')
    assert history(database) == [("ok", 0), ("moved", 0)]
    assert poll(database, 0, SHOWN, outcome=Outcome.MOVED) == [KNOWN] * 3
    assert states(database, [URL])[URL] == feed


def test_a_failure_while_writing_leaves_nothing(database: Database, dump: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(database)
    monkeypatch.setattr("storage.polls._state", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        poll(database, 0)
    assert dump(database) == before


RECORD = """
import sys
from datetime import UTC, datetime, timedelta
from safqa.feeds.entries import EntryOutcome, decide, identify
from safqa.feeds.entry import FeedEntry
from safqa.feeds.outcomes import Outcome
from storage.engine import open_database
from storage.feeds import PollRecord, feed_key, known_entries, record
new = 0
with open_database(sys.argv[1]) as database:
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(20):
        shown = [FeedEntry(str(k), f"https://a.example/{k}", f"T{k}", "x") for k in range(n, n + 10)]
        seen = decide(known_entries(database, feed_key("https://a.example/feed"), [identify(e) for e in shown]), shown)
        now = datetime.now(UTC)
        poll = PollRecord("https://a.example/feed", now, 0.1, Outcome.OK, now + timedelta(hours=1), "{}")
        new += sum(one.outcome is EntryOutcome.NEW for one in record(database, poll, seen))
print(new)
"""


def test_two_processes_record_one_feed_at_once(new_url: Callable[[], str]) -> None:
    url = new_url()
    with open_database(url) as database:
        started = [
            subprocess.Popen(
                [sys.executable, "-c", RECORD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in started:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate(timeout=60)[0] for process in started]
        assert [process.returncode for process in started] == [0, 0]
        with database.read() as connection:
            kept = connection.scalar(select(func.count()).select_from(models.Entry))
            repeats, polls, told = connection.execute(
                select(func.sum(models.Poll.repeats), func.count(), func.sum(models.Poll.new_entries))
            ).one()
    assert sum(int(text) for text in said) == kept == told == 29
    assert repeats + polls == 40


def test_a_feed_row_of_an_older_database_is_polled(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(models.Feed), [{"key": feed_key(URL), "url": URL, "first_seen_at": START}])
    (row,) = health(database)
    assert (row.outcome, row.last_polled, row.entries, row.state) == (None, None, None, None)
    assert poll(database, 1) == [NEW] * 3
    assert set(rows(database, models.Entry.baseline)) == {(True,)}
