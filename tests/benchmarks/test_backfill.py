"""The measure of backfills: it reads what it writes, and says what it measured."""

from pathlib import Path

import pytest

from benchmarks.backfill import Pair, main, summary
from safqa.archives import batches

pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning",
    "ignore::ResourceWarning",  # warcio leaves its files open
)


def test_it_says_what_it_measured() -> None:
    pairs = [Pair(10.0, 18.0), Pair(8.0, 16.0), Pair(9.0, 15.3)]
    assert summary(pairs, 2, 100 * 2**20) == [
        "1 process: 9.0 articles a second",
        "2 processes: 16.0 articles a second",
        "ratio: 1.80 (from 1.70 to 2.00)",
        "peak memory of the process that stores: 100 MiB",
    ]


@pytest.mark.parametrize("options", [[], ["--rows"]])
def test_it_reads_what_it_writes(
    options: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PIECES", batches.PIECES)  # put back afterwards
    corpus = Path(__file__).parents[2] / "benchmarks" / "corpus"
    assert main(["--articles", "3", "--repeats", "1", *options], corpus=corpus) == 0
    first, one, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith(f"3 {'rows' if options else 'pages'}, ")
    assert float(one.removeprefix("1 process: ").partition(" ")[0]) > 0
