"""The nightly run on a Prefect server: what it does, what it shows, and that a second one shows nothing."""

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from pydantic import ValidationError
from wholeledger import fill

from flows.maintenance import MAINTENANCE, MaintenanceConfig, maintain_ledger
from storage.engine import open_database

pytestmark = [
    pytest.mark.usefixtures("prefect_api"),
    # Prefect's event client leaves its sockets and transports to the garbage collector when a loop ends.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _collect() -> Iterator[None]:
    yield
    gc.collect()  # so that what Prefect left is met here, and not in a test of something else


async def artifacts() -> list[Any]:
    async with get_client() as client:
        return await client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[MAINTENANCE])))


def test_it_says_what_it_did_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Any) -> None:
    url = f"sqlite:///{tmp_path / 'safqa.db'}"
    monkeypatch.setenv("SAFQA_DATABASE_URL", url)
    with open_database(url) as database:
        fill(database, make)

    async def go() -> None:
        dry = await maintain_ledger(MaintenanceConfig(dry_run=True), return_state=True)
        done = await maintain_ledger(return_state=True)
        again = await maintain_ledger(return_state=True)
        assert "old texts would be stored small, 0.0 MB less: 2" in str(dry.message)
        assert "old texts stored small, 0.0 MB less: 2" in str(done.message)
        assert again.message == "nothing to do"
        [second, first] = sorted((a.data for a in await artifacts()), key=lambda text: "would" in text)
        assert first.startswith("* old texts would be")
        assert second.startswith("* old texts stored small")

    asyncio.run(go())


@pytest.mark.parametrize("wrong", [{"keep_texts": -1}, {"keep_polls": -1}, {"keep_sent": 6}])
def test_days_that_cannot_be_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        MaintenanceConfig(**wrong)
