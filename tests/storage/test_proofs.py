"""The words behind rows of lists."""

from dataclasses import replace
from typing import Any

from storage import queries
from storage.engine import Database
from storage.proofs import first_words, proofs_of_changes


def test_a_deal_is_told_by_its_first_text_that_does_not_look_back(database: Database, make: Any, store: Any) -> None:
    looking_back = make.mention(make.figure(14e9), background=True)
    store(database, [make.article("early", looking_back), make.article("late", make.mention(), published=make.day(3))])
    [deal] = queries.deals(database)
    assert first_words(database, [deal.id], None)[deal.id].url == "https://late.example/1"
    store(database, [make.article("other", make.mention(target="Mistral AI", background=True))])
    ids = {row.target.name: row.id for row in queries.deals(database) if row.target}
    only = first_words(database, ids.values(), None)
    assert only[ids["Mistral AI"]].url == "https://other.example/1"
    assert first_words(database, ["dnowhere"], None) == {}


def test_what_was_known_then(database: Database, make: Any, store: Any) -> None:
    store(database, [make.article("second", make.mention(), published=make.day(2))], seen_at=make.day(10))
    [deal] = queries.deals(database)
    store(database, [make.article("first", make.mention())], seen_at=make.day(20))
    assert first_words(database, [deal.id], None)[deal.id].publisher == "First"
    assert first_words(database, [deal.id], make.day(15))[deal.id].publisher == "Second"
    assert first_words(database, [deal.id], make.day(5)) == {}


def test_a_change_has_the_words_of_both_sides(database: Database, make: Any, store: Any) -> None:
    one = make.article("one", text="It pays $14 billion.")
    two = make.article("two", text="It pays $15 billion.", published=make.day(1))
    said = make.figure(14e9, quote=make.quoted(one, "$14 billion"))
    other = make.figure(15e9, quote=make.quoted(two, "$15 billion"))
    store(database, [replace(one, mentions=(make.mention(said),)), replace(two, mentions=(make.mention(other),))])
    found = {change.kind: change for change in queries.changes(database)}
    proofs = proofs_of_changes(database, [change.id for change in found.values()], None)
    sides = [(proof.proves, proof.quote, proof.url) for proof in proofs[found["conflict"].id]]
    assert sides == [
        ("after", "$15 billion", "https://two.example/1"),
        ("before", "$14 billion", "https://one.example/1"),
    ]
    [told] = proofs[found["new_deal"].id]
    assert (told.proves, told.title, told.published_at) == ("deal", "Title one", make.start)
    assert proofs_of_changes(database, ["nothing"], None) == {}
