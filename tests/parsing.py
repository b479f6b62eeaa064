"""Parses a file as the tests of tables and records do: its documents, or why it is refused."""

from __future__ import annotations

import pytest

from components.reading.document import (
    Document,
    Limits,
    ReadingSettings,
    TableColumns,
    UnreadableError,
)
from components.reading.parsers import parse


def read_rows(
    data: bytes, name: str, columns: TableColumns | None = None, limits: Limits | None = None
) -> tuple[Document, ...]:
    """Return the documents of a table, by the columns it is said to have."""
    settings = ReadingSettings(columns=columns)
    return parse(data, name=name, settings=settings, limits=limits or Limits())


def refuse_rows(
    data: bytes, name: str, columns: TableColumns | None = None, limits: Limits | None = None
) -> tuple[str, dict[str, str | int]]:
    """Return the reason of a refusal and its details."""
    with pytest.raises(UnreadableError) as refused:
        read_rows(data, name, columns, limits)
    return refused.value.reason, dict(refused.value.detail)
