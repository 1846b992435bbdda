from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa import identity
from safqa.model import DealMention, DealType, Party, Status

PUBLISHED = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/1",
        "http://example.org/news/1",
        "https://www.example.org/news/1/",
        "https://EXAMPLE.org:443/news/1#comments",
        "https://example.org/news/1?utm_source=rss&utm_medium=feed&fbclid=x",
        " https://example.org/news/1\n",
    ],
)
def test_one_page_has_one_address(url: str) -> None:
    assert identity.normalise_url(url) == "//example.org/news/1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.org/a?id=1", "https://e.org/a?id=2"),
        ("https://e.org/a", "https://e.org/A"),
        ("https://e.org:8080/a", "https://e.org/a"),
        ("https://ar.e.org/a", "https://e.org/a"),
        ("https://e.org/?q=", "https://e.org/"),
        ("urn:safqa:1", "urn:safqa:2"),
    ],
)
def test_other_pages_have_other_addresses(one: str, other: str) -> None:
    assert identity.article_key(one) != identity.article_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.org/صفقة", "https://e.org/%d8%b5%D9%81%D9%82%D8%A9"),
        ("https://e.org/a?x=1&y=2", "https://e.org/a?y=2&x=1"),
        ("https://e.org/a%2Db", "https://e.org/a-b"),
        ("https://e.org:abc/a", "https://e.org:abc/a/"),
    ],
)
def test_spellings_of_one_address(one: str, other: str) -> None:
    assert identity.article_key(one) == identity.article_key(other)


@given(st.text())
def test_normalising_never_fails_on_text_and_is_final_for_addresses(text: str) -> None:
    once = identity.normalise_url("https://example.org/" + text.replace("#", "").replace("?", ""))
    assert identity.normalise_url("https:" + once) == once


def test_the_host_stands_in_for_a_publisher() -> None:
    assert identity.site("https://www.example.org/a") == "example.org"
    assert identity.site("urn:safqa:1") == ""


def test_stored_keys_do_not_change() -> None:
    """A changed hash makes every stored article look new: change these only together with a migration."""
    assert identity.article_key("https://example.org/a") == "de2224ffdf52dbe7cfb00fa5705e149e"
    assert identity.content_key("صفقة  جديدة\n") == "6ba567e7f91ca319c2ecadc58c4bcd24"
    assert identity.deal_id(identity.mention_key("a", "equity", "Scale AI", 0)) == "daeaykxt0"
    assert identity.organisation_id("scale ai") == "o45nbjy3k9p"


def test_a_field_at_its_default_is_no_part_of_a_fingerprint() -> None:
    """The second class is the first after a field was added; what was stored before must be known again."""

    @dataclass(frozen=True)
    class Before:
        low: float
        quote: tuple[str, ...] = ()

    @dataclass(frozen=True)
    class After(Before):
        former: bool = False

    assert identity.fingerprint((After(10), After(1, ("a",)))) == identity.fingerprint(
        (Before(10.0), Before(1, ("a",)))
    )
    assert identity.fingerprint(After(10, former=True)) != identity.fingerprint(Before(10))
    assert identity.fingerprint((Before(10),)) != identity.fingerprint((Before(11),))


def test_space_and_composition_are_no_new_version() -> None:
    assert identity.content_key(" caf\u00e9  deal\n") == identity.content_key("cafe\u0301 deal")
    assert identity.content_key("14 billion") != identity.content_key("14.3 billion")


@given(st.lists(st.none() | st.text() | st.booleans() | st.integers(-(10**12), 10**12)), st.data())
def test_digests_tell_parts_apart(parts: list[Any], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(parts)))
    assert identity.digest(*parts) != identity.digest(*parts[:place], "more", *parts[place:])
    as_floats = [float(part) if type(part) is int else part for part in parts]
    assert identity.digest(*parts) == identity.digest(*as_floats)


@given(st.text())
def test_public_ids_survive_being_read_aloud(text: str) -> None:
    spoken = identity.public_id("d", 8, text)
    assert len(spoken) == 9
    assert not set("ilou") & set(spoken[1:])
    assert identity.read_id(f" {spoken[:5].upper()}-{spoken[5:]} ") == spoken
    assert identity.read_id(spoken[0] + spoken[1:].replace("1", "l").replace("0", "O")) == spoken


@pytest.mark.parametrize(
    ("published", "updated", "repeated", "told"),
    [
        (0, None, False, 0),
        (0, 2, False, 2),
        (3, 2, False, 3),
        (None, 2, False, 2),
        (None, None, False, 9),
        (0, None, True, 9),
        (0, 2, True, 9),
    ],
)
def test_when_a_versions_claims_count_from(
    published: int | None, updated: int | None, repeated: bool, told: int
) -> None:
    def day(number: int | None) -> datetime | None:
        return None if number is None else PUBLISHED + timedelta(days=number)

    seen_at = PUBLISHED + timedelta(days=9)
    found = identity.told_at(published=day(published), updated=day(updated), seen_at=seen_at, repeated=repeated)
    assert found == day(told)


def test_a_mention_is_named_by_the_first_words_of_its_target_or_party() -> None:
    target, party = Party("Scale AI", ("سكيل", "Scale AI")), Party("Meta", ("ميتا",))
    deal = DealMention(DealType.INVESTMENT, Status.ANNOUNCED, target, (party,))
    assert identity.mention_anchor(deal) == "سكيل"
    assert identity.mention_anchor(DealMention(DealType.MERGER, Status.ANNOUNCED, None, (party,))) == "ميتا"
    assert identity.mention_anchor(DealMention(DealType.MERGER, Status.ANNOUNCED, Party("X"))) == "X"
    assert identity.mention_anchor(DealMention(DealType.MERGER, Status.ANNOUNCED, None)) == ""
