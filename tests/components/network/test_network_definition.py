"""What counts as together: by hand, by an independent count, by laws, for every unit."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from math import log, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.entities import EntityIndex
from components.network import (
    NetworkSettings,
    TextNeededError,
    cooccur,
    units_of,
)
from components.reading import Source, read
from components.text import Corpus, Span
from components.words import Token, Tokens, WordFilter, count
from tests.components.network.conftest import index_of

NAMES = {"PER": ("甲某", "乙某"), "LOC": ("丙地",), "ORG": ("丁社",)}
TEXTS = {
    # Words (each name is one, each other character too): 甲某 見 乙某 · 丙 地 … by `cut_by_hand`.
    "a.txt": "甲某見乙某。甲某在丙地。\n甲某走了。丙地下雨。",
    "b.txt": "乙某與甲某到丁社。今天無事。",
}
UNITS = ("sentence", "paragraph", "article")


def corpus_of(texts: dict[str, str]) -> Corpus:
    return read(Source(name, text.encode()) for name, text in texts.items())


def cut_by_hand(corpus: Corpus, index: EntityIndex, tags: dict[str, str] | None = None) -> Tokens:
    """Cut so that each name is a word and each other character is one: no segmenter is asked."""
    names = {(m.span.article_id, m.span.start): m.span.end for m in index.mentions}
    rows = []
    for sentence in index.sentences:
        text, at, row = corpus.article(sentence.article_id).text, sentence.start, []
        while at < sentence.end:
            end = names.get((sentence.article_id, at), at + 1)
            norm = text[at:end]
            row.append(Token(at, end, norm, (tags or {}).get(norm, "n")))
            at = end
        rows.append(tuple(row))
    return Tokens(index.sentences, tuple(rows), digest="by hand")


def counted(network) -> dict[str, int]:
    name = {node.id: node.name for node in network.nodes}
    return {
        "".join(sorted((name[edge.source][0], name[edge.target][0]))): edge.count
        for edge in network.edges
    }


@pytest.fixture(scope="module")
def toy():
    corpus = corpus_of(TEXTS)
    index = index_of(corpus, NAMES)
    return corpus, index, cut_by_hand(corpus, index)


def link(toy, **settings):
    corpus, index, tokens = toy
    return cooccur(
        index, NetworkSettings(measure="count", **settings), corpus=corpus, tokens=tokens
    )


@pytest.mark.parametrize(
    ("settings", "expected", "n_units"),
    [
        # Sentences: 甲乙, 甲丙, 甲, 丙, 乙甲丁, none.
        ({"unit": "sentence"}, {"丙甲": 1, "乙甲": 2, "丁甲": 1, "丁乙": 1}, 6),
        # Paragraphs: 甲乙丙, 甲丙, 乙甲丁.
        (
            {"unit": "paragraph"},
            {"丙甲": 2, "乙甲": 2, "丙乙": 1, "丁甲": 1, "丁乙": 1},
            3,
        ),
        ({"unit": "article"}, {"丙甲": 1, "乙甲": 2, "丙乙": 1, "丁甲": 1, "丁乙": 1}, 2),
        # Words of a: 甲 見 乙 甲 在 丙 甲 走 了 丙 下 雨; of b: 乙 與 甲 到 丁 今 天 無 事.
        ({"unit": "window", "window": 2}, {"乙甲": 1, "丙甲": 1}, 21),
        # 甲見乙 and 乙與甲 (乙甲 shares 乙 with 甲見乙); 甲在丙 and none that shares it; 甲到丁.
        ({"unit": "window", "window": 3}, {"乙甲": 2, "丙甲": 1, "丁甲": 1}, 21),
        # 甲在丙 and 甲走了丙; 乙甲在丙.
        (
            {"unit": "window", "window": 4},
            {"乙甲": 2, "丙甲": 2, "丙乙": 1, "丁甲": 1},
            21,
        ),
    ],
)
def test_units_of_the_toy_as_by_hand(toy, settings, expected, n_units):
    network = link(toy, **settings)
    assert counted(network) == {"".join(sorted(pair)): n for pair, n in expected.items()}
    assert network.n_units == n_units


def test_a_window_shows_the_stretch_that_holds_both(toy):
    corpus, *_ = toy
    network = link(toy, unit="window", window=4)
    edge = network.edges.between("LOC:丙地", "PER:甲某")
    assert [corpus.text_of(span) for span in edge.evidence] == ["甲某在丙地", "甲某走了。丙地"]


def test_a_window_reaches_neither_into_another_article_nor_over_text_that_does_not_count():
    corpus = corpus_of({"a": "甲某來。", "b": "乙某來。", "c": "甲某說。無關。乙某說。"})
    index = index_of(corpus, NAMES)
    wide = {"unit": "window", "window": 9}
    assert counted(link((corpus, index, cut_by_hand(corpus, index)), **wide)) == {"乙甲": 1}
    text = corpus.article("c").text
    left_out = corpus.counting({"c": ((0, 4), (7, len(text)))}, "unique")
    index = index_of(left_out, NAMES)
    assert counted(link((left_out, index, cut_by_hand(left_out, index)), **wide)) == {}


@pytest.mark.parametrize(
    ("measure", "expected"),
    [  # 甲某 and 乙某 by sentence: named in 4 and 2 of 6, in 2 both.
        ("count", 2),
        ("dice", 4 / 6),
        ("logdice", 14 + log2(4 / 6)),
        ("jaccard", 2 / 4),
        ("npmi", log(2 * 6 / 8) / -log(2 / 6)),
        ("g2", 2 * (2 * log(2 * 6 / 8) + 2 * log(2 * 6 / 16) + 2 * log(2 * 6 / 8))),
    ],
)
def test_measures_of_the_toy_as_by_hand(toy, measure, expected):
    network = cooccur(toy[1], NetworkSettings(measure=measure))
    edge = network.edges.between("PER:乙某", "PER:甲某")
    assert edge.weight == pytest.approx(expected)


def test_measures_of_windows_compare_with_what_lies_in_reach(toy):
    corpus, index, tokens = toy
    settings = NetworkSettings(unit="window", window=3, measure="npmi")
    edge = cooccur(index, settings, corpus=corpus, tokens=tokens).edges.between(
        "PER:乙某", "PER:甲某"
    )
    # 21 words / (2 · 3 - 2) = 5.25 units; named 4 and 2 times, together 2.
    assert edge.weight == pytest.approx(log(2 * 5.25 / 8) / -log(2 / 5.25))


@pytest.mark.parametrize(
    "settings", [{"unit": "paragraph"}, {"unit": "window"}, {"words": ("noun",)}]
)
def test_what_needs_the_texts_says_so(toy, settings):
    with pytest.raises(TextNeededError):
        cooccur(toy[1], NetworkSettings(**settings))


# --- words among the names -----------------------------------------------------------------


def with_words(toy, **settings):
    corpus, index, tokens = toy
    table = count(corpus, tokens, settings=WordFilter(families=settings["words"]))
    return cooccur(
        index,
        NetworkSettings(measure="count", top_nodes=0, **settings),
        corpus=corpus,
        tokens=tokens,
        table=table,
    )


@pytest.fixture(scope="module")
def worded():
    corpus = corpus_of({"a": "甲某說雨。乙某說雨和甲某。"})
    index = index_of(corpus, NAMES)
    tags = {"說": "v", "和": "c", "雨": "n", "甲某": "nr", "乙某": "nr"}
    return corpus, index, cut_by_hand(corpus, index, tags)


def test_words_join_the_names(worded):
    network = with_words(worded, words=("noun", "verb"))
    assert [(n.id, n.kind, n.count) for n in network.nodes] == [
        ("PER:甲某", "PER", 2),
        ("w:說", "word", 2),
        ("w:雨", "word", 2),
        ("PER:乙某", "PER", 1),
    ]
    assert counted(network) == {"甲說": 2, "甲雨": 2, "說雨": 2, "乙甲": 1, "乙說": 1, "乙雨": 1}
    assert network.nodes[1].mark == network.nodes[1].id  # a click on it picks the word


def test_a_word_inside_a_name_is_part_of_the_name(worded):
    network = with_words(worded, words=("noun", "name"))
    assert {node.id for node in network.nodes} == {"PER:甲某", "PER:乙某", "w:雨"}


def test_words_replace_the_names_where_no_kind_is_chosen(worded):
    network = with_words(worded, words=("noun", "name"), kinds=())
    assert {node.id for node in network.nodes} == {"w:甲某", "w:乙某", "w:雨"}
    assert counted(network) == {"甲雨": 2, "乙甲": 1, "乙雨": 1}


# --- thresholds ----------------------------------------------------------------------------


def test_thresholds_say_what_they_leave_out(toy):
    network = link(toy, min_mentions=2)
    assert ({n.name for n in network.nodes}, network.n_rare) == ({"甲某", "乙某", "丙地"}, 1)
    network = cooccur(toy[1], NetworkSettings(min_weight=0.5))
    assert (counted(network), network.n_weak) == ({"乙甲": 2, "丁乙": 1}, 2)
    assert network.n_isolated == 1
    network = cooccur(toy[1], NetworkSettings(measure="npmi", min_weight=-1.0))
    assert network.n_weak == 0


# --- an independent count, and laws --------------------------------------------------------


def together(corpus: Corpus, index: EntityIndex, tokens: Tokens, unit: str, k: int):
    """Count pairs another way: text by text, pair by pair, with sets and a greedy scan."""
    found: dict[tuple[str, str], int] = {}
    if unit != "window":
        for span in units_of(index, unit, corpus):
            inside = {
                m.entity_id
                for m in index.mentions
                if m.span.article_id == span.article_id and span.start <= m.span.start < span.end
            }
            for pair in combinations(sorted(inside), 2):
                found[pair] = found.get(pair, 0) + 1
        return found
    ids = sorted({m.entity_id for m in index.mentions})
    for article in corpus.articles:
        words = [
            token
            for sentence, row in zip(tokens.sentences, tokens.tokens, strict=True)
            if sentence.article_id == article.id
            for token in row
            if token.norm.isalnum()
        ]
        who = {m.span.start: m.entity_id for m in index.mentions if m.span.article_id == article.id}
        line = [who.get(token.start, "") for token in words]
        for one, other in combinations(ids, 2):
            n = most_disjoint(line, one, other, k)
            if n:
                found[one, other] = found.get((one, other), 0) + n
    return found


def most_disjoint(line: list[str], one: str, other: str, k: int) -> int:
    """As many stretches of at most k words as hold both and share no word, by dynamic program."""
    best = [0] * (len(line) + 1)
    for end in range(1, len(line) + 1):
        best[end] = best[end - 1]
        for start in range(max(0, end - k), end):
            if {one, other} <= set(line[start:end]):
                best[end] = max(best[end], best[start] + 1)
    return best[-1]


letters = st.lists(st.sampled_from("甲乙丙。\n天"), min_size=1, max_size=24).map("".join)


def spelled(text: str) -> str:
    return text.replace("甲", "甲某").replace("乙", "乙某").replace("丙", "丙地") + "終。"


@st.composite
def newspapers(draw):
    texts = draw(st.lists(letters, min_size=1, max_size=3))
    corpus = corpus_of({f"{i}.txt": spelled(text) for i, text in enumerate(texts)})
    index = index_of(corpus, NAMES)
    return corpus, index, cut_by_hand(corpus, index)


@given(newspapers(), st.sampled_from((*UNITS, "window")), st.integers(2, 6))
def test_counts_equal_an_independent_count(case, unit, k):
    network = link(case, unit=unit, window=k)
    assert {e.ends: e.count for e in network.edges} == together(*case, unit, k)
    mentions = {node.id: node.count for node in network.nodes}
    for edge in network.edges:
        assert edge.count == len(set(edge.evidence)) <= min(mentions[end] for end in edge.ends)
        assert list(edge.evidence) == sorted(edge.evidence)
        if unit == "window":
            for before, behind in pairwise(edge.evidence):
                assert before.article_id != behind.article_id or before.end <= behind.start


@given(newspapers(), st.sampled_from((*UNITS, "window")), st.randoms())
def test_the_order_of_articles_changes_nothing(case, unit, random):
    corpus, index, _ = case
    articles = list(corpus.articles)
    random.shuffle(articles)
    shuffled = Corpus(tuple(articles), settings=corpus.settings)
    other = index_of(shuffled, NAMES)
    turned = (shuffled, other, cut_by_hand(shuffled, other))
    for measure in ("count", "dice", "npmi"):
        settings = NetworkSettings(unit=unit, measure=measure, window=4)
        one = cooccur(index, settings, corpus=corpus, tokens=case[2])
        two = cooccur(other, settings, corpus=shuffled, tokens=turned[2])
        assert {e.ends: (e.count, e.weight) for e in one.edges} == {
            e.ends: (e.count, e.weight) for e in two.edges
        }
        assert one.nodes == two.nodes


@given(newspapers(), st.sampled_from((*UNITS, "window")))
def test_doubling_doubles_counts_and_g2_alone(case, unit):
    corpus, index, tokens = case
    twice = Corpus(
        (*corpus.articles, *(replace(a, id=f"again {a.id}") for a in corpus.articles)),
        settings=corpus.settings,
    )
    other = index_of(twice, NAMES)
    more = cut_by_hand(twice, other)
    for measure in ("count", "dice", "logdice", "jaccard", "npmi", "g2"):
        settings = NetworkSettings(unit=unit, measure=measure, window=3)
        one = cooccur(index, settings, corpus=corpus, tokens=tokens)
        two = cooccur(other, settings, corpus=twice, tokens=more)
        factor = 2 if measure in ("count", "g2") else 1
        expected = {e.ends: pytest.approx(factor * e.weight, abs=1e-9) for e in one.edges}
        assert {e.ends: e.weight for e in two.edges} == expected


@pytest.mark.parametrize("unit", [*UNITS, "window"])
def test_nothing_gives_nothing(unit):
    settings = NetworkSettings(unit=unit, words=("noun",))
    table = count(Corpus(), Tokens())
    network = cooccur(EntityIndex(), settings, corpus=Corpus(), tokens=Tokens(), table=table)
    assert (network.nodes, len(network.edges), network.n_units) == ((), 0, 0)
    assert units_of(EntityIndex(), unit, Corpus()) == ()


@pytest.mark.parametrize("unit", [*UNITS, "window"])
def test_the_sample_by_every_unit_equals_an_independent_count(one_copy, one_index, unit):
    tokens = cut_by_hand(one_copy, one_index)
    settings = NetworkSettings(unit=unit, measure="count", window=12, top_nodes=0)
    network = cooccur(one_index, settings, corpus=one_copy, tokens=tokens)
    expected = together(one_copy, one_index, tokens, unit, 12)
    assert {edge.ends: edge.count for edge in network.edges} == expected


def test_paragraphs_reach_from_first_to_last_sentence(toy):
    corpus, index, _ = toy
    assert units_of(index, "paragraph", corpus) == (
        Span("a.txt", 0, 12),
        Span("a.txt", 13, 23),
        Span("b.txt", 0, 14),
    )


def weigh_naively(measure: str, ab: int, a: int, b: int, n: float) -> float:
    """The six measures again, from the observed and expected cells of the four-field table."""
    if measure == "g2":
        n = max(n, a + b - ab)
        table = ((ab, a - ab), (b - ab, n - a - b + ab))
        rows, columns = (a, n - a), (b, n - b)
        terms = (
            o * log(o * n / (rows[i] * columns[j]))
            for i, row in enumerate(table)
            for j, o in enumerate(row)
            if o > 0
        )
        return (1 if ab * n >= a * b else -1) * max(0.0, 2 * sum(terms))
    if measure == "npmi":
        n = max(n, a + b - ab)
        return 1.0 if ab == n else (log(ab / n) - log(a / n) - log(b / n)) / -log(ab / n)
    overlap = ab / ((a + b) / 2)
    return {
        "count": ab, "dice": overlap, "logdice": 14 + log2(overlap), "jaccard": ab / (a + b - ab),
    }[measure]  # fmt: skip


MEASURES = ("count", "dice", "logdice", "jaccard", "npmi", "g2")


def margins(corpus: Corpus, index: EntityIndex, tokens: Tokens, unit: str, k: int):
    """Count who is named in how many units, and the units, another way."""
    if unit == "window":
        n_words = sum(token.norm.isalnum() for row in tokens.tokens for token in row)
        counts = {e.id: sum(m.entity_id == e.id for m in index.mentions) for e in index.entities}
        return counts, n_words / (2 * k - 2)
    spans = units_of(index, unit, corpus)
    inside = [
        {
            m.entity_id
            for m in index.mentions
            if m.span.article_id == span.article_id and span.start <= m.span.start < span.end
        }
        for span in spans
    ]
    return {e.id: sum(e.id in ids for ids in inside) for e in index.entities}, len(spans)


@pytest.mark.parametrize("unit", [*UNITS, "window"])
def test_every_measure_by_every_unit_equals_an_independent_one(unit, toy, one_copy, one_index):
    sample = (one_copy, one_index, cut_by_hand(one_copy, one_index))
    for corpus, index, tokens in (toy, sample):
        pairs = together(corpus, index, tokens, unit, 6)
        named, units = margins(corpus, index, tokens, unit, 6)
        for measure in MEASURES:
            settings = NetworkSettings(unit=unit, measure=measure, window=6, top_nodes=0)
            network = cooccur(index, settings, corpus=corpus, tokens=tokens)
            assert {edge.ends: pytest.approx(edge.weight, abs=1e-9) for edge in network.edges} == {
                (a, b): weigh_naively(measure, ab, named[a], named[b], units)
                for (a, b), ab in pairs.items()
            }


@pytest.mark.parametrize(
    ("measure", "expected"),
    [  # Of 12 sentences 8 name 科索夫 (1-4, 7, 8, 10, 12), 5 塞爾維亞 (2, 4, 6, 11, 12).
        ("count", 3),
        ("dice", 6 / 13),
        ("logdice", 14 + log2(6 / 13)),
        ("jaccard", 3 / 10),
        ("npmi", log(3 * 12 / 40) / -log(3 / 12)),
        # Observed 3, 5, 2, 2; expected 40 / 12, 56 / 12, 20 / 12, 28 / 12; met less than by chance.
        ("g2", -2 * (3 * log(0.9) + 5 * log(60 / 56) + 2 * log(1.2) + 2 * log(24 / 28))),
    ],
)
def test_measures_of_the_sample_as_by_hand(one_index, measure, expected):
    network = cooccur(one_index, NetworkSettings(measure=measure, top_nodes=0))
    edge = network.edges.between("LOC:科索夫", "LOC:塞爾維亞")
    edge = edge or network.edges.between("LOC:塞爾維亞", "LOC:科索夫")
    assert (network.n_units, edge.weight) == (12, pytest.approx(expected))
