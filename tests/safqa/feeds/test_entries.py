from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.feeds.entries import EntryOutcome, Known, KnownEntry, Policy, Seen, decide, identify
from safqa.feeds.entry import FeedEntry

NEW, EDITED, KNOWN = EntryOutcome.NEW, EntryOutcome.EDITED, EntryOutcome.KNOWN
DUPLICATE, UNUSABLE = EntryOutcome.DUPLICATE, EntryOutcome.UNUSABLE


def entry(guid: str | None = "1", url: str | None = "https://a.example/1", title: str | None = "T", text: str = "x"):
    return FeedEntry(guid, url, title, text)


class Memory:
    """What storage would remember: shows documents one after the other and keeps what it must."""

    def __init__(self) -> None:
        self.entries: list[KnownEntry] = []

    def show(self, *shown: FeedEntry, policy: Policy = Policy.GUID) -> list[EntryOutcome]:
        return [one.outcome for one in self.see(*shown, policy=policy)]

    def see(self, *shown: FeedEntry, policy: Policy = Policy.GUID) -> tuple[Seen, ...]:
        names = Counter(base for base, _ in {(e.keys.base, e.identity) for e in self.entries})
        shared = frozenset(base for base, identities in names.items() if identities > 1)
        seen = decide(Known(tuple(self.entries), shared), shown, policy)
        for one in seen:
            self._keep(one)
        return seen

    def _keep(self, one: Seen) -> None:
        if one.outcome in {NEW, EDITED}:
            self.entries.append(KnownEntry(one.identity, one.keys))
        if one.outcome is KNOWN and one.rekeyed:
            same = [e for e in self.entries if (e.identity, e.keys.content) == (one.identity, one.keys.content)]
            self.entries[self.entries.index(same[0])] = KnownEntry(one.identity, one.keys)


@pytest.fixture
def memory() -> Memory:
    return Memory()


def test_the_hashes_are_pinned() -> None:
    keys = identify(FeedEntry("g-1", "https://www.a.example/n?utm_source=rss", "صفقة", "نص"))
    assert (keys.base, keys.full) == ("a8382b5018631e53a81f7f229d7805c0", "2f80cbf2cfbc6f6f0ad8bbfb4a1b5c9a")
    assert (keys.second, keys.content) == ("4e9cd48a456d81d76afaebf9054a553b", "47252c2d1878cec4628fdbd414db9851")


def test_an_entry_is_new_once(memory: Memory) -> None:
    assert memory.show(entry("1"), entry("2")) == [NEW, NEW]
    assert memory.show(entry("2"), entry("1"), entry("3")) == [KNOWN, KNOWN, NEW]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "U"},
        {"text": "y"},
    ],
)
def test_another_title_or_text_is_an_edit(memory: Memory, other: dict[str, str]) -> None:
    memory.show(entry())
    assert memory.show(entry(**other)) == [EDITED]
    assert memory.show(entry(**other)) == [KNOWN]


def test_space_composition_and_dates_are_no_edit(memory: Memory) -> None:
    memory.show(entry(title="Café  deal", text="a b"))
    again = replace(entry(title="Cafe\u0301 deal ", text="a\n b"), published_raw="today", publisher="Other")
    assert memory.show(again) == [KNOWN]


def test_going_back_to_a_former_text_is_no_edit(memory: Memory) -> None:
    shown = [entry(text=text) for text in ("x", "y", "x", "y")]
    assert [memory.show(one) for one in shown] == [[NEW], [EDITED], [KNOWN], [KNOWN]]


def test_an_address_stands_in_for_an_empty_guid(memory: Memory) -> None:
    assert memory.show(entry(" ", "https://www.a.example/1/"), entry("", "https://a.example/2")) == [NEW, NEW]
    assert memory.show(entry(None, "http://a.example/1?utm_source=rss")) == [KNOWN]


def test_title_and_text_stand_in_for_both(memory: Memory) -> None:
    assert memory.show(entry(None, None), entry(None, None, "T", "y"), entry(None, None, None, "x")) == [NEW] * 3
    assert memory.show(entry(None, "  ", "T", "x")) == [KNOWN]


