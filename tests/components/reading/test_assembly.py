"""Files of every form become articles: archives, tables, bylines beside copies, refusals told."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import get_args

import pytest

from components import duplicates, i18n
from components.reading import (
    AS_IS,
    Document,
    ReadingSettings,
    Source,
    TableColumns,
    describe_refusal,
    read,
    sources_in,
    split_lines,
)
from components.reading.analysis import make_articles
from components.text import Corpus, Refusal, RefusalReason

BYLINE = "（中央社記者王小明台北十日電）"
BODY = "北約各國外長七號在高峰會上同意，維和部隊將繼續駐守當地。歐盟將提出報告，各國沒有異議。"


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return buffer.getvalue()


def test_assembly_of_an_archive_names_its_members() -> None:
    data = zipped(
        a__m_txt=BODY.encode("big5"), b_txt=b"\0\0", c_txt=f"{BODY}\n----\n{BODY}".encode()
    )
    corpus = read([Source("x.zip", data)])
    assert [(a.id, a.source) for a in corpus.articles] == [
        ("x.zip!a/m.txt", "x.zip!a/m.txt"),
        ("x.zip!c.txt:1", "x.zip!c.txt"),
        ("x.zip!c.txt:2", "x.zip!c.txt"),
    ]
    assert corpus.articles[0].text == BODY
    assert [(r.id, r.source) for r in corpus.refusals] == [("x.zip!b.txt", "x.zip!b.txt")]


def test_assembly_of_a_table_takes_the_columns_that_were_chosen() -> None:
    data = f"甲,乙,日\n{BODY},同意駐軍,2007-12-10\n{BODY},再次同意,2007-12-11\n".encode()
    settings = ReadingSettings(columns=TableColumns(text=0, title=1, published=2))
    corpus = read([Source("t.csv", data, settings)])
    assert [(a.title, a.published, a.text) for a in corpus.articles] == [
        ("同意駐軍", "2007-12-10", BODY),
        ("再次同意", "2007-12-11", BODY),
    ]
    assert len({a.id for a in corpus.articles}) == 2
    assert all(a.id.startswith("t.csv:") for a in corpus.articles)


def test_assembly_prefers_what_the_file_says_to_what_a_byline_says() -> None:
    told = Document(
        f"（中央社台北2007年12月9日電）{BODY}",
        title="同意駐軍",
        published="2007-12-10",
        outlet="自由時報",
    )
    [article] = make_articles(told, name="a")
    assert (article.title, article.published, article.outlet) == (
        "同意駐軍",
        "2007-12-10",
        "自由時報",
    )
    [bare] = make_articles(Document(told.text), name="a")
    assert (bare.published, bare.outlet) == ("2007-12-09", "中央通訊社")


def test_assembly_does_not_divide_the_row_of_a_table() -> None:
    text = f"{BODY}\n----\n{BODY}"
    assert len(make_articles(Document(text, name="7"), name="t.csv:7")) == 1
    assert len(make_articles(Document(text), name="t.txt")) == 2


def test_assembly_leaves_lines_alone_that_no_program_wrapped() -> None:
    lines = "\n".join((BODY * 4)[i : i + 20] for i in range(0, len(BODY) * 4, 20))
    assert make_articles(Document(lines, wrapped=False), name="a")[0].joins == ()
    assert make_articles(Document(lines), name="a")[0].text == BODY * 4


def test_assembly_of_half_characters_does_not_fail() -> None:
    data = "北約\ud83d同意。".encode("utf-8", "surrogatepass")
    for source in (Source("a", data), Source("a", data, form="text"), Source("\udcff", data)):
        corpus = read([source])
        assert len(corpus.articles) + len(corpus.refusals) == 1
        assert corpus.digest
    [article] = make_articles(Document("北約\ud83d同意。"), name="a")
    assert Corpus((article,)).digest


def test_assembly_of_text_that_looks_like_a_format_is_text() -> None:
    [article] = read([Source("a", b'{"x": 1}', AS_IS, form="text")]).articles
    assert article.text == '{"x": 1}'


def test_assembly_of_lines_shares_one_encoding() -> None:
    data = "北約同意駐軍科索夫。\n甲\n歐盟反對。".encode("big5")
    corpus = read(split_lines(Source("a.txt", data)))
    assert [a.text for a in corpus.articles] == ["北約同意駐軍科索夫。", "甲", "歐盟反對。"]
    assert {a.encoding for a in corpus.articles} == {"cp950"}
    wide = read(split_lines(Source("a.txt", "北約同意。\n甲".encode("utf-16"))))
    assert [a.text for a in wide.articles] == ["北約同意。", "甲"]


@pytest.mark.parametrize("copies", ["all", "unique"])
def test_assembly_bylines_never_count_whatever_the_copies(copies: str) -> None:
    corpus = read([Source(f"{n}.txt", f"{BYLINE}{BODY}".encode()) for n in "ab"])
    report = duplicates.find(corpus)
    again = duplicates.regroup(corpus, report, report.settings)
    assert again.left_out == report.left_out
    assert (report.characters, report.unique_characters) == (
        2 * len(BYLINE + BODY),
        len(BYLINE + BODY),
    )
    seen = corpus if copies == "all" else duplicates.unique(corpus, again)
    body = (len(BYLINE), len(BYLINE + BODY))
    assert [a.counted for a in seen.articles] == [(body,), (body,) if copies == "all" else ()]
    assert seen.n_counted == len(BODY) * (2 if copies == "all" else 1)


def test_assembly_bylines_inside_a_paste_leave_the_kept_copy_alone() -> None:
    settings = ReadingSettings(split=False)
    corpus = read([Source("a.txt", "\n".join([BYLINE + BODY] * 4).encode(), settings)])
    once = duplicates.unique(corpus, duplicates.find(corpus))
    counted = "".join(once.text_of(s) for a in once.articles for s in a.counted_spans())
    assert counted.strip() == BODY


def test_assembly_sources_of_a_folder_have_every_format(tmp_path: Path) -> None:
    for name in ("a.txt", "b.docx", "c.CSV", "d.zip", "e.png", "sub/f.json", "README.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    names = [source.name for source in sources_in(tmp_path)]
    assert names == ["a.txt", "b.docx", "c.CSV", "d.zip", "sub/f.json"]


@pytest.mark.parametrize(
    "name", ["~$a.docx", "._a.txt", ".DS_Store", "Thumbs.db", ".~lock.a.docx#"]
)
def test_assembly_what_programs_lay_beside_files_is_quiet(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x05editor")
    (tmp_path / "a.txt").write_bytes(b"x")
    assert not list(sources_in(tmp_path / name))  # a shell names it: read FOLDER/*
    assert [source.name for source in sources_in(tmp_path)] == ["a.txt"]


def test_assembly_records_have_an_id_each() -> None:
    rows = [{"title": "同意駐軍", "text": BODY}, {"title": "再次同意", "text": BODY}]
    corpus = read([Source("a.json", json.dumps(rows).encode())])
    assert [a.title for a in corpus.articles] == ["同意駐軍", "再次同意"]


@pytest.mark.parametrize("locale", i18n.LOCALES)
@pytest.mark.parametrize("reason", get_args(RefusalReason))
def test_refusing_has_a_sentence_for_every_reason(
    reason: RefusalReason, locale: i18n.Locale
) -> None:
    i18n.use(locale)
    try:
        bare = describe_refusal(Refusal("a.txt", reason))
        full = describe_refusal(
            Refusal("a.txt", reason, (("limit", 1234), ("position", 5678), ("name", "x")))
        )
    finally:
        i18n.use("zh_Hant")
    assert "a.txt" in bare
    assert "{" not in bare + full
    assert "5,678" in full


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Refusal("a.doc", "unknown_format", (("format", "doc"),)), "辦公軟體"),
        (Refusal("a.png", "unknown_format", (("format", "png"),)), "影像"),
        (Refusal("a.bin", "unknown_format", (("format", "exe"),)), "格式"),
        (Refusal("a", "unreadable", (("encoding", "klingon"),)), "編碼"),
        (Refusal("a", "unreadable"), "權限"),
        (Refusal("a", "too_large"), "20 MB"),
    ],
)
def test_refusing_says_what_is_known_more(refusal: Refusal, words: str) -> None:
    assert words in describe_refusal(refusal)


def test_refusing_shows_a_name_as_it_may_be_shown() -> None:
    assert describe_refusal(Refusal("*a*", "empty"), source="\\*a\\*").startswith("「\\*a\\*」")


def test_assembly_loads_no_parser_for_plain_text() -> None:
    heavy = ("chardet", "pebble", "trafilatura", "lxml", "pypdf", "pypdfium2", "docx", "openpyxl")
    code = (
        "import sys\nfrom components.reading import Source, read\n"
        "read([Source('a.txt', '北約各國外長在高峰會上同意駐軍科索夫。'.encode())])\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
