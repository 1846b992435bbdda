"""An origin server on loopback whose answers are scenarios: one path, one behaviour."""

from collections.abc import Iterator

import pytest
from served import Origin, serving


@pytest.fixture
def origin() -> Iterator[Origin]:
    with serving() as served:
        yield served
