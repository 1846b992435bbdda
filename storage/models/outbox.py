"""What is to be told to people: written with the change, sent later, at least once."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, PublicId


class Notification(Base):
    """One change for one channel; its key makes a second telling of the same change impossible."""

    __tablename__ = "notification"

    change_key: Mapped[PublicId] = mapped_column(primary_key=True, comment="the change's short id")
    channel: Mapped[str] = mapped_column(primary_key=True, comment="name of the configured channel")
    created_at: Mapped[datetime] = mapped_column(comment="when it was decided, UTC")
    sent_at: Mapped[datetime | None] = mapped_column(index=True, comment="when it went out, UTC; null: still to send")
    attempts: Mapped[int] = mapped_column(default=0, comment="how often sending was tried")
    last_error: Mapped[str | None] = mapped_column(comment="why the last attempt failed")
