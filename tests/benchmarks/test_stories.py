import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.labels import Deal, Figure, Party
from benchmarks.stories import HERE, main
from benchmarks.story_labels import Flag, Noise, Story, fingerprint, load_stories, story
from benchmarks.story_score import Found, Ledger, LedgerDeal, StoryScore, score
from benchmarks.story_stage import EXTRACTED, GIVEN, Played, play

TODAY = date(2025, 2, 1)
FIRST, SECOND, THIRD = (f"https://outlet{place}.example/sila" for place in (1, 2, 3))
SILA = Party("Sila", ("Sila", "سيلا"))
FIRST_EIGHT = {
    "denied-then-cancelled",
    "more-than-ten",
    "pre-and-post",
    "riyal-and-dollar",
    "rumour-to-close",
    "same-day-conflict",
    "two-rounds-two-deals",
    "wire-copies",
}


def told(label: str, kind: str, low: float, **more: Any) -> dict[str, Any]:
    figure = {"metric": "amount", "low": low, "high": low, "unit": "USD", "qualifier": "exact", "source": None}
    target = {"name": "Sila", "surface": ["Sila", "سيلا"]}
    deal = {"deal": label, "type": kind, "status": "announced", "target": target, "parties": [], "figures": [figure]}
    return {**deal, "stage": None, "optional": False, **more}


def article(url: str, *deals: dict[str, Any], **more: Any) -> dict[str, Any]:
    row = {"url": url, "title": None, "publisher": url[8:15], "lang": "en", "published": "2025-01-01T10:00:00Z"}
    return {**row, "text": "Sila, an AI company, raises money.", "deals": list(deals), **more}


SHAPE: dict[str, Any] = {
    "story": "sila",
    "articles": [
        article(FIRST, told("d1", "funding_round", 5e6), expect=[{"kind": "new_deal", "deal": "d1", "metric": None}]),
        article(
            SECOND,
            told("d1", "funding_round", 5e6),
            told("d2", "contract", 9e6),
            told("d3", "debt", 1e6, optional=True),
            expect=[{"kind": "new_deal", "deal": "d2", "metric": None}],
            allowed=[{"kind": "corroborated", "deal": "d1", "metric": "amount"}],
        ),
        article(THIRD, told("d1", "funding_round", 5e6), noise=[{"deal": "d1", "metric": "amount"}]),
    ],
    "deals": {label: {"target": "Sila"} for label in ("d1", "d2", "d3")},
    "expect_deals": 2,
}
TINY = story(SHAPE)
ROUND = Deal("funding_round", "announced", None, Party("سيلا"))
CONTRACT = Deal("contract", "announced", None, Party("Sila"))
FIVE, NINE = (Figure("amount", value, value, "USD") for value in (5e6, 9e6))
RIGHT = Ledger(
    (
        LedgerDeal("r", ROUND, {FIRST: (FIVE,), SECOND: (FIVE,), THIRD: (FIVE,)}),
        LedgerDeal("c", CONTRACT, {SECOND: (NINE,)}),
    ),
    Counter([Flag(FIRST, "new_deal", None, "sila"), Flag(SECOND, "new_deal", None, "sila")]),
)


def deals(*found: LedgerDeal) -> Ledger:
    return replace(RIGHT, deals=found)


def flags(*more: Flag) -> Ledger:
    return replace(RIGHT, flags=RIGHT.flags + Counter(more))


def test_labels_are_read_for_what_they_ask() -> None:
    assert [(m.url, m.label) for m in TINY.mentions] == [(FIRST, "d1"), (SECOND, "d1"), (SECOND, "d2"), (THIRD, "d1")]
    assert TINY.expected == RIGHT.flags
    assert TINY.noise == {Noise(THIRD, "amount")}
    assert fingerprint([TINY]) != fingerprint([story({**SHAPE, "expect_deals": 3})])


def test_a_right_ledger_is_perfect() -> None:
    found = score(TINY, replace(RIGHT, deals=tuple(replace(d, deal=renamed(d.deal)) for d in RIGHT.deals)))
    assert found == StoryScore(1, 1, Found(3, 0, 0), Found(2, 0, 0), noise=1, flagged_noise=0)
    assert (found.errors, found.pairs.f1, found.flags.f1) == ((), 1, 1)


def renamed(deal: Deal) -> Deal:
    """An investment where the annotation has a round: outlets use both for one deal."""
    return replace(deal, type="investment") if deal.type == "funding_round" else deal


def test_a_deal_that_is_split_misses_pairs() -> None:
    split = deals(
        LedgerDeal("r", ROUND, {FIRST: (FIVE,), SECOND: (FIVE,)}),
        LedgerDeal("s", ROUND, {THIRD: (FIVE,)}),
        LedgerDeal("c", CONTRACT, {SECOND: (NINE,)}),
    )
    found = score(TINY, split)
    assert (found.pairs, found.right_number) == (Found(1, 0, 2), 0)
    assert found.errors[-1] == "sila: 3 deals, 2 expected"
    assert sum(line.startswith("sila: split") for line in found.errors) == 2


def test_deals_that_are_merged_have_wrong_pairs() -> None:
    found = score(TINY, deals(replace(RIGHT.deals[0], told={FIRST: (FIVE,), SECOND: (FIVE, NINE), THIRD: (FIVE,)})))
    assert (found.pairs, found.right_number) == (Found(3, 3, 0), 0)
    assert sum(line.startswith("sila: merged") for line in found.errors) == 3


