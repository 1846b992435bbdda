"""`safqa judge`, `safqa rebuild`, and the two clocks, as a person at a terminal meets them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows import pipeline
from safqa.extraction.fingerprint import fingerprint
from safqa.feeds.seed import seed_article
from safqa.model import Stage
from storage.articles import Extractor, Reading
from storage.engine import open_database
from storage.ingest import given, ingest

SEEN = datetime(2025, 6, 20, tzinfo=UTC)
LATER = datetime(2025, 7, 20, tzinfo=UTC)


@pytest.fixture
def filled(home: Path, make: Any) -> Path:
    """Two rounds of one company, the second learned a month later."""
    first = make.article("one", make.mention(make.figure(14e9), stage=Stage.SERIES_A))
    second = make.article("two", make.mention(make.figure(20e9), stage=Stage.SERIES_B), published=make.day(3))
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        ingest(database, [given(first)], seen_at=SEEN)
        ingest(database, [given(second)], seen_at=LATER)
    return home


def ids(safqa: Any) -> list[str]:
    return [deal["id"] for deal in safqa("deals", "--format", "json").json]


def test_two_deals_are_judged_one_and_two_again(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()
    two = ids(safqa)
    dry = safqa("judge", "same", *two, "--dry-run")
    assert "dry run, nothing was kept; it would make: 1 deal restated, 1 deal merged into another" in dry.out
    assert ids(safqa) == two
    done = safqa("judge", "same", *two, "--by", "Sara", "--reason", "[one] round")
    assert (done.code, done.out.splitlines()[0].startswith("j1 holds: 1 deal restated")) == (0, True)
    assert "Meta → Scale AI" in done.out
    assert len(ids(safqa)) == 1
    assert "that is held already" in safqa("judge", "same", *two).out
    (listed,) = safqa("judge", "list", "--format", "json").json
    assert (listed["id"], listed["verdict"], listed["by"], listed["reason"]) == ("j1", "same", "Sara", "[one] round")
    assert {about["url"] for about in listed["about"]} == {"https://one.example/1", "https://two.example/1"}
    assert "[one] round" in safqa("judge", "list").out
    assert safqa("judge", "undo", "j1").out.startswith("j1 is withdrawn: ")
    assert ids(safqa) == two
    assert safqa("judge", "list").out.strip() == "no judgements"
    assert safqa("judge", "list", "--all", "--format", "json").json[0]["deleted_at"] is not None


def test_what_judgements_do_is_shown_as_our_own_doing(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()
    two = ids(safqa)
    safqa("judge", "same", *two)
    assert {row["kind"] for row in safqa("changes", "--format", "json").json} == {"new_deal", "conflict"}
    (ours,) = safqa("changes", "--all", "--kind", "merged", "--format", "json").json
    assert (ours["suppressed"], ours["url"], {ours["from"], ours["to"]}) == ("ours", None, set(two))
    assert "(merged: ours)" in safqa("changes", "--all").out
    assert safqa("changes", "--all", "--limit", "1", "--format", "json").json == [ours]
    assert safqa("changes", "--all", "--told-by", "2030-01-01", "--kind", "merged", "--format", "json").json == []
    assert "(merged: ours)" in safqa("deal", two[0]).out
    assert safqa("deal", two[0], "--format", "json").json["history"] == [ours]


def test_a_split_and_different_deals(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()
    two = ids(safqa)
    safqa("judge", "same", *two)
    whole = ids(safqa)[0]
    document = safqa("judge", "split", whole, "https://two.example/1", "--format", "json").json
    assert (document["judgement"]["verdict"], document["differences"]["split"], len(document["deals"])) == (
        "not_same",
        1,
        2,
    )
    assert sorted(ids(safqa)) == sorted(two)
    assert "that is held already" in safqa("judge", "different", *two).out


def test_figures_are_judged_by_the_first_letters_of_their_ids(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()
    deal = ids(safqa)[1]
    (claim,) = safqa("deal", deal, "--format", "json").json["claims"]
    assert (claim["judged"], claim["id"][:12] in safqa("deal", deal).out) == (None, True)
    assert safqa("judge", "wrong", claim["id"][:8]).out.startswith("f1 holds: ")
    shown = safqa("deal", deal, "--format", "json").json
    assert (shown["figures"], shown["claims"][0]["judged"]) == ([], "wrong")
    assert "judged wrong" in safqa("deal", deal).out
    assert safqa("judge", "right", claim["id"]).out.startswith("f2 holds: ")
    assert [f["low"] for f in safqa("deal", deal, "--format", "json").json["figures"]] == [14000000000]


def test_companies_are_judged_by_their_names(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()
    assert safqa("judge", "same-company", "Scale AI", "Skala").code == 0
    assert len(safqa("deals", "--company", "Skala", "--format", "json").json) == 2
    assert safqa("judge", "different-company", "Scale AI", "Skala").code == 0
    assert safqa("deals", "--company", "Skala", "--format", "json").json == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("judge", "same", "dnope", "dnope2"), "no deal has the id 'dnope'"),
        (("judge", "wrong", "12345678"), "no figure has the id '12345678'"),
        (("judge", "undo", "x"), "no judgement has the id 'x'"),
        (("judge", "same-company", "Nobody", "No One"), "no article names 'Nobody' or 'No One'"),
        (("judge", "same"), "DEAL"),
        (("deal", "d", "--as-of", "2025-06-01", "--told-by", "2025-06-01"), "exclude each other"),
    ],
)
def test_a_wrong_judgement_is_one_line_and_a_code(safqa: Any, args: tuple[str, ...], said: str) -> None:
    ran = safqa(*args)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert said in ran.err


def test_help_tells_examples(safqa: Any) -> None:
    commands = ["same", "different", "split", "wrong", "right", "same-company", "different-company", "list", "undo"]
    for command in commands:
        ran = safqa("judge", command, "--help")
        assert (ran.code, f"safqa judge {command}" in ran.out) == (0, True)
    assert "safqa rebuild" in safqa("rebuild", "--help").out


def test_a_deal_and_the_changes_as_we_knew_them(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()
    two = ids(safqa)
    assert len(safqa("changes", "--as-of", "2025-07-01", "--format", "json").json) == 1
    assert safqa("deal", two[1], "--as-of", "2025-07-01", "--format", "json").json["id"] == two[1]
    unknown = safqa("deal", two[0], "--as-of", "2025-07-01")
    assert (unknown.code, f"the deal {two[0]} was not known on 2025-07-01" in unknown.err) == (2, True)


def test_a_deal_as_the_world_had_told_it(safqa: Any, filled: Path, make: Any) -> None:
    deal = ids(safqa)[1]
    late = make.article("late", make.mention(make.figure(15e9), stage=Stage.SERIES_A), published=make.day(5))
    with open_database(f"sqlite:///{filled / 'safqa.db'}") as database:
        ingest(database, [given(late)], seen_at=LATER)
    now = safqa("deal", deal, "--format", "json").json
    then = safqa("deal", deal, "--told-by", "2025-06-03", "--format", "json").json
    assert (now["articles"], len(now["claims"]), then["articles"][0]["url"]) == (
        now["articles"],
        2,
        "https://one.example/1",
    )
    assert [f["high"] for f in then["figures"]] == [14000000000]
    assert [c["kind"] for c in then["changes"]] == ["new_deal"]
    assert safqa("deal", deal, "--told-by", "2025-05-01").code == 2
    assert len(safqa("changes", "--told-by", "2025-06-03", "--format", "json").json) == 1


def test_a_rebuild_says_what_became_different(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()
    ran = safqa("rebuild")
    assert (ran.code, ran.out, ran.err) == (0, "nothing became different\n", "")


def test_a_rebuild_reads_again_what_another_extractor_read(safqa: Any, home: Path) -> None:
    seed = seed_article()
    found = pipeline.extract(seed.text, title=seed.title, published=seed.published, lang=seed.lang)
    old = Reading(seed, found, Extractor("safqa", "of another state"))
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        ingest(database, [old], seen_at=SEEN)
    before = safqa("deals", "--format", "json").json
    assert pipeline.EXTRACTOR.config == fingerprint()
    assert safqa("rebuild", "--extract").out == "1 article read again\nnothing became different\n"
    assert safqa("rebuild", "--extract").out == "0 articles read again\nnothing became different\n"
    assert safqa("deals", "--format", "json").json == before
