"""Decides which written forms are one entity: 台灣 and 臺灣, 歐盟 and 歐洲聯盟.

An entity is known by its key, a norm. Listed names share the key of their line. A person's
surname, given name or last name counts as the full name where one article has just one that
fits; another article may mean another person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from components.entities.gazetteer import gazetteer
from components.entities.vocabulary import ABBREVIATIONS, SURNAMES
from components.lexicon import Kind

KindAndName = tuple[Kind, str]

_DOTS = "·‧・•．"
_OFFICIAL = ("市", "省")


def keys_of(articles: Mapping[str, Iterable[KindAndName]]) -> dict[tuple[str, Kind, str], str]:
    """Give every name of every article the key of its entity.

    Args:
        articles: article id -> the kinds and norms of the names in it.

    Returns:
        (article id, kind, norm) -> key. Names of different kinds never share an entity.
    """
    everywhere = {name for names in articles.values() for name in names}
    keys: dict[tuple[str, Kind, str], str] = {}
    for article_id, names in articles.items():
        own = set(names)
        people = _people({norm for kind, norm in own if kind == "PER"})
        for kind, norm in own:
            key = people.get(norm, norm) if kind == "PER" else _find_listed(kind, norm, everywhere)
            keys[article_id, kind, norm] = key
    return keys


def _find_listed(kind: Kind, norm: str, everywhere: set[KindAndName]) -> str:
    known = gazetteer().names
    full = (ABBREVIATIONS.get(norm) or norm) if kind == "LOC" else norm
    entry = known.get(full)
    if entry and entry.kind == kind:
        return entry.key
    if kind == "LOC":
        longer = [norm + end for end in _OFFICIAL if ("LOC", norm + end) in everywhere]
        if len(longer) == 1:
            return _find_listed(kind, longer[0], set())
    return norm


def _people(norms: set[str]) -> dict[str, str]:
    """Map a short form to the one full name of the article that it can stand for."""
    fits: dict[str, set[str]] = defaultdict(set)
    for full in norms:
        for short in _short_forms(full):
            if short in norms:
                fits[short].add(full)
    return {short: next(iter(full)) for short, full in fits.items() if len(full) == 1}


def _short_forms(full: str) -> set[str]:
    dotted = next((dot for dot in _DOTS if dot in full), None)
    if dotted:
        parts = full.split(dotted)
        return {parts[-1], parts[0]} - {full}
    if len(full) == 3 and full[0] in SURNAMES:
        return {full[0], full[1:]}
    if len(full) == 4:
        return {full[:2], full[2:]}
    return set()
