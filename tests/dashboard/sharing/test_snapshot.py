"""A snapshot opens without making anything again, and tells no more than its sender meant."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from components import cloud, concordance, difference, duplicates, entities, i18n, network, words
from components.cloud import CloudSettings
from components.difference import DifferenceSettings
from components.duplicates import DuplicateSettings
from components.lexicon import Lexicon
from components.network import NetworkSettings
from components.reading import Source, read
from components.text import ArticleGroup, Corpus, GroupField, Grouping, Span, codec
from components.words import WordFilter
from dashboard.cache import call_cached
from dashboard.pipeline import Analysis, Choices, lay_out_cloud
from dashboard.report import html
from dashboard.report.redacted_text import FILLER, keep_legible
from dashboard.sharing import redaction
from dashboard.sharing.snapshot import (
    Opened,
    Snapshot,
    Texts,
    View,
    open_snapshot,
    take_snapshot,
)

pytestmark = pytest.mark.usefixtures("chinese")

DATA = Path(__file__).parent / "data"
STEPS = ("source", "report", "counted", "tokens", "table", "content_words", "index", "network")
TEXTS: tuple[Texts, ...] = get_args(Texts)


@pytest.fixture(scope="module")
def made(sample: Corpus) -> Analysis:
    analysis = Analysis(sample)
    analysis.make_all()
    return analysis


@pytest.fixture(scope="module", params=TEXTS)
def taken(request: pytest.FixtureRequest, made: Analysis) -> Snapshot:
    i18n.use("zh_Hant")
    return take_snapshot(made, texts=request.param)


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything that cuts, finds, compares, counts or places fail."""
    verbs = {
        duplicates: ("find", "unique", "regroup"),
        words: ("cut", "count", "lock"),
        entities: ("find", "correct"),
        network: ("cooccur", "layout", "communities"),
        cloud: ("lay_out",),
    }
    for room, names in verbs.items():
        for name in names:
            monkeypatch.setattr(room, name, _never(name), raising=False)


def _never(name: str) -> Callable[..., Any]:
    def never(*_: Any, **__: Any) -> None:
        raise AssertionError(f"{name} was called")

    return never


def many(n: int = 120) -> Analysis:
    """Return an analysis of articles that hold far more than their evidence."""
    names = ("潘基文", "拉夫羅夫", "歐巴馬")
    filling = "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏閏餘成歲律呂調陽"
    texts = [
        f"報導{k}\n{names[k % 3]}在科索夫同意第{k}個方案。"
        + "".join(
            f"{filling[(k * 7 + j) % 30]}{filling[(k + 3 * j) % 30]}說密語{k}之{j}。"
            for j in range(9)
        )
        for k in range(n)
    ]
    sources = [Source(f"機密/{k}.txt", text.encode()) for k, text in enumerate(texts)]
    return Analysis(read(sources), Choices(copies="all"))


@pytest.fixture(scope="module")
def large() -> Analysis:
    return many()


