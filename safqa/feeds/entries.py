"""Which entry is which: whether what a feed shows now is new, an edit, or known from an earlier poll.

    seen = decide(known, document.entries, Policy.GUID)

Pure: `known` is what storage remembers of the entries shown (storage.feeds). Each entry has exactly one outcome, so the
outcomes of a document add up to its entries.

Identity. A guid, else the address, else title and text together. A guid that one document gives to several addresses
names none of them: from then on, in this feed, guid and address together do (for an address shared by several entries:
address and title; for a title: title and address). That is remembered, so that an entry of such a group stays the same
when the feed shows it alone. Addresses are compared as pages (safqa.identity.normalise_url).

Second identity. Some sites give new guids to old entries. An entry whose guid is unknown is taken for a known one with
the same address and title, but only when the document shows that one no longer: two entries side by side are two. This
also carries a feed over a change of its policy, or over the day on which it begins to write guids.

Edit. Another title or text, as a reader would see them; never HTML, dates, space or Unicode composition, which change
without meaning. A text that an entry had before is no edit: some feeds flip between two texts for ever.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from safqa.identity import digest, normalise_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safqa.feeds.entry import FeedEntry


class Policy(StrEnum):
    """What names an entry of a feed; where it is missing, the others stand in."""

    GUID = "guid"
    URL = "url"  # for feeds whose guids change with each edit or poll
    TITLE = "title"  # for feeds whose guids and addresses change


class EntryOutcome(StrEnum):
    """What became of an entry that a feed showed; each has exactly one."""

    NEW = "new"
    EDITED = "edited"  # a known entry with a title or text that it never had
    KNOWN = "known"
    DUPLICATE = "duplicate"  # the second time in one document
    UNUSABLE = "unusable"  # neither guid, address, title nor text


@dataclass(frozen=True, slots=True)
class EntryKeys:
    """The hashes by which an entry is found again; None where the entry has not what they are made of.

    `base` is of what the policy names, `full` is of that and one thing more, for a base that several entries share;
    `second` is of address and title, `content` of title and text.
    """

    base: str | None
    full: str | None
    second: str | None
    content: str


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """One stored state of an entry: `identity` is the same for all states of it, `keys` are as the feed showed it."""

    identity: str
    keys: EntryKeys


@dataclass(frozen=True, slots=True)
class Known:
    """What a feed showed before, as far as the entries shown now may be the same.

    `entries` are oldest first; of an entry that is there, all states are. `shared` are the bases that were found to be
    given to several entries.
    """

    entries: tuple[KnownEntry, ...] = ()
    shared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry and what became of it.

    `identity` is None for an unusable one only. `rekeyed` marks a known or edited entry that was found by its second
    identity: the hashes by which it will be found from now on are not stored yet.
    """

    entry: FeedEntry
    keys: EntryKeys
    outcome: EntryOutcome
    identity: str | None = None
    rekeyed: bool = False


# A title alone is no identity but where the policy says so: "Market report" comes each morning.
_ORDER = {
    Policy.GUID: ("guid", "url"),
    Policy.URL: ("url", "guid"),
    Policy.TITLE: ("title", "guid", "url"),
}


def identify(entry: FeedEntry, policy: Policy = Policy.GUID) -> EntryKeys:
    """The hashes by which an entry is found again under a policy.

    Tests pin them: a changed rule here makes every entry of every feed look new.
    """
    guid, url = _spaced(entry.guid), _page(entry.url)
    title, text = _spaced(entry.title), _spaced(entry.text)
    content = digest("entry-content", title, text)
    # What each kind of identity is made of, and what else tells two entries of the same one apart.
    more = {"guid": url or title, "url": title or content, "title": url or content}
    parts = {"guid": guid, "url": url, "title": title}
    base, full = None, None
    kind = next((kind for kind in _ORDER[policy] if parts[kind]), None)
    if kind:
        base = digest("entry", kind, parts[kind])
        full = digest("entry", kind, parts[kind], more[kind])
    elif title or text:
        base = full = digest("entry", "content", content)
    return EntryKeys(base, full, digest("entry-second", url, title) if url and title else None, content)


