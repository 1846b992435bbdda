import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.overhead import NEW, UNCHANGED, Took, lines, missed

ROOT = Path(__file__).parents[2]


def test_it_measures_both_cases_on_one_feed() -> None:
    """In a process of its own: Prefect reads its settings once."""
    command = [sys.executable, "-m", "benchmarks.overhead", "--feeds", "1", "--rounds", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode in {0, 1}, done.stderr  # what it measures on a busy machine is not what is tested
    told = done.stdout.splitlines()[-4:]
    assert told[0] == "1 feeds of 20 entries, 1 rounds", done.stderr
    assert [line.split("  ")[0] for line in told[2:]] == [NEW, UNCHANGED]


@pytest.mark.parametrize(("prefect", "said"), [(15.0, []), (15.1, ["all new: 15.10 s are more than 15.00 s"])])
def test_a_run_may_take_some_more_than_the_bare_pipeline(prefect: float, said: list[str]) -> None:
    assert missed({NEW: [Took(10.0, prefect)], UNCHANGED: [Took(0.0, 2.0)]}) == said


def test_the_median_is_told_and_judged() -> None:
    measured = {NEW: [Took(1.0, 2.0), Took(1.0, 99.0), Took(1.2, 2.5)]}
    assert missed(measured) == []
    assert [" ".join(line.split()) for line in lines(measured)] == [
        "bare prefect adds bound rounds (bare/prefect)",
        "all new 1.00 s 2.50 s 1.50 s 3.30 s 1.00/2.00, 1.00/99.00, 1.20/2.50",
    ]
