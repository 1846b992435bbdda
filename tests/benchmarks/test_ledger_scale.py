from collections import Counter
from pathlib import Path

import pytest

from benchmarks.ledger_scale import Cost, Round, Run, found_deals, main, run, summary
from benchmarks.ledger_truth import Agreement, Mentioned, agreement, fault_lines, faults
from benchmarks.synthetic import Plan, plan
from benchmarks.synthetic_articles import articles
from safqa.ledger.clusters import cluster
from storage.engine import open_database
from storage.tellings import load_tellings


@pytest.fixture(scope="module")
def made() -> Plan:
    return plan(300, 40, 7)


def test_a_plan_has_the_articles_and_deals_asked_for_and_is_drawn_from_its_seed(made: Plan) -> None:
    assert (len(made.events), len(made.deals)) == (300, 40)
    assert plan(300, 40, 7).events == made.events != plan(300, 40, 8).events
    assert [event.when for event in made.events] == sorted(event.when for event in made.events)
    assert {event.deal for event in made.events} == set(range(40))


def test_the_articles_have_texts_in_two_scripts_copies_and_quotes_that_hold(made: Plan) -> None:
    told = [one.article for one in articles(made)]
    assert Counter(article.lang for article in told).keys() == {"ar", "en"}
    assert len({article.url for article in told}) == len({article.text for article in told}) == 300
    sentences = Counter(part for article in told for part in article.text.split("\n\n")[1:])
    assert 0.05 * 300 < sum(count - 1 for count in sentences.values()) / 4 < 0.4 * 300
    quotes = [(a.text, f.quote) for a in told for m in a.mentions or () for f in m.figures if f.quote]
    assert quotes
    assert all(text[quote.start : quote.end] == quote.text for text, quote in quotes)


def test_the_deals_that_grew_batch_by_batch_are_those_of_all_articles_at_once(made: Plan, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    done = run(made, url, f"sqlite:///{tmp_path / 'beside.db'}")
    found = found_deals(url)
    assert found.keys() == done.truth.keys()
    with open_database(url) as database, database.read() as connection:
        at_once = cluster(load_tellings(connection, found))
    grown: dict[str, set[str]] = {}
    for mention, deal in found.items():
        grown.setdefault(deal, set()).add(mention)
    assert sorted(map(sorted, grown.values())) == sorted(sorted({t.mention for t in deal}) for deal in at_once)
    assert agreement(found, done.truth).f1 > 0.9


def test_pairs_are_counted_and_faults_named(made: Plan) -> None:
    truth = {str(n): Mentioned(deal, "announced", f"u{n}") for n, deal in enumerate((0, 0, 0, 1, 1))}
    found = dict(zip(truth, "aabbb", strict=True))
    agreed = agreement(found, truth)
    assert agreed == Agreement(found=4, true=4, both=2)
    assert (agreed.precision, agreed.recall, agreed.f1) == (0.5, 0.5, 0.5)
    wrong = faults(found, truth, made.deals)
    assert [fault.kind for fault in wrong] == ["merged", "split"]
    assert fault_lines(wrong)[0].startswith("merged     1  ")


def test_the_last_thousand_is_told_in_first_thousands_by_the_median_round() -> None:
    first = Cost(1000, 5.0, 5.0)
    rounds = [Round(first, Cost(1000, *cost)) for cost in ((5.5, 10.0), (50.0, 11.0), (5.0, 5.0))]
    done = Run(rounds=rounds)
    done.note({"m": Mentioned(0, "announced", "u")})
    assert done.ratios == pytest.approx((1.1, 2.0))
    assert summary(done, Agreement(4, 4, 2), ({"new_deal": 3}, {}), 2**20)[::3] == [
        "first thousand 5.00 ms an article, last thousand 5.50: 1.10 times, bound 1.2; 2.00 by the clock",
        "flags an article: 3.000 (new_deal 3.000)",
    ]


def test_it_prints_how_it_goes_and_judges(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--articles", "100", "--deals", "20", "--faults"]) in (0, 1)
    assert "pairs of mentions: precision" in capsys.readouterr().out
