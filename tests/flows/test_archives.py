"""A backfill without Prefect: the same ledger as one by one, gone on with after a kill, by processes and a cluster."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from archived import MOMENTS, all_rows, jsonl, row, warc
from newspages import CHALLENGE, ENGLISH_CLUTTER, article
from sqlalchemy import func, select

from flows.archives import MOST_FAULTS, Course, Progress, Tally, read_batch, unfinished
from flows.pipeline import EXTRACTOR
from flows.readers import Readers, readers
from safqa.archives import batches as cutting
from safqa.archives.batches import batches
from safqa.archives.files import Mark, find
from safqa.errors import EngineError
from safqa.interchange import article_from_row
from storage import outbox
from storage.archives import marks
from storage.engine import Database, open_database
from storage.ingest import given, ingest
from storage.models import Change, Decided
from storage.queries import changes, deal, deals
from storage.shapes import change_json, detail_json

PIECES = 9


ROWS = [row(n) for n in range(60)]
TOLD = (
    "Palmgrove Labs, an artificial intelligence company, has raised $75 million from Harbour Street Capital.",
    "The round values the company at about $610 million, twice what investors paid a year ago, said its founder.",
    "Palmgrove will spend most of the money on chips for a second computing site near Aberdeen that opens in spring.",
)
WEATHER = (
    "It will rain in the north on Monday, and the wind turns to the west in the course of the afternoon.",
    "On Tuesday the clouds break up along the coast, though hills further inland stay under fog until noon.",
    "Farmers hope for a dry week, because the harvest of early potatoes has waited for twelve days already.",
)
FRENCH = (
    "Il pleuvra lundi dans le nord, et le vent tournera vers l'ouest au cours de la matinée, annonce la météo.",
    "Mardi, les nuages se dissiperont le long de la côte, tandis que la brume restera sur les collines jusqu'à midi.",
    "Les agriculteurs espèrent une semaine sèche, car la récolte des pommes de terre attend depuis douze jours.",
)


def page(paragraphs: tuple[str, ...], title: str, lang: str = "en") -> str:
    return article(paragraphs, lang=lang, title=title, clutter=ENGLISH_CLUTTER)


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def shared(found: Any) -> Any:
    """A document without our own moments and the ids of deals, which are made of the article that came first."""
    if isinstance(found, list):
        return [shared(one) for one in found]
    if not isinstance(found, dict):
        return found
    of_deal = {"id"} if "figures" in found or "target" in found else set()
    return {key: shared(value) for key, value in found.items() if key not in MOMENTS | of_deal}


def answers(database: Database) -> tuple[list[Any], list[Any]]:
    """What programs see of deals and changes."""
    details = [detail_json(deal(database, one.id)) for one in deals(database)]
    flags = [change_json(change) for change in changes(database, include_suppressed=True)]
    for detail in details:
        del detail["changes"]
    return sorted(shared(details), key=repr), sorted(shared(flags), key=repr)


def backfilled(place: Path, database: Database, by: Readers, *, again: bool = False) -> Tally:
    async def go() -> Tally:
        course = Course(unfinished(find([place]), url_of(database), again=again), by, url_of(database))
        await course.go(course.total + 1)
        return course.tally

    return asyncio.run(go())


@pytest.fixture(scope="module")
def two() -> Iterator[Readers]:
    """Two processes, started once for the tests of this file."""
    with readers(2, None) as found:
        yield found


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "PIECES", PIECES)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The rows in three files, packed differently."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for name, some in (("a.jsonl", ROWS[:25]), ("b.jsonl.gz", ROWS[25:50]), ("c.ndjson.zst", ROWS[50:])):
        jsonl(folder / name, some)
    return folder


def test_two_processes_give_the_ledger_of_one_by_one(
    archive: Path, two: Readers, new_database: Callable[[], Database]
) -> None:
    database, alone, single = new_database(), new_database(), new_database()
    tally = backfilled(archive, database, two)
    assert (tally.articles, tally.lost) == ({"new": 60}, 0)
    with readers(1, None) as one:
        assert backfilled(archive, alone, one) == tally
    assert all_rows(database) == all_rows(alone)
    for n, each in enumerate(ROWS):
        ingest(single, [given(article_from_row(each, str(n)))], seen_at=datetime.now(UTC))
    assert answers(database) == answers(single)
    assert len(answers(database)[0]) == 12
    assert {flag["kind"] for flag in answers(database)[1]} >= {"new_deal", "status_changed"}


def test_a_second_run_reads_nothing_and_one_from_the_beginning_writes_nothing(
    archive: Path, two: Readers, database: Database
) -> None:
    backfilled(archive, database, two)
    before = all_rows(database, frozenset())
    assert backfilled(archive, database, two) == Tally()
    again = backfilled(archive, database, two, again=True)
    assert (again.articles, again.changes) == ({"unchanged": 60}, {})
    assert all_rows(database, frozenset()) == before


KILLED = """
import asyncio, sys, time
from pathlib import Path
from flows.archives import Course, unfinished
from flows.readers import readers
from safqa.archives import batches as cutting
from safqa.archives.files import find
def main():
    cutting.PIECES = 9
    with readers(2, None) as by:
        tell = lambda progress: print(progress.passed, flush=True)
        course = Course(unfinished(find([Path(sys.argv[1])]), sys.argv[2], again=False), by, sys.argv[2], tell=tell)
        asyncio.run(course.go(course.total + 1))
