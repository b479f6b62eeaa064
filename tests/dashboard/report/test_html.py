"""The report is one file that asks for nothing, runs nothing of a text, and keeps its numbers."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from components import i18n
from components.cloud import CloudSettings
from components.contrast import ContrastSettings
from components.difference import DifferenceSettings, compare_sides
from components.entities import Entity, EntityIndex, Mention
from components.network import Arrangement, NetworkSettings
from components.reading import AS_IS, Source, read, sources_in
from components.split import SplitSettings
from components.statistics import StatisticSettings
from components.text import Article, Corpus, Span, group_articles
from dashboard.cli import main as cli
from dashboard.pipeline import Analysis, Asked, Choices
from dashboard.report import figures, html
from dashboard.report.evidence import Book

pytestmark = pytest.mark.usefixtures("chinese")

ROOT = Path(__file__).parents[3]
SAMPLE = "000_80ad649c2af6f234.txt"
LIMIT = 6_000_000  # bytes
INJECTIONS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "[點我](javascript:alert(1))",
    "![圖](https://example.org/p.png)",
    r"$\href{https://example.org}{這裡}$",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;",
    "=HYPERLINK(1)",
]


class Page(HTMLParser):
    """The elements of a document, and what its scripts hold."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text = ""
        self.open: str = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open == "script":
            self.scripts[-1] += data
        elif self.open != "style":
            self.text += data

    def having(self, name: str) -> list[str]:
        """Return the values of an attribute, in order."""
        return [attrs[name] or "" for _, attrs in self.elements if name in attrs]

    @property
    def data(self) -> dict:
        return json.loads(self.scripts[0])

    @property
    def policy(self) -> str:
        return next(a["content"] or "" for t, a in self.elements if "http-equiv" in a)


def corpus_of(*texts: str) -> Corpus:
    sources = (Source(f"{n}.txt", t.encode(), settings=AS_IS) for n, t in enumerate(texts, 1))
    return read(sources)


