"""Spans of English texts that may be names, each with its sign."""

import pytest

from safqa.extraction.english.pack import english
from safqa.text import normalise


def found(text: str) -> dict[str, tuple[str, bool]]:
    normal = normalise(text).text
    return {normal[c.start : c.end]: (c.sign, c.proven) for c in english().candidates(normal)}


CASES = {
    "a suffix of companies": ("led by Shih Ventures", {"Shih Ventures": ("suffix", True)}),
    "a cue noun before": ("the startup Kinesio said", {"Kinesio": ("cued", True)}),
    "what is said behind": ("Netphora, a maker of tools, grew", {"Netphora": ("cued", True)}),
    "a seat before": ("a deal with Paris-based Mirador", {"Mirador": ("cued", True)}),
    "capitals inside a sentence": ("they met Kinesio there", {"Kinesio": ("capitals", False)}),
    "an owner before": ("the offer came from SoftBank-controlled Kinesio instead", {"Kinesio": ("capitals", False)}),
    "what a deal is for": ("it chose Kinesio for AI", {"Kinesio": ("capitals", False)}),
    "a list": (
        "another round was led by Kinesio and the Shih Fund yesterday",
        {"Kinesio": ("cued", True), "Shih Fund": ("suffix", True)},
    ),
    "a campus": ("work started on the Kinesio campus in Ohio", {"Kinesio": ("project", True)}),
    "a campus by its name": ("a campus called Kinesio", {"Kinesio": ("project", True)}),
    "an acronym with AI": ("backed Marsad AI again", {"Marsad AI": ("suffix", True)}),
    "an institution of a state": (
        "a contract that the Saudi Water Authority signed",
        {"Saudi Water Authority": ("suffix", True)},
    ),
    "a nationality alone": ("the Saudi firm", {}),
    "a word that begins a sentence": ("Investors met. Neither spoke.", {}),
    "a place": ("talks in Pittsburgh ended", {}),
    "a person by title": ("chief executive Reva Holt said", {}),
    "a person by first name": ("said David Okonkwo on stage", {}),
    "days and months": ("on Monday in March", {}),
    "a round": ("a Series B", {}),
    "a headline in capitals": ("Huge Bet On Kinesio Pays Off Today", {}),
}


@pytest.mark.parametrize(("text", "spans"), CASES.values(), ids=CASES)
def test_candidates(text: str, spans: dict[str, tuple[str, bool]]) -> None:
    assert found(text) == spans


def test_a_suffix_tells_the_kind() -> None:
    (candidate,) = english().candidates("led by Shih Ventures")
    assert candidate.kind == "investor"


def test_a_persons_last_name_is_no_name() -> None:
    assert found("chief executive Reva Holt spoke. Later Holt left.") == {}
