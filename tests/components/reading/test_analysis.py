"""Bytes become a corpus; what is no text is refused with its reason, and the rest goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.reading import (
    AS_IS,
    MAX_BYTES,
    Source,
    count_ignored,
    count_unreadable,
    read,
    sources_in,
    split_lines,
)
from components.text import Corpus, CorpusSettings, Span


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        ("　\n　".encode(), "empty"),
        (b"PK\x03\x04\0\0\xff\xfe", "broken"),
        (b"abc\0def", "binary"),
        ("科索夫同意駐軍。".encode() * 9 + b"\xff" * 9, "bad_bytes"),
        ("\u200b\ufeff\u200f".encode(), "empty"),
        (b"a" * (MAX_BYTES + 1), "too_large"),
    ],
)
def test_read_refuses_with_a_reason_and_goes_on(data: bytes, reason: str) -> None:
    corpus = read([Source("bad.txt", data), Source("good.txt", "北約同意。".encode())])
    assert [(r.source, r.reason) for r in corpus.refusals] == [("bad.txt", reason)]
    assert [a.text for a in corpus.articles] == ["北約同意。"]


def test_read_refusals_hold_no_text_of_the_article() -> None:
    corpus = read([Source("x", "機密內容".encode() + b"\0")])
    assert "機密" not in repr(corpus)
    assert [name for name, _ in corpus.refusals[0].detail] == ["position"]


def test_read_keeps_bytes_that_are_big5() -> None:
    [article] = read([Source("x", "北約同意駐軍科索夫。".encode("big5"))]).articles
    assert (article.text, article.encoding) == ("北約同意駐軍科索夫。", "cp950")


def test_read_takes_the_byte_order_mark_away() -> None:
    assert read([Source("x", b"\xef\xbb\xbf" + "北約".encode())]).articles[0].text == "北約"


def test_read_sample(sample: Corpus) -> None:
    article = sample.articles[0]
    assert (sample.n_characters, sample.n_counted, len(article.joins)) == (8712, 8712, 272)
    assert article.raw.count("\n") == 273
    assert article.title == "由歐盟、美國和俄羅斯主導的科索夫前途談判"


def test_read_of_nothing_is_an_empty_corpus() -> None:
    corpus = read([])
    assert (corpus.articles, corpus.refusals, corpus.n_characters) == ((), (), 0)


def test_read_makes_names_unique() -> None:
    corpus = read([Source("a.txt", b"one"), Source("a.txt", b"two"), Source("a.txt", b"three")])
    assert [a.id for a in corpus.articles] == ["a.txt", "a.txt (2)", "a.txt (3)"]


def test_read_digest_names_content_and_choice() -> None:
    one, same = (read([Source("a", "甲乙。".encode())]) for _ in range(2))
    assert one.digest == same.digest
    assert one.digest != read([Source("a", "甲丙。".encode())]).digest
    assert one.digest != one.counting({"a": ((0, 1),)}, "unique").digest


def test_read_without_joining_keeps_the_lines(sample: Corpus) -> None:
    data = sample.articles[0].raw.encode()
    corpus = read([Source("a", data)], settings=CorpusSettings(join_lines=False))
    assert corpus.articles[0].text.count("\n") == 273


def test_read_lines_are_articles_as_they_are() -> None:
    corpus = read(split_lines(Source("-", "甲乙。\r\n　\n丙丁。\n".encode())))
    assert [(a.id, a.text) for a in corpus.articles] == [("-:1", "甲乙。"), ("-:3", "丙丁。")]


def test_read_spans_point_into_the_joined_text(sample: Corpus) -> None:
    article = sample.articles[0]
    start = article.text.index("12月10號")
    assert sample.text_of(Span(article.id, start, start + 6)) == "12月10號"


def test_sources_in_reads_folders_in_order_and_leaves_read_me_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.txt", "b/a.txt", "README.txt", ".hidden.txt", "~$a.txt", "picture.png"):
        (tmp_path / name).write_bytes(b"x")
    assert [source.name for source in sources_in(tmp_path)] == ["b/a.txt", "z.txt"]
    assert [source.name for source in sources_in(tmp_path / "z.txt")] == ["z.txt"]
    assert count_unreadable(tmp_path) == {".png": 1}
    assert not count_unreadable(tmp_path / "z.txt")


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        ("", ["a.bak", "b/old/z.txt", "b/x.txt", "old/y.txt", "x.txt"]),
        ("# x.txt\n\n", ["a.bak", "b/old/z.txt", "b/x.txt", "old/y.txt", "x.txt"]),
        ("x.txt", ["a.bak", "b/old/z.txt", "old/y.txt"]),
        ("/x.txt", ["a.bak", "b/old/z.txt", "b/x.txt", "old/y.txt"]),
        ("old/", ["a.bak", "b/x.txt", "x.txt"]),
        ("/old", ["a.bak", "b/old/z.txt", "b/x.txt", "x.txt"]),
        ("x.txt/", ["a.bak", "b/old/z.txt", "b/x.txt", "old/y.txt", "x.txt"]),
        ("b/*.txt", ["a.bak", "b/old/z.txt", "old/y.txt", "x.txt"]),
        ("*.bak\n?.txt", []),
    ],
)
def test_sources_in_leaves_out_what_an_ignore_file_names(
    tmp_path: Path, patterns: str, left: list[str]
) -> None:
    names = ("a.bak", "b/old/z.txt", "b/x.txt", "old/y.txt", "x.txt")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / ".wenmaiignore").write_text(patterns, encoding="utf-8")
    found = [source.name for source in sources_in(tmp_path)]
    assert found == [name for name in left if name != "a.bak"]
    assert count_ignored(tmp_path) == len(names) - len(left)
    assert count_unreadable(tmp_path) == ({".bak": 1} if "a.bak" in left else {})


def test_sources_in_asks_no_folder_above_the_one_that_is_read(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".wenmaiignore").write_text("b/")
    (tmp_path / "b" / "x.txt").write_bytes(b"x")
    assert not list(sources_in(tmp_path))
    assert [source.name for source in sources_in(tmp_path / "b")] == ["x.txt"]
    (tmp_path / ".wenmaiignore").unlink()
    (tmp_path / "b" / ".wenmaiignore").write_text("x.txt")
    (tmp_path / "x.txt").write_bytes(b"x")
    assert [source.name for source in sources_in(tmp_path)] == ["x.txt"]
    assert (count_ignored(tmp_path), count_ignored(tmp_path / "b" / "x.txt")) == (1, 0)


def test_sources_in_goes_on_behind_what_cannot_be_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("北約同意。", encoding="utf-8")
    (tmp_path / "b.txt").unlink()
    (tmp_path / "b.txt").symlink_to("/proc/self/mem")
    corpus = read([*sources_in(tmp_path, limit=30), *sources_in(tmp_path / "missing.txt")])
    assert [article.id for article in corpus.articles] == ["a.txt", "c.txt"]
    assert [(r.source, r.reason) for r in corpus.refusals] == [
        ("b.txt", "unreadable"),
        ("missing.txt", "not_found"),
    ]
    small = read(sources_in(tmp_path / "a.txt", limit=3))
    assert [r.reason for r in small.refusals] == ["too_large"]


def test_read_tells_equal_names_apart_by_place() -> None:
    corpus = read([Source("x", b"one"), Source("x", b"\0"), Source("x", b"two")])
    assert [a.id for a in corpus.articles] == ["x", "x (3)"]
    assert [r.id for r in corpus.refusals] == ["x (2)"]


def test_read_line_ends_of_every_kind_are_one_without_joining_too() -> None:
    [article] = read([Source("a", "甲\r乙\u2028丙\r\n丁".encode(), settings=AS_IS)]).articles
    assert article.text == "甲\n乙\n丙\n丁"


def test_read_digest_names_all_that_a_corpus_carries() -> None:
    good = Source("a", "甲乙。".encode())
    assert read([good]).digest != read([good, Source("secret", b"")]).digest


def test_read_takes_a_text_of_punctuation() -> None:
    assert read([Source("a", "。，…".encode())]).articles[0].text == "。，…"
