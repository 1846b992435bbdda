"""What is told of a run's changes, when it goes out, and that nothing is lost or told twice."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from safqa.alerts.channels import Channel
from safqa.feeds.entries import decide as decide_entries
from safqa.feeds.entries import identify
from safqa.feeds.entry import FeedEntry
from safqa.feeds.outcomes import Outcome
from safqa.model import Article
from storage import models, outbox
from storage.acts import Word
from storage.engine import Database
from storage.feeds import PollRecord, feed_key, known_entries, record
from storage.judgements import split_deal
from storage.queries import changes
from storage.rebuild import rebuild

MAIL = Channel(name="mail", url="json://localhost")
HOUR = timedelta(hours=1)


class Desk:
    """Runs and what they tell, an hour apart from noon of the first day; `make` builds their articles."""

    def __init__(self, database: Database, make: Any, store: Any) -> None:
        self.database, self.make, self._store = database, make, store
        self.now = make.day(0.5)

    def article(self, name: str, low: float = 14e9, days: float = 0.4, **more: Any) -> Article:
        return self.make.article(name, self.make.mention(self.make.figure(low), **more), published=self.make.day(days))

    def store(self, *articles: Article) -> list[str]:
        return [change.id for change in self._store(self.database, articles, self.now).changes]

    def run(self, *articles: Article, channels: Sequence[Channel] = (MAIL,)) -> int:
        """A run over files."""
        own = self.store(*articles)
        decided = outbox.decide(self.database, channels, self.now, own)
        self.now += HOUR
        return decided

    def show(self, *articles: Article, feed: str = "https://feed.example/rss") -> None:
        """A poll is recorded that showed these articles."""
        shown = [FeedEntry(article.url, article.url, article.title, article.text) for article in articles]
        known = known_entries(self.database, feed_key(feed), [identify(entry) for entry in shown])
        poll = PollRecord(feed, self.now, 0.1, Outcome.OK, self.now, "{}")
        record(self.database, poll, decide_entries(known, shown))

    def decide(self, own: Sequence[str] = (), channels: Sequence[Channel] = (MAIL,)) -> int:
        return outbox.decide(self.database, channels, self.now, own)

    def told(self, channel: str = "mail") -> list[str]:
        """What goes out now, as kinds; it is noted as sent."""
        claimed = outbox.claim(self.database, channel, self.now)
        outbox.note_sent(self.database, channel, [one.news.key for one in claimed], self.now)
        return [one.news.kind for one in claimed]

    @property
    def kinds(self) -> list[str]:
        return [change.kind for change in reversed(changes(self.database))]


@pytest.fixture
def desk(database: Database, make: Any, store: Any) -> Desk:
    return Desk(database, make, store)


def test_what_a_run_brings_is_told_once(desk: Desk) -> None:
    assert desk.run(desk.article("a")) == 1
    assert desk.told() == ["new_deal"]
    assert desk.run(desk.article("a"), desk.article("b", 20e9)) == 1
    assert desk.told() == ["conflict"]
    assert desk.run() == 0
    assert desk.told() == []


def test_a_run_without_anything_new_writes_nothing(desk: Desk, dump: Any) -> None:
    desk.run(desk.article("a"))
    before = dump(desk.database)
    desk.run(desk.article("a"))
    assert dump(desk.database) == before


def test_without_channels_nothing_is_told_then_or_later(desk: Desk) -> None:
    assert desk.run(desk.article("a"), channels=()) == 0
    assert desk.run() == 0


def test_a_new_channel_begins_with_what_comes_after_it(desk: Desk) -> None:
    desk.run(desk.article("a"))
    both = (MAIL, MAIL.model_copy(update={"name": "new"}))
    assert desk.run(desk.article("b", 20e9), channels=both) == 2
    assert desk.told("new") == ["conflict"]


def test_what_is_there_when_an_older_database_is_upgraded_is_history(desk: Desk) -> None:
    from alembic import command  # noqa: PLC0415

    from storage.migrations import alembic_config  # noqa: PLC0415

    desk.store(desk.article("a"))
    with desk.database.write() as connection:
        command.downgrade(alembic_config(connection), "0006")
    with desk.database.write() as connection:
        command.upgrade(alembic_config(connection), "head")
    assert desk.decide() == 0
    assert desk.run(desk.article("b", 20e9)) == 1


def test_what_came_late_is_not_told(desk: Desk) -> None:
    assert desk.run(desk.article("late", days=0.5 - 2.01)) == 0
    assert desk.run(desk.article("b", target="Kappa", days=0.5 - 1.9)) == 1


def test_what_a_first_document_shows_is_not_told(desk: Desk) -> None:
    old = desk.article("old")
    own = desk.store(old)
    desk.show(old)
    assert desk.decide(own) == 0
    desk.now += HOUR
    new = desk.article("new", target="Kappa")
    own = desk.store(new)
    desk.show(old, new)
    assert desk.decide(own) == 1


def test_a_run_that_died_before_it_decided_is_caught_up_with(desk: Desk) -> None:
    desk.run(desk.article("known", target="Zeta"))
    desk.show(desk.article("known", target="Zeta"))
    died = desk.article("died")
    desk.store(died)
    desk.now += HOUR
    assert desk.run(desk.article("file", target="Kappa")) == 1, "what the dead run stored waits for its feed"
    desk.show(desk.article("known", target="Zeta"), died)
    assert desk.run() == 1
    assert desk.told() == ["new_deal"] * 3


def test_a_first_document_whose_run_died_is_not_told_by_another_run(desk: Desk) -> None:
    died = desk.article("died")
    desk.store(died)
    assert desk.run(desk.article("file", target="Kappa")) == 1
    desk.show(died)
    assert desk.run() == 0


def test_an_edit_of_old_news_waits_for_its_own_entry(desk: Desk) -> None:
    old = desk.article("old")
    own = desk.store(old)
    desk.show(old)
    assert desk.decide(own) == 0
    desk.now += 24 * HOUR
    edited = replace(old, text="Edited.", mentions=desk.article("old", 20e9).mentions, updated=desk.now)
    desk.store(edited)
    desk.now += timedelta(minutes=1)
    assert desk.decide() == 0, "another run does not take it for old news"
    desk.now -= timedelta(minutes=2)
    desk.show(edited)
    desk.now += HOUR
    assert desk.decide() == 1
    assert desk.told() == ["corrected"]


def test_two_processes_share_what_is_due(desk: Desk) -> None:
    desk.run(*(desk.article(f"n{n}", target=f"Kappa{n} Works") for n in range(30)))
    with ThreadPoolExecutor(3) as pool:
        claims = list(pool.map(lambda _: outbox.claim(desk.database, "mail", desk.now), range(3)))
    assert sorted(len(claim) for claim in claims) == [0, 0, 30]


def test_what_no_feed_ever_shows_is_told_in_the_end(desk: Desk) -> None:
    desk.store(desk.article("file"))
    desk.now += timedelta(hours=5)
    assert desk.run() == 0
    assert desk.run() == 1


def test_what_a_rebuild_or_a_judgement_brings_is_not_told(desk: Desk) -> None:
    desk.run(desk.article("a"), desk.article("b", days=0.41))
    desk.told()
    with desk.database.write() as connection:
        connection.execute(update(models.Change).values(key=models.Change.key + "x"))
    rebuild(desk.database, desk.now)
    assert desk.run() == 0
    (deal,) = {change.deal.id for change in changes(desk.database)}
    before = set(desk.kinds)
    split_deal(desk.database, deal, ["https://b.example/1"], Word("sara", None, desk.now))
    assert set(desk.kinds) <= before | {"new_deal"}
    assert desk.run() == 0


def test_a_flag_that_is_recomputed_is_not_told_again(desk: Desk) -> None:
    desk.run(desk.article("a"))
    assert desk.told() == ["new_deal"]
    with desk.database.write() as connection:
        connection.execute(update(models.Change).values(severity="low"))
    rebuild(desk.database, desk.now)
    assert desk.run() == 0
    assert desk.told() == []


def test_a_flag_that_no_longer_stands_when_it_is_due_is_dropped(desk: Desk) -> None:
    desk.run(desk.article("a"))
    with desk.database.write() as connection:
        connection.execute(update(models.Change).values(suppressed="vague"))
    assert desk.told() == []
    assert outbox.outstanding(desk.database)[0].waiting == 0


def test_a_deal_is_new_once_whichever_article_is_first(desk: Desk) -> None:
    desk.run(desk.article("a", days=0.4))
    assert desk.told() == ["new_deal"]
    desk.run(desk.article("earlier", days=0.3))
    assert desk.kinds == ["new_deal", "corroborated"]
    assert desk.told() == []


def test_what_a_later_batch_of_the_same_run_moves_is_told(desk: Desk) -> None:
    desk.run(desk.article("z", target="Zeta"))
    desk.told()
    own = desk.store(desk.article("b", days=0.4))
    desk.now += timedelta(seconds=3)
    own += desk.store(desk.article("a", days=0.3))
    assert desk.decide(own) == 2
    assert sorted(desk.told()) == ["corroborated", "new_deal"]


def test_rows_that_are_lost_and_computed_again_are_history(desk: Desk) -> None:
    desk.run(desk.article("a"), desk.article("b", 20e9, days=0.41), desk.article("c", target="Kappa"))
    desk.told()
    with desk.database.write() as connection:
        connection.execute(models.Change.__table__.delete())
    rebuild(desk.database, desk.now)
    assert desk.run() == 0
    assert desk.run(desk.article("d", target="Zeta", days=0.5)) == 1


def test_two_senders_never_have_the_same_change(desk: Desk) -> None:
    desk.run(desk.article("a"))
    assert len(outbox.claim(desk.database, "mail", desk.now)) == 1
    assert outbox.claim(desk.database, "mail", desk.now) == []
    # The first sender was killed: what it had is due again when its claim has run out.
    (again,) = outbox.claim(desk.database, "mail", desk.now + timedelta(minutes=5))
    assert again.attempts == 2


def test_what_failed_is_due_later_the_later_the_more_often(desk: Desk) -> None:
    desk.run(desk.article("a"))
    for minutes in (2, 8, 32, 128, 360, 360):
        claimed = outbox.claim(desk.database, "mail", desk.now)
        outbox.note_failed(desk.database, "mail", claimed, "no route", desk.now)
        assert outbox.outstanding(desk.database)[0].last_error == "no route"
        desk.now += timedelta(minutes=minutes, seconds=-1)
        assert outbox.claim(desk.database, "mail", desk.now) == []
        desk.now += timedelta(seconds=1)
    assert desk.told() == ["new_deal"]
    (stands,) = outbox.outstanding(desk.database)
    assert (stands.waiting, stands.sent, stands.last_error) == (0, 1, None)
    assert stands.last_sent == desk.now


def test_what_is_due_is_shown_without_writing(desk: Desk, dump: Any) -> None:
    desk.run(desk.article("a"))
    own_feed = desk.article("b", 20e9)
    desk.store(own_feed)
    desk.show(own_feed, feed="https://other.example/rss")
    desk.now += HOUR
    before = dump(desk.database)
    shown = outbox.due(desk.database, [MAIL], desk.now)
    assert [one.kind for one in shown["mail"]] == ["new_deal"]
    assert dump(desk.database) == before


def test_companies_are_known_by_every_spelling_met(desk: Desk) -> None:
    channel = MAIL.model_copy(update={"companies": ("ميتا",)})
    desk.run(desk.article("ar", parties=("Meta",), target="Kappa"), channels=())
    with desk.database.write() as connection:
        meta = connection.scalar(select(models.DealParty.organisation_id).limit(1))
        row = {"organisation_id": meta, "name": "ميتا", "folded": "ميتا", "recorded_at": datetime.now(UTC)}
        connection.execute(models.OrganisationName.__table__.insert().values(row))
    assert desk.run(desk.article("b", target="Zeta"), channels=(channel,)) == 1
    assert desk.run(desk.article("c", target="Theta", parties=("Nvidia",)), channels=(channel,)) == 0
