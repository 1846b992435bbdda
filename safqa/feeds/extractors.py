"""A pool of processes that read pages, so that no page can hang, fill or end the run.

Each process is a new interpreter (no fork: threads and open databases stay out of it), has a limit of memory, and is
replaced after a number of pages, because trafilatura's memory grows with them. A page that takes too long costs its
process, not the run. What comes of a page is a value; nothing of it raises.
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from safqa.feeds.reading import EXTRACT, LENGTH, Extracted

if TYPE_CHECKING:
    from types import TracebackType

# Measured: 0.003 s for a page of 2 KB, 0.04 s for 80 KB, 0.3 s for 500 KB, 4 to 7 s for 5 MB. What needs 20 s is no
# article: half a megabyte of unclosed script tags takes 50 s.
_PAGE_SECONDS = 20.0
# A start takes 0.3 s; a busy machine may need many times that.
_START_SECONDS = 60.0
# Others report about 1 MB of growth a page (here 33 MB over 1,200 small ones): a process then stays below 200 MB, and
# its start costs each page 3 ms.
_PAGES_EACH = 100
# Address space: 50 MB before the first page, 230 MB after one of 5 MB; a page may have 10.
_MEMORY_BYTES = 1_000_000_000
# A text of 20 MB cannot come of a page of 10; a longer answer is a process out of its mind.
_ANSWER_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Failed:
    """No text came of a page: it took too `long`, or its process failed; `detail` says how."""

    detail: str
    long: bool = False


class _BrokenError(Exception):
    """A process ended, or said what no process of ours says."""


class ExtractorPool:
    """Reads pages in `processes` processes at the same time; a context manager that belongs to one event loop.

    `page_seconds` and `memory_bytes` limit one page, `pages_each` the life of a process; `extractor` names the function
    (`module:function`) which turns HTML, address and summary into an `Extracted`.
    """

    def __init__(
        self,
        *,
        processes: int = 2,
        page_seconds: float = _PAGE_SECONDS,
        pages_each: int = _PAGES_EACH,
        memory_bytes: int = _MEMORY_BYTES,
        extractor: str = EXTRACT,
    ) -> None:
        self._page_seconds = page_seconds
        self._pages_each = pages_each
        self._command = ("-m", "safqa.feeds.reading", str(page_seconds), str(memory_bytes), extractor)
        # Places of the pool: a process that waits for a page, or None where one has yet to start.
        self._places: asyncio.LifoQueue[_Reader | None] = asyncio.LifoQueue()
        for _ in range(processes):
            self._places.put_nowait(None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while not self._places.empty():
            if reader := self._places.get_nowait():
                await reader.end()

    async def extract(self, html: str, *, url: str, summary: str) -> Extracted | Failed:
        """What a page says, or why nothing came of it; waits for a free process."""
        reader = await self._places.get()
        done = False
        try:
            if reader is None:
                reader = await _Reader.start(self._command)
            async with asyncio.timeout(self._page_seconds):
                answer = await reader.ask({"html": html, "url": url, "summary": summary})
            done = reader.pages < self._pages_each
        except TimeoutError:
            return Failed(f"not read within {self._page_seconds:g} s", long=True)
        except _BrokenError as error:
            return Failed(str(error))
        finally:  # also when the caller is cancelled: the answer to this page must not become the next one's
            if reader and not done:
                await reader.end()
            self._places.put_nowait(reader if done else None)
        return Failed(answer["error"]) if "error" in answer else Extracted(**answer)


class _Reader:
    """One process and the number of pages it was asked for."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.pages = 0

    @classmethod
    async def start(cls, command: tuple[str, ...]) -> Self:
        """Starts a process and waits until it has loaded what it needs."""
        # -P: the current folder, which may be anyone's, is no place to load modules from.
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
        reader = cls(process)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await reader._answer("started")
        except TimeoutError:
            await reader.end()
            raise _BrokenError(f"the process did not start within {_START_SECONDS:g} s") from None
        except BaseException:
            await reader.end()
            raise
        return reader

    async def ask(self, request: dict[str, str]) -> dict[str, Any]:
        """Sends a page and waits for what comes of it; raises `_BrokenError` when the process ends instead."""
        self.pages += 1
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101 - a pipe was asked for
        body = json.dumps(request).encode()
        try:
            stdin.write(LENGTH.pack(len(body)) + body)
            await stdin.drain()
        except OSError:
            raise _BrokenError("the process ended before it read the page") from None
        return await self._answer("read the page")

    async def _answer(self, doing: str) -> dict[str, Any]:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            (size,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
            if size > _ANSWER_BYTES:
                raise _BrokenError(f"the process answered with {size} bytes")
            answer: dict[str, Any] = json.loads(await stdout.readexactly(size))
        except (asyncio.IncompleteReadError, OSError):
            raise _BrokenError(f"the process ended while it {doing}") from None
        except ValueError:
            raise _BrokenError("the process answered with something else than JSON") from None
        return answer

    async def end(self) -> None:
        """Ends the process, whatever it does, and waits until it is gone."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.communicate()
