"""What a purchase is of: a company behind the words for its shares, or one that the text spoke of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind
from safqa.extraction.scene import is_actor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.extraction.groups import Group
    from safqa.extraction.pack import Grammar
    from safqa.extraction.slots import Slots, Trigger

SHARE = "share"
"""The slot of the company whose shares are traded; only frames of purchases and sales have it as their target."""

BOUGHT = frozenset({"outlet"})
"""Kinds that are no target of a purchase: products are bought too."""

_BREAKS = frozenset(",;:.")
_DESCRIBED = 6  # words before the name that say what it is: "مصممة الرقائق البريطانية «آرم»"
_OFFER = 10  # items from an offer to the buying that is offered: "عرضا تقدمت به مجموعة «A» لشراء"
_OBJECT = 6  # items behind a name in which something unnamed is the verb's object: "اشترت ميتا شركة ناشئة"
_UNNAMED = ("COMPANY", "INVESTOR", "GOVERNMENT", "FUND", "PERSON", "LENDER", "SUPPLY", "SOURCE", "STAKE", "ASSETS")


def place_share(trigger: Trigger, slots: Slots, buyer: Group | None, grammar: Grammar) -> None:
    """Fill the slot "share", unless a preposition names what is bought: "استحوذت A على 51% من T".

    `buyer` is who stands right behind the word of buying.
    """
    target = trigger.frame.target
    if SHARE not in target or any(slot in grammar.prepositions for slot in target if slot in slots):
        return
    if share := _share(trigger, buyer, grammar):
        slots[SHARE] = share


def _share(trigger: Trigger, buyer: Group | None, grammar: Grammar) -> Group | None:
    """The company behind the words that say how much of it, or what it is: "ما تبقى من T", "مصممة الرقائق T".

    Nothing but nouns stands on the way to it; behind who buys, a preposition, a cue noun or a share does too, for two
    names beside each other may be a list of buyers.
    """
    items = trigger.scene.sentence.items
    start = trigger.item.index if buyer is None else buyer.last
    groups = trigger.scene.right_of(start, trigger.frame.reach)
    group = next((g for g in groups if g.head != "OWN" and is_actor(g, BOUGHT)), None)
    if group is None:
        return None
    way = items[start + 1 : group.first]
    onto = {m for m in trigger.frame.target if m in grammar.prepositions}
    shared = any(_tells_share(i, grammar) for i in way)
    since = max((n for n, i in enumerate(way) if i.text in _BREAKS), default=-1) + 1
    aside = since and not any(i.text in onto for i in way[since:])  # "شراء T، وهي شركة مقرها A"
    if aside or not _is_nominal(way) or group.marker not in {"", *onto, *(grammar.script.of if shared else ())}:
        return None
    introduced = shared or any(i.has("COMPANY") or i.text in onto for i in way)
    return group if buyer is None or introduced else None


def _tells_share(item: Item, grammar: Grammar) -> bool:
    """Whether a word says how much of a company: "51%", "حصة", "ما تبقى"."""
    is_share = item.amount is not None and item.amount.is_percent
    return is_share or item.has("STAKE", "WHOLE") or item.text in grammar.partitives


def _is_nominal(way: Sequence[Item]) -> bool:
    """Whether nothing but nouns and shares stands on the way to a name."""
    words = [i for i in way if i.kind is Kind.WORD]
    money = any(i.amount is not None and not i.amount.is_percent for i in way)
    verbs = any(i.senses and i.senses[0].is_verb for i in words)
    return len(words) <= _DESCRIBED and not money and not verbs


def _buys(trigger: Trigger) -> bool:
    return SHARE in trigger.frame.target and trigger.sense.cls == "ACQUIRE"


def is_object(trigger: Trigger, slots: Slots, near: Group, before: Group | None) -> bool:
    """Whether the only name behind a verb of buying is bought: "حين اشترت ميلانوكس بما يقارب 7 مليارات".

    Somebody else must be spoken of, who buys, and nothing unnamed may be what is bought ("اشترت ميتا شركة ناشئة").
    """
    if not _buys(trigger) or any(slot in slots for slot in trigger.frame.target):
        return False
    buyer = before.entities[0] if before else trigger.scene.topic
    behind = trigger.scene.sentence.items[near.last + 1 : near.last + 1 + _OBJECT]
    unnamed = any(i.kind is Kind.WORD and i.has(*_UNNAMED) and not i.marker for i in behind)
    return buyer is not None and buyer not in near.entities and not unnamed


def refers(trigger: Trigger, slots: Slots, grammar: Grammar) -> bool:
    """Whether a pronoun behind a noun of buying stands for what is bought: "عرض A للاستحواذ عليها"."""
    behind = trigger.scene.sentence.items[trigger.item.index + 1 : trigger.item.index + 2]
    held = next((grammar.referring.get(i.text) for i in behind), None)
    return _buys(trigger) and held in trigger.frame.target and held not in slots


def place_offer(trigger: Trigger, slots: Slots, grammar: Grammar) -> bool:
    """Fill both slots of "رفضت T عرضا من A لشرائها", "عرض شراء من A": who offers buys whom the text spoke of before."""
    items, place = trigger.scene.sentence.items, trigger.item.index
    offer = next((i for i in reversed(items[max(0, place - _OFFER) : place]) if i.has("OFFER")), None)
    if offer is None or not _buys(trigger) or any(slot in slots for slot in trigger.frame.target):
        return False
    ahead = [g for g in trigger.scene.left_of(place) if is_actor(g)]
    behind = (slots[m] for m in grammar.script.of if m in slots and place == offer.index + 1)
    buyer = next((g for g in ahead if g.first > offer.index), next(behind, None))
    if buyer is None:
        return False
    bought = next((g for g in ahead if g.last < offer.index), trigger.spoken_of)
    if bought is None or bought.entities[0] in buyer.entities:
        return False
    slots["subject"], slots["object"] = buyer, bought
    return True
