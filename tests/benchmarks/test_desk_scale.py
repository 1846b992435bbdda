import subprocess
import sys
from pathlib import Path

from benchmarks.desk_scale import BOUND, Took, lines, missed, percentile

ROOT = Path(__file__).parents[2]


def test_it_asks_every_route_on_a_small_ledger() -> None:
    command = [sys.executable, "-m", "benchmarks.desk_scale", "--deals", "60", "--times", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode in {0, 1}, done.stderr  # what it measures on a busy machine is not what is tested
    told = done.stdout.splitlines()
    assert told[0].startswith("SQLite: 60 deals, 600 claims, 180 articles, written in "), done.stderr
    assert told[1].startswith("/api/v1/deals ")
    assert told[-1].startswith("safqa deals --limit 50 --format json ")


def test_the_95th_percentile_is_judged_and_of_the_command_the_median() -> None:
    seconds = tuple(n / 1000 for n in range(1, 101))
    assert percentile(seconds) == 0.095
    slow = Took("/api/v1/deals", BOUND, (0.01,) * 94 + (0.2,) * 6)
    fine = Took("/healthz", BOUND, (0.01,) * 95 + (0.2,) * 5)
    command = Took("safqa deals", 0.5, (0.1, 0.2, 9.0))
    assert missed([slow, fine, command]) == ["/api/v1/deals: 200 ms are more than 100"]
    assert [line.endswith("beyond") for line in lines([slow, fine, command])] == [True, False, False]
