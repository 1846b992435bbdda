"""What an editor asks for in a form: one of the judgements of `safqa judge`, done by the same functions of the storage.

The name of the button tells which, its value what it is about, further fields the rest:

    right=CLAIM, wrong=CLAIM
    same=DEAL one=DEAL, different=DEAL one=DEAL
    split=DEAL url=ADDRESS…
    same-company=NAME one=NAME, different-company=NAME one=NAME
    undo=JUDGEMENT
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.acts import Word
    from storage.engine import Database
    from storage.judgements import Done

KINDS = ("right", "wrong", "same", "different", "split", "same-company", "different-company", "undo")
# Those that need another of their kind beside them.
_PAIRED = frozenset({"same", "different", "same-company", "different-company"})


@dataclass(frozen=True, slots=True)
class Deed:
    """A judgement asked for: `about` what, with which `others` (the other deal or name, the articles)."""

    kind: str
    about: str
    others: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The fields of a form that asks for it again."""
        name = "url" if self.kind == "split" else "one"
        return ((self.kind, self.about), *((name, other) for other in self.others))


def read_deed(fields: Mapping[str, Sequence[str]]) -> Deed | None:
    """What a form asks for; None where it asks for nothing, for several things, or says too little."""
    asked = [(kind, value) for kind in KINDS for value in fields.get(kind, ())]
    if len(asked) != 1:
        return None
    kind, about = asked[0]
    others = tuple(fields.get("one" if kind in _PAIRED else "url", ())) if kind in _PAIRED | {"split"} else ()
    if not about.strip() or (kind in _PAIRED and len(others) != 1):
        return None
    return Deed(kind, about.strip(), others)


def do(database: Database, deed: Deed, word: Word, *, dry_run: bool) -> Done:
    """Judge, or with `dry_run` only tell what that would make different.

    Raises:
        UsageError: what is named does not exist, or other judgements say otherwise (a ContradictionError).
        BusyError: somebody else was writing all the time.
    """
    from storage.judgements import Verdict, judge_claim, judge_companies, judge_deals, split_deal, undo

    kind, about = deed.kind, deed.about
    if kind in {"right", "wrong"}:
        return judge_claim(database, Verdict(kind), about, word, dry_run=dry_run)
    if kind in {"same", "different"}:
        verdict = Verdict.SAME if kind == "same" else Verdict.NOT_SAME
        return judge_deals(database, verdict, deed.others[0], about, word, dry_run=dry_run)
    if kind in {"same-company", "different-company"}:
        verdict = Verdict.SAME if kind == "same-company" else Verdict.NOT_SAME
        return judge_companies(database, verdict, deed.others[0], about, word, dry_run=dry_run)
    if kind == "split":
        if not deed.others:
            raise UsageError("no article is chosen")
        return split_deal(database, about, deed.others, word, dry_run=dry_run)
    return undo(database, about, word.at, dry_run=dry_run)
