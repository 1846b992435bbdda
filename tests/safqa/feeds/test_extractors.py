"""The pool: no page hangs, fills or ends it, and each page gets its own answer."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import stub_extractors

from safqa.feeds.extractors import ExtractorPool, Failed
from safqa.feeds.reading import Extracted

# Real time that a hung page costs its test; a page that does not hang takes a thousandth of it.
SECONDS = 0.5


@pytest.fixture(autouse=True)
def _stubs_can_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(stub_extractors.__file__).parent))


def read(*pages: str, processes: int = 1, **limits: Any) -> list[Extracted | Failed]:
    """What becomes of pages that are given to a pool all at once; with one process they are read in their order."""

    async def use() -> list[Extracted | Failed]:
        options = {"page_seconds": SECONDS, "extractor": "stub_extractors:by_wish", **limits}
        async with ExtractorPool(processes=processes, **options) as pool:
            asked = [pool.extract(page, url=f"u{n}", summary=f"s{n}") for n, page in enumerate(pages)]
            return list(await asyncio.gather(*asked))

    return asyncio.run(use())


def process(found: Extracted | Failed) -> str:
    assert isinstance(found, Extracted)
    return found.text.split()[0]


def test_each_page_gets_its_own_answer() -> None:
    found = read(*"abcdef", processes=2)
    assert [f.text.split()[1:] for f in found if isinstance(f, Extracted)] == [[f"u{n}", f"s{n}"] for n in range(6)]


def test_a_page_that_hangs_is_ended_and_the_next_ones_are_read() -> None:
    before, hung, after = read("a", "hang", "b")
    assert hung == Failed("not read within 0.5 s", long=True)
    assert process(before) != process(after)


@pytest.mark.parametrize(
    ("wish", "detail"),
    [
        ("raise", "ValueError: a strange page"),
        ("die", "the process ended while it read the page"),
        pytest.param("eat", "MemoryError: ", marks=pytest.mark.skipif(sys.platform != "linux", reason="no such limit")),
    ],
)
def test_a_page_that_breaks_its_process_costs_only_itself(wish: str, detail: str) -> None:
    before, broken, after = read("a", wish, "b", page_seconds=20)
    assert broken == Failed(detail)
    assert isinstance(before, Extracted)
    assert isinstance(after, Extracted)


def test_what_a_library_prints_does_not_get_between_the_answers() -> None:
    first, second = read("babble", "a")
    assert process(first) == process(second)


def test_a_process_is_replaced_after_its_pages() -> None:
    processes = [process(found) for found in read(*"abcde", pages_each=2)]
    assert processes[0] == processes[1] != processes[2] == processes[3] != processes[4]


def test_an_extractor_that_cannot_be_loaded_is_told_for_each_page() -> None:
    assert read("a", "b", extractor="stub_extractors:missing") == [Failed("the process ended while it started")] * 2


def test_no_process_outlives_its_pool() -> None:
    (found,) = read("a")
    with pytest.raises(ProcessLookupError):
        os.kill(int(process(found)), 0)


def test_who_gives_up_waiting_leaves_no_answer_for_the_next() -> None:
    async def use() -> Extracted | Failed:
        async with ExtractorPool(processes=1, page_seconds=20, extractor="stub_extractors:by_wish") as pool:
            await pool.extract("a", url="first", summary="")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(pool.extract("hang", url="hung", summary=""), 0.1)
            return await pool.extract("a", url="second", summary="")

    found = asyncio.run(use())
    assert isinstance(found, Extracted)
    assert found.text.split()[1] == "second"


def test_a_process_ends_with_its_input() -> None:
    command = [sys.executable, "-m", "safqa.feeds.reading", "20", "1500000000", "stub_extractors:by_wish"]
    ended = subprocess.run(command, input=b"", capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout[4:]) == (0, b'{"ready": true}')
