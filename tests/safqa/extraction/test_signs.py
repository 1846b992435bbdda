"""What is seen of words and of companies around them, from texts to signs."""

from typing import Any

import pytest

from safqa.extraction.arabic.pack import arabic
from safqa.extraction.choice import Place, places
from safqa.extraction.document import Entity
from safqa.extraction.options import Option
from safqa.extraction.signs import kind_of, size, told_signs, word_signs
from safqa.extraction.situation import Elsewhere
from safqa.extraction.stance import View, party_signs, role_signs

BOUGHT = "اشترت ميتا أمس شركة مانوس مقابل ملياري دولار"
TWICE = "اشترت ميتا شركة مانوس. واشترت غوغل شركة ويز. وجاء شراء ميتا لشركة مانوس سريعا"


def read(reading: Any, text: str) -> list[Place]:
    return list(places(reading.scenes(text), arabic()))


def purchase(found: list[Place]) -> tuple[Option, Place]:
    """The first option of a purchase, with its place."""
    return next((o, place) for place in found for o in place.options if o.family == "acquisition")


def view_of(found: list[Place]) -> View:
    option, place = purchase(found)
    return View(option, place.where, Elsewhere(o for p in found for o in p.options))


def named(view: View, name: str) -> Entity:
    return next(e for e in view.where.named if e.name == name)


def role(view: View, name: str) -> set[str]:
    entity = named(view, name)
    return set(role_signs(view, entity, view.where.named[entity]).signs)


@pytest.mark.parametrize(("number", "shown"), [(0, "0"), (2, "2"), (4, "3-4"), (8, "5-8"), (9, "9+"), (400, "9+")])
def test_counts_have_few_sizes(number: int, shown: str) -> None:
    assert size(number) == shown


def test_a_company_is_known_by_its_list_then_by_the_text() -> None:
    assert kind_of(Entity("Temasek", "sovereign_fund", ai=True)) == "sovereign_fund"
    assert [kind_of(Entity("x", ai=True)), kind_of(Entity("x", cued=True)), kind_of(Entity("x"))] == [
        "ai", "cued", "unknown",
    ]  # fmt: skip


def test_a_trigger_is_seen_with_its_words_and_people(reading: Any) -> None:
    found = read(reading, BOUGHT)
    option, place = purchase(found)
    signs, contexts = told_signs(option, word_signs(place.options, place.where), Elsewhere(place.options))
    assert {"+1=(name)", "+2=امس", "money", "a frame holds", "names=2", "sentence=0"} <= set(signs)
    assert contexts == ("acquisition", "acquisition|ACQUIRE.verb")
    assert len(set(signs)) == len(signs)


def test_a_company_is_seen_by_side_frame_and_company(reading: Any) -> None:
    view = view_of(read(reading, BOUGHT))
    buyer, bought = role(view, "Meta"), role(view, "Manus")
    assert {"put=party", "right|path=", "place=0/2", "before=ai"} <= buyer
    assert {"put=target", "slot=object", "place=1/2", "behind=tech", "right|between=امس"} <= bought


def test_contexts_hold_what_the_company_is(reading: Any) -> None:
    view = view_of(read(reading, BOUGHT))
    assert view.contexts(named(view, "Meta")) == ("", "acquisition", "ACQUIRE.verb", "acquisition|tech")


def test_other_words_of_the_text_have_their_say(reading: Any) -> None:
    view = view_of(read(reading, TWICE))
    assert {"elsewhere=1:0", "elsewhere rather=target"} <= role(view, "Manus")
    assert {"elsewhere=0:1", "elsewhere rather=party"} <= role(view, "Meta")
    assert view.elsewhere.told(view.option) == (2, 0)


def test_a_company_of_the_sentence_before_is_absent(reading: Any) -> None:
    found = read(reading, "تطور ميتا النماذج. ثم اشترت غوغل شركة ويز")
    assert {"absent", "beside=tech"} <= role(view_of(found), "Meta")


def test_a_party_is_seen_beside_its_target(reading: Any) -> None:
    view = view_of(read(reading, BOUGHT))
    signs = party_signs(view, named(view, "Meta"), named(view, "Manus")).signs
    assert {"target ai>tech", "before the target", "same clause as the target"} <= set(signs)


def test_a_party_may_stand_without_a_target(reading: Any) -> None:
    view = view_of(read(reading, BOUGHT))
    assert party_signs(view, named(view, "Meta"), None).signs == ("target nobody>tech", "target is not named here")
