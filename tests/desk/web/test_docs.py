"""docs/api.md: every request that it shows is answered, and every list of the API is shown."""

import re
from pathlib import Path

import httpx
import pytest

DOCUMENT = (Path(__file__).parents[3] / "docs/api.md").read_text(encoding="utf-8")
REQUESTS = re.findall(r"GET (/[^\s`]*)", DOCUMENT)


@pytest.mark.usefixtures("two_deals")
def test_every_request_of_the_document_is_answered(desk: httpx.Client) -> None:
    [deal] = desk.get("/api/v1/deals?limit=1").json()["items"]
    assert len(REQUESTS) > 10
    for request in REQUESTS:
        answer = desk.get(request.replace("/ID", f"/{deal['id']}"))
        assert answer.status_code == 200, (request, answer.text)
    described = desk.get("/api/v1/openapi.json").json()["paths"]
    shown = {request.partition("?")[0].replace("/ID", "/{deal_id}") for request in REQUESTS}
    assert shown == set(described)
