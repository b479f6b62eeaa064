"""Lists names known without context: countries, regions, cities, international bodies.

Countries come from CLDR (babel) in Traditional, Simplified and Hong Kong's words; the files in
`data/` add the forms of Taiwan's press, organisations that the world knows by a short name, and
the larger cities (GeoNames, CC BY 4.0, credited in the file). All forms of a line are one
entity, so 科索夫 and 科索沃, 北約 and 北大西洋公約組織 are counted together.

Keys are norms (Simplified, half width, lower case), made of aligned copies as all lookups are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from babel import Locale

from components.entities.lists import lower_aligned
from components.entities.sentence_names import FoundName, FoundRows
from components.lexicon import Kind
from components.text import simplify

_CLDR_LOCALES = ("zh_Hant", "zh_Hans", "zh_Hant_HK")
# Organisations, outlying remainders and codes for testing; 001 is the world.
_NO_PLACES = frozenset({"UN", "EU", "EZ", "QO", "XA", "XB", "ZZ", "001"})
# Short for Central America in CLDR; in the news it is China and America.
_AMBIGUOUS = frozenset({"中美"})
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Known:
    """What the gazetteer knows of a name.

    Attributes:
        kind: LOC or ORG.
        key: the norm that all names of this entity share.
        name: its first name, in Traditional characters where it is a country's.
        common: a country, region or listed organisation, and no mere city.
    """

    kind: Kind
    key: str
    name: str
    common: bool


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All known names by norm.

    Attributes:
        names: norm -> what is known.
        lengths: for each pair of first characters, the lengths of the names that begin
            with it, longest first.
    """

    names: Mapping[str, Known]
    lengths: Mapping[str, tuple[int, ...]]

    def longest_at(self, text: str, start: int) -> int:
        """Return the end of the longest name at `start`; `start` itself where there is none."""
        for length in self.lengths.get(text[start : start + 2], ()):
            if text[start : start + length] in self.names and start + length <= len(text):
                return start + length
        return start


# How sure the gazetteer is of a name.
LISTED = 0.9


def find_listed(copies: Sequence[str]) -> FoundRows:
    """Return the listed names in sentences: all there is to say without the net.

    Names of two characters count only where they are a country's or a body's.

    Args:
        copies: the aligned Simplified copies.
    """
    return FoundRows.of(_listed_in(copy) for copy in copies)


def _listed_in(cased: str) -> Iterator[FoundName]:
    known, copy = gazetteer(), lower_aligned(cased)
    at = 0
    while at < len(copy):
        end = known.longest_at(copy, at)
        entry = known.names.get(copy[at:end])
        if entry and (entry.common or end - at >= 3) and _is_whole(cased, at, end):
            yield FoundName(at, end, entry.kind, LISTED)
            at = end
        else:
            at += 1


def _is_whole(copy: str, start: int, end: int) -> bool:
    """Tell whether a Latin name stands whole and in capitals: WHO, and not who."""
    if not copy[start:end].isascii():
        return True
    around = copy[max(0, start - 1) : start] + copy[end : end + 1]
    cut = any(character.isascii() and character.isalnum() for character in around)
    return not cut and copy[start:end].isupper()


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of this process, built at the first call."""
    groups = [
        *(("ORG", True, line) for line in _lines("organisations.txt")),
        *(("LOC", True, line) for line in _lines("places.txt")),
        *(("LOC", True, line) for line in _territories()),
        *(("LOC", False, line) for line in _lines("cities.txt")),
    ]
    listed = [name for _, _, line in groups for name in line]
    norm = dict(zip(listed, map(str.lower, simplify(listed)), strict=True))
    names: dict[str, Known] = {}
    for kind, common, line in groups:
        # A line that shares a name with an earlier one says the same place again.
        known = next((names[norm[n]] for n in line if norm[n] in names), None)
        known = known or Known("ORG" if kind == "ORG" else "LOC", norm[line[0]], line[0], common)
        for name in line:
            names.setdefault(norm[name], known)
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[:2], set()).add(len(name))
    longest_first = {pair: tuple(sorted(found, reverse=True)) for pair, found in lengths.items()}
    return Gazetteer(MappingProxyType(names), MappingProxyType(longest_first))


def _lines(name: str) -> Iterator[list[str]]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split()


def _territories() -> Iterator[list[str]]:
    tables = [Locale.parse(locale).territories for locale in _CLDR_LOCALES]
    for code in tables[0]:
        if code not in _NO_PLACES:
            forms = dict.fromkeys(table.get(code, "") for table in tables)
            names = [form for form in forms if _is_name(form)]
            if names:
                yield names


def _is_name(form: str) -> bool:
    return _HAN_NAME.fullmatch(form) is not None and form not in _AMBIGUOUS
