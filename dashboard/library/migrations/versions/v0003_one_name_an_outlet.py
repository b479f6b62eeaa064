"""Gives every outlet its one name: what was read as 中央社 or CNA is 中央通訊社."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from components.reading import full_name

revision = "v0003"
down_revision = "v0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Write the full names of outlets in place of their short, online and Simplified ones."""
    article = sa.table("article", sa.column("outlet"), sa.column("own_outlet"))
    connection = op.get_bind()
    for column in article.columns:
        names = connection.execute(sa.select(column).distinct()).scalars().all()
        for name in filter(None, names):
            if (full := full_name(name)) != name:
                change = sa.update(article).where(column == name).values({column.name: full})
                connection.execute(change)
