"""What the list of organisations that ships with Safqa says, for queries: written anew with every upgrade."""

from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Word


class ListedOrganisation(Base):
    """An organisation of the list; `organisation` has those that were met in articles."""

    __tablename__ = "listed_organisation"

    key: Mapped[str] = mapped_column(primary_key=True, comment="folded name, as organisation.key")
    name: Mapped[str] = mapped_column(comment="canonical name")
    sector: Mapped[Word] = mapped_column(comment="what sort of organisation: ai, chip, bank, sovereign_fund, ...")
    country: Mapped[Word | None] = mapped_column(comment="ISO 3166 alpha-2 of its seat; null: not known, or no one")
