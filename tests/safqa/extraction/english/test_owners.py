"""What speaks for an amount being one deal's and not another's."""

from safqa.extraction.annotate import annotate
from safqa.extraction.assembly import assemble
from safqa.extraction.choice import choose
from safqa.extraction.english.pack import english
from safqa.extraction.reader import bind_by_rule, tellings
from safqa.extraction.scene import scenes
from safqa.extraction.settling import owner_signs
from safqa.model import Metric
from safqa.text import normalise

TEXT = "Anthropic raised $13 billion in a Series F round, the AI developer said.\nAnnual revenue rose to $700 million."


def signs_of(low: float) -> set[str]:
    """What is seen of the first deal of the text as the owner of a sum."""
    pack = english()
    rows = scenes(annotate(normalise(TEXT), pack), pack)
    drafts = assemble(tellings(choose(rows, pack), rows, pack), rows, pack)
    bindings = bind_by_rule(drafts, rows, pack)
    binding = next(b for b in bindings if b.item.amount and b.item.amount.low == low)
    return set(owner_signs(binding, Metric.AMOUNT, drafts)[0][1].signs)


def test_a_sum_told_with_its_deal_has_no_rivals() -> None:
    assert {"in its paragraph", "other sums=0"} <= signs_of(13e9)


def test_a_sum_of_another_paragraph_meets_the_one_that_the_deal_has() -> None:
    assert {"in another paragraph", "other sums=1", "spoken of=target"} <= signs_of(700e6)
