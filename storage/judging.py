"""What a person points at when judging: deals, articles, figures and names as they were typed, as keys of rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, cast, or_, select

from safqa import identity
from safqa.errors import UsageError
from safqa.ledger.copies import connected
from safqa.ledger.judged import contradictions
from safqa.ledger.spellings import organisation_key
from storage import models
from storage.acts import acts, pairs_that_hold
from storage.judged import Subject, Verdict
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection

    from storage.acts import Pair


# So many characters of a claim's id are enough to name it; a table shows twelve.
_ENOUGH = 6


class ContradictionError(UsageError):
    """A judgement says what others, `others` by their ids, taken together deny."""

    def __init__(self, others: Sequence[str]) -> None:
        self.others = tuple(others)
        named = ", ".join(others) or "what was judged before"
        super().__init__(f"this contradicts {named} taken together: `safqa judge list` shows them, `undo` ends one")


def deal_pairs(connection: Connection, verdict: Verdict, one: str, other: str) -> list[Pair]:
    """The pairs of mentions that are said to tell of the same deal, or not.

    What is held for one is held with all mentions of both deals, so that none stays behind; two are held apart by their
    founding mentions, and points decide with whom the others go.
    """
    first, second = _root(connection, one), _root(connection, other)
    if first == second:
        raise UsageError(f"{one} and {other} are one id: name two deals; `safqa judge split` parts articles of one")
    mentions = [second]
    if verdict is Verdict.SAME and _home(connection, first) != _home(connection, second):
        mentions = [m for deal in (first, second) for m in _members(connection, _home(connection, deal))]
    return [(first, mention) for mention in mentions if mention != first]


def split_pairs(connection: Connection, deal: str, urls: Sequence[str]) -> list[Pair]:
    """The pairs that hold the mentions in some articles of a deal apart from all its other mentions."""
    home = _home(connection, _root(connection, deal))
    mention = models.Mention
    articles = {
        row.key: row.article_key
        for some in chunks(_members(connection, home))
        for row in connection.execute(select(mention.key, mention.article_key).where(mention.key.in_(some)))
    }
    wanted = {identity.article_key(url): url for url in urls}
    if strange := [url for key, url in wanted.items() if key not in articles.values()]:
        raise UsageError(f"{strange[0]} is no article of {home}: `safqa deal {home}` lists them")
    parted = [key for key, article in articles.items() if article in wanted]
    rest = [key for key, article in articles.items() if article not in wanted]
    if not rest:
        raise UsageError(f"these are all articles of {home}: name those that do not belong with the others")
    return [(one, other) for one in parted for other in rest]


def claim_of(connection: Connection, typed: str) -> tuple[str, str]:
    """The key of a claim that was named by the beginning of its id, and the mention that it is of."""
    bare = typed.strip().lower()
    claim = models.Claim
    query = select(claim.key, claim.mention_key).where(claim.key.startswith(bare, autoescape=True)).limit(2)
    found = connection.execute(query).all() if len(bare) >= _ENOUGH else []
    if not found:
        raise UsageError(f"no figure has the id {typed!r}: `safqa deal ID` lists the ids of its claims")
    if len(found) > 1:
        raise UsageError(f"several figures have ids that begin with {typed!r}: give more of it")
    return found[0].key, found[0].mention_key


def name_pair(connection: Connection, one: str, other: str) -> Pair:
    """The keys of two names, at least one of which stands in an article."""
    keys = organisation_key(one), organisation_key(other)
    if not all(keys):
        raise UsageError("a name is empty")
    if keys[0] == keys[1]:
        raise UsageError(f"{one!r} and {other!r} are one name to Safqa, which leaves out case and words like Inc")
    folded = models.OrganisationName.folded
    if connection.scalar(select(folded).where(folded.in_(keys)).limit(1)) is None:
        raise UsageError(f"no article names {one!r} or {other!r}: give names as `safqa deals` shows them")
    return keys


def names_around(connection: Connection, keys: Iterable[str]) -> set[str]:
    """These names and all that any judgement, past or present, connects with them."""
    row = models.Judgement
    pairs = connection.execute(select(row.left_key, row.right_key).where(row.subject == Subject.ORGANISATION)).all()
    wanted = set(keys)
    around = wanted.union(*(group for group in connected(map(tuple, pairs)) if not group.isdisjoint(wanted)))
    return around.union(map(organisation_key, around))  # folded again: the rules may be others now


def mentions_called(connection: Connection, keys: Iterable[str]) -> set[str]:
    """The mentions whose target or a party goes by one of these names, and now and then another: by a look at texts."""
    name, telling = models.OrganisationName, models.Telling
    found: set[str] = set()
    for spelling in connection.scalars(select(name.name).distinct().where(name.folded.in_(list(keys)))).all():
        stored = json.dumps(spelling, ensure_ascii=False)
        listed = (cast(texts, String).contains(stored, autoescape=True) for texts in _lists_of_names())
        query = select(telling.mention_key).where(or_(telling.target_name == spelling, *listed))
        found.update(connection.scalars(query))
    return found


def _lists_of_names() -> tuple[ColumnElement[Any], ...]:
    """The columns whose JSON lists names."""
    columns = models.Telling.__table__.c
    return columns["target_surface"], columns["parties"]


def refuse_contradictions(connection: Connection, subject: Subject) -> None:
    """Raises ContradictionError where some are held apart that other judgements hold together."""
    held = pairs_that_hold(connection, subject)
    same = [pair for pair, verdict in held if verdict is Verdict.SAME]
    groups = contradictions(same, [pair for pair, verdict in held if verdict is Verdict.NOT_SAME])
    if groups:
        against = [act.id for act in acts(connection) if act.subject is subject and groups[0].issuperset(act.keys)]
        raise ContradictionError(against[1:])


def _root(connection: Connection, typed: str) -> str:
    """The founding mention of the deal with this id."""
    deal = models.Deal
    root = connection.scalar(select(deal.root_mention).where(deal.id == identity.read_id(typed)))
    if root is None:
        raise UsageError(f"no deal has the id {typed!r}: `safqa deals` lists the ids")
    return root


def _home(connection: Connection, mention: str) -> str:
    """The deal that holds a mention now."""
    member = models.DealMember
    home = connection.scalar(select(member.deal_id).where(member.mention_key == mention, member.closed_at.is_(None)))
    if home is None:
        raise UsageError("the deal no longer follows from the articles: its mentions were read anew")
    return home


def _members(connection: Connection, deal: str) -> list[str]:
    member = models.DealMember
    query = select(member.mention_key).where(member.deal_id == deal, member.closed_at.is_(None))
    return sorted(connection.scalars(query))
