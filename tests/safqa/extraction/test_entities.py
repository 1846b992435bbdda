"""Who is who in one document."""

from safqa.extraction.document import Entity
from safqa.extraction.entities import Register
from safqa.extraction.listing import Listed


def listed(name: str, *, described: bool = False) -> Listed:
    return Listed(0, 4, name, "ai", ai=True, described=described)


def test_spellings_of_one_listed_name_are_one_entity() -> None:
    register = Register()
    one = register.known(listed("Meta"), "ميتا")
    assert register.known(listed("Meta"), "Meta") is one
    assert one.surfaces == ["ميتا", "Meta"]
    assert (one.kind, one.known, one.ai) == ("ai", True, True)
    assert register.entities == [one]


def test_a_description_adds_no_spelling() -> None:
    register = Register()
    one = register.known(listed("OpenAI", described=True), "مطورة تشات جي بي تي")
    assert one.surfaces == []
    assert register.names("OpenAI")
    assert register.find("مطورة تشات جي بي تي") is None


def test_an_unlisted_name_is_found_by_its_folded_spelling() -> None:
    register = Register()
    one = register.unknown("نُوران")
    assert register.unknown("نوران") is one
    assert register.find("نوران") is one
    assert register.find("غيث") is None


def test_the_spelling_of_a_listed_name_stands_for_it() -> None:
    register = Register()
    one = register.known(listed("Meta"), "ميتا")
    assert register.unknown("ميتا") is one


def test_a_name_cut_short_is_the_longer_one_in_either_order() -> None:
    for first, second in (("سمندل للحوسبة", "سمندل"), ("سمندل", "سمندل للحوسبة")):
        register = Register()
        assert register.unknown(first) is register.unknown(second)


def test_a_name_is_not_cut_short_inside_a_word_nor_to_a_few_letters() -> None:
    register = Register()
    assert register.unknown("سمندلية") is not register.unknown("سمندل")
    assert register.unknown("غيث للتقنية") is not register.unknown("غيث")


def test_a_typed_name_is_never_the_short_form_of_another() -> None:
    register = Register()
    ministry = register.unknown("وزارة الداخلية والأمن", "government")
    assert register.unknown("وزارة الداخلية", "government") is not ministry


def test_uniting_keeps_the_listed_one() -> None:
    register = Register()
    bare, known = register.unknown("سكيل"), register.known(listed("Scale AI"), "Scale AI")
    assert register.unite(bare, known) is known
    assert known.surfaces == ["Scale AI", "سكيل"]
    assert register.entities == [known]
    assert register.find("سكيل") is known


def test_uniting_two_unlisted_names_takes_the_latin_one() -> None:
    register = Register()
    keep = register.unite(register.unknown("نوران"), register.unknown("Noorane"))
    assert keep.name == "Noorane"
    assert register.unite(keep, register.unknown("نوران")) is keep


def test_two_listed_names_are_not_united() -> None:
    register = Register()
    one, other = register.known(listed("Meta"), "ميتا"), register.known(listed("Oracle"), "أوراكل")
    register.unite(one, other)
    assert register.entities == [one, other]


def test_an_empty_spelling_is_not_remembered() -> None:
    entity = Entity("Meta")
    entity.seen_as("")
    assert entity.surfaces == []
