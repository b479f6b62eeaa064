"""Finds the teams of sports pages, whose names are often ordinary words: 勇士, 太陽, 公鹿.

A listed team counts in a sentence that speaks of sport; one whose name is an ordinary word only
beside a league or another team.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from numpy.typing import NDArray

from components.entities.sentence_names import FoundRows, SentenceLines
from components.lexicon import KINDS
from components.text import are_among, bounds_of, simplify

_ORG = KINDS.index("ORG")
_CONFIDENCE = 0.8
_LEAGUE = re.compile(
    "nba|mlb|大联盟|世界大赛|世界系列赛|英超|西甲|德甲|意甲|法甲|欧冠|足总杯|中职|日职|韩职|职棒|职篮|"
    "plg|p. league|t1联盟|tpbl|cba|中超|中甲|国家联盟|美国联盟"
)
_GAME = re.compile(
    f"{_LEAGUE.pattern}|击败|不敌|输给|力克|险胜|大胜|横扫|完封|逆转|迎战|对战|交手|例行赛|季后赛|总冠军|投手|打者|打线|"
    "全垒打|安打|打点|三振|牛棚|篮板|助攻|三分球|大三元|总教练|球员|球星|自由球员|选秀|新秀|\\d+[比:：-]\\d+"
)
_SPORT = re.compile(
    f"{_GAME.pattern}|主场|客场|连胜|连败|先发|开轰|[一二三四五六七八九十\\d]局|主帅|球队|球迷|中锋|前锋|后卫|得分|进球|入球|"
    "破门|点球|十二码|转会|转投|签下|签约|赛季|球季|开季|晋级|夺冠|封王|比分"
)
# 太陽能, 國民黨, 國王學院: the word goes on.
_GOES_ON = re.compile("[能党杯镇县市区鱼蜂园院会社报级]|学[院校]|发射|升起")


def add_teams(copies: Sequence[str], found: FoundRows) -> FoundRows:
    """Return candidates with the teams among them, which stand for what has the same place.

    Args:
        copies: the aligned copies of the sentences, as lists have them.
        found: candidates, with how probable each is a name.
    """
    places = list(_find_teams(copies))
    if not places:
        return found
    rows, starts, ends = np.array(places, np.int32).T
    kinds, sure = np.full(len(rows), _ORG, np.int32), np.full(len(rows), _CONFIDENCE)
    bounds = bounds_of(np.bincount(rows, minlength=len(copies)))
    teams = FoundRows(bounds, starts, ends, kinds, sure)
    text = SentenceLines(copies)
    keys, own = _keys(text, found), _keys(text, teams)
    surer = (found.kind_codes == _ORG) & (found.confidences >= _CONFIDENCE)
    new = ~are_among(own, keys[surer])
    kept = ~are_among(keys, own[new])

    def merge(before: Any, added: Any) -> Any:
        return np.concatenate((before[kept], added[new]))[order]

    all_rows = np.concatenate((found.rows[kept], rows[new]))
    order = np.lexsort((np.concatenate((found.starts[kept], starts[new])), all_rows))
    return FoundRows(
        bounds_of(np.bincount(all_rows, minlength=len(copies))),
        merge(found.starts, starts),
        merge(found.ends, ends),
        merge(found.kind_codes, kinds),
        merge(found.confidences, sure),
    )


def _keys(text: SentenceLines, own: FoundRows) -> NDArray[np.int64]:
    return text.at(own, own.starts) << 32 | text.at(own, own.ends)


def _find_teams(copies: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield sentence, start and end of each team that counts."""
    offsets = bounds_of([len(copy) + 1 for copy in copies])
    names, ordinary = _teams()
    matches = _automaton().find_matches_as_indexes("\n".join(copies))
    places = np.array(matches, np.int64).reshape(-1, 3)
    rows = np.searchsorted(offsets, places[:, 1], side="right") - 1
    for row, own in groupby(zip(rows.tolist(), places.tolist(), strict=True), itemgetter(0)):
        copy, offset = copies[row], int(offsets[row])
        met = [
            (names[name], start - offset, end - offset)
            for _, (name, start, end) in own
            if not _GOES_ON.match(copy, end - offset)
        ]
        if not met or not _SPORT.search(copy):
            continue
        teams = {name for name, _, _ in met}
        enough = (
            bool(teams - ordinary)
            or _LEAGUE.search(copy) is not None
            or (len(teams) > 1 and _GAME.search(copy) is not None)
        )
        for name, start, end in met:
            if enough or name not in ordinary:
                yield row, start, end + copy.startswith("队", end)


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick(
        _teams()[0], MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
    )


@cache
def _teams() -> tuple[list[str], frozenset[str]]:
    """Return the forms of all teams, and those that are words of every day."""
    text = files(__package__).joinpath("data", "teams.txt").read_text(encoding="utf-8")
    [copy] = simplify([text])
    lines = [line for line in copy.lower().splitlines() if line and not line.startswith("#")]
    at = lines.index("[ordinary]")
    ordinary = " ".join(lines[at + 1 :]).split()
    return [*" ".join(lines[:at]).split(), *ordinary], frozenset(ordinary)
