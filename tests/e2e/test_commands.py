"""The job from end to end: the command, its Prefect server, its database, and what is left when it ends."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from waiting import wait_until


def dump(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def server_pid(prefect_home: Path) -> int:
    pid: int = json.loads((prefect_home / "safqa-server.json").read_text())["pid"]
    return pid


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def row(name: str, target: str) -> str:
    deal = {"type": "acquisition", "status": "announced", "target": {"name": target}, "parties": [{"name": "Meta"}]}
    article = {"url": f"https://{name}.example/1", "text": f"Meta buys {target}.", "published": "2025-06-10"}
    return json.dumps({**article, "publisher": name, "deals": [deal]}) + "\n"


def test_the_seed_comes_in_once_and_a_second_run_writes_nothing(
    safqa: Any, environment: dict[str, str], prefect_home: Path
) -> None:
    first = safqa("run", "--no-feeds")
    assert (first.returncode, "Scale AI" in first.stdout, "1 new" in first.stdout) == (0, True, True)
    assert not alive(server_pid(prefect_home))
    before = dump(Path(environment["SAFQA_HOME"]) / "safqa.db")
    second = safqa("run", "--no-feeds")
    assert (second.returncode, second.stdout) == (0, "articles: 1 unchanged\nno changes\n")
    assert dump(Path(environment["SAFQA_HOME"]) / "safqa.db") == before
    assert list(Path(environment["HOME"]).iterdir()) == []


def test_prefect_keeps_the_whole_record_of_a_run(safqa: Any, prefect_home: Path) -> None:
    name = "ingest · 1 article · 1 new deal"
    assert safqa("ingest", "-", stdin=row("record", "Alpha")).returncode == 0
    with closing(sqlite3.connect(prefect_home / "prefect.db")) as prefect:
        [(run, state)] = prefect.execute(
            "select id, state_name from flow_run where name = ? order by created desc limit 1", [name]
        ).fetchall()
        tasks = prefect.execute("select name, state_name from task_run where flow_run_id = ?", [run]).fetchall()
    assert state == "Completed"
    assert sorted(tasks) == [("read batch 1", "Completed"), ("store batch 1", "Completed")]


def test_two_commands_at_once_share_a_server_and_both_do_their_work(
    start: Any, safqa: Any, prefect_home: Path, tmp_path: Path
) -> None:
    targets = {"one": "Alpha", "two": "Beta"}
    for name, target in targets.items():
        (tmp_path / name).write_text(row(name, target))
    processes = [start("ingest", name) for name in targets]
    for process in processes:
        _, err = process.communicate(timeout=180)
        assert process.returncode == 0, err
    deals = json.loads(safqa("deals", "--format", "json").stdout)
    assert {d["target"]["name"] for d in deals} == {"Alpha", "Beta"}
    pid = server_pid(prefect_home)
    assert wait_until(lambda: not alive(pid), 15)


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_no_server_outlives_a_run_that_is_stopped(start: Any, prefect_home: Path, sent: int, code: int) -> None:
    record = prefect_home / "safqa-server.json"
    record.unlink(missing_ok=True)
    process = start("run", "--no-feeds")
    assert wait_until(record.exists, 60)
    pid = server_pid(prefect_home)
    assert alive(pid)
    process.send_signal(sent)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in out + err) == (code, False)
    assert wait_until(lambda: not alive(pid), 15)


def test_a_locked_database_is_one_line_and_nothing_is_written(safqa: Any, environment: dict[str, str]) -> None:
    assert safqa("deals").returncode == 0  # makes the tables
    file = Path(environment["SAFQA_HOME"]) / "safqa.db"
    before = dump(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = safqa("ingest", "-", stdin=row("locked", "Alpha"), SAFQA_DATABASE_URL=f"sqlite:///{file}?timeout=0.2")
    assert (ran.returncode, ran.stdout) == (1, "")
    starting, fault = ran.stderr.splitlines()
    assert "starting a Prefect server" in starting
    assert "lock" in fault
    assert str(file) in fault
    assert dump(file) == before


def test_a_database_of_a_newer_safqa_is_one_line_and_stays_as_it_is(safqa: Any, environment: dict[str, str]) -> None:
    assert safqa("deals").returncode == 0  # makes the tables
    file = Path(environment["SAFQA_HOME"]) / "safqa.db"
    with closing(sqlite3.connect(file)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    before = dump(file)
    for command in (["deals"], ["deal", "d1"], ["changes"], ["run", "--no-feeds"], ["ingest", "-"]):
        ran = safqa(*command, stdin=row("late", "Alpha"))
        assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines())) == (1, "", 1)
        assert f"{file} was made by a newer Safqa (its schema is 9999" in ran.stderr
        assert "upgrade Safqa" in ran.stderr
    assert dump(file) == before


def test_a_reader_that_goes_away_is_no_error(environment: dict[str, str], safqa: Any) -> None:
    assert safqa("ingest", "-", stdin="".join(row(f"n{n}", f"Target{n}") for n in range(30))).returncode == 0
    program = Path(sys.executable).with_name("safqa")
    command = f"set -o pipefail; {program} deals --format jsonl | head -1"
    done = subprocess.run(["bash", "-c", command], check=False, env=environment, capture_output=True, text=True)
    assert (done.returncode, len(done.stdout.splitlines()), done.stderr) == (0, 1, "")


def test_bad_rows_are_told_and_good_ones_kept(safqa: Any) -> None:
    rows = row("good", "Alpha") + "{broken\n" + '{"url": "https://b.example/1"}\n'
    ran = safqa("ingest", "-", stdin=rows)
    assert ran.returncode == 1
    assert "standard input:2: not JSON" in ran.stderr
    assert "standard input:3: text: field required" in ran.stderr
    assert "2 bad rows, 1 good" in ran.stderr
    assert "articles: 1 new" in ran.stdout
    only_bad = safqa("ingest", "-", stdin="{broken\n")
    assert (only_bad.returncode, "Prefect" in only_bad.stderr) == (1, False)