if __name__ == "__main__":
    main()
"""


def test_a_run_that_was_killed_is_gone_on_with(
    archive: Path, two: Readers, new_database: Callable[[], Database]
) -> None:
    """By SIGKILL, after three of eight batches; its readers must not outlive it."""
    database, whole = new_database(), new_database()
    command = [sys.executable, "-c", KILLED, str(archive), url_of(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        for _ in range(3):
            assert process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        process.stdout.read()  # ends when nobody holds the other end: its readers have gone too
    left = unfinished(find([archive]), url_of(database), again=False)
    lengths = {"a.jsonl": 25, "b.jsonl.gz": 25, "c.ndjson.zst": 10}
    done = 60 - sum(lengths[one.file.path.name] - one.mark.number for one in left)
    assert 25 <= done < 60
    rest = backfilled(archive, database, two)
    assert rest.articles["new"] + rest.articles["unchanged"] == 60 - done
    assert rest.articles["unchanged"] <= PIECES  # of the batch that was stored without its mark
    backfilled(archive, whole, two)
    assert all_rows(database) == all_rows(whole)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_it_stops_where_it_is_told_to_and_goes_on(archive: Path, two: Readers, database: Database) -> None:
    heard: list[Progress] = []

    async def go() -> None:
        todo = unfinished(find([archive]), url_of(database), again=False)
        course = Course(todo, two, url_of(database), tell=heard.append)
        await course.go(course.total // 2)
        assert course.total // 2 <= course.passed < course.total
        assert heard[-1].passed == course.passed
        await course.go(course.total + 1)
        assert course.passed == course.total

    asyncio.run(go())
    assert [p.passed for p in heard] == sorted(p.passed for p in heard)
    assert heard[-1].tally.articles == {"new": 60}
    assert len(heard) == 3 + 3 + 2  # batches of nine in files of 25, 25 and 10


@pytest.mark.parametrize("backend", ["sqlite"])
def test_broken_rows_and_records_cost_only_themselves(tmp_path: Path, two: Readers, database: Database) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    misquoted = {**ROWS[2], "deals": [{**ROWS[2]["deals"][0], "figures": [{"metric": "amount", "low": -1}]}]}
    rows = jsonl(folder / "a.jsonl", [ROWS[0], "{broken", misquoted, ROWS[1]])
    crawl = warc(folder / "b.warc.gz", [(f"https://a.example/{n}", page(TOLD, f"Round {n}")) for n in range(3)])
    [file] = find([crawl])
    first, second, _ = (piece.after.offset for batch in batches(file, Mark()) for piece in batch.pieces)
    data = bytearray(crawl.read_bytes())
    data[second - 60 : second - 40] = b"?" * 20
    crawl.write_bytes(data)
    tally = backfilled(folder, database, two)
    assert tally.articles == {"new": 4, "broken": 3}
    assert tally.lost == 3
    assert tally.faults[0] == f"{rows}:2: not JSON: Expecting property name enclosed in double quotes at column 2"
    assert tally.faults[1].startswith(f"{rows}:3: deals.0.figures.0.")
    assert tally.faults[2].startswith(f"{crawl} at byte ")
    assert first < int(tally.faults[2].removeprefix(f"{crawl} at byte ").partition(":")[0]) < second
    assert all(mark.finished for mark in marks(database, [f.key for f in find([folder])]).values())


@pytest.mark.parametrize("backend", ["sqlite"])
def test_of_a_crawl_what_may_tell_of_a_deal_is_kept(tmp_path: Path, two: Readers, database: Database) -> None:
    pages = [
        ("https://a.example/deal", page(TOLD, "Palmgrove Labs raises $75 million")),
        ("https://a.example/rain", page(WEATHER, "Rain in the north")),
        ("https://a.example/pluie", page(FRENCH, "Pluie dans le nord", "fr")),
        ("https://a.example/shield", CHALLENGE),
    ]
    tally = backfilled(warc(tmp_path / "a.warc.gz", pages), database, two)
    assert tally.articles == {"new": 1, "off_topic": 1, "other_language": 1}
    assert tally.pages == {"full": 3, "blocked_page": 1}
    told = [(found.target.name if found.target else None, found.articles) for found in deals(database)]
    assert ("Palmgrove Labs", 1) in told
    assert tally.changes["new_deal"]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_changes_are_decided_about_as_they_come(archive: Path, two: Readers, database: Database) -> None:
    """Else the next run would take up all of them, and again for hours: no feed will ever show their articles."""
    tally = backfilled(archive, database, two)
    with database.read() as connection:
        last = connection.scalar(select(func.max(Change.row)))
        assert connection.scalar(select(Decided.change_row)) == last
    assert sum(tally.changes.values()) > 12
    assert outbox.decide(database, (), datetime.now(UTC)) == 0


@pytest.mark.parametrize("backend", ["sqlite"])
def test_of_many_faults_some_are_told_and_all_counted(tmp_path: Path, two: Readers, database: Database) -> None:
    tally = backfilled(jsonl(tmp_path / "a.jsonl", ["broken"] * 250), database, two)
    assert (tally.lost, len(tally.faults)) == (250, MOST_FAULTS)


def test_a_reader_of_another_version_is_refused(archive: Path) -> None:
    batch = next(batches(find([archive])[0], Mark()))
    with pytest.raises(EngineError, match="another version of Safqa"):
        read_batch(replace(EXTRACTOR, config="another"), batch)


def _die(_: object) -> None:
    os._exit(9)


def test_a_reader_that_dies_is_one_clear_error() -> None:
    async def go() -> None:
        with readers(1, None) as by:
            await by.end(by.begin(_die, None))

    with pytest.raises(EngineError, match="has died"):
        asyncio.run(go())


def test_a_database_is_opened_by_the_writer_alone(archive: Path, two: Readers, tmp_path: Path) -> None:
    """Readers get bytes and give readings: the batch that travels names neither database nor archive to open."""
    url = f"sqlite:///{tmp_path / 'here.db'}"
    open_database(url).close()
    batch = next(batches(find([archive])[0], Mark()))
    for file in archive.iterdir():
        file.unlink()

    async def go() -> int:
        return len((await two.end(two.begin(_read, batch))).articles.readings)

    assert asyncio.run(go()) == PIECES


def _read(batch: Any) -> Any:
    return read_batch(EXTRACTOR, batch)
