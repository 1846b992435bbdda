import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from safqa.errors import InputError
from safqa.model import Extraction, Quote, Reason
from storage import models
from storage.engine import Database, open_database
from storage.ingest import Extractor, Outcome, Reading, given, ingest, unread
from storage.queries import deal, deals

MACHINE = Extractor("safqa", "1")
BETTER = Extractor("safqa", "2")


def count(database: Database, table: type[models.Base]) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def read(article: Any, extractor: Extractor = MACHINE) -> Reading:
    return Reading(replace(article, mentions=None), Extraction("en", True, article.mentions), extractor)


def test_a_new_article_founds_a_deal(database: Database, make: Any, store: Any) -> None:
    report = store(database, [make.article("a", make.mention(make.figure(14e9)))])
    assert [article.outcome for article in report.articles] == [Outcome.NEW]
    assert [(change.kind, change.metric) for change in report.changes] == [("new_deal", None)]
    (found,) = deals(database)
    assert (found.type, found.status, found.articles) == ("investment", "announced", 1)
    assert found.target is not None
    assert (found.target.name, [party.name for party in found.parties]) == ("Scale AI", ["Meta"])
    assert [(f.metric, f.low, f.high, f.sources) for f in found.figures] == [("amount", 14e9, 14e9, ("A",))]


def test_a_second_run_writes_no_row(database: Database, make: Any, store: Any, dump: Any) -> None:
    articles = [
        make.article("a", make.mention(make.figure(14e9, source="Bloomberg"))),
        make.article("b", make.mention(make.figure(29e9, metric="valuation")), published=make.day(1)),
        make.article("c"),
    ]
    first = store(database, articles)
    before = dump(database)
    second = store(database, articles, first_seen_later(make))
    assert dump(database) == before
    assert (second.changes, second.suppressed) == ((), ())
    assert second.counts == {Outcome.NEW: 0, Outcome.NEW_VERSION: 0, Outcome.REREAD: 0, Outcome.UNCHANGED: 3}
    assert sum(first.counts.values()) == 3


def first_seen_later(make: Any) -> datetime:
    return make.day(60)


def test_an_article_without_a_deal_is_kept(database: Database, make: Any, store: Any) -> None:
    report = store(database, [make.article("a")])
    assert report.counts[Outcome.NEW] == 1
    assert report.articles[0].mentions == 0
    with database.read() as connection:
        assert connection.scalar(select(models.ArticleVersion.text)) == "Text of a."
        assert connection.scalar(select(models.ExtractionRun.relevant)) is False
    assert count(database, models.Mention) == 0


def test_the_same_article_twice_in_a_batch(database: Database, make: Any, store: Any) -> None:
    article = make.article("a", make.mention())
    report = store(database, [article, article])
    assert [a.outcome for a in report.articles] == [Outcome.NEW, Outcome.UNCHANGED]


def test_an_edit_is_a_new_version_of_the_same_deal(database: Database, make: Any, store: Any) -> None:
    first = make.article("a", make.mention(make.figure(14e9)))
    edited = replace(first, text="Text of a, edited.", updated=make.day(1))
    store(database, [first])
    report = store(database, [replace(edited, mentions=(make.mention(make.figure(14.3e9)),))])
    assert report.articles[0].outcome is Outcome.NEW_VERSION
    (found,) = deals(database)
    assert (found.articles, found.last_reported) == (1, make.day(1))
    assert [claim.low for claim in deal(database, found.id).claims] == [14e9, 14.3e9]
    assert [figure.low for figure in found.figures] == [14.3e9]


def test_space_makes_no_new_version(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article("a", make.mention())])
    report = store(database, [make.article("a", make.mention(), text=" Text  of a.\n")])
    assert report.articles[0].outcome is Outcome.UNCHANGED


def test_an_address_is_known_in_other_spellings(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article("a", make.mention())])
    report = store(database, [make.article("a", make.mention(), url="http://www.a.example/1/?utm_source=rss#top")])
    assert report.articles[0].outcome is Outcome.UNCHANGED


def test_a_better_extractor_takes_the_place_of_a_former_one(database: Database, make: Any) -> None:
    now = make.day(30)
    first = make.article("a", make.mention(make.figure(14e9)), make.mention(target="Surge AI"))
    second = replace(first, mentions=(make.mention(make.figure(14.3e9)),))
    ingest(database, [read(first)], seen_at=now)
    (scale,) = deals(database, company="Scale AI")
    assert len(deals(database)) == 2
    report = ingest(database, [read(second, BETTER)], seen_at=now + timedelta(days=1))
    assert report.articles[0].outcome is Outcome.REREAD
    assert [found.id for found in deals(database)] == [scale.id]
    assert [claim.low for claim in deal(database, scale.id).claims] == [14.3e9]
    assert len(deals(database, as_of=now)) == 2
    assert count(database, models.Claim) == 2
    again = ingest(database, [read(first)], seen_at=now + timedelta(days=2))
    assert again.articles[0].outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("given_first", [True, False])
