"""The tables of the deal database, one module a noun; `Base.metadata` knows them all.

Written by the ledger today: articles and their near-copies, organisations, mentions, deals. The tables of feeds,
judgements, rates and notifications are laid out here and filled by the parts of Safqa that own them.
"""

from storage.models.archives import ArchiveMark
from storage.models.articles import (
    Article,
    ArticleVersion,
    ExtractionRun,
    NearCopyBand,
    NearCopyMember,
    NearCopyPair,
    NearCopyText,
    Outlet,
    Source,
    Withdrawal,
)
from storage.models.base import Base, Derived, UtcDateTime, complete_for_postgresql
from storage.models.deals import (
    Change,
    ClusterEvent,
    Deal,
    DealFigure,
    DealMember,
    DealParty,
    DealSource,
    DealState,
    Restatement,
)
from storage.models.feeds import Entry, Feed, Poll
from storage.models.judgements import ClaimJudgement, Judgement
from storage.models.listed import ListedOrganisation
from storage.models.mentions import Claim, Mention, MentionBlock, Sighting, Telling
from storage.models.organisations import Organisation, OrganisationName
from storage.models.outbox import Decided, Notification
from storage.models.rates import FxRate

__all__ = [
    "ArchiveMark",
    "Article",
    "ArticleVersion",
    "Base",
    "Change",
    "Claim",
    "ClaimJudgement",
    "ClusterEvent",
    "Deal",
    "DealFigure",
    "DealMember",
    "DealParty",
    "DealSource",
    "DealState",
    "Decided",
    "Derived",
    "Entry",
    "ExtractionRun",
    "Feed",
    "FxRate",
    "Judgement",
    "ListedOrganisation",
    "Mention",
    "MentionBlock",
    "NearCopyBand",
    "NearCopyMember",
    "NearCopyPair",
    "NearCopyText",
    "Notification",
    "Organisation",
    "OrganisationName",
    "Outlet",
    "Poll",
    "Restatement",
    "Sighting",
    "Source",
    "Telling",
    "UtcDateTime",
    "Withdrawal",
    "complete_for_postgresql",
]
