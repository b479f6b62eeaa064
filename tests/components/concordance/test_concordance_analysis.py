"""From any query or span to its lines, with offsets that point into the original."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.concordance import (
    Mark,
    evidence,
    find,
    find_titles,
    find_uncounted,
    lines,
    marks_in,
    marks_of,
    marks_within,
)
from components.entities import Entity, EntityIndex, Mention, Mentions
from components.reading import AS_IS, Source, read
from components.text import Corpus, Span, fold


def corpus_of(*texts: str) -> Corpus:
    return read(Source(f"{i}.txt", text.encode(), settings=AS_IS) for i, text in enumerate(texts))


@pytest.mark.parametrize(
    ("query", "text", "hits"),
    [
        ("台灣", "臺灣與台湾、台灣", ["臺灣", "台湾", "台灣"]),
        ("歐盟", "欧盟說，歐盟說", ["欧盟", "歐盟"]),
        ("covid-19", "ＣＯＶＩＤ－１９ 與 Covid-19", ["ＣＯＶＩＤ－１９", "Covid-19"]),
        (" 北約 ", "北約與北約", ["北約", "北約"]),
        ("哈哈", "哈哈哈", ["哈哈"]),
        ("a.c", "abc a.c", ["a.c"]),
        ("發展", "发展、發展、髮展", ["发展", "發展", "髮展"]),
        ("無此詞", "北約", []),
    ],
)
def test_find_is_literal_and_folded(query, text, hits):
    corpus = corpus_of(text)
    found = find(corpus, query)
    assert [line.hit for line in found.lines] == hits
    assert [corpus.text_of(line.span) for line in found.lines] == hits
    assert (found.total, found.query) == (len(hits), query.strip())


def test_find_in_the_sample_looks_only_where_it_counts(sample):
    article = sample.articles[0]
    unique = sample.counting({article.id: ((0, 726),)}, "unique")
    assert find(unique, "科索夫").total == 11
    assert find(sample, "科索夫", limit=5).total == 132
    assert len(find(sample, "科索夫", limit=5).lines) == 5


def test_find_passes_over_a_hit_that_reaches_out_of_what_counts():
    corpus = corpus_of("北約北約").counting({"0.txt": ((0, 3),)}, "unique")
    assert [line.span.start for line in find(corpus, "北約").lines] == [0]


@pytest.mark.parametrize("query", ["", "   ", "　"])
def test_find_of_nothing_is_empty(query):
    assert find(corpus_of("北約"), query).lines == ()
    assert find(Corpus(), "北約").total == 0


def counting(text: str, *counted: tuple[int, int]) -> Corpus:
    corpus = read([Source("a.txt", text.encode(), settings=AS_IS)])
    return corpus.counting({"a.txt": counted}, "unique")


@pytest.mark.parametrize(
    ("text", "counted", "places"),
    [
        ("北約。歐盟。北約。", ((0, 9),), []),
        ("北約。歐盟。北約。", ((0, 3),), [6]),
        ("北約。歐盟。北約。", (), [0, 6]),
        ("北約。", ((1, 3),), [0]),  # across the edge
        ("哈哈哈哈", ((1, 3),), []),  # what is left is too short
        ("哈哈哈哈", ((0, 2),), [2]),
        ("", (), []),
    ],
)
def test_find_uncounted_finds_what_find_does_not(text, counted, places):
    query = "哈哈" if "哈" in text else "北約"
    found = find_uncounted(counting(text, *counted), (query,))
    assert [line.span.start for line in found.lines] == places
    assert found.total == len(places)


def test_find_uncounted_in_the_sample_finds_the_other_copies(sample):
    from components import duplicates

    corpus = duplicates.unique(sample, duplicates.find(sample))
    assert find_uncounted(sample, ("科索夫",)).total == 0
    assert (find(corpus, "科索夫").total, find_uncounted(corpus, ("科索夫",)).total) == (11, 121)


@pytest.mark.parametrize("queries", [(), ("",), ("  ",)])
def test_find_uncounted_of_nothing_is_empty(queries):
    assert find_uncounted(counting("北約。"), queries).lines == ()
    assert find_uncounted(Corpus(), ("北約",)).total == 0


def test_find_uncounted_of_several_forms_takes_the_longer_where_two_overlap():
    found = find_uncounted(counting("歐洲聯盟與歐盟。", (5, 5)), ("歐盟", "歐洲聯盟", "聯盟"))
    assert [line.hit for line in found.lines] == ["歐洲聯盟", "歐盟"]


@given(st.text("甲乙", max_size=12), st.data())
def test_find_uncounted_and_find_never_overlap_and_leave_nothing(text, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4, unique=True)))
    counted = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    corpus = counting(text, *counted) if text else Corpus()
    own, other = find(corpus, "甲乙"), find_uncounted(corpus, ("甲乙",))
    starts = sorted(line.span.start for line in (*own.lines, *other.lines))
    assert starts == [i for i in range(len(text)) if text.startswith("甲乙", i)]


def test_lines_stop_at_the_end_of_a_paragraph():
    corpus = corpus_of("第一段在此\n第二段說北約已同意\n第三段")
    line = find(corpus, "北約").lines[0]
    assert (line.before, line.hit, line.after) == ("第二段說", "北約", "已同意")


def test_lines_are_cut_at_their_width():
    corpus = corpus_of("一二三四五六七八九十")
    line = lines(corpus, [Span("0.txt", 4, 6)], width=3).lines[0]
    assert (line.before, line.hit, line.after) == ("二三四", "五六", "七八九")


@given(st.text(max_size=40))
def test_fold_keeps_every_offset(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text("甲乙臺台湾灣aA", min_size=1, max_size=30), st.data())
def test_find_finds_every_stretch_of_a_text(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = find(corpus_of(text), text[start:end])
    assert found.total >= 1
    assert all(fold(line.hit) == fold(text[start:end]) for line in found.lines)


def test_evidence_shows_a_repeated_sentence_once_with_all_its_places():
    corpus = corpus_of("北約同意。今天下雨。北約同意。")
    units = [Span("0.txt", 0, 5), Span("0.txt", 10, 15)]
    marks = [Mark(Span("0.txt", at, at + 2), "ORG") for at in (0, 10)]
    found = evidence(corpus, units, marks)
    assert found.total == 2
    assert [(s.text, s.marks, s.places) for s in found.sentences] == [
        ("北約同意。", ((0, 2, "ORG"),), tuple(units))
    ]


def test_evidence_of_an_article_gives_its_sentences_that_hold_a_mark():
    corpus = corpus_of("北約同意。今天下雨。歐盟也同意。")
    marks = [Mark(Span("0.txt", 0, 2), "ORG"), Mark(Span("0.txt", 10, 12), "ORG")]
    found = evidence(corpus, [Span("0.txt", 0, 16)], marks)
    assert [sentence.text for sentence in found.sentences] == ["北約同意。", "歐盟也同意。"]
    assert found.sentences[1].span == Span("0.txt", 10, 16)


def test_evidence_keeps_a_sentence_without_marks():
    found = evidence(corpus_of("北約同意。"), [Span("0.txt", 0, 5)])
    assert [(s.text, s.marks) for s in found.sentences] == [("北約同意。", ())]
    assert found.sentences[0].title == "北約同意"


def test_evidence_of_nothing():
    assert evidence(corpus_of("北約同意。"), []).sentences == ()
    assert evidence(Corpus(), []).total == 0


def test_marks_of_takes_kinds_from_the_entities():
    index = EntityIndex(
        (Entity("ORG:北約", "北約", "ORG"), Entity("LOC:紐約", "紐約", "LOC")),
        (Mention(Span("0", 0, 2), "ORG:北約"), Mention(Span("0", 5, 7), "LOC:紐約")),
    )
    assert marks_of(index, ["LOC:紐約"]) == (Mark(Span("0", 5, 7), "LOC"),)
    assert [mark.kind for mark in marks_of(index)] == ["ORG", "LOC"]


def test_marks_in_an_article_tell_names_and_leave_room_for_what_was_asked_for():
    [article] = corpus_of("甲乙見丙丁。甲乙說好。").articles
    counted = replace(article, counted=((0, 6),))
    index = EntityIndex(
        (Entity("a", "甲乙", "PER"), Entity("b", "丙丁", "ORG")),
        Mentions.of([Mention(Span(article.id, 0, 2), "a"), Mention(Span(article.id, 3, 5), "b")]),
    )

    def at(**how):
        found = marks_in(index, counted, **how)
        return [(mark.span.start, mark.span.end, mark.kind) for mark in found]

    # The second 甲乙 does not count; it is known by the first.
    assert at(kinds=("PER", "ORG")) == [(0, 2, "PER"), (3, 5, "ORG"), (6, 8, "PER")]
    assert at(kinds=("ORG",)) == [(3, 5, "ORG")]
    assert at(kinds=()) == []
    asked = [Mark(Span(article.id, 1, 3)), Mark(Span("other", 3, 5))]
    assert at(kinds=("PER", "ORG"), besides=asked) == [(3, 5, "ORG"), (6, 8, "PER")]
    assert marks_in(EntityIndex((), Mentions()), article, kinds=("PER",)) == ()


def test_find_titles_finds_what_no_text_has():
    one, two = corpus_of("甲乙見丙丁。", "雨下了三天。").articles
    corpus = Corpus((replace(one, title="臺東的雨"), two))
    assert find_titles(corpus, "台东") == (one.id,)
    assert find_titles(corpus, "雨") == (one.id,)  # the second has it in its text
    assert find_titles(corpus, "") == ()


def test_marks_within_are_relative_cut_at_the_window_and_never_overlap():
    marks = [
        Mark(Span("a", 2, 6), "LOC"),
        Mark(Span("a", 2, 4), "PER"),
        Mark(Span("a", 5, 8), "ORG"),
        Mark(Span("a", 9, 14), "ORG"),
        Mark(Span("b", 4, 5), "PER"),
    ]
    assert marks_within(marks, Span("a", 3, 12)) == ((0, 3, "LOC"), (6, 9, "ORG"))


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=12),
    st.integers(0, 30),
    st.integers(1, 30),
)
def test_marks_within_stay_inside_in_order_and_apart(spans, start, length):
    marks = [Mark(Span("a", at, at + n)) for at, n in spans]
    found = marks_within(marks, Span("a", start, start + length))
    edges = [at for begin, end, _ in found for at in (begin, end)]
    assert edges == sorted(edges)
    assert all(0 <= begin < end <= length for begin, end, _ in found)
