"""A corpus read in pieces is the corpus read at once, wherever it is cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from components.reading import (
    Limits,
    cut_into_pieces,
    describe_refusal,
    join_pieces,
    list_files,
    read,
    read_piece,
    sources_in,
)
from components.text import Corpus

TALKS = "外交部長今天抵達布魯塞爾。他說，會談很順利。"
ROWS = [
    {"title": "外長訪歐", "content": TALKS, "date": "2026-10-12"},
    {"content": "基隆外海油輪撞上漁船，四人失聯。", "title": "油輪撞漁船", "note": "later"},
    {"title": "空的", "content": ""},
    {"title": "雨", "content": "北部地區今天下雨。\n山區有大雨。", "date": "2026-10-13"},
]  # fmt: skip
LINES = [json.dumps(row, ensure_ascii=False) for row in ROWS]


def read_in_pieces(path: Path, size: int) -> Corpus:
    pieces = cut_into_pieces(list_files(path), Limits(), size=size)
    return join_pieces((piece.records_of, read_piece(piece)) for piece in pieces)


@pytest.mark.parametrize("size", [1, 150, 10**6])
def test_pieces_give_what_reading_at_once_gives(tmp_path: Path, size: int) -> None:
    (tmp_path / "a.jsonl").write_text("\n\n".join(LINES) + "\n", "utf-8")
    (tmp_path / "b.txt").write_text("聯合國同意。", "utf-8")
    (tmp_path / "c.csv").write_text("title,content\n甲,立法院通過預算。\n", "utf-8")
    whole = read(sources_in(tmp_path))
    assert [a.id for a in whole.articles] == [
        "a.jsonl:1", "a.jsonl:3", "a.jsonl:7", "b.txt", "c.csv:2",
    ]  # fmt: skip
    assert read_in_pieces(tmp_path, size) == whole


def test_pieces_of_records_know_the_fields_of_the_whole_file(tmp_path: Path) -> None:
    """The text has no telling name, and the first records alone would choose another column."""
    rows = [{"a": "短", "b": "也短"}] * 3 + [
        {"a": "短", "b": "這一欄才是新聞的內文，很長很長。" * 9}
    ] * 5
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    assert read_in_pieces(path, 1) == read(sources_in(path))


def test_pieces_refuse_a_file_with_a_broken_line_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join((*LINES, '{"title": ')), "utf-8")
    found = read_in_pieces(path, 1)
    assert found.articles == ()
    assert found.refusals == read(sources_in(path)).refusals


def test_pieces_one_bad_file_costs_itself(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(f"第{n}篇。", "utf-8")
    (tmp_path / "2.txt").unlink()
    (tmp_path / "2.txt").symlink_to(tmp_path / "gone")
    found = read_in_pieces(tmp_path, 10**6)
    assert [a.id for a in found.articles] == ["0.txt", "1.txt", "3.txt", "4.txt"]
    assert ["2.txt" in describe_refusal(one) for one in found.refusals] == [True]


def test_pieces_of_parquet_are_its_rows(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "x.parquet"
    pq.write_table(pa.Table.from_pylist(ROWS), path)
    found = read_in_pieces(path, 1)
    assert [a.id for a in found.articles] == ["x.parquet:1", "x.parquet:2", "x.parquet:4"]
    assert [a.title for a in found.articles] == ["外長訪歐", "油輪撞漁船", "雨"]
    path.write_bytes(path.read_bytes()[:-9])
    assert [one.reason for one in read_in_pieces(path, 1).refusals] == ["unknown_format"]


def test_pieces_of_nothing_are_no_corpus(tmp_path: Path) -> None:
    assert read_in_pieces(tmp_path, 1) == Corpus()