def test_an_entry_without_anything_is_unusable(memory: Memory) -> None:
    seen = memory.see(entry(None, None, " ", ""), entry("1", None, None, ""))
    assert [(one.outcome, one.identity is None) for one in seen] == [(UNUSABLE, True), (NEW, False)]


def test_the_second_time_in_a_document_is_a_duplicate(memory: Memory) -> None:
    assert memory.show(entry(), entry(text="y"), entry()) == [NEW, DUPLICATE, DUPLICATE]
    assert memory.show(entry(), entry()) == [KNOWN, DUPLICATE]


ONE, TWO, THREE = (entry("0", f"https://a.example/{n}", f"T{n}") for n in (1, 2, 3))


def test_a_guid_that_entries_share_does_not_make_them_one(memory: Memory) -> None:
    assert memory.show(ONE, TWO) == [NEW, NEW]
    assert memory.show(TWO, THREE) == [KNOWN, NEW]


def test_a_shared_guid_is_remembered_when_the_feed_shows_one_entry(memory: Memory) -> None:
    memory.show(ONE, TWO)
    assert memory.show(TWO) == [KNOWN]
    assert memory.show(THREE) == [NEW]


def test_an_entry_stays_the_same_when_its_guid_becomes_shared(memory: Memory) -> None:
    memory.show(ONE)
    assert memory.show(ONE, TWO) == [KNOWN, NEW]
    assert memory.show(replace(ONE, text="y")) == [EDITED]


def test_guids_that_all_become_one_lose_nothing(memory: Memory) -> None:
    memory.show(replace(ONE, guid="1"), replace(TWO, guid="2"))
    assert memory.show(ONE, TWO) == [KNOWN, KNOWN]
    assert memory.show(THREE) == [NEW]


def test_entries_with_a_shared_address_are_told_apart_by_title(memory: Memory) -> None:
    home = "https://a.example/"
    assert memory.show(entry(None, home, "T"), entry(None, home, "U"), entry(None, home, "T")) == [NEW, NEW, DUPLICATE]
    assert memory.show(entry(None, home, "U")) == [KNOWN]


def test_a_shared_address_without_titles_leaves_the_text(memory: Memory) -> None:
    home = "https://a.example/"
    assert memory.show(entry(None, home, None, "x"), entry(None, home, None, "y")) == [NEW, NEW]


def test_a_shared_guid_without_addresses_leaves_the_title(memory: Memory) -> None:
    assert memory.show(entry("0", None, "T"), entry("0", None, "U")) == [NEW, NEW]


def test_a_changed_guid_is_seen_through_when_the_old_one_is_gone(memory: Memory) -> None:
    first = memory.see(entry("old"))
    changed = memory.see(entry("new"))
    assert (changed[0].outcome, changed[0].identity, changed[0].rekeyed) == (KNOWN, first[0].identity, True)
    assert memory.show(entry("new", title="Another")) == [EDITED]
    assert memory.show(entry("old", title="Another")) == [KNOWN]


def test_two_guids_side_by_side_are_two_entries(memory: Memory) -> None:
    memory.show(entry("old"))
    assert memory.show(entry("new"), entry("old")) == [NEW, KNOWN]
    assert memory.show(entry("new"), entry("old")) == [KNOWN, KNOWN]


def test_only_one_entry_takes_the_place_of_the_old_one(memory: Memory) -> None:
    memory.show(entry("old"))
    assert memory.show(entry("new"), entry("newer")) == [KNOWN, NEW]
    assert memory.show(entry("newer"), entry("new")) == [KNOWN, KNOWN]


@pytest.mark.parametrize("other", [{"title": "U"}, {"url": "https://a.example/2"}, {"url": None}, {"title": None}])
def test_a_changed_guid_needs_the_same_address_and_title(memory: Memory, other: dict[str, str]) -> None:
    memory.show(entry("old"))
    assert memory.show(entry("new", **other)) == [NEW]


