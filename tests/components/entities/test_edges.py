"""Possible names lose the words that are glued to them, and get back what was cut off."""

from __future__ import annotations

import pytest

from components.entities.edges import mend_ends
from components.entities.sentence_names import FoundName, FoundRows
from components.lexicon import Kind


def mended(name: str, kind: Kind, behind: str = "。") -> str:
    """Return what is left of a candidate that a sentence begins with; "" where nobody is named."""
    found = mend_ends([name + behind], FoundRows.of([[FoundName(0, len(name), kind, 0.9)]]))
    if not found.confidences[0]:
        return ""
    return name[found.starts[0] : found.ends[0]]


@pytest.mark.parametrize(
    ("name", "kind", "behind", "left"),
    [
        ("渠务署助理署", "ORG", "长", "渠务署"),
        ("财政部副部", "ORG", "长", "财政部"),
        ("商务部新闻", "ORG", "发言人", "商务部"),
        ("台湾新闻", "ORG", "报", "台湾新闻"),
        ("宜兰海岸", "LOC", "。", "宜兰"),
        ("北海岸", "LOC", "。", "北海岸"),
        ("台北市文山区", "LOC", "。", "台北市文山区"),
        ("那大稻埕", "LOC", "。", "大稻埕"),
        ("陈男", "PER", "。", ""),
        ("欧阳妇", "PER", "。", ""),
        ("李丽女", "PER", "。", "李丽女"),
        ("海祥88号", "LOC", "。", ""),
        ("基隆市中山区复兴路9号", "LOC", "。", "基隆市中山区复兴路9号"),
        ("国道3号", "LOC", "。", "国道3号"),
        ("金德兴商号", "ORG", "。", "金德兴商号"),
    ],
)
def test_edges_are_those_of_the_name(name: str, kind: Kind, behind: str, left: str) -> None:
    assert mended(name, kind, behind) == left


def test_edges_of_a_given_name_take_the_letter_that_always_follows() -> None:
    copies = ["何咏前18日表示", "何咏前说", "古岳说", "古岳表示"]
    rows = [
        [FoundName(0, 2, "PER", 0.8), FoundName(0, 3, "PER", 0.2)],
        [FoundName(0, 2, "PER", 0.7)],
        [FoundName(0, 2, "PER", 0.9)],
        [FoundName(0, 2, "PER", 0.9)],
    ]
    assert mend_ends(copies, FoundRows.of(rows)).ends.tolist() == [3, 3, 3, 2, 2]


def test_edges_drop_a_ship_also_without_its_number() -> None:
    copies = ["金合利6号起火", "金合利偏航"]
    rows = [[FoundName(0, 5, "LOC", 0.9)], [FoundName(0, 3, "LOC", 0.9)]]
    assert mend_ends(copies, FoundRows.of(rows)).confidences.tolist() == [0.0, 0.0]


def test_edges_of_nothing_are_nothing() -> None:
    assert len(mend_ends([], FoundRows.of([]))) == 0
