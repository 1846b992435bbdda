"""How far archives of articles were read."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Key


class ArchiveMark(Base):
    """How far one file was read; a run goes on from there, and everything before it is stored."""

    __tablename__ = "archive_mark"

    key: Mapped[Key] = mapped_column(primary_key=True, comment="known by size, time of change, first and last bytes")
    name: Mapped[str] = mapped_column(comment="where the file was when it was last read")
    offset: Mapped[int] = mapped_column(BigInteger, comment="where the next row or record begins, in bytes")
    number: Mapped[int] = mapped_column(BigInteger, comment="rows or records before it")
    finished: Mapped[bool] = mapped_column(comment="whether the end was reached")
    marked_at: Mapped[datetime] = mapped_column(comment="when, UTC")
