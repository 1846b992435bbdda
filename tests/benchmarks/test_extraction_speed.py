import json
from pathlib import Path

import pytest

from benchmarks.extraction_speed import Pass, main, peak_memory, summary


def test_ratios_are_taken_pass_by_pass_and_their_median_is_told() -> None:
    passes = [Pass(2.0, 1.0), Pass(9.0, 1.0), Pass(3.0, 1.0)]
    assert summary(["x" * 2000, "y" * 4000], 6.0, passes, 50 * 2**20) == [
        "2 Arabic articles, 6000 characters, 3 repeats",
        "extraction / simple_word_tokenize: 3.0 (from 2.0 to 9.0)",
        "extraction: 1 articles of 3000 characters a second; first pass 0 articles of 3000 characters a second",
        "tokeniser:  2 articles of 3000 characters a second",
        "peak memory: 50 MiB",
    ]


def test_a_running_process_holds_more_than_a_megabyte_and_less_than_a_machine() -> None:
    assert 2**20 < peak_memory() < 2**40


def test_it_prints_its_lines_on_a_small_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shape = {"id": "ar-1", "lang": "ar", "published": None, "title": None, "text": "نص " * 100, "relevant": False}
    (tmp_path / "ar").mkdir()
    (tmp_path / "ar" / "ar-1.json").write_text(json.dumps({**shape, "deals": []}), encoding="utf-8")
    assert main(["--repeats", "1"], corpus=tmp_path) == 0
    assert capsys.readouterr().out.startswith("1 Arabic articles, 300 characters, 1 repeats\n")
