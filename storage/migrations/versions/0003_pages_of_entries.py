"""Entries tell where the text of their article came from, and what came of its page."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = (
    ("text_from", sa.Text(), "whose text of the article was read: page or feed; null: none was"),
    ("page_outcome", sa.Text(), "what came of asking for the page; null: it was not asked for"),
    ("page_status", sa.Integer(), "HTTP status of the page; null: no answer"),
    ("page_detail", sa.Text(), "why it is not the article: a rule, a wording, an error"),
    ("page_sample", sa.Text(), "start of what stood there instead"),
)


def upgrade() -> None:
    for name, kind, comment in COLUMNS:
        op.add_column("entry", sa.Column(name, kind, nullable=True, comment=comment))


def downgrade() -> None:
    for name, _, _ in reversed(COLUMNS):
        op.drop_column("entry", name)
