"""Keeps the titles, notes and sources that readers give their charts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision = "v0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "printed_line",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("chart", sa.String(length=200), nullable=False),
        sa.Column("line", sa.String(length=12), nullable=False),
        sa.Column("usual", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_printed_line_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "chart", "line", "usual", name=op.f("pk_printed_line")
        ),
    )
