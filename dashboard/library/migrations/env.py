"""Run by alembic for each upgrade, in the transaction that `schema` opened."""

from __future__ import annotations

from alembic import context

from dashboard.library.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
