"""What changed between two versions, to the character."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.duplicates.diff import DiffPiece, diff

CASES = [
    (
        "總統今天在臺北表示，將訪問日本。",
        "總統昨天在臺北市表示，將訪問韓國和日本。",
        [
            ("same", "總統", "總統"),
            ("changed", "今", "昨"),
            ("same", "天在臺北", "天在臺北"),
            ("added", "", "市"),
            ("same", "表示，將訪問", "表示，將訪問"),
            ("added", "", "韓國和"),
            ("same", "日本。", "日本。"),
        ],
    ),
    ("一二三", "一二三", [("same", "一二三", "一二三")]),
    ("一二三", "", [("left_out", "一二三", "")]),
    ("", "一二三", [("added", "", "一二三")]),
    ("", "", []),
    ("天地", "玄黃", [("changed", "天地", "玄黃")]),
]


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_diff_says(before: str, after: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(piece.change, piece.before, piece.after) for piece in diff(before, after)]
    assert found == expected


def test_diff_of_script_and_width_is_seen_only_when_asked() -> None:
    assert diff("臺灣ＡＢ", "台湾ab") == (DiffPiece("same", "臺灣ＡＢ", "台湾ab"),)
    assert {piece.change for piece in diff("臺灣ＡＢ", "台湾ab", dress="show")} == {"changed"}


texts = st.text("甲乙丙丁戊臺台A，。", max_size=80)


@given(texts, texts)
def test_diff_pieces_make_both_texts_again(before: str, after: str) -> None:
    pieces = diff(before, after)
    assert "".join(piece.before for piece in pieces) == before
    assert "".join(piece.after for piece in pieces) == after
    assert all((p.change == "same") != (q.change == "same") for p, q in zip(pieces, pieces[1:]))  # noqa: B905, RUF007


@given(texts)
def test_diff_with_itself_is_one_piece(text: str) -> None:
    assert len(diff(text, text)) == bool(text)


def test_diff_of_long_texts_with_few_changes_is_short() -> None:
    before = "".join(random.Random(1).choices([chr(0x4E00 + i) for i in range(3000)], k=20_000))
    after = before[:5000] + "改" + before[5001:12_000] + before[12_010:]
    changes = [p for p in diff(before, after) if p.change != "same"]
    assert [(p.change, len(p.before), len(p.after)) for p in changes] == [
        ("changed", 1, 1),
        ("left_out", 10, 0),
    ]


def test_diff_marks_of_the_other_script_are_no_change() -> None:
    [piece] = diff("通過「氣候條例」，將編列2400億元。", "通过“气候条例”，将编列2400亿元。")
    assert piece.change == "same"
    assert piece.after == "通过“气候条例”，将编列2400亿元。"
    assert {p.change for p in diff("「好」", "“好”", dress="show")} == {"changed"}
