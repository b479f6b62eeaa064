"""Lets readers put right who wrote an article, beside its title, day and outlet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0004"
down_revision = "v0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column of the reader's own authors."""
    with op.batch_alter_table("article") as table:
        table.add_column(sa.Column("own_authors", sa.Text(), nullable=True))
