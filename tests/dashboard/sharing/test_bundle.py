"""Everything in one zip, the same each time, that opens again with the same numbers."""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from defusedxml import ElementTree

from components import i18n
from components.duplicates import DuplicateSettings
from components.entities import Entity, EntityIndex, Mention
from components.lexicon import Lexicon
from components.reading import AS_IS, Limits, Source, read
from components.text import Article, Corpus, Span, codec
from dashboard.cli import main as cli
from dashboard.pipeline import Analysis, Choices
from dashboard.sharing import bundle
from dashboard.sharing.bundle_reading import BundleError, is_bundle, open_bundle
from dashboard.sharing.snapshot import Snapshot, open_snapshot

pytestmark = pytest.mark.usefixtures("chinese")

ATTACKS = (
    "<script>alert(1)</script>",
    "[點我](javascript:alert(1))",
    r"$\href{https://example.org}{這裡}$",
    "=HYPERLINK(1)",
    "＝1+1",
    "+1",
    "-1",
    "@SUM(1)",
)


@pytest.fixture(scope="module")
def written(sample: Corpus) -> bytes:
    i18n.use("zh_Hant")
    original = Source("稿件.txt", sample.articles[0].raw.encode())
    return bundle.write(Analysis(sample), originals=[original])


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


class Page(HTMLParser):
    """The elements of a document with their attributes, its texts, and what its scripts hold."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def labels_in(tree: Any) -> Iterator[str]:
    """Yield every string that plotly would draw or follow."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list):
        for name, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            if name != "customdata":  # never drawn; says which mark was clicked
                yield from labels_in(value)


def naming(*names: str) -> Analysis:
    """Return an analysis whose titles, words and names are as they are given."""
    text = "與".join(names) + "會談。"
    article = Article("1", names[0], text, text, counted=((0, len(text)),), source=names[0])
    analysis = Analysis(Corpus((article,)), Choices(copies="all"))
    analysis.__dict__["index"] = EntityIndex(
        entities=tuple(Entity(f"PER:{name}", name, "PER") for name in names),
        mentions=tuple(
            Mention(Span("1", text.index(name), text.index(name) + len(name)), f"PER:{name}")
            for name in names
        ),
        sentences=(Span("1", 0, len(text)),),
        digest="|".join(names),
    )
    return analysis


def test_bundle_holds_everything(written: bytes) -> None:
    files = unpacked(written)
    plain = {name for name in files if "/" not in name}
    assert plain == {
        "wenmai.json", "report.html", "method.txt", "settings.json", "lexicon.txt",
        "corpus.json", "snapshot.bin", "stories.json",
    }  # fmt: skip
    assert {Path(name).name for name in files if name.startswith("tables/")} == {
        "articles.csv", "duplicates.csv", "stories.csv", "words.csv", "names.csv", "links.csv",
        "quotations.csv", "timeline.csv", "statistics.csv", "contrast.csv", "tables.xlsx",
    }  # fmt: skip
    assert {Path(name).name for name in files if name.startswith("figures/")} == {
        f"{figure}.{kind}"
        for figure in ("cloud", "network", "words", "copies", "statistics")
        for kind in ("svg", "png")
    }
    assert files["report.html"].startswith(b"<!DOCTYPE html>")
    assert "Dice" in files["method.txt"].decode()


def test_bundle_of_the_same_analysis_is_the_same(sample: Corpus, written: bytes) -> None:
    original = Source("稿件.txt", sample.articles[0].raw.encode())
    assert bundle.write(Analysis(sample), originals=[original]) == written


def test_bundle_holds_texts_as_they_came_and_as_they_were_read(
    sample: Corpus, written: bytes
) -> None:
    files = unpacked(written)
    [article] = sample.articles
    [text] = [files[name] for name in files if name.startswith("articles/")]
    [raw] = [files[name] for name in files if name.startswith("raw/")]
    [original] = [files[name] for name in files if name.startswith("originals/")]
    assert (text.decode(), raw.decode()) == (article.text, article.raw)
    assert original == article.raw.encode()


def test_bundle_gives_back_what_went_in(sample: Corpus, written: bytes) -> None:
    opened = open_bundle(written)
    assert opened.corpus == sample
    assert opened.corpus.digest == sample.digest
    assert opened.choices == Choices()
    [source] = opened.sources
    assert (source.name, source.data.decode()) == ("稿件.txt", sample.articles[0].raw)
    assert read(opened.sources).articles[0].text == sample.articles[0].text


