"""Stories of which a reader knows how many deals they tell of."""

from dataclasses import replace
from typing import Any

import pytest

from safqa.ledger.blocks import blocks_of
from safqa.ledger.clusters import cluster
from safqa.ledger.judged import Judged
from safqa.model import DealType, Party, Stage, Status

R, T, A, C, X = Status.RUMOURED, Status.IN_TALKS, Status.ANNOUNCED, Status.COMPLETED, Status.CANCELLED
M = 1e6
ACQUISITION, ROUND = DealType.ACQUISITION, DealType.FUNDING_ROUND


def deals(tellings: list[Any], judged: Judged | None = None) -> list[str]:
    """The mentions of each deal, joined by a space."""
    return [" ".join(telling.mention for telling in deal) for deal in cluster(tellings, judged)]


def story(tell: Any, make: Any, *told: tuple[float, Status, float | None], **more: Any) -> list[Any]:
    """Articles a0, a1, … of one target and party: the day, the status, and the amount where one is told."""
    return [
        tell(f"a{n}", make.mention(*([make.figure(amount)] if amount else []), status=status, **more), day)
        for n, (day, status, amount) in enumerate(told)
    ]


def together(*names: str) -> list[str]:
    return [" ".join(f"{name}-0" for name in names)]


def test_from_rumour_to_closing_it_is_one_deal(tell: Any, make: Any) -> None:
    told = story(tell, make, (0, R, 10e9), (40, T, None), (90, A, 14e9), (95, A, 14.3e9), (320, C, None))
    assert deals(told) == together("a0", "a1", "a2", "a3", "a4")


def test_a_purchase_that_closes_after_a_year_is_one_deal(tell: Any, make: Any) -> None:
    told = story(tell, make, (0, A, 14e9), (430, C, 14e9), type=ACQUISITION)
    assert deals(told) == together("a0", "a1")


def test_sources_that_differ_on_the_price_tell_of_one_deal(tell: Any, make: Any) -> None:
    assert len(deals(story(tell, make, (0, T, 2.3e9), (1, T, 3.1e9), (2, A, 2.5e9)))) == 1


def test_a_deal_may_be_called_off_months_later(tell: Any, make: Any) -> None:
    assert len(deals(story(tell, make, (0, A, 14e9), (150, X, None), type=ACQUISITION))) == 1


@pytest.mark.parametrize("days", [1, 200])
def test_two_stages_are_two_rounds(days: float, tell: Any, make: Any) -> None:
    told = [
        tell("a", make.mention(make.figure(60 * M), type=ROUND, stage=Stage.SERIES_A)),
        tell("b", make.mention(make.figure(60 * M), type=ROUND, stage=Stage.SERIES_B), days),
    ]
    assert deals(told) == ["a-0", "b-0"]


def test_a_round_without_its_stage_is_known_by_its_amount(tell: Any, make: Any) -> None:
    told = [
        tell("a", make.mention(make.figure(60 * M), type=ROUND, stage=Stage.SERIES_A)),
        tell("b", make.mention(make.figure(250 * M), type=ROUND, stage=Stage.SERIES_B), 20),
        tell("c", make.mention(make.figure(60 * M), type=ROUND), 21),
    ]
    assert deals(told) == ["a-0 c-0", "b-0"]


def test_far_amounts_are_two_rounds(tell: Any, make: Any) -> None:
    assert deals(story(tell, make, (0, A, 60 * M), (120, A, 250 * M), type=ROUND)) == ["a0-0", "a1-0"]


def test_talks_after_the_end_are_of_the_next_round(tell: Any, make: Any) -> None:
    assert deals(story(tell, make, (0, C, None), (60, T, None), type=ROUND)) == ["a0-0", "a1-0"]


def test_talks_told_soon_after_the_end_lag_behind(tell: Any, make: Any) -> None:
    assert deals(story(tell, make, (0, C, None), (10, T, None), type=ROUND)) == together("a0", "a1")


@pytest.mark.parametrize("other", [DealType.CONTRACT, DealType.PARTNERSHIP, DealType.DEBT])
def test_an_investment_and_another_dealing_of_the_same_two_are_two_deals(other: DealType, tell: Any, make: Any) -> None:
    money = make.figure(10e9)
    told = [
        tell("a", make.mention(money)),
        tell("b", make.mention(money, type=other), 1),
        tell("c", make.mention(money), 2),
        tell("d", make.mention(money, type=other), 3),
    ]
    assert deals(told) == ["a-0 c-0", "b-0 d-0"]


