"""Who an English text names: the longest form of a name, and a listed company however it is written."""

import pytest

from safqa.extraction.annotate import annotate
from safqa.extraction.english.pack import english
from safqa.extraction.weights import Seen
from safqa.text import normalise

NAMES = {
    "a name that is cut short later": (
        "FIFA signed a contract with Qatar's Jusoor Interpreting on Friday. Jusoor's system failed.",
        "Jusoor Interpreting",
    ),
    "a listed name inside a longer one": ("OCP invested in Atlas Processors on Monday.", "Atlas Processors"),
    "a listed company with its legal form": ("Uber Technologies Inc. has agreed to join the round.", "Uber"),
    "an app that is bought": ("PureHealth is buying the diagnosis app Hakeem Plus for $310 million.", "Hakeem Plus"),
}


@pytest.mark.parametrize(("text", "name"), NAMES.values(), ids=NAMES)
def test_a_name_is_found_whole(text: str, name: str) -> None:
    document = annotate(normalise(text), english(), sure=lambda *_: True)
    assert name in {entity.name for entity in document.entities}


def test_a_letter_before_a_hyphen_is_no_company() -> None:
    document = annotate(normalise("Its AI reads X-rays of aircraft wings."), english())
    assert not document.entities


def test_a_refused_candidate_is_asked_again_in_a_list_with_a_name_found_since() -> None:
    asked: list[str] = []

    def sure(span: str, seen: Seen) -> bool:
        asked.append(span)
        return span == "Katapult" or "listed beside" in seen.signs

    text = "It has raised 45 million crowns from its backers Zelven, Katapult and other funds."
    document = annotate(normalise(text), english(), sure=sure)
    assert {entity.name for entity in document.entities} == {"Zelven", "Katapult"}
    assert asked.count("Zelven") > 1