def decide(known: Known, shown: Sequence[FeedEntry], policy: Policy = Policy.GUID) -> tuple[Seen, ...]:
    """What becomes of each entry of a document, in its order."""
    return settle(known, [(entry, identify(entry, policy)) for entry in shown])


def settle(known: Known, shown: Sequence[tuple[FeedEntry, EntryKeys]]) -> tuple[Seen, ...]:
    """`decide` for entries whose keys are made already."""
    memory = _Memory(known, (keys for _, keys in shown))
    direct = [memory.direct(keys) for _, keys in shown]
    taken: set[str | None] = set(direct)
    met: set[str | None] = set()
    named: dict[str | None, str | None] = {}
    seen = []
    for (entry, keys), found in zip(shown, direct, strict=True):
        name = memory.name(keys)
        second = None if found or name in named else memory.second(keys, taken)
        identity = found or named.get(name) or second or name
        outcome = memory.outcome(identity, keys, again=identity in met)
        seen.append(Seen(entry, keys, outcome, identity, rekeyed=second is not None))
        named[name] = identity
        met.add(identity)
        taken.add(identity)
    return tuple(seen)


class _Memory:
    """What is known, by each of its hashes; and which bases name no entry alone."""

    def __init__(self, known: Known, shown: Iterable[EntryKeys]) -> None:
        self.shared = known.shared | _shared(shown)
        self.states: dict[str, list[EntryKeys]] = defaultdict(list)
        self.by_full: dict[str, str] = {}
        self.by_base: dict[str, str] = {}
        self.by_second: dict[str, list[str]] = defaultdict(list)
        for entry in known.entries:
            self._remember(entry.identity, entry.keys)

    def _remember(self, identity: str, keys: EntryKeys) -> None:
        self.states[identity].append(keys)
        for key in (keys.full, identity):
            if key:
                self.by_full.setdefault(key, identity)
        # The identity is the base, or full, under which the entry came first; its guid may have changed since.
        for key in (keys.base, identity):
            if key:
                self.by_base.setdefault(key, identity)
        if keys.second:
            self.by_second[keys.second].append(identity)

    def direct(self, keys: EntryKeys) -> str | None:
        """The known entry that goes by the same name."""
        found = self.by_full.get(keys.full or "")
        if found is None and keys.base not in self.shared:
            found = self.by_base.get(keys.base or "")
        return found

    def second(self, keys: EntryKeys, taken: set[str | None]) -> str | None:
        """The known entry with the same address and title that no entry of the document is, oldest first."""
        return next((found for found in self.by_second.get(keys.second or "", ()) if found not in taken), None)

    def name(self, keys: EntryKeys) -> str | None:
        """What an entry goes by in its document: its identity when it is not known."""
        return keys.full if keys.base in self.shared else keys.base

    def outcome(self, identity: str | None, keys: EntryKeys, *, again: bool) -> EntryOutcome:
        if identity is None:
            return EntryOutcome.UNUSABLE
        if again:
            return EntryOutcome.DUPLICATE
        if identity not in self.states:
            return EntryOutcome.NEW
        had = any(state.content == keys.content for state in self.states[identity])
        return EntryOutcome.KNOWN if had else EntryOutcome.EDITED


def _shared(shown: Iterable[EntryKeys]) -> frozenset[str]:
    """The bases that a document gives to several entries."""
    names = {(keys.base, keys.full) for keys in shown}
    return frozenset(base for base, count in Counter(base for base, _ in names).items() if base and count > 1)


def _spaced(text: str | None) -> str:
    """A text without what changes without meaning; half a surrogate pair, which cannot be hashed, becomes "?"."""
    whole = (text or "").encode(errors="replace").decode()
    return " ".join(unicodedata.normalize("NFC", whole).split())


def _page(url: str | None) -> str:
    """The page at an address in one spelling; an ill-formed address is itself, since feeds may repeat it."""
    address = _spaced(url)
    try:
        return normalise_url(address)
    except ValueError:
        return address
