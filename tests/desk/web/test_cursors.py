"""Pages: a walk to the end gives every row once, whatever comes in meanwhile."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx


def _told(make: Any, number: int, **more: Any) -> Any:
    return make.article(f"n{number}", make.mention(make.figure(1e9), target=f"Company {number}"), **more)


def _walk(desk: httpx.Client, path: str, meanwhile: Callable[[int], None]) -> Iterator[dict[str, Any]]:
    number = 0
    while path:
        page = desk.get(path).json()
        yield from page["items"]
        path = page["next"]
        meanwhile(number)
        number += 1


def test_a_walk_over_deals_gives_each_once_while_articles_come_in(desk: httpx.Client, tell: Any, make: Any) -> None:
    tell(*(_told(make, number, published=make.day(number)) for number in range(7)))
    every = [deal["id"] for deal in desk.get("/api/v1/deals").json()["items"]]

    def news(number: int) -> None:
        """A new deal, and one more article on the oldest deal, which moves it to the top."""
        again = make.mention(make.figure(1e9), target="Company 0")
        tell(
            _told(make, 100 + number, published=make.day(20 + number)),
            make.article(f"again{number}", again, published=make.day(30 + number)),
        )

    walked = [deal["id"] for deal in _walk(desk, "/api/v1/deals?limit=2", news)]
    assert walked == every
    assert len(desk.get("/api/v1/deals").json()["items"]) > len(every)


def test_a_walk_over_changes_gives_each_once_while_articles_come_in(desk: httpx.Client, tell: Any, make: Any) -> None:
    tell(*(_told(make, number, published=make.day(number // 3)) for number in range(7)))  # of one moment, some
    every = [change["id"] for change in desk.get("/api/v1/changes").json()["items"]]
    assert len(every) == 7

    def news(number: int) -> None:
        tell(_told(make, 100 + number, published=make.day(number)))

    assert [change["id"] for change in _walk(desk, "/api/v1/changes?limit=2", news)] == every


def test_the_next_page_asks_the_same_question(desk: httpx.Client, tell: Any, make: Any) -> None:
    tell(*(_told(make, number, published=make.day(number)) for number in range(3)))
    answer = desk.get("/api/v1/deals", params={"limit": 1, "company": "Meta", "min": "1e9"})
    onward = answer.json()["next"]
    assert answer.headers["link"] == f'<{onward}>; rel="next"'
    asked = httpx.URL(onward).params
    assert (asked["limit"], asked["company"], asked["min"]) == ("1", "Meta", "1e9")


def test_what_many_deals_have_is_found_as_what_few_have(
    desk: httpx.Client, tell: Any, make: Any, monkeypatch: Any
) -> None:
    tell(*(_told(make, number, published=make.day(number)) for number in range(4)))
    asked = "company=meta&min=1e9&source=N1"
    few = [desk.get(f"/api/v1/{what}?{asked}&type=investment").json() for what in ("deals", "changes")]
    monkeypatch.setattr("storage.finding._FEW", -1)
    many = [desk.get(f"/api/v1/{what}?{asked}&type=investment").json() for what in ("deals", "changes")]
    assert many == few
    assert [len(page["items"]) for page in many] == [1, 1]
