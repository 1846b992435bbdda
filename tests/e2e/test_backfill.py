"""`safqa backfill` stopped by Ctrl-C, then by SIGKILL, then left to finish: nothing outlives it or comes twice."""

import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from archived import jsonl

ROWS = 4_000


def asked(database: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def marked(database: Path) -> int:
    """How many rows are marked as stored."""
    try:
        return sum(number for (number,) in asked(database, "select number from archive_mark"))
    except sqlite3.OperationalError:
        return 0


def group_has_gone(group: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_it_goes_on_where_it_was_stopped(start: Any, safqa: Any, environment: dict[str, str], tmp_path: Path) -> None:
    rows = ({"url": f"https://a.example/{n}", "text": f"Text {n}.", "deals": []} for n in range(ROWS))
    archive = jsonl(tmp_path / "archive.jsonl.gz", rows)
    database = Path(environment["SAFQA_HOME"]) / "safqa.db"
    before = 0
    for sent, code in ((signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)):
        process = start("backfill", str(archive), "--workers", "2")
        deadline = time.monotonic() + 120
        while marked(database) == before and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(sent)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, "Traceback" in out + err) == (code, False), err
        assert group_has_gone(process.pid, 15)  # the readers are of its group
        assert before < marked(database) < ROWS
        before = marked(database)
    ended = safqa("backfill", str(archive))
    assert ended.returncode == 0, ended.stderr
    new = int(ended.stdout.split("articles: ")[1].split(" new")[0])
    assert ROWS - before - 100 <= new <= ROWS - before  # but for a batch that was stored without its mark
    assert asked(database, "select count(*) from article") == [(ROWS,)]
    assert asked(database, "select number, finished from archive_mark") == [(ROWS, 1)]
    assert "read before" in safqa("backfill", str(archive)).stdout


@pytest.mark.parametrize("option", [["--workers", "0"], ["--dask", "tcp://127.0.0.1:9"]])
def test_a_wrong_option_is_one_line(safqa: Any, tmp_path: Path, option: list[str]) -> None:
    archive = jsonl(tmp_path / "archive.jsonl", [{"url": "https://a.example/1", "text": "Text.", "deals": []}])
    ended = safqa("backfill", str(archive), *option, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="1s")
    assert ended.returncode in {1, 2}
    assert "Traceback" not in ended.stderr
    assert option[1] in ended.stderr.splitlines()[-1] or "workers" in ended.stderr.splitlines()[-1]
