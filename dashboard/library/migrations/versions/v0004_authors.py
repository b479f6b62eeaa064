"""Keeps who wrote an article beside its title, day and outlet, and lets readers put it right."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0004"
down_revision = "v0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and fill what was read from the details beside the texts."""
    with op.batch_alter_table("article") as table:
        table.add_column(sa.Column("authors", sa.Text(), nullable=True))
        table.add_column(sa.Column("own_authors", sa.Text(), nullable=True))
    fill_authors()


def fill_authors() -> None:
    """Write the authors that the details of articles hold into their column."""
    text = sa.table("article_text", sa.column("article_id"), sa.column("details", sa.JSON))
    article = sa.table("article", sa.column("id"), sa.column("authors"))
    connection = op.get_bind()
    for row_id, details in connection.execute(sa.select(text)).all():
        if authors := "、".join(details.get("authors") or ()):
            own = sa.update(article).where(article.c.id == row_id)
            connection.execute(own.values(authors=authors))