def test_deals_that_came_with_the_article_outrank_a_machine(database: Database, make: Any, given_first: bool) -> None:
    by_hand = make.article("a", make.mention(make.figure(14.3e9)))
    by_machine = replace(by_hand, mentions=(make.mention(make.figure(1e9)),))
    readings = [given(by_hand), read(by_machine)]
    for number, reading in enumerate(readings if given_first else reversed(readings)):
        ingest(database, [reading], seen_at=make.day(number))
    assert [figure.low for found in deals(database) for figure in found.figures] == [14.3e9]


def test_what_is_stored_need_not_be_read_again(database: Database, make: Any) -> None:
    known, edited, new = (make.article(name, make.mention()) for name in "abc")
    ingest(database, [read(known), read(edited)], seen_at=make.start)
    edited = replace(edited, text="Another text.")
    assert unread(database, [known, edited, new], MACHINE) == [edited, new]
    assert unread(database, [known], BETTER) == [known]


def test_evidence_is_kept_with_its_surroundings(database: Database, make: Any, store: Any) -> None:
    article = make.article("a", text="ميتا تستثمر ١٤ مليار دولار في سكيل.")
    figure = make.figure(14e9, quote=make.quoted(article, "١٤ مليار دولار"))
    store(database, [replace(article, mentions=(make.mention(figure),))])
    (claim,) = deal(database, deals(database)[0].id).claims
    assert article.text[claim.start : claim.end] == claim.quote == "١٤ مليار دولار"
    with database.read() as connection:
        assert connection.execute(select(models.Sighting.prefix, models.Sighting.suffix)).one() == (
            "ميتا تستثمر ",
            " في سكيل.",
        )


def test_evidence_that_is_not_in_the_text_is_refused_with_the_whole_batch(
    database: Database, make: Any, store: Any, dump: Any
) -> None:
    before = dump(database)
    good = make.article("a", make.mention(make.figure()))
    wrong = Quote("Scale", 0, 5)
    for mention in (
        make.mention(make.figure(quote=wrong)),
        make.mention(quote=wrong),
        make.mention(reasons=(Reason("status", "announces", wrong),)),
        make.mention(make.figure(quote=Quote("a.", -2, 10))),
    ):
        with pytest.raises(InputError, match=r"https://b\.example/1: the evidence '.+' is not at \["):
            store(database, [good, make.article("b", mention)])
    assert dump(database) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"text": "a\x00b"}, "U\\+0000"),
        ({"title": "a\ud800"}, "surrogate"),
        ({"published": datetime(2025, 6, 1)}, "has no zone"),  # noqa: DTZ001 -- that is the point
        ({"url": " "}, "without an address"),
    ],
)
def test_what_no_database_keeps_is_refused(
    database: Database, make: Any, store: Any, change: dict[str, Any], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        store(database, [replace(make.article("a", make.mention()), **change)])
    assert count(database, models.Article) == 0


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 1e20])
def test_numbers_out_of_range_are_refused(database: Database, make: Any, store: Any, number: float) -> None:
    with pytest.raises(InputError, match="out of range"):
        store(database, [make.article("a", make.mention(make.figure(number)))])


def test_a_failure_half_way_leaves_nothing(
    database: Database, make: Any, store: Any, dump: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, [make.article("a", make.mention(make.figure()))])
    before = dump(database)
    monkeypatch.setattr("storage.ingest.changes_by_key", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store(database, [make.article("b", make.mention(make.figure(metric="stake", unit="percent")))])
    assert dump(database) == before


WORKER = """
import pickle, sys
from storage.engine import open_database
from storage.ingest import ingest
url, batches = pickle.load(sys.stdin.buffer)
with open_database(url) as database:
    for readings, seen_at in batches:
        ingest(database, readings, seen_at=seen_at)
"""


def test_two_processes_at_once_give_the_same(new_url: Callable[[], str], make: Any, dump: Any) -> None:
    """Both start on an empty database and store the same articles, one from the front and one from the back."""
    figures = [make.figure(n * 1e9, source=f"Source {n % 3}") for n in range(1, 13)]
    articles = [
        make.article(f"a{n}", make.mention(figure, target=f"Company {n % 4}"), published=make.day(n % 5))
        for n, figure in enumerate(figures)
    ]
    batches = [([given(article)], make.day(30)) for article in articles]
    url, alone = new_url(), new_url()
    workers = [subprocess.Popen([sys.executable, "-c", WORKER], stdin=subprocess.PIPE) for _ in range(2)]
    for worker, order in zip(workers, (batches, batches[::-1]), strict=True):
        assert worker.stdin is not None
        worker.stdin.write(pickle.dumps((url, order)))
        worker.stdin.close()
    assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
    with open_database(url) as together, open_database(alone) as one:
        ingest(one, [reading for readings, _ in batches for reading in readings], seen_at=make.day(30))
        tables = ("article_version", "telling", "claim", "sighting", "organisation")
        assert dump(together, *tables) == dump(one, *tables)
        assert [replace(found, id="") for found in deals(together)] == [replace(found, id="") for found in deals(one)]
