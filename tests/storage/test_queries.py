import json
import subprocess
import sys
from datetime import timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import event

from safqa.errors import UsageError
from safqa.model import DealType, Metric, Qualifier, Scope, Stage, Status
from storage import shapes
from storage.engine import Database
from storage.queries import changes, deal, deals


@pytest.fixture
def filled(database: Database, make: Any, store: Any) -> Database:
    """Three deals: Scale AI (day 0, again day 3), Surge AI (day 1), a partnership of two without a target (day 2)."""
    store(
        database,
        [
            make.article("a", make.mention(make.figure(14e9), status=Status.IN_TALKS)),
            make.article(
                "b",
                make.mention(
                    make.figure(None, 1e9, qualifier=Qualifier.AT_MOST, unit="EUR"),
                    target="سيرج إيه آي",
                    parties=["SoftBank"],
                    type=DealType.FUNDING_ROUND,
                    stage=Stage.SERIES_A,
                ),
                published=make.day(1),
            ),
            make.article(
                "c",
                make.mention(target=None, parties=["Meta", "Oracle"], type=DealType.PARTNERSHIP),
                published=make.day(2),
            ),
            make.article(
                "d",
                make.mention(make.figure(49, metric=Metric.STAKE, unit="percent", source="The Information")),
                published=make.day(3),
            ),
        ],
        make.day(10),
    )
    return database


def names(found: list[Any]) -> list[str | None]:
    return [row.target.name if row.target else None for row in found]


def test_most_recently_reported_first(filled: Database) -> None:
    assert names(deals(filled)) == ["Scale AI", None, "سيرج إيه آي"]
    assert names(deals(filled, limit=1)) == ["Scale AI"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"company": "scale ai"}, ["Scale AI"]),
        ({"company": "Scale"}, ["Scale AI"]),
        ({"company": "Scal"}, []),
        ({"company": "META"}, ["Scale AI", None]),
        ({"company": "سيرج أيه آى"}, ["سيرج إيه آي"]),
        ({"company": "%"}, []),
        ({"type": "partnership"}, [None]),
        ({"status": "in_talks"}, []),
        ({"status": "announced", "type": "investment"}, ["Scale AI"]),
        ({"metric": "stake"}, ["Scale AI"]),
        ({"metric": "amount", "minimum": 1e9}, ["Scale AI", "سيرج إيه آي"]),
        ({"metric": "amount", "minimum": 2e9}, ["Scale AI"]),
        ({"minimum": 15e9}, []),
    ],
)
def test_filters(filled: Database, filters: dict[str, Any], expected: list[str | None]) -> None:
    assert names(deals(filled, **filters)) == expected


def test_since_speaks_of_when_it_was_told(filled: Database, make: Any) -> None:
    assert names(deals(filled, since=make.day(2))) == ["Scale AI", None]
    assert [change.kind for change in changes(filled, since=make.day(2))] == [
        "new_figure",
        "status_changed",
        "new_deal",
    ]


def test_as_of_speaks_of_what_we_knew(filled: Database, make: Any, store: Any) -> None:
    store(filled, [make.article("e", make.mention(make.figure(15e9), parties=["Meta", "Nvidia"]))], make.day(20))
    (before,) = deals(filled, company="Scale AI", as_of=make.day(19))
    (after,) = deals(filled, company="Scale AI")
    assert (before.articles, after.articles) == (2, 3)
    assert [party.name for party in after.parties] == ["Meta", "Nvidia"]
    assert [party.name for party in before.parties] == ["Meta"]
    assert [(f.low, f.high) for f in before.figures if f.metric == "amount"] == [(14e9, 14e9)]
    assert deals(filled, as_of=make.day(9)) == []
    assert deals(filled, company="Nvidia", as_of=make.day(19)) == []


def test_changes_newest_first_and_filtered(filled: Database, make: Any, store: Any) -> None:
    store(filled, [make.article("x", make.mention(target="Old Co", background=True), published=make.day(5))])
    assert [change.kind for change in changes(filled)] == [
        "new_figure",
        "status_changed",
        "new_deal",
        "new_deal",
        "new_deal",
    ]
    assert changes(filled, include_suppressed=True)[0].suppressed == "background"
    assert [change.metric for change in changes(filled, kind="new_figure")] == ["stake"]
    assert len(changes(filled, company="SoftBank")) == 1
    assert len(changes(filled, limit=2)) == 2
    (figure,) = changes(filled, kind="new_figure")
    assert figure.before is None
    assert figure.after is not None
    assert (figure.after.low, figure.after.unit, figure.after.source) == (49, "percent", "The Information")
    assert (figure.url, figure.detected_at) == ("https://d.example/1", make.day(10))


def test_a_deal_with_all_that_stands_behind_it(filled: Database, make: Any) -> None:
    (scale,) = deals(filled, company="Scale AI")
    detail = deal(filled, f" {scale.id.upper()} ")
    assert detail.deal == scale
    assert [(claim.metric, claim.origin, claim.source) for claim in detail.claims] == [
        ("amount", "A", None),
        ("stake", "The Information", "The Information"),
    ]
    assert [change.kind for change in detail.changes] == ["new_deal", "status_changed", "new_figure"]
    assert [article.url for article in detail.articles] == ["https://a.example/1", "https://d.example/1"]
    assert detail.claims[0].seen_at == make.day(10)


