"""Exchange rates, kept by day and provider; claims themselves stay in the currency they were told in."""

from datetime import date, datetime

from sqlalchemy import Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class FxRate(Base):
    """How many units of `quote` one unit of `base` was worth on a day."""

    __tablename__ = "fx_rate"

    base: Mapped[str] = mapped_column(String(3), primary_key=True, comment="ISO 4217 code")
    quote: Mapped[str] = mapped_column(String(3), primary_key=True, comment="ISO 4217 code")
    day: Mapped[date] = mapped_column(primary_key=True, comment="day of the rate")
    provider: Mapped[str] = mapped_column(primary_key=True, comment="who published it")
    rate: Mapped[float] = mapped_column(Numeric(24, 10, asdecimal=False), comment="units of `quote` for one `base`")
    pegged: Mapped[bool] = mapped_column(comment="whether the two currencies are tied: the rate is exact")
    fetched_at: Mapped[datetime] = mapped_column(comment="when it was learned, UTC")
