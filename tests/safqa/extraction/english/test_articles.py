"""Whole English articles, from text to deals."""

from typing import NamedTuple

import pytest

from safqa.extraction import extract
from safqa.extraction.annotate import annotate
from safqa.extraction.credit import Credits
from safqa.extraction.english.pack import english
from safqa.extraction.scene import scenes
from safqa.model import Scope
from safqa.text import normalise


class Told(NamedTuple):
    """A deal as the table writes it."""

    type: str
    target: str | None
    parties: set[str]
    figures: set[tuple[str, float | None, str | None]]


ARTICLES = {
    "a purchase": (
        "Cisco agreed to buy Splunk for $28 billion in cash, the AI software group said.",
        Told("acquisition", "Splunk", {"Cisco"}, {("amount", 28e9, None)}),
    ),
    "a round": (
        "Anthropic raised $13 billion in a Series F round led by Iconiq, the AI developer said.",
        Told("funding_round", "Anthropic", {"Iconiq"}, {("amount", 13e9, None)}),
    ),
    "a round of a company told of in passing": (
        "Anthropic, founded by OpenAI's former researcher Dario Holt, has raised $13 billion in a Series F round.",
        Told("funding_round", "Anthropic", set(), {("amount", 13e9, None)}),
    ),
    "an investment": (
        "Meta has invested $14.3 billion in Scale AI.",
        Told("investment", "Scale AI", {"Meta"}, {("amount", 14.3e9, None)}),
    ),
}


@pytest.mark.parametrize(("text", "deal"), ARTICLES.values(), ids=ARTICLES)
def test_articles(text: str, deal: Told) -> None:
    (found,) = extract(text).deals
    names = {p.name for p in found.parties}
    assert (found.type.value, found.target.name if found.target else None, names) == deal[:3]
    assert {(f.metric.value, f.low) for f in found.figures} >= {(m, low) for m, low, _ in deal.figures}


def test_companies_bought_in_one_sentence_are_deals_of_their_own() -> None:
    found = extract("Cisco has bought Splunk and Groq, the AI software group said.").deals
    assert {d.target.name for d in found if d.target} == {"Splunk", "Groq"}
    assert all({p.name for p in d.parties} == {"Cisco"} for d in found)


def test_the_sum_of_a_loan_is_the_whole_deal() -> None:
    (found,) = extract("CoreWeave, the AI cloud company, borrowed $2 billion in debt from JPMorgan.").deals
    assert [(f.low, f.scope) for f in found.figures] == [(2e9, Scope.WHOLE)]


OFF_TOPIC = [
    "The weather in London is fine.",
    "Researchers trained a language model.",
    "She bought a farm for $2 million.",
]


@pytest.mark.parametrize("text", OFF_TOPIC)
def test_what_is_off_topic_tells_of_no_deal(text: str) -> None:
    assert not extract(text).relevant


CREDITS = {
    "in front": ("Bloomberg reported that Meta will pay $15 billion.", "Bloomberg"),
    "behind": ("Meta will pay $15 billion for the company, Bloomberg reported on Tuesday.", "Bloomberg"),
    "people who told an outlet": ("Meta will pay $15 billion for the firm, two people told Reuters.", "Reuters"),
    "according to": ("Meta will pay $15 billion, according to the Financial Times.", "Financial Times"),
    "unnamed people": ("Meta will pay $15 billion, according to people familiar with the matter.", "?"),
    "a company in passing": ("Qafia AI, a developer of speech models, said it raised $60 million.", "Qafia AI"),
    "a company told of, on a day": (
        "Qafia AI, a start-up founded by Reva Holt, said on Tuesday it has raised $60 million.",
        "Qafia AI",
    ),
    "on a day": ("Saudi AI start-up Qafia AI said on Tuesday it raised $60 million.", "Qafia AI"),
    "it was announced": ("Meta has bought the Qafia AI start-up for $60 million, it was announced on Tuesday.", None),
    "nobody": ("Meta will pay $15 billion.", None),
}


@pytest.mark.parametrize(("text", "who"), CREDITS.values(), ids=CREDITS)
def test_credits(text: str, who: str | None) -> None:
    rows = scenes(annotate(normalise(text), english()), english())
    held = Credits(rows, english().grammar)
    (found,) = (held.at(s.sentence.index, i.index) for s in rows for i in s.sentence.amounts())
    assert (None if found is None else found.entity.name if found.entity else "?") == who


PHRASES = {"took part": ("Accel also took part.", "past"), "bringing in": ("It is bringing in $4 billion.", "present")}


@pytest.mark.parametrize(("phrase", "told"), PHRASES.items(), ids=PHRASES)
def test_a_phrase_is_the_verb_that_it_begins_with(phrase: str, told: tuple[str, str]) -> None:
    text, tense = told
    (sentence,) = annotate(normalise(text), english()).sentences
    (item,) = (i for i in sentence.items if i.text == phrase)
    assert (item.senses[0].is_verb, item.senses[0].tense) == (True, tense)
