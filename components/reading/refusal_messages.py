"""Says in one sentence what was not read, why, and what to do next.

A reason has one sentence, `refused.<reason>`, with the fields `source` and, where there is one,
`limit`. Whoever refuses may tell more: where it was found is said behind it.
"""

from __future__ import annotations

from components.i18n import number, t
from components.reading.document import Limits
from components.text import Refusal, RefusalReason

_MEGABYTE = 2**20
_OWN = Limits()
_LIMITS: dict[RefusalReason, int] = {
    "archive_depth": _OWN.depth,
    "archive_entries": _OWN.entries,
    "archive_inflated": _OWN.inflated_bytes // _MEGABYTE,
    "line_too_long": _OWN.line_characters,
    "too_large": _OWN.file_bytes // _MEGABYTE,
    "too_long": _OWN.characters,
    "too_many_pages": _OWN.pages,
    "too_many_rows": _OWN.rows,
    "too_much_memory": _OWN.memory_bytes // _MEGABYTE,
    "too_slow": int(_OWN.seconds),
}
# Files of programs that can save them as something else.
_OFFICE = ("doc", "hwp", "odp", "ods", "odt", "ppt", "pptx", "rtf", "wps", "xls", "xlsb")
_PICTURES = ("avif", "bmp", "gif", "heic", "jpeg", "png", "tiff", "webp")


def describe_refusal(refusal: Refusal, *, source: str | None = None) -> str:
    """Say in the language in use why an input was refused, where, and what to do next.

    Args:
        refusal: what was refused.
        source: its name as it may be shown, where that differs: escaped for Markdown.
    """
    told = dict(refusal.detail)
    limit = told.get("limit", _LIMITS.get(refusal.reason, ""))
    shown = number(limit) if isinstance(limit, int) else limit
    name = refusal.source if source is None else source
    sentence = t(_key(refusal), source=name, limit=shown)
    if isinstance(place := told.get("position"), int):
        unit = "byte" if refusal.reason in ("bad_bytes", "binary") else "character"
        sentence += t(f"reading.at_{unit}", position=number(place))
    return sentence


def _key(refusal: Refusal) -> str:
    told = dict(refusal.detail)
    if refusal.reason == "unreadable" and "encoding" in told:
        return "refused.unknown_encoding"
    if refusal.reason == "unknown_format" and told.get("format") in _OFFICE:
        return "refused.office_format"
    if refusal.reason == "unknown_format" and told.get("format") in _PICTURES:
        return "refused.picture"
    return f"refused.{refusal.reason}"
