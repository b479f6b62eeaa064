"""Mends where possible names begin and end, by how names are written, before anything weighs them.

The net glues words to names: the office of 渠務署助理署長, the coast of 八里海岸; and it cuts a
given name whose last character is a word by itself: 何咏 for 何咏前, who stands before 說 and 對.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.entities.lists import is_listed
from components.entities.sentence_names import FoundRows, SentenceLines
from components.entities.vocabulary import COMPOUND_SURNAMES, RARE_SURNAMES, SURNAMES
from components.lexicon import KINDS
from components.text import table_of

_PER, _LOC, _ORG = (KINDS.index(kind) for kind in ("PER", "LOC", "ORG"))
# What the net holds for less probable is not worth mending.
_WORTH = 0.3
_ASSISTANT = re.compile("(.+?(分局|分署|分会|[署局处部会院所团司]))(?:助理|副)?\\2")
_SPOKEN_FOR = re.compile("(.+)新闻(?=发[言布])")
_AROUND = re.compile("(.{2,})(?:海岸|沿岸|沿海|外海|近海|海域|山区|市区|郊区|灌区|境内)")
_SOMEBODY = re.compile("(.+)[男女嫌妇翁妪某]")
_ELDER = re.compile("(.)[伯叔姨嫂太婆婶]")
_CALLED = re.compile("([阿小].|[a-z]{2,})[哥姐姊伯叔姨]")
_POINTED_AT = re.compile("[那这该](.{2,})")
# 海祥88号 is a ship, 路88号 a house and 国道3号 a road.
_SHIP = re.compile("(?!.*(?:[路街巷弄段道里村邨])).+(?<![商行字票银])号")
_NUMBER = re.compile("[0-9零一二三四五六七八九十百两]*号$")
_FIRST, _LAST = "那这该", "号署局处部会院所团司闻岸海域区内男女嫌妇翁妪某伯叔姨嫂太婆哥姐姊婶"
# Words of one letter that stand behind many names.
_GOES_ON = frozenset(
    "说称指表认在是也则昨今对和与及向将已被等以因为要的之或于到从而都就还又曾有接受回批强坦透"
)
_TWICE = 2


@dataclass(frozen=True, slots=True)
class KnownEdges:
    """What all sentences together tell of where names end.

    Attributes:
        ships: parts of the names of ships: 金合利 of 金合利6號.
        longer: names of people that have the letter that follows them wherever they stand.
    """

    ships: frozenset[str]
    longer: frozenset[str]


def learn_edges(runs: Iterable[tuple[Sequence[str], FoundRows]]) -> KnownEdges:
    """Look through sentences, a run after the other, for what they tell together.

    Args:
        runs: aligned copies of sentences, as lists have them, and what may be a name in each.
    """
    ships: set[str] = set()
    people = _PeopleByLength()
    for copies, found in runs:
        text = SentenceLines(copies)
        ships |= _find_ships(text, found)
        people.note(text, _unglue(copies, text, found))
    return KnownEdges(frozenset(ships), people.find_longer())


def mend_ends(
    copies: Sequence[str], found: FoundRows, known: KnownEdges | None = None
) -> FoundRows:
    """Return possible names without the words that are glued to them; 陳男 is none.

    Args:
        copies: the aligned copies of the sentences, as lists have them.
        found: what may be a name in each.
        known: what all sentences tell; None where these are all.

    Returns:
        The same candidates; what is no name has the probability 0.
    """
    known = known or learn_edges([(copies, found)])
    text = SentenceLines(copies)
    mended = _unglue(copies, text, found)
    mended.confidences[_ships_again(text, found, known.ships)] = 0.0
    two = _pick_people(text, mended, 2)
    starts = text.at(mended, mended.starts)[two].tolist()
    goes_on = np.array([text.whole[a : a + 2] in known.longer for a in starts], bool)
    mended.ends[two[goes_on]] += 1
    return mended


def _unglue(copies: Sequence[str], text: SentenceLines, found: FoundRows) -> FoundRows:
    """Return candidates of their own columns, without the words that are glued to them."""
    starts, ends, sure = found.starts.copy(), found.ends.copy(), found.confidences.copy()
    first, last = text.codes[text.at(found, starts)], text.codes[text.at(found, ends) - 1]
    glued = table_of(_FIRST)[first] | table_of(_LAST)[last]
    worth = np.flatnonzero(glued & (sure >= _WORTH) & (ends - starts > 1))
    columns = (worth, found.rows[worth], starts[worth], ends[worth], found.kind_codes[worth])
    for i, row, start, end, kind in zip(*(c.tolist() for c in columns), strict=True):
        own = _mend(copies[row][start:end], kind, copies[row][end : end + 2])
        if own is None:
            sure[i] = 0.0
        else:
            starts[i], ends[i] = start + own[0], start + own[1]
    return FoundRows(found.bounds, starts, ends, found.kind_codes, sure)


def _find_ships(text: SentenceLines, found: FoundRows) -> set[str]:
    """Return what may be a part of the name of a ship that is named with its number."""
    starts, ends = text.at(found, found.starts), text.at(found, found.ends)
    is_numbered = (text.codes[ends - 1] == ord("号")) & (ends - starts > 1)
    numbered = np.flatnonzero(is_numbered & (found.confidences >= _WORTH))
    spans = zip(starts[numbered].tolist(), ends[numbered].tolist(), strict=True)
    whole = {text.whole[a:b] for a, b in spans}
    whole = {name for name in whole if _SHIP.fullmatch(name)}
    stems = {name[:-1] for name in whole} | {_NUMBER.sub("", name) for name in whole}
    return {name for name in stems if len(name) > 1 and not is_listed(name)}


def _ships_again(text: SentenceLines, found: FoundRows, ships: frozenset[str]) -> NDArray[np.int64]:
    """Return the candidates that are part of a ship's name: 金合利 of 金合利6號."""
    if not ships:
        return np.array([], np.int64)
    starts, ends = text.at(found, found.starts), text.at(found, found.ends)
    lengths = np.array(sorted({len(name) for name in ships}))
    same = np.flatnonzero(np.isin(ends - starts, lengths))
    spans = zip(starts[same].tolist(), ends[same].tolist(), strict=True)
    again: NDArray[np.int64] = same[np.array([text.whole[a:b] in ships for a, b in spans], bool)]
    return again


