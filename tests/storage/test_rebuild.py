"""The ledger computed again: the same when nothing was wrong, put right where something was."""

from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from safqa.model import Extraction, Stage, Status
from storage import models
from storage import rebuild as module
from storage.acts import Word
from storage.articles import Extractor, Reading
from storage.engine import Database
from storage.ingest import ingest
from storage.judgements import Verdict, judge_companies, judge_deals, split_deal
from storage.queries import changes, deals
from storage.rebuild import load_versions, outdated, rebuild


@pytest.fixture
def filled(database: Database, make: Any, store: Any) -> Database:
    """Several deals that grew batch by batch, in no good order, with people's word on some."""
    articles = [
        make.article("a", make.mention(make.figure(14e9), status=Status.IN_TALKS)),
        make.article("b", make.mention(make.figure(14.3e9), parties=["Meta", "Nvidia"]), published=make.day(2)),
        make.article("c", make.mention(target="Surge AI", stage=Stage.SEED), published=make.day(1)),
        make.article("d", make.mention(target="سيرج إيه آي", parties=["SoftBank"]), published=make.day(3)),
        make.article("e", make.mention(target="Kappa Works"), make.mention(target="Zeta"), published=make.day(4)),
        make.article("f", make.mention(make.figure(20e9)), published=make.day(-1)),
    ]
    for number, article in enumerate(articles):
        store(database, [article], make.day(10 + number))
    one, other = deals(database, company="Kappa")[0].id, deals(database, company="Zeta")[0].id
    judge_deals(database, Verdict.SAME, one, other, Word("sara", None, make.day(30)))
    whole = deals(database, company="Scale AI")[0].id
    split_deal(database, whole, ["https://b.example/1"], Word("sara", None, make.day(31)))
    judge_companies(database, Verdict.SAME, "SoftBank", "Meta", Word("sara", None, make.day(32)))
    return database


def test_a_ledger_equals_its_rebuild(filled: Database, make: Any, dump: Any) -> None:
    before = dump(filled)
    assert rebuild(filled, make.day(50)).none
    assert dump(filled) == before


def forget(database: Database, *tables: Any) -> None:
    with database.write() as connection:
        for table in tables:
            connection.execute(delete(table))


DERIVED = (
    models.DealMember,
    models.DealState,
    models.DealParty,
    models.DealSource,
    models.DealFigure,
    models.Change,
)


def test_derived_rows_that_are_lost_come_back_with_their_ids(
    database: Database, make: Any, store: Any, dump: Any
) -> None:
    for day, name in enumerate("abc"):
        store(database, [make.article(name, make.mention(make.figure(10e9 + day)), published=make.day(day))])
    store(database, [make.article("d", make.mention(target="Surge AI"))])
    forgotten = (*DERIVED, models.MentionBlock)
    names = [table.__tablename__ for table in forgotten]
    before = [(row.id, row) for row in deals(database)], [change.id for change in changes(database)]
    blocks = dump(database, "mention_block")
    forget(database, *forgotten)
    assert deals(database) == []
    found = rebuild(database, make.day(70))
    assert ([(row.id, row) for row in deals(database)], [change.id for change in changes(database)]) == before
    assert dump(database, "mention_block") == blocks
    assert found.restated == 2
    after = dump(database, *names)
    assert rebuild(database, make.day(71)).none
    assert dump(database, *names) == after


def test_rows_that_were_tampered_with_are_put_right(filled: Database, make: Any) -> None:
    before, flags = deals(filled), [change.reason_en for change in changes(filled)]
    assert deals(filled, minimum=1e9)
    with filled.write() as connection:
        connection.execute(update(models.DealFigure).values(low=1, high=2))
        connection.execute(update(models.DealState).values(status="cancelled", articles=99))
        connection.execute(update(models.Change).values(reason_en="?", suppressed=None))
        connection.execute(delete(models.DealParty))
        connection.execute(
            insert(models.MentionBlock).from_select(
                ["mention_key", "block"],
                models.MentionBlock.__table__.select().with_only_columns(
                    models.MentionBlock.mention_key, models.MentionBlock.block + "x"
                ),
            )
        )
    assert deals(filled) != before
    found = rebuild(filled, make.day(50))
    assert deals(filled) == before
    assert [change.reason_en for change in changes(filled)] == flags
    assert (found.restated, found.new, found.merged, found.split) == (len(before), 0, 0, 0)
    assert rebuild(filled, make.day(51)).none


def test_a_rebuild_that_is_stopped_is_gone_on_with(
    filled: Database, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 1)
    before = deals(filled)
    forget(filled, *DERIVED)

    def stop(done: int, of: int) -> None:
        if done > of / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(filled, make.day(50), progress=stop)
    assert 0 < len(deals(filled)) < len(before)
    steps: list[tuple[int, int]] = []
    rebuild(filled, make.day(51), progress=lambda done, of: steps.append((done, of)))
    assert deals(filled) == before
    assert steps[-1] == (14, 14)


def test_what_another_state_of_the_extractor_read_is_told(database: Database, make: Any) -> None:
    article = make.article("a", make.mention(make.figure()))
    old, new = Extractor("safqa", "1"), Extractor("safqa", "2")
    ingest(database, [Reading(article, Extraction("en", True, article.mentions), old)], seen_at=make.day(10))
    assert outdated(database, old) == []
    versions = outdated(database, new)
    assert [(found.url, found.text, found.published) for found in load_versions(database, versions)] == [
        (article.url, article.text, article.published)
    ]


def test_deals_given_with_their_article_are_not_read_again(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article("a", make.mention())])
    assert outdated(database, Extractor("safqa", "2")) == []


def test_a_ledger_whose_names_were_folded_by_other_rules_goes_on(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article("a", make.mention(make.figure(), parties=["Meta", "Nvidia"]))])
    (before,) = deals(database)
    forget(database, models.DealState, models.DealParty, models.OrganisationName, models.Organisation)
    store(database, [make.article("b", make.mention(make.figure()), published=make.day(1))], make.day(70))
    (found,) = deals(database)
    assert (found.id, found.target, found.parties, found.articles) == (before.id, before.target, before.parties, 2)
    assert deals(database, company="Nvidia") == []
    rebuild(database, make.day(71))
    assert deals(database, company="Nvidia") == [found]
