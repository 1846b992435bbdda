"""Ends what a worker left that died with its runs: `python -m flows.sweeping`, before the worker is started again.

Such a run, of a machine that went down, shows as Running and holds the one slot of its deployment until its lease runs
out, five minutes after it was last renewed; each run that is due meanwhile ends as Cancelled. (When the worker alone is
killed, its runs notice, and end as Crashed.) Only where one worker runs all of Safqa's deployments is it certain, when
that one starts, that no other process has such a run: with several workers, let the leases run out.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

from prefect import get_client
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL

from flows.deployments import DEPLOYMENTS
from flows.serving import sweep


async def sweep_deployed() -> int:
    """Ends the runs of all deployments that the server knows; gives how many had been left."""
    async with get_client() as client:
        known = []
        for deployment in DEPLOYMENTS:
            with suppress(ObjectNotFound):
                known.append((await client.read_deployment_by_name(deployment.full_name)).id)
        return await sweep(client, known) if known else 0


def main() -> int:
    """Sweeps, and says how much there was."""
    if not PREFECT_API_URL.value():
        sys.stderr.write("no Prefect server is named: set PREFECT_API_URL to that of the worker\n")
        return 1
    sys.stdout.write(f"runs that had been left: {asyncio.run(sweep_deployed())}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
