"""The outgoing feed, read as its readers do: by feedparser, and by this program's own reader of feeds."""

from datetime import UTC, datetime
from typing import Any

import feedparser
import httpx
import pytest

from safqa.feeds.parse import parse
from safqa.feeds.sources import Source

pytestmark = pytest.mark.usefixtures("two_deals")


def test_feedparser_reads_it_without_a_fault(desk: httpx.Client) -> None:
    answer = desk.get("/changes.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    read = feedparser.parse(answer.content)
    assert (read.bozo, read.version) == (False, "atom10")
    assert read.feed.id == read.feed.links[0].href == str(answer.url)
    assert read.feed.author == "Safqa"
    newest = read.entries[0]
    assert newest.title == "Conflicting figures: Scale AI (Meta)"
    assert newest.author == "Three"
    assert newest.tags[0].term == "conflict"
    assert {link.rel for link in newest.links} == {"alternate", "via"}
    assert newest.links[1].href == "https://three.example/1"
    assert newest.published == "2025-06-06T08:00:00Z"
    assert all(entry.updated.endswith("Z") and entry.summary for entry in read.entries)
    assert len({entry.id for entry in read.entries}) == len(read.entries) == 3


def test_our_own_reader_reads_it(desk: httpx.Client) -> None:
    answer = desk.get("/changes.atom?lang=ar")
    url = str(answer.url)
    source = Source(url=url, name="Safqa")
    document = parse(
        answer.content, source=source, url=url, content_type=answer.headers["content-type"], now=datetime.now(UTC)
    )
    assert [entry.title for entry in document.entries] == [
        "أرقام متضاربة: Scale AI (Meta)",
        "صفقة جديدة: ألفا (صندوق بيتا)",
        "صفقة جديدة: Scale AI (Meta)",
    ]
    assert document.entries[0].url.startswith(str(answer.url.join("/ar/deals/d")))


def test_ids_stay_the_same_at_another_address_and_in_another_language(desk: httpx.Client) -> None:
    one = feedparser.parse(desk.get("/changes.atom").content)
    other = feedparser.parse(desk.get("/changes.atom?lang=ar", headers={"Host": "desk.example"}).content)
    assert [entry.id for entry in one.entries] == [entry.id for entry in other.entries]
    assert one.entries[0].id.startswith("tag:safqa.invalid,2025:change:c")
    assert other.entries[0].links[0].href.startswith("http://desk.example/ar/deals/d")


@pytest.mark.parametrize(
    ("asked", "count"),
    [("kind=conflict", 1), ("company=ألفا", 1), ("type=ipo", 0), ("min=1e9", 2), ("severity=low&kind=new_deal", 0)],
)
def test_it_is_filtered(desk: httpx.Client, asked: str, count: int) -> None:
    read = feedparser.parse(desk.get(f"/changes.atom?{asked}").content)
    assert (read.bozo, len(read.entries)) == (False, count)


def test_texts_cannot_break_it(desk: httpx.Client, tell: Any, make: Any) -> None:
    tell(make.article("odd", make.mention(target="A & B <c>\x0b", parties=["\u202eزيد"]), published=make.day(9)))
    read = feedparser.parse(desk.get("/changes.atom").content)
    assert not read.bozo
    assert read.entries[0].title.startswith("New deal: A & B <c> ")


def test_an_address_that_is_no_web_page_is_not_linked(desk: httpx.Client, tell: Any, make: Any) -> None:
    script = "javascript:alert(1)//four.example"
    tell(make.article("four", make.mention(target="Delta", parties=("Gamma",)), url=script, published=make.day(9)))
    newest = feedparser.parse(desk.get("/changes.atom").content).entries[0]
    assert newest.title == "New deal: Delta (Gamma)"
    assert [link.rel for link in newest.links] == ["alternate"]
