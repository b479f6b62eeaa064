"""A source and the settings it is read with, as this version of reading joins them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from components.reading import Source
from components.reading.document import AS_IS, ReadingSettings

_CARRIES_SETTINGS = "settings" in {field.name for field in fields(Source)}


def settings_of(source: Source) -> ReadingSettings:
    """Return how a source is to be read."""
    if _CARRIES_SETTINGS:
        own: ReadingSettings = vars_of(source)["settings"]
        return own
    return AS_IS if vars_of(source)["as_is"] else ReadingSettings()


def source_of(name: str, data: bytes, settings: ReadingSettings) -> Source:
    """Return bytes with a name and the way to read them."""
    make: Any = Source
    if _CARRIES_SETTINGS:
        return make(name, data, settings=settings)  # type: ignore[no-any-return]
    return make(name, data, as_is=not settings.join_lines)  # type: ignore[no-any-return]


def vars_of(source: Source) -> dict[str, Any]:
    """Return the fields of a source by name."""
    return {field.name: getattr(source, field.name) for field in fields(source)}
