"""People's word on deals, figures and names: what it does to the ledger, what it survives, and how it is taken back."""

from typing import Any

import pytest
from sqlalchemy import func, select, update

from safqa.errors import UsageError
from safqa.model import Extraction, Stage
from storage import models
from storage.acts import Word
from storage.articles import Extractor, Reading
from storage.engine import Database
from storage.ingest import ingest
from storage.judged import load_names
from storage.judgements import (
    Verdict,
    judge_claim,
    judge_companies,
    judge_deals,
    judgement,
    judgements,
    split_deal,
    undo,
)
from storage.judging import ContradictionError
from storage.queries import changes, deal, deals

SAME, APART = Verdict.SAME, Verdict.NOT_SAME
# What the ledger shows; the history of its rows is left out.
SHOWN = ("deal_state", "deal_figure", "deal_party", "deal_member", "change", "mention_block")
OWN_CLOCK = ("row", "recorded_at", "closed_at", "created_at", "deleted_at")


def said(make: Any, day: float, by: str = "sara") -> Word:
    return Word(by, "as I know", make.day(day))


def shown(database: Database, dump: Any) -> Any:
    """All derived rows that hold, without their own clock."""
    with database.read() as connection:
        live = {
            table.__tablename__: set(connection.scalars(select(table.row).where(table.closed_at.is_(None))))
            for table in (models.DealState, models.DealFigure, models.DealParty, models.DealMember, models.Change)
        }
    rows = dump(database, *SHOWN)
    return {
        name: sorted(
            tuple(pair for pair in row if pair[0] not in OWN_CLOCK)
            for row in found
            if name not in live or int(dict(row)["row"]) in live[name]
        )
        for name, found in rows.items()
    }


@pytest.fixture
def two(database: Database, make: Any, store: Any) -> tuple[str, str]:
    """Two deals of one company, told by two articles each: its Series A and its Series B."""
    for number, stage in enumerate([Stage.SERIES_A, Stage.SERIES_B]):
        store(
            database,
            [
                make.article(
                    f"{name}{number}", make.mention(make.figure(10e9 + number), stage=stage), published=make.day(day)
                )
                for day, name in enumerate("ab")
            ],
            make.day(10),
        )
    later, earlier = deals(database)
    return earlier.id, later.id


def test_two_deals_become_one_with_all_their_mentions(
    database: Database, two: tuple[str, str], make: Any, dump: Any
) -> None:
    before = shown(database, dump)
    done = judge_deals(database, SAME, *two, said(make, 20))
    (found,) = deals(database)
    assert found.articles == 4
    assert {deal(database, one).deal.id for one in two} == {found.id}
    assert (done.differences.merged, done.differences.restated) == (1, 1)
    assert [row.id for row in done.deals] == [found.id]
    assert len(deals(database, as_of=make.day(19))) == 2
    then = [deal(database, one, as_of=make.day(19)) for one in two]
    assert [(detail.deal.id, len(detail.claims), len(detail.articles)) for detail in then] == [
        (one, 2, 2) for one in two
    ]
    assert len(changes(database, as_of=make.day(9))) == 0
    assert done.judgement is not None
    undo(database, done.judgement.id, make.day(21))
    assert shown(database, dump) == before
    assert sorted(row.id for row in deals(database)) == sorted(two)


def test_what_people_hold_together_stays_so_whatever_comes(
    database: Database, two: tuple[str, str], make: Any, store: Any
) -> None:
    judge_deals(database, SAME, *two, said(make, 20))
    for number, stage in enumerate([Stage.SERIES_A, Stage.SERIES_B, None]):
        store(
            database,
            [make.article(f"x{number}", make.mention(stage=stage), published=make.day(number - 2))],
            make.day(30),
        )
    assert len({deal(database, one).deal.id for one in two}) == 1


