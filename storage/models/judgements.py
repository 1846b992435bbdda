"""People's word. A judgement is never deleted: withdrawn ones carry `deleted_at`."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Key, RowId, Word, unique_while_live


class Judgement(Base):
    """Two mentions tell of the same deal or not; two organisations are the same or not."""

    __tablename__ = "judgement"

    row: Mapped[RowId] = mapped_column(primary_key=True, comment="running number")
    subject: Mapped[Word] = mapped_column(comment="deal (keys are mentions) or organisation (keys are folded names)")
    left_key: Mapped[str] = mapped_column(comment="the smaller of the two keys")
    right_key: Mapped[str] = mapped_column(comment="the larger of the two keys")
    verdict: Mapped[Word] = mapped_column(comment="same, not_same or unsure")
    score: Mapped[float | None] = mapped_column(comment="0 to 1 when a rule or model judged; null: a person")
    judged_by: Mapped[str] = mapped_column(comment="person, rule@version or model@version")
    reason: Mapped[str | None] = mapped_column(comment="why, in the judge's words")
    created_at: Mapped[datetime] = mapped_column(comment="when, UTC")
    deleted_at: Mapped[datetime | None] = mapped_column(comment="when it was withdrawn, UTC; null: it holds")

    __table_args__ = (
        CheckConstraint("left_key < right_key", name="ordered"),
        unique_while_live("uq_judgement_live", "subject", "left_key", "right_key", ended="deleted_at"),
    )


class ClaimJudgement(Base):
    """A figure is right or wrong."""

    __tablename__ = "claim_judgement"

    row: Mapped[RowId] = mapped_column(primary_key=True, comment="running number")
    claim_key: Mapped[Key] = mapped_column(ForeignKey("claim.key"))
    verdict: Mapped[Word] = mapped_column(comment="right or wrong")
    cause: Mapped[Word | None] = mapped_column(
        comment="superseded, retracted, extraction_error, misattributed or duplicate"
    )
    judged_by: Mapped[str] = mapped_column(comment="person, rule@version or model@version")
    reason: Mapped[str | None] = mapped_column(comment="why, in the judge's words")
    created_at: Mapped[datetime] = mapped_column(comment="when, UTC")
    deleted_at: Mapped[datetime | None] = mapped_column(comment="when it was withdrawn, UTC; null: it holds")

    __table_args__ = (unique_while_live("uq_claim_judgement_live", "claim_key", ended="deleted_at"),)
