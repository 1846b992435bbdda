"""People's word holds whatever comes, a rebuild finds nothing to do, and taking all of it back leaves no trace."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safqa.errors import UsageError
from safqa.model import Stage, Status
from storage.acts import Word, pairs_that_hold
from storage.engine import Database
from storage.judged import Subject
from storage.judgements import Verdict, judge_claim, judge_companies, judge_deals, judgements, split_deal, undo
from storage.models import Base
from storage.queries import changes, deal, deals, deals_with
from storage.rebuild import rebuild

NAMES = ["Scale AI", "Surge AI", "سيرج إيه آي", "Kappa Works"]


def articles(make: Any) -> st.SearchStrategy[list[Any]]:
    mentions = st.builds(
        lambda low, unit, **more: make.mention(make.figure(low, unit=unit), **more),
        st.sampled_from([1e9, 14e9, 14.3e9]),
        st.sampled_from(["USD", "SAR"]),
        target=st.sampled_from(NAMES),
        parties=st.lists(st.sampled_from(["Meta", "Google", "صندوق بيتا"]), unique=True, max_size=2),
        stage=st.sampled_from([None, Stage.SEED, Stage.SERIES_A]),
        status=st.sampled_from([Status.IN_TALKS, Status.ANNOUNCED]),
    )
    told = st.tuples(mentions, st.integers(0, 90))
    return st.lists(told, min_size=3, max_size=7).map(
        lambda all_told: [make.article(f"a{n}", m, published=make.day(day)) for n, (m, day) in enumerate(all_told)]
    )


ACTS = st.lists(
    st.tuples(st.sampled_from(["same", "different", "split", "wrong", "right", "one", "two"]), st.integers(0, 99)),
    max_size=5,
)


def judge(database: Database, kind: str, number: int, word: Word) -> None:
    """One judgement about deals, figures or names that are there; what cannot be said is left out."""
    found = deals(database)
    one, other = found[number % len(found)], found[number // 7 % len(found)]
    detail = deal(database, one.id)
    claim = detail.claims[number % len(detail.claims)].id
    names = NAMES[number % len(NAMES)], NAMES[number // 5 % len(NAMES)]
    with suppress(UsageError):
        if kind in ("same", "different"):
            judge_deals(database, Verdict.SAME if kind == "same" else Verdict.NOT_SAME, one.id, other.id, word)
        elif kind == "split":
            split_deal(database, one.id, [detail.articles[number % len(detail.articles)].url], word)
        elif kind in ("one", "two"):
            judge_companies(database, Verdict.SAME if kind == "one" else Verdict.NOT_SAME, *names, word)
        else:
            judge_claim(database, Verdict(kind), claim, word)


def shown(database: Database) -> list[str]:
    """What people see of deals and changes, without ids, which tell of history, and without our own clock."""
    rows = [
        repr((d.target, d.parties, d.type, d.status, d.stage, d.figures, d.articles, d.first_reported, d.last_reported))
        for d in deals(database)
    ]
    flags = [
        repr((c.kind, c.metric, c.before, c.after, c.from_value, c.to_value, c.url, c.suppressed, c.reason_ar))
        for c in changes(database, include_suppressed=True)
    ]
    return sorted(rows) + sorted(flags)


def check_what_is_held(database: Database) -> None:
    with database.read() as connection:
        for (left, right), verdict in pairs_that_hold(connection, Subject.DEAL):
            homes = [{row.id for row in deals_with(connection, [mention])} for mention in (left, right)]
            assert (homes[0] == homes[1]) is (verdict is Verdict.SAME)


def emptied(database: Database) -> Database:
    with database.write() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    return database


def test_judgements_hold_and_leave_no_trace(new_database: Callable[[], Database], make: Any, store: Any) -> None:
    judged, plain = new_database(), new_database()

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(articles(make), ACTS, st.data())
    def check(told: list[Any], acts: list[tuple[str, int]], data: st.DataObject) -> None:
        store(emptied(plain), told, make.day(100))
        emptied(judged)
        clock = 100.0
        for n, article in enumerate(data.draw(st.permutations(told))):
            clock += 1
            store(judged, [article], make.day(clock))
            for kind, number in acts[n : n + 1]:
                judge(judged, kind, number, Word("sara", None, make.day(clock + 0.5)))
            check_what_is_held(judged)
        assert rebuild(judged, make.day(200)).none
        for n, row in enumerate(judgements(judged)):
            undo(judged, row.id, make.day(201 + n))
        for n, row in enumerate(judgements(judged)):  # what the others had taken the place of
            undo(judged, row.id, make.day(301 + n))
        assert judgements(judged) == []
        assert shown(judged) == shown(plain)
        assert rebuild(judged, make.day(400)).none

    check()
