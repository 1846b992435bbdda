"""What is to be told to people: decided when changes are stored, sent later, at least once."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, PublicId, Word


class Notification(Base):
    """One change for one channel; its key makes a second telling of the same change impossible."""

    __tablename__ = "notification"

    change_key: Mapped[PublicId] = mapped_column(primary_key=True, comment="the change's short id")
    channel: Mapped[str] = mapped_column(primary_key=True, comment="name of the configured channel")
    created_at: Mapped[datetime] = mapped_column(comment="when it was decided, UTC")
    sent_at: Mapped[datetime | None] = mapped_column(index=True, comment="when it went out, UTC; null: still to send")
    attempts: Mapped[int] = mapped_column(default=0, comment="how often sending was tried")
    last_error: Mapped[str | None] = mapped_column(comment="why the last attempt failed")
    due_at: Mapped[datetime] = mapped_column(comment="not to be sent before, UTC; put off while somebody sends it")
    dropped_at: Mapped[datetime | None] = mapped_column(
        comment="when it was due and no longer flagged, UTC; null: it was not"
    )


class Decided(Base):
    """How far something was decided about changes: whatever came before is not looked at again."""

    __tablename__ = "decided"

    topic: Mapped[Word] = mapped_column(primary_key=True, comment="what about: alerts")
    change_row: Mapped[int] = mapped_column(BigInteger, comment="row of the last change decided about")
    decided_at: Mapped[datetime] = mapped_column(comment="when, UTC")
