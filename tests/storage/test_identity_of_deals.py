"""Ids of deals as the database keeps them: merged, parted, taken, and left without a mention."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from safqa import identity
from safqa.errors import UsageError
from safqa.model import Extraction
from storage import models
from storage.engine import Database
from storage.ingest import Extractor, Reading, given, ingest
from storage.queries import deal, deals


def test_a_given_reading_needs_deals(make: Any) -> None:
    with pytest.raises(ValueError, match=r"a\.example/1 came without deals"):
        given(replace(make.article("a"), mentions=None))


def test_deals_that_part_again_get_their_ids_back(database: Database, make: Any) -> None:
    """Another extractor first sees one party in both articles, then two different ones again."""

    def read(version: str, *parties: str) -> None:
        for number, party in enumerate(parties):
            article = make.article(f"a{number}", make.mention(parties=[party]), published=make.day(number))
            reading = Reading(article, Extraction("en", True, article.mentions), Extractor("safqa", version))
            ingest(database, [reading], seen_at=make.day(10 + int(version)))

    read("1", "Meta", "Google")
    second, first = deals(database)
    read("2", "Meta", "Meta")
    assert deal(database, second.id).deal.id == first.id
    read("3", "Meta", "Google")
    assert [found.id for found in deals(database)] == [second.id, first.id]
    assert deal(database, second.id).deal.id == second.id
    with database.read() as connection:
        events = connection.execute(select(models.ClusterEvent.kind).order_by(models.ClusterEvent.row)).scalars()
        assert list(events) == ["merge", "split"]


def test_an_id_whose_mentions_are_gone_says_so(database: Database, make: Any) -> None:
    article = make.article("a", make.mention())
    ingest(
        database,
        [Reading(article, Extraction("en", True, article.mentions), Extractor("safqa", "1"))],
        seen_at=now(make),
    )
    (found,) = deals(database)
    ingest(database, [Reading(article, Extraction("en", False), Extractor("safqa", "2"))], seen_at=now(make))
    assert deals(database) == []
    with pytest.raises(UsageError, match="no longer follows from the articles"):
        deal(database, found.id)


def now(make: Any) -> datetime:
    return make.day(30)


def test_an_id_that_is_taken_is_not_given_twice(
    database: Database, make: Any, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "deal_id", lambda _, attempt=0: f"d{attempt}")
    store(database, [make.article("a", make.mention()), make.article("b", make.mention(target="Surge AI"))])
    assert sorted(found.id for found in deals(database)) == ["d0", "d1"]


def test_two_names_of_one_organisation_are_one_party(database: Database, make: Any, store: Any) -> None:
    store(
        database,
        [make.article("a", make.mention(parties=["Meta"])), make.article("b", make.mention(parties=["META, Inc."]))],
    )
    (found,) = deals(database)
    assert [party.name for party in found.parties] == ["Meta"]
    assert deals(database, company="meta inc") == [found]
