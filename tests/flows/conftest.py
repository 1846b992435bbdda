"""A Prefect server for the flow tests, in a home of its own."""

import os
import tempfile
from collections.abc import Iterator

import pytest

# Prefect reads its home when it is imported, which test modules do. Runs look for alerts in Safqa's,
# and are not to find those of whoever runs the tests.
_HOME = tempfile.TemporaryDirectory(prefix="safqa-prefect-")
os.environ |= {
    "PREFECT_HOME": _HOME.name,
    "SAFQA_HOME": _HOME.name,
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}


@pytest.fixture(scope="session")
def prefect_api() -> Iterator[None]:
    """A server that all flow tests share: its start takes seconds, a flow on it tenths of one."""
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415 - only these tests pay for Prefect

    with prefect_test_harness(server_startup_timeout=120):
        yield
