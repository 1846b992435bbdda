"""What the database forgets with age, what it keeps for ever, and that a second time writes nothing."""

import sqlite3
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from wholeledger import EXTRACTOR, MAIL, articles

from storage import housekeeping, models, outbox, space
from storage.articles import Extractor
from storage.bodies import pack, unpack
from storage.engine import Database
from storage.housekeeping import Ages, clear
from storage.ingest import given, ingest
from storage.queries import changes, deal, deals
from storage.rebuild import load_versions, outdated, rebuild
from storage.space import tidy

# Of the whole ledger: of all that may be forgotten nothing is younger.
SOON = Ages(texts=timedelta(days=1), polls=timedelta(days=1), sent=timedelta(days=1))
FORGETS = {"poll", "entry", "notification"}


def everything(database: Database, make: Any) -> list[Any]:
    """What people can ask for, at each moment, with evidence."""
    every = deals(database)
    moments = [None, *(make.day(day) for day in (1, 5, 21, 31, 35))]
    shown: list[Any] = [(deals(database, as_of=at), changes(database, as_of=at)) for at in moments]
    shown += [deal(database, one.id) for one in every]
    with database.read() as connection:
        versions = list(connection.scalars(select(models.ArticleVersion.key).order_by(models.ArticleVersion.key)))
    return [*shown, load_versions(database, versions)]


def is_small(database: Database) -> list[bool]:
    """Whether each text is stored small."""
    kind = "typeof" if database.engine.dialect.name == "sqlite" else "pg_typeof"
    query = select(getattr(func, kind)(models.ArticleVersion.text)).order_by(models.ArticleVersion.key)
    with database.read() as connection:
        return [str(found) == "blob" for found in connection.scalars(query)]


def test_what_is_asked_for_stays_as_it_was(whole: Database, make: Any, dump: Any) -> None:
    """Deals, changes, as of any day, quotes and texts; and an untouched table is untouched."""
    before, rows = everything(whole, make), dump(whole)
    cleared = clear(whole, SOON, make.day(400))
    assert not cleared.none
    assert everything(whole, make) == before
    after = dump(whole)
    assert {name for name in rows if rows[name] != after[name]} == FORGETS


def test_a_rebuild_and_another_reading_find_the_same_ledger(whole: Database, make: Any) -> None:
    """Also with texts that are stored small: read anew, they are no new version."""
    clear(whole, SOON, make.day(400))
    assert rebuild(whole, make.day(401)).none
    keys = outdated(whole, Extractor(EXTRACTOR.name, "third"))
    assert [article.text for article in load_versions(whole, keys)] == ["Meta invests 14 billion dollars in Scale AI."]
    report = ingest(whole, [given(article) for article in articles(make)], seen_at=make.day(402))
    assert {outcome for outcome, n in report.counts.items() if n} == {"unchanged"}


def test_a_second_time_writes_nothing(whole: Database, make: Any, dump: Any) -> None:
    clear(whole, SOON, make.day(400))
    tidy(whole)
    before = dump(whole)
    state = whole.file.read_bytes() if whole.file else b""
    assert clear(whole, SOON, make.day(400)).none
    assert tidy(whole).done == ()
    assert dump(whole) == before
    assert (whole.file.read_bytes() if whole.file else b"") == state


def test_a_dry_run_tells_the_same_and_writes_nothing(whole: Database, make: Any, dump: Any) -> None:
    before, small = dump(whole), is_small(whole)
    planned = clear(whole, SOON, make.day(400), dry_run=True)
    assert (dump(whole), is_small(whole)) == (before, small)
    assert clear(whole, SOON, make.day(400)) == planned


def test_what_is_young_stays(whole: Database, make: Any) -> None:
    assert clear(whole, Ages(), make.day(41)).none


def test_old_texts_take_less_room(whole: Database, make: Any, backend: str) -> None:
    """Those that are worth it, and those that are old; PostgreSQL does so by itself."""
    cleared = clear(whole, SOON, make.day(4.2))  # the two agency texts came on days 3 and 3.5
    if backend == "postgresql":
        assert (cleared.texts, is_small(whole).count(True)) == (0, 0)
        return
    assert (cleared.texts, is_small(whole).count(True)) == (1, 1)
    assert cleared.bytes_saved > 1000
    assert clear(whole, SOON, make.day(5)).texts == 1


def test_polls_go_but_for_the_latest_of_each_feed(whole: Database, make: Any) -> None:
    def left() -> list[str]:
        with whole.read() as connection:
            return list(connection.scalars(select(models.Poll.outcome).order_by(models.Poll.row)))

    assert left() == ["ok", "http_error", "not_a_feed"]
    assert clear(whole, SOON, make.day(8) + timedelta(hours=1)).polls == 1
    assert left() == ["http_error", "not_a_feed"]
    assert clear(whole, SOON, make.day(400)).polls == 1
    assert left() == ["not_a_feed"]


