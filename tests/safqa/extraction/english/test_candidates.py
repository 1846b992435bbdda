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
    "a place that begins a report": ("SINGAPORE, Jan 8 - Two funds have met here again", {}),
    "any town that begins a report": ("CLICHY, France - Two funds have met here again", {}),
    "a place behind": (
        "later they also met people from Varuna Systems of Bengaluru",
        {"Varuna Systems": ("suffix", True)},
    ),
    "an institution of a place": (
        "later they also met people from the Trade Bank of Iraq",
        {"Trade Bank of Iraq": ("capitals", False)},
    ),
    "a code of a currency behind": ("it bought Mubasher AI for AED 36.7 million", {"Mubasher AI": ("suffix", True)}),
    "AI as a describing word": ("the Five AI stories of today", {"Five AI": ("capitals", False)}),
    "AI in a place": ("money for the Munich AI cloud", {"Munich AI": ("capitals", False)}),
    "a headline in capitals": ("Huge Bet On Kinesio Pays Off Today", {}),
}


@pytest.mark.parametrize(("text", "spans"), CASES.values(), ids=CASES)
def test_candidates(text: str, spans: dict[str, tuple[str, bool]]) -> None:
    assert found(text) == spans


def signs(text: str, name: str) -> set[str]:
    return next(set(c.seen) for c in english().candidates(text) if text[c.start : c.end] == name)


def test_what_stands_beside_a_run_is_seen() -> None:
    text = "A round of $5 million was led by Arkwright, Kinesio and Katapult. Kinesio then has quietly raised more."
    assert {"capitals listed ahead", "capitals listed behind", "money ahead"} <= signs(text, "Kinesio")
    assert {"begins the sentence", "acts=RAISE"} <= signs("Kinesio has also raised more.", "Kinesio")
    assert "after=ACQUIRE" in signs("they bought up Kinesio there", "Kinesio")


def test_a_suffix_tells_the_kind() -> None:
    (candidate,) = english().candidates("led by Shih Ventures")
    assert candidate.kind == "investor"


def test_a_persons_last_name_is_no_name() -> None:
    assert found("chief executive Reva Holt spoke. Later Holt left.") == {}
