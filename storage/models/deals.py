"""Deals and all that follows from their mentions. Only `deal` and `cluster_event` are facts; the rest is derived."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import (
    Base,
    Derived,
    Key,
    PublicId,
    RowId,
    Stated,
    Word,
    index_where,
    unique_while_live,
)


class Deal(Base):
    """An id that a transaction goes by; it carries no facts and keeps answering after a merge."""

    __tablename__ = "deal"

    id: Mapped[PublicId] = mapped_column(primary_key=True, comment="short id made of the founding mention")
    root_mention: Mapped[Key] = mapped_column(ForeignKey("mention.key"), unique=True, comment="the founding mention")
    created_at: Mapped[datetime] = mapped_column(comment="when the id was given, UTC; the older id survives a merge")


class ClusterEvent(Base):
    """A deal went up in another, or came out of it again: why an old id answers with a newer deal. Append-only."""

    __tablename__ = "cluster_event"

    row: Mapped[RowId] = mapped_column(primary_key=True, comment="running number: order of events")
    kind: Mapped[Word] = mapped_column(comment="merge or split")
    from_deal: Mapped[PublicId] = mapped_column(
        ForeignKey("deal.id"), index=True, comment="merged away, or left by a split"
    )
    to_deal: Mapped[PublicId] = mapped_column(ForeignKey("deal.id"), index=True, comment="where its mentions went")
    cause: Mapped[str] = mapped_column(comment="rule or judgement that did it")
    recorded_at: Mapped[datetime] = mapped_column(comment="when, UTC")


class Restatement(Base):
    """A deal is shown otherwise although no article says anything new; its rows tell what was shown. Append-only."""

    __tablename__ = "restatement"

    row: Mapped[RowId] = mapped_column(primary_key=True, comment="running number: order of restatements")
    deal_id: Mapped[PublicId] = mapped_column(ForeignKey("deal.id"), index=True)
    cause: Mapped[str] = mapped_column(comment="reread, rebuild, or the judgement that did it")
    recorded_at: Mapped[datetime] = mapped_column(comment="when, UTC")


class DealMember(Derived, Base):
    """A mention that tells of a deal."""

    __tablename__ = "deal_member"

    deal_id: Mapped[PublicId] = mapped_column(ForeignKey("deal.id"), index=True)
    mention_key: Mapped[Key] = mapped_column(ForeignKey("mention.key"))

    __table_args__ = (
        unique_while_live("uq_deal_member_live", "mention_key"),
        index_where("ix_deal_member_closed_at", "closed_at", where="closed_at IS NOT NULL"),
    )


class DealState(Derived, Base):
    """What the mentions of a deal say together."""

    __tablename__ = "deal_state"

    deal_id: Mapped[PublicId] = mapped_column(ForeignKey("deal.id"), index=True)
    type: Mapped[Word] = mapped_column(comment="deal type that most mentions give")
    status: Mapped[Word] = mapped_column(comment="furthest status reported")
    stage: Mapped[Word | None] = mapped_column(comment="funding stage; null: nobody says")
    target_id: Mapped[PublicId | None] = mapped_column(ForeignKey("organisation.id"))
    target_name: Mapped[str | None] = mapped_column(comment="the target's name as most mentions give it")
    first_reported: Mapped[datetime] = mapped_column(comment="told_at of the earliest telling, UTC")
    last_reported: Mapped[datetime] = mapped_column(comment="told_at of the latest telling, UTC")
    articles: Mapped[int] = mapped_column(comment="number of articles that tell of it")

    __table_args__ = (
        unique_while_live("uq_deal_state_live", "deal_id"),
        Index(None, "last_reported"),
        Index(None, "type", "last_reported"),
        Index(None, "status", "last_reported"),
        Index(None, "target_id", "closed_at", "deal_id"),
        index_where("ix_deal_state_counted", "type", "status", where="closed_at IS NULL"),
        index_where("ix_deal_state_ahead", "last_reported", where="last_reported > recorded_at"),
    )


class DealParty(Derived, Base):
    """Who is on the other side of a deal."""

    __tablename__ = "deal_party"

    deal_id: Mapped[PublicId] = mapped_column(ForeignKey("deal.id"), index=True)
    organisation_id: Mapped[PublicId] = mapped_column(ForeignKey("organisation.id"))
    place: Mapped[int] = mapped_column(comment="order in which the parties are shown, from 0")
    name: Mapped[str] = mapped_column(comment="the party's name as most mentions give it")
    role: Mapped[Word | None] = mapped_column(comment="what it does in the deal; null: not said")

    __table_args__ = (
        unique_while_live("uq_deal_party_live", "deal_id", "organisation_id"),
        Index(None, "organisation_id", "closed_at", "deal_id"),
    )


class DealSource(Derived, Base):
    """Who tells of a deal, as a publisher or because a text credits it with a figure: for finding its deals."""

    __tablename__ = "deal_source"

    deal_id: Mapped[PublicId] = mapped_column(ForeignKey("deal.id"))
    source: Mapped[str] = mapped_column(comment="the name as it is spelled there")

    __table_args__ = (
        unique_while_live("uq_deal_source_live", "deal_id", "source"),
        Index(None, "deal_id", "source"),
        Index(None, "source", "closed_at", "deal_id"),
    )


class DealFigure(Derived, Stated, Base):
    """The live claims of one slot and unit, merged: safqa.ledger.slots says how."""

    __tablename__ = "deal_figure"

    deal_id: Mapped[PublicId] = mapped_column(ForeignKey("deal.id"), index=True)
    place: Mapped[int] = mapped_column(comment="order in which the figures are shown, from 0")
    qualifier: Mapped[Word] = mapped_column(comment="how exactly it is stated; between also where claims differ")
    sources: Mapped[list[str]] = mapped_column(comment="origins of the live claims, in the order they were told")

    __table_args__ = (
        unique_while_live("uq_deal_figure_live", "deal_id", "place"),
        # With `closed_at` in front SQLite would take it for all live figures, of whichever deal.
        index_where("ix_deal_figure_reached", "high", "low", "metric", "deal_id", where="closed_at IS NULL"),
    )


class Change(Derived, Base):
    """A flag: what became new or different in a deal; or what would have been one, with the reason it is not."""

    __tablename__ = "change"

    key: Mapped[PublicId] = mapped_column(index=True, comment="short id made of rule, deal, slot and both claims")
    deal_id: Mapped[PublicId] = mapped_column(ForeignKey("deal.id"))
    kind: Mapped[Word] = mapped_column(comment="the flag: safqa.model.ChangeKind")
    rule: Mapped[str] = mapped_column(comment="name of the rule that raised it")
    metric: Mapped[Word | None] = mapped_column(comment="metric of the figure; null: the flag is about the deal")
    version_key: Mapped[Key] = mapped_column(ForeignKey("article_version.key"), comment="the text that brought it")
    before_claim: Mapped[Key | None] = mapped_column(ForeignKey("claim.key"), comment="the claim that stood before")
    after_claim: Mapped[Key | None] = mapped_column(ForeignKey("claim.key"), comment="the claim that came")
    from_value: Mapped[str | None] = mapped_column(comment="status, type or target before")
    to_value: Mapped[str | None] = mapped_column(comment="status, type, target or party after")
    reason_en: Mapped[str] = mapped_column(comment="one line for people, in English")
    reason_ar: Mapped[str] = mapped_column(comment="one line for people, in Arabic")
    severity: Mapped[Word] = mapped_column(
        server_default="medium", comment="low, medium or high: safqa.ledger.severity"
    )
    official: Mapped[bool] = mapped_column(
        server_default=false(), comment="whether it is the word of a party, or of a regulator"
    )
    suppressed: Mapped[Word | None] = mapped_column(comment="why it is kept but not flagged; null: it is flagged")
    told_at: Mapped[datetime] = mapped_column(comment="told_at of the text that brought it, UTC")
    publisher: Mapped[str | None] = mapped_column(comment="publisher of that text; null: not named")
    source: Mapped[str | None] = mapped_column(comment="whom the claim that came credits; null: nobody, or no claim")

    __table_args__ = (
        unique_while_live("uq_change_live", "key"),
        Index(None, "told_at"),
        Index(None, "kind", "told_at"),
        Index(None, "severity", "told_at"),
        # With what else a list asks for, so that only the rows it shows are fetched.
        Index(None, "deal_id", "closed_at", "suppressed", "told_at"),
        Index(None, "publisher", "told_at", "suppressed", "closed_at"),
        index_where("ix_change_source", "source", "told_at", "suppressed", "closed_at", where="source IS NOT NULL"),
        index_where("ix_change_ahead", "told_at", where="told_at > recorded_at"),
        index_where("ix_change_closed_at", "closed_at", where="closed_at IS NOT NULL"),
    )