@pytest.fixture(scope="module")
def short() -> Corpus:
    """One article of two sentences: what is asked of it does not hang on how much is drawn."""
    text = "北約同意前途談判。科索夫的王小明與北約的林大同會談。"
    return read([Source("稿件.txt", text.encode())])


def test_bundle_without_originals_gives_texts_as_they_are(short: Corpus) -> None:
    [source] = open_bundle(bundle.write(Analysis(short))).sources
    assert source.settings == AS_IS
    assert read([source]).articles[0].text == short.articles[0].text


def test_bundle_keeps_words_and_choices(short: Corpus) -> None:
    lexicon = Lexicon(words=("科索夫獨立案", "#標籤"), entities=("rename 科索夫 = 科索沃",))
    likeness = DuplicateSettings(similarity=0.5)
    choices = Choices("all", scheduler="tcp://10.0.0.7:1", duplicates=likeness, lexicon=lexicon)
    data = bundle.write(Analysis(short, choices))
    opened = open_bundle(data)
    assert opened.lexicon == lexicon
    assert opened.choices == replace(choices, scheduler="local")
    assert b"10.0.0.7" not in b"".join(unpacked(data).values())


def test_bundle_holds_a_snapshot_that_opens(sample: Corpus, written: bytes) -> None:
    snapshot = codec.unpack(unpacked(written)["snapshot.bin"], Snapshot)
    assert open_snapshot(snapshot).source == sample


def test_bundle_tables_hold_every_row(sample: Corpus, written: bytes) -> None:
    rows = list(csv.reader(io.StringIO(unpacked(written)["tables/words.csv"].decode("utf-8-sig"))))
    assert len(rows) == 1 + len(Analysis(sample).content_words.rows)
    assert rows[1][:2] == ["科索夫", "11"]


def test_bundle_workbook_has_numbers_as_numbers(written: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(unpacked(written)["tables/tables.xlsx"]))
    assert len(book.worksheets) == 10
    sheet = book["詞"]
    assert (sheet["A2"].value, sheet["B2"].value) == ("科索夫", 11)
    assert sheet.freeze_panes == "A2"


@pytest.fixture(scope="module")
def hostile() -> dict[str, bytes]:
    """What is in the bundle of an analysis whose names are all attacks, but for one."""
    i18n.use("zh_Hant")
    return unpacked(bundle.write(naming(*ATTACKS, "北約")))


