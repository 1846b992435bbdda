"""The JSON API: the shapes of the contract, pages, CSV, ETags, and how wrong questions are answered."""

import csv
import io
from typing import Any

import httpx
import pytest

from desk.web.api import schemas
from storage import queries
from storage.engine import Database
from storage.shapes import change_json, deal_json, detail_json

pytestmark = pytest.mark.usefixtures("two_deals")


def test_documents_are_those_of_the_command_line(desk: httpx.Client, ledger: Database) -> None:
    deals = desk.get("/api/v1/deals").json()
    assert deals == {"items": [deal_json(deal) for deal in queries.deals(ledger)], "next": None}
    assert [deal["target"]["name"] for deal in deals["items"]] == ["Scale AI", "ألفا"]
    changes = desk.get("/api/v1/changes").json()
    assert changes["items"] == [change_json(change) for change in queries.changes(ledger)]
    assert {"new_deal", "conflict"} <= {change["kind"] for change in changes["items"]}
    some = deals["items"][0]["id"]
    assert desk.get(f"/api/v1/deals/{some}").json() == detail_json(queries.deal(ledger, some))


def test_documents_are_those_that_openapi_promises(desk: httpx.Client) -> None:
    deals = desk.get("/api/v1/deals").json()
    schemas.DealPage.model_validate(deals)
    schemas.DealDetail.model_validate(desk.get(f"/api/v1/deals/{deals['items'][0]['id']}").json())
    schemas.ChangePage.model_validate(desk.get("/api/v1/changes?suppressed=true").json())
    schemas.CompanyPage.model_validate(desk.get("/api/v1/companies").json())
    feeds = schemas.FeedPage.model_validate(desk.get("/api/v1/feeds").json())
    assert [(feed.name, feed.outcome) for feed in feeds.items] == [("One", None)]


@pytest.mark.parametrize(
    ("asked", "targets"),
    [
        ("company=meta", ["Scale AI"]),
        ("company=بيتا", ["ألفا"]),
        ("company=nobody", []),
        ("type=investment&status=announced", ["Scale AI", "ألفا"]),
        ("type=ipo", []),
        ("metric=amount", ["Scale AI"]),
        ("min=1e9", ["Scale AI"]),
        ("min=1e12", []),
        ("max=1e9", []),
        ("source=Three", ["Scale AI"]),
        ("source=Nobody", []),
        ("since=2025-06-05", ["Scale AI"]),
        ("until=2025-06-05", ["ألفا"]),
        ("as_of=2025-01-01", []),
    ],
)
def test_deals_are_filtered(desk: httpx.Client, asked: str, targets: list[str]) -> None:
    answer = desk.get(f"/api/v1/deals?{asked}&count=true").json()
    assert [deal["target"]["name"] for deal in answer["items"]] == targets
    assert answer["total"] == len(targets)


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ("kind=conflict", ["conflict"]),
        ("company=beta", []),
        ("company=ألفا", ["new_deal"]),
        ("type=ipo", []),
        ("min=1e9&since=2025-06-05", ["conflict"]),
        ("until=2025-06-02", ["new_deal"]),
        ("told_by=2025-06-01T08:00Z", ["new_deal"]),
        ("source=Three", ["conflict"]),
        ("as_of=2025-01-01", []),
    ],
)
def test_changes_are_filtered(desk: httpx.Client, asked: str, kinds: list[str]) -> None:
    answer = desk.get(f"/api/v1/changes?{asked}&count=true").json()
    assert [change["kind"] for change in answer["items"]] == kinds
    assert answer["total"] == len(kinds)


def test_severities_part_the_changes(desk: httpx.Client) -> None:
    every = [change["id"] for change in desk.get("/api/v1/changes").json()["items"]]
    parts = [desk.get(f"/api/v1/changes?severity={level}").json()["items"] for level in ("low", "medium", "high")]
    assert sorted(change["id"] for part in parts for change in part) == sorted(every)


def test_companies_are_listed_with_their_deals(desk: httpx.Client) -> None:
    items = desk.get("/api/v1/companies").json()["items"]
    assert {company["name"]: company["deals"] for company in items} == {
        "Meta": 1,
        "Scale AI": 1,
        "ألفا": 1,
        "صندوق بيتا": 1,
    }
    assert [company["name"] for company in desk.get("/api/v1/companies?name=scale").json()["items"]] == ["Scale AI"]
    walked, path = [], "/api/v1/companies?limit=3"
    while path:
        page = desk.get(path).json()
        walked += page["items"]
        path = page["next"]
    assert walked == items


