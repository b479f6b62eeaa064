"""Reads from a request what several middleware and routes ask of it."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Scope

from components import i18n
from components.i18n import Locale

_FILES = ("static", "media", "_stcore", "api", "r", "s")


def locale_of(scope: Scope) -> Locale:
    """Return the first language that the browser asks for."""
    asked = Headers(scope=scope).get("accept-language", "")
    first = asked.partition(",")[0].partition(";")[0].strip()
    return i18n.match(first or None)


def list_file_folders(base_path: str = "") -> tuple[str, ...]:
    """Return where files and answers of programs lie; no page lies below these.

    Args:
        base_path: where the dashboard lies on its host.
    """
    return tuple(f"{base_path}/{top}/" for top in _FILES)