def test_bundle_shows_text_as_text(hostile: dict[str, bytes]) -> None:
    files = hostile
    for name, data in files.items():
        if name.endswith(".csv"):
            cells = [c for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for c in row]
            assert not [cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠"))]
        elif name.endswith(".svg"):
            tree = ElementTree.fromstring(data)
            tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
            assert tags <= {
                "svg", "title", "desc", "defs", "rect", "g", "use", "path", "style", "clipPath",
                "pattern", "metadata", "RDF", "Work", "type", "description", "format",
            }  # fmt: skip
            styles = {e.text for e in tree.iter() if e.tag.endswith("style")}
            assert styles <= {"*{stroke-linejoin: round; stroke-linecap: butt}"}
            attributes = {key for element in tree.iter() for key in element.attrib}
            assert not [key for key in attributes if key.startswith("on")]
    names = csv.reader(io.StringIO(files["tables/names.csv"].decode("utf-8-sig")))
    assert [row[0].removeprefix("'") for row in names][1:] == [*ATTACKS, "北約"]
    book = openpyxl.load_workbook(io.BytesIO(files["tables/tables.xlsx"]))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert {*ATTACKS} <= {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}
    assert all(cell.quotePrefix for cell in cells if isinstance(cell.value, str))
    assert not [name for name in files if ".." in name or re.search(r"[<>:\\$=]", name)]


def test_bundle_report_shows_titles_and_names_as_text(hostile: dict[str, bytes]) -> None:
    page = Page(hostile["report.html"].decode())
    assert [tag for tag, _ in page.elements].count("script") == 6
    assert {*ATTACKS} <= {said.strip() for said in page.texts}
    attributes = [(key, value or "") for _, attrs in page.elements for key, value in attrs.items()]
    assert not [key for key, _ in attributes if key.startswith("on")]
    addresses = [value for key, value in attributes if key in ("href", "src")]
    assert all(address.startswith(("#", "data:text/csv")) for address in addresses)
    [data] = [json.loads(said) for said in page.texts if said.startswith('{"charts"')]
    labels = list(labels_in(data["charts"]))
    assert any("北約" in label for label in labels)
    assert not [x for x in labels if "$" in x or re.search(r"<(?!/?(b|br|span|extra)\b)", x)]


def test_bundle_takes_characters_that_a_workbook_cannot_hold() -> None:
    files = unpacked(bundle.write(naming("甲\x01乙", "北約")))
    book = openpyxl.load_workbook(io.BytesIO(files["tables/tables.xlsx"]))
    assert "甲\ufffd乙" in [cell.value for row in book.worksheets[0] for cell in row]
    assert ElementTree.fromstring(files["figures/network.svg"]) is not None


def test_bundle_of_nothing_opens() -> None:
    opened = open_bundle(bundle.write(Analysis(read([]))))
    assert opened.corpus.articles == ()
    assert opened.sources == ()


def test_bundle_names_are_numbered_and_plain() -> None:
    names = ["a/b.txt", "../x", "a b", "…", "a b", "長" * 99]
    stems = bundle._stems(names)
    assert stems[:3] == ["0001-a_b.txt", "0002-x", "0003-a_b"]
    assert len(set(stems)) == len(names)
    assert max(map(len, stems)) <= 45


# --- from anybody ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"x" * 99, packed({}), packed({"a.txt": b"x"}),
             packed({"wenmai.json": b"[]"}), packed({"wenmai.json": b"{"})]
)  # fmt: skip
def test_bundle_is_told_from_other_files(data: bytes) -> None:
    assert not is_bundle(data)
    with pytest.raises(BundleError):
        open_bundle(data)


def spoilt(written: bytes, name: str, data: bytes | None) -> bytes:
    files = unpacked(written)
    if data is None:
        del files[name]
    else:
        files[name] = data
    return packed(files)


def corpus_json(**changes: Any) -> bytes:
    fields: dict[str, Any] = {"id": "1", "title": "題", "text": "文字。", "raw": ""} | changes
    return json.dumps(codec.to_json(Corpus((Article(**fields),)))).encode()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("corpus.json", None, "damaged"),
        ("corpus.json", b"{}", "damaged"),
        ("corpus.json", b"\xff", "damaged"),
        ("corpus.json", b"[" * 100_000, "damaged"),
        ("corpus.json", corpus_json(counted=((0, 9),)), "damaged"),
        ("corpus.json", corpus_json(counted=((0, 2), (1, 3))), "damaged"),
        ("corpus.json", corpus_json(counted=((-2, 1),)), "damaged"),
        ("corpus.json", corpus_json(joins=(7,)), "damaged"),
        ("corpus.json", corpus_json(joins=(2, 1)), "damaged"),
        ("corpus.json", b'{"noun":"Corpus","schema":99,"value":{}}', "newer"),
        ("lexicon.txt", b"[nothing]\nx\n", "damaged"),
        ("lexicon.txt", b"\xff", "damaged"),
        ("settings.json", b"{}", "damaged"),
        ("settings.json", b"[]", "damaged"),
        ("wenmai.json", b'{"format":"wenmai-bundle","version":2}', "newer"),
        ("wenmai.json", b'{"format":"wenmai-bundle","version":1,"originals":[1]}', "damaged"),
        ("wenmai.json", b'{"format":"other","version":1}', "no_bundle"),
    ],
)
def test_bundle_that_is_wrong_is_refused(
    written: bytes, name: str, data: bytes | None, reason: str
) -> None:
    with pytest.raises(BundleError) as fault:
        open_bundle(spoilt(written, name, data))
    assert fault.value.reason == reason


def test_bundle_with_two_articles_of_one_name_is_refused(written: bytes) -> None:
    article = Article("1", "題", "文", "文")
    data = json.dumps(codec.to_json(Corpus((article, article)))).encode()
    with pytest.raises(BundleError):
        open_bundle(spoilt(written, "corpus.json", data))