def table(page: Page, name: str) -> list[list[str]]:
    """Read the CSV that the page carries for one of its tables."""
    [address] = [a["href"] for _, a in page.elements if a.get("download") == f"{name}.csv"]
    blob = base64.b64decode((address or "").partition("base64,")[2])
    return list(csv.reader(io.StringIO(blob.decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def document(sample: Corpus) -> str:
    i18n.use("zh_Hant")
    return html.write(Analysis(sample))


@pytest.fixture(scope="module")
def page(document: str) -> Page:
    return Page(document)


def test_report_of_the_sample_is_small_enough(document: str) -> None:
    assert len(document.encode()) <= LIMIT


def test_report_says_first_what_was_pasted(page: Page) -> None:
    assert "這份文字是同一篇 726 字的報導貼了 12 次；以下只計算一次。" in page.text
    assert "91.7%" in page.text


def test_report_is_the_same_for_the_same_analysis(sample: Corpus, document: str) -> None:
    assert html.write(Analysis(sample)) == document


def test_report_refers_to_nothing_outside(page: Page) -> None:
    addresses = page.having("href") + page.having("src")
    assert addresses
    assert not [a for a in addresses if not a.startswith(("#", "data:text/csv"))]
    assert not {tag for tag, _ in page.elements} & {"link", "iframe", "img", "object", "base"}


def test_report_allows_its_own_scripts_and_no_other(page: Page) -> None:
    assert len(page.scripts) == 6  # data, plotly, cytoscape, painting, drawing, the page's own
    for script in page.scripts[1:]:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in page.policy
    assert page.policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-inline" not in page.policy.partition("style-src")[0]


def test_report_holds_plotly_once(document: str) -> None:
    assert document.count("* plotly.js v") == 1


def test_report_has_a_place_for_every_link_of_its_contents(page: Page) -> None:
    wanted = {address[1:] for address in page.having("href") if address.startswith("#")}
    assert wanted == {
        "read", "time", "repeats", "stories", "said", "measured", "together", "sentences", "method",
    }  # fmt: skip
    assert wanted <= set(page.having("id"))


def test_report_draws_each_chart_in_both_modes(page: Page) -> None:
    assert list(page.data["charts"]) == ["measure", "strip", "bars", "network"]
    for chart in page.data["charts"].values():
        assert list(chart) == ["light", "dark"]
        assert chart["light"] != chart["dark"]


def test_report_has_evidence_for_everything_that_can_be_clicked(page: Page) -> None:
    prefixes = {"measure": "w:", "strip": "s:", "bars": "w:", "network": ""}
    marks = {
        prefixes[name] + str(own)
        for name, chart in page.data["charts"].items()
        for trace in chart["light"]["data"]
        for own in trace.get("customdata", [])
    }
    keys = marks | set(page.having("data-key"))
    assert {key[:2] for key in keys} == {"s:", "w:", "n:", "e:", "d:"}
    assert keys <= set(page.data["entries"])


def test_report_evidence_counts_what_the_table_counts(page: Page) -> None:
    [row] = [row for row in table(page, "words") if row[0] == "科索夫"]
    assert row[1] == "11"
    [key] = [key for key in page.having("data-key") if "科索" in key and key.startswith("w:")][:1]
    entry = page.data["entries"][key]
    assert entry["heading"] == "「科索夫」出現 11 次，在 8 句裡"
    assert sum(len(marks) for _, _, _, _, marks in entry["items"]) == 11
    for number, _, _, _, marks in entry["items"]:
        text, _ = page.data["sentences"][number]
        assert {text[start:end] for start, end, _ in marks} == {"科索夫"}


def test_report_counts_copies_when_asked(sample: Corpus) -> None:
    page = Page(html.write(Analysis(sample, Choices(copies="all"))))
    assert "以下每一次都計算" in page.text
    [row] = [row for row in table(page, "words") if row[0] == "科索夫"]
    assert row[1] == "132"
    entry = next(
        e for e in page.data["entries"].values() if "「科索夫」出現 132 次" in e["heading"]
    )
    assert {times for _, times, *_ in entry["items"]} == {12}


def test_report_prints_sentences_with_their_names_marked(page: Page) -> None:
    marked = [a.get("class") for tag, a in page.elements if tag == "mark"]
    assert {"PER", "LOC", "ORG"} <= set(marked)
    assert "由歐盟、美國和俄羅斯主導的科索夫前途談判" in page.text


def test_report_tells_settings_digests_and_versions(sample: Corpus, page: Page) -> None:
    analysis = Analysis(sample)
    for value in (analysis.counted.digest, analysis.index.digest, "jieba 0.42.1", "36.0%"):
        assert value in page.text


@pytest.mark.parametrize(
    ("locale", "lang", "words"),
    [
        ("zh_Hant", "zh-Hant", "讀到了什麼"),
        ("zh_Hans", "zh-Hans", "读到了什么"),
        ("en", "en", "What was read"),
    ],
)
def test_report_speaks_the_language_in_use(locale: i18n.Locale, lang: str, words: str) -> None:
    i18n.use(locale)
    page = Page(html.write(Analysis(corpus_of("北約同意。科索夫與北約會談。"))))
    assert page.elements[0] == ("html", {"lang": lang})
    assert words in page.text


@pytest.mark.parametrize(
    "texts",
    [(), ("",), ("。！？",), ("他們去散步。",), ("科索夫很好。",), ("\x00\x01",)],
    ids=["no article", "empty", "no word", "no name", "no link", "refused"],
)
def test_report_of_little_says_so(texts: tuple[str, ...]) -> None:
    page = Page(html.write(Analysis(corpus_of(*texts))))
    assert "沒有" in page.text
    assert "network" not in page.data["charts"]
    assert page.text.count("方法與設定") == 2


def test_report_of_many_articles_draws_those_that_repeat() -> None:
    texts = [f"第{n}篇說的是第{n}件事。" for n in range(15)]
    copied = "北約各國外長七號在高峰會上已經同意，維和部隊將會繼續駐守當地，直到十二月。"
    page = Page(html.write(Analysis(corpus_of(*texts, copied, copied))))
    assert "另有 5 篇沒有重複，沒有畫出。" in page.text
    assert [row[3] for row in table(page, "duplicates")] == ["份數", "2"]
    traces = page.data["charts"]["strip"]["light"]["data"]
    assert sum(len(trace.get("customdata", [])) for trace in traces) == 12


def test_report_of_many_meetings_prints_some_and_says_which() -> None:
    text = "".join(f"潘基文第{n}次在科索夫會談。" for n in range(60))
    page = Page(html.write(Analysis(corpus_of(text), Choices(copies="all"))))
    assert "每對最多取前 3 句" in page.text
    assert len([tag for tag, _ in page.elements if tag == "blockquote"]) == 3
    entry = page.data["entries"]["e:LOC:科索夫|PER:潘基文"]
    assert (len(entry["items"]), entry["more"]) == (20, "只列出前 20 個不同的句子。")


def test_report_without_articles_carries_no_plotly() -> None:
    document = html.write(Analysis(corpus_of()))
    assert "沒有讀到任何文章。" in document
    assert len(document) < 50_000


def test_report_names_the_inputs_that_were_refused() -> None:
    corpus = read([Source("壞.txt", b"\0"), Source("好.txt", "北約。".encode())])
    assert "「壞.txt」" in Page(html.write(Analysis(corpus))).text


@pytest.mark.parametrize("text", INJECTIONS)
def test_report_shows_text_as_text(text: str) -> None:
    corpus = corpus_of(f"{text}\n{text}，潘基文在科索夫會見北約的{text}代表。")
    page = Page(html.write(Analysis(corpus)))
    said = "".join(sentence for sentence, _ in page.data["sentences"])
    for piece in re.split("(?<=!)", text):  # a sentence ends at an exclamation mark
        assert piece in page.text
        assert piece in said
    assert len(page.scripts) == 6  # data, plotly, cytoscape, painting, drawing, the page's own
    names = {name for _, attrs in page.elements for name in attrs}
    assert not [name for name in names if name.startswith("on")]
    assert {tag for tag, _ in page.elements}.isdisjoint({"img", "b"})
    assert not [a for a in page.having("href") if not a.startswith(("#", "data:text/csv"))]


@pytest.mark.parametrize("name", INJECTIONS)
def test_report_shows_names_as_text(name: str) -> None:
    page = Page(html.write(_naming(name, "北約")))
    assert len(page.scripts) == 6  # data, plotly, cytoscape, painting, drawing, the page's own
    labels = [
        label
        for mode in page.data["charts"]["network"].values()
        for trace in mode["data"]
        for field in ("text", "hovertext")
        for label in trace.get(field, [])
    ]
    assert labels
    for label in labels:
        assert "$" not in label
        assert not re.findall(r"<(?!/?b>|br>)", label)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_report_tables_hold_no_formula(start: str) -> None:
    page = Page(html.write(_naming(f"{start}1+1", "北約")))
    cells = [cell for row in table(page, "names") for cell in row]
    assert f"'{start}1+1" in cells
    assert f"{start}1+1" not in cells


def test_report_keeps_a_file_name_that_is_no_text() -> None:
    corpus = read([Source("\udcff.txt", "北約同意。".encode())])
    assert html.write(Analysis(corpus)).encode()


def test_report_is_written_by_analyse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    path = tmp_path / "report.html"
    assert cli.main(["analyse", str(ROOT / "seeds"), "--json", "--output", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["version"]
    text = path.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert '<html lang="en">' in text


def test_report_that_cannot_be_written_gives_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    path = tmp_path / "no" / "report.html"
    assert cli.main(["analyse", str(ROOT / "seeds"), "--output", str(path)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def _naming(one: str, other: str) -> Analysis:
    """Return an analysis in which two names, whatever they are, share a sentence."""
    corpus = corpus_of(f"昨天{one}與{other}會談。")
    analysis = Analysis(corpus)
    [article] = corpus.articles
    mentions = tuple(
        Mention(Span(article.id, at, at + len(name)), f"PER:{name}")
        for name in (one, other)
        for at in [article.text.index(name)]
    )
    analysis.__dict__["index"] = EntityIndex(
        entities=tuple(Entity(f"PER:{name}", name, "PER") for name in (one, other)),
        mentions=mentions,
        sentences=(Span(article.id, 0, len(article.text)),),
        digest=one,
    )
    return analysis


def test_report_shows_the_network_as_the_reader_arranged_and_compared_it() -> None:
    texts = [f"陳某某在日本{day}。\n" for day in "一二三四五六"]
    outlets = ["甲報"] * 6 + ["乙報"] * 6
    read_in = read(Source(f"{i}.txt", text.encode()) for i, text in enumerate(texts * 2))
    articles = tuple(
        replace(a, outlet=outlet, published=f"2026-10-{i + 1:02}")
        for i, (a, outlet) in enumerate(zip(read_in.articles, outlets, strict=True))
    )
    analysis = Analysis(
        replace(read_in, articles=articles),
        Choices(copies="all"),
        drawn=NetworkSettings(words=("noun", "verb"), min_mentions=2, pruning="largest"),
    )
    graph = analysis.drawn_network
    hidden, moved = graph.nodes[1], graph.nodes[0]
    compared = compare_sides(
        graph, analysis.index.sentences, group_articles(analysis.source, "outlet"),
        settings=DifferenceSettings("outlet", "甲報", "乙報"),
    )  # fmt: skip
    assert compared.changes
    arranged = replace(
        analysis, arrangement=Arrangement().hide(hidden.id).pin((moved.id, -0.9, 0.9)),
        compared=compared,
    )  # fmt: skip
    drawn = figures.meetings(arranged, graph)
    assert drawn is not None
    nodes = {node["id"]: node for node in drawn.scenes["light"]["nodes"]}
    assert hidden.mark not in nodes
    assert (nodes[moved.mark]["x"], nodes[moved.mark]["y"]) == (-0.9, 0.9)
    assert len(drawn.scenes["light"]["slices"]["codes"]) == 12
    told = replace(arranged, asked=Asked(network_colour="community"))
    coloured = figures.meetings(told, graph)
    assert coloured is not None and any(sign == "▬" for sign, *_ in coloured.scenes["dark"]["key"])
    changed = figures.changes(replace(arranged, arrangement=None), graph)
    assert changed is not None and changed.scenes["dark"]["edges"]
    told = dict(html.settings(arranged, graph))
    assert {
        "修剪": "最大的一塊",
        "名字至少提到": "2",
        "圖中隱藏的名字": "1",
    }.items() <= told.items()


def test_report_of_dated_articles_has_time_outlets_and_the_readers_own_measures() -> None:
    corpus = read(sources_in(Path(__file__).parents[3] / "seeds/newsroom"))
    asked = Asked(
        StatisticSettings("ngrams", size=3),
        ContrastSettings(labels=("島聞通訊社", "北岸日報"), shuffles=99),
        cloud=CloudSettings(max_words=7),
    )
    analysis = Analysis(corpus, asked=asked)
    page = Page(html.write(analysis))
    assert list(page.data["charts"])[:3] == ["timeline", "outlets", "measure"]
    assert ["2026-10-12", "島聞通訊社"] in [row[:2] for row in table(page, "timeline")]
    assert [row[1:3] for row in table(page, "articles")][1][1]
    told = dict(html.settings(analysis, analysis.drawn_network))
    assert "詞組" in told["詞語統計"]
    assert "北岸日報" in told["比較幾組"]
    assert len(figures.cloud(analysis).words) == 7
    assert "7 個" in html.method(analysis)


def test_a_bar_of_a_column_opens_the_sentences_of_that_column_alone() -> None:
    told = {"甲報": "漁船在外海翻覆，船上五人失聯。", "乙報": "漁船獲救。", "丙報": "漁船出海。"}
    articles = (
        Article(outlet, outlet, text, text, counted=((0, len(text)),), outlet=outlet)
        for outlet, text in told.items()
    )
    asked = Asked(split=SplitSettings("outlet", ("甲報", "乙報")))
    analysis = Analysis(Corpus(tuple(articles)), asked=asked)
    book, chart = Book(analysis), figures.columns(analysis)
    assert analysis.columns is not None and chart is not None
    book.add_columns(analysis.columns, top=figures.BARS)
    traces = chart.by_mode["light"]["data"]
    assert {chart.prefix + bar for own in traces for bar in own["customdata"]} == set(book.entries)
    made = book.as_json()
    opened = {
        key: [made["titles"][title] for _, _, title, _, _ in entry["items"]]
        for key, entry in made["entries"].items()
        if key in ("c:0|渔船", "c:1|渔船", "c:1|翻覆")
    }
    assert opened == {"c:0|渔船": ["甲報"], "c:1|渔船": ["乙報"], "c:1|翻覆": []}