def test_a_list_is_csv_for_who_asks_for_it(desk: httpx.Client) -> None:
    asked = desk.get("/api/v1/deals?format=csv&limit=1")
    assert asked.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'rel="next"' in asked.headers["link"]
    accepted = desk.get("/api/v1/deals", headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(accepted.content.decode("utf-8-sig"))))
    assert [row["target"] for row in rows] == ["Scale AI", "ألفا"]
    for path, some in {"deals": "id", "changes": "kind", "companies": "names", "feeds": "to_do"}.items():
        document = desk.get(f"/api/v1/{path}").json()["items"][0]
        header = desk.get(f"/api/v1/{path}?format=csv").content.decode("utf-8-sig").splitlines()[0]
        assert header.split(",") == list(document)
        assert some in document
    nothing = desk.get("/api/v1/changes?company=nobody&format=csv").content.decode("utf-8-sig")
    assert nothing.startswith("id,kind,deal,metric,before,after,from,to,")


def test_an_etag_holds_until_something_is_new(desk: httpx.Client, tell: Any, make: Any) -> None:
    for path in ("/api/v1/deals", "/api/v1/changes", "/api/v1/companies", "/api/v1/feeds", "/changes.atom"):
        tag = desk.get(path).headers["etag"]
        again = desk.get(path, headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.content) == (304, b"")
    known = {"If-None-Match": desk.get("/api/v1/deals").headers["etag"]}
    tell(make.article("one", make.mention(make.figure(14e9))))  # known: no row is written
    assert desk.get("/api/v1/deals", headers=known).status_code == 304
    tell(make.article("four", make.mention(make.figure(14e9)), published=make.day(6)))
    assert desk.get("/api/v1/deals", headers=known).status_code == 200


def test_as_of_and_told_by_answer_for_their_moment(desk: httpx.Client, make: Any) -> None:
    [deal] = desk.get("/api/v1/deals?company=meta").json()["items"]
    told = desk.get(f"/api/v1/deals/{deal['id']}", params={"told_by": make.day(1).isoformat()}).json()
    assert [claim["low"] for claim in told["claims"]] == [14_000_000_000]
    assert desk.get(f"/api/v1/deals/{deal['id']}?as_of=2025-01-01").status_code == 404
    assert desk.get(f"/api/v1/deals/{deal['id']}?as_of=2025-01-01&told_by=2025-01-01").status_code == 400


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("deals?compny=Meta", 422, "compny: there is no such parameter"),
        ("deals?since=yesterday", 422, "since: is not an ISO 8601 date: 'yesterday'"),
        ("deals?limit=0", 422, "limit: "),
        ("deals?type=loan", 422, "type: "),
        ("deals?company=%00", 422, "company: "),
        ("deals?cursor=WzFd", 400, "the cursor is none that such a page gave"),
        ("changes?cursor=%D8%A7", 400, "the cursor is none that such a page gave"),
        ("deals/dnowhere", 404, "no deal has the id 'dnowhere'"),
        ("nowhere", 404, "Not Found"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(desk: httpx.Client, path: str, status: int, said: str) -> None:
    answer = desk.get(f"/api/v1/{path}")
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status)
    assert problem["detail"].startswith(said)
    assert "\n" not in problem["detail"]
    schemas.Problem.model_validate(problem)


def test_a_cursor_of_one_list_is_none_of_another(desk: httpx.Client) -> None:
    cursor = desk.get("/api/v1/deals?limit=1").json()["next"].rpartition("cursor=")[2]
    assert desk.get(f"/api/v1/changes?cursor={cursor}").status_code == 400


def test_nothing_can_be_written(desk: httpx.Client) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert desk.request(method, "/api/v1/deals").status_code == 405


def test_every_answer_says_what_a_browser_may_do(desk: httpx.Client) -> None:
    for path in ("/healthz", "/api/v1/deals", "/api/v1/nowhere", "/changes.atom"):
        headers = desk.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "server" not in headers


def test_long_answers_are_packed_and_heads_have_no_body(desk: httpx.Client) -> None:
    assert desk.get("/api/v1/changes").headers["content-encoding"] == "gzip"
    head = desk.head("/api/v1/changes")
    assert (head.status_code, head.content) == (200, b"")
    assert desk.get("/healthz").json() == {"status": "ok"}