def test_unknown_ids_are_told(filled: Database) -> None:
    with pytest.raises(UsageError, match=r"no deal has the id 'd00000000': `safqa deals` lists the ids"):
        deal(filled, "d00000000")


def test_deals_that_become_one_and_two_again(database: Database, make: Any, store: Any) -> None:
    """A third article names parties of both deals: one has both, so the older id answers for the younger."""
    store(database, [make.article("a", make.mention(parties=["Meta"]))], make.day(10))
    store(database, [make.article("b", make.mention(parties=["Google"]), published=make.day(1))], make.day(11))
    older, younger = deals(database, company="Meta")[0].id, deals(database, company="Google")[0].id
    assert older != younger
    edited = make.article("b", make.mention(parties=["Meta"]), text="Edited.", updated=make.day(2))
    store(database, [edited], make.day(12))
    assert [found.id for found in deals(database)] == [older]
    assert deal(database, younger).deal.id == older
    assert len(deals(database, as_of=make.day(11))) == 2
    assert [change.kind for change in changes(database)] == ["party_added", "new_deal"]


def test_the_number_of_statements_does_not_grow(filled: Database, make: Any, store: Any) -> None:
    def statements(run: Any) -> int:
        seen: list[str] = []
        event.listen(filled.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        run()
        return len(seen)

    few = [statements(lambda: deals(filled)), statements(lambda: changes(filled))]
    store(filled, [make.article(f"n{n}", make.mention(make.figure(), target=f"Company {n}")) for n in range(30)])
    assert len(deals(filled)) == 33
    assert [statements(lambda: deals(filled)), statements(lambda: changes(filled))] == few


DEAL_KEYS = [
    "id",
    "type",
    "status",
    "stage",
    "target",
    "parties",
    "first_reported",
    "last_reported",
    "articles",
    "figures",
]


def test_shapes_have_the_keys_that_scripts_read(filled: Database) -> None:
    row = deals(filled, company="Scale AI")[0]
    listed = shapes.deal_json(row)
    assert list(listed) == DEAL_KEYS
    assert set(listed["target"]) == {"id", "name"}
    assert set(listed["parties"][0]) == {"id", "name", "role"}
    slot = {"metric", "scope", "party", "basis", "low", "high", "unit", "qualifier"}
    assert set(listed["figures"][0]) == slot | {"sources"}
    detail = shapes.detail_json(deal(filled, row.id))
    assert list(detail) == [*DEAL_KEYS[:8], "articles", "figures", "claims", "changes", "history"]
    claim = slot | {"polarity", "former", "source", "publisher", "origin", "published_at", "seen_at"}
    assert set(detail["claims"][0]) == claim | {"url", "quote", "start", "end", "id", "judged"}
    assert set(detail["articles"][0]) == {"url", "title", "publisher", "published_at", "near_copy_of", "withdrawn_at"}
    flag = detail["changes"][2]
    keys = (
        "id kind deal metric before after from to url publisher published_at detected_at reason_en reason_ar"
        " severity official suppressed"
    )
    assert list(flag) == keys.split()
    assert set(flag["after"]) == {"low", "high", "unit", "qualifier", "source"}
    assert set(flag["deal"]) == {"id", "type", "target", "parties"}
    assert '"low": 14000000000,' in json.dumps(listed)
    assert listed["first_reported"] == "2025-06-01T08:00:00+00:00"


def test_numbers_with_a_fraction_stay() -> None:
    assert [shapes.number(value) for value in (49.5, 49.0, None)] == [49.5, 49, None]


def test_a_partys_share_is_another_figure_and_names_the_party(database: Database, make: Any, store: Any) -> None:
    share = make.figure(5e9, scope=Scope.PARTY_SHARE, party="SoftBank Group")
    store(database, [make.article("a", make.mention(make.figure(40e9), share))])
    assert [(f.scope, f.party, f.low) for f in deals(database)[0].figures] == [
        ("whole", None, 40e9),
        ("party_share", "SoftBank Group", 5e9),
    ]


def test_reading_imports_nothing_heavy(tmp_path: Any) -> None:
    """`safqa deals` must answer at once; of what is listed here, each takes longer to import than all of the answer."""
    code = (
        "import sys; from storage.engine import open_database; from storage import queries, shapes\n"
        f"with open_database('sqlite:///{tmp_path / 'safqa.db'}') as database: queries.deals(database)\n"
        "heavy = {'prefect', 'camel_tools', 'pandas', 'numpy', 'alembic', 'pydantic', 'httpx'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True) for _ in range(2)
    )
    assert (first.stdout, second.stdout) == ("['alembic']\n", "[]\n")


def test_since_and_as_of_take_any_zone(filled: Database, make: Any) -> None:
    riyadh = timezone(timedelta(hours=3))
    assert len(deals(filled, since=make.day(2).astimezone(riyadh))) == 2


def test_parties_stand_in_the_order_in_which_they_were_told(database: Database, make: Any, store: Any) -> None:
    store(
        database,
        [
            make.article("a", make.mention(parties=["Nvidia", "Meta"])),
            make.article("b", make.mention(parties=["Amazon", "Meta"]), published=make.day(1)),
        ],
    )
    assert [party.name for party in deals(database)[0].parties] == ["Nvidia", "Meta", "Amazon"]
