"""Who reads the batches of an archive: processes of this machine, or the workers of a Dask cluster.

A worker gets bytes and gives readings; it needs neither the archive nor the database nor a Prefect server.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from typing import TYPE_CHECKING, TypeVar

from safqa.errors import EngineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor

A = TypeVar("A")
R = TypeVar("R")

_DIED = "a process that reads the archive has died, perhaps for want of memory; the same command goes on from here"


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads, how many at the same time, and which errors say that one of them has died."""

    executor: Executor
    count: int
    died: tuple[type[Exception], ...] = (BrokenExecutor,)

    def begin(self, work: Callable[[A], R], what: A) -> asyncio.Future[R]:
        """Hands work over; awaiting what is given waits for it."""
        return asyncio.wrap_future(self.executor.submit(work, what))

    async def end(self, begun: asyncio.Future[R]) -> R:
        """What came of it.

        Raises:
            EngineError: whoever had it has died.
        """
        try:
            return await begun
        except self.died as error:
            raise EngineError(f"{_DIED} ({type(error).__name__})") from None


@contextmanager
def readers(workers: int | None, dask: str | None) -> Iterator[Readers]:
    """Readers for as long as the block lasts; so many processes (None: one a processor), or those of a cluster.

    Raises:
        EngineError: no cluster answers at the address, or it has no workers.
        UsageError: what talks to clusters is not installed.
    """
    if dask:
        with _cluster(dask) as found:
            yield found
        return
    count = workers or os.cpu_count() or 1
    # Not forked: threads and open connections of this process stay out of them.
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_settle)
    try:
        yield Readers(pool, count)
    finally:
        pool.shutdown(cancel_futures=True)


def _settle() -> None:
    """Sets a process up to live exactly as long as the one that started it, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; our parent ends us
    if parent := parent_process():
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(parent: int) -> None:
    connection.wait([parent])
    os._exit(1)


@contextmanager
def _cluster(address: str) -> Iterator[Readers]:
    try:
        from distributed import CancelledError
        from distributed.scheduler import KilledWorker
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError:
        raise UsageError("for a Dask cluster, install the extra: pip install 'safqa[scale]'") from None
    with DaskTaskRunner(address=address) as runner:
        try:
            client = runner.client
        except (OSError, ValueError) as error:
            raise EngineError(f"no Dask scheduler answers at {address}: {error}") from None
        count = sum(client.nthreads().values())
        if not count:
            raise EngineError(f"the Dask cluster at {address} has no workers; start some: dask worker {address}")
        # Not pure: Dask would otherwise keep results by a hash of all the bytes that are sent.
        yield Readers(client.get_executor(pure=False), count, (KilledWorker, CancelledError))
