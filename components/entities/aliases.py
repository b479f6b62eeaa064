"""Decides which written forms are one entity: 台灣 and 臺灣, 歐盟 and 歐洲聯盟.

An entity is known by its key, a norm with one kind of dot. Forms that a list knows share the key
of their line. Within one article a form counts as a longer one that it can stand for, where just
one fits: a surname, a given name, the end of a name, letters of it in their order; another
article may mean another. What an article explains itself, 國家發展委員會（國發會）, holds in all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from components.entities.gazetteer import gazetteer
from components.entities.lists import DOTS, other_forms
from components.entities.vocabulary import ABBREVIATIONS, COMPOUND_SURNAMES, SURNAMES
from components.lexicon import Kind

KindAndName = tuple[Kind, str]
# Why two forms are one: as they are written, by a list, explained in brackets, part of a name,
# short for it.
Reason = Literal["spelling", "listed", "bracketed", "part", "short"]


class Joined(NamedTuple):
    """The entity that a name stands for, and why.

    Attributes:
        key: of the entity.
        reason: why the name counts as it.
    """

    key: str
    reason: Reason = "spelling"


_OFFICIAL = ("市", "省", "县")
_LEVELS = ("国", "省", "市", "县", "区", "州", "府", "郡", "镇", "乡")
_FIRM = ("公司", "集团", "股份有限公司", "有限公司", "控股", "电子", "科技")
_LONGEST_SHORT = 4  # letters of a short form
_FULL_PERSON = 3  # letters of most full names
_ONE_DOT = str.maketrans(dict.fromkeys((*DOTS, "."), "·"))


def key_of(norm: str) -> str:
    """Return a norm with one kind of dot in a name that is not Latin: 皮耶．勒費佛."""
    return norm if norm.isascii() else norm.translate(_ONE_DOT)


def keys_of(
    articles: Mapping[str, Iterable[KindAndName]],
    bracketed: Mapping[str, Collection[tuple[KindAndName, KindAndName]]] | None = None,
) -> dict[tuple[str, Kind, str], Joined]:
    """Give every name of every article the key of its entity.

    Args:
        articles: article id -> the kinds and norms of the names in it.
        bracketed: article id -> names that are followed by another form of theirs in brackets.

    Returns:
        (article id, kind, norm) -> entity. Names of different kinds never share one.
    """
    everywhere = {name for names in articles.values() for name in names}
    explained = _map_explained(bracketed or {})
    listed = _ListedKeys(everywhere)
    keys: dict[tuple[str, Kind, str], Joined] = {}
    for article_id, names in articles.items():
        own = set(names)
        within = {kind: _within(kind, {n for k, n in own if k == kind}) for kind in _KINDS}
        for kind, norm in own:
            keys[article_id, kind, norm] = _join(
                kind, norm, within[kind], explained.get((kind, norm), ""), listed
            )
    return keys


_KINDS: tuple[Kind, ...] = ("PER", "LOC", "ORG")


def _join(
    kind: Kind,
    norm: str,
    within: Mapping[str, Joined],
    explained: str,
    listed: _ListedKeys,
) -> Joined:
    """Follow a name to the entity that it stands for."""
    if explained:
        return Joined(listed[kind, explained].key, "bracketed")
    if norm in within:
        longer = within[norm]
        return Joined(listed[kind, longer.key].key, longer.reason)
    return listed[kind, norm]


class _ListedKeys(dict[KindAndName, Joined]):
    """What lists say of names; each is looked up once, however many articles have it."""

    def __init__(self, everywhere: set[KindAndName]) -> None:
        self._everywhere = everywhere

    def __missing__(self, name: KindAndName) -> Joined:
        self[name] = found = _find_listed(*name, self._everywhere)
        return found


def _find_listed(kind: Kind, norm: str, everywhere: set[KindAndName]) -> Joined:
    known = gazetteer().names
    full = (ABBREVIATIONS.get(norm) or norm) if kind == "LOC" else norm
    entry = known.get(full)
    if entry and entry.kind == kind:
        return Joined(entry.key, "listed" if entry.key != norm else "spelling")
    key = key_of(norm)
    main = other_forms().get((kind, key))
    if main:
        return Joined(main, "listed")
    if kind == "LOC":
        longer = [norm + end for end in _OFFICIAL if ("LOC", norm + end) in everywhere]
        if len(longer) == 1:
            return Joined(_find_listed(kind, longer[0], set()).key, "short")
    return Joined(key)


def _map_explained(
    bracketed: Mapping[str, Collection[tuple[KindAndName, KindAndName]]],
) -> dict[KindAndName, str]:
    """Map what stands in brackets to the name before it, where all articles agree."""
    found: defaultdict[KindAndName, set[str]] = defaultdict(set)
    for pairs in bracketed.values():
        for (kind, long), (other, short) in pairs:
            if kind == other and long != short:
                found[kind, short].add(long)
    # 甲（乙） here and 乙（甲） there: neither stands for the other.
    return {
        (kind, short): next(iter(longs))
        for (kind, short), longs in found.items()
        if len(longs) == 1 and short not in found.get((kind, next(iter(longs))), ())
    }


def _within(kind: Kind, norms: set[str]) -> dict[str, Joined]:
    """Map a short form to the one longer name of the article that it can stand for."""
    fits: defaultdict[str, set[str]] = defaultdict(set)
    reasons: dict[str, Reason] = {}
    # 國際法庭 is a body of its own, whatever 國際戰犯法庭 is.
    own = {norm for norm in norms if kind == "ORG" and norm in gazetteer().names}
    others = norms - own
    for full in norms:
        for short in _parts(kind, full):
            if short in others and key_of(short) != key_of(full):
                fits[short].add(full)
                reasons[short] = "part"
    if kind == "ORG":
        for short, longs in _letters(norms, others - fits.keys()):
            fits[short] |= longs
            reasons[short] = "short"
    joined = {
        short: next(iter(longs))
        for short, longs in fits.items()
        if len({key_of(long) for long in longs}) == 1
    }
    return {short: Joined(_last(long, joined), reasons[short]) for short, long in joined.items()}


def are_short_and_long(kind: Kind, norms: set[str]) -> Iterator[tuple[str, set[str]]]:
    """Yield names with those longer ones that they may be short for, whatever the article.

    What holds inside one article is likely between articles, and no more: 央行 may be 中央銀行.
    """
    fits: defaultdict[str, set[str]] = defaultdict(set)
    for full in norms:
        parts = set(_parts(kind, full))
        if kind == "PER" and "·" not in full and not full.isascii():
            parts |= {full[:-1], full[1:]} if len(full) == _FULL_PERSON else set()
        if kind == "LOC":
            parts |= {full[: -len(end)] for end in _LEVELS if full.endswith(end)}
        for short in parts & norms - {full}:
            if len(short) > 1:
                fits[short].add(full)
    if kind == "ORG":
        for short, longs in _letters(norms, norms, shortest=_LONGEST_SHORT):
            fits[short] |= longs - {short}
    yield from sorted(fits.items())


def _last(norm: str, joined: Mapping[str, str]) -> str:
    """Follow short forms of short forms: each is shorter than what it stands for."""
    while norm in joined:
        norm = joined[norm]
    return norm


def _parts(kind: Kind, full: str) -> Iterator[str]:
    if kind == "PER":
        yield from _parts_of_person(key_of(full))
        return
    for at in range(1, len(full) - 1):
        # 苗栗縣 + 頭份市, 新北市政府 + 消防局: what ends a longer name can stand for it.
        if kind == "ORG" or full[:at].endswith(_LEVELS):
            yield full[at:]
    if kind == "ORG":
        yield from (full.removesuffix(end) for end in _FIRM if len(full) > len(end) + 1)


def _parts_of_person(full: str) -> Iterator[str]:
    if "·" in full:
        parts = full.split("·")
        yield from {parts[-1], parts[0]} - {full}
    elif " " in full and full.isascii():
        yield from {full.split()[-1], full.split()[0]}
    elif full.startswith(COMPOUND_SURNAMES) and len(full) in (3, 4):
        yield from (full[:2], full[2:])
    elif len(full) == 3 and full[0] in SURNAMES:
        yield from (full[0], full[1:])
    elif len(full) == 4:
        yield from (full[:2], full[2:])


def _letters(
    norms: set[str], shorts: set[str], *, shortest: int = _LONGEST_SHORT + 1
) -> Iterator[tuple[str, set[str]]]:
    """Yield short names with those that hold their letters in order: 國發會, 北檢."""
    by_first: defaultdict[str, list[str]] = defaultdict(list)
    for long in norms:
        if len(long) >= shortest:
            for first in set(long[:4]):
                by_first[first].append(long)
    for short in shorts:
        if 2 <= len(short) <= _LONGEST_SHORT:
            longs = {long for long in by_first[short[0]] if _holds(long, short)}
            if longs:
                yield short, longs


def _holds(long: str, short: str) -> bool:
    """Tell whether all letters of a short name stand in a long one, the last towards its end."""
    if len(long) < len(short) + 2 or short[-1] not in long[-3:]:
        return False
    left = iter(long)
    return all(letter in left for letter in short)