def test_rival_bids_are_two_deals(tell: Any, make: Any) -> None:
    def bid(bidder: str) -> Any:
        return make.mention(make.figure(14e9), type=ACQUISITION, status=T, parties=[bidder])

    told = [tell("a", bid("Meta")), tell("b", bid("Google"), 1), tell("c", bid("Meta"), 2), tell("d", bid("Google"), 3)]
    assert deals(told) == ["a-0 c-0", "b-0 d-0"]


def test_two_targets_of_one_buyer_are_two_deals(tell: Any, make: Any) -> None:
    told = [
        tell(name, make.mention(make.figure(), target=target))
        for name, target in (("a", "Scale AI"), ("b", "Surge AI"))
    ]
    assert deals(told) == ["a-0", "b-0"]


NAMES = [
    ("Waha", "Waha Data Centers"),
    ("SCALE AI", "Scale AI"),
    ("Scale AI", "Scale AI, Inc."),
    ("MGX", "إم جي إكس"),
    ("Kinesio Robotics", "كينيسيو"),
    ("SoftBank", "سوفت بنك"),
    ("قافية", "Qafia AI"),
]


@pytest.mark.parametrize("names", [*NAMES, *(pair[::-1] for pair in NAMES)])
def test_a_target_is_known_by_a_short_name_and_in_another_script(names: tuple[str, str], tell: Any, make: Any) -> None:
    one, other = (make.mention(make.figure(), target=name) for name in names)
    assert blocks_of(one) & blocks_of(other)
    assert deals([tell("a", one), tell("b", other, 1)]) == together("a", "b")


@pytest.mark.parametrize("names", [("Meta", "ميتا"), ("MGX", "إم جي إكس"), ("Nvidia", "إنفيديا")])
def test_a_buyer_is_known_in_another_script(names: tuple[str, str], tell: Any, make: Any) -> None:
    one, other = (make.mention(type=ACQUISITION, parties=[name]) for name in names)
    assert deals([tell("a", one), tell("b", other, 60)]) == together("a", "b")


def test_a_spelling_that_a_text_gives_beside_the_name_is_enough(tell: Any, make: Any) -> None:
    arabic = replace(make.mention(), target=Party("Scale AI", ("سكيل",)))
    other = make.mention(target="سكيل")
    assert deals([tell("a", arabic), tell("b", other, 1)]) == together("a", "b")


@pytest.mark.parametrize(
    ("one", "other"), [("Scale AI", "Surge AI"), ("Waha Capital", "Waha Data Centers"), ("xAI", "X")]
)
def test_names_that_share_a_word_are_two(one: str, other: str, tell: Any, make: Any) -> None:
    told = [
        tell(name, make.mention(target=target), day) for day, (name, target) in enumerate((("a", one), ("b", other)))
    ]
    assert len(deals(told)) == 2


@pytest.mark.parametrize(
    ("buyers", "prices", "number"),
    [
        (("OCP", "أو سي بي"), (450 * M, 450 * M), 1),
        (("OCP", "أو سي بي"), (450 * M, 300 * M), 2),
        (("OCP", "Mubadala"), (450 * M, 450 * M), 2),
    ],
)
def test_a_translated_target_is_known_by_its_buyer_and_its_price(
    buyers: tuple[str, str], prices: tuple[float, float], number: int, tell: Any, make: Any
) -> None:
    """«معالجات أطلس» is what Atlas Processors means, and sounds like nothing of it."""
    told = [
        tell(name, make.mention(make.figure(price), target=target, parties=[buyer]), day)
        for day, (name, target, buyer, price) in enumerate(
            zip("ab", ("Atlas Processors", "معالجات أطلس"), buyers, prices, strict=True)
        )
    ]
    assert len(deals(told)) == number


def test_a_short_name_alone_is_too_little(tell: Any, make: Any) -> None:
    """ "Waha" of another buyer, with another price, is somebody else."""
    told = [
        tell("a", make.mention(make.figure(60 * M), target="Waha Data Centers", parties=["Meta"])),
        tell("b", make.mention(make.figure(2e9), target="Waha", parties=["Google"]), 1),
    ]
    assert len(deals(told)) == 2


def test_two_deals_of_one_article_are_never_one(tell: Any, make: Any) -> None:
    """However alike they are, and whatever another article tells."""
    mention = make.mention(make.figure())
    twin = tell("a", mention, mention="a-1")
    assert sorted(deals([tell("a", mention), twin])) == ["a-0", "a-1"]
    assert sorted(deals([tell("a", mention), twin, tell("b", mention, 1)])) in (
        ["a-0 b-0", "a-1"],
        ["a-0", "a-1 b-0"],
    )
    first = [tell("0", mention, -1), tell("a", mention), twin]
    assert sorted(map(len, cluster(first))) == [1, 2]