def test_entries_keep_all_but_the_start_of_what_was_no_article(whole: Database, make: Any, dump: Any) -> None:
    before = dump(whole, "entry", without=["page_sample"])
    assert clear(whole, SOON, make.day(400)).samples == 1
    assert dump(whole, "entry", without=["page_sample"]) == before


def test_what_went_out_is_forgotten_and_not_told_again(whole: Database, make: Any) -> None:
    sent = models.Notification.sent_at.is_not(None)
    waits = models.Notification.sent_at.is_(None) & models.Notification.dropped_at.is_(None)

    def count(*conditions: Any) -> int:
        with whole.read() as connection:
            return connection.scalar(select(func.count()).select_from(models.Notification).where(*conditions)) or 0

    with whole.write() as connection:
        some = select(models.Notification.change_key).where(waits).limit(1).scalar_subquery()
        dropped = update(models.Notification).where(models.Notification.change_key == some)
        connection.execute(dropped.values(dropped_at=make.day(9)))
    last, waiting = outbox.outstanding(whole)[0], count(waits)
    assert count(sent) > 1
    cleared = clear(whole, SOON, make.day(400))
    assert cleared.notifications
    assert (count(sent), count(waits), count()) == (1, waiting, 1 + waiting)
    assert outbox.outstanding(whole)[0].last_sent == last.last_sent
    assert outbox.decide(whole, [MAIL], make.day(401)) == 0


def test_a_text_is_what_it_was_to_the_letter() -> None:
    text = "نصٌّ طويل\r\n\u2067abc\u2069\x00🙂" * 50
    assert unpack(pack(text)) == text


def test_a_stop_in_between_is_gone_on_with(
    whole: Database, make: Any, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if backend == "postgresql":
        pytest.skip("PostgreSQL makes texts small by itself")
    monkeypatch.setattr(housekeeping, "_AT_ONCE", 1)
    seen = []

    def stop(done: int, of: int) -> None:
        seen.append((done, of))
        if is_small(whole).count(True) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        clear(whole, SOON, make.day(400), progress=stop)
    assert clear(whole, SOON, make.day(400)).texts == 1
    assert is_small(whole).count(True) == 2


def grow(database: Database, bytes_: int) -> None:
    with database.write() as connection:
        name = "x" * 10_000
        rows = [{"key": f"{n:032}", "name": name} for n in range(bytes_ // len(name))]
        connection.execute(insert(models.Source), rows)


def _planned(database: Database) -> space.Tidied:
    """What is planned; the processes of PostgreSQL tell each other within a second or two what has changed."""
    for _ in range(50):
        planned = tidy(database, dry_run=True)
        if any(act.startswith("VACUUM") for act in planned.done):
            return planned
        time.sleep(0.2)
    pytest.fail("nothing was planned")


def test_room_that_was_left_is_given_back(database: Database, make: Any, store: Any, backend: str) -> None:
    store(database, [make.article("a", make.mention())])
    grow(database, 4_000_000)
    tidy(database)
    with database.write() as connection:
        connection.execute(models.Source.__table__.delete())
    planned = _planned(database)
    assert planned.bytes_after == planned.bytes_before
    done = tidy(database)
    assert set(planned.done) <= set(done.done)
    if backend == "sqlite":  # PostgreSQL keeps the room, for rows to come
        assert done.bytes_after < done.bytes_before - 3_000_000
    assert tidy(database).done == ()


def test_room_within_pages_is_given_back_too(
    new_database: Callable[[], Database], backend: str, make: Any, store: Any
) -> None:
    """Many short texts leave no whole page empty, and yet half of the file."""
    if backend == "postgresql":
        pytest.skip("PostgreSQL makes texts small by itself")
    database = new_database()
    words = "Meta invests in Scale AI, which labels data for models of artificial intelligence. " * 30
    store(database, [make.article(f"a{n}", text=f"{n} {words}") for n in range(1500)], make.start)
    cleared = clear(database, SOON, make.day(400))
    assert cleared.texts == 1500
    done = tidy(database, freed=cleared.bytes_saved)
    assert "VACUUM" in done.done
    assert done.bytes_after < done.bytes_before - cleared.bytes_saved / 2


def test_a_disk_without_room_is_told(
    new_database: Callable[[], Database], backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if backend == "postgresql":
        pytest.skip("PostgreSQL's VACUUM needs no room")
    database = new_database()
    grow(database, 4_000_000)
    with database.write() as connection:
        connection.execute(models.Source.__table__.delete())
    monkeypatch.setattr(space.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1_000_000}))
    done = tidy(database)
    assert "VACUUM" not in done.done
    assert done.hindrance is not None
    assert "MB free beside" in done.hindrance


def test_plain_sql_reads_what_is_young(whole: Database, backend: str) -> None:
    """Other programs see texts until they are old (docs/operations.md)."""
    if backend == "postgresql":
        pytest.skip("any SQL tool reads PostgreSQL's texts")
    path = Path(str(whole.file))
    with sqlite3.connect(path) as connection:
        kinds = {row[0] for row in connection.execute("SELECT typeof(text) FROM article_version")}
    connection.close()
    assert kinds == {"text"}
