"""A ledger that has a row in every table: what a copy, or housekeeping, must leave as it is."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from safqa.alerts.channels import Channel
from safqa.feeds.entries import decide, identify
from safqa.feeds.entry import FeedEntry
from safqa.feeds.memory import to_text
from safqa.feeds.outcomes import Outcome
from safqa.feeds.pages import Page, PageOutcome
from safqa.feeds.state import FeedState
from safqa.model import Article, Extraction, Qualifier, Stage, Status
from storage import models, outbox
from storage.acts import Word
from storage.articles import Extractor, Reading
from storage.engine import Database
from storage.feeds import known_entries
from storage.ingest import given, ingest
from storage.judgements import Verdict, judge_claim, judge_companies, judge_deals, split_deal, undo
from storage.polls import PollRecord, feed_key, record
from storage.queries import deal, deals
from storage.rates import DAILY, FIRST, store_rates

MAIL = Channel(name="mail", url="json://localhost")
EXTRACTOR = Extractor("safqa", "first")
AGENCY = " ".join(f"كلمة{n} من نص الوكالة عن صفقة استثمار في الذكاء الاصطناعي" for n in range(30))


def articles(make: Any) -> list[Article]:
    """Given articles: growing deals, an edit, a near-copy, Arabic, odd numbers, a text without a deal, a withdrawal."""
    figure, mention, article = make.figure, make.mention, make.article
    return [
        article("a", mention(figure(14e9), status=Status.IN_TALKS)),
        article("b", mention(figure(14.3e9, source="Bloomberg"), parties=["Meta", "Nvidia"]), published=make.day(2)),
        article("c", mention(target="Surge AI", stage=Stage.SEED), published=make.day(1)),
        article("d", mention(target="سيرج إيه آي", parties=["صندوق الاستثمارات العامة"]), published=make.day(3)),
        article("e", mention(target="Kappa Works"), mention(target="Zeta"), published=make.day(4)),
        article("f", mention(figure(20e9), figure(49.125, metric="stake", unit="percent")), published=make.day(-1)),
        article("g", mention(figure(1e9, None, qualifier=Qualifier.AT_LEAST, unit="SAR")), text=AGENCY),
        article("h", mention(figure(1e9, unit="SAR")), text=AGENCY + " انتهى", published=make.day(1)),
        article("a", mention(figure(14.05e9)), text="Another text of a.", updated=make.day(5)),
        article("i", text="Nothing of a deal."),
        article("j", mention(target="Omicron")),
        article("j", text="This story has been withdrawn because its figures are wrong.", updated=make.day(6)),
    ]


def fill(database: Database, make: Any) -> None:
    """Fill an empty database; the last moment in it is day 40."""
    store_rates(database, {date(2025, 5, 30): {"EUR": 0.8812345678, "SAR": 3.75}}, FIRST, make.day(-1))
    store_rates(database, {date(2025, 6, 3): {"EUR": 0.9}}, DAILY, make.day(2))
    every = articles(make)
    for number, one in enumerate(every):
        own = [c.id for c in ingest(database, [given(one)], seen_at=make.day(number / 2)).changes]
        outbox.decide(database, [MAIL], make.day(number / 2), own)
        claimed = outbox.claim(database, "mail", make.day(number / 2))
        sent = [c.news.key for c in claimed][:1]
        outbox.note_sent(database, "mail", sent, make.day(number / 2))
        outbox.note_failed(database, "mail", claimed[1:], "no answer", make.day(number / 2))
    _read_twice(database, make)
    _poll(database, every, make)
    _judge(database, make)
    _make_rows(database, make, empty_tables(database))


def _make_rows(database: Database, make: Any, tables: Sequence[str]) -> None:
    """A row for each table that nothing above has filled."""
    made = {"VARCHAR": "كلمة", "TEXT": "كلمة", "BIGINT": 3, "INTEGER": 3, "DOUBLE": 0.125, "NUMERIC": 0.125}
    made |= {"BOOLEAN": True, "DATETIME": make.day(1), "DATE": date(2025, 6, 1), "JSON": [], "BLOB": b"\x00\xff"}
    with database.write() as connection:
        for table in models.Base.metadata.sorted_tables:
            if table.name not in tables:
                continue
            row = {c.name: made[str(c.type).partition("(")[0]] for c in table.columns if not c.foreign_keys}
            row |= {
                c.name: connection.scalar(select(key.column).limit(1)) for c in table.columns for key in c.foreign_keys
            }
            connection.execute(insert(table).values(row))


def _read_twice(database: Database, make: Any) -> None:
    """An article that two states of the extractor have read."""
    text = "Meta invests 14 billion dollars in Scale AI."
    bare = make.article("z", text=text, published=make.day(6))
    plain = Article(bare.url, bare.title, text, bare.publisher, bare.published, None, "en")
    found = make.mention(make.figure(14e9, quote=make.quoted(plain, "14 billion dollars")))
    for day, config in ((20, "first"), (21, "second")):
        reading = Reading(plain, Extraction("en", True, (found,)), Extractor("safqa", config))
        ingest(database, [reading], seen_at=make.day(day))


def _poll(database: Database, every: Sequence[Article], make: Any) -> None:
    url = "https://feed.example/rss"
    shown = [FeedEntry(a.url, a.url, a.title, a.text) for a in every]
    pages = {every[0].url: Page(PageOutcome.BLOCKED_PAGE, "it says: are you", status=403, sample="<h1>Are you</h1>")}
    endings = ((Outcome.OK, 200), (Outcome.NOT_MODIFIED, 304), (Outcome.HTTP_ERROR, 503), (Outcome.NOT_A_FEED, 200))
    for hour, (outcome, status) in enumerate(endings):
        at = make.day(7) + timedelta(hours=hour)
        sample = "<html>" if outcome is Outcome.NOT_A_FEED else None
        poll = PollRecord(
            url,
            at,
            0.1234567 + hour,
            outcome,
            at,
            to_text(FeedState(make.day(7), at, 3600)),
            status=status,
            sample=sample,
        )
        some = shown if outcome is Outcome.OK else []
        known = known_entries(database, feed_key(url), [identify(entry) for entry in some])
        record(database, poll, decide(known, some), pages if some else {})


def _judge(database: Database, make: Any) -> None:
    def word(day: float) -> Word:
        return Word("sara", "لأنها صفقة واحدة", make.day(day))

    one, other = deals(database, company="Kappa")[0].id, deals(database, company="Zeta")[0].id
    judge_deals(database, Verdict.SAME, one, other, word(30))
    whole = deals(database, company="Scale AI")[0].id
    split_deal(database, whole, ["https://b.example/1"], word(31))
    judge_companies(database, Verdict.SAME, "SoftBank", "Meta", word(32))
    claim = deal(database, whole).claims[0].id
    done = judge_claim(database, Verdict.WRONG, claim, word(33))
    assert done.judgement is not None
    undo(database, done.judgement.id, make.day(34))
    judge_claim(database, Verdict.WRONG, claim, word(40))


def empty_tables(database: Database) -> list[str]:
    """The tables without a row."""
    with database.read() as connection:
        tables = models.Base.metadata.sorted_tables
        return [table.name for table in tables if connection.execute(select(table).limit(1)).first() is None]