def test_two_articles_of_one_deal_are_held_apart_whatever_comes(
    database: Database, make: Any, store: Any, dump: Any
) -> None:
    articles = [
        make.article(name, make.mention(make.figure()), published=make.day(day)) for day, name in enumerate("abc")
    ]
    store(database, articles, make.day(10))
    before = shown(database, dump)
    (whole,) = deals(database)
    done = split_deal(database, whole.id, ["https://b.example/1"], said(make, 20))
    assert sorted(row.articles for row in deals(database)) == [1, 2]
    assert done.differences.new == 1
    store(database, [make.article("d", make.mention(make.figure()), published=make.day(-1))], make.day(30))
    holding = {url: row.id for row in deals(database) for url in [a.url for a in deal(database, row.id).articles]}
    assert holding["https://b.example/1"] not in {holding["https://a.example/1"], holding["https://c.example/1"]}
    assert done.judgement is not None
    assert {about.url for about in judgements(database)[0].about} == {a.url for a in articles}
    undo(database, done.judgement.id, make.day(40))
    assert len(deals(database)) == 1
    assert before.keys() == shown(database, dump).keys()


def test_a_later_word_takes_the_place_of_an_earlier_one(database: Database, two: tuple[str, str], make: Any) -> None:
    judge_deals(database, SAME, *two, said(make, 20))
    apart = judge_deals(database, APART, *two, said(make, 21, by="omar"))
    assert len(deals(database)) == 2
    assert [(row.by, row.verdict) for row in judgements(database)] == [("omar", "not_same")]
    ended = judgements(database, ended=True)
    assert [(row.by, row.deleted_at) for row in ended] == [("omar", None), ("sara", make.day(21))]
    assert apart.judgement is not None
    undo(database, apart.judgement.id, make.day(22))
    assert len(deals(database)) == 1
    assert [row.by for row in judgements(database)] == ["sara"]


def test_what_is_held_already_writes_no_row(database: Database, two: tuple[str, str], make: Any, dump: Any) -> None:
    judge_deals(database, APART, *two, said(make, 20))
    before = dump(database)
    again = judge_deals(database, APART, *reversed(two), said(make, 21))  # type: ignore[misc]
    assert (again.judgement, again.differences.none) == (None, True)
    assert dump(database) == before


def test_a_dry_run_tells_and_keeps_nothing(database: Database, two: tuple[str, str], make: Any, dump: Any) -> None:
    before = dump(database)
    done = judge_deals(database, SAME, *two, said(make, 20), dry_run=True)
    assert done.differences.merged == 1
    assert dump(database) == before


def test_contradictions_are_refused_with_the_ids_of_the_others(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article(name, make.mention(target=f"Company {name}")) for name in ("kappa", "omega", "zeta")])
    ids = [row.id for row in deals(database)]
    first = judge_deals(database, SAME, ids[0], ids[1], said(make, 60))
    second = judge_deals(database, APART, ids[1], ids[2], said(make, 61))
    assert first.judgement is not None
    assert second.judgement is not None
    with pytest.raises(UsageError, match=f"this contradicts .*{first.judgement.id}"):
        judge_deals(database, SAME, ids[0], ids[2], said(make, 62))
    assert len(judgements(database)) == 2


def test_a_wrong_figure_is_kept_marked_and_not_shown(database: Database, make: Any, store: Any, dump: Any) -> None:
    store(
        database,
        [
            make.article("a", make.mention(make.figure(14e9))),
            make.article("b", make.mention(make.figure(90e9)), published=make.day(1)),
        ],
        make.day(10),
    )
    before = shown(database, dump)
    (found,) = deals(database)
    wrong = deal(database, found.id).claims[1].id
    done = judge_claim(database, Verdict.WRONG, wrong[:8], said(make, 20))
    assert [(f.low, f.high) for f in deals(database)[0].figures] == [(14e9, 14e9)]
    detail = deal(database, found.id)
    assert [claim.judged for claim in detail.claims] == [None, "wrong"]
    assert [(c.kind, c.suppressed) for c in detail.changes] == [("new_deal", None), ("conflict", "judged_wrong")]
    assert [claim.judged for claim in deal(database, found.id, as_of=make.day(19)).claims] == [None, None]
    assert (done.differences.restated, done.differences.dropped) == (1, 1)
    judge_claim(database, Verdict.RIGHT, wrong, said(make, 21))
    assert [(f.low, f.high) for f in deals(database)[0].figures] == [(90e9, 90e9)]
    for number, row in enumerate(judgements(database)):
        undo(database, row.id, make.day(22 + number))
    for number, row in enumerate(judgements(database)):
        undo(database, row.id, make.day(32 + number))
    assert shown(database, dump) == before


