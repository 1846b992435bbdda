"""Who joins a deal is one flag, whoever tells it and however the name is written."""

from typing import Any

import pytest

from safqa.ledger.changes import changes_of
from safqa.model import Status


def joined(*tellings: Any) -> list[tuple[str | None, str, str | None]]:
    found = [change for change in changes_of(tellings) if change.kind == "party_added"]
    return [(change.to_value, change.telling.article, change.suppressed) for change in found]


def test_each_party_joins_once(tell: Any, make: Any) -> None:
    told = [
        tell("a", make.mention()),
        tell("b", make.mention(parties=["Meta", "Nvidia", "MGX"]), 1),
        tell("c", make.mention(parties=["Nvidia"]), 2),
    ]
    assert joined(*told) == [("Nvidia", "b", None), ("MGX", "b", None)]


@pytest.mark.parametrize("name", ["META, Inc.", "meta", "Scale AI", "ميتا"])
def test_who_is_known_by_another_spelling_does_not_join(name: str, tell: Any, make: Any) -> None:
    assert joined(tell("a", make.mention()), tell("b", make.mention(parties=[name]), 1)) == []


def test_a_name_twice_in_one_text_joins_once(tell: Any, make: Any) -> None:
    twice = make.mention(parties=["Meta", "Nvidia", "Nvidia"])
    assert joined(tell("a", make.mention()), tell("b", twice, 1)) == [("Nvidia", "b", None)]


def test_two_spellings_in_one_text_join_once(tell: Any, make: Any) -> None:
    twice = make.mention(parties=["Meta", "Nvidia", "NVIDIA Corp."])
    assert len(joined(tell("a", make.mention()), tell("b", twice, 1))) == 1


def test_nobody_joins_in_the_background(tell: Any, make: Any) -> None:
    back = make.mention(parties=["Meta", "Nvidia"], background=True)
    assert joined(tell("a", make.mention()), tell("b", back, 1)) == [("Nvidia", "b", "background")]


def test_nobody_joins_a_deal_by_its_denial(tell: Any, make: Any) -> None:
    denial = make.mention(parties=["Meta", "Nvidia"], status=Status.DENIED)
    assert joined(tell("a", make.mention()), tell("b", denial, 1)) == [("Nvidia", "b", "denied")]


def test_those_of_the_first_report_do_not_join(tell: Any, make: Any) -> None:
    assert joined(tell("a", make.mention(parties=["Meta", "Nvidia"]))) == []
