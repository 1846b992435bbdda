import pytest

from benchmarks.agreement import likeness, pair, plain, same_figure, same_party
from benchmarks.labels import Deal, Figure, Party

META, SCALE, XAI, GROQ = Party("Meta", ("ميتا",)), Party("Scale AI", ("سكيل إيه آي",)), Party("xAI"), Party("Groq")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("شركة الإمارات", "امارات"),
        ("البنك", "بنك"),
        ("ميتّا", "ميتا"),
        ("أرامكو", "ارامكو"),
        ("مبادلة", "مبادله"),
        ("بـلـومبرغ", "بلومبرغ"),
        ("The Scale AI Inc.", "scale ai"),
        ("Société Générale", "Societe Generale"),
        ("ڤودافون", "فودافون"),
        ("مصطفى", "مصطفي"),
        ("گوگل", "كوكل"),
    ],
)
def test_spellings_that_are_one_name(one: str, other: str) -> None:
    assert plain(one) == plain(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الفا", "فا"),  # the two letters belong to the word
        ("Scale AI", "Scale"),
        ("مؤسسة قطر", "قطر"),  # a foundation is not the country
    ],
)
def test_spellings_that_are_two_names(one: str, other: str) -> None:
    assert plain(one) != plain(other)


def test_a_party_is_known_by_any_spelling_and_never_by_none() -> None:
    assert same_party(META, Party("ميتا"))
    assert not same_party(META, SCALE)
    assert not same_party(Party("شركة"), Party("مجموعة"))  # nothing is left of either


@pytest.mark.parametrize(
    ("found", "same"),
    [
        (Figure("amount", 14.3e9, 14.3e9, "USD"), True),
        (Figure("amount", 14.31e9, 14.3e9, "USD"), True),  # 0.7 parts in a thousand
        (Figure("amount", 14.4e9, 14.4e9, "USD"), False),
        (Figure("amount", 14.3e9, None, "USD"), False),
        (Figure("amount", 14.3e9, 14.3e9, "SAR"), False),
        (Figure("valuation", 14.3e9, 14.3e9, "USD"), False),
        (Figure("amount", 14.3e9, 14.3e9, "USD", "about", "Reuters", optional=True), True),
    ],
)
def test_a_figure_is_its_interval_metric_and_unit(found: Figure, same: bool) -> None:
    assert same_figure(Figure("amount", 14.3e9, 14.3e9, "USD", "exact"), found) is same


def test_a_figure_of_zero_is_itself() -> None:
    assert same_figure(Figure("stake", 0, 0, "percent"), Figure("stake", 0, 0, "percent"))


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        (Deal("investment", target=SCALE, parties=(META,)), Deal("funding_round", target=SCALE, parties=(XAI, META))),
        (Deal("investment", target=SCALE, parties=(META,)), Deal("investment", target=SCALE)),
        (Deal("investment", target=SCALE), Deal("investment", target=SCALE, parties=(XAI,))),
        (Deal("investment", parties=(META,)), Deal("investment", parties=(META,))),
        (Deal("partnership", parties=(META, XAI)), Deal("partnership", target=XAI, parties=(META,))),
        (Deal("partnership", parties=(META,)), Deal("partnership", parties=(META, XAI))),
        (Deal("partnership", parties=(META, XAI, GROQ)), Deal("partnership", parties=(META, XAI))),
        (Deal("merger", parties=(META, XAI)), Deal("acquisition", target=XAI, parties=(META,))),
    ],
)
def test_deals_that_can_be_one(gold: Deal, found: Deal) -> None:
    assert likeness(gold, found) > 0


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        (Deal("investment", target=SCALE), Deal("acquisition", target=SCALE)),
        (Deal("investment", target=SCALE, parties=(META,)), Deal("investment", target=SCALE, parties=(XAI,))),
        (Deal("investment", target=SCALE, parties=(META,)), Deal("investment", target=META, parties=(SCALE,))),
        (Deal("investment", target=SCALE, parties=(META,)), Deal("investment", parties=(META,))),
        (Deal("investment", parties=(META,)), Deal("investment", target=SCALE, parties=(META,))),
        (Deal("partnership", parties=(META, XAI)), Deal("partnership", parties=(META, GROQ))),
        (Deal("acquisition", target=XAI, parties=(META,)), Deal("merger", parties=(META, XAI))),
    ],
)
def test_deals_that_cannot_be_one(gold: Deal, found: Deal) -> None:
    assert likeness(gold, found) == 0


def test_likeness_adds_up() -> None:
    ten = Figure("amount", 10, 10, "USD")
    gold = Deal("funding_round", stage="seed", target=SCALE, parties=(META, XAI), figures=(ten,))
    assert likeness(gold, Deal("funding_round", stage="seed", target=SCALE, parties=(META,), figures=(ten,))) == 4.75
    assert likeness(gold, Deal("investment", target=SCALE, parties=(META,))) == 3


def test_the_most_alike_pair_first_and_each_only_once() -> None:
    table = {("a", "x"): 1.0, ("a", "y"): 3.0, ("b", "y"): 2.0, ("b", "x"): 0.0}
    assert pair("ab", "xy", lambda g, f: table[g, f]) == [(0, 1)]
    assert pair("ab", "xy", lambda g, f: table[g, f] + 1) == [(0, 1), (1, 0)]


def test_equal_likeness_pairs_in_the_order_of_the_text() -> None:
    assert pair("ab", "xy", lambda _gold, _found: 1) == [(0, 0), (1, 1)]