def test_two_names_of_one_company_are_one_organisation_until_it_is_undone(
    database: Database, make: Any, store: Any, dump: Any
) -> None:
    figure = make.figure(5e9)
    store(
        database,
        [
            make.article("a", make.mention(figure, target="Kappa Works", parties=["Zeta Fund"])),
            make.article("b", make.mention(figure, target="Omega Labs", parties=["Zeta Fund"]), published=make.day(1)),
        ],
        make.day(10),
    )
    before = shown(database, dump)
    done = judge_companies(database, SAME, "Omega Labs", "kappa works", said(make, 20))
    (found,) = deals(database, company="Omega Labs")
    assert deals(database, company="Kappa Works") == [found]
    assert found.articles == 2
    store(
        database,
        [make.article("c", make.mention(figure, target="Omega Labs", parties=["Zeta Fund"]), published=make.day(2))],
    )
    assert [row.articles for row in deals(database)] == [3]
    assert len(deals(database, company="Omega Labs", as_of=make.day(19))) == 1
    assert done.judgement is not None
    undo(database, done.judgement.id, make.day(100))
    assert sorted(row.articles for row in deals(database)) == [1, 2]
    assert deals(database, company="Kappa Works")[0].articles == 1
    assert before.keys() == shown(database, dump).keys()


def test_deals_of_a_company_of_two_names_are_found_by_both(database: Database, make: Any, store: Any) -> None:
    store(
        database,
        [
            make.article("a", make.mention(parties=["Zeta Fund"])),
            make.article("b", make.mention(target="Surge AI", parties=["صندوق زد"])),
        ],
    )
    judge_companies(database, SAME, "Zeta Fund", "صندوق زد", said(make, 60))
    assert len(deals(database, company="Zeta")) == len(deals(database, company="صندوق زد")) == 2
    assert len(changes(database, company="Zeta Fund")) == 2
    assert len({party.id for row in deals(database) for party in row.parties}) == 1


def test_two_companies_that_sound_alike_are_two(database: Database, make: Any, store: Any) -> None:
    names = ("Waha", "Waha Data Centers")
    store(
        database, [make.article(n, make.mention(make.figure(5e9), target=t)) for n, t in zip("ab", names, strict=True)]
    )
    assert len(deals(database)) == 1
    judge_companies(database, APART, *names, said(make, 60))
    assert len(deals(database)) == 2
    store(database, [make.article("c", make.mention(make.figure(5e9), target="Waha"), published=make.day(1))])
    assert sorted((row.target.name, row.articles) for row in deals(database) if row.target) == [
        ("Waha", 2),
        ("Waha Data Centers", 1),
    ]


@pytest.fixture
def given(make: Any, store: Any, dump: Any) -> tuple[Any, Any, Any]:
    return make, store, dump


@pytest.mark.parametrize(
    ("run", "message"),
    [
        (lambda d, w: judge_deals(d, SAME, "d00000000", "d00000001", w), "no deal has the id 'd00000000'"),
        (lambda d, w: judge_deals(d, SAME, deals(d)[0].id, deals(d)[0].id, w), "name two deals"),
        (lambda d, w: split_deal(d, deals(d)[0].id, ["https://x.example/"], w), "is no article of d"),
        (lambda d, w: split_deal(d, deals(d)[0].id, ["https://a.example/1"], w), "these are all articles of d"),
        (lambda d, w: judge_claim(d, Verdict.WRONG, "abc", w), "no figure has the id 'abc'"),
        (lambda d, w: judge_companies(d, SAME, "Meta", "META", w), "are one name to Safqa"),
        (lambda d, w: judge_companies(d, SAME, "Xylo", "Yolo", w), "no article names 'Xylo' or 'Yolo'"),
        (lambda d, w: judge_companies(d, SAME, "Xylo", " ", w), "a name is empty"),
        (lambda d, w: undo(d, "j7", w.at), "no judgement has the id 'j7'"),
        (lambda d, w: undo(d, "seven", w.at), "no judgement has the id 'seven'"),
    ],
)
def test_what_does_not_exist_is_told_and_nothing_written(
    database: Database, given: Any, run: Any, message: str
) -> None:
    make, store, dump = given
    store(database, [make.article("a", make.mention(make.figure()))])
    before = dump(database)
    with pytest.raises(UsageError, match=message):
        run(database, said(make, 60))
    assert dump(database) == before


