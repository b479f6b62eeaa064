"""Teams on sports pages, and the ordinary words that they are called by."""

from __future__ import annotations

import pytest

from components.entities.sentence_names import FoundName, FoundRows
from components.entities.teams import add_teams


def _teams(copy: str, *found: FoundName) -> list[tuple[str, str, float]]:
    (names,) = add_teams([copy], FoundRows.of([found]))
    return [(copy[n.start : n.end], n.kind, n.confidence) for n in names]


@pytest.mark.parametrize(
    ("copy", "teams"),
    [
        ("凯尔特人客场输给雄鹿", ["凯尔特人", "雄鹿"]),
        ("nba勇士今天轮休", ["勇士"]),
        ("小熊在湖人球员眼中", ["小熊", "湖人"]),
        ("太阳以110比98击败国王队", ["太阳", "国王队"]),
        ("天使投资人签约", []),
        ("教士在皇家花园为骑士颁奖，得分最高", []),
        ("太阳能厂击败火箭发射团队", []),
        ("兵工厂昨夜失火", []),
        ("", []),
    ],
)
def test_teams_count_where_a_sentence_speaks_of_sport(copy: str, teams: list[str]) -> None:
    assert [name for name, kind, _ in _teams(copy) if kind == "ORG"] == teams


def test_teams_stand_for_a_place_of_the_same_letters() -> None:
    assert _teams("切尔西主场迎战", FoundName(0, 3, "LOC", 0.9)) == [("切尔西", "ORG", 0.8)]


def test_teams_that_are_surer_already_stay() -> None:
    assert _teams("湖人击败", FoundName(0, 2, "ORG", 0.97)) == [("湖人", "ORG", 0.97)]


def test_teams_in_a_very_long_sentence_take_no_name_of_the_next() -> None:
    copies = ["字" * 65_536 + "湖人击败", "李明"]
    found = FoundRows.of([[], [FoundName(1, 2, "PER", 0.9)]])
    first, second = add_teams(copies, found)
    assert [(n.start, n.kind) for n in first] == [(65_536, "ORG")]
    assert [(n.start, n.kind) for n in second] == [(1, "PER")]


def test_teams_of_nothing_are_none() -> None:
    assert len(add_teams([], FoundRows.of([]))) == 0
