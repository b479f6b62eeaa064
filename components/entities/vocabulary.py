"""Words that names are made of, or are not: surnames, abbreviations, plain English."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType


def _sections() -> dict[str, tuple[str, ...]]:
    text = files(__package__).joinpath("data", "vocabulary.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    words: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words += line.split()
    return {name: tuple(found) for name, found in sections.items()}


_SECTIONS = _sections()

SURNAMES = frozenset("".join(_SECTIONS["surnames"]))
RARE_SURNAMES = frozenset("".join(_SECTIONS["rare surnames"]))
SPEECH, BETWEEN = _SECTIONS["speech"], _SECTIONS["between"]
COMPOUND_SURNAMES = _SECTIONS["compound surnames"]
JAPANESE_SURNAMES = frozenset(_SECTIONS["japanese surnames"])
ENGLISH = frozenset(_SECTIONS["english"])
# One character -> the name it stands for, or "" where that depends on the other ones.
ABBREVIATIONS: Mapping[str, str] = MappingProxyType(
    {short: full for pair in _SECTIONS["abbreviations"] for short, full in [pair.split(":")]}
)