def test_a_lost_mention_misses_its_pairs() -> None:
    found = score(TINY, deals(replace(RIGHT.deals[0], told={FIRST: (FIVE,), SECOND: (FIVE,)}), RIGHT.deals[1]))
    assert (found.pairs, found.errors) == (Found(1, 0, 2), (f"sila: lost {THIRD} d1",))
    assert score(TINY, deals()).pairs == Found(0, 0, 3)


def test_flags_are_right_allowed_wrong_or_missed() -> None:
    allowed = Flag(SECOND, "corroborated", "amount", "sila")
    assert score(TINY, flags(allowed)).flags == Found(2, 0, 0)
    assert score(TINY, flags(allowed, allowed)).flags == Found(2, 1, 0)
    elsewhere = Counter([Flag(FIRST, "new_deal", None, "another"), Flag(SECOND, "new_deal", None, "sila")])
    assert score(TINY, replace(RIGHT, flags=elsewhere)).flags == Found(1, 1, 1)


def test_a_flag_on_noise_is_counted_unless_another_is_expected_there() -> None:
    echo = Flag(THIRD, "revised", "amount", "sila")
    found = score(TINY, flags(echo))
    assert (found.noise, found.flagged_noise, len(found.errors)) == (1, 1, 2)
    excused = replace(TINY, expected=TINY.expected + Counter([echo]))
    assert score(excused, flags(echo)).noise == 0


def test_the_ledger_makes_of_given_deals_what_the_first_stories_say() -> None:
    stories = [told for told in load_stories(HERE / "corpus" / "stories") if told.slug in FIRST_EIGHT]
    played = tuple(play(stories, GIVEN, [1]))
    assert len(played) == len(FIRST_EIGHT)
    assert [error for one in played for error in score(one.story, one.ledger).errors] == []
    assert [line for one in played for line in one.disorder] == []


def test_extraction_finds_deals_of_a_story() -> None:
    (told,) = (s for s in load_stories(HERE / "corpus" / "stories") if s.slug == "two-rounds-two-deals")
    (played,) = play([told], EXTRACTED)
    assert played.ledger.deals
    assert played.ledger.lines


Run = Callable[..., int]
FLOOR = {"corpus": "", "pinned": "2025-01-01", "margin": {"items": 0, "reason": "goals"}, "lowered": []}
GOALS = {"given": {"same_deal": {"value": 0.97, "items": 3}, "quiet_noise": {"value": 1, "items": 1}}}


def playing(ledger: Ledger, *disorder: str) -> Callable[..., Iterator[Played]]:
    def instead(stories: Sequence[Story], _way: str, _seeds: Sequence[int]) -> Iterator[Played]:
        return (Played(told, ledger, disorder) for told in stories)

    return instead


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The gate on one tiny story, with goals for given deals and no floors yet through extraction."""
    (tmp_path / "corpus" / "stories").mkdir(parents=True)
    (tmp_path / "corpus" / "stories" / "sila.json").write_text(json.dumps(SHAPE), encoding="utf-8")
    floors = {"given": {**FLOOR, "floors": GOALS}, "extracted": {**FLOOR, "floors": {}}}
    (tmp_path / "story_floors.json").write_text(json.dumps(floors), encoding="utf-8")

    def call(*argv: str, ledger: Ledger = RIGHT, disorder: Sequence[str] = ()) -> int:
        return main(argv, folder=tmp_path, play=playing(ledger, *disorder), today=TODAY)

    return call


def test_given_deals_are_held_to_the_goals(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--given") == 0
    assert run("--given", ledger=flags(Flag(THIRD, "revised", "amount", "sila"))) == 1
    line = "given quiet_noise is 0.0000, below its floor 1.0000 (pinned 1.0000, margin 0 of 1 items)"
    assert capsys.readouterr().err.splitlines() == [line]


def test_floors_through_extraction_are_pinned_and_only_go_up(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 1
    assert "no floors are pinned" in capsys.readouterr().err
    assert run("--raise-floors") == 0
    assert run() == 0
    assert run(ledger=deals()) == 1
    assert "extracted same_deal is 0.0000, below its floor 1.0000" in capsys.readouterr().err
    assert run("--raise-floors", ledger=deals()) == 1
    assert run("--lower-floors", ledger=deals()) == 1
    assert run("--lower-floors", "--reason", "harder stories", ledger=deals()) == 0
    assert run(ledger=deals()) == 0


def test_another_ledger_in_another_order_shuts_the_gate(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--given", disorder=["sila: shuffled by 1"]) == 1
    assert capsys.readouterr().err.splitlines() == ["sila: shuffled by 1"]


def test_one_story_is_shown_and_held_to_nothing(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = replace(deals(), lines=("deal of nobody",))
    assert run("--story", "sila", "--verbose", "--errors", "1", ledger=ledger) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[:2] == ["# sila", "deal of nobody"]
    assert err.splitlines() == [f"sila: lost {FIRST} d1"]


@pytest.mark.parametrize(
    "argv",
    [["--story", "none"], ["--reason", "none"], ["--given", "--raise-floors"], ["--story", "sila", "--raise-floors"]],
)
def test_options_that_do_not_go_together_are_told(run: Run, argv: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(*argv)
