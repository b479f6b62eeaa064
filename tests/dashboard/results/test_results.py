"""A result folder is the same to the byte however it was made, whole or not there at all."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components import words
from components.engine import KeptParts, open_scheduler
from components.network import CooccurrenceNetwork, Layout
from components.reading import Limits, Source, cut_into_pieces
from components.text import Workers, run_here
from components.words import WordTable
from dashboard.pipeline import Analysis, Choices, WrongChoiceError
from dashboard.results.evidence import find_places, find_row
from dashboard.results.folder import (
    MANIFEST,
    PARTS,
    ResultFolder,
    ResultFolderError,
    open_result,
)
from dashboard.results.writer import BusyError, Progress, make_result, may_write

SENTENCES = (
    "外交部長林佳龍今天在布魯塞爾會見北約秘書長呂特。",
    "聯合國秘書長古特瑞斯表示，歐盟與北約應該繼續合作。",
    "基隆外海一艘油輪撞上漁船，造成四人失聯，海巡署正在搜救。",
    "行政院長卓榮泰說，政府會協助家屬，也會檢討航道安全。",
    "林佳龍表示，台灣願意和歐盟分享經驗，呂特對此表示歡迎。",
)
TEXTS = [
    "".join(SENTENCES[(n + k) % 5] for k in range(2)) + f"這是第{n}則報導，刊在第{n * 7}版。"
    for n in range(10)
]


def corpus_file(folder: Path, texts: list[str] = TEXTS) -> Path:
    path = folder / "year.jsonl"
    days = ({"date": f"2026-10-{10 + n % 3}", "content": text} for n, text in enumerate(texts))
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in days), "utf-8")
    return path


def make(
    folder: Path,
    *,
    size: int | None = None,
    workers: Workers = run_here,
    output: str = "result",
    choices: Choices | None = None,
    texts: list[str] = TEXTS,
    stop_at: str = "",
) -> tuple[Analysis, ResultFolder, list[Progress]]:
    path, told = corpus_file(folder, texts), list[Progress]()

    def tell(progress: Progress) -> None:
        told.append(progress)
        if progress.stage == stop_at:
            raise KeyboardInterrupt

    pieces = cut_into_pieces([(Source(path.name, b""), path)], Limits(), size=size or 10**6)
    analysis, result = make_result(
        pieces, choices or Choices(), folder / output, workers=workers, tell=tell, size=size
    )
    return analysis, result, told


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Analysis, ResultFolder]:
    folder = tmp_path_factory.mktemp("made")
    analysis, result, _ = make(folder)
    return folder, analysis, result


@pytest.mark.parametrize("size", [1, 200])
def test_making_gives_the_same_bytes_in_any_number_of_parts(
    made: Any, tmp_path: Path, size: int
) -> None:
    _, result, _ = make(tmp_path, size=size)
    assert result.digest == made[2].digest
    assert len(list((result.folder / PARTS).iterdir())) > len(
        list((made[2].folder / PARTS).iterdir())
    )


@pytest.mark.slow
def test_making_on_processes_gives_the_same_bytes(made: Any, tmp_path: Path) -> None:
    with open_scheduler("processes:2") as workers:
        _, result, _ = make(tmp_path, size=200, workers=workers)
    assert result.digest == made[2].digest


def test_making_gives_what_the_interactive_path_gives(made: Any) -> None:
    from components.reading import read

    path = made[0] / "year.jsonl"
    plain = Analysis(read([Source(path.name, path.read_bytes())]))
    result, article = made[2], plain.source.articles
    assert [row["text"] for row in result.rows("articles", 0, 99)] == [a.text for a in article]
    found = result.rows(
        "words", 0, result.n_rows("words"), ("word", "norm", "pos", "count", "articles")
    )
    assert [(r["word"], r["count"], r["articles"], r["pos"], r["norm"]) for r in found] == [
        (r.word, r.count, r.articles, r.pos, r.norm) for r in plain.table.rows
    ]
    names = result.rows("names", 0, result.n_rows("names"))
    assert [(r["id"], r["count"]) for r in names] == list(plain.index.counts.items())
    assert result.rows("groups", 0, 9, ("count",)) == [
        {"count": len(g.members)} for g in (*plain.report.groups, *plain.report.shared)
    ]
    assert result.counts["unique_sentences"] == plain.report.unique_sentences
    assert result.noun("network", CooccurrenceNetwork).edges == plain.drawn_network.edges
    assert result.noun("layout", Layout) == plain.layout_of(plain.drawn_network)
    assert result.noun("words", WordTable).n_tokens == plain.table.n_tokens


def test_making_leads_every_row_to_its_places(made: Any) -> None:
    _, analysis, result = made
    texts = [row["text"] for row in result.rows("articles", 0, 99, ("text",))]
    for word in result.rows("words", 0, 5):
        places = result.rows("word_places", word["first"], word["count"])
        found = [texts[p["article"]][p["start"] : p["end"]] for p in places]
        assert {words.is_word and analysis.call(str, form) for form in found} >= {word["word"]}
        assert len(places) == word["count"]
        assert len({p["article"] for p in places}) == word["articles"]
    first = result.rows("names", 0, 1)[0]
    mentions = result.rows("mentions", first["first"], first["count"])
    assert {texts[m["article"]][m["start"] : m["end"]] for m in mentions} == {
        first["name"], *first["aliases"],
    }  # fmt: skip
    link = result.rows("links", 0, 1)[0]
    ends = [result.rows("names", link[side], 1)[0] for side in ("source", "target")]
    for place in result.rows("link_places", link["first"], link["kept"]):
        unit = texts[place["article"]][place["start"] : place["end"]]
        assert all(any(form in unit for form in (e["name"], *e["aliases"])) for e in ends)


def test_making_goes_on_where_it_was_stopped(made: Any, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, size=200, stop_at="words")
    assert not (tmp_path / "result").exists()
    with pytest.raises(ResultFolderError):
        open_result(tmp_path / "result.unfinished")
    _, result, told = make(tmp_path, size=200)
    parts = [p for p in told if p.stage in ("reading", "names") and p.kept]
    assert parts
    assert not [p for p in told if p.stage == "names" and not p.kept][1:]
    assert result.digest == made[2].digest


@pytest.mark.parametrize(
    ("stop_at", "steps"),
    [
        ("words", ("duplicates.analysis.survey_texts", "stories.analysis.match_sentences")),
        ("counting", ("entities.analysis.settle",)),
    ],
)
def test_making_goes_on_without_finding_copies_stories_and_names_again(
    made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_at: str, steps: tuple[str, ...]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, size=200, stop_at=stop_at)

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("made twice")

    for step in steps:
        monkeypatch.setattr(f"components.{step}", refuse)
    assert make(tmp_path, size=200)[1].digest == made[2].digest


def test_making_anew_with_another_setting_makes_only_what_depends_on_it(tmp_path: Path) -> None:
    make(tmp_path, size=200)
    _, _, told = make(tmp_path, size=200, choices=Choices(segmenter="rjieba"))
    fresh = {p.stage for p in told[:-1] if not p.kept} - {"copies", "counting", "writing"}
    assert [p.kept for p in told if p.stage == "names"][1:].count(False) == 0
    assert "words" in fresh
    assert not (tmp_path / "result.unfinished").exists()


def test_making_does_a_damaged_part_again(made: Any, tmp_path: Path) -> None:
    _, result, _ = make(tmp_path, size=200)
    part = min((result.folder / PARTS).iterdir(), key=lambda path: path.stat().st_size)
    part.write_bytes(part.read_bytes()[:20])
    assert make(tmp_path, size=200)[1].digest == made[2].digest


def test_making_on_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, before, _ = make(tmp_path, texts=TEXTS[:4])

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pyarrow.parquet.write_table", full)
    with pytest.raises(OSError, match="No space"):
        make(tmp_path)
    assert open_result(tmp_path / "result").digest == before.digest


def test_making_puts_back_what_a_kill_between_renamings_moved_away(tmp_path: Path) -> None:
    _, before, _ = make(tmp_path, texts=TEXTS[:4])
    before.folder.rename(tmp_path / "result.old")
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, stop_at="reading")
    assert open_result(tmp_path / "result").digest == before.digest


def test_making_of_nothing_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(WrongChoiceError):
        make(tmp_path, texts=[])
    assert not (tmp_path / "result").exists()


def test_making_twice_at_once_is_refused(tmp_path: Path) -> None:
    import fcntl

    (tmp_path / "result.unfinished").mkdir()
    with (tmp_path / "result.unfinished" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BusyError):
            make(tmp_path)


def test_making_never_takes_the_place_of_other_files(made: Any, tmp_path: Path) -> None:
    assert may_write(tmp_path / "none")
    assert may_write(tmp_path)
    assert may_write(made[2].folder)
    (tmp_path / "thesis.docx").touch()
    assert not may_write(tmp_path)
    assert not may_write(tmp_path / "thesis.docx")


def spoil(folder: Path, how: str) -> None:
    manifest = folder / MANIFEST
    told = json.loads(manifest.read_text("utf-8"))
    if how == "newer":
        manifest.write_text(json.dumps(told | {"schema": 99, "version": "9.9"}), "utf-8")
    elif how == "cut":
        path = folder / "words.parquet"
        path.write_bytes(path.read_bytes()[:-40])
    elif how == "gone":
        (folder / "mentions.parquet").unlink()
    elif how == "other":
        manifest.write_text("[]", "utf-8")
    elif how == "half":
        manifest.write_text(manifest.read_text("utf-8")[:100], "utf-8")
    elif how == "outside":
        files = told["files"] | {"nouns/../../etc/passwd": {"bytes": 1}}
        manifest.write_text(json.dumps(told | {"files": files}), "utf-8")


@pytest.mark.parametrize(
    ("how", "reason", "what"),
    [
        ("newer", "newer", "9.9"),
        ("cut", "damaged", "words.parquet"),
        ("gone", "damaged", "mentions.parquet"),
        ("other", "no_result", ""),
        ("half", "damaged", MANIFEST),
        ("outside", "damaged", MANIFEST),
    ],
)
def test_opening_refuses_what_is_not_whole(
    made: Any, tmp_path: Path, how: str, reason: str, what: str
) -> None:
    import shutil

    folder = tmp_path / "copy"
    shutil.copytree(made[2].folder, folder)
    spoil(folder, how)
    with pytest.raises(ResultFolderError) as fault:
        open_result(folder)
    assert (fault.value.reason, fault.value.what) == (reason, what)


def test_opening_reads_only_the_groups_of_the_rows_asked_for(
    made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, asked = open_result(made[2].folder), []
    file = result._file("articles")
    plain = type(file).read_row_groups
    monkeypatch.setattr(
        type(file), "read_row_groups", lambda s, g, **k: asked.append(g) or plain(s, g, **k)
    )
    assert result.article(3)["text"] == TEXTS[3]
    assert asked == [[0]]
    assert result.rows("articles", 10, 5) == []
    assert result.rows("articles", 8, 5, ("id",)) == [
        {"id": "year.jsonl:9"}, {"id": "year.jsonl:10"},
    ]  # fmt: skip


def test_parts_are_named_by_all_that_goes_in(tmp_path: Path) -> None:
    parts = KeptParts(run_here, tmp_path)
    cut = words.cut_texts
    from functools import partial

    from components.engine import name_part
    from components.lexicon import Lexicon

    one = name_part(partial(cut, segmenter="jieba", lexicon=Lexicon()), "甲")
    assert one == name_part(partial(cut, segmenter="jieba", lexicon=Lexicon()), "甲")
    assert one != name_part(partial(cut, segmenter="wapic", lexicon=Lexicon()), "甲")
    assert one != name_part(partial(cut, segmenter="jieba", lexicon=Lexicon(words=("甲",))), "甲")
    assert one != name_part(partial(cut, segmenter="jieba", lexicon=Lexicon()), "乙")
    assert parts(partial(cut, segmenter="jieba", lexicon=Lexicon()), []) == []


def test_evidence_shows_the_sentences_of_a_word_and_counts_all_its_places(made: Any) -> None:
    found = find_places(made[2], "w:欧盟")
    texts = [found.corpus.text_of(unit) for unit in found.units]
    assert found.title == "歐盟"
    assert found.total == made[1].call(words.places, made[1].tokens, "欧盟").__len__()
    assert texts and all("歐盟" in text and text.endswith("。") for text in texts)
    assert {found.corpus.text_of(mark.span) for mark in found.marks} == {"歐盟"}
    later = find_places(made[2], "w:欧盟", first=1)
    assert later.marks == found.marks[1:]


def test_evidence_looks_a_word_up_in_one_group_of_rows(
    made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = made[2]
    norms = [row["norm"] for row in result.rows("words", 0, 999, ("norm",))]
    assert [find_row(result, "words", "norm", norm) for norm in norms] == list(range(len(norms)))
    ids = [row["id"] for row in result.rows("names", 0, 999, ("id",))]
    assert [find_row(result, "names", "id", id) for id in ids] == list(range(len(ids)))
    assert [find_row(result, "words", "norm", key) for key in ("", "\U0010ffff", "沒有")] == [
        None
    ] * 3
    import pyarrow.parquet as pq

    copy = replace(result, folder=tmp_path)
    rows = pq.read_table(result.folder / "word_rows.parquet")
    pq.write_table(rows, tmp_path / "word_rows.parquet", row_group_size=7)
    assert [find_row(copy, "words", "norm", norm) for norm in norms] == list(range(len(norms)))
    asked: list[int] = []
    file = copy._file("word_rows")
    plain = type(file).read_row_group
    monkeypatch.setattr(
        type(file), "read_row_group", lambda s, g, **k: asked.append(g) or plain(s, g, **k)
    )
    assert find_row(copy, "words", "norm", norms[-1]) == len(norms) - 1
    assert len(asked) == 1


def test_evidence_finds_words_and_names_in_a_result_of_the_first_schema(
    made: Any, tmp_path: Path
) -> None:
    import shutil

    folder = tmp_path / "first"
    shutil.copytree(made[2].folder, folder)
    told = json.loads((folder / MANIFEST).read_text("utf-8")) | {"schema": 1}
    for table in ("word_rows", "name_rows"):
        (folder / f"{table}.parquet").unlink()
        del told["files"][f"{table}.parquet"]
    (folder / MANIFEST).write_text(json.dumps(told), "utf-8")
    first = open_result(folder)
    for mark in ("w:欧盟", "n:PER:林佳龍", "w:沒有的詞"):
        assert find_places(first, mark) == find_places(made[2], mark)


def test_evidence_of_a_link_names_both_and_reads_no_other_article(made: Any) -> None:
    edge = made[1].drawn_network.edges[0]
    found = find_places(made[2], edge.mark)
    assert (found.total, len(found.units)) == (edge.count, edge.count)
    assert {unit.article_id for unit in found.units} == {a.id for a in found.corpus.articles}
    assert [found.corpus.text_of(u) for u in found.units] == [
        made[1].source.text_of(place) for place in edge.evidence
    ]


def test_evidence_of_names_copies_and_stories_leads_to_articles(made: Any) -> None:
    entity = made[1].index.entities[0]
    assert find_places(made[2], f"n:{entity.id}").total == made[1].index.counts[entity.id]
    for mark, table in (("d:0", "groups"), ("s:0", "stories")):
        [row] = made[2].rows(table, 0, 1)
        found = find_places(made[2], mark)
        assert (found.total, len(found.units)) == (row["count"], row["count"])


@pytest.mark.parametrize(
    "mark", ["", "w:", "w:沒有的詞", "n:PER:沒有", "e:a|b", "d:99999", "s:x", "z:1"]
)
def test_evidence_of_what_is_not_there_is_none(made: Any, mark: str) -> None:
    assert find_places(made[2], mark) is None
