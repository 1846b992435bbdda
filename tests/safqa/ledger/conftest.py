"""Tellings for the tests of the ledger, made of the small mentions of all tests."""

from collections.abc import Callable
from typing import Any

import pytest

from safqa.ledger import Telling
from safqa.model import DealMention


@pytest.fixture(scope="session")
def tell(make: Any) -> Callable[..., Telling]:
    """The telling of a mention by the article `name`, `day` days after the first; one deal an article unless said."""

    def build(name: str, deal: DealMention, day: float = 0, **more: Any) -> Telling:
        defaults = {
            "mention": f"{name}-0",
            "article": name,
            "version": f"{name}-v1",
            "told_at": make.day(day),
            "seen_at": make.day(30),
            "publisher": name.title(),
            "site": f"{name}.example",
        }
        return Telling(**{**defaults, **more}, deal=deal)

    return build
