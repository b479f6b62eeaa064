"""A section that fails says so with a number; every other section of a report or a zip stands."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from components import i18n, network
from components.duplicates import export as duplicates_export
from components.entities import export as entities_export
from components.network import export as network_export
from components.reading import Source, read
from components.reading import export as reading_export
from components.stories import export as stories_export
from components.text import Corpus
from components.words import describe as words_describe
from components.words import export as words_export
from dashboard.cli import main as cli
from dashboard.pipeline import Analysis
from dashboard.report import evidence, figures, html, static_figures, xlsx
from dashboard.sharing import bundle, snapshot
from dashboard.sharing.bundle_reading import open_bundle
from dashboard.sharing.snapshot import open_snapshot, take_snapshot

pytestmark = pytest.mark.usefixtures("chinese")

TEXT = "北約同意談判。科索夫的王小明與北約的林大同會談。" * 2
MARKS = {
    "strip": 'data-chart="strip"', "stream": 'data-chart="stream"', "bars": 'data-chart="bars"',
    "network": 'data-chart="network"', "cloud": '<svg class="cloud"',
    "table_articles": 'id="table-articles"', "table_duplicates": 'id="table-duplicates"',
    "table_stories": 'id="table-stories"', "table_words": 'id="table-words"',
    "table_names": 'id="table-names"',
    "table_links": 'id="table-links"', "sentences": "<blockquote>", "settings": "SHA-256",
    "numbers": '<dl class="figures">',
}  # fmt: skip
SECTIONS = [
    (html, "finding", "finding"),
    (html, "_figures", "numbers"),
    (figures, "strip", "strip"),
    (figures, "map_of", "strip"),
    (figures, "bars", "bars"),
    (figures, "meetings", "network"),
    (figures, "cloud", "cloud"),
    (html, "_quotes", "sentences"),
    (html, "settings", "settings"),
    (words_describe, "caption", "captions"),
    (html, "_notices", "notices"),
    (evidence.Book, "add_words", "evidence"),
    (evidence.Book, "__post_init__", "evidence"),
    (reading_export, "to_table", "table_articles"),
    (duplicates_export, "to_table", "table_duplicates"),
    (stories_export, "to_table", "table_stories"),
    (figures, "stream", "stream"),
    (words_export, "to_table", "table_words"),
    (entities_export, "to_table", "table_names"),
    (network_export, "to_table", "table_links"),
]
SECRET = "text of an article"


def fail(*_: object, **__: object) -> None:
    raise RuntimeError(SECRET)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read([Source("一.txt", TEXT.encode()), Source("二.txt", TEXT.encode())])


@pytest.fixture(scope="module")
def whole_report(corpus: Corpus) -> str:
    """What is written where nothing fails."""
    i18n.use("zh_Hant")
    return html.write(Analysis(corpus))


@pytest.fixture(scope="module")
def whole_zip(corpus: Corpus) -> bytes:
    """What is packed where nothing fails."""
    i18n.use("zh_Hant")
    return bundle.write(Analysis(corpus))


def standing(document: str) -> set[str]:
    return {name for name, mark in MARKS.items() if mark in document}


@pytest.mark.parametrize(("place", "verb", "part"), SECTIONS)
def test_a_section_that_fails_leaves_the_others_standing(
    corpus: Corpus, whole_report: str, monkeypatch, reported, capsys, place, verb: str, part: str
) -> None:
    whole = standing(whole_report)
    assert {"strip", "bars", "network", "cloud", "sentences", "table_links"} <= whole
    monkeypatch.setattr(place, verb, fail)
    document = html.write(Analysis(corpus))
    taken = {"strip": {"strip"}, "evidence": {"sentences"}}.get(part, {part})
    assert whole - standing(document) <= taken | ({"evidence"} & {part})
    assert "錯誤代號" in document
    assert SECRET not in document
    assert [str(error) for error in reported] == [SECRET] * len(reported) != []
    reported.clear()


@pytest.mark.parametrize("step", ["report", "counted", "tokens", "index", "content_words"])
def test_a_step_that_fails_costs_only_what_needs_it(
    corpus: Corpus, monkeypatch, reported, step: str
) -> None:
    def broken(self: Analysis) -> None:
        fail()

    monkeypatch.setattr(Analysis, step, property(broken))
    document = html.write(Analysis(corpus))
    assert "錯誤代號" in document
    left = standing(document)
    assert left >= {"strip", "table_duplicates"} if step != "report" else "sentences" not in left
    if step == "content_words":
        assert {"strip", "network", "table_names", "table_links", "sentences"} <= left
    reported.clear()


FILES = [
    (html, "write", {"report.html"}),
    (html, "method", {"method.txt"}),
    (entities_export, "to_table", {"tables/names.csv"}),
    (xlsx, "write_workbook", {"tables/tables.xlsx"}),
    (static_figures, "draw_words", {"figures/words.svg", "figures/words.png"}),
    (static_figures, "draw_network", {"figures/network.svg", "figures/network.png"}),
    (static_figures, "draw_copies", {"figures/copies.svg", "figures/copies.png"}),
]


@pytest.mark.parametrize(("place", "verb", "missing"), FILES)
def test_a_file_that_fails_is_told_and_the_zip_opens(
    corpus: Corpus, whole_zip: bytes, monkeypatch, reported, place, verb: str, missing: set[str]
) -> None:
    def names(data: bytes) -> set[str]:
        return set(zipfile.ZipFile(io.BytesIO(data)).namelist())

    whole = names(whole_zip)
    assert bundle.NOT_MADE not in whole
    monkeypatch.setattr(place, verb, fail)
    data = bundle.write(Analysis(corpus))
    assert whole - names(data) == missing
    told = zipfile.ZipFile(io.BytesIO(data)).read(bundle.NOT_MADE).decode()
    assert told.count("錯誤代號") == 1
    assert SECRET not in told
    assert len(open_bundle(data).corpus.articles) == 2
    reported.clear()


@pytest.mark.parametrize(
    ("place", "verb"), [(snapshot, "lay_out_cloud"), (network, "layout"), (network, "cooccur")]
)
def test_a_drawing_that_fails_does_not_take_the_share(
    corpus: Corpus, monkeypatch, reported, place, verb: str
) -> None:
    monkeypatch.setattr(place, verb, fail)
    opened = open_snapshot(take_snapshot(Analysis(corpus)))
    assert len(opened.source.articles) == 2
    assert opened.table.rows
    reported.clear()


@pytest.mark.parametrize("section", ["duplicates", "tokens", "words", "entities", "network"])
def test_a_section_of_a_command_that_fails_is_null_and_told(
    corpus: Corpus, monkeypatch, reported, capsys, tmp_path: Path, section: str
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setitem(cli._PRINTERS, section, fail)
    assert cli.main(["analyse", str(tmp_path / "a.txt"), "--json"]) == cli.REFUSED
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert document["failed"].keys() == {section}
    assert [name for name, made in document.items() if made is None] == [section]
    assert document["failed"][section] in err
    assert SECRET not in out
    reported.clear()


def test_a_report_that_fails_leaves_what_was_printed(
    monkeypatch, reported, capsys, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setattr(html, "write", fail)
    output = str(tmp_path / "r.html")
    assert cli.main(["analyse", str(tmp_path / "a.txt"), "--output", output]) == cli.REFUSED
    out, err = capsys.readouterr()
    assert json.loads(out)["words"]["rows"]
    assert "--output" in err
    assert not Path(output).exists()
    reported.clear()


@pytest.mark.parametrize("verb", ["words", "entities"])
def test_a_command_that_fails_says_so_in_a_sentence(
    monkeypatch, reported, capsys, tmp_path: Path, verb: str
) -> None:
    broken: Callable[..., None] = fail
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setattr(cli, "read", broken)
    assert cli.main([verb, str(tmp_path / "a.txt")]) == cli.REFUSED
    out, err = capsys.readouterr()
    assert out == ""
    [told] = [line for line in err.splitlines() if line.startswith("wenmai: ")]
    assert "錯誤代號" in told or "Error code" in told
    reported.clear()