def test_bundle_inflates_to_the_limit_and_no_further(written: bytes) -> None:
    bomb = spoilt(written, "corpus.json", b" " * 3_000_000)
    with pytest.raises(BundleError) as fault:
        open_bundle(bomb, limits=Limits(inflated_bytes=1_000_000))
    assert fault.value.reason == "too_large"


def test_bundle_cannot_name_somebody_elses_results(sample: Corpus, written: bytes) -> None:
    tree = codec.to_json(replace(sample, articles=()))
    tree["value"]["digest"] = [sample.digest]
    opened = open_bundle(spoilt(written, "corpus.json", json.dumps(tree).encode()))
    assert opened.corpus.digest != sample.digest


def test_bundle_believes_no_number_of_its_snapshot(written: bytes, sample: Corpus) -> None:
    assert open_bundle(spoilt(written, "snapshot.bin", b"nonsense")).corpus == sample


# --- on the command line ---------------------------------------------------------------------


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


def said(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert cli.main([str(word) for word in words]) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("english")
def test_bundle_is_written_and_read_by_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], short: Corpus
) -> None:
    path, lexicon, folder = tmp_path / "x.ZIP", tmp_path / "words.txt", tmp_path / "texts"
    lexicon.write_text("[words]\n前途談判\n", encoding="utf-8")
    folder.mkdir()
    (folder / "稿件.txt").write_text(short.articles[0].text, encoding="utf-8")
    whole = said(capsys, "analyse", folder, "--lexicon", lexicon, "--output", path)
    assert is_bundle(path.read_bytes())
    assert len(open_bundle(path.read_bytes()).originals) == 1
    words = said(capsys, "words", path)
    assert json.loads(words) == json.loads(whole)["words"]
    assert "前途談判" in words
    ids = [json.loads(line)["id"] for line in said(capsys, "read", path).splitlines()]
    assert ids == ["x.ZIP!稿件.txt"]
    both = [json.loads(line)["id"] for line in said(capsys, "read", folder, path).splitlines()]
    assert sorted(both) == sorted(["稿件.txt", *ids])


@pytest.mark.usefixtures("english")
def test_bundle_that_is_damaged_is_told_by_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: bytes
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(spoilt(written, "corpus.json", b"{}"))
    assert cli.main(["words", str(path)]) == 2
    assert "damaged" in capsys.readouterr().err


def deflated(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def needed(data: bytes) -> dict[str, bytes]:
    """Return what a bundle is opened from."""
    names = (bundle.MANIFEST, "corpus.json", "settings.json", "lexicon.txt")
    return {name: unpacked(data)[name] for name in names}


def peak() -> int:
    """Return the most memory this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("inside, value", [("corpus.json", b"[]"), (bundle.MANIFEST, b"{}")])
def test_a_small_bundle_that_becomes_many_objects_costs_this_process_nothing(
    written: bytes, inside: str, value: bytes
) -> None:
    files = needed(written)
    many = b",".join([value] * (10_000_000 // len(value)))
    head = b'{"format":"wenmai-bundle","version":1,"a":' if inside == bundle.MANIFEST else b'{"a":'
    data = deflated(files | {inside: head + b"[" + many + b"]}"})
    assert len(data) < 100_000
    before = peak()
    assert is_bundle(data)
    with suppress(BundleError):  # what is beside the point may be large, within the limits
        open_bundle(data)
    assert peak() - before < 60_000_000


def test_a_bundle_is_counted_while_it_inflates(written: bytes) -> None:
    bomb = deflated(needed(written) | {"corpus.json": b" " * 150_000_000})
    with pytest.raises(BundleError) as fault:
        open_bundle(bomb)
    assert fault.value.reason == "too_large"


def test_a_bundle_of_too_many_files_is_refused_before_they_become_objects() -> None:
    crowd = deflated({bundle.MANIFEST: b'{"format":"wenmai-bundle"}'})
    end = crowd.rfind(b"PK\5\6")
    start = crowd.rfind(b"PK\1\2")
    entries = crowd[start:end] * 30_000
    tail = bytearray(crowd[end:])
    tail[8:10] = tail[10:12] = (30_000).to_bytes(2, "little")
    tail[12:16] = len(entries).to_bytes(4, "little")
    data = crowd[:start] + entries + bytes(tail)
    assert not is_bundle(data)
    with pytest.raises(BundleError) as fault:
        open_bundle(data)
    assert fault.value.reason == "too_large"
