"""What Alembic runs: the steps, on the connection it was given, inside that connection's transaction."""

from typing import TYPE_CHECKING, Any, Literal

from alembic import context

from storage.bodies import Body
from storage.models import Base, UtcDateTime, complete_for_postgresql

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

_PLAIN = {UtcDateTime: "sa.DateTime(timezone=True)", Body: "sa.Text()"}


def _render_item(kind: str, item: Any, _: "AutogenContext") -> str | Literal[False]:
    """Keep our own column types out of migrations: a step must not change when the code does."""
    return next((plain for ours, plain in _PLAIN.items() if kind == "type" and isinstance(item, ours)), False)


def run() -> None:
    """Run the steps."""
    complete_for_postgresql(Base.metadata)
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_item=_render_item,
        render_as_batch=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
