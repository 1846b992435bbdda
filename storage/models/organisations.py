"""Organisations and the names they go by. A deal's own spelling stands with the deal; these are for finding it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, PublicId, Word


class Organisation(Base):
    """A company, fund, body or person that takes part in deals."""

    __tablename__ = "organisation"

    id: Mapped[PublicId] = mapped_column(primary_key=True, comment="short id made of `key`")
    key: Mapped[str] = mapped_column(unique=True, comment="folded name: case, marks and generic words removed")
    wikidata: Mapped[Word | None] = mapped_column(comment="Wikidata item where it is known for certain")
    recorded_at: Mapped[datetime] = mapped_column(comment="when it was first met, UTC")


class OrganisationName(Base):
    """One spelling of an organisation's name."""

    __tablename__ = "organisation_name"

    organisation_id: Mapped[PublicId] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True, comment="the spelling")
    folded: Mapped[str] = mapped_column(index=True, comment="the spelling, folded for search")
    recorded_at: Mapped[datetime] = mapped_column(comment="when it was first met, UTC")