def test_each_deal_of_an_article_goes_where_it_fits_best(tell: Any, make: Any) -> None:
    meta, google = (make.mention(make.figure(size), parties=[name]) for name, size in (("Meta", 14e9), ("Google", 2e9)))
    told = [
        tell("a", meta),
        tell("b", google, 1),
        tell("c", google, 2, mention="c-0"),
        tell("c", meta, 2, mention="c-1"),
    ]
    assert deals(told) == ["a-0 c-1", "b-0 c-0"]


def apart(*mentions: str) -> Judged:
    return Judged(apart=frozenset([frozenset(mentions)]))


def same(*mentions: str) -> Judged:
    return Judged(same=frozenset([frozenset(mentions)]))


def test_what_a_person_holds_apart_stays_apart(tell: Any, make: Any) -> None:
    told = [tell(name, make.mention(make.figure()), day) for day, name in enumerate("abc")]
    assert deals(told) == together("a", "b", "c")
    found = deals(told, apart("a-0", "b-0"))
    assert sorted(found) in (["a-0 c-0", "b-0"], ["a-0", "b-0 c-0"])
    assert deals(told, apart("a-0", "nothing")) == together("a", "b", "c")


def test_what_is_apart_stays_apart_when_a_third_is_held_with_one_of_them(tell: Any, make: Any) -> None:
    told = [tell(name, make.mention(make.figure()), day) for day, name in enumerate("abc")]
    judged = Judged(same("b-0", "c-0").same, apart("a-0", "b-0").apart)
    assert deals(told, judged) == ["a-0", "b-0 c-0"]


def test_what_a_person_holds_together_stays_together(tell: Any, make: Any) -> None:
    """Even what the rules would never put together: two stages, or two deals of one article."""
    one, other = (make.mention(stage=stage) for stage in (Stage.SERIES_A, Stage.SERIES_B))
    told = [tell("a", one), tell("b", other, 400)]
    assert deals(told) == ["a-0", "b-0"]
    assert deals(told, same("a-0", "b-0")) == together("a", "b")
    twins = [tell("a", one), tell("a", one, mention="a-1")]
    assert deals(twins, same("a-0", "a-1")) == ["a-0 a-1"]


def test_judgements_add_up(tell: Any, make: Any) -> None:
    told = [
        tell(name, make.mention(stage=stage))
        for name, stage in zip("abc", (Stage.SEED, Stage.SERIES_A, Stage.SERIES_B), strict=True)
    ]
    judged = Judged(same("a-0", "b-0").same | same("c-0", "b-0").same)
    assert deals(told, judged) == together("a", "b", "c")


@pytest.mark.parametrize("day", [-100, 100, 500])
def test_a_mention_that_looks_back_joins_its_deal(day: float, tell: Any, make: Any) -> None:
    told = [tell("a", make.mention(make.figure())), tell("b", make.mention(background=True), day)]
    assert len(deals(told)) == 1


def test_what_looks_back_does_not_lengthen_a_story(tell: Any, make: Any) -> None:
    """A year after a round an article recalls it, and a week later there is the next one."""
    told = [
        tell("a", make.mention(make.figure(60 * M), type=ROUND, status=C)),
        tell("b", make.mention(type=ROUND, status=C, background=True), 365),
        tell("c", make.mention(type=ROUND, status=T, parties=["Meta"]), 372),
    ]
    assert deals(told) == ["a-0 b-0", "c-0"]


def test_background_of_two_rounds_is_told_apart_by_the_amount(tell: Any, make: Any) -> None:
    small, large = make.figure(60 * M), make.figure(250 * M)
    told = [
        tell("a", make.mention(small, type=ROUND, stage=Stage.SERIES_A)),
        tell("b", make.mention(large, type=ROUND, stage=Stage.SERIES_B), 300),
        tell("c", make.mention(small, type=ROUND, background=True), 400),
        tell("d", make.mention(large, type=ROUND, background=True), 400),
    ]
    assert deals(told) == ["a-0 c-0", "b-0 d-0"]


def test_partners_may_come_in_any_order(tell: Any, make: Any) -> None:
    one, other = (
        make.mention(target=target, parties=[party], type=DealType.PARTNERSHIP)
        for target, party in (("Nvidia", "Humain"), ("Humain", "Nvidia"))
    )
    assert deals([tell("a", one), tell("b", other, 1)]) == together("a", "b")


def test_a_partner_in_common_is_too_little(tell: Any, make: Any) -> None:
    one, other = (
        make.mention(target="Nvidia", parties=[party], type=DealType.PARTNERSHIP) for party in ("Humain", "Oracle")
    )
    assert deals([tell("a", one), tell("b", other, 60)]) == ["a-0", "b-0"]