def test_what_was_taken_back_cannot_be_taken_back_again(database: Database, two: tuple[str, str], make: Any) -> None:
    done = judge_deals(database, APART, *two, said(make, 20))
    assert done.judgement is not None
    undo(database, done.judgement.id, make.day(21))
    with pytest.raises(UsageError, match="holds no more: it ended on 2025-06-22"):
        undo(database, done.judgement.id, make.day(22))
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(models.Judgement)) == 1


def test_a_deal_as_we_knew_it_before_it_was_read_anew(database: Database, make: Any) -> None:
    article = make.article("a", make.mention(make.figure(14e9)))
    for number, low in enumerate([14e9, 15e9]):
        better = make.article("a", make.mention(make.figure(low)))
        reading = Reading(article, Extraction("en", True, better.mentions), Extractor("safqa", str(number)))
        ingest(database, [reading], seen_at=make.day(10 + number))
    (found,) = deals(database)
    assert [claim.low for claim in deal(database, found.id).claims] == [15e9]
    before = deal(database, found.id, as_of=make.day(10.5))
    assert [claim.low for claim in before.claims] == [14e9]
    assert [(f.low, f.high) for f in before.deal.figures] == [(14e9, 14e9)]
    with pytest.raises(UsageError, match=f"the deal {found.id} was not known on 2025-06-10"):
        deal(database, found.id, as_of=make.day(9))


def test_names_that_were_judged_under_other_rules_of_folding_hold(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article(n, make.mention(target=t)) for n, t in zip("ab", ("Waha", "Waha Data"), strict=True)])
    judge_companies(database, APART, "Waha", "Waha Data", said(make, 60))
    with database.write() as connection:
        connection.execute(update(models.Judgement).values(left_key="WAHA", right_key="Waha Data"))
    with database.read() as connection:
        assert load_names(connection).others == {"waha": {"waha data"}, "waha data": {"waha"}}


def test_one_judgement_is_shown_with_its_figure_and_its_deals(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article("one", make.mention(make.figure(14e9)))])
    (found,) = deals(database)
    claim = deal(database, found.id).claims[0]
    wrong = judge_claim(database, Verdict.WRONG, claim.id, said(make, 30)).judgement
    names = judge_companies(database, SAME, "Meta", "Facebook", said(make, 31)).judgement
    assert wrong is not None
    assert names is not None
    row, touched = judgement(database, wrong.id)
    assert [one.id for one in touched] == [found.id]
    (about,) = row.about
    assert (about.deal, about.metric, about.value and about.value.low) == (found.id, "amount", 14e9)
    row, touched = judgement(database, names.id)
    assert ({one.name for one in row.about}, touched) == ({"meta", "facebook"}, ())
    undo(database, wrong.id, make.day(32))
    assert judgement(database, wrong.id)[0].deleted_at == make.day(32)
    with pytest.raises(UsageError, match="no judgement has the id 'j99'"):
        judgement(database, "j99")


def test_a_contradiction_names_the_others(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article("one", make.mention(target="Waha"))])
    first = judge_companies(database, SAME, "Waha", "Waha One", said(make, 30)).judgement
    second = judge_companies(database, SAME, "Waha", "Waha Two", said(make, 31)).judgement
    store(database, [make.article("two", make.mention(target="Waha One"), published=make.day(2))])
    assert first is not None
    assert second is not None
    with pytest.raises(ContradictionError, match="this contradicts") as caught:
        judge_companies(database, APART, "Waha One", "Waha Two", said(make, 32))
    assert set(caught.value.others) <= {first.id, second.id}
    assert caught.value.others
