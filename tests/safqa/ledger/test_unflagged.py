from pathlib import Path

import pytest

from safqa.ledger.unflagged import Unflagged

CONTRACT = Path(__file__).parents[3] / "docs" / "contract.md"


@pytest.mark.parametrize("reason", list(Unflagged))
def test_scripts_are_told_every_reason(reason: Unflagged) -> None:
    listed = CONTRACT.read_text("utf-8").partition("Reasons in `suppressed`")[2].partition("\n*")[0]
    assert f"`{reason}`" in listed
