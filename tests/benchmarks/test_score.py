from dataclasses import replace

import pytest

from benchmarks.labels import Article, Deal, Figure, Party
from benchmarks.score import Measure, Outcome, Score, Verdict, judge, scores

META, SCALE, XAI = Party("Meta"), Party("Scale AI"), Party("xAI")
TEN = Figure("amount", 10e9, 10e9, "USD", "exact", "Reuters")
STAKE = Figure("stake", 49, 49, "percent", "exact")
DEAL = Deal("investment", "completed", "seed", SCALE, (META, XAI), (TEN, STAKE))


def article(*deals: Deal, relevant: bool = True) -> Article:
    return Article("a1", "ar", None, "", None, relevant=relevant, deals=deals, digest="")


def counted(gold: Article, *founds: Deal) -> dict[str, tuple[int, int, int]]:
    return {m.value: (s.hits, s.wrong, s.missed) for m, s in scores(judge(gold, founds)).items()}


def test_what_is_found_as_annotated_is_all_hits() -> None:
    assert counted(article(DEAL), DEAL) == {
        "relevance": (1, 0, 0),
        "deal": (1, 0, 0),
        "party": (2, 0, 0),
        "figure": (2, 0, 0),
        "loose": (2, 0, 0),
        "type": (1, 0, 0),
        "status": (1, 0, 0),
        "stage": (1, 0, 0),
        "qualifier": (2, 0, 0),
        "source": (2, 0, 0),
    }


def test_nothing_found() -> None:
    nothing = {"relevance": (0, 0, 1), "deal": (0, 0, 1), "figure": (0, 0, 2), "loose": (0, 0, 2)}
    assert counted(article(DEAL)) == nothing


def test_each_label_of_a_matched_deal_is_judged_by_itself() -> None:
    reported = replace(TEN, qualifier="about", source="رويترز")
    found = Deal("funding_round", "announced", None, SCALE, (META, Party("Groq")), (reported,))
    assert counted(article(DEAL), found) == {
        "relevance": (1, 0, 0),
        "deal": (1, 0, 0),
        "party": (1, 1, 1),
        "figure": (1, 0, 1),
        "loose": (1, 0, 1),
        "type": (0, 1, 0),
        "status": (0, 1, 0),
        "stage": (0, 1, 0),
        "qualifier": (0, 1, 0),
        "source": (0, 1, 0),
    }


def test_a_figure_on_the_wrong_deal_counts_only_loosely() -> None:
    wrong = Deal("acquisition", "completed", None, SCALE, (META,), (TEN,))
    assert counted(article(DEAL), wrong) == {
        "relevance": (1, 0, 0),
        "deal": (0, 1, 1),
        "figure": (0, 1, 2),
        "loose": (1, 0, 1),
    }


def test_a_deal_told_twice_is_wrong_once() -> None:
    assert counted(article(DEAL), DEAL, DEAL)["deal"] == (1, 1, 0)
    assert counted(article(DEAL), DEAL, DEAL)["figure"] == (2, 2, 0)


@pytest.mark.parametrize("founds", [(), (DEAL,)])
def test_an_optional_deal_is_neither_required_nor_wrong(founds: tuple[Deal, ...]) -> None:
    assert counted(article(replace(DEAL, optional=True)), *founds) == {}


def test_optional_parties_and_figures_are_neither_required_nor_wrong() -> None:
    gold = replace(DEAL, parties=(META, replace(XAI, optional=True)), figures=(TEN, replace(STAKE, optional=True)))
    for found in (DEAL, replace(DEAL, parties=(META,), figures=(TEN,))):
        told = counted(article(gold), found)
        assert (told["party"], told["figure"], told["loose"], told["source"]) == ((1, 0, 0),) * 4


def test_the_stage_is_judged_only_where_one_is_annotated() -> None:
    assert "stage" not in counted(article(replace(DEAL, stage=None)), DEAL)


def test_credit_is_compared_in_one_spelling() -> None:
    gold, found = (article(replace(DEAL, figures=(replace(TEN, source="شركة أرامكو"),))), replace(TEN, source="ارامكو"))
    assert counted(gold, replace(DEAL, figures=(found,)))["source"] == (1, 0, 0)


def test_an_article_without_deals() -> None:
    assert counted(article(relevant=False)) == {}
    assert counted(article(relevant=False), Deal("ipo", target=XAI)) == {"relevance": (0, 1, 0), "deal": (0, 1, 0)}


def test_f1_of_what_is_found_and_accuracy_of_labels() -> None:
    found = Score(Measure.DEAL, hits=3, wrong=1, missed=2)
    # precision 3/4, recall 3/5: F1 = 2 * 0.75 * 0.6 / 1.35
    assert (found.precision, found.recall, found.items) == (0.75, 0.6, 5)
    assert found.value == pytest.approx(2 / 3)
    label = Score(Measure.STATUS, hits=3, wrong=1, missed=0)
    assert (label.value, label.items) == (0.75, 4)
    assert Score(Measure.DEAL, 0, 0, 4).value == 0


def test_scores_add_up_over_articles() -> None:
    verdicts = [*judge(article(DEAL), [DEAL]), *judge(article(DEAL), [])]
    assert scores(verdicts)[Measure.DEAL] == Score(Measure.DEAL, 1, 0, 1)
    assert list(scores(reversed(verdicts))) == list(Measure)


def test_an_error_says_what_was_found_and_what_should_have_been() -> None:
    verdicts = list(judge(article(DEAL), [replace(DEAL, status="rumoured")]))
    text = "investment/rumoured Meta, xAI -> Scale AI: rumoured should be completed"
    assert Verdict(Measure.STATUS, Outcome.WRONG, "a1", text) in verdicts