@pytest.fixture(scope="module")
def quoted(large: Analysis) -> Snapshot:
    return take_snapshot(large, texts="evidence")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show fewer words, so that a short corpus has some that are not shown."""
    monkeypatch.setattr(redaction, "SHOWN", 20)


def test_snapshot_comes_back_from_bytes(taken: Snapshot) -> None:
    assert codec.unpack(codec.pack(taken), Snapshot) == taken


def test_snapshot_of_the_same_analysis_is_the_same(sample: Corpus, taken: Snapshot) -> None:
    assert codec.pack(take_snapshot(Analysis(sample), texts=taken.texts)) == codec.pack(taken)


def test_snapshot_opens_with_the_same_steps(made: Analysis) -> None:
    opened = open_snapshot(take_snapshot(made))
    assert opened.sentences == made.sentences
    for step in STEPS:
        own, kept = getattr(made, step), getattr(opened, step)
        if step == "content_words":
            own, kept = replace(own, digest=""), replace(kept, digest="")
        assert kept == own, step


def test_snapshot_writes_the_same_report(made: Analysis) -> None:
    assert html.write(open_snapshot(take_snapshot(made))) == html.write(made)


def test_snapshot_opens_without_making_anything(
    taken: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid(monkeypatch)
    opened = open_snapshot(taken)
    for step in ("sentences", "counted", "found", *STEPS[:-1]):
        assert getattr(opened, step) is not None
    whole = opened.call(network.cooccur, opened.index)
    base = opened.call(network.layout, whole)
    assert opened.call(network.layout, whole, base=base).ids == base.ids
    few = opened.call(network.cooccur, opened.index, NetworkSettings(top_nodes=12))
    assert opened.call(network.layout, few).ids == tuple(node.id for node in few.nodes)
    assert opened.call(words.count, opened.counted, opened.tokens).rows
    assert "科索夫" in html.write(opened)


def test_snapshot_holds_what_the_sender_saw(made: Analysis) -> None:
    settings = NetworkSettings(measure="g2", min_count=2, top_nodes=10)
    cloud = CloudSettings(size="tall", seed=3)
    query = (("net_measure", "g2"), ("lang", "zh_Hant"))
    view = View("network", query, network=settings, cloud=cloud)
    taken = take_snapshot(made, view=view)
    assert taken.view == view
    opened = open_snapshot(taken, call=_never("a verb"))
    graph = opened.call(network.cooccur, opened.index, settings)
    assert graph == network.cooccur(made.index, settings)
    base = network.layout(network.cooccur(made.index))
    assert opened.call(network.layout, graph, base=base) == network.layout(graph, base=base)
    laid = opened.call(lay_out_cloud, opened.content_words, opened.index, cloud)
    assert laid == lay_out_cloud(made.content_words, made.index, cloud)


def test_snapshot_lets_other_filters_be_asked(made: Analysis) -> None:
    opened = open_snapshot(take_snapshot(made))
    other = NetworkSettings(unit="article")
    assert opened.call(network.cooccur, opened.index, other) == network.cooccur(made.index, other)
    shown = WordFilter(families=("name",), min_length=2)
    table = opened.call(words.count, opened.counted, opened.tokens, settings=shown)
    assert table.rows == words.count(made.counted, made.tokens, settings=shown).rows
    assert table.rows


def test_snapshot_tells_who_made_it_but_not_where(sample: Corpus) -> None:
    lexicon = Lexicon(words=("科索夫獨立案",))
    choices = Choices("all", scheduler="tcp://10.0.0.7:8786", lexicon=lexicon)
    analysis = Analysis(sample, choices)
    taken = take_snapshot(analysis, title="給編輯部")
    assert taken.title == "給編輯部"
    assert taken.choices == replace(choices, scheduler="local")
    assert dict(taken.digests)["corpus"] == analysis.counted.digest
    assert taken.version
    assert b"10.0.0.7" not in zlib.decompress(codec.pack(taken))


def test_snapshot_is_called_by_its_finding(taken: Snapshot) -> None:
    assert taken.title == "這份文字是同一篇 726 字的報導貼了 12 次；以下只計算一次。"


@pytest.mark.parametrize("texts", TEXTS)
@pytest.mark.parametrize("sources", [[], [Source("a", b"")], [Source("a", "。".encode())]])
def test_snapshot_of_nothing_opens(texts: Texts, sources: list[Source]) -> None:
    opened = open_snapshot(take_snapshot(Analysis(read(sources)), texts=texts))
    assert opened.index.mentions == ()
    assert html.write(opened)


# --- without texts ---------------------------------------------------------------------------


def everything_in(taken: Snapshot) -> str:
    """Return all that a snapshot says, nouns unpacked."""
    unpacked = [zlib.decompress(part.data).decode() for part in taken.parts]
    return zlib.decompress(codec.pack(replace(taken, parts=()))).decode() + "".join(unpacked)


def test_snapshot_without_texts_keeps_every_offset(large: Analysis, quoted: Snapshot) -> None:
    opened = open_snapshot(quoted)
    for own, kept in zip(large.source.articles, opened.source.articles, strict=True):
        assert len(kept.text) == len(own.text)
        assert kept.title == own.title
        assert all(a in (b, FILLER) for a, b in zip(kept.text, own.text, strict=True))
        assert (kept.raw, kept.source) == ("", "")
    assert len(opened.sentences) == len(large.sentences)


@pytest.mark.usefixtures("few")
def test_snapshot_without_texts_tells_no_other_sentence(large: Analysis) -> None:
    said = everything_in(take_snapshot(large, texts="evidence"))
    opened = open_snapshot(take_snapshot(large, texts="evidence"))
    shown = sum(len(keep_legible(opened.source, [span])) for span in opened.sentences)
    assert 0 < shown < len(large.sentences) / 4
    hidden = [
        large.source.text_of(own)
        for own, kept in zip(large.sentences, opened.sentences, strict=True)
        if not keep_legible(opened.source, [kept])
    ]
    titles = {article.title for article in large.source.articles}
    assert len(hidden) > 600
    assert not [text for text in hidden if text in said and text not in titles]
    assert "機密" not in said


@pytest.mark.usefixtures("few")
def test_snapshot_without_texts_tells_no_word_that_is_not_shown(large: Analysis) -> None:
    text = large.source.articles[7].text + "他曾徜徉其間。"
    corpus = read(
        [
            Source(a.id, (text if n == 7 else a.text).encode())
            for n, a in enumerate(large.source.articles)
        ]
    )
    analysis = Analysis(corpus, Choices(copies="all"))
    listed = [row.word for row in analysis.content_words.rows]
    assert listed.index("徜徉") >= redaction.SHOWN
    assert "徜徉" not in everything_in(take_snapshot(analysis, texts="evidence"))
    assert "徜徉" in everything_in(take_snapshot(analysis))


def test_snapshot_without_texts_counts_as_with_them(large: Analysis, quoted: Snapshot) -> None:
    opened = open_snapshot(quoted)
    norm = large.content_words.rows[0].norm
    assert len(words.places(opened.tokens, norm)) == large.content_words.rows[0].count
    assert opened.table.n_tokens == large.table.n_tokens
    assert opened.content_words.rows[:20] == large.content_words.rows[:20]
    assert opened.index.counts == large.index.counts
    assert opened.report.share_repeated == large.report.share_repeated
    graph = opened.call(network.cooccur, opened.index)
    mine = network.cooccur(large.index)
    assert [(e.source, e.target, e.count, e.weight) for e in graph.edges] == [
        (e.source, e.target, e.count, e.weight) for e in mine.edges
    ]
    assert graph.nodes == mine.nodes


def test_snapshot_without_texts_shows_evidence_for_each_link(
    large: Analysis, quoted: Snapshot
) -> None:
    opened = open_snapshot(quoted)
    graph = opened.call(network.cooccur, opened.index)
    assert graph.edges
    for edge in graph.edges:
        seen = keep_legible(opened.counted, edge.evidence)
        assert 1 <= len(seen) <= edge.count
        found = concordance.evidence(
            opened.counted, seen, concordance.marks_of(opened.index, [edge.source, edge.target])
        )
        assert all(sentence.marks for sentence in found.sentences)
        assert FILLER not in "".join(sentence.text for sentence in found.sentences)


def test_snapshot_without_texts_shows_few_sentences_of_each_word(large: Analysis) -> None:
    opened = open_snapshot(take_snapshot(large, texts="evidence"))
    only = {}
    for row in opened.content_words.rows:
        spans = set(words.places(opened.tokens, row.norm))
        only[row.norm] = len(keep_legible(opened.counted, spans))
    assert min(only.values()) >= 1
    assert redaction.EACH == 5


@pytest.mark.usefixtures("few")
def test_snapshot_without_texts_never_answers_from_the_senders_results(large: Analysis) -> None:
    opened = open_snapshot(take_snapshot(large, texts="evidence"))
    for step in ("source", "counted", "report", "stories", "tokens", "table", "index"):
        assert getattr(opened, step).digest != getattr(large, step).digest
    pairs = zip(large.sentences, opened.sentences, strict=True)
    hidden = next(
        own for own, kept in pairs if not keep_legible(opened.source, [kept]) and len(own) > 8
    )
    said = large.source.text_of(hidden)
    assert call_cached(concordance.find, large.counted, said).total == 1
    assert call_cached(concordance.find, opened.counted, said).total == 0


def test_snapshot_without_texts_has_a_name_of_its_own_for_each_choice_of_sentences(
    large: Analysis, quoted: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redaction, "EACH", 1)
    fewer = open_snapshot(take_snapshot(large, texts="evidence"))
    more = open_snapshot(quoted)
    assert fewer.source.articles != more.source.articles
    for step in ("source", "counted", "tokens", "index"):
        assert getattr(fewer, step).digest != getattr(more, step).digest


def test_snapshot_without_texts_leaves_long_sentences_out() -> None:
    text = "科索夫" + "無" * 400 + "。科索夫很好。"
    opened = open_snapshot(
        take_snapshot(Analysis(read([Source("a", text.encode())])), texts="evidence")
    )
    assert opened.source.articles[0].text == FILLER * 404 + "科索夫很好。"


def test_snapshot_without_texts_names_articles_by_number(large: Analysis) -> None:
    name = large.source.articles[4].id
    choices = replace(large.choices, duplicates=DuplicateSettings(keep=(name, "fremd")))
    view = View("reader", (("article", name), ("at", "7"), ("article", "fremd")))
    taken = take_snapshot(Analysis(large.source, choices), view=view, texts="evidence")
    assert taken.view.query == (("article", "005"), ("at", "7"))
    assert taken.choices.duplicates.keep == ("005",)
    assert open_snapshot(taken).source.article("005").title == large.source.articles[4].title


def test_snapshot_without_texts_names_no_refused_file() -> None:
    corpus = read([Source("張三的信.txt", b"\x00\x01"), Source("b.txt", "北約同意。".encode())])
    taken = take_snapshot(Analysis(corpus), texts="evidence")
    assert "張三" not in everything_in(taken)
    assert len(open_snapshot(taken).source.refusals) == 1


def test_snapshot_without_texts_keeps_lines(large: Analysis, quoted: Snapshot) -> None:
    for own, kept in zip(
        large.source.articles,
        open_snapshot(quoted).source.articles,
        strict=True,
    ):
        assert own.text.count("\n") == kept.text.count("\n")


# --- sides ---------------------------------------------------------------------------------------


def compare(analysis: Analysis, by: GroupField) -> Analysis:
    """Look at the first half of the articles beside the second."""
    ids = [article.id for article in analysis.source.articles]
    half = len(ids) // 2
    groups = (ArticleGroup("甲邊", tuple(ids[:half])), ArticleGroup("乙邊", tuple(ids[half:])))
    found = difference.compare_sides(
        analysis.drawn_network, analysis.index.sentences, Grouping(by, groups),
        settings=DifferenceSettings(by, "甲邊", "乙邊"),
    )  # fmt: skip
    return replace(analysis, compared=found)


@pytest.mark.parametrize("texts", ["all", "evidence"])
def test_snapshot_holds_the_sides_that_the_sender_compared(large: Analysis, texts: Texts) -> None:
    compared = compare(large, "selection")
    own = compared.compared
    assert own and own.changes
    opened = open_snapshot(take_snapshot(compared, texts=texts), call=_never("a verb"))
    kept = opened.compared
    assert kept and (kept.changes, kept.stories) == (own.changes, own.stories)
    names = {id for side in kept.sides for id in side.ids}
    assert names == {article.id for article in opened.source.articles}
    graph = opened.drawn_network
    again = opened.call(
        difference.compare_sides, graph, opened.index.sentences,
        Grouping("selection", kept.sides), settings=own.settings,
    )  # fmt: skip
    assert again == kept
    report = html.write(open_snapshot(take_snapshot(compared, texts=texts)))
    assert "只在" in report or "可能是碰巧" in report
    assert "甲邊" in report and "乙邊" in report


def test_snapshot_without_texts_names_no_file_as_a_side(large: Analysis) -> None:
    compared = compare(large, "file")
    assert open_snapshot(take_snapshot(compared, texts="evidence")).compared is None
    assert open_snapshot(take_snapshot(large)).compared is None


# --- gaps ------------------------------------------------------------------------------------


def test_gaps_leave_legible_spans() -> None:
    corpus = read([Source("a", "北約。".encode()), Source("b", "░░。".encode())])
    spans = [Span(article.id, 0, 3) for article in corpus.articles]
    assert keep_legible(corpus, spans) == (spans[0],)


# --- files of every schema that ever was -----------------------------------------------------


@pytest.mark.parametrize("path", sorted(DATA.glob("snapshot-*.json")), ids=lambda p: p.name)
def test_snapshot_of_every_schema_opens(path: Path) -> None:
    opened = open_snapshot(codec.from_json(json.loads(path.read_text("utf-8")), Snapshot))
    assert isinstance(opened, Opened)
    assert opened.source.articles[0].title.startswith("由歐盟、美國")
    assert opened.report.copies == 12
    assert opened.call(network.cooccur, opened.index).edges
    assert "科索夫" in html.write(opened)


def test_snapshot_files_cover_every_schema() -> None:
    names = {path.name for path in DATA.glob("snapshot-*.json")}
    assert {f"snapshot-{schema}.json" for schema in range(1, codec.SCHEMA + 1)} <= names


# --- the report of a snapshot ----------------------------------------------------------------


def test_snapshot_without_texts_writes_a_report_without_gaps(
    large: Analysis, quoted: Snapshot
) -> None:
    document = html.write(open_snapshot(quoted), title="給<b>編輯部</b>")
    assert FILLER not in document
    assert "這份分享只附上證據句" in document
    assert "句沒有附上。" in document
    assert "<h1>給&lt;b&gt;編輯部&lt;/b&gt;</h1>" in document
    assert quoted.title in document
    assert "密語" in html.write(large)


def test_snapshot_with_texts_says_nothing_of_gaps(made: Analysis) -> None:
    assert "沒有附上" not in html.write(open_snapshot(take_snapshot(made)))