def _mend(name: str, kind: int, behind: str) -> tuple[int, int] | None:
    """Return where the name begins and ends in what may be one; None where nobody is named."""
    if _SHIP.fullmatch(name):
        return None
    if kind == _PER:
        match = _SOMEBODY.fullmatch(name)
        if match and _is_surname(match[1]):
            return None
        match = _ELDER.fullmatch(name)
        if match and (_is_surname(match[1]) or match[1] in RARE_SURNAMES):
            return match.span(1)
        match = _CALLED.fullmatch(name)
        return match.span(1) if match else (0, len(name))
    match = _POINTED_AT.fullmatch(name) or (_AROUND.fullmatch(name) if kind == _LOC else None)
    if match and is_listed(match[1]) and not is_listed(name):
        return match.span(1)
    if kind == _ORG:
        match = _ASSISTANT.fullmatch(name) or _SPOKEN_FOR.match(name + behind)
        return match.span(1) if match else (0, len(name))
    return 0, len(name)


def _is_surname(name: str) -> bool:
    return name in SURNAMES or name in COMPOUND_SURNAMES


def _pick_people(text: SentenceLines, found: FoundRows, length: int) -> NDArray[np.int64]:
    """Return the candidates for people of some length that begin with a surname."""
    long = (found.kind_codes == _PER) & (found.ends - found.starts == length)
    people = np.flatnonzero(long)
    firsts = text.codes[text.at(found, found.starts)[people]]
    picked: NDArray[np.int64] = people[table_of("".join(sorted(SURNAMES)))[firsts]]
    return picked


class _PeopleByLength:
    """Names of people of two letters, what follows them, and names of three."""

    def __init__(self) -> None:
        self._three: set[str] = set()
        self._wholes: defaultdict[str, set[str]] = defaultdict(set)  # with the letter that follows
        self._behind: defaultdict[str, set[str]] = defaultdict(set)  # the letter after that

    def note(self, text: SentenceLines, found: FoundRows) -> None:
        """Take note of the people of some sentences."""
        starts = text.at(found, found.starts)
        three = starts[_pick_people(text, found, 3)].tolist()
        self._three |= {text.whole[a : a + 3] for a in three}
        for a in starts[_pick_people(text, found, 2)].tolist():
            name = text.whole[a : a + 2]
            self._wholes[name].add(text.whole[a : a + 3])
            self._behind[name].add(text.whole[a + 3])

    def find_longer(self) -> frozenset[str]:
        """Return the names of two letters that have the letter that follows everywhere.

        The net must hold the longer name for possible somewhere, and different words must follow.
        """
        return frozenset(
            name for name, wholes in self._wholes.items() if self._goes_on(name, wholes)
        )

    def _goes_on(self, name: str, wholes: set[str]) -> bool:
        whole = next(iter(wholes))
        alone = len(wholes) == 1 and len(self._behind[name]) >= _TWICE
        return alone and whole in self._three and whole[2] not in _GOES_ON
