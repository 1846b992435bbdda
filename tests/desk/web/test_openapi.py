"""The API against its own description: generated questions, and nothing but what the description promises."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from safqa.errors import UsageError
from storage.cursors import read_cursor

# A request takes some 10 ms; each operation is asked so often, the same each time.
EXAMPLES = 40


@pytest.mark.usefixtures("two_deals")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_answers_are_what_the_description_promises(desk: httpx.Client) -> None:
    schema: Any = schemathesis.openapi.from_dict(desk.get("/api/v1/openapi.json").json())
    schema.config.update(base_url=str(desk.base_url).rstrip("/"))
    operations = [result.ok() for result in schema.get_all_operations()]
    assert {operation.path for operation in operations} >= {"/api/v1/deals", "/api/v1/changes", "/changes.atom"}
    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            if case.query:
                case.query.pop("cursor", None)  # no text but one of ours is a cursor
                if "as_of" in case.query and case.path.endswith("{deal_id}"):
                    case.query.pop("told_by", None)  # they exclude each other, which OpenAPI cannot say
            case.call_and_validate()

        ask()


@settings(deadline=None)
@given(cursor=st.text(min_size=1, max_size=40))
def test_no_text_is_taken_for_a_cursor_but_ours(cursor: str) -> None:
    with pytest.raises(UsageError, match="the cursor is none"):
        read_cursor(cursor, str, int, str)


def test_everything_is_described(desk: httpx.Client) -> None:
    for path, operations in desk.get("/api/v1/openapi.json").json()["paths"].items():
        for method, operation in operations.items():
            assert operation.get("summary"), (path, method)
            assert operation.get("description"), (path, method)
            for parameter in operation.get("parameters", []):
                described = parameter.get("description") or parameter["schema"].get("description")
                assert described, (path, parameter["name"])
