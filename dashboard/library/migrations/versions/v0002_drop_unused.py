"""Drops what nothing ever read: the table `setting` and the choices of a workspace."""

from __future__ import annotations

from alembic import op

revision = "v0002"
down_revision = "v0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the table and the column."""
    op.drop_table("setting")
    with op.batch_alter_table("workspace") as table:
        table.drop_column("choices")
