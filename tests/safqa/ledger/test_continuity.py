from typing import Any

from safqa.ledger import compute
from safqa.ledger.continuity import KnownDeal, Redirect, continue_ids


def deals(tell: Any, make: Any, *parties: list[str]) -> Any:
    """One telling for each list of parties, told a day apart: their mentions are a-0, b-0, …"""
    return compute([tell(chr(97 + day), make.mention(parties=names), day) for day, names in enumerate(parties)])


def known(make: Any, name: str, root: str, day: int, merged_into: str | None = None) -> KnownDeal:
    return KnownDeal(name, root, make.day(day), merged_into)


def test_a_deal_that_nobody_knew_needs_an_id(tell: Any, make: Any) -> None:
    found = continue_ids(deals(tell, make, ["Meta"]), [])
    assert (found.ids, found.redirects) == ({"a-0": None}, ())


def test_a_deal_keeps_its_id_when_an_earlier_article_comes_late(tell: Any, make: Any) -> None:
    found = continue_ids(deals(tell, make, ["Meta"], ["Meta"]), [known(make, "d1", "b-0", 0)])
    assert (found.ids, found.redirects) == ({"a-0": "d1"}, ())


def test_the_older_id_survives_a_merge(tell: Any, make: Any) -> None:
    before = [known(make, "d1", "a-0", 5), known(make, "d2", "b-0", 4)]
    found = continue_ids(deals(tell, make, ["Meta"], ["Meta"]), before)
    assert found.ids == {"a-0": "d2"}
    assert found.redirects == (Redirect("merge", "d1", "d2"),)


def test_a_merge_is_told_once(tell: Any, make: Any) -> None:
    before = [known(make, "d1", "a-0", 4), known(make, "d2", "b-0", 5, merged_into="d1")]
    assert continue_ids(deals(tell, make, ["Meta"], ["Meta"]), before).redirects == ()


def test_an_id_comes_back_when_its_founder_parts(tell: Any, make: Any) -> None:
    before = [known(make, "d1", "a-0", 4), known(make, "d2", "b-0", 5, merged_into="d1")]
    found = continue_ids(deals(tell, make, ["Meta"], ["Google"]), before)
    assert found.ids == {"a-0": "d1", "b-0": "d2"}
    assert found.redirects == (Redirect("split", "d1", "d2"),)