def test_the_guid_is_stronger_than_the_address(memory: Memory) -> None:
    memory.show(entry("1"))
    assert memory.show(entry("1", "https://a.example/moved")) == [KNOWN]
    assert memory.show(entry("1", "https://a.example/moved", "U")) == [EDITED]


def test_neither_guid_of_an_entry_is_forgotten(memory: Memory) -> None:
    """Its second guid came with an edit; then the feed shows both, and the first one without its address."""
    memory.show(entry("old"))
    assert memory.show(entry("new", text="y")) == [EDITED]
    for _ in range(2):
        assert memory.show(entry("old", None, text="y"), entry("new", None, "U")) == [KNOWN, DUPLICATE]


def test_two_of_one_guid_do_not_take_different_places(memory: Memory) -> None:
    memory.show(entry(None))
    for first in (NEW, KNOWN):
        assert memory.show(entry("1", title=None), entry("1")) == [first, DUPLICATE]


def test_policy_url_sees_through_guids_that_change_with_each_edit(memory: Memory) -> None:
    assert memory.show(entry("1"), policy=Policy.URL) == [NEW]
    assert memory.show(entry("1b", title="U"), policy=Policy.URL) == [EDITED]
    assert memory.show(entry("1", "https://a.example/2"), policy=Policy.URL) == [NEW]


def test_policy_title_sees_through_changing_guids_and_addresses(memory: Memory) -> None:
    assert memory.show(entry("1"), policy=Policy.TITLE) == [NEW]
    assert memory.show(entry("2", "https://a.example/2", text="y"), policy=Policy.TITLE) == [EDITED]
    assert memory.show(entry("1", title="U"), policy=Policy.TITLE) == [NEW]


def test_what_a_policy_names_and_is_missing_is_stood_in_for(memory: Memory) -> None:
    assert memory.show(entry("1", None), entry("2", None), policy=Policy.URL) == [NEW, NEW]
    assert memory.show(entry("1", None, None, "other"), policy=Policy.TITLE) == [EDITED]


@pytest.mark.parametrize("policy", [Policy.URL, Policy.TITLE])
def test_a_change_of_policy_makes_nothing_new(memory: Memory, policy: Policy) -> None:
    shown = [entry(str(n), f"https://a.example/{n}", f"T{n}") for n in range(5)]
    memory.show(*shown)
    assert memory.show(*shown, policy=policy) == [KNOWN] * 5
    assert memory.show(*shown) == [KNOWN] * 5


def test_ill_formed_addresses_and_halves_of_letters_are_taken_as_they_are(memory: Memory) -> None:
    odd = entry(None, "http://[x/1", "T \ud800")
    assert memory.show(odd, entry(None, "http://[x/2")) == [NEW, NEW]
    assert memory.show(odd) == [KNOWN]


few = st.sampled_from
entries = st.builds(
    FeedEntry,
    few([None, "", "1", "2", "3"]),
    few([None, "https://a.example/1", "https://a.example/2"]),
    few([None, "T", "U"]),
    few(["", "x", "y"]),
)
documents = st.lists(st.lists(entries, max_size=6), max_size=5)


@given(documents, few(list(Policy)))
def test_each_entry_has_one_outcome_and_nothing_comes_back_as_new(shown: list[list[FeedEntry]], policy: Policy) -> None:
    memory = Memory()
    for document in shown:
        seen = memory.see(*document, policy=policy)
        counts = Counter(one.outcome for one in seen)
        assert [one.entry for one in seen] == document
        assert sum(counts[outcome] for outcome in EntryOutcome) == len(document)
        assert (counts[UNUSABLE] > 0) == any(one.identity is None for one in seen)
        named = [one.identity for one in seen if one.outcome in {NEW, EDITED, KNOWN}]
        assert len(named) == len(set(named))
        before = list(memory.entries)
        again = memory.see(*document, policy=policy)
        assert {one.outcome for one in again} <= {KNOWN, DUPLICATE, UNUSABLE}
        assert not any(one.rekeyed for one in again if one.outcome is KNOWN)
        assert memory.entries == before
