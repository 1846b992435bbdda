"""The deal database: SQLAlchemy models, migrations, queries; `open_ledger` is the way in for Python code of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.ledger import Ledger, open_ledger
    from storage.listing import Rows

__all__ = ["Ledger", "Rows", "open_ledger"]


def __getattr__(name: str) -> Any:
    """Each is loaded when it is asked for: most modules of this package need none of them."""
    if name == "Rows":
        from storage.listing import Rows  # noqa: PLC0415

        return Rows
    if name in __all__:
        from storage import ledger  # noqa: PLC0415

        return getattr(ledger, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
