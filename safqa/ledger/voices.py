"""Whose word a claim is, and when that word is official.

The origin of a claim is the credited source; else, where the text is a near-copy, whoever published the text that it
carries; else the publisher. An official voice is a party of the deal, who speaks for one (its parent, its executives,
whoever a credit names with their office there), or a regulator.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from safqa.ledger.spellings import organisation_key
from safqa.names.words import weights
from safqa.organisations.gazetteer import Gazetteer
from safqa.organisations.lists import load_outlets
from safqa.tables import DATA, read_table
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safqa.organisations.named import Outlet

# Letters of a first word that can stand for a whole name; "Al" and "X" cannot.
_OWN_WORD = 3
_ARTICLES = frozenset({"a", "an", "the"})
_OF = frozenset({"of", "at", "for", "شركه", "لشركه", "لدي", "في"})
_SITES = frozenset({"com", "org", "net", "ai", "io", "sa", "ae"})


def origin_of(credited: str | None, voice: str, copied_from: str | None = None) -> str:
    """Whose word a figure is: the credited source, else whose text it stands in, else who published it."""
    return credited or copied_from or voice


@lru_cache(maxsize=50_000)  # a ledger has few voices, each in thousands of claims
def voice_key(name: str) -> str:
    """One key for all spellings of an outlet or organisation: "بلومبرغ" and "Bloomberg" are one voice."""
    outlet = _outlet(name)
    return organisation_key(outlet.name if outlet else name)


def _outlet(name: str) -> Outlet | None:
    text = normalise(name).text
    matches = _outlets().find(text)
    whole = [m.organisation for m in matches if m.start == 0 and m.end == len(text)]
    return whole[0] if whole else None


def is_outlet(voice: str) -> bool:
    """Whether a voice (its key) is an outlet of the list: that speaks for no company, however it is called."""
    return voice in _outlet_keys()


@cache
def _outlet_keys() -> frozenset[str]:
    return frozenset(organisation_key(outlet.name) for outlet in load_outlets())


@cache
def _outlets() -> Gazetteer[Outlet]:
    return Gazetteer(load_outlets())


@cache
def _speakers() -> dict[str, frozenset[str]]:
    rows = read_table(DATA / "speakers.tsv", ("speaker", "for", "relation", "example"))
    spoken: dict[str, set[str]] = {}
    for row in rows:
        spoken.setdefault(organisation_key(row["speaker"]), set()).add(organisation_key(row["for"]))
    return {speaker: frozenset(for_whom) for speaker, for_whom in spoken.items()}


@cache
def _regulators() -> frozenset[str]:
    rows = read_table(DATA / "regulators.tsv", ("name", "spelled", "example"))
    return frozenset(organisation_key(name) for row in rows for name in (row["name"], *row.items("spelled")))


def is_official(voice: str, parties: Iterable[str]) -> bool:
    """Whether a voice (its key) may speak for the deal of these parties (their keys, the target's among them)."""
    return voice in _regulators() or any(_speaks_for(voice, party) for party in parties)


def _speaks_for(voice: str, party: str) -> bool:
    """A voice is the party, speaks for it, or has fewer words: "Prosperity7" is Prosperity7 Ventures.

    More words say somebody else ("Meta sources"), but for those that many names share, and for a site that stands in
    for a publisher: the key of `databricks.com` is "databricks com".
    """
    if voice == party or party in _speakers().get(voice, ()) or _holds_office(voice, party):
        return True
    words, names = voice.split(), party.split()
    if len(words[0]) < _OWN_WORD or is_outlet(voice):
        return False
    further = words[len(names) :]
    return names[: len(words)] == words or (
        words[: len(names)] == names and all(word in _SITES or word in weights() for word in further)
    )


def _holds_office(voice: str, party: str) -> bool:
    """Whether a voice is named by an office of the party: "Meta CEO Mark Zuckerberg", «المتحدث باسم ميتا»."""
    before, after = _office(voice)
    return before == party or f"{after} ".startswith(f"{party} ") or f"{after} ".startswith(f"ل{party} ")


@lru_cache(maxsize=50_000)  # as above
def _office(voice: str) -> tuple[str, str]:
    """The words before and after the office in a voice; empty where there is none, or nothing stands there."""
    words = voice.split()
    words = words[1:] if words[:1] and words[0] in _ARTICLES else words
    for place in range(len(words)):
        length = next((n for n in _lengths() if " ".join(words[place : place + n]) in _offices()), 0)
        if length:
            before, after = words[:place], words[place + length :]
            before = before[:-1] if before[-1:] == ["s"] else before  # "Meta's"
            after = after[1:] if after and after[0] in _OF else after
            return " ".join(before), "" if before else " ".join(after)
    return "", ""


@cache
def _offices() -> frozenset[str]:
    return frozenset(organisation_key(row["office"]) for row in read_table(DATA / "offices.tsv", ("office", "example")))


@cache
def _lengths() -> tuple[int, ...]:
    """How many words offices have, the longest first."""
    return tuple(sorted({len(office.split()) for office in _offices()}, reverse=True))
